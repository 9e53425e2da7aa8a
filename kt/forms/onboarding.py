"""The one form of onboarding one person."""

import wtforms

from .base import Form, day, line


def row_id(value: str) -> int | None:
    return int(value) if value else None


class OnboardingForm(Form):
    """Somebody known by `person`, or somebody new by name; all else may stay empty."""

    person = line("Somebody who is here already", hint="Type a name or an e-mail.")
    name = line("Or the name of somebody new")
    email = line(
        "Their e-mail",
        hint="To sign in with.",
        render_kw={"inputmode": "email", "autocomplete": "off"},
    )
    title = line("Their title")
    department = line("Their department")
    manager = line("Their line manager", hint="Type a name or an e-mail.")
    start = day("First day", required="Choose the first day.")
    buddy = line("Buddy", hint="For settling in and practical matters; never the line manager.")
    coach = line("Coach", hint="For the skills of the job.")
    topic = wtforms.SelectField("Coached on", coerce=row_id)
    template = wtforms.SelectField("Checklist", coerce=row_id)
