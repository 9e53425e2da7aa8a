"""Forms about people: what is known of them, what they may do, a file to import them from."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self
from zoneinfo import available_timezones

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from ..models import Access
from .base import Form, choice, day, line, whole_number


@cache
def time_zones() -> list[tuple[str, str]]:
    """Offer every time zone there is; an empty one is the organisation's."""
    names = sorted(available_timezones())
    return [("", "The organisation's"), *((name, name.replace("_", " ")) for name in names)]


class ProfileForm(Form):
    """What is one's own to say."""

    time_zone = wtforms.SelectField(
        "Time zone",
        description="By which days begin and end.",
        choices=time_zones,
        coerce=lambda value: value or None,
    )
    coaching_hours_week = whole_number(
        "Coaching hours a week", at_least=0, hint="How many hours there are for coaching others."
    )
    mentor_places = whole_number(
        "Mentor places", at_least=0, hint="How many protégés there is room for. Empty is none."
    )
    away_until = day(
        "Away until", hint="The first day back. Until then nobody is reminded of anything."
    )


class PersonForm(ProfileForm):
    version = wtforms.HiddenField()
    name = line("Name", required="Everybody has a name. Type it.")
    email = line(
        "E-mail",
        hint="To sign in with. Leave it empty for somebody who does not.",
        render_kw={"inputmode": "email", "autocomplete": "off"},
    )
    employee_id = line("Employee number")
    title = line("Title")
    department = line("Department")
    manager = line("Line manager", hint="Type a name or an e-mail.")
    location = line("Location")
    start_date = day("Start date")
    leaving_date = day("Leaving date")


class AccessForm(Form):
    access = choice("Access", Access)


class FileForm(Form):
    file = wtforms.FileField(
        "File",
        description="CSV, TSV or XLSX, up to 10 MB, with a header row.",
        validators=[InputRequired("Choose a file.")],
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


class ColumnsForm(Form):
    """Which column of a file holds what, in the order of its columns."""

    columns = wtforms.FieldList(wtforms.SelectField(choices=(), coerce=lambda value: value or None))
    first = wtforms.RadioField(
        "Some dates can be read both ways. What comes first in them?",
        choices=lambda: [("day", "The day"), ("month", "The month")],
        validate_choice=False,
    )

    def offer(self, fields: Mapping[Any, str], columns: Iterable[tuple[str, str]]) -> Self:
        """Let each column, a name and an example, hold one of these fields or be left out."""
        words = [SelectChoice(field, text[:1].upper() + text[1:]) for field, text in fields.items()]
        for entry, (name, example) in zip(self.columns, columns, strict=False):
            entry.label.text = name
            entry.description = f"Such as: {example}" if example else ""
            entry.choices = [SelectChoice("", "Leave it out"), *words]
        return self

    @property
    def day_first(self) -> bool | None:
        return {"day": True, "month": False}.get(self.first.data or "")


class ConfirmationForm(Form):
    version = wtforms.HiddenField()
