"""Joining a question with another one that asks the same."""

from typing import Any

from ... import clock
from ...access import may_answer_question, questions_visible_to, require
from ...db import transaction
from ...errors import Refused
from ...models import Person, Question, Turn
from ..indexing import index_question
from ..turns import plan_turns
from .rows import NOT_ASKED, fresh, note


def merge_question(question: Question, into: Question, *, by: Person) -> Question:
    """Say that another question asks the same; its answer is this one's answer from now on.

    Those that were joined with this one go along.
    """
    require(may_answer_question(by, question), NOT_ASKED)
    with transaction():
        row, other = fresh(question), fresh(into)
        other = other.merged_into if other.merged_into_id else other
        if row.merged_into_id == other.id:
            return row
        _refuse_unlike(row, other, by)
        Question.update(merged_into=other).where(Question.merged_into == row).execute()
        row.merged_into, row.heard_at = other, None
        row.save(only=[Question.merged_into, Question.heard_at])
        Turn.delete().where(Turn.question == row, Turn.starts_at > clock.now()).execute()
        note("question.merged", row, by=by)
    return row


def unmerge_question(question: Question, *, by: Person) -> Question:
    """Undo `merge_question`: the question has its own answer again, or waits for one."""
    require(may_answer_question(by, question), NOT_ASKED)
    with transaction():
        row = fresh(question)
        if row.merged_into_id is None:
            return row
        other = row.merged_into
        row.merged_into = row.heard_at = None
        row.save(only=[Question.merged_into, Question.heard_at])
        if row.answered_at is None:
            plan_turns([row], now=clock.now())
        note("question.unmerged", row, by=by)
        index_question(other)
    return row


def _refuse_unlike(row: Any, other: Any, by: Person) -> None:
    if other.id == row.id:
        raise Refused("This is the question itself. Choose another one.", field="into")
    if other.topic_id != row.topic_id:
        raise Refused(
            f"That question is about {other.topic.name}. Choose one about {row.topic.name}.",
            field="into",
        )
    if other.withdrawn_at is not None:
        raise Refused("That question was taken back. Choose another one.", field="into")
    if other.private or not questions_visible_to(by).where(Question.id == other.id).exists():
        raise Refused(
            "That question is private, so others cannot be given its answer. Answer this one.",
            field="into",
        )
