"""A pairing that went quiet: asked once whether it is still on, paused, resumed.

Nobody's pairing dies unnoticed. Both its people answer, and whoever runs the rollout.
"""

from datetime import date

from ...access import may_answer_pairing, may_run_rollout, require
from ...dates import short_date
from ...db import transaction
from ...errors import Refused
from ...models import Pairing, Person
from ...rules.pairings import facts_of_pairing
from ..audit import record
from .pairings import NOT_THEIRS, open_pairing
from .rules import refuse_closed
from .seats import NOT_YOURS


def ask_still_on(pairing: Pairing, *, by: Person, on: date) -> Pairing:
    """Ask both people of a silent pairing, once, whether it is still on."""
    require(may_run_rollout(by, pairing.learner.rollout_topic.rollout), NOT_YOURS)
    with transaction():
        row = open_pairing(pairing)
        facts = facts_of_pairing(row)
        if facts.somebody_is_away(on):
            raise Refused("Somebody of this pairing is away. Ask when they are back.")
        if not facts.silent_days(on):
            raise Refused("This pairing is not silent any more. Reload the page.")
        if facts.was_asked():
            return row
        _set(row, "pairing.asked", by=by, asked_on=on)
    return row


def say_still_on(pairing: Pairing, *, by: Person, on: date) -> Pairing:
    """Say that a pairing goes on: the days without a session are counted anew."""
    require(may_answer_pairing(by, pairing), NOT_THEIRS)
    with transaction():
        row = open_pairing(pairing)
        if row.heard_on == on:
            return row
        _set(row, "pairing.still-on", by=by, heard_on=on)
    return row


def pause_pairing(pairing: Pairing, *, until: date, by: Person, on: date) -> Pairing:
    """Let a pairing rest until a day; meanwhile nobody is asked why it is quiet."""
    require(may_answer_pairing(by, pairing), NOT_THEIRS)
    if until <= on:
        raise Refused(
            f"A pause ends on a day to come, and {short_date(until, on)} is not. Choose a later "
            "one, or say that it is still on.",
            field="until",
        )
    with transaction():
        row = open_pairing(pairing)
        _set(row, "pairing.paused", by=by, paused_until=until)
    return row


def resume_pairing(pairing: Pairing, *, by: Person, on: date) -> Pairing:
    """End a pause now."""
    require(may_answer_pairing(by, pairing), NOT_THEIRS)
    with transaction():
        row = open_pairing(pairing)
        if row.paused_until is None or row.paused_until <= on:
            return row
        _set(row, "pairing.resumed", by=by, paused_until=None)
    return row


def _set(row: Pairing, deed: str, *, by: Person, **days: date | None) -> None:
    rollout_topic = row.learner.rollout_topic
    refuse_closed(rollout_topic.rollout)
    for name, day in days.items():
        setattr(row, name, day)
    row.save(only=list(days))
    learner, guide = row.learner.person, row.guide and row.guide.person
    of_two = rollout_topic.rollout.is_pair
    record(
        deed,
        by=by,
        about=[row, rollout_topic.rollout, *([] if of_two else [learner, guide])],
        learner=learner,
        guide=guide,
        topic=rollout_topic.revision.topic_id,
        until=days.get("paused_until"),
    )
