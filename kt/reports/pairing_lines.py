"""Pairings as lines: who guides or guided whom on what, their sessions, paused or ended.

Ended is not completed: the note that was left stands beside it, and nothing is counted as done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Case, ModelSelect, fn

from ..access import ids_of, rollouts_visible_to, seats_visible_to
from ..dates import short_date
from ..db import among, compiled
from ..models import (
    Attendance,
    CoachingSession,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
    Wording,
)

Guide, Learner = Seat.alias("guide_seat"), Seat.alias("learner_seat")
GuidePerson, LearnerPerson = Person.alias("guide_person"), Person.alias("learner_person")


@dataclass(frozen=True)
class PairingLine:
    """A pairing with the sessions it held, its role in its rollout's words; no guide is a gap.

    The note of two who coached each other is theirs and stays empty here.
    """

    id: int
    rollout_id: int
    rollout: str
    topic: str
    guide: str | None
    role: str | None
    learner: str
    sessions: int
    last: date | None
    paused_until: date | None
    ended_on: date | None
    note: str

    def rest(self, today: date) -> str:
        """Say that it ended, with its note, or is paused until a day; "" while it goes on."""
        if self.ended_on:
            note = f": {self.note}" if self.note else ""
            return f"ended {short_date(self.ended_on, today)}{note}"
        if self.paused_until and today < self.paused_until:
            return f"paused until {short_date(self.paused_until, today)}"
        return ""


def pairing_lines(rollout: Rollout) -> list[PairingLine]:
    """List the pairings of a rollout by topic and learner, then those that ended (one query)."""
    return _read(_lines_of(rollout=rollout))


@compiled
def _lines_of(rollout: Any) -> Any:
    return (
        _lines()
        .where(RolloutTopic.rollout == rollout)
        .order_by(
            Pairing.ended_on.is_null(False), RolloutTopic.position, LearnerPerson.name, Pairing.id
        )
        .dicts()
    )


def pairing_line(rollout: Rollout, id: int, reader: Person) -> PairingLine | None:
    """Find a pairing of a rollout that a reader may see (one query)."""
    visible = ids_of(seats_visible_to, reader, Seat.id)
    found = _lines().where(
        Pairing.id == id, RolloutTopic.rollout == rollout, Learner.id.in_(visible)
    )
    return next(iter(_read(found.dicts())), None)


def ended_pairings_of(rollout: Rollout, limit: int) -> list[PairingLine]:
    """List the pairings of a rollout that ended, the newest first (one query)."""
    return _read(_ended_in(rollout=rollout, limit=limit))


def ended_pairings_around(person: Person, reader: Person, limit: int) -> list[PairingLine]:
    """List those in which somebody guided or learned, as far as a reader may see (one query)."""
    seats = Seat.select(Seat.id).where(Seat.person == person)
    theirs = among(Pairing.guide, seats) | among(Pairing.learner, seats)
    # Nothing is added to the rollout, by which SQLite begins with the person's seats.
    is_seen = (RolloutTopic.rollout + 0).in_(ids_of(rollouts_visible_to, reader, Rollout.id))
    return _read(_ended().where(theirs, is_seen).limit(limit).dicts())


@compiled
def _ended_in(rollout: Any, limit: Any) -> Any:
    return _ended().where(RolloutTopic.rollout == rollout).limit(limit).dicts()


def _read(rows: Iterable[dict[str, Any]]) -> list[PairingLine]:
    return [_line(**row) for row in rows]


def _line(*, role: Role | None, wording: Wording, **row: Any) -> PairingLine:
    return PairingLine(role=role and wording.say(role), **row)


def _ended() -> ModelSelect:
    newest_first = (Pairing.ended_on.desc(), Pairing.id.desc())
    return _lines().where(Pairing.ended_on.is_null(False)).order_by(*newest_first)


def _lines() -> ModelSelect:
    # The kick-off brings people together, but nobody is coached there.
    held = (
        CoachingSession.held_on.is_null(False)
        & CoachingSession.cancelled_at.is_null()
        & CoachingSession.rollout_topic.is_null(False)
    )
    return (
        Pairing.select(
            Pairing.id,
            Rollout.id.alias("rollout_id"),
            Rollout.name.alias("rollout"),
            Topic.name.alias("topic"),
            GuidePerson.name.alias("guide"),
            Guide.role,
            Rollout.wording,
            LearnerPerson.name.alias("learner"),
            fn.COUNT(CoachingSession.id).alias("sessions"),
            fn.MAX(CoachingSession.held_on).alias("last"),
            Pairing.paused_until,
            Pairing.ended_on,
            Case(None, [(Pairing.mutual, "")], Pairing.end_note).alias("note"),
        )
        .join(Learner, on=(Pairing.learner == Learner.id))
        .join(LearnerPerson, on=(Learner.person == LearnerPerson.id))
        .join_from(Learner, RolloutTopic, on=(Learner.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .join_from(RolloutTopic, Revision, on=(RolloutTopic.revision == Revision.id))
        .join(Topic, on=(Revision.topic == Topic.id))
        .join_from(Pairing, Guide, JOIN.LEFT_OUTER, on=(Pairing.guide == Guide.id))
        .join(GuidePerson, JOIN.LEFT_OUTER, on=(Guide.person == GuidePerson.id))
        .join_from(Pairing, Attendance, JOIN.LEFT_OUTER, on=(Attendance.pairing == Pairing.id))
        .join(
            CoachingSession,
            JOIN.LEFT_OUTER,
            on=((Attendance.session == CoachingSession.id) & held),
        )
        # A gap that was filled or given up is nobody's pairing.
        .where(Pairing.ended_on.is_null() | Pairing.guide.is_null(False))
        .group_by(
            Pairing.id,
            RolloutTopic.id,
            Rollout.id,
            Topic.id,
            Guide.id,
            GuidePerson.id,
            LearnerPerson.id,
        )
    )
