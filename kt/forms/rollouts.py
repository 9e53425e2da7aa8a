"""Forms of rollouts: planning, copying, closing them."""

import wtforms

from ..models import TransferModel
from .base import Form, choice, day, line, text
from .people import time_zones

MODEL_HINT = (
    "One-way: everybody guides or learns. Two-way: people may guide on one topic and learn "
    "another. SME-seeded: each topic has an expert whom coaches and learners can call on."
)


class RolloutForm(Form):
    version = wtforms.HiddenField()
    name = line("Name", required="A rollout needs a name. Type one.")
    why = text("What it is for", hint="What people will be able to do at the end. Markdown.")
    model = choice("Model", TransferModel, hint=MODEL_HINT)
    start_date = day("Start", required="Choose the day on which it starts.")
    end_date = day("Agreed end", hint="Leave it empty if none was agreed.")
    rolling = wtforms.BooleanField(
        "Rolling",
        description="Takes in learners one by one, each with their own start. Orientation does.",
    )
    supervisor = line("Supervisor", hint="Type a name or an e-mail. Empty means you.")
    deputy = line("Deputy", hint="May do all that the supervisor may. Type a name or an e-mail.")
    department = line("Department")
    time_zone = wtforms.SelectField(
        "Time zone",
        description="Its figures count the days of this zone.",
        choices=time_zones,
        coerce=lambda value: value or None,
    )


class CopyForm(Form):
    name = line("Name", required="The copy needs a name. Type one.")
    start_date = day("Start", required="Choose the day on which the copy starts.")
    with_guides = wtforms.BooleanField("With the same coaches and SMEs")


class ClosureForm(Form):
    keep = line("Keep", hint="What worked and should stay.")
    change = line("Change", hint="What should be different.")
    tell_next = line("Tell the next team", hint="What you wish you had known.")


class CancellationForm(Form):
    sentence = line("Why", hint="It stands in the history, for everybody in the rollout.")


class RolloutTopicForm(Form):
    topic = wtforms.SelectField("Topic", coerce=lambda value: int(value) if value else None)
