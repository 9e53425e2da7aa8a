"""The form of a link to a rollout's report."""

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import SHARE_DAYS
from .base import Form, line


class ShareForm(Form):
    days = wtforms.RadioField(
        "It works for",
        choices=lambda: [SelectChoice(days, f"{days} days") for days in SHARE_DAYS],
        coerce=int,
        default=30,
    )
    note = line("Whom it is for", hint="Only whoever runs the rollout reads this.")
