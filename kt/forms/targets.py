"""Forms of targets and of the readings of those that are numbers."""

import re
from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput

from ..models import Level, Measure, OutputKind
from .base import Form, choice, day, line, whole_number

# Digits, maybe in groups of three, maybe with a fraction.
NUMBER = re.compile(r"[-+−]?(?:[0-9]{1,400}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,40})?")

# The fields that one measure alone asks for, and what they are for the others.
ONLY_FOR: dict[str, tuple[Iterable[Measure], Any]] = {
    "output_kind": ([Measure.OUTPUTS_PUBLISHED], None),
    "trusted": ([Measure.OUTPUTS_PUBLISHED], False),
    "level": ([each for each in Measure if each.has_level], None),
    "share": ([each for each in Measure if each.can_be_share], False),
    "within_workdays": ([Measure.QUESTIONS_ANSWERED], None),
    "unit": ([Measure.NUMBER], ""),
    "baseline": ([Measure.NUMBER], 0.0),
    "limit": ([Measure.NUMBER], False),
}

# What a question may take, unless one says otherwise.
USUAL_WORKDAYS = 2


def row_id(value: Any) -> int | None:
    """Read what a choice among rows or levels sends; None where nothing was chosen."""
    return int(value) if re.fullmatch(r"[0-9]{1,9}", str(value)) else None


class Choices(wtforms.SelectMultipleField):
    """Rows of which several are chosen, each with a box."""

    option_widget: Any = CheckboxInput()

    @property
    def ids(self) -> list[int]:
        return [id for id in map(row_id, self.data or ()) if id is not None]


class NumberField(wtforms.Field):
    """A number as people write it: 12, 1,234.5, -3; what is none is refused in words."""

    widget = wtforms.widgets.TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.15g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        sent = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not sent:
            return
        if not NUMBER.fullmatch(sent):
            raise ValueError(f"“{sent[:40]}” is not a number. Write it like 12 or 2.5.")
        self.data = float(sent.replace(",", "").replace("−", "-"))


class AgreedForm(Form):
    """What was agreed about a target, whatever it counts."""

    name = line(
        "Name",
        hint="A number needs one, such as “late trades a week”; others are named by their measure.",
    )
    output_kind = choice("Kind of output", OutputKind, empty="Any kind")
    trusted = wtforms.BooleanField(
        "Only trusted ones",
        description="They count once they are approved and people did the task with them.",
    )
    level = wtforms.SelectField(
        "Standing to reach",
        choices=lambda: [
            SelectChoice("", "Choose one"),
            *(SelectChoice(int(each), f"{each}: {each.words}") for each in tuple(Level)[1:]),
        ],
        coerce=row_id,
        validate_choice=False,
    )
    baseline = NumberField(
        "Where it stands now",
        description="The baseline. It may be above the target: then the number is to go down.",
        render_kw={"inputmode": "decimal"},
    )
    number = NumberField(
        "Target",
        description="How many; required items, and every share, are in percent.",
        render_kw={"inputmode": "decimal"},
    )
    share = wtforms.BooleanField(
        "As a share, in percent", description="80 is then four of five; otherwise it is a number."
    )
    within_workdays = whole_number(
        "Answered within working days",
        at_least=1,
        hint="Empty means 2. Weekends and holidays where the answer comes from do not count.",
    )
    unit = line("Unit", hint="Such as “min” or “trades”.")
    limit = wtforms.BooleanField(
        "It is a limit", description="“At most” the target; it may stand there already."
    )
    rollout_topic = wtforms.SelectField(
        "Topic",
        description="Items are counted for the whole rollout.",
        coerce=row_id,
        validate_choice=False,
    )
    each_learner = wtforms.BooleanField(
        "For each learner", description="It then counts once per learner."
    )
    due = day("By", hint="One day for everybody. Empty: no date of its own.")
    within_days = whole_number(
        "Within days of each learner's start",
        at_least=1,
        hint="Instead of one day for everybody: 90 counts from the day each learner starts.",
    )

    def offer(self, topics: Iterable[tuple[int, str]]) -> None:
        """Let one choose among the topics of the rollout, given with their names."""
        whole = SelectChoice("", "The whole rollout")
        self.rollout_topic.choices = [whole, *(SelectChoice(id, name) for id, name in topics)]

    def agreed(self, measure: Measure) -> dict[str, Any]:
        """Give the values of a target that counts this, the topic still as its id."""
        values = {name: value for name, value in self.values().items() if name != "measure"}
        for name, (only, otherwise) in ONLY_FOR.items():
            if measure not in only or values[name] is None:
                values[name] = otherwise
        # Each learner reaches a standing or does not: there is no other number to say.
        if measure.has_level and self.each_learner.data:
            values |= {"number": 1.0, "share": False}
        if measure == Measure.QUESTIONS_ANSWERED and values["within_workdays"] is None:
            values["within_workdays"] = USUAL_WORKDAYS
        return values


class TargetForm(AgreedForm):
    """A new target."""

    measure = choice("Measure", Measure)


class ReadingForm(Form):
    """What a number stood at on a day."""

    value = NumberField("Number", render_kw={"inputmode": "decimal"})
    on = day("Day", hint="Empty means today.")
    person = wtforms.SelectField(
        "Whose",
        choices=list,
        coerce=row_id,
        validate_choice=False,
    )

    def offer(self, learners: Iterable[tuple[int, str]]) -> None:
        """Let one choose among these learners, given with their names."""
        self.person.choices = [SelectChoice(id, name) for id, name in learners]
