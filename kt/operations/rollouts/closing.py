"""A rollout's states: draft → running → completed or cancelled, and back by a new event."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ...access import may_run_rollout, require
from ...dates import count_words
from ...db import transaction
from ...errors import Refused
from ...models import Person, Rollout, RolloutState
from ...rules.balance import balance_of, still_missing
from ...rules.gate import Point, points_of, unresolved
from ..agreements import offer_agreement
from ..audit import record
from ..keeping_evidence import give_up_evidence, keep_evidence
from ..seating import refuse_full_mentors
from ..turns import replan_rollout

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
        _refuse_half_done(rollout, on)
        keep_evidence(rollout, on=on)
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
        keep_evidence(rollout, on=on)
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
        give_up_evidence(rollout)
        _enter(rollout, before, closed_on=None)
        record("rollout.reopened", by=by, about=[rollout], rollout=rollout)
    return rollout


def _enter(rollout: Rollout, state: RolloutState, **columns: Any) -> None:
    """Enter a state; who guides in a closed rollout is asked nothing more on its behalf."""
    for name, value in columns.items():
        setattr(rollout, name, value)
    rollout.state = state  # type: ignore[assignment]
    rollout.save()
    replan_rollout(rollout)


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
    missing = still_missing(balance_of(rollout, on), rollout.wording)
    if missing:
        coaches = rollout.wording.say("coaches")
        raise Refused(
            f"A two-way rollout is complete when everybody who {coaches} and learns in it has held "
            f"a session in each role. Still without one: {'; '.join(missing)}. Log those sessions, "
            "or end the seats that were not used."
        )
