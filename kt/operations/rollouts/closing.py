"""A rollout's states: draft → running → completed or cancelled, and back by a new event."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ...access import may_run_rollout, require
from ...dates import count_words
from ...db import transaction
from ...errors import Refused
from ...models import (
    Attendance,
    CoachingSession,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Topic,
)
from ...rules.gate import Point, points_of, unresolved
from ..agreements import offer_agreement
from ..audit import record
from ..seating import refuse_full_mentors

NOT_YOURS = "A rollout is started and closed by its supervisor and the deputy. Ask them."


def start_rollout(rollout: Rollout, *, on: date, by: Person) -> Rollout:
    """Start a draft that passes the start gate (rule 12); its agreement is offered by then."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        if rollout.state != RolloutState.DRAFT:
            raise Refused(f"“{rollout.name}” is {rollout.state}, so it cannot start again.")
        _refuse_unready(unresolved(points_of(rollout, on)))
        offer_agreement(rollout, by=by)
        rollout = Rollout.get_by_id(rollout.id)
        _enter(rollout, RolloutState.RUNNING, started_on=on)
        record("rollout.started", by=by, about=[rollout], rollout=rollout, on=on)
    return rollout


def complete_rollout(
    rollout: Rollout,
    *,
    on: date,
    by: Person,
    keep: str = "",
    change: str = "",
    tell_next: str = "",
) -> Rollout:
    """Complete a running rollout, with three lines for the next team (rules 2 and 18)."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        if rollout.state != RolloutState.RUNNING:
            raise Refused(f"“{rollout.name}” is {rollout.state}. Only a running rollout completes.")
        if not rollout.model.is_one_way:
            _refuse_half_done(rollout, on)
        _enter(
            rollout,
            RolloutState.COMPLETED,
            closed_on=on,
            keep=keep,
            change=change,
            tell_next=tell_next,
        )
        record("rollout.completed", by=by, about=[rollout], rollout=rollout, on=on)
    return rollout


def cancel_rollout(rollout: Rollout, *, on: date, by: Person, sentence: str = "") -> Rollout:
    """Cancel a draft or a running rollout; what was done in it stays."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        if not rollout.is_open:
            raise Refused(f"“{rollout.name}” is {rollout.state} already.")
        _enter(rollout, RolloutState.CANCELLED, closed_on=on)
        record("rollout.cancelled", by=by, about=[rollout], rollout=rollout, sentence=sentence)
    return rollout


def reopen_rollout(rollout: Rollout, *, by: Person) -> Rollout:
    """Take completion or cancellation back: the rollout runs again, or is a draft again."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        if rollout.is_open:
            return rollout
        refuse_full_mentors(rollout)
        before = RolloutState.RUNNING if rollout.started_on else RolloutState.DRAFT
        _enter(rollout, before, closed_on=None)
        record("rollout.reopened", by=by, about=[rollout], rollout=rollout)
    return rollout


def _enter(rollout: Rollout, state: RolloutState, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(rollout, name, value)
    rollout.state = state  # type: ignore[assignment]
    rollout.save()


def _refuse_unready(points: Sequence[Point]) -> None:
    """Refuse a start while points of the gate are missing: the first with its way out."""
    if not points:
        return
    first, *others = points
    more = f" {count_words(len(others), 'more point')} in its agreement." if others else ""
    raise Refused(f"{first.sentence} {first.way_out}{more}")


def _refuse_half_done(rollout: Rollout, on: date) -> None:
    """Refuse by rule 2 while somebody seated as both has not held a session in each role.

    The sentence names topics and no people.
    """
    guides, learns = _open_seats_by_person(rollout, on)
    have_guided, have_learned = _sessions_by_role(rollout)
    both = guides.keys() & learns.keys()
    to_guide = {topic for id in both - have_guided for topic in guides[id]}
    to_learn = {topic for id in both - have_learned for topic in learns[id]}
    missing = [f"coaching on {topic}" for topic in sorted(to_guide)]
    missing += [f"learning {topic}" for topic in sorted(to_learn)]
    if missing:
        raise Refused(
            "A two-way rollout is complete when everybody who coaches and learns in it has held a "
            f"session in each role. Still without one: {'; '.join(missing)}. Log those sessions, "
            "or end the seats that were not used."
        )


def _open_seats_by_person(
    rollout: Rollout, on: date
) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """List the topics on which people guide and those on which they learn, by person id."""
    guides: dict[int, set[str]] = {}
    learns: dict[int, set[str]] = {}
    rows = (
        Seat.select(Seat.person, Seat.role, Topic.name)
        .join(RolloutTopic)
        .join(Revision)
        .join(Topic)
        .where(
            RolloutTopic.rollout == rollout,
            Seat.role != Role.SME,
            Seat.until.is_null() | (Seat.until > on),
        )
        .tuples()
    )
    for person_id, role, topic in rows:
        side = guides if role.guides else learns
        side.setdefault(person_id, set()).add(topic)
    return guides, learns


def _sessions_by_role(rollout: Rollout) -> tuple[set[int], set[int]]:
    """Tell who has guided a session held on a topic of this rollout, and who has learned in one."""
    held = CoachingSession.select().where(
        CoachingSession.rollout == rollout,
        CoachingSession.rollout_topic.is_null(False),
        CoachingSession.held_on.is_null(False),
        CoachingSession.cancelled_at.is_null(),
    )
    learned = (
        Attendance.select(Seat.person)
        .join(Pairing)
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(Attendance.session.in_(held.select(CoachingSession.id)))
    )
    return (
        {guide_id for (guide_id,) in held.select(CoachingSession.guide).tuples()},
        {person_id for (person_id,) in learned.tuples()},
    )
