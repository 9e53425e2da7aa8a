"""What every form does: take what was sent, keep it, say what is wrong in words."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Self

import wtforms
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.meta import DefaultMeta
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from .. import markup
from ..errors import Refused
from ..models import Wording

# Real checklist items run to 927 characters; this only keeps out what nobody typed.
LONGEST_LINE = 4_000
LONGEST_TEXT = 500_000

# The fields whose choices are words of ours; those of others name what people wrote.
VOCABULARIES = frozenset({"role", "measure", "level", "way", "owners"})

# What both engines keep in a column of numbers.
MOST = 2**31 - 1


class Options(wtforms.widgets.Select):
    """A select that is written at once, for it has as many options as the place has topics.

    WTForms makes several objects of each of them, twice (measured: a seventh of a home).
    """

    def __call__(self, field: Any, **attributes: Any) -> Any:
        for name in self.validation_attrs:
            flag = getattr(field.flags, name)
            if flag is not None:
                attributes.setdefault(name, flag)
        attributes = {"id": field.id, **attributes, "name": field.name}
        chosen, coerce = field.data, field.coerce
        groups = [
            (label, [(value, words, coerce(value) == chosen) for value, words in pairs])
            for label, pairs in _groups(field.choices or ())
        ]
        return markup.select(groups, attributes)


def _groups(choices: Any) -> Iterator[tuple[str | None, Iterable[tuple[Any, str]]]]:
    """Part what a field offers as its groups, or give all of it as one that has no name."""
    groups = choices.items() if isinstance(choices, dict) else [(None, choices)]
    for label, offered in groups:
        yield (
            label,
            (
                (each.value, each.label) if isinstance(each, SelectChoice) else each
                for each in offered
            ),
        )


OPTIONS = Options()


class Form(wtforms.Form):
    """A form whose messages can also come from a rule that refused the deed."""

    class Meta(DefaultMeta):
        def render_field(self, field: wtforms.Field, render_kw: Any) -> Any:
            if type(field.widget) is wtforms.widgets.Select and not field.widget.multiple:
                field.widget = OPTIONS
            elif isinstance(field.widget, wtforms.widgets.Input):
                field.widget.html_params = markup.attributes  # type: ignore[method-assign]
            return super().render_field(field, render_kw)

    form_key = wtforms.HiddenField()

    @classmethod
    def of(cls, sent: Mapping[str, Any], **options: Any) -> Self:
        """Read what was sent."""
        return cls(sent if isinstance(sent, MultiDict) else MultiDict(sent), **options)

    def inside(self, place: str) -> Self:
        """Name the fields' elements after the place of the form, where a page has several."""
        for field in self:
            field.id = f"{place}-{field.name}"
        return self

    def refuse(self, refusal: Refused) -> None:
        """Show a rule's sentence at the field it names, or on top of the form."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(refusal.sentence)
        else:
            field.errors = [*field.errors, refusal.sentence]

    def unlike(self, present: Self) -> list[Any]:
        """List the fields of another form of this kind, under a prefix, that say something else."""
        return [
            field
            for field in present
            if not isinstance(field, wtforms.HiddenField)
            and field.data != self[field.short_name].data
        ]

    def values(self) -> dict[str, Any]:
        """Give the typed values by field name, without the form's own key."""
        return {name: value for name, value in self.data.items() if name != "form_key"}


class Several:
    """Several forms on one page, for the one summary of what is wrong in them."""

    def __init__(self, *forms: Form):
        self.forms = forms

    @property
    def errors(self) -> list[Any]:
        return [form.errors for form in self.forms if form.errors]

    @property
    def form_errors(self) -> list[str]:
        return [sentence for form in self.forms for sentence in form.form_errors]

    def __iter__(self) -> Iterator[wtforms.Field]:
        return (field for form in self.forms for field in form)


def in_words(field: Any, wording: Wording) -> Any:
    """Have a field say its label, its hint and its choices as a rollout does (rule 5)."""
    field.label.text = wording.say(field.label.text)
    field.description = wording.say(field.description)
    if field.short_name in VOCABULARIES and isinstance(field, wtforms.SelectField):
        field.choices = [
            SelectChoice(value, wording.say(label)) for value, label, *_ in field.iter_choices()
        ]
    return field


def stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def line(label: str, *, required: str | None = None, hint: str = "", **options: Any) -> Any:
    """Make a one-line text field; `required` is the sentence for an empty one."""
    return wtforms.StringField(
        label,
        description=hint,
        filters=[stripped, lambda value: value or ""],
        validators=[_words(required), _at_most(LONGEST_LINE)],
        **options,
    )


def text(label: str, *, required: str | None = None, hint: str = "", **options: Any) -> Any:
    """Make a field for several lines; line ends become plain newlines."""
    return wtforms.TextAreaField(
        label,
        description=hint,
        filters=[lambda value: (value or "").replace("\r\n", "\n").strip()],
        validators=[_words(required), _at_most(LONGEST_TEXT)],
        **options,
    )


def choice(
    label: str,
    vocabulary: type[StrEnum],
    *,
    empty: str | None = None,
    hint: str = "",
    **options: Any,
) -> Any:
    """Make a choice out of a vocabulary; `empty` is the words for choosing none (None)."""
    words = [(word.value, word.value[:1].upper() + word.value[1:]) for word in vocabulary]
    offered = ([("", empty)] if empty is not None else []) + words
    return wtforms.SelectField(
        label,
        description=hint,
        # WTForms is giving up tuples in a list; those a function answers with stay.
        choices=lambda: offered,
        coerce=lambda value: vocabulary(value) if value else None,
        **options,
    )


def whole_number(
    label: str,
    *,
    at_least: int,
    required: str | None = None,
    hint: str = "",
    **options: Any,
) -> Any:
    """Make a field for a whole number that is not below `at_least`."""
    return WholeNumberField(
        label,
        description=hint,
        validators=[
            _presence(required),
            NumberRange(at_least, MOST, f"Write a whole number, at least {at_least}."),
        ],
        **options,
    )


def day(label: str, *, required: str | None = None, hint: str = "", **options: Any) -> Any:
    """Make a field for a day; one that does not exist is refused in words."""
    return DayField(label, description=hint, validators=[_presence(required)], **options)


class WholeNumberField(wtforms.IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        sent = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not sent:
            return
        # Other digits than ours, signs and underscores are numbers to Python, not to people.
        if not (sent.isascii() and sent.isdecimal()):
            raise ValueError(f"“{sent[:40]}” is not a whole number. Write it like 3.")
        self.data = int(sent[:20])


class DayField(wtforms.DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        sent = valuelist[0].strip() if valuelist else ""
        if not sent:
            self.data = None
            return
        try:
            super().process_formdata([sent])
        except ValueError as fault:
            raise ValueError(
                f"“{sent}” is not a day. Write year-month-day, such as 2026-12-04."
            ) from fault


def _words(required: str | None) -> Any:
    # Spaces alone are something that was sent, but they are no words.
    return DataRequired(required) if required else Optional()


def _presence(required: str | None) -> Any:
    return InputRequired(required) if required else Optional()


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"This is longer than {length:,} characters. Shorten it.")
