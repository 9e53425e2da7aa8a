"""Forms of pairs: asking somebody, declining, ending, and the agenda of a session of two."""

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import PairKind
from .base import Form, choice, day, line, text, whole_number
from .sessions import CoachedForm, MinutesForm, PlanForm

# Rule 14: each coaches the other with open questions.
AGENDA = {
    "going_on": "What is going on?",
    "works": "What works?",
    "does_not": "What does not?",
    "will_change": "What will you change?",
}

HOW_OFTEN = "Meets every … days"


class TopicForm(Form):
    """A topic of one's own development; without a choice it is the usual one."""

    topic = wtforms.SelectField("On", coerce=lambda value: int(value) if value else None)
    cadence_days = whole_number(
        HOW_OFTEN, at_least=1, required="Say how often you meet; every two weeks is 14."
    )

    def offer(self, topics: Sequence[tuple[int, str]]) -> None:
        self.topic.choices = [
            SelectChoice("", "Whatever comes up"),
            *(SelectChoice(id, name) for id, name in topics),
        ]


class AskForm(TopicForm):
    """Whom to ask for a pair; nobody named waits for any mentor."""

    kind = choice("For", PairKind, default=PairKind.PEERS)
    person = wtforms.HiddenField()
    asked = line("Whom", hint="A name or an e-mail. For a mentor, empty waits in line for any.")
    sentence = line("Why, in a sentence", hint="Only whoever is asked reads it.")


class DeclineForm(Form):
    sentence = line(
        "Why not", required="Say in a sentence why not, so that nobody is left wondering."
    )


class EndForm(Form):
    note = line("A note", hint="Only the two of you read it.")


class PairLogForm(CoachedForm, MinutesForm):
    """A session of two, along its agenda; what is written belongs to the two."""

    going_on = text(AGENDA["going_on"])
    works = text(AGENDA["works"])
    does_not = text(AGENDA["does_not"])
    will_change = text(AGENDA["will_change"])
    next_steps = text("Next steps", hint="One per line, such as: Cleo: ask for the slot by Friday")
    held_on = day("Day", hint="Empty means today.")
    remote = wtforms.BooleanField("Remote")
    place = line("Place")

    @property
    def note(self) -> str:
        """Give what was written as one note: each question that was answered, and its answer."""
        answers = {question: self[name].data for name, question in AGENDA.items()}
        return "\n\n".join(f"**{asked}** {said}" for asked, said in answers.items() if said)


class PairPlanForm(CoachedForm, PlanForm):
    """A session of two to come."""


class CircleForm(TopicForm):
    """A circle: a name, a topic, and people two by two."""

    name = line("Name", required="Give the circle a name.")
    people = text(
        "People",
        required="Name at least two people.",
        hint="One per line; two on a line, with a comma, are a pair. The others are paired by "
        "the rules: similar rank, not the same department and title.",
    )

    @property
    def lines(self) -> list[list[str]]:
        """Give the names on each line that has any."""
        lines = [
            [name.strip() for name in written.split(",") if name.strip()]
            for written in (self.people.data or "").splitlines()
        ]
        return [names for names in lines if names]


def titles_of(sent: Mapping[str, str]) -> list[str]:
    """Read which titles stood in a form of ranks, in its order."""
    titles: list[str] = []
    while f"title-{len(titles)}" in sent:
        titles.append(sent[f"title-{len(titles)}"])
    return titles


def ranks_form(titles: Sequence[str], sent: Any = None, **options: Any) -> Any:
    """Make a form with a rank for each title, by its place; each title is sent along."""
    fields: dict[str, Any] = {"version": wtforms.HiddenField()}
    for at, title in enumerate(titles):
        fields[f"title-{at}"] = wtforms.HiddenField(default=title)
        fields[f"rank-{at}"] = whole_number(title, at_least=1)
    made: Any = type("RanksForm", (Form,), fields)
    return made(**options) if sent is None else made.of(sent, **options)
