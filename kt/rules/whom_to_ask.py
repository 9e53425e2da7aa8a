"""Whom a question goes to: the asker's coach on its topic, else an SME, else the supervisor.

Unanswered for one working day of whoever is asked, it climbs one step, in the same order. Nobody
is asked their own question, and nobody who has left or cannot sign in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import fn

from ..config import read_settings
from ..due import workday_later
from ..models import (
    Access,
    AskedAs,
    Checklist,
    CoachingSession,
    Expert,
    Holiday,
    Item,
    Pairing,
    Person,
    Purpose,
    Question,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
)

# Somebody away for longer is as good as gone, and a calendar has an end.
LONGEST_ABSENCE = timedelta(days=1000)

Place = tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """Somebody as the rule of climbing sees them."""

    id: int
    zone: ZoneInfo
    holidays: frozenset[date]
    away_until: date | None
    leaving_date: date | None
    can_answer: bool

    def is_there(self, now: datetime) -> bool:
        """Tell whether a question can be put to them at all: nobody disabled, nobody who left."""
        today = now.astimezone(self.zone).date()
        return self.can_answer and (self.leaving_date is None or today <= self.leaving_date)

    def is_away(self, now: datetime) -> bool:
        return self._away(now) is not None

    def a_workday_after(self, moment: datetime, now: datetime) -> datetime:
        """Return the moment one working day of theirs after another."""
        return workday_later(moment, self.zone, self.holidays, self._away(now))

    def _away(self, now: datetime) -> tuple[date, date] | None:
        today = now.astimezone(self.zone).date()
        if self.away_until is None or self.away_until <= today:
            return None
        return today, min(self.away_until, today + LONGEST_ABSENCE)


@dataclass(frozen=True)
class Step:
    """One rung of the way a question takes."""

    person: Asked
    asked_as: AskedAs


class Asking:
    """What decides whom some questions go to, read at once for all of them (ten queries)."""

    def __init__(self, questions: Sequence[Question], *, now: datetime, besides: Iterable[int]):
        self.now = now
        askers = {each.asked_by_id for each in questions}
        topics = {each.topic_id for each in questions}
        self.guides = _guides(askers, topics)
        self.rollouts = _rollouts_of(askers, topics)
        self.smes = _smes(self.rollouts.values(), topics)
        self.experts = _grouped(_experts(topics))
        self.checklists = _checklists(askers, {each.item_id for each in questions} - {None})
        self.managers = dict(
            Person.select(Person.id, Person.manager).where(Person.id.in_(askers)).tuples()
        )
        self.owners = dict(Topic.select(Topic.id, Topic.owner).where(Topic.id.in_(topics)).tuples())
        self.administrators = [
            id
            for (id,) in Person.select(Person.id)
            .where(Person.access == Access.ADMINISTRATOR)
            .order_by(Person.id)
            .tuples()
        ]
        self.sessions = _sessions({each.session_id for each in questions} - {None})
        self.people = _people({*besides, *self._named()})

    def steps(self, question: Question) -> list[Step]:
        """List whom a question goes to, one after the other."""
        steps: list[Step] = []
        for rung in self._rungs(question):
            asked = {step.person.id for step in steps}
            found = self._first_there(rung, {question.asked_by_id, *asked})
            if found:
                steps.append(found)
        return self._with_session(question, steps)

    def _rungs(self, question: Question) -> Iterator[list[list[tuple[int | None, AskedAs]]]]:
        """Give each step's alternatives, the better ones first."""
        place = (question.asked_by_id, question.topic_id)
        rollouts = self.rollouts[place]
        yield [[(id, as_guide)] for id, as_guide in self.guides[place]]
        seated = [id for each in rollouts for id in self.smes[each.id, question.topic_id]]
        experts = self.experts[question.topic_id]
        yield [[(id, AskedAs.SME) for id in ids] for ids in (seated, experts)]
        lists = self.checklists
        of_item = lists.get((None, question.item_id)) if question.item_id else None
        runs: list[list[tuple[int | None, AskedAs]]] = [
            [(id, AskedAs.SUPERVISOR)] for each in rollouts for id in each.run_by
        ]
        yield [
            *runs,
            [(of_item, AskedAs.SUPERVISOR)],
            [(lists.get((question.asked_by_id, None)), AskedAs.SUPERVISOR)],
            [(self.managers.get(question.asked_by_id), AskedAs.SUPERVISOR)],
            [(self.owners.get(question.topic_id), AskedAs.OWNER)],
            [(id, AskedAs.ADMINISTRATOR) for id in self.administrators],
        ]

    def _first_there(
        self, rung: list[list[tuple[int | None, AskedAs]]], passed_over: set[int]
    ) -> Step | None:
        """Choose whoever can be asked; among equals somebody who is not away."""
        for equals in rung:
            there = [
                Step(self.people[id], asked_as)
                for id, asked_as in equals
                if id is not None
                and id not in passed_over
                and id in self.people
                and self.people[id].is_there(self.now)
            ]
            if there:
                return min(there, key=lambda step: step.person.is_away(self.now))
        return None

    def _with_session(self, question: Question, steps: list[Step]) -> list[Step]:
        """Put first who coached the session in which it came up; a pair's stays with the two."""
        session = self.sessions.get(question.session_id)
        if session is None:
            return steps
        guide, role = self.people[session.guide_id], session.asked_as
        first = [Step(guide, role)] if guide.is_there(self.now) else []
        if question.private:
            return first
        return first + [step for step in steps if step.person.id != guide.id]

    def _named(self) -> Iterator[int]:
        for guides in self.guides.values():
            yield from (id for id, _ in guides)
        for ids in (*self.smes.values(), *self.experts.values()):
            yield from ids
        for rollouts in self.rollouts.values():
            yield from (id for each in rollouts for id in each.run_by)
        for id in (*self.checklists.values(), *self.managers.values(), *self.owners.values()):
            if id is not None:
                yield id
        yield from self.administrators
        yield from (each.guide_id for each in self.sessions.values())


@dataclass(frozen=True)
class _Run:
    """A rollout and who runs it, its supervisor before the deputy."""

    id: int
    run_by: tuple[int, ...]


@dataclass(frozen=True)
class _Session:
    guide_id: int
    asked_as: AskedAs


def _guides(askers: set[int], topics: set[int]) -> Mapping[Place, list[tuple[int, AskedAs]]]:
    """Find who guides whom on what, the newest pairing first; two of a pair guide each other."""
    guide, learner = Seat.alias(), Seat.alias()
    rows = (
        Pairing.select(learner.person, guide.person, Revision.topic, guide.role, Pairing.mutual)
        .join(learner, on=(Pairing.learner == learner.id))
        .join(guide, on=(Pairing.guide == guide.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join_from(RolloutTopic, Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            learner.person.in_(askers) | (Pairing.mutual & guide.person.in_(askers)),
            Revision.topic.in_(topics),
            Pairing.ended_on.is_null(),
            Rollout.closed_on.is_null(),
        )
        .order_by(Pairing.since.desc(), Pairing.id.desc())
        .tuples()
    )
    found: Mapping[Place, list[tuple[int, AskedAs]]] = defaultdict(list)
    for learner_id, guide_id, topic_id, role, mutual in rows:
        asked_as = AskedAs.BUDDY if role == Role.BUDDY else AskedAs.COACH
        found[learner_id, topic_id].append((guide_id, asked_as))
        if mutual:
            found[guide_id, topic_id].append((learner_id, AskedAs.COACH))
    return found


def _rollouts_of(askers: set[int], topics: set[int]) -> Mapping[Place, list[_Run]]:
    """Find the open rollouts in which people sit on topics, the newest first."""
    rows = (
        Seat.select(Seat.person, Revision.topic, Rollout.id, Rollout.supervisor, Rollout.deputy)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join_from(RolloutTopic, Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            Seat.person.in_(askers),
            Revision.topic.in_(topics),
            Seat.until.is_null(),
            Rollout.closed_on.is_null(),
            Rollout.purpose == Purpose.TEAM,
        )
        .order_by(Rollout.id.desc())
        .distinct()
        .tuples()
    )
    found: Mapping[Place, list[_Run]] = defaultdict(list)
    for person_id, topic_id, rollout_id, *runners in rows:
        run_by = tuple(id for id in runners if id is not None)
        found[person_id, topic_id].append(_Run(rollout_id, run_by))
    return found


def _smes(rollouts: Iterable[list[_Run]], topics: set[int]) -> Mapping[Place, list[int]]:
    ids = {each.id for several in rollouts for each in several}
    rows = (
        Seat.select(RolloutTopic.rollout, Revision.topic, Seat.person)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .where(
            RolloutTopic.rollout.in_(ids),
            Revision.topic.in_(topics),
            Seat.role == Role.SME,
            Seat.until.is_null(),
        )
        .order_by(Seat.since, Seat.id)
        .tuples()
    )
    found: Mapping[Place, list[int]] = defaultdict(list)
    for rollout_id, topic_id, person_id in rows:
        found[rollout_id, topic_id].append(person_id)
    return found


def _experts(topics: set[int]) -> Any:
    experts = Expert.select(Expert.topic, Expert.person).where(Expert.topic.in_(topics))
    return experts.order_by(Expert.id).tuples()


def _grouped(rows: Iterable[tuple[int, int]]) -> Mapping[int, list[int]]:
    found: Mapping[int, list[int]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _checklists(askers: set[int], items: set[int]) -> dict[tuple[int | None, int | None], int]:
    """Find who supervises people's newest checklists, and those that items stand on."""
    newest = (
        Checklist.select(fn.MAX(Checklist.id))
        .where(Checklist.person.in_(askers))
        .group_by(Checklist.person)
    )
    of_people = Checklist.select(Checklist.person, Checklist.supervisor).where(
        Checklist.id.in_(newest)
    )
    of_items = (
        Item.select(Item.id, Checklist.supervisor)
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .where(Item.id.in_(items))
    )
    found: dict[tuple[int | None, int | None], int] = {
        (id, None): supervisor for id, supervisor in of_people.tuples()
    }
    if items:
        found |= {(None, id): supervisor for id, supervisor in of_items.tuples()}
    return found


def _sessions(ids: set[int]) -> dict[int, _Session]:
    """Find who coached the sessions, and as what."""
    if not ids:
        return {}
    as_buddy = Seat.select(Seat.id).where(
        Seat.rollout_topic == CoachingSession.rollout_topic,
        Seat.person == CoachingSession.guide,
        Seat.role == Role.BUDDY,
    )
    rows = CoachingSession.select(
        CoachingSession.id, CoachingSession.guide, fn.EXISTS(as_buddy)
    ).where(CoachingSession.id.in_(ids))
    return {
        id: _Session(guide_id, AskedAs.BUDDY if is_buddy else AskedAs.COACH)
        for id, guide_id, is_buddy in rows.tuples()
    }


def _people(ids: set[int]) -> dict[int, Asked]:
    rows = list(
        Person.select(
            Person.id,
            Person.time_zone,
            Person.location,
            Person.away_until,
            Person.leaving_date,
            Person.active,
            Person.email,
        )
        .where(Person.id.in_(ids))
        .tuples()
    )
    at = {location for _, _, location, *_ in rows if location}
    days = Holiday.select(Holiday.location, Holiday.day).where(Holiday.location.in_(at))
    off: Mapping[str, list[date]] = _grouped(days.tuples()) if at else {}  # type: ignore[assignment]
    default = read_settings().time_zone
    return {
        id: Asked(
            id=id,
            zone=ZoneInfo(zone or default),
            holidays=frozenset(off.get(location, ())),
            away_until=away_until,
            leaving_date=leaving_date,
            can_answer=active and email is not None,
        )
        for id, zone, location, away_until, leaving_date, active, email in rows
    }
