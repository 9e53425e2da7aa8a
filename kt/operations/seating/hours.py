"""Rule 15: agreed hours above a coach's hours a week need a reason, which stays in view."""

from datetime import date

from ...errors import Refused
from ...models import Override, Pairing, Person
from ...rules.hours import HOURS
from ...rules.pairings import facts_of_pairing
from ..audit import record


def ask_for_hours(pairing: Pairing, reason: str, *, by: Person, on: date) -> None:
    """Refuse hours above what a coach has over all open rollouts, unless a reason is given.

    The pairing is saved already, inside the transaction; the reason is kept beside it.
    """
    facts = facts_of_pairing(pairing)
    if not facts.agrees_to_too_much:
        return
    point = f"{HOURS}{pairing.id}"
    rollout = pairing.learner.rollout_topic.rollout
    kept = Override.get_or_none(
        Override.rollout == rollout, Override.point == point, Override.withdrawn_on.is_null()
    )
    reason = reason.strip()
    if not reason and kept:
        return
    if not reason:
        raise Refused(
            f"{facts.guide_name} has {facts.guide_hours_week} hours a week for "
            f"{facts.wording.say('coaching')}, and would agree to {facts.guide_agreed_hours}. "
            "Agree on fewer, or say why it is more.",
            field="hours_reason",
        )
    if kept:
        kept.withdrawn_on = on
        kept.save(only=[Override.withdrawn_on])
    Override.create(rollout=rollout, point=point, reason=reason, by=by, on=on)
    guide = pairing.guide and pairing.guide.person
    record("hours.explained", by=by, about=[rollout, guide], guide=guide, reason=reason)
