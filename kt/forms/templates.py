"""Forms of templates, their items, and the preview of an imported file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional

from ..due import Anchor, DueRule, Unit
from ..models import OwnerRole, Subject
from .base import Form, choice, line, stripped
from .base import text as lines
from .checklists import DUE_HINT, roles, row_id

DEEPEST = 6


class TemplateForm(Form):
    version = wtforms.HiddenField()
    title = line("Title", required="A template needs a title. Type one.")
    applies_to = choice("For", Subject)
    description = lines("What it is for", hint="Markdown.")
    source = line("Source", hint="Where it comes from, and the credit line its licence asks for.")


def number(label: str) -> wtforms.IntegerField:
    return wtforms.IntegerField(
        label,
        validators=[
            Optional(),
            NumberRange(-1000, 1000, "Use a number between -1000 and 1000."),
        ],
    )


class TemplateItemForm(Form):
    """One line of a template. The exact rule counts where it is filled in, else the words do."""

    version = wtforms.HiddenField()
    text = line("What is to be done", required="An item needs words. Type what is to be done.")
    group = line("Heading", hint="Headings inside one another are divided by ›.")
    owners = roles("Who does it", hint="Nobody chosen: the person the checklist is for.")
    due_text = line("When", hint=DUE_HINT)
    anchor = choice("Counts from", Anchor, empty="As the words say")
    first = number("From")
    last = number("To")
    unit = choice("Unit", Unit, empty="Choose")
    after = wtforms.SelectField("Which item", coerce=row_id)
    optional = wtforms.BooleanField("Optional")
    condition = line("Only if", hint="Such as “for contractors”.")
    detail = lines("Details", hint="Markdown: lists, links, code.")

    def offer(self, items: Iterable[tuple[int, str]]) -> "TemplateItemForm":
        """Let it be due after one of these items, given with their words."""
        none = SelectChoice("", "None")
        self.after.choices = [none, *(SelectChoice(id, words) for id, words in items)]
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.anchor.data is None:
            return True
        if self.first.data is None or self.unit.data is None:
            self.first.errors = ["Give the number and the unit, such as 2 weeks."]
            return False
        if self.anchor.data is Anchor.ITEM and self.after.data is None:
            self.after.errors = ["Choose the item that it comes after."]
            return False
        try:
            self.rule()
        except ValueError as fault:
            self.last.errors = [str(fault)]
            return False
        return True

    def rule(self) -> DueRule | None:
        """Give the exact rule, None where only words were typed."""
        first, last = self.first.data, self.last.data
        if self.anchor.data is None or first is None:
            return None
        return DueRule(self.anchor.data, first, first if last is None else last, self.unit.data)

    def show_rule(self, rule: DueRule | None) -> None:
        """Fill in the exact rule, where the words alone would not give it."""
        if rule is None:
            return
        self.anchor.data, self.unit.data = rule.anchor, rule.unit
        self.first.data, self.last.data = rule.first, rule.last

    def values(self) -> dict[str, Any]:
        """Give what `add_template_item` takes, the item it comes after by its id."""
        exact = ("anchor", "first", "last", "unit")
        values = {name: value for name, value in super().values().items() if name not in exact}
        after = values["after"] if self.anchor.data is Anchor.ITEM else None
        return values | {"due": self.rule(), "after": after}


class UploadForm(Form):
    file = wtforms.FileField(
        "File",
        description="Markdown, an HTML table with boxes, or an issue form in YAML; up to 10 MB.",
        validators=[InputRequired("Choose a file.")],
        render_kw={"accept": ".md,.markdown,.txt,.html,.htm,.erb,.yml,.yaml"},
    )


class ReadingForm(Form):
    """How a file is to be read."""

    plain_lists = wtforms.BooleanField("Import every list item, boxes or not")
    with_comments = wtforms.BooleanField("Import the tasks inside comments")
    with_code = wtforms.BooleanField("Import the tasks inside code blocks")
    keep_ticks = wtforms.BooleanField("Ticked boxes start as done")


class LineForm(wtforms.Form):
    """One item of the preview. `owners` are roles between bars, as a choice can send them."""

    keep = wtforms.BooleanField("Keep")
    text = wtforms.TextAreaField("Item", filters=[stripped])
    depth = wtforms.SelectField(
        "Level",
        choices=lambda: [(level, str(level)) for level in range(1, DEEPEST + 1)],
        coerce=int,
    )
    group = wtforms.StringField("Heading", filters=[stripped])
    owners = wtforms.SelectField("Who", choices=list)
    due_text = wtforms.StringField("When", filters=[stripped])


class PreviewForm(Form):
    """A file's items before they are saved; the same fields a line, in the file's order."""

    title = line("Title", required="A template needs a title. Type one.")
    applies_to = choice("For", Subject)
    source = line("Source", hint="Where it comes from, and the credit line its licence asks for.")
    lines = wtforms.FieldList(wtforms.FormField(LineForm))

    def offer(self, owners: Iterable[Sequence[str]]) -> "PreviewForm":
        """Let lines have one role, or one of the combinations that the file has."""
        combined = sorted({tuple(each) for each in owners if len(each) > 1})
        single = [(role.value,) for role in OwnerRole]
        choices = [SelectChoice("", "Nobody said")]
        choices += [SelectChoice("|".join(each), " + ".join(each)) for each in single + combined]
        for each in self.lines:
            each.form.owners.choices = choices
        return self

    def chosen(self) -> list[Mapping[str, Any]]:
        """Give what was chosen for each line, roles as a tuple."""
        return [
            {
                **each.data,
                "text": each.data["text"] or "",
                "group": each.data["group"] or "",
                "due_text": each.data["due_text"] or "",
                "owners": tuple(OwnerRole(role) for role in each.data["owners"].split("|") if role),
            }
            for each in self.lines
        ]
