"""A topic's FAQ on one page, its order, and entries that nobody asked for."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from ...access import (
    may_answer_question,
    may_edit_faq,
    outputs_visible_to,
    require,
    topics_visible_to,
)
from ...forms.questions import FaqEntryForm
from ...models import Output, Question, Topic
from ...operations import questions as deeds
from ...operations.once import once
from ...reports import questions as answers
from ...web import done, invalid, tried, visible_or_404
from ..asking import ask_box
from .blueprint import views
from .shown import visible


@views.get("/topics/<int:id>/faq")
def faq(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    here = url_for(".faq", id=id)
    return render_template(
        "faq/show.html",
        faq=answers.faq_of(topic),
        may_edit=may_edit_faq(g.person, topic),
        is_ordering=request.args.get("order") == "1",
        ask=ask_box("ask", topic=topic, back=here),
    )


@views.post("/topics/<int:id>/faq/<int:output_id>/place")
def place(id: int, output_id: int) -> Any:
    """Move an entry by one place, or with `group` its whole group: `to` is up or down."""
    topic = visible_or_404(topics_visible_to, id)
    output = visible_or_404(outputs_visible_to, output_id)
    to = request.form.get("to", "")
    if output.topic_id != topic.id or to not in ("up", "down"):
        abort(404)
    with_group = request.args.get("group") == "1"
    deeds.move_faq_entry(output, "up" if to == "up" else "down", by=g.person, with_group=with_group)
    here = url_for(".faq", id=id, order=1, _anchor=f"entry-{output_id}")
    return done(here, f"“{output.group if with_group else output.title}” moved {to}.")


@views.get("/topics/<int:id>/faq/new")
def new_entry(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    question = _worded_anew(topic, request.args.get("question", type=int))
    require(
        may_edit_faq(g.person, topic)
        or (question is not None and may_answer_question(g.person, question)),
        deeds.NOT_EDITOR,
    )
    form = FaqEntryForm(question=question.id if question else "")
    if question is not None:
        form.text.data = question.answer
    return render_template(
        "faq/new.html",
        topic=topic,
        form=form,
        question=question,
        groups=answers.faq_groups(topic),
    )


@views.post("/topics/<int:id>/faq")
def create_entry(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    form = FaqEntryForm.of(request.form)
    question = _worded_anew(topic, form.question_id)
    url = tried(
        form,
        lambda: once(
            form.form_key.data or "", by=g.person, deed=lambda: _write(topic, form, question)
        ),
    )
    if not url:
        return invalid(
            "faq/new.html",
            topic=topic,
            form=form,
            question=question,
            groups=answers.faq_groups(topic),
        )
    return done(url, f"“{form.title.data}” is in the FAQ.")


def _write(topic: Topic, form: FaqEntryForm, question: Question | None) -> str:
    output: Output = deeds.write_faq_entry(
        topic,
        by=g.person,
        title=form.title.data or "",
        text=form.text.data or "",
        today=g.today,
        question=question,
        group=form.group.data or "",
    )
    return url_for(".faq", id=topic.id, _anchor=f"entry-{output.id}")


def _worded_anew(topic: Topic, id: int | None) -> Question | None:
    """Find the question whose answer is worded anew, if it is one of this topic."""
    if id is None:
        return None
    question = visible(id)
    return question if question.topic_id == topic.id else abort(404)
