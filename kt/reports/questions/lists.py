"""Lists of questions, open ones first."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from peewee import Expression, ModelSelect, fn

from ...access import (
    questions_for_all,
    questions_for_some,
    questions_visible_to,
    spelled_by_access,
)
from ...db import among, of_each_row
from ...models import Person, Question, Topic, Turn
from ..cutting import counted
from .rows import QuestionRow, lines_with_turns, read_rows, rows_of

PAGE = 50

# Open ones first, then the newest, as an index has those that go on.
GOING_ON_IN_ORDER = (Question.answered_at.is_null(False), Question.id.desc())


class Which(StrEnum):
    """Whose questions a list shows."""

    FOR_ME = "for me"
    MINE = "mine"
    ALL = "all"


def questions_page(
    person: Person, which: Which, now: datetime, *, topic_id: int | None = None, page: int = 1
) -> tuple[list[QuestionRow], int]:
    """List a page of questions that somebody may see, and how many there are (two queries)."""
    if which == Which.ALL:
        return _all_questions(person, now, topic_id, page)
    found = questions_visible_to(person).where(_are(which, person, now))
    if topic_id is not None:
        found = found.where(Question.topic == topic_id)
    ordered = found.order_by(*_open_first()).paginate(page, PAGE)
    return _in_order(ordered, person, now), found.count()


def _all_questions(
    person: Person, now: datetime, topic_id: int | None, page: int
) -> tuple[list[QuestionRow], int]:
    """Do so for all that somebody sees, read and counted by an index."""
    for_all, for_some = questions_for_all(person), questions_for_some(person)
    asked_for = _go_on()
    if topic_id is not None:
        asked_for &= Question.topic == topic_id
    ids = Question.select(Question.id)
    seen = ids.where(asked_for, of_each_row(for_all | for_some))
    ordered = seen.order_by(*GOING_ON_IN_ORDER)
    total = counted(
        ids.where(asked_for, for_all), ids.where(for_some, of_each_row(asked_for & ~for_all))
    )
    return _in_order(ordered.paginate(page, PAGE), person, now), total


def how_many_wait(person: Person, now: datetime, *, topic_id: int | None = None) -> int:
    """Count the open questions that somebody was asked (one query)."""
    found = questions_visible_to(person).where(_are(Which.FOR_ME, person, now), Question.is_open())
    return found.where(Question.topic == topic_id).count() if topic_id else found.count()


def of_topic(topic: Topic, person: Person, now: datetime, limit: int = 5) -> list[QuestionRow]:
    """List the newest questions of a topic that somebody may see, open ones first (one query)."""
    rows = read_rows(_newest_of_topic(person=person, topic=topic, limit=limit), now)
    return sorted(rows, key=lambda row: not row.is_open)


@spelled_by_access
def _newest_of_topic(person: Any, topic: Any, limit: Any) -> Any:
    found = Question.select(Question.id).where(
        _go_on(),
        Question.topic == topic,
        of_each_row(questions_for_all(person) | questions_for_some(person)),
    )
    newest = found.order_by(*GOING_ON_IN_ORDER).limit(limit)
    return lines_with_turns(among(Question.id, newest), person).dicts()


def others_of_topic(
    question: Question, person: Person, now: datetime, words: str = ""
) -> list[QuestionRow]:
    """List the questions that another one can be joined with, those with its words first."""
    found = questions_visible_to(person).where(
        Question.topic == question.topic_id,
        Question.id != question.id,
        ~Question.private,
        Question.merged_into.is_null(),
        Question.withdrawn_at.is_null(),
    )
    if words:
        found = found.where(Question.text.contains(words))
    return _in_order(found.order_by(Question.id.desc()).limit(PAGE), person, now)


def topics_with_questions(person: Person) -> list[tuple[int, str]]:
    """List the topics on which somebody sees questions, by name (one query)."""
    for_all = Question.select(Question.id).where(
        Question.topic == Topic.id, Question.withdrawn_at.is_null(), questions_for_all(person)
    )
    for_some = questions_visible_to(person).where(questions_for_some(person))
    named = Topic.select(Topic.id, Topic.name).where(
        fn.EXISTS(for_all) | Topic.id.in_(for_some.select(Question.topic))
    )
    return list(named.order_by(Topic.name).tuples())


def _are(which: Which, person: Person, now: datetime) -> Expression:
    if which == Which.FOR_ME:
        asked = Turn.select(Turn.question).where(Turn.person == person, Turn.starts_at <= now)
        return Question.id.in_(asked) & Question.merged_into.is_null()
    return Question.asked_by == person


def _go_on() -> Expression:
    """Keep the questions that were neither joined with another one nor taken back."""
    return Question.merged_into.is_null() & Question.withdrawn_at.is_null()


def _open_first() -> list[Any]:
    is_over = Question.answered_at.is_null(False) | Question.merged_into.is_null(False)
    return [is_over | Question.withdrawn_at.is_null(False), Question.id.desc()]


def _in_order(found: ModelSelect, person: Person, now: datetime) -> list[QuestionRow]:
    """Read rows in the order of a query of questions."""
    ids = [id for (id,) in found.select(Question.id).tuples()]
    rows = {row.id: row for row in rows_of(Question.id.in_(ids), person, now)} if ids else {}
    return [rows[id] for id in ids]
