"""Sessions to come: planned, moved, cancelled, and planned again."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ... import clock
from ...access import may_change_session, may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import CoachingSession, Pairing, Person, Rollout
from ..audit import record
from .circle import Circle, attend, circle_of, everybody, fresh
from .rules import day_in, refuse_length, refuse_past_plan


def plan_session(
    pairings: Iterable[Pairing],
    *,
    by: Person,
    planned_at: datetime,
    minutes: int,
    remote: bool = False,
    place: str = "",
    guide: Person | None = None,
    zone: ZoneInfo,
    today: date,
) -> CoachingSession:
    """Plan a session of one or several learners of one topic; zone and today are the rollout's.

    `guide` says who is to coach where two coach each other.
    """
    with transaction():
        day = day_in(planned_at, zone)
        circle = circle_of(pairings, day=day, by=by, guide=guide, to_come=True)
        refuse_past_plan(planned_at, zone, today)
        return _plan(circle, by, planned_at, minutes, remote, place, zone)


def plan_kick_off(
    rollout: Rollout,
    *,
    by: Person,
    planned_at: datetime,
    minutes: int,
    remote: bool = False,
    place: str = "",
    zone: ZoneInfo,
    today: date,
) -> CoachingSession:
    """Plan the kick-off of a rollout, in which all its pairings take part."""
    require(may_run_rollout(by, rollout))
    with transaction():
        circle = everybody(rollout, day=day_in(planned_at, zone), by=by)
        refuse_past_plan(planned_at, zone, today)
        return _plan(circle, by, planned_at, minutes, remote, place, zone)


def move_session(
    session: CoachingSession,
    *,
    by: Person,
    planned_at: datetime,
    remote: bool,
    place: str,
    zone: ZoneInfo,
) -> CoachingSession:
    """Give a planned session another time or place; zone is the rollout's.

    A day that is over is taken too: a session may have happened earlier than it was planned.
    """
    require(may_change_session(by, session))
    with transaction():
        row, circle = fresh(session)
        if not row.is_planned:
            raise Refused("Only a planned session can be moved. Plan a new one instead.")
        before = row.planned_at
        was = {"planned_at": before.isoformat(), "remote": row.remote, "place": row.place}
        row.planned_at, row.remote, row.place = planned_at, remote, place
        row.save()
        record(
            "session.moved",
            by=by,
            about=circle.about(row),
            before=day_in(before, zone),
            on=day_in(planned_at, zone),
            at=planned_at.isoformat(),
            was=was,
            **circle.values,
        )
    return row


def cancel_session(session: CoachingSession, *, by: Person) -> CoachingSession:
    """Cancel a session, planned or held: its row stays and counts for nothing."""
    return _set_cancelled(session, by, cancelled=True)


def restore_session(session: CoachingSession, *, by: Person) -> CoachingSession:
    """Undo the cancelling of a session: it is planned, or held, again."""
    return _set_cancelled(session, by, cancelled=False)


def _plan(
    circle: Circle,
    by: Person,
    planned_at: datetime,
    minutes: int,
    remote: bool,
    place: str,
    zone: ZoneInfo,
) -> CoachingSession:
    refuse_length(minutes)
    session = CoachingSession.create(
        rollout=circle.rollout,
        rollout_topic=circle.rollout_topic,
        guide=circle.guide,
        planned_at=planned_at,
        minutes=minutes,
        remote=remote,
        place=place,
        logged_by=by,
    )
    attend(session, circle)
    record(
        "session.planned",
        by=by,
        about=circle.about(session),
        on=day_in(planned_at, zone),
        **circle.values,
    )
    return session


def _set_cancelled(session: CoachingSession, by: Person, *, cancelled: bool) -> CoachingSession:
    require(may_change_session(by, session))
    with transaction():
        row, circle = fresh(session)
        if (row.cancelled_at is not None) == cancelled:
            return row
        row.cancelled_at = clock.now() if cancelled else None
        row.save()
        deed = "session.cancelled" if cancelled else "session.restored"
        record(deed, by=by, about=circle.about(row), **circle.values)
    return row
