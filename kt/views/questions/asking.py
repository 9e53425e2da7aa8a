"""Asking, taking back, having the next one asked, hearing the answer."""

from typing import Any

from flask import g, render_template, request, url_for

from ... import clock
from ...access import items_visible_to, outputs_visible_to, topics_visible_to
from ...errors import Refused
from ...forms.questions import AskBackForm, AskForm
from ...models import Item, Output, Question, Topic
from ...operations import questions as deeds
from ...operations.once import once
from ...reports import questions as answers
from ...web import done, invalid, own_path, tried
from ..asking import all_topics, ask_box, refused_box
from .blueprint import views
from .lists import refused
from .shown import here, told, visible


@views.get("/questions/new")
def new() -> Any:
    topic_id = request.args.get("topic", type=int)
    topics = all_topics()
    own = [topic_id] if topic_id in dict(topics) else []
    words = request.args.get("words", "").strip()
    ask = ask_box("ask", topics=topics, own=own, words=words)
    return render_template("questions/new.html", ask=ask)


@views.post("/questions")
def create() -> Any:
    form = AskForm.of(request.form)
    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _ask(form)))
    if not url:
        return invalid("questions/new.html", ask=refused_box(form))
    question = visible(int(url.rsplit("/", 1)[1]))
    row = answers.row_of(question, g.person, clock.now())
    return done(
        own_path(form.back.data or url),
        answers.asked_words(row, g.zone, g.today),
        undo_url=url_for(".set_withdrawn", id=question.id, withdrawn=1),
    )


@views.post("/questions/<int:id>/withdrawn")
def set_withdrawn(id: int) -> Any:
    """Take a question back or ask it after all: `withdrawn` is 1 or 0."""
    question = visible(id)
    withdrawn = request.values.get("withdrawn") != "0"
    deeds.withdraw_question(question, by=g.person, withdrawn=withdrawn)
    undo_url = url_for(".set_withdrawn", id=id, withdrawn=int(not withdrawn))
    said = "The question is taken back." if withdrawn else "The question is asked again."
    return told(question, said, undo_url=undo_url)


@views.post("/questions/<int:id>/turn")
def pass_on(id: int) -> Any:
    question = visible(id)
    after = request.values.get("after", type=int)
    person = deeds.pass_question_on(question, by=g.person, after=-1 if after is None else after)
    return told(question, f"{person.name} is asked now.")


@views.post("/questions/<int:id>/heard")
def set_heard(id: int) -> Any:
    """Say that one has read the answer, or have it stand on one's home again: 1 or 0."""
    question = visible(id)
    heard = request.values.get("heard") != "0"
    deeds.hear_answer(question, by=g.person, heard=heard)
    undo_url = url_for(".set_heard", id=id, heard=int(not heard))
    said = "Got it." if heard else "The answer stands on your home again."
    if request.form.get("back"):
        return done(here(), said, undo_url=undo_url)
    return told(question, said, undo_url=undo_url)


@views.post("/questions/<int:id>/asked-back")
def ask_back(id: int) -> Any:
    question = visible(id)
    form = AskBackForm.of(request.form)
    asked = tried(form, lambda: deeds.ask_back(question, form.sentence.data or "", by=g.person))
    if not asked:
        return refused(question, form)
    row = answers.row_of(question, g.person, clock.now())
    return told(question, answers.asked_words(row, g.zone, g.today))


def _ask(form: AskForm) -> str:
    topic = _one(topics_visible_to, Topic, form.topic.data)
    if topic is None:
        raise Refused("Choose the topic that it is about.", field="topic")
    question: Question = deeds.ask_question(
        topic,
        form.words.data or "",
        by=g.person,
        private=form.private.data,
        item=_one(items_visible_to, Item, form.item_id),
        about=_one(outputs_visible_to, Output, form.about_id),
    )
    return url_for(".show", id=question.id)


def _one(visible_to: Any, model: Any, id: int | None) -> Any:
    return visible_to(g.person).where(model.id == id).first() if id is not None else None
