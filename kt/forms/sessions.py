"""Forms of coaching sessions: planning one, logging one, changing one, its next steps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import wtforms
from wtforms.widgets import CheckboxInput, RadioInput

from ..dates import WEEKDAYS, parse_day
from ..models import Way
from .base import Form, choice, day, line, stripped, text, whole_number
from .one_line import Line

USUAL_MINUTES = (15, 30, 45, 60)

BY_A_DAY = re.compile(r"\b(?:by|on|until) (\S+(?: \S+){0,3})\W*$", re.IGNORECASE)
BULLET = re.compile(r"^(?:[-*•]|\d+[.)])\s+")


class Whom(wtforms.SelectMultipleField):
    """Pairings of which one or several are chosen."""

    option_widget: Any = RadioInput()

    def __init__(self, label: str, **options: Any):
        super().__init__(label, choices=list, validate_choice=False, **options)

    @property
    def ids(self) -> list[int]:
        """The ids of the pairings that were chosen."""
        return [int(word) for word in self.data or () if re.fullmatch(r"[0-9]{1,9}", word)]


class MomentField(wtforms.DateTimeLocalField):
    """A day and a time of day, without a zone."""

    def process_formdata(self, valuelist: list[str]) -> None:
        sent = stripped(valuelist[0]) if valuelist else ""
        self.data = None
        if not sent:
            return
        try:
            self.data = datetime.fromisoformat(sent).replace(tzinfo=None)
        except ValueError as fault:
            raise ValueError(
                f"“{sent[:40]}” is not a day and a time. Write it like 2026-12-04T14:00."
            ) from fault
        if not 2000 <= self.data.year <= 2100:
            raise ValueError(f"Check the year: nothing here takes place in {self.data.year}.")


class Offered(Protocol):
    """What a form needs to know of a pairing that it offers."""

    @property
    def pairing_id(self) -> int: ...

    @property
    def words(self) -> str: ...


class WhomForm(Form):
    """With whom: one press for one pairing, or boxes for any several of them."""

    whom = Whom("With")

    def offer(
        self,
        offers: Sequence[Offered],
        *,
        several: bool = True,
        chosen: Sequence[str] | None = None,
    ) -> None:
        """Show these pairings; of one press, the first is chosen unless another one was sent."""
        field = self.whom
        field.choices = [(str(offer.pairing_id), offer.words) for offer in offers]
        field.option_widget = CheckboxInput() if several else RadioInput()
        if chosen is not None:
            field.data = list(chosen)
        elif not several and not field.data and offers:
            field.data = [str(offers[0].pairing_id)]


class MinutesForm(Form):
    """How long: one of the usual lengths, or another number, which wins where it is given."""

    minutes = wtforms.RadioField(
        "Minutes",
        choices=lambda: [(str(number), str(number)) for number in USUAL_MINUTES],
        default="30",
        validate_choice=False,
    )
    other_minutes = whole_number("Other minutes", at_least=1, render_kw={"placeholder": "other"})

    @property
    def length(self) -> int:
        if self.other_minutes.data is not None:
            return self.other_minutes.data
        usual = self.minutes.data or ""
        return int(usual) if usual in map(str, USUAL_MINUTES) else 0

    def show_length(self, minutes: int) -> None:
        """Fill the form with a length that was stored."""
        self.minutes.data = str(minutes) if minutes in USUAL_MINUTES else ""
        self.other_minutes.data = None if minutes in USUAL_MINUTES else minutes


class CoachedForm(Form):
    """Who of two coached, or is to."""

    coach = wtforms.RadioField(
        "Who coached", coerce=lambda value: int(value) if value else None, validate_choice=False
    )

    def between(self, people: Mapping[int, str], *, turn: int | None = None) -> None:
        """Offer the two by name; unless it was said, it is the turn of one of them."""
        self.coach.choices = list(people.items())
        if self.coach.data is None:
            self.coach.data = turn


class LogForm(WhomForm, MinutesForm):
    """A session that took place; the ways are the buttons that send it."""

    way = choice("How", Way, default=Way.NOT_SAID)
    held_on = day("Day")
    remote = wtforms.BooleanField("Remote")
    place = line("Place")
    note = line("Note in one line")
    questions = text("Questions that came up")
    next_steps = text("Next steps")
    back = wtforms.HiddenField()

    # What a line was understood to say, which is shown before it is saved.
    understood = ""
    unclear: tuple[str, ...] = ()
    said_way: Way | None = None

    def fill(self, line: Line, today: date) -> None:
        """Fill the fields with what a line says; what it leaves open is to be chosen."""
        self.whom.data = [str(each.pairing_id) for each in line.whom]
        if line.minutes:
            self.show_length(line.minutes)
        self.held_on.data = line.day if line.day != today else None
        self.remote.data = line.remote
        self.note.data = line.note
        self.said_way = line.way
        self.understood = line.said(today)
        self.unclear = line.unclear


class TimeForm(Form):
    """When and where a session is to be."""

    planned_at = MomentField(
        "When", validators=[wtforms.validators.InputRequired("Say the day and the time.")]
    )
    remote = wtforms.BooleanField("Remote")
    place = line("Place")

    def moment(self, zone: ZoneInfo) -> datetime:
        """Give the moment that this day and time are in a zone."""
        said: Any = self.planned_at.data
        return said.replace(tzinfo=zone)


class MoveForm(TimeForm):
    """Another day, time or place for a planned session."""


class PlanForm(WhomForm, TimeForm, MinutesForm):
    """A session to come."""


class KickOffPlanForm(TimeForm, MinutesForm):
    """A kick-off to come; everybody takes part."""


class KickOffForm(MinutesForm):
    """The kick-off of a rollout that took place; everybody was there."""

    held_on = day("Day")
    remote = wtforms.BooleanField("Remote")
    place = line("Place")
    note = line("Note in one line")
    next_steps = text("Next steps")


class SessionForm(CoachedForm, WhomForm, MinutesForm):
    """What a held session's people may put right or add afterwards."""

    way = choice("How", Way, default=Way.NOT_SAID)
    held_on = day("Day", required="Say the day on which it took place.")
    remote = wtforms.BooleanField("Remote")
    place = line("Place")
    note = text("Note", hint="The newest is shown; earlier ones stay readable.")
    questions = text("More questions", hint="One per line.")
    next_steps = text("More next steps", hint="One per line, such as: Cleo: try it by Friday")


@dataclass(frozen=True)
class NextStep:
    """One line of the next steps: whose it is, as it was written, and when it is due."""

    who: str
    text: str
    whole: str
    due: date | None


def lines_of(many: str) -> list[str]:
    """Split a text into its lines, without bullets and empty ones."""
    lines = [BULLET.sub("", line.strip()).strip() for line in many.splitlines()]
    return [line for line in lines if line]


def read_next_step(written: str, day: date) -> NextStep:
    """Read "Cleo: try the restart by Friday", as said on a day."""
    who, colon, rest = written.partition(":")
    found = BY_A_DAY.search(written)
    return NextStep(
        who=who.strip() if colon and rest.strip() else "",
        text=rest.strip() if colon else written,
        whole=written,
        due=_day_said(found[1].rstrip(".!,;"), day) if found else None,
    )


def _day_said(words: str, said_on: date) -> date | None:
    """Find the next day of these words ("Friday", "4 Dec"); None where they are no day."""
    name = words.lower()
    if len(name) >= 3:
        for number, weekday in enumerate(WEEKDAYS):
            if weekday.lower().startswith(name):
                return said_on + timedelta(days=(number - said_on.weekday() - 1) % 7 + 1)
    try:
        found = parse_day(words, said_on)
        has_year = re.search(r"\d{4}", words) is not None
        return (
            found
            if found >= said_on or has_year
            else parse_day(f"{words} {said_on.year + 1}", said_on)
        )
    except ValueError:
        return None
