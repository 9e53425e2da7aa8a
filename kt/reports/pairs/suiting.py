"""Colleagues whom one might coach with, and mentors with a free place; each says why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from peewee import SQL, Case, Expression, ModelSelect, fn

from ...models import (
    Kind,
    Level,
    PairAnswer,
    Pairing,
    PairKind,
    PairRequest,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    TitleRank,
    Topic,
    Wording,
)
from ...rules.peers import (
    SIMILAR,
    Colleague,
    Fit,
    colleague,
    colleagues,
    fit_of_mentor,
    fit_of_peers,
)
from ...rules.places import taken_places

SUGGESTED = 5
MENTORS = 10


@dataclass(frozen=True)
class Suggestion:
    """A colleague to ask, and why; `free` are the free places of a mentor."""

    who: Colleague
    fit: Fit
    free: int = 0


def suggested_peers(
    person: Person, today: date, *, me: Colleague | None = None
) -> list[Suggestion]:
    """Suggest a few colleagues by rule 14, known ranks before unknown ones.

    Whoever suits equally well comes in turn, so that not everybody is led to the same few.
    """
    me = me or colleague(person)
    query = colleagues(_could_answer(person, today)).where(
        Person.id.not_in(_paired_with(person)), Person.id.not_in(_asked_around(person))
    )
    if me.title and me.department:
        query = query.where((Person.title != me.title) | (Person.department != me.department))
    if me.rank is not None:
        near = TitleRank.rank.between(me.rank - SIMILAR, me.rank + SIMILAR)
        query = query.where(TitleRank.rank.is_null() | near)
    rows = query.order_by(
        TitleRank.rank.is_null(),
        fn.ABS(TitleRank.rank - (me.rank or 0)) if me.rank is not None else Person.id,
        _later(Person.location != person.location),
        _later(Person.id < person.id),
        Person.id,
    ).limit(SUGGESTED)
    found = [Colleague(*row) for row in rows.tuples()]
    return [Suggestion(each, fit_of_peers(me, each)) for each in found]


def free_mentors(person: Person, today: date, *, me: Colleague | None = None) -> list[Suggestion]:
    """List mentors with a free place who have a higher rank, or coach others on a topic.

    Where a rank is unknown that is said, and nobody is left out for it (three queries).
    """
    me = me or colleague(person)
    free = Person.mentor_places - taken_places(Person.id)
    coaches_others = fn.EXISTS(_veterans().select(Standing.id).where(Standing.person == Person.id))
    if me.rank is None:
        may_be = Person.id == Person.id
    else:
        may_be = TitleRank.rank.is_null() | (TitleRank.rank > me.rank) | coaches_others
    rows = list(
        colleagues(_could_answer(person, today))
        .select_extend(free.alias("free"))
        .where(
            # Written into the query: SQLite compares no parameter with the condition of an index.
            Person.mentor_places > SQL("0"),
            free > 0,
            may_be,
            Person.id.not_in(_mentors_of(person)),
            Person.id.not_in(_asked_around(person, PairKind.MENTORING)),
        )
        .order_by(TitleRank.rank.is_null(), TitleRank.rank, Person.name, Person.id)
        .limit(MENTORS)
        .tuples()
    )
    topics = _topics_of([row[0] for row in rows])
    return [
        Suggestion(who, fit_of_mentor(me, who, topics=tuple(topics[who.id])), places)
        for who, places in ((Colleague(*row[:-1]), row[-1]) for row in rows)
    ]


def fit_of(person: Person, other: Person, kind: PairKind) -> Fit:
    """Say what the rules say about asking a colleague (two or three queries)."""
    me, they = colleague(person), colleague(other)
    if kind == PairKind.PEERS:
        return fit_of_peers(me, they)
    return fit_of_mentor(me, they, topics=tuple(_topics_of([other.id])[other.id]))


def _could_answer(person: Person, today: date) -> ModelSelect:
    """Select the active colleagues who can sign in and do not leave today."""
    return Person.select().where(
        Person.active,
        Person.id != person,
        Person.email.is_null(False),
        Person.leaving_date.is_null() | (Person.leaving_date > today),
    )


def _paired_with(person: Person) -> ModelSelect:
    return _others(person, Pairing.guide, Pairing.learner) | _others(
        person, Pairing.learner, Pairing.guide
    )


def _others(person: Person, own: Expression, others: Expression) -> ModelSelect:
    """Select with whom somebody coaches each other, from one side."""
    mine, theirs = Seat.alias(), Seat.alias()
    return (
        Pairing.select(theirs.person)
        .join(mine, on=(own == mine.id))
        .join_from(Pairing, theirs, on=(others == theirs.id))
        .join(RolloutTopic, on=(theirs.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            mine.person == person,
            Pairing.mutual,
            Pairing.ended_on.is_null(),
            Rollout.closed_on.is_null(),
        )
    )


def _mentors_of(person: Person) -> ModelSelect:
    guide, learner = Seat.alias(), Seat.alias()
    return (
        Pairing.select(guide.person)
        .join(guide, on=(Pairing.guide == guide.id))
        .join_from(Pairing, learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            learner.person == person,
            Rollout.wording == Wording.MENTORING,
            ~Pairing.mutual,
            Pairing.ended_on.is_null(),
            Rollout.closed_on.is_null(),
        )
    )


def _asked_around(person: Person, kind: PairKind = PairKind.PEERS) -> ModelSelect:
    """Select whom somebody asked, and by whom they were asked, without an answer yet."""
    asked, asker = PairRequest.alias(), PairRequest.alias()
    by_me = asked.select(asked.asked).where(
        asked.asked_by == person,
        asked.asked.is_null(False),
        asked.kind == kind,
        asked.answer == PairAnswer.WAITING,
    )
    of_me = asker.select(asker.asked_by).where(
        asker.asked == person, asker.kind == kind, asker.answer == PairAnswer.WAITING
    )
    return by_me | of_me


def _veterans() -> ModelSelect:
    """Select the newest standings of those who coach others on a topic of development."""
    later = Standing.alias()
    newest = later.select(fn.MAX(later.id)).where(
        later.person == Standing.person, later.revision == Standing.revision
    )
    return (
        Standing.select()
        .join(Revision, on=(Standing.revision == Revision.id))
        .join(Topic, on=(Revision.topic == Topic.id))
        .where(
            Standing.level == Level.COACHES_OTHERS,
            Standing.id == newest,
            Topic.kind == Kind.DEVELOPMENT,
            Topic.open_to_all,
        )
    )


def _topics_of(people: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = _veterans().where(Standing.person.in_(people))
    for person, topic in rows.select(Standing.person, Topic.name).order_by(Topic.name).tuples():
        found[person].append(topic)
    return found


def _later(condition: Expression) -> Expression:
    """Sort what fits a condition behind the rest, on both engines."""
    return Case(None, [(condition, 1)], 0)
