"""Forms of sign-offs: what is asked for, and what whoever judges says."""

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import Level
from .base import Form, line


class AskForm(Form):
    level = wtforms.SelectField(
        "Signed off as one who",
        choices=lambda: [SelectChoice(str(int(level)), level.words) for level in tuple(Level)[1:]],
    )
    note = line("A word to whoever judges", hint="What you did that shows it. May stay empty.")


class JudgeForm(Form):
    evidence = line(
        "What you have seen, or what is missing",
        hint="It stands with the standing. For “not yet”, say what is to be shown.",
    )
