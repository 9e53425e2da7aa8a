"""Forms of an import of standings: what its columns hold, what its words mean, how it is taken."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import Kind, Level
from .base import Form, choice, day

UNDECIDED = "?"
NOTHING = ""


class StandingImportForm(Form):
    """The columns in their order, the words in the order of their preview, and the rest."""

    columns = wtforms.FieldList(wtforms.SelectField(choices=(), coerce=lambda value: value or None))
    levels = wtforms.FieldList(wtforms.SelectField(choices=()))
    first = wtforms.RadioField(
        "Some dates can be read both ways. What comes first in them?",
        choices=lambda: [("day", "The day"), ("month", "The month")],
        validate_choice=False,
    )
    on = day("Day", hint="The day of what has none of its own in the file. Empty means today.")
    refresh_on = day("To be refreshed from", hint="Empty means that they need no refreshing.")
    add_topics = wtforms.BooleanField("Add the topics that are not known")
    kind = choice("Kind of the topics that are added", Kind, default=Kind.NICHE_SKILL)
    over_sign_offs = wtforms.BooleanField(
        "What is newer than a sign-off follows it",
        description="Otherwise whoever was signed off stays as they were signed off.",
    )

    def offer(
        self,
        holds: Mapping[Any, str],
        columns: Iterable[tuple[str, str]],
        words: Iterable[tuple[str, str, bool]],
    ) -> Self:
        """Let each column, a name and an example, hold one of these, and each word mean a level.

        A word is given with how often it stands there, and whether its level is still to be said.
        """
        offered = [SelectChoice(each, text[:1].upper() + text[1:]) for each, text in holds.items()]
        for entry, (name, example) in zip(self.columns, columns, strict=False):
            entry.label.text = name
            entry.description = f"Such as: {example}" if example else ""
            entry.choices = [SelectChoice("", "Leave it out"), *offered]
        levels = [SelectChoice(str(int(level)), f"{level}: {level.words}") for level in Level]
        for entry, (word, times, undecided) in zip(self.levels, words, strict=False):
            entry.label.text = word
            entry.description = times
            first = [SelectChoice(UNDECIDED, "Choose its level")] if undecided else []
            entry.choices = [*first, *levels, SelectChoice(NOTHING, "It says nothing")]
        return self

    @property
    def day_first(self) -> bool | None:
        return {"day": True, "month": False}.get(self.first.data or "")
