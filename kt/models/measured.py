"""Measured: targets that were agreed, readings of numbers, evidence kept at a close."""

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
from ..dates import count_words
from ..db import BaseModel
from ..fields import ChoiceField, OptionalKeyField, UTCDateTimeField
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
    ITEMS_ON_TIME = "items done on time"
    LEARNERS_AT_STANDING = "learners at a standing"
    LEARNERS_SIGNED_OFF = "learners signed off"
    QUESTIONS_ANSWERED = "questions answered"
    NUMBER = "number"

    @property
    def has_level(self) -> bool:
        return self in (Measure.LEARNERS_AT_STANDING, Measure.LEARNERS_SIGNED_OFF)

    @property
    def can_be_share(self) -> bool:
        """Tell whether it is agreed as a number or as a share, as one likes."""
        return self.has_level or self in (Measure.ITEMS_ON_TIME, Measure.QUESTIONS_ANSWERED)

    @property
    def is_of_items(self) -> bool:
        return self in (Measure.ITEMS_DONE, Measure.ITEMS_ON_TIME)


class Target(BaseModel):
    """Something measurable that was agreed; for each learner it counts once per learner.

    `number` is what is aimed at, from `baseline`; a limit is "at most" its number. Shares of
    required items are in percent, and so is everything that is a `share`. `within_days` counts from
    each learner's own start. `trusted` counts only the outputs that people have come to trust.
    Questions are answered in time within so many working days (`within_workdays`).
    """

    rollout = ForeignKeyField(Rollout, backref="targets")
    rollout_topic = OptionalKeyField(RolloutTopic, backref="targets")
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
    share = BooleanField(default=False, column_name="is_share")
    within_workdays = IntegerField(null=True, constraints=[Check("within_workdays > 0")])

    class Meta:
        constraints = [Check("is_limit OR number <> baseline")]

    @property
    def label(self) -> str:
        """Say what is measured: "Sessions held", "Manual published", or the target's own name."""
        if self.name:
            return ", ".join(filter(None, [self.name, "trusted" if self.trusted else self._time]))
        if self.output_kind:
            done = "trusted" if self.trusted else "published"
            return f"{self.output_kind[:1].upper()}{self.output_kind[1:]} {done}"
        if self.trusted:
            return "Outputs trusted"
        if self.measure == Measure.LEARNERS_AT_STANDING:
            return f"Learners who stand at “{LEVEL_WORDS[Level(self.level)]}”"
        if self.measure == Measure.LEARNERS_SIGNED_OFF:
            return f"Learners signed off at “{LEVEL_WORDS[Level(self.level)]}”"
        if self.measure == Measure.QUESTIONS_ANSWERED:
            return f"Questions {self._time}"
        return f"{self.measure[:1].upper()}{self.measure[1:]}"

    @property
    def unit_words(self) -> str:
        """Say the unit of its numbers, "" where they are counts."""
        units = {Measure.COACHING_HOURS: "h", Measure.ITEMS_DONE: "%"}
        return "%" if self.share else self.unit or units.get(self.measure, "")

    @property
    def goes_down(self) -> bool:
        return self.limit or self.number < self.baseline

    @property
    def is_kept(self) -> bool:
        """Tell whether it is kept or broken along the way, rather than reached by going on."""
        return self.limit or (self.share and self.measure == Measure.QUESTIONS_ANSWERED)

    @property
    def _time(self) -> str:
        if not self.within_workdays:
            return ""
        return f"answered within {count_words(self.within_workdays, 'working day')}"


class Reading(BaseModel):
    """What a number target stood at on a day; a correction is a new row, nothing is rewritten."""

    target = ForeignKeyField(Target, backref="readings", index=False)
    person = OptionalKeyField(Person, backref="+")
    on = DateField(column_name="on_day")
    value = DoubleField()
    corrects = ForeignKeyField("self", null=True, backref="corrections", unique=True)
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("target", "on"), False),)


class KeptEvidence(BaseModel):
    """A row that a rollout's targets were counted from when it was closed, as it was then.

    What it tells of may change or be taken back later, so it has its values and words, and refers
    to nothing. `noun` and `ref` name it; `on` is the day it happened, of a question the moment.
    The columns are those of rules/evidence, which finds such rows, in their order. Reopening the
    rollout takes its rows away again.
    """

    noun = TextField()
    ref = IntegerField()
    on = TextField(null=True, column_name="on_day")
    amount = DoubleField()
    revision = IntegerField(null=True)
    person = IntegerField(null=True)
    kind = TextField()
    target = IntegerField(null=True)
    minutes = IntegerField()
    who = TextField(null=True)
    what = TextField(null=True)
    rollout = ForeignKeyField(Rollout, backref="+", index=False)

    class Meta:
        indexes = ((("rollout", "noun"), False),)
