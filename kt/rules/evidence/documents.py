"""The documents that a rollout leaves behind, published or trusted, as rows behind its targets."""

from typing import Any

from peewee import JOIN, ModelSelect, fn

from ...db import listed
from ...models import Output, OutputState, Revision, Rollout, RolloutTopic
from ..trust import is_trusted, trusted_on
from .columns import TRUSTED, columns


def outputs(rollouts: Any) -> ModelSelect:
    rows = output_rows(rollouts, "output", Output.published_on)
    return rows.where(Output.state == OutputState.PUBLISHED)


def trusted(rollouts: Any) -> ModelSelect:
    """The trusted ones, of the day on which the last of what that takes happened."""
    return output_rows(rollouts, TRUSTED, trusted_on()).where(is_trusted())


def output_rows(rollouts: Any, noun: str, on: Any) -> ModelSelect:
    """The documents left behind, published or not, as rows of a noun and of some day."""
    left, there = _left_behind_by(rollouts).alias("left_behind"), RolloutTopic.alias()
    on_a_topic_there = there.select(there.id).where(
        there.rollout == left.c.rollout_id, there.revision == Revision.id
    )
    return (
        Output.select(
            *columns(
                noun,
                Output.id,
                on,
                revision=Revision.id,
                person=Output.owner,
                kind=Output.kind,
                what=Output.title,
                rollout=left.c.rollout_id,
            )
        )
        .join(left, on=(left.c.output_id == Output.id))
        .join_from(
            Output,
            Revision,
            JOIN.LEFT_OUTER,
            on=((Revision.topic == Output.topic) & fn.EXISTS(on_a_topic_there)),
        )
    )


def _left_behind_by(rollouts: Any) -> ModelSelect:
    """Select what was agreed to be written, and what was written of its topics besides.

    That is every document that belongs to no rollout and was published while this one ran: a FAQ
    entry put in from an answer, above all. It cannot carry the rollout, because then it would stand
    on its owner's sheet, which nobody agreed to, and clear the signature (rule 12). Those from
    before its start were not left behind by it: a topic may have hundreds, so they are not shown.
    """
    agreed, besides = Output.alias(), Output.alias()
    of_rollouts = agreed.select(
        agreed.id.alias("output_id"), agreed.rollout.alias("rollout_id")
    ).where(listed(agreed.rollout, rollouts))
    of_topics = (
        besides.select(besides.id, Rollout.id)
        .join(Revision, on=(Revision.topic == besides.topic))
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            listed(Rollout.id, rollouts),
            besides.rollout.is_null(),
            besides.published_on >= fn.COALESCE(Rollout.started_on, Rollout.start_date),
            Rollout.closed_on.is_null() | (besides.published_on <= Rollout.closed_on),
        )
    )
    return of_rollouts | of_topics
