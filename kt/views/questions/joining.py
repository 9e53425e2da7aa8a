"""Joining a question with another one that asks the same."""

from typing import Any

from flask import g, render_template, request, url_for

from ... import clock
from ...access import may_answer_question, questions_visible_to, require
from ...errors import Refused
from ...forms.questions import MergeForm
from ...models import Question
from ...operations import questions as deeds
from ...reports import questions as answers
from ...web import done, invalid, tried
from .blueprint import views
from .shown import told, visible


@views.get("/questions/<int:id>/merge")
def choose(id: int) -> Any:
    question = visible(id)
    require(may_answer_question(g.person, question), deeds.NOT_ASKED)
    form = _offered(MergeForm(), question)
    return render_template("questions/merge.html", question=question, form=form)


@views.post("/questions/<int:id>/merge")
def merge(id: int) -> Any:
    question = visible(id)
    require(may_answer_question(g.person, question), deeds.NOT_ASKED)
    form = MergeForm.of(request.form)
    if not tried(form, lambda: _merge(question, form)):
        return invalid("questions/merge.html", question=question, form=_offered(form, question))
    return told(
        question,
        f"Joined; {question.asked_by.first_name} is told.",
        undo_url=url_for(".unmerge", id=id),
    )


@views.post("/questions/<int:id>/merged")
def unmerge(id: int) -> Any:
    question = visible(id)
    deeds.unmerge_question(question, by=g.person)
    return done(url_for(".show", id=id), "They are two questions again.")


def _merge(question: Question, form: MergeForm) -> Question:
    into = questions_visible_to(g.person).where(Question.id == form.into.data).first()
    if into is None:
        raise Refused("Choose the question that asks the same.", field="into")
    return deeds.merge_question(question, into, by=g.person)


def _offered(form: MergeForm, question: Question) -> MergeForm:
    words = request.args.get("words", "")
    others = answers.others_of_topic(question, g.person, clock.now(), words)
    form.into.choices = [
        (row.id, f"{row.text} ({row.first_name}, {'open' if row.is_open else 'answered'})")
        for row in others
    ]
    return form
