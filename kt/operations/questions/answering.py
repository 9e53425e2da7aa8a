"""Answering: writing an answer, changing it, taking it back, asking back."""

from typing import Any, Protocol

from ... import clock
from ...access import may_answer_question, require
from ...db import transaction
from ...errors import Refused
from ...markup import to_html
from ...models import AskedAs, Person, Question, Turn
from ..editing import require_version, version_of
from ..indexing import index_question
from .asking import turn_now
from .rows import NOT_ASKED, NOT_YOURS, fresh, note
from .words import answer_said, question_said


class HasAnswer(Protocol):
    """What a row of a list knows of an answer, too."""

    @property
    def answered_by_id(self) -> int | None: ...

    @property
    def answer(self) -> str: ...

    @property
    def asked_back(self) -> str: ...


def answer_question(question: Question, text: str, *, by: Person, opened_with: str) -> Question:
    """Answer a question, or change its answer; the asker hears of it on their home.

    `opened_with` is the `version_of_answer` on the screen; raises Stale where somebody answered
    meanwhile. The same answer sent twice is one.
    """
    require(may_answer_question(by, question), NOT_ASKED)
    said = answer_said(text)
    html = str(to_html(said))
    with transaction():
        row = fresh(question)
        if row.merged_into_id:
            raise Refused("This question was joined with another one. Answer that one.")
        if row.answered_at and row.answer == said:
            return row
        require_version(opened_with, version_of_answer(row))
        deed = "question.answer-edited" if row.answered_at else "question.answered"
        row.answer, row.answer_html = said, html
        row.answered_by, row.answered_at = by, clock.now()
        row.heard_at = None
        row.save()
        Turn.delete().where(Turn.question == row, Turn.starts_at > row.answered_at).execute()
        note(deed, row, by=by)
    return row


def version_of_answer(question: HasAnswer) -> str:
    """Name the present state of an answer, for the form in which it is written."""
    return version_of(question.answered_by_id, question.answer, question.asked_back)


def take_answer_back(question: Question, *, by: Person) -> Question:
    """Open a question again whose answer its asker has not read; the text stays to go on with."""
    require(may_answer_question(by, question), NOT_ASKED)
    with transaction():
        row = fresh(question)
        if row.answered_at is None:
            return row
        if row.heard_at is not None:
            raise Refused(
                f"{row.asked_by.name} has read this answer. Change it instead of taking it back."
            )
        if row.output_id is not None:
            raise Refused("This answer stands in the FAQ. Take it out there first.")
        row.answered_at = None
        row.save(only=[Question.answered_at])
        _ask_again(row, row.answered_by)
        note("question.answer-taken-back", row, by=by)
    return row


def ask_back(question: Question, sentence: str, *, by: Person) -> Question:
    """Say what an answer leaves open; the question goes back to whoever answered it.

    A question that was joined with another one stands by itself again.
    """
    require(by.id == question.asked_by_id, NOT_YOURS)
    try:
        said = question_said(sentence)
    except Refused as refusal:
        raise Refused(
            "Say in a sentence what is still open, so that it can be answered.", field="sentence"
        ) from refusal
    with transaction():
        row = fresh(question)
        answered = row.merged_into if row.merged_into_id else row
        if answered.answered_at is None:
            raise Refused("It is not answered yet, or was asked back about already. Reload.")
        who = answered.answered_by
        row.asked_back = "\n".join(filter(None, [row.asked_back, said]))
        row.merged_into = row.answered_at = row.heard_at = None
        row.answered_by, row.answer, row.answer_html = who, answered.answer, answered.answer_html
        row.save()
        _ask_again(row, who)
        note("question.reopened", row, by=by)
        index_question(answered)
    return row


def _ask_again(question: Any, who: Person) -> None:
    """Put a question to whoever answered it; where they have gone, to the next one."""
    earlier = Turn.select(Turn.asked_as).where(Turn.question == question, Turn.person == who)
    asked_as = earlier.order_by(Turn.position.desc()).scalar() or AskedAs.OWNER
    turn_now(question, who, AskedAs(asked_as), clock.now())
