"""Sessions that took place: "It happened", how it was done, logged afterwards, put right."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from ...access import may_change_session, may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import CoachingSession, Pairing, Person, Rollout, Way
from ..audit import record
from .circle import (
    Circle,
    attend,
    circle_of,
    everybody,
    fresh,
    mark_waiting,
    read_pairings,
    refuse_mixed,
    refuse_other_guide,
)
from .rules import day_in, refuse_future, refuse_length
from .words import add_next_steps, add_note, add_questions


def hold_session(
    session: CoachingSession, *, by: Person, zone: ZoneInfo, today: date
) -> CoachingSession:
    """Say that a planned session happened: on its planned day, or today if that is to come.

    Zone and today are the rollout's.
    """
    require(may_change_session(by, session))
    with transaction():
        row, circle = fresh(session)
        if row.cancelled_at is not None:
            raise Refused("This session is cancelled. Undo that first, then say it happened.")
        if row.held_on is not None:
            return row
        row.held_on = min(day_in(row.planned_at, zone), today)
        row.save()
        # Planned before the signatures, it may be held after them.
        mark_waiting(row, [pairing.id for pairing in circle.pairings])
        _record_held("session.held", row, circle, by)
    return row


def unhold_session(session: CoachingSession, *, by: Person) -> CoachingSession:
    """Undo "It happened": the session is planned again, and nobody has said how it was done."""
    require(may_change_session(by, session))
    with transaction():
        row, circle = fresh(session)
        if row.planned_at is None:
            raise Refused("This session was never planned. Cancel it if it did not take place.")
        if row.held_on is None:
            return row
        row.held_on, row.way = None, Way.NOT_SAID
        row.save()
        record("session.not-held", by=by, about=circle.about(row), **circle.values)
    return row


def say_way(session: CoachingSession, *, by: Person, way: Way) -> CoachingSession:
    """Say how a held session passed something on (rule 13: show, don't tell)."""
    require(may_change_session(by, session))
    with transaction():
        row, circle = fresh(session)
        if not row.is_held:
            raise Refused("This session has not been held. Say that it happened first.")
        row.way = way
        row.save()
        record("session.way", by=by, about=circle.about(row), way=way, **circle.values)
    return row


def log_session(
    pairings: Iterable[Pairing],
    *,
    by: Person,
    minutes: int,
    way: Way,
    today: date,
    held_on: date | None = None,
    remote: bool = False,
    place: str = "",
    note: str = "",
    questions: Sequence[str] = (),
    next_steps: Sequence[str] = (),
    guide: Person | None = None,
) -> CoachingSession:
    """Log a session that took place, on `today` (the rollout's) where no day is said.

    `guide` says who coached where two coach each other.
    """
    day = held_on or today
    with transaction():
        circle = circle_of(pairings, day=day, by=by, guide=guide)
        session = _hold(circle, by, day, today, minutes, way, remote, place)
        add_note(session, note, by=by)
        add_questions(session, circle, questions, by=by)
        add_next_steps(session, circle, next_steps, day=day)
    return session


def log_kick_off(
    rollout: Rollout,
    *,
    by: Person,
    minutes: int,
    today: date,
    held_on: date | None = None,
    remote: bool = False,
    place: str = "",
    note: str = "",
    next_steps: Sequence[str] = (),
) -> CoachingSession:
    """Log a rollout's kick-off, which has no topic and is everybody's."""
    require(may_run_rollout(by, rollout))
    day = held_on or today
    with transaction():
        circle = everybody(rollout, day=day, by=by)
        session = _hold(circle, by, day, today, minutes, Way.NOT_SAID, remote, place)
        add_note(session, note, by=by)
        add_next_steps(session, circle, next_steps, day=day)
    return session


def edit_session(
    session: CoachingSession,
    *,
    by: Person,
    pairings: Iterable[Pairing],
    note: str,
    questions: Sequence[str] = (),
    next_steps: Sequence[str] = (),
    today: date,
    **values: Any,
) -> CoachingSession:
    """Put a held session right; what it was before stays in its history and earlier notes.

    `values` are held_on, minutes, way, remote and place, and in a mutual pairing the guide.
    """
    require(may_change_session(by, session))
    with transaction():
        row, circle = fresh(session)
        if not row.is_held:
            raise Refused("Only a session that was held can be edited. Move or cancel this one.")
        refuse_future(values["held_on"], today)
        refuse_length(values["minutes"])
        if "guide" in values:
            circle = _coached_by(circle, values["guide"])
        changes = {
            name: [] if name == "guide" else [_plain(getattr(row, name)), _plain(value)]
            for name, value in values.items()
            if getattr(row, name) != value
        }
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        circle = _with_pairings(circle, pairings)
        if attend(row, circle):
            changes["whom"] = []
        if add_note(row, note, by=by):
            changes["note"] = []
        add_questions(row, circle, questions, by=by)
        add_next_steps(row, circle, next_steps, day=row.held_on)
        if questions:
            changes["questions"] = []
        if next_steps:
            changes["next_steps"] = []
        if changes:
            about = circle.about(row)
            record("session.edited", by=by, about=about, changes=changes, **circle.values)
    return row


def _coached_by(circle: Circle, guide: Person) -> Circle:
    """Turn a session of two who coach each other round; another one keeps its guide."""
    refuse_other_guide(circle.pairings, guide)
    return replace(circle, guide=guide)


def _with_pairings(circle: Circle, pairings: Iterable[Pairing]) -> Circle:
    """Put others into a session's circle: those who join must learn its topic from its guide."""
    if circle.rollout_topic is None:
        return circle
    rows = read_pairings([pairing.id for pairing in pairings])
    if not rows:
        raise Refused("Choose whom the session was with.", field="whom")
    already = {pairing.id for pairing in circle.pairings}
    joining = [pairing for pairing in rows if pairing.id not in already]
    refuse_mixed(joining, circle.rollout_topic)
    refuse_other_guide(joining, circle.guide)
    return Circle(circle.rollout, circle.rollout_topic, circle.guide, tuple(rows))


def _hold(
    circle: Circle,
    by: Person,
    held_on: date,
    today: date,
    minutes: int,
    way: Way,
    remote: bool,
    place: str,
) -> CoachingSession:
    refuse_future(held_on, today)
    refuse_length(minutes)
    session = CoachingSession.create(
        rollout=circle.rollout,
        rollout_topic=circle.rollout_topic,
        guide=circle.guide,
        held_on=held_on,
        minutes=minutes,
        way=way,
        remote=remote,
        place=place,
        logged_by=by,
    )
    attend(session, circle)
    _record_held("session.logged", session, circle, by)
    return session


def _record_held(deed: str, session: CoachingSession, circle: Circle, by: Person) -> None:
    record(
        deed,
        by=by,
        about=circle.about(session),
        minutes=session.minutes,
        way=session.way,
        on=session.held_on,
        **circle.values,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
