"""Answers about revisions: what one says, what it changed, how far people work by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect, fn

from ..access import ids_of, rollouts_visible_to, spelled_by_access
from ..differences import Fold, Line, differences, folded
from ..models import Measure, Person, Reading, Revision, Rollout, RolloutTopic, Target, Topic


@dataclass(frozen=True)
class RevisionPage:
    """One revision of a topic beside an earlier one; the first has none before it."""

    revision: Revision
    newest: int
    before: Revision | None
    others: tuple[int, ...]
    lines: tuple[Line | Fold, ...]

    @property
    def is_newest(self) -> bool:
        return self.revision.number == self.newest


@dataclass(frozen=True)
class Adoption:
    """A number that a rollout reads on a topic, such as how many people work the new way."""

    target_id: int
    label: str
    unit: str
    rollout: str
    number: float
    value: float | None
    on: date | None


def revision_page(revision: Revision, *, since: int | None = None) -> RevisionPage:
    """Compare a revision with an earlier one, the one before unless told otherwise (one query)."""
    revisions = list(revision.topic.revisions.order_by(Revision.number))
    earlier = [each for each in revisions if each.number < revision.number]
    usual = earlier[-1] if earlier else None
    before = next((each for each in earlier if each.number == since), usual)
    lines: Iterable[Line | Fold] = (
        folded(differences(before.process, revision.process)) if before else ()
    )
    return RevisionPage(
        revision=revision,
        newest=revisions[-1].number,
        before=before,
        others=tuple(each.number for each in earlier if each != before),
        lines=tuple(lines),
    )


def adoption_of(topic: Topic, seen_by: Person) -> list[Adoption]:
    """List the numbers that are to grow on a topic, each with its newest reading (one query)."""
    return [Adoption(*row) for row in _adoption(person=seen_by, topic=topic)]


@spelled_by_access
def _adoption(person: Any, topic: Any) -> ModelSelect:
    return (
        Target.select(
            Target.id,
            Target.name,
            Target.unit,
            Rollout.name,
            Target.number,
            Reading.value,
            Reading.on,
        )
        .join(Rollout, on=(Target.rollout == Rollout.id))
        .switch(Target)
        .join(RolloutTopic, on=(Target.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join_from(
            Target,
            Reading,
            JOIN.LEFT_OUTER,
            on=(Reading.id == _newest_reading(Target.id)),
        )
        .where(
            # Nothing is added to the rollout, by which SQLite begins with the topic.
            (Target.rollout + 0).in_(ids_of(rollouts_visible_to, person, Rollout.id)),
            Revision.topic == topic,
            Target.measure == Measure.NUMBER,
            Target.number > Target.baseline,
            ~Target.limit,
            ~Target.each_learner,
            Target.dropped_on.is_null(),
        )
        .order_by(Rollout.start_date.desc(), Target.id)
        .tuples()
    )


def _newest_reading(target: Any) -> ModelSelect:
    """Select the id of the newest reading of a target, those that were corrected left out."""
    correction, reading = Reading.alias(), Reading.alias()
    corrected = correction.select(correction.id).where(correction.corrects == reading.id)
    return (
        reading.select(reading.id)
        .where(reading.target == target, ~fn.EXISTS(corrected))
        .order_by(reading.on.desc(), reading.id.desc())
        .limit(1)
    )
