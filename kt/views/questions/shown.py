"""A question as its row shows it: with the forms for whoever may do something about it."""

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for

from ... import clock, hx
from ...access import questions_visible_to
from ...forms.questions import AnswerForm, AskBackForm
from ...models import Output, Question
from ...operations.questions import version_of_answer
from ...reports import questions as answers
from ...reports.questions import QuestionRow
from ...web import done, find_or_404, own_path


@dataclass(frozen=True)
class Shown:
    """A row with its forms; `answer_form` is none where one may not answer.

    `is_writing` opens the field of an answer that is there; `same` is the entry of the FAQ that is
    called like this question, `problem` what else was refused, `theirs` the answer that somebody
    gave while one was typing.
    """

    row: QuestionRow
    answer_form: AnswerForm | None
    ask_back_form: AskBackForm | None
    may_put: bool
    is_writing: bool = False
    same: Output | None = None
    problem: str = ""
    theirs: QuestionRow | None = None

    @property
    def id(self) -> str:
        return f"question-{self.row.id}"


def shown(
    row: QuestionRow,
    *,
    form: AnswerForm | None = None,
    ask_back_form: AskBackForm | None = None,
    **more: Any,
) -> Shown:
    """Show a row to whoever is signed in."""
    may_answer = not row.withdrawn and answers.may_answer(row, g.person)
    is_mine = row.asked_by_id == g.person.id and row.answered is not None
    place = f"question-{row.id}"
    if form is None:
        form = AnswerForm(version=version_of_answer(row), answer=row.answer)
    return Shown(
        row=row,
        answer_form=form.inside(place) if may_answer and row.joined is None else None,
        ask_back_form=(ask_back_form or AskBackForm()).inside(place) if is_mine else None,
        may_put=answers.may_put(row, g.person),
        **more,
    )


def shown_on_home(rows: tuple[QuestionRow, ...]) -> list[Shown]:
    """Show the rows of a home, whose questions are asked of one or were asked by one."""
    return [shown(row) for row in rows]


def visible(id: int) -> Question:
    """Find a question that one may see; the moment counts, so its search is not spelled ahead."""
    return find_or_404(questions_visible_to(g.person), id)


def row_again(question: Question, **more: Any) -> Shown:
    """Read a question's row again after a deed (one query)."""
    return shown(answers.row_of(question, g.person, clock.now()), **more)


def here() -> str:
    """Tell the page that the row stands on, to which one comes back."""
    return own_path(request.values.get("back") or url_for("home.show"))


def told(question: Question, said: str, *, undo_url: str = "", **more: Any) -> Any:
    """Show the row again and say what was done; without htmx, on the question's own page."""
    if hx.wants_fragment():
        html = fragment(row_again(question, **more))
        return hx.fragment(html, announce=said)
    return done(url_for("questions.show", id=question.id), said, undo_url=undo_url)


def fragment(each: Shown) -> str:
    return render_template("questions/_row.html", shown=each, here=here())
