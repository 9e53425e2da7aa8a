"""What a home says of questions: those for somebody to answer, and the answers to their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Expression, fn

from ...access import ids_of, spelled_by_access, topics_visible_to
from ...db import among
from ...models import PassingOn, Person, Question, Topic, Turn
from ...packing import packed_rows, unpacked_rows
from .rows import QuestionRow, lines_with_turns, read_rows

SHOWN = 3

# Among so many of the newest those that are shown are chosen.
MOST = 50


@dataclass(frozen=True)
class HomeQuestions:
    """The first few questions that wait for somebody, with how many there are, and answers.

    `for_me` are those whose turn it is theirs, then those that have climbed on from them. `stuck`
    are one's own private ones that may be passed on.
    """

    for_me: tuple[QuestionRow, ...] = ()
    total: int = 0
    answers: tuple[QuestionRow, ...] = ()
    stuck: tuple[QuestionRow, ...] = ()


@dataclass(frozen=True)
class Asking:
    """What waits for somebody, or for their ear or word; topics they may ask about, by name."""

    waiting: int
    answered: int
    topics: tuple[tuple[int, str], ...]


def asking_columns(person: Any, now: Any) -> list[Any]:
    """Give the columns by which a home's count of what waits asks for these, too.

    They are what waits for somebody, the answers they have not heard, with what they may pass on,
    and their topics.
    """
    topic = Topic.alias()
    visible = ids_of(topics_visible_to, person, Topic.id)
    return [
        Question.select(fn.COUNT(Question.id)).where(_waits_for(person, now)),
        Question.select(fn.COUNT(Question.id)).where(
            _answered_for(person) | _stuck_for(person, now)
        ),
        topic.select(packed_rows(topic.id, topic.name)).where(topic.id.in_(visible)),
    ]


def read_asking(waiting: int, answered: int, topics: str | None) -> Asking:
    """Read what `asking_columns` answered with."""
    named = ((int(id), name) for id, name in unpacked_rows(topics))
    return Asking(waiting, answered, tuple(sorted(named, key=lambda each: each[1].casefold())))


def questions_for(person: Person, asking: Asking, now: datetime) -> HomeQuestions:
    """Read the questions of a home (one query, if there are any)."""
    if not (asking.waiting or asking.answered):
        return HomeQuestions()
    rows = read_rows(_waiting_and_answered(person=person, now=now), now)
    stuck = tuple(row for row in rows if row.asked_by_id == person.id and row.may_pass_on)
    for_me = [row for row in rows if row.is_open and row not in stuck]
    # Those whose turn it is come first, and of each kind those that wait longest.
    for_me.sort(key=lambda row: (not row.is_for(person), row.at, row.id))
    return HomeQuestions(
        for_me=tuple(for_me[:SHOWN]),
        total=asking.waiting,
        answers=tuple(row for row in rows if not row.is_open),
        stuck=stuck,
    )


@spelled_by_access
def _waiting_and_answered(person: Any, now: Any) -> Any:
    newest = Question.id.desc()
    waiting = Question.select(Question.id).where(_waits_for(person, now)).order_by(newest)
    answered = Question.select(Question.id).where(_answered_for(person)).order_by(newest)
    stuck = Question.select(Question.id).where(_stuck_for(person, now)).order_by(newest)
    either = among(Question.id, waiting.limit(MOST)) | among(Question.id, answered.limit(SHOWN))
    either |= among(Question.id, stuck.limit(SHOWN))
    return lines_with_turns(either, person).dicts()


def _waits_for(person: Any, now: Any) -> Expression:
    asked = Turn.select(Turn.question).where(Turn.person == person, Turn.starts_at <= now)
    return Question.id.in_(asked) & Question.is_open()


def _stuck_for(person: Any, now: Any) -> Expression:
    """Match one's own private questions that nobody answered for a working day."""
    offered = PassingOn.select(PassingOn.id).where(
        PassingOn.question == Question.id, PassingOn.starts_at <= now
    )
    return (Question.asked_by == person) & Question.is_open() & fn.EXISTS(offered)


def _answered_for(person: Any) -> Expression:
    into = Question.alias()
    # Asked of each by its value: PostgreSQL would list all answered questions for an EXISTS here.
    joined = into.select(into.answered_at).where(into.id == Question.merged_into)
    return (
        (Question.asked_by == person)
        & Question.heard_at.is_null()
        & Question.withdrawn_at.is_null()
        & (Question.answered_by.is_null() | (Question.answered_by != person))
        & fn.COALESCE(Question.answered_at, joined).is_null(False)
    )
