"""Answering a question, and putting the answer into the FAQ: one press each."""

from typing import Any

from flask import g, request, url_for

from ...errors import Refused
from ...forms.questions import AnswerForm
from ...models import Question
from ...operations import questions as deeds
from ...operations.editing import Stale
from ...reports import questions as answers
from ...web import tried
from .blueprint import views
from .lists import again, refused
from .shown import row_again, told, visible

IN_FAQ = "It is in the FAQ now: the next one finds it."


@views.post("/questions/<int:id>/answer")
def answer(id: int) -> Any:
    question = visible(id)
    form = AnswerForm.of(request.form)
    try:
        answered = tried(
            form,
            lambda: deeds.answer_question(
                question,
                form.answer.data or "",
                by=g.person,
                opened_with=form.version.data or "",
            ),
        )
    except Stale:
        return _two_answers(question, form)
    if not answered:
        return refused(question, form)
    undo_url = url_for(".set_answered", id=id, answered=0)
    return told(question, f"Answered; {question.asked_by.first_name} is told.", undo_url=undo_url)


@views.post("/questions/<int:id>/answered")
def set_answered(id: int) -> Any:
    """Take an answer back: `answered` is 0. The text stays in its field."""
    question = visible(id)
    deeds.take_answer_back(question, by=g.person)
    return told(question, "The answer is taken back; its text is still in the field.")


@views.post("/questions/<int:id>/faq")
def set_in_faq(id: int) -> Any:
    """Put an answer into the topic's FAQ, or take it out: `faq` is 1 or 0.

    `title` words the question differently, `add_to` is the entry that it is added to.
    """
    question = visible(id)
    if request.values.get("faq") == "0":
        deeds.take_out_of_faq(question, by=g.person)
        undo_url = url_for(".set_in_faq", id=id, faq=1)
        return told(question, "It is out of the FAQ; its text is a draft.", undo_url=undo_url)
    try:
        _put(question)
    except deeds.SameTitle as refusal:
        return again(question, status=422, same=refusal.output, problem=refusal.sentence)
    except Refused as refusal:
        return again(question, status=422, problem=refusal.sentence)
    undo_url = url_for(".set_in_faq", id=id, faq=0)
    return told(question, IN_FAQ, undo_url=undo_url)


def _put(question: Question) -> None:
    add_to = request.values.get("add_to", type=int)
    if add_to is None:
        title = request.values.get("title", "")
        deeds.put_into_faq(question, by=g.person, today=g.today, title=title)
        return
    if add_to not in dict(answers.faq_entry_titles(question.topic)):
        raise Refused("That entry is not in the FAQ any more. Reload the page.")
    deeds.add_to_faq(question, add_to, by=g.person, today=g.today)


def _two_answers(question: Question, form: AnswerForm) -> Any:
    """Show what somebody answered meanwhile beside what was typed, joined in the field."""
    each = row_again(question)
    theirs = each.row
    form.version.data = deeds.version_of_answer(theirs)
    if theirs.answer and theirs.answer not in (form.answer.data or ""):
        form.answer.data = f"{theirs.answer}\n\n{form.answer.data}"
    return again(question, status=409, form=form, is_writing=True, theirs=theirs)
