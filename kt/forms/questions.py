"""Forms of questions: asking, answering, asking back, joining, an entry of a FAQ."""

from collections.abc import Iterable, Sequence
from typing import Any

import wtforms

from .base import Form, line, text
from .outputs import group_field

Topics = Sequence[tuple[int, str]]


def _id(value: Any) -> int | None:
    said = str(value or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


class AskForm(Form):
    """The open box: what one wants to know, on which topic, and whether it stays private."""

    words = line(
        "What do you want to know?",
        required="Type what you want to know; one sentence is enough.",
        render_kw={"placeholder": "What do you want to know?", "autocomplete": "off"},
    )
    topic = wtforms.SelectField("On", coerce=_id, choices=list, validate_choice=False)
    private = wtforms.BooleanField("only for whom I ask")
    item = wtforms.HiddenField()
    about = wtforms.HiddenField()
    back = wtforms.HiddenField()

    is_offered = False

    def offer(self, topics: Topics, *, own: Iterable[int] = ()) -> None:
        """Offer topics, one's own before the others, and choose the first unless one is."""
        names = dict(topics)
        first = [(id, names[id]) for id in dict.fromkeys(own) if id in names]
        mine = {id for id, _ in first}
        others = [(id, name) for id, name in topics if id not in mine]
        groups = {"Yours": first, "All others" if first else "All": others}
        self.topic.choices = {label: some for label, some in groups.items() if some}
        self.is_offered = True
        if self.topic.data is None and topics:
            self.topic.data = first[0][0] if first else None

    @property
    def item_id(self) -> int | None:
        return _id(self.item.data)

    @property
    def about_id(self) -> int | None:
        return _id(self.about.data)


class AnswerForm(Form):
    """An answer as it was opened: `version` names what was there."""

    version = wtforms.HiddenField()
    back = wtforms.HiddenField()
    answer = text(
        "Answer",
        required="Type the answer first; one sentence is enough.",
        render_kw={"rows": 1, "placeholder": "Your answer"},
    )


class AskBackForm(Form):
    back = wtforms.HiddenField()
    sentence = line(
        "Not quite? Say what is still open",
        required="Say in a sentence what is still open, so that it can be answered.",
    )


class MergeForm(Form):
    into = wtforms.SelectField("Asks the same as", coerce=_id, choices=list, validate_choice=False)


class FaqEntryForm(Form):
    question = wtforms.HiddenField()
    title = line("Question", required="Type the question that this answers.")
    text = text(
        "Answer",
        required="Type the answer first; one sentence is enough.",
        hint="Markdown: - for lists, ``` for code.",
        render_kw={"rows": 8},
    )
    group = group_field()

    @property
    def question_id(self) -> int | None:
        return _id(self.question.data)
