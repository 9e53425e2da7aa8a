"""Forms of rollouts: planning, copying, closing them."""

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import Kind, TransferModel, Wording
from .base import Form, choice, day, line, text
from .people import time_zones

KINDS = {
    Kind.PROCESS_CHANGE: "Process change: what people know already is done in a new way",
    Kind.DELEGATION: "Delegation: tasks move to somebody for good",
    Kind.ORIENTATION: "Orientation: new people settle in and learn the work",
    Kind.NICHE_SKILL: "Niche skill: needed seldom, held by few",
    Kind.DEVELOPMENT: "Development: somebody's own growth",
}

MODELS = {
    TransferModel.ONE_WAY: "One-way: at any one time everybody either guides or learns",
    TransferModel.TWO_WAY: (
        "Two-way: people may guide on one topic and learn another, never both on the same"
    ),
    TransferModel.SEEDED_ONE_WAY: (
        "SME-seeded one-way: one-way, and each topic has an SME to call on for the content"
    ),
    TransferModel.SEEDED_TWO_WAY: (
        "SME-seeded two-way: two-way, and each topic has an SME to call on for the content"
    ),
}

MODEL_HINT = (
    "One-way: everybody guides or learns. Two-way: people may guide on one topic and learn "
    "another. SME-seeded: each topic has an expert to call on for the content."
)

WORDINGS = {
    Wording.COACHING: "Coach and learner, for knowledge and skills",
    Wording.MENTORING: "Mentor and protégé, for somebody's own development",
}


class ChangeForm(Form):
    """What is changing, why, where and when: the first step of a design."""

    kind = wtforms.RadioField(
        "What is changing",
        choices=lambda: [SelectChoice(kind, words) for kind, words in KINDS.items()],
        coerce=lambda value: Kind(value) if value else None,
        validators=[wtforms.validators.InputRequired("Choose what is changing.")],
    )
    name = line("Name", required="A rollout needs a name. Type one.")
    why = text("What it is for", hint="What people will be able to do at the end. Markdown.")
    department = line("Department", hint="Its readiness answers are kept for a year.")
    start_date = day("Start", required="Choose the day on which it starts.")
    end_date = day("Agreed end", hint="Leave it empty if none was agreed.")
    rolling = wtforms.BooleanField(
        "Rolling",
        description="Takes in people one by one, each with their own start. Orientation does.",
    )
    supervisor = line("Supervisor", hint="Type a name or an e-mail. Empty means you.")
    deputy = line("Deputy", hint="May do all that the supervisor may. Type a name or an e-mail.")
    time_zone = wtforms.SelectField(
        "Time zone",
        description="Its figures count the days of this zone.",
        choices=time_zones,
        coerce=lambda value: value or None,
    )


class RolloutForm(ChangeForm):
    """Everything about a rollout; one that was planned before kinds were asked may have none."""

    version = wtforms.HiddenField()
    kind = choice("What is changing", Kind, empty="Not said yet")
    model = choice("Model", TransferModel, hint=MODEL_HINT)
    wording = wtforms.SelectField(
        "Words",
        choices=lambda: [SelectChoice(each, words) for each, words in WORDINGS.items()],
        coerce=Wording,
        default=Wording.COACHING,
    )


class ModelForm(Form):
    version = wtforms.HiddenField()
    model = wtforms.RadioField(
        "Model",
        choices=lambda: [SelectChoice(model, words) for model, words in MODELS.items()],
        coerce=TransferModel,
    )

    def mark(self, advised: TransferModel | None) -> None:
        """Say at one of the models that it is advised."""
        self.model.choices = [
            SelectChoice(model, f"{words} (advised)" if model == advised else words)
            for model, words in MODELS.items()
        ]


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
