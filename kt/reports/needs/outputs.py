"""What outputs need: an owner, a review, an end in time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import ModelSelect, fn

from ...dates import count_words
from ...db import compiled
from ...models import (
    UNFINISHED,
    Matter,
    Output,
    OutputState,
    Person,
    Review,
    ReviewAnswer,
    Rollout,
    Version,
)
from ...rules.trust import badge
from .need import Need

# So many days a review waits before the supervisor is told.
REVIEW_WAITS = 2


def outputs_with_owners() -> ModelSelect:
    """Select outputs with their owners, their badges, and since when they wait for a review."""
    version = Version.alias()
    waiting_since = (
        Review.select(fn.DATE(fn.MIN(Review.asked_at)))
        .join(version, on=(Review.version == version.id))
        .where(version.output == Output.id, Review.answer == ReviewAnswer.WAITING)
    )
    return Output.select(
        Output, Person, badge().alias("badge"), waiting_since.alias("waiting_since")
    ).join(Person, on=(Output.owner == Person.id))


def outputs_in(rollout: Rollout) -> list[Any]:
    """List the outputs of a rollout as `outputs_with_owners` selects them (one query)."""
    return _in(rollout=rollout)


@compiled
def _in(rollout: Any) -> ModelSelect:
    outputs = outputs_with_owners()
    return outputs.where(Output.rollout == rollout).order_by(Output.due, Output.id)


def of_outputs(outputs: Iterable[Any], person: Person, today: date) -> Iterable[Need]:
    """List what outputs need; nobody is asked to nudge themselves, nor whoever left."""
    for output in outputs:
        if output.state != OutputState.OBSOLETE and output.owner.is_gone(today):
            yield _heirless(output)
        if output.waiting_since and output.state != OutputState.OBSOLETE:
            yield from _unreviewed(output, today)
        if output.due is None or output.due >= today or output.state not in UNFINISHED:
            continue
        late = (today - output.due).days
        yield Need(
            key=f"{Matter.OUTPUT}-{output.id}",
            days=late,
            title=output.title,
            rest=f"· {output.owner.name}",
            badge=f"{count_words(late, 'day')} overdue",
            tone="late",
            reason=f"{output.kind}, {output.state}",
            action="Open",
            place="outputs.show",
            id=output.id,
            person_id=output.owner.id,
            person_name=output.owner.name,
            nudge=f"Nudge {output.owner.first_name}"
            if output.owner.active and output.owner != person and not output.owner.is_away(today)
            else "",
            document=output.badge,
        )


def _heirless(output: Any) -> Need:
    return Need(
        key=f"heir-{output.id}",
        days=0,
        title=output.title,
        rest=f"· {output.owner.name}",
        badge="nobody owns it",
        tone="waiting",
        reason="its owner left; somebody who knows the topic can take it over",
        action="Give it on",
        place="outputs.heirless",
        id=output.id,
        part=f"output-{output.id}",
        person_id=output.owner.id,
        person_name=output.owner.name,
        document=output.badge,
    )


def _unreviewed(output: Any, today: date) -> Iterable[Need]:
    """A review that has waited for some days is the supervisor's to see to."""
    since = output.waiting_since
    day = date.fromisoformat(since[:10]) if isinstance(since, str) else since
    days = (today - day).days
    if days >= REVIEW_WAITS:
        yield Need(
            key=f"{Matter.REVIEW}-{output.id}",
            days=days,
            title=output.title,
            rest=f"· {output.owner.name}",
            badge=f"in review for {count_words(days, 'day')}",
            tone="waiting",
            reason="an SME or a holder of its topic approves it or returns it",
            nudge="Nudge the reviewers",
            action="Open",
            place="outputs.show",
            id=output.id,
            person_id=output.owner.id,
            person_name=output.owner.name,
            document=output.badge,
        )
