"""The time box of a buddy (rule 7): the first target of meetings that each newcomer holds."""

from datetime import date, timedelta
from typing import Any

from peewee import Case, ModelSelect

from ..models import Kind, Measure, Role, RolloutTopic, Target, Topic


def box_end(opened: date | None, days: int | None, due: date | None) -> date | None:
    """Give the last day of a box that counts days from its opening, or is due on a day."""
    return opened + timedelta(days=days) if opened and days else due


def box_columns(guide: Any, learner: Any) -> list[Any]:
    """Select when a learner's box opened, and its days and due day if a buddy's; else NULL."""
    is_boxed = (guide.role == Role.BUDDY) & (Topic.kind == Kind.ORIENTATION)
    days = Case(None, [(is_boxed, _box().select(Target.within_days))])
    due = Case(None, [(is_boxed, _box().select(Target.due))])
    return [
        learner.since.alias("box_opened"),
        days.alias("box_days"),
        due.converter(Target.due.python_value).alias("box_due"),
    ]


def _box() -> ModelSelect:
    return (
        Target.select()
        .where(
            Target.rollout_topic == RolloutTopic.id,
            Target.measure == Measure.SESSIONS_HELD,
            Target.each_learner,
            Target.dropped_on.is_null(),
        )
        .order_by(Target.id)
        .limit(1)
    )
