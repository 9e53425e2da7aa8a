"""Answers about seats: learners by topics with their guides, gaps, and what a rule warns of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Expression, ModelSelect, Node, fn

from ..db import compiled, listed
from ..models import (
    Expert,
    Kind,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
)
from ..rules.activity import Wait
from ..rules.pairings import pairings_of_seats
from ..rules.readiness import must_meet
from .pairing_lines import PairingLine, ended_pairings_of

# So many learners are shown on one page.
LEARNERS = 50


@dataclass(frozen=True)
class Named:
    """A person as the screens name them."""

    id: int
    name: str
    title: str = ""
    email: str | None = None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def typed(self) -> str:
        """What one types into a form to mean this person."""
        return f"{self.name} <{self.email}>" if self.email else self.name


@dataclass(frozen=True)
class SeatRow:
    """A seat with its person; `guides` counts the learners of a guide."""

    id: int
    rollout_topic_id: int
    person: Named
    role: Role
    since: date
    until: date | None
    guides: int = 0


@dataclass(frozen=True)
class Guided:
    """One pairing of a learner on a topic; no guide is a gap. `is_manager` is rule 6's warning.

    In a mutual one the two coach each other.
    """

    id: int
    role: Role | None
    guide: Named | None
    cadence_days: int
    agreed_hours: int | None
    hours_reason: str | None
    wave: int
    is_manager: bool
    waits: tuple[Wait, ...]
    paused_until: date | None
    met: bool
    met_live: bool
    meeting: str
    mutual: bool


@dataclass(frozen=True)
class Cell:
    """One learner on one topic; without a seat the learner does not learn it here."""

    topic_id: int
    learner: Named
    seat: SeatRow | None
    pairings: tuple[Guided, ...]

    @property
    def key(self) -> str:
        return f"{self.topic_id}-{self.learner.id}"

    @property
    def is_gap(self) -> bool:
        if self.seat is None:
            return False
        return not self.pairings or any(each.guide is None for each in self.pairings)

    @property
    def state(self) -> str:
        if self.seat is None:
            return "none"
        return "gap" if self.is_gap else "seated"


@dataclass(frozen=True)
class TopicColumn:
    """A topic of the rollout: its SMEs, its guides, and who else is expert in it.

    `must_meet` tells whether its pairs are to meet, because they never do otherwise (rule 11).
    """

    id: int
    topic_id: int
    name: str
    kind: Kind
    smes: tuple[SeatRow, ...]
    guides: tuple[SeatRow, ...]
    experts: tuple[Named, ...]
    must_meet: bool

    @property
    def usual_guide(self) -> Role:
        return Role.usual_guide(self.kind)


@dataclass(frozen=True)
class LearnerRow:
    learner: Named
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Seating:
    """Who sits where: a page of learners, all topics, how many gaps there are in all."""

    topics: tuple[TopicColumn, ...]
    learners: tuple[LearnerRow, ...]
    total: int
    gaps: int
    ended: tuple[SeatRow, ...]
    ended_pairings: tuple[PairingLine, ...]


def seating_of(rollout: Rollout, today: date, *, page: int = 1) -> Seating:
    """Gather who sits where in a rollout (seven queries)."""
    learners, total = _learners(rollout, today, page)
    seats = _seats(rollout, today, [each.id for each in learners])
    pairings = _pairings([seat for seat in seats if seat.role == Role.LEARNER])
    topics = _topics(rollout, [seat for seat in seats if seat.role != Role.LEARNER])
    learn = {
        (seat.person.id, seat.rollout_topic_id): seat for seat in seats if seat.role == Role.LEARNER
    }
    return Seating(
        topics=topics,
        learners=tuple(
            LearnerRow(
                learner,
                tuple(
                    _cell(topic.id, learner, learn.get((learner.id, topic.id)), pairings)
                    for topic in topics
                ),
            )
            for learner in learners
        ),
        total=total,
        gaps=gaps_by_rollout([rollout.id], today).get(rollout.id, 0),
        ended=tuple(_ended(rollout, today)),
        ended_pairings=tuple(ended_pairings_of(rollout, LEARNERS)),
    )


def gaps_by_rollout(rollouts: Iterable[int], today: date | Node) -> dict[int, int]:
    """Count the gaps of some rollouts, by rollout; one without any is not in the answer.

    `today` is the SQL of a day where it is not the same in all of them.
    """
    if isinstance(today, Node):
        return dict(_gaps_there(RolloutTopic.rollout.in_([*rollouts]), today))
    return dict(_gaps(rollouts=[*rollouts], today=today))


@compiled
def _gaps(rollouts: Any, today: Any) -> Any:
    return _gaps_there(listed(RolloutTopic.rollout, rollouts), today)


def _gaps_there(there: Any, today: Any) -> Any:
    return (
        Seat.select(RolloutTopic.rollout, fn.COUNT(Seat.id))
        .join(RolloutTopic)
        .where(Seat.id.in_(gap_seats(there, today)))
        .group_by(RolloutTopic.rollout)
        .tuples()
    )


def gap_seats(there: Any, today: Any) -> ModelSelect:
    """Select the ids of the learners' seats in which somebody is missing to guide, somewhere."""
    return (
        Seat.select(Seat.id)
        .join(RolloutTopic)
        .switch(Seat)
        .join(
            Pairing,
            JOIN.LEFT_OUTER,
            on=((Pairing.learner == Seat.id) & Pairing.ended_on.is_null()),
        )
        .where(there, Seat.role == Role.LEARNER, held_on(today))
        .group_by(Seat.id)
        .having((fn.COUNT(Pairing.guide) == 0) | (fn.COUNT(Pairing.id) > fn.COUNT(Pairing.guide)))
    )


def held_on(day: Any) -> Expression:
    """Keep the seats that have not ended; those that begin later count too."""
    return Seat.until.is_null() | (Seat.until > day)


def _cell(
    topic_id: int, learner: Named, seat: SeatRow | None, pairings: dict[int, list[Guided]]
) -> Cell:
    return Cell(topic_id, learner, seat, tuple(pairings[seat.id]) if seat else ())


def _learners(rollout: Rollout, today: date, page: int) -> tuple[list[Named], int]:
    rows = _page_of_learners(rollout=rollout, today=today, before=(page - 1) * LEARNERS)
    if not rows and page > 1:
        # Beyond the last page no row says how many there are.
        ((total,),) = _count_of_learners(rollout=rollout, today=today)
        return [], total
    return [Named(id, name, title) for id, name, title, _ in rows], rows[0][3] if rows else 0


@compiled
def _count_of_learners(rollout: Any, today: Any) -> Any:
    return (
        Person.select(fn.COUNT(Person.id)).where(Person.id.in_(_learning(rollout, today))).tuples()
    )


@compiled
def _page_of_learners(rollout: Any, today: Any, before: Any) -> Any:
    total = fn.COUNT(Person.id).over()
    people = Person.select(Person.id, Person.name, Person.title, total)
    seated = people.where(Person.id.in_(_learning(rollout, today)))
    return seated.order_by(Person.name, Person.id).limit(LEARNERS).offset(before).tuples()


def _learning(rollout: Any, today: Any) -> ModelSelect:
    return (
        Seat.select(Seat.person)
        .join(RolloutTopic)
        .where(RolloutTopic.rollout == rollout, Seat.role == Role.LEARNER, held_on(today))
    )


def _seats(rollout: Rollout, today: date, learners: list[int]) -> list[SeatRow]:
    """List the seats of everybody who does not learn, and of these learners."""
    rows = _held_seats(rollout=rollout, today=today, learners=learners)
    return [_seat_row(row) for row in rows]


@compiled
def _held_seats(rollout: Any, today: Any, learners: Any) -> Any:
    shown = (Seat.role != Role.LEARNER) | listed(Seat.person, learners)
    return _seat_rows(rollout).where(held_on(today), shown).dicts()


def _ended(rollout: Rollout, today: date) -> list[SeatRow]:
    return [_seat_row(row) for row in _ended_seats(rollout=rollout, today=today)]


@compiled
def _ended_seats(rollout: Any, today: Any) -> Any:
    rows = _seat_rows(rollout).where(Seat.until <= today, Seat.until > Seat.since)
    return rows.order_by(Seat.until.desc(), Seat.id.desc()).limit(LEARNERS).dicts()


def _seat_rows(rollout: Any) -> ModelSelect:
    return (
        Seat.select(
            Seat.id,
            Seat.rollout_topic.alias("rollout_topic_id"),
            Seat.role,
            Seat.since,
            Seat.until,
            Person.id.alias("person_id"),
            Person.name,
            Person.title,
            fn.COUNT(Pairing.id).alias("guides"),
        )
        .join(RolloutTopic)
        .switch(Seat)
        .join(Person)
        .switch(Seat)
        .join(
            Pairing, JOIN.LEFT_OUTER, on=((Pairing.guide == Seat.id) & Pairing.ended_on.is_null())
        )
        .where(RolloutTopic.rollout == rollout)
        .group_by(Seat.id, Person.id)
        .order_by(Seat.since, Seat.id)
    )


def _seat_row(row: dict) -> SeatRow:
    person = Named(row.pop("person_id"), row.pop("name"), row.pop("title"))
    return SeatRow(person=person, **row)


def _pairings(learner_seats: list[SeatRow]) -> dict[int, list[Guided]]:
    seats = {(seat.rollout_topic_id, seat.person.id): seat.id for seat in learner_seats}
    pairings: dict[int, list[Guided]] = defaultdict(list)
    facts = pairings_of_seats([seat.id for seat in learner_seats])
    for each in sorted(facts, key=lambda each: (each.wave, each.id)):
        guide = each.guide_id and Named(
            each.guide_id, each.guide_name or "", email=each.guide_email
        )
        pairings[seats[each.rollout_topic_id, each.learner_id]].append(
            Guided(
                id=each.id,
                role=each.role,
                guide=guide or None,
                cadence_days=each.cadence_days,
                agreed_hours=each.agreed_hours,
                hours_reason=each.hours_reason,
                wave=each.wave,
                is_manager=each.guide_is_the_boss,
                waits=each.waits,
                paused_until=each.paused_until,
                met=each.met,
                met_live=each.met_live,
                meeting=each.meeting,
                mutual=each.mutual,
            )
        )
    return pairings


def _topics(rollout: Rollout, seats: list[SeatRow]) -> tuple[TopicColumn, ...]:
    rows = _topic_rows(rollout=rollout)
    experts = _experts([topic_id for _, topic_id, *_ in rows])
    return tuple(
        TopicColumn(
            id=id,
            topic_id=topic_id,
            name=name,
            kind=Kind(kind),
            smes=tuple(s for s in seats if s.rollout_topic_id == id and s.role == Role.SME),
            guides=tuple(s for s in seats if s.rollout_topic_id == id and s.role.guides),
            experts=tuple(experts[topic_id]),
            must_meet=bool(meets),
        )
        for id, topic_id, name, kind, meets in rows
    )


@compiled
def _topic_rows(rollout: Any) -> Any:
    return (
        RolloutTopic.select(
            RolloutTopic.id, Topic.id, Topic.name, Topic.kind, must_meet(RolloutTopic.rollout)
        )
        .join(Revision)
        .join(Topic)
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, RolloutTopic.id)
        .tuples()
    )


def _experts(topics: list[int]) -> dict[int, list[Named]]:
    experts: dict[int, list[Named]] = defaultdict(list)
    for topic_id, *person in _expert_rows(topics=topics):
        experts[topic_id].append(Named(*person))
    return experts


@compiled
def _expert_rows(topics: Any) -> Any:
    return (
        Expert.select(Expert.topic, Person.id, Person.name, Person.title, Person.email)
        .join(Person)
        .where(listed(Expert.topic, topics), Person.active)
        .order_by(Person.name)
        .tuples()
    )
