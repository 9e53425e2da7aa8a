"""What the targets of a rollout were counted from on the day of its close, as far as it is known.

This is only for rollouts that an earlier release closed, which kept no evidence.
"""

from datetime import date

from peewee import Expression, ModelSelect, Node, fn

from ..models import (
    AuditEntry,
    AuditSubject,
    Checklist,
    Item,
    ItemEvent,
    ItemState,
    Output,
    OutputState,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
)
from .evidence import LOADERS, TRUSTED, Loader, days_done, item_rows, output_rows
from .trust import is_trusted, trusted_on


def loaders_at_close(rollout: Rollout) -> dict[str, Loader]:
    """Give the queries for the rows of a closed rollout, by their nouns."""
    day = rollout.closed_on
    return LOADERS | {
        "output": lambda rollouts: _outputs(rollouts, day),
        TRUSTED: lambda rollouts: _trusted(rollouts, rollout),
        "item": lambda rollouts: _items(rollouts, day),
    }


def _outputs(rollouts: ModelSelect, day: date) -> ModelSelect:
    """The published ones, and those called obsolete since."""
    since = (Output.state == OutputState.OBSOLETE) & _was_since(day, "output.obsolete", Output.id)
    rows = output_rows(rollouts, "output", Output.published_on)
    return rows.where((Output.state == OutputState.PUBLISHED) | since)


def _trusted(rollouts: ModelSelect, rollout: Rollout) -> ModelSelect:
    """The trusted ones, where as many people did the task as the learners at the close took."""
    learners = (
        Seat.select(fn.COUNT(Seat.person.distinct()))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .where(
            RolloutTopic.rollout == rollout,
            Revision.topic == Output.topic,
            Seat.role == Role.LEARNER,
            Seat.until.is_null() | (Seat.until > rollout.closed_on),
        )
    )
    on = trusted_on(needed=learners)
    return output_rows(rollouts, TRUSTED, on).where(is_trusted(), on.is_null(False))


def _items(rollouts: ModelSelect, day: date) -> ModelSelect:
    """The items as they were on the day, without those that were added since."""
    newest = (
        ItemEvent.select(ItemEvent.state)
        .where(ItemEvent.item == Item.id, ItemEvent.on <= day)
        .order_by(ItemEvent.id.desc())
        .limit(1)
    )
    state = fn.COALESCE(newest, str(ItemState.OPEN))
    return item_rows(rollouts, state, days_done().where(ItemEvent.on <= day)).where(
        fn.DATE(Checklist.made_at) <= day, ~_was_since(day, "item.added", Item.id)
    )


def _was_since(day: date, deed: str, id: Node) -> Expression:
    """Match the rows that a deed was done to after a day."""
    return fn.EXISTS(
        AuditSubject.select(AuditSubject.id)
        .join(AuditEntry)
        .where(
            AuditSubject.noun == deed.partition(".")[0],
            AuditSubject.ref == id,
            AuditEntry.deed == deed,
            fn.DATE(AuditEntry.at) > day,
        )
    )
