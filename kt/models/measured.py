"""Measured: targets that were agreed, and readings of those that are numbers."""

from enum import StrEnum

from peewee import (
    BooleanField,
    Check,
    DateField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from .. import clock
from ..db import BaseModel, ChoiceField, UTCDateTimeField
from .knowhow import LEVEL_WORDS, Level
from .people import Person
from .rollouts import Rollout, RolloutTopic
from .written import OutputKind


class Measure(StrEnum):
    """What a target counts."""

    SESSIONS_HELD = "sessions held"
    COACHING_HOURS = "coaching hours"
    OUTPUTS_PUBLISHED = "outputs published"
    ITEMS_DONE = "required items done"
    LEARNERS_AT_STANDING = "learners at a standing"
    NUMBER = "number"


class Target(BaseModel):
    """Something measurable that was agreed; for each learner it counts once per learner.

    `number` is what is aimed at, from `baseline`; a limit is "at most" its number. Shares of
    required items are in percent. `within_days` counts from each learner's own start. `trusted`
    counts only the outputs that people have come to trust.
    """

    rollout = ForeignKeyField(Rollout, backref="targets")
    rollout_topic = ForeignKeyField(RolloutTopic, null=True, backref="targets")
    each_learner = BooleanField(default=False)
    measure = ChoiceField(Measure)
    name = TextField(default="")
    unit = TextField(default="")
    output_kind = ChoiceField(OutputKind, null=True)
    level = IntegerField(null=True, constraints=[Check("level BETWEEN 0 AND 4")])
    baseline = DoubleField(default=0)
    number = DoubleField()
    limit = BooleanField(default=False, column_name="is_limit")
    due = DateField(null=True)
    within_days = IntegerField(null=True, constraints=[Check("within_days > 0")])
    dropped_on = DateField(null=True)
    trusted = BooleanField(default=False)

    class Meta:
        constraints = [Check("is_limit OR number <> baseline")]

    @property
    def label(self) -> str:
        """Say what is measured: "Sessions held", "Manual published", or the target's own name."""
        if self.name:
            return f"{self.name}, trusted" if self.trusted else self.name
        if self.output_kind:
            done = "trusted" if self.trusted else "published"
            return f"{self.output_kind[:1].upper()}{self.output_kind[1:]} {done}"
        if self.trusted:
            return "Outputs trusted"
        if self.measure == Measure.LEARNERS_AT_STANDING:
            return f"Learners who stand at “{LEVEL_WORDS[Level(self.level)]}”"
        return f"{self.measure[:1].upper()}{self.measure[1:]}"

    @property
    def unit_words(self) -> str:
        """Say the unit of its numbers, "" where they are counts."""
        units = {Measure.COACHING_HOURS: "h", Measure.ITEMS_DONE: "%"}
        return self.unit or units.get(self.measure, "")

    @property
    def goes_down(self) -> bool:
        return self.limit or self.number < self.baseline


class Reading(BaseModel):
    """What a number target stood at on a day; a correction is a new row, nothing is rewritten."""

    target = ForeignKeyField(Target, backref="readings", index=False)
    person = ForeignKeyField(Person, null=True, backref="+")
    on = DateField(column_name="on_day")
    value = DoubleField()
    corrects = ForeignKeyField("self", null=True, backref="corrections", unique=True)
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("target", "on"), False),)
