"""Forms of the steps in which a rollout is designed."""

from collections.abc import Mapping

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import Kind, ReadinessAnswer, ReadinessQuestion, Role, Wording
from ..rules.readiness import QUESTIONS, Given
from .base import Form, choice, line, text
from .rollouts import WORDINGS
from .seating import SeatForm

Q = ReadinessQuestion


def _asked(question: ReadinessQuestion) -> wtforms.BooleanField:
    asked = QUESTIONS[question]
    return wtforms.BooleanField(asked.words, description=asked.if_yes.way_out)


class ReadinessForm(Form):
    """What holds where the rollout takes place; a box that stays empty is a no."""

    structured = _asked(Q.STRUCTURED)
    pilot = line("Which department starts", hint="One that is responsive.")
    never_meet = _asked(Q.NEVER_MEET)
    factual = _asked(Q.FACTUAL)
    weak_supervision = _asked(Q.WEAK_SUPERVISION)
    engineers = _asked(Q.ENGINEERS)
    leader = _asked(Q.LEADER)
    development = _asked(Q.DEVELOPMENT)
    wording = wtforms.SelectField(
        "Words on its pages",
        choices=lambda: [
            SelectChoice("", "As the answers propose"),
            *(SelectChoice(each, words) for each, words in WORDINGS.items()),
        ],
        coerce=lambda value: Wording(value) if value else None,
    )

    @classmethod
    def field_of(cls, question: ReadinessQuestion) -> str:
        return question.replace(" ", "_")

    def show(self, answers: Mapping[ReadinessQuestion, Given | ReadinessAnswer]) -> None:
        """Fill the form with what was answered, or with what is proposed."""
        for question, answer in answers.items():
            self[self.field_of(question)].data = answer.yes
        if Q.STRUCTURED in answers:
            self.pilot.data = answers[Q.STRUCTURED].note

    def answers(self) -> dict[ReadinessQuestion, Given]:
        answers = {each: Given(self[self.field_of(each)].data) for each in Q}
        if self.structured.data:
            answers[Q.STRUCTURED] = Given(True, self.pilot.data)
        return answers


class ProcessForm(Form):
    """The written process of a topic that had none; `version` is how the topic was opened."""

    version = wtforms.HiddenField()
    written_process = text("How it is done", hint="Step by step. Markdown: lists, links.")


class TopicStepForm(Form):
    """A topic for a rollout: one there is already, or a new one with its written process."""

    topic = wtforms.SelectField(
        "A topic there is already",
        coerce=lambda value: int(value) if value else None,
    )
    name = line("Or the name of a new one")
    kind = choice("Its kind", Kind)
    technical = wtforms.BooleanField(
        "Technical", description="Beginners in a technical topic need an SME to call on."
    )
    written_process = text("How it is done", hint="Its written process, step by step. Markdown.")

    def offer(self, topics: list[tuple[int, str]]) -> None:
        self.topic.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(id, name) for id, name in topics),
        ]


class SeatLineForm(SeatForm):
    """One seat of several that are given at once; a line without a person is left out."""

    person = line("Person")
    role = choice("As", Role, default=Role.LEARNER)

    @property
    def is_empty(self) -> bool:
        return not (self.person.data or self.guide.data)


class AgreeForm(Form):
    """Which of the suggested targets and outputs are agreed on."""

    suggestions = wtforms.SelectMultipleField(
        "Agree on",
        choices=list,
        validate_choice=False,
        option_widget=wtforms.widgets.CheckboxInput(),
    )

    def offer(self, suggestions: list[tuple[str, str]]) -> None:
        self.suggestions.choices = [SelectChoice(key, words) for key, words in suggestions]
