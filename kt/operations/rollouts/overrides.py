"""Overriding a point of the start gate, with a reason that stays in view (rule 12)."""

from datetime import date

from ...access import may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import Override, Person, Rollout
from ...rules.gate import points_of
from ..audit import record

NOT_YOURS = "A point of the start is overridden by whoever runs the rollout. Ask its supervisor."


def override_point(rollout: Rollout, key: str, *, reason: str, by: Person, on: date) -> Override:
    """Let a rollout start without a point that is missing; `on` is the day in its zone."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    reason = reason.strip()
    if not reason:
        raise Refused("Say in a sentence why it can start without this.", field="reason")
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        point = next((each for each in points_of(rollout, on) if each.key == key), None)
        if point is None:
            raise Refused("This point is not missing any more. Reload the page.")
        if not point.is_overridable:
            raise Refused(f"{point.sentence} That cannot be overridden. {point.way_out}")
        if point.override:
            return point.override
        row = Override.create(rollout=rollout, point=key, reason=reason, by=by, on=on)
        record("override.made", by=by, about=[rollout, row], rollout=rollout, reason=reason)
    return row


def withdraw_override(override: Override, *, by: Person, on: date) -> Override:
    """Take an override back: the point is missing again."""
    require(may_run_rollout(by, override.rollout), NOT_YOURS)
    with transaction():
        row = Override.get_by_id(override.id)
        if row.withdrawn_on is not None:
            return row
        row.withdrawn_on = on
        row.save(only=[Override.withdrawn_on])
        rollout = row.rollout
        about = [rollout, row]
        record("override.withdrawn", by=by, about=about, rollout=rollout, reason=row.reason)
    return row
