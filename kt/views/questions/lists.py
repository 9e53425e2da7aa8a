"""Lists of questions, and one question on its page."""

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request, url_for

from ... import clock, hx
from ...access import may_edit_faq
from ...forms.questions import AnswerForm, AskBackForm
from ...models import Question
from ...reports import questions as answers
from ...reports.history import history_of
from ...reports.questions import QuestionRow, Which
from ...web import page as page_of
from ..asking import all_topics, ask_box
from ..paging import page_number, pages
from .blueprint import views
from .shown import Shown, fragment, row_again, shown, visible


@views.get("/questions")
def index() -> Any:
    topics = all_topics()
    which, topic_id = _asked_for(topics)
    number = page_number()
    rows, total = answers.questions_page(
        g.person, which, clock.now(), topic_id=topic_id, page=number
    )
    back = url_for(".index", which=which, topic=topic_id)
    return render_template(
        "questions/index.html",
        questions=[shown(row) for row in rows],
        total=total,
        waiting=answers.how_many_wait(g.person, clock.now(), topic_id=topic_id),
        pages=pages(number, total, size=answers.PAGE),
        which=which,
        kinds=Which,
        topics=topics,
        topic_id=topic_id,
        ask=ask_box("ask", topics=topics, own=[topic_id] if topic_id else (), back=back),
        back=back,
    )


def all_listed() -> Callable[[int], tuple[list[QuestionRow], int]]:
    """Give what reads a page of the questions that the request asks for, and counts them all."""
    which, topic_id = _asked_for(all_topics())
    return lambda number: answers.questions_page(
        g.person, which, clock.now(), topic_id=topic_id, page=number
    )


def _asked_for(topics: list[tuple[int, str]]) -> tuple[Which, int | None]:
    which = request.args.get("which", "")
    topic_id = request.args.get("topic", type=int)
    return (
        Which(which) if which in set(Which) else Which.FOR_ME,
        topic_id if topic_id in dict(topics) else None,
    )


@views.get("/questions/<int:id>")
def show(id: int) -> Any:
    question = visible(id)
    opened = request.args.get("write") == "1"
    return question_page(question, row_again(question, is_writing=opened))


def question_page(question: Question, each: Shown, *, status: int = 200) -> Any:
    """Show a question's page, with its row as it is after what was sent."""
    return page_of(
        "questions/show.html",
        status=status,
        question=question,
        shown=each,
        may_edit_faq=may_edit_faq(g.person, question.topic),
        history=history_of(question),
    )


def refused(question: Question, form: AnswerForm | AskBackForm, *, status: int = 422) -> Any:
    """Show a question with a form that was refused, its words kept."""
    name = "form" if isinstance(form, AnswerForm) else "ask_back_form"
    return again(question, status=status, is_writing=name == "form", **{name: form})


def again(question: Question, *, status: int, **more: Any) -> Any:
    """Show the row, or without htmx the page, with what a deed could not do."""
    each = row_again(question, **more)
    if hx.wants_fragment():
        return hx.fragment(fragment(each), status=status)
    return question_page(question, each, status=status)
