"""Hours of coaching, agreed and held, beside those that a coach has (rule 15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import Case, Expression, ModelSelect, Value, fn

from ..access import is_of_a_pair
from ..dates import week_of
from ..db import compiled, listed
from ..models import (
    Attendance,
    CoachingSession,
    Override,
    Pairing,
    Purpose,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
)
from ..packing import packed_rows, unpacked_rows

WEEK = timedelta(days=7)

# Why a pairing agrees to more hours than its coach has is kept under this and its id.
HOURS = "hours-"


@dataclass(frozen=True)
class Held:
    """The minutes that somebody coached in this week so far, and in the one before."""

    this_week: int = 0
    last_week: int = 0


def minutes_held(
    guides: Iterable[int], today: date, *, outside: Rollout | None = None
) -> Mapping[int, Held]:
    """Add up what people coached lately, in all their rollouts, by their ids (one query).

    Sessions of pairs are left out: how long two of them met is theirs (rule 14). So are kick-offs,
    where nobody is coached. `outside` is a rollout that is left out.
    """
    monday = week_of(today)
    rows = _held_by(
        guides=list(set(guides)),
        since=monday - WEEK,
        monday=monday,
        today=today,
        outside=outside.id if outside else 0,
    )
    return {guide: Held(now, before) for guide, now, before in rows}


@compiled
def _held_by(guides: Any, since: Any, monday: Any, today: Any, outside: Any) -> ModelSelect:
    theirs = listed(CoachingSession.guide, guides)
    return _held(theirs, since, monday, today).where(CoachingSession.rollout != outside).tuples()


def held_in_one_column(rollout: Any, since: Any, monday: Any, today: Any) -> ModelSelect:
    """Select what `minutes_held` says of the guides of a rollout, as `read_held` reads it.

    `monday` begins the week of `today`, and `since` the one before.
    """
    guides = (
        Seat.select(Seat.person)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(RolloutTopic.rollout == rollout, Seat.role != Role.LEARNER)
    )
    held = _held(CoachingSession.guide.in_(guides), since, monday, today).alias("held")
    return held.select_from(packed_rows(held.c.guide_id, held.c.now, held.c.before))


def read_held(column: str | None) -> Mapping[int, Held]:
    rows = (map(int, row) for row in unpacked_rows(column))
    return {guide: Held(now, before) for guide, now, before in rows}


def _held(theirs: Expression, since: Any, monday: Any, today: Any) -> ModelSelect:
    minutes = fn.COALESCE(CoachingSession.minutes, 0)
    is_now = CoachingSession.held_on >= monday
    return (
        CoachingSession.select(
            CoachingSession.guide,
            fn.SUM(Case(None, [(is_now, minutes)], 0)).alias("now"),
            fn.SUM(Case(None, [(is_now, 0)], minutes)).alias("before"),
        )
        .join(Rollout)
        .where(
            theirs,
            CoachingSession.held_on.between(since, today),
            CoachingSession.cancelled_at.is_null(),
            CoachingSession.rollout_topic.is_null(False),
            Rollout.purpose != Purpose.PAIR,
            ~_is_of_two_who_coach_each_other(),
        )
        .group_by(CoachingSession.guide)
    )


def _is_of_two_who_coach_each_other() -> Expression:
    return fn.EXISTS(
        Attendance.select(Attendance.id)
        .join(Pairing)
        .where(Attendance.session == CoachingSession.id, Pairing.mutual)
    )


def agreed_hours_of(person: Any) -> ModelSelect:
    """Select the hours a week that somebody agreed to coach, over all open rollouts (rule 15).

    What two of a pair agreed on is theirs and does not count.
    """
    seat, pairing, topic, rollout = (
        table.alias() for table in (Seat, Pairing, RolloutTopic, Rollout)
    )
    return (
        pairing.select(fn.SUM(pairing.agreed_hours))
        .join(seat, on=(pairing.guide == seat.id))
        .join(topic, on=(seat.rollout_topic == topic.id))
        .join(rollout, on=(topic.rollout == rollout.id))
        .where(
            seat.person == person,
            seat.role == Role.COACH,
            pairing.ended_on.is_null(),
            ~is_of_a_pair(pairing, rollout),
            rollout.state.in_((RolloutState.DRAFT, RolloutState.RUNNING)),
        )
    )


def hours_columns(coach: Any) -> list[Any]:
    """List, for a pairing in which hours are agreed, those of its coach in all and the reason.

    The reason is why the coach has agreed to more than there are, if it was said.
    """
    reason = Override.select(Override.reason).where(
        Override.rollout == Rollout.id,
        Override.point == Value(HOURS).concat(Pairing.id.cast("text")),
        Override.withdrawn_on.is_null(),
    )
    is_agreed = Pairing.agreed_hours.is_null(False)
    return [
        Case(None, [(is_agreed, agreed_hours_of(coach))]).alias("guide_agreed_hours"),
        Case(None, [(is_agreed, reason)]).alias("hours_reason"),
    ]
