"""Forms of checklists and their items."""

from collections.abc import Iterable

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import OwnerRole
from .base import Form, day, line
from .base import text as lines

DUE_HINT = "Such as “day 3”, “week 2 to 4” or “two weeks before leaving”."


def roles(label: str, *, hint: str = "") -> wtforms.SelectMultipleField:
    """Make a choice of owner roles, as many as one likes."""
    return wtforms.SelectMultipleField(
        label,
        description=hint,
        choices=lambda: [(role.value, role.value.capitalize()) for role in OwnerRole],
        coerce=OwnerRole,
        option_widget=wtforms.widgets.CheckboxInput(),
        widget=wtforms.widgets.ListWidget(prefix_label=False),
        validate_choice=True,
    )


def row_id(value: object) -> int | None:
    """Read the id that a choice among rows sends; None for none of them."""
    return int(str(value)) if str(value or "").isdecimal() else None


class MakeForm(Form):
    """A checklist out of a template, for a person, for a rollout, or for a person within one."""

    template = wtforms.SelectField("Template", coerce=row_id)
    person = line(
        "Person", hint="Type a name or an e-mail. Leave it empty for a rollout's own list."
    )
    rollout = wtforms.SelectField("Rollout", coerce=row_id)
    start_day = day("Start", hint="What “day 1” counts from. Empty: the person's start date.")
    departure_day = day("Leaving", hint="What “before leaving” counts from.")

    def offer(
        self, templates: Iterable[tuple[int, str]], rollouts: Iterable[tuple[int, str]]
    ) -> "MakeForm":
        """Let one choose among these templates and rollouts, given with their names."""
        self.template.choices = [SelectChoice(id, title) for id, title in templates]
        none = SelectChoice("", "None")
        self.rollout.choices = [none, *(SelectChoice(id, name) for id, name in rollouts)]
        return self


class ChecklistForm(Form):
    title = line("Title", required="A checklist needs a title. Type one.")


class DayForm(Form):
    day = day("Date", hint="Empty: not known yet.")


class ItemForm(Form):
    version = wtforms.HiddenField()
    text = line("What is to be done", required="An item needs words. Type what is to be done.")
    owners = roles("Who does it", hint="Nobody chosen: the person the checklist is for.")
    owner = line("Or somebody in particular", hint="Type a name or an e-mail.")
    optional = wtforms.BooleanField("Optional")
    condition = line("Only if", hint="Such as “for contractors”.")
    detail = lines("Details", hint="Markdown: lists, links, code.")


class NewItemForm(Form):
    text = line("What is to be done", required="An item needs words. Type what is to be done.")
    owners = roles("Who does it", hint="Nobody chosen: the person the checklist is for.")
    due = day("Due on")
    due_text = line("Or due", hint=DUE_HINT)
    group = line("Heading")
    detail = lines("Details", hint="Markdown: lists, links, code.")


class DueForm(Form):
    due = day("Due on, whatever else moves")


class StuckForm(Form):
    sentence = line("What is in the way? One sentence helps.")
