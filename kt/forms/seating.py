"""Forms of seats and pairings."""

import wtforms

from ..models import Role
from .base import Form, choice, day, line, whole_number

GUIDES = {Role.COACH.value: "Coach", Role.BUDDY.value: "Buddy"}


class GuideForm(Form):
    """Who guides one learner on one topic, as what, and what the two agreed."""

    version = wtforms.HiddenField()
    guide = line(
        "Guide", hint="A name or an e-mail. Empty leaves a gap.", render_kw={"autofocus": True}
    )
    role = wtforms.SelectField("As", choices=lambda: list(GUIDES.items()), coerce=Role)
    cadence_days = whole_number(
        "Meets every … days", at_least=1, required="Say how often they meet; weekly is 7."
    )
    agreed_hours = whole_number("Hours a week", at_least=1)
    mutual = wtforms.BooleanField(
        "They coach each other", description="What they say then belongs to the two."
    )
    hours_reason = line("Why more than they have", hint="Only where the coach has fewer hours.")
    wave = whole_number("Wave", at_least=1, required="Waves are counted from 1.")


class SeatForm(Form):
    """A new seat; for a learner, maybe with a guide at once."""

    person = line("Person", required="Type the name or the e-mail of the person.")
    role = choice("As", Role)
    topic = wtforms.SelectField("On", coerce=lambda value: int(value) if value else None)
    guide = line("Guided by", hint="For a learner. Empty leaves a gap.")
    since = day("From", hint="Empty means the start, or today if it has started.")
    until = day("Until", hint="Empty while it is open.")


class PauseForm(Form):
    until = day("Pause until", required="Choose the day on which it goes on.")


class EndForm(Form):
    note = line("A note", hint="What the next guide should know. It may stay empty.")
