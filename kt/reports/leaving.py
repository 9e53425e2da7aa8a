"""Answers about leaving: who leaves, which topics then lack holders, who could learn them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from ..access import standings_visible_to, topics_visible_to
from ..dates import count_words
from ..models import Level, Person, Revision, Standing, Topic
from ..rules.coverage import RISK_WORDS, Cover, Holder, Risk, covers_of, without
from ..rules.standings import newest_seen_by
from .coverage import covers_seen

# So many are proposed as whoever may learn a topic before its holder leaves.
CANDIDATES = 3


@dataclass(frozen=True)
class Candidate:
    """Somebody who could learn a topic, by how far they are."""

    id: int
    name: str
    level: Level


@dataclass(frozen=True)
class Loss:
    """A topic that falls below what it needs, who could pass it on and who could learn it."""

    topic_id: int
    name: str
    before: int
    after: int
    needed: int
    documents: int
    risk: Risk
    can_coach: bool
    candidates: tuple[Candidate, ...] = ()

    @property
    def risk_words(self) -> str:
        return RISK_WORDS[self.risk]

    @property
    def words(self) -> str:
        """Say what is left, naming the topic only."""
        left = count_words(self.after, "holder") if self.after else "nobody"
        are = "are" if self.after > 1 else "is"
        written = "" if self.documents else ", and nothing is written"
        return f"{left} of {self.needed} needed {are} left{written}"


@dataclass(frozen=True)
class Leaver:
    """Somebody with a leaving date, the days that remain, and the topics that then lack holders."""

    id: int
    name: str
    leaves_on: date
    days: int
    losses: tuple[Loss, ...]


# The candidates of each topic, with the day on which each leaves, if that is known.
Candidates = dict[int, list[tuple[Candidate, date | None]]]


def leavers(viewer: Person, today: date, known: list[Cover] | None = None) -> list[Leaver]:
    """List who leaves within a quarter and is seen holding a topic, first who leaves first.

    Of each the topics that fall below what they need (four queries; two less with the covers).
    """
    covers = covers_seen(viewer, today) if known is None else known
    leaving = {holder.person_id: holder for cover in covers for holder in cover.leaving(today)}
    seen = _seen(viewer, leaving)
    held = {id: [each for each in covers if (id, each.topic_id) in seen] for id in leaving}
    days = {id: holder.leaves_on for id, holder in leaving.items() if held[id] and holder.leaves_on}
    losses = {id: _losses(id, held[id], day) for id, day in days.items()}
    candidates = _candidates(viewer, {each.topic_id for each in chain(*losses.values())})
    found = [
        Leaver(
            id=id,
            name=leaving[id].name,
            leaves_on=day,
            days=(day - today).days,
            losses=tuple(_with_candidates(losses[id], candidates, id, day)),
        )
        for id, day in days.items()
    ]
    return sorted(found, key=lambda each: (each.leaves_on, each.name))


def what_if(viewer: Person, leaver: Person, day: date, today: date) -> list[Loss]:
    """Tell which topics fall below what they need if somebody leaves on a day (four queries)."""
    seen = _seen(viewer, [leaver.id])
    theirs = topics_visible_to(viewer).where(Topic.id.in_([topic for _, topic in seen]))
    losses = _losses(leaver.id, covers_of(theirs, today, [leaver.id]), day)
    candidates = _candidates(viewer, {loss.topic_id for loss in losses})
    return _with_candidates(losses, candidates, leaver.id, day)


def _losses(leaver_id: int, covers: list[Cover], day: date) -> list[Loss]:
    """List what is lost when somebody is gone by a day, and with them who leaves before; ranked."""
    found = []
    for cover in covers:
        mine = next((each for each in cover.holders if each.person_id == leaver_id), None)
        gone = {each.person_id for each in cover.holders if each.is_gone_by(day)} | {leaver_id}
        after = without(cover, gone)
        if mine is not None and after.count < cover.needed:
            found.append(_loss(cover, after, day, by=mine))
    return sorted(found, key=lambda each: (each.risk, each.after - each.needed, each.name))


def _loss(cover: Cover, after: Cover, day: date, *, by: Holder) -> Loss:
    return Loss(
        topic_id=cover.topic_id,
        name=cover.name,
        before=cover.count,
        after=after.count,
        needed=cover.needed,
        documents=cover.documents,
        risk=after.risk(day),
        can_coach=by.level == Level.COACHES_OTHERS,
    )


def _candidates(viewer: Person, topics: set[int]) -> Candidates:
    """List who knows something of each topic but does not do it alone, the furthest first."""
    found: Candidates = defaultdict(list)
    if not topics:
        return found
    rows = (
        newest_seen_by(viewer, sorted(topics))
        .join(Revision, on=(Standing.revision == Revision.id))
        .join_from(Standing, Person, on=(Standing.person == Person.id))
        .where(
            Standing.level.between(int(Level.KNOWS_ABOUT_IT), int(Level.DOES_IT_WITH_HELP)),
            Person.active,
        )
        .select(Revision.topic, Person.id, Person.name, Standing.level, Person.leaving_date)
        .order_by(Standing.level.desc(), Person.name, Person.id)
        .tuples()
    )
    for topic, person, name, level, leaves_on in rows:
        found[topic].append((Candidate(person, name, Level(level)), leaves_on))
    return found


def _with_candidates(
    losses: list[Loss], candidates: Candidates, leaver_id: int, day: date
) -> list[Loss]:
    """Say of each loss who could learn the topic: the first who stay beyond the day."""
    return [
        replace(loss, candidates=_first_of(candidates[loss.topic_id], leaver_id, day))
        for loss in losses
    ]


def _first_of(
    candidates: Iterable[tuple[Candidate, date | None]], leaver_id: int, day: date
) -> tuple[Candidate, ...]:
    """Choose the first who stay beyond a day; whoever leaves does not learn it."""
    stay = (
        each
        for each, leaves_on in candidates
        if each.id != leaver_id and (leaves_on is None or leaves_on > day)
    )
    return tuple(islice(stay, CANDIDATES))


def _seen(viewer: Person, people: Iterable[int]) -> set[tuple[int, int]]:
    """List the people and topics of which a viewer may see the standing."""
    rows = (
        standings_visible_to(viewer)
        .where(Standing.person.in_(list(people)))
        .join(Revision, on=(Standing.revision == Revision.id))
        .select(Standing.person, Revision.topic)
        .distinct()
    )
    return set(rows.tuples())
