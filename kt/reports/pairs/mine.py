"""Somebody's pairs: with whom, on what, who coached whom last and how often each way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import ModelSelect, fn

from ...access import is_of_a_pair
from ...dates import count_words, day_words
from ...models import (
    Attendance,
    CoachingSession,
    Pairing,
    PairKind,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
)

# Ended pairs that are still listed.
EARLIER = 10


@dataclass(frozen=True)
class Held:
    """The sessions that one of a pair coached: how many were held, the last and the next one."""

    times: int = 0
    last: date | None = None
    next_at: datetime | None = None


@dataclass(frozen=True)
class PairRow:
    """A pair of two people; `coached` has the sessions each of them coached, by person id.

    In a mutual pair both coach; of mentor and protégé the guide is the mentor. `circle` is the
    name of the rollout where a supervisor set the pair up, and empty for a pair of its own.
    """

    id: int
    rollout_id: int
    circle: str
    topic: str
    mutual: bool
    guide_id: int
    guide_name: str
    learner_id: int
    learner_name: str
    cadence_days: int
    since: date
    paused_until: date | None
    ended_on: date | None
    closed_on: date | None
    end_note: str
    coached: dict[int, Held] = field(default_factory=dict)

    @property
    def kind(self) -> PairKind:
        return PairKind.PEERS if self.mutual else PairKind.MENTORING

    @property
    def is_over(self) -> bool:
        return self.ended_on is not None or self.closed_on is not None

    def is_paused(self, today: date) -> bool:
        return self.paused_until is not None and today < self.paused_until

    @property
    def people(self) -> dict[int, str]:
        return {self.guide_id: self.guide_name, self.learner_id: self.learner_name}

    @property
    def names(self) -> str:
        return f"{self.guide_name} and {self.learner_name}"

    @property
    def held(self) -> int:
        return sum(each.times for each in self.coached.values())

    @property
    def last(self) -> date | None:
        return max((each.last for each in self.coached.values() if each.last), default=None)

    @property
    def next_at(self) -> datetime | None:
        return min((each.next_at for each in self.coached.values() if each.next_at), default=None)

    @property
    def last_coach(self) -> int | None:
        """The id of whoever coached last."""
        held = [(each.last, id) for id, each in self.coached.items() if each.last]
        return max(held)[1] if held else None

    @property
    def turn(self) -> int:
        """The id of whose turn it is to coach: who coached less often, else who did not last."""
        if not self.mutual:
            return self.guide_id
        last = self.last_coach
        return min(self.people, key=lambda id: (self._times(id), id == last, id != self.guide_id))

    def partner_of(self, person: Person) -> dict[str, Any]:
        """Give the other of the two, as id and name."""
        id = self.learner_id if person.id == self.guide_id else self.guide_id
        return {"id": id, "name": self.people[id]}

    def role_of(self, person: Person) -> str:
        """Say what somebody is in the pair."""
        if self.mutual:
            return "you coach each other"
        return "you are the mentor" if person.id == self.guide_id else "you are the protégé"

    def balance(self, today: date) -> str:
        """Say who coached last and how often each way, so that both directions stay in balance."""
        if self.last is None or self.last_coach is None:
            return "No session yet."
        when = day_words(self.last, today)
        if not self.mutual:
            return f"{count_words(self.held, 'session')}, the last one {when}."
        times = [f"{self._first(id)} {count_words(self._times(id), 'time')}" for id in self.people]
        return (
            f"{self._first(self.last_coach)} coached last, {when}. So far {' and '.join(times)}: "
            f"it is {self._first(self.turn)}’s turn."
        )

    def _times(self, id: int) -> int:
        return self.coached.get(id, Held()).times

    def _first(self, id: int) -> str:
        return self.people[id].split()[0]


def pairs_of(person: Person) -> list[PairRow]:
    """List somebody's pairs that go on, by the other's name, then the last ten ended ones."""
    seats = Seat.select(Seat.id).where(Seat.person == person)
    theirs = Pairing.guide.in_(seats) | Pairing.learner.in_(seats)
    rows = list(_pairs().where(theirs).order_by(Pairing.ended_on.desc(), Pairing.id.desc()).dicts())
    over = [row for row in rows if row["ended_on"] or row["closed_on"]]
    going_on = [row for row in rows if row not in over]
    found = _with_sessions([*going_on, *over[:EARLIER]])
    return sorted(found, key=lambda each: (each.is_over, each.partner_of(person)["name"]))


def pair_row(pairing: Pairing) -> PairRow:
    """Show one pair."""
    return _with_sessions(list(_pairs().where(Pairing.id == pairing.id).dicts()))[0]


def pair_of_rollout(rollout: Rollout) -> int:
    """Find the id of the pairing that a pair's rollout is there for."""
    return _pairs().where(Rollout.id == rollout.id).dicts().get()["id"]


def _pairs() -> ModelSelect:
    guide_seat, learner_seat = Seat.alias("guide_seat"), Seat.alias("learner_seat")
    guide, learner = Person.alias("guide"), Person.alias("learner")
    return (
        Pairing.select(
            Pairing.id,
            Rollout.id.alias("rollout_id"),
            Rollout.name.alias("rollout"),
            Rollout.purpose,
            Rollout.closed_on,
            Topic.name.alias("topic"),
            Pairing.mutual,
            guide.id.alias("guide_id"),
            guide.name.alias("guide_name"),
            learner.id.alias("learner_id"),
            learner.name.alias("learner_name"),
            Pairing.cadence_days,
            Pairing.since,
            Pairing.paused_until,
            Pairing.ended_on,
            Pairing.end_note,
        )
        .join(guide_seat, on=(Pairing.guide == guide_seat.id))
        .join(guide, on=(guide_seat.person == guide.id))
        .join_from(Pairing, learner_seat, on=(Pairing.learner == learner_seat.id))
        .join(learner, on=(learner_seat.person == learner.id))
        .join_from(learner_seat, RolloutTopic, on=(learner_seat.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .join_from(RolloutTopic, Revision, on=(RolloutTopic.revision == Revision.id))
        .join(Topic, on=(Revision.topic == Topic.id))
        .where(is_of_a_pair(Pairing, Rollout))
    )


def _with_sessions(rows: Sequence[dict[str, Any]]) -> list[PairRow]:
    coached = _coached([row["id"] for row in rows])
    return [
        PairRow(
            **{name: row[name] for name in PairRow.__annotations__ if name in row},
            circle="" if row["purpose"] == "pair" else row["rollout"],
            coached=coached[row["id"]],
        )
        for row in rows
    ]


def _coached(pairings: Sequence[int]) -> dict[int, dict[int, Held]]:
    """Count the sessions of some pairs by who coached; the kick-off is no coaching (one query)."""
    found: dict[int, dict[int, Held]] = defaultdict(dict)
    is_held = CoachingSession.held_on.is_null(False)
    rows = (
        Attendance.select(
            Attendance.pairing,
            CoachingSession.guide,
            fn.COUNT(CoachingSession.id).filter(is_held),
            fn.MAX(CoachingSession.held_on),
            fn.MIN(CoachingSession.planned_at).filter(~is_held),
        )
        .join(CoachingSession, on=(Attendance.session == CoachingSession.id))
        .where(
            Attendance.pairing.in_(pairings),
            CoachingSession.cancelled_at.is_null(),
            CoachingSession.rollout_topic.is_null(False),
        )
        .group_by(Attendance.pairing, CoachingSession.guide)
        .tuples()
    )
    for pairing, guide, times, last, next_at in rows:
        found[pairing][guide] = Held(times, last, next_at)
    return found
