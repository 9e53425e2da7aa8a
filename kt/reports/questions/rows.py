"""Questions as rows and pages show them, with whom they were asked and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from ...access import topics_known_to
from ...markup import Rendered, stored
from ...models import (
    AskedAs,
    CoachingSession,
    Item,
    Output,
    OutputState,
    PassingOn,
    Person,
    Question,
    Topic,
    Turn,
)


@dataclass(frozen=True)
class AskedOf:
    """Somebody whom a question is, was or will be asked of."""

    position: int
    id: int
    name: str
    asked_as: AskedAs
    since: datetime
    is_there: bool
    away_until: date | None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Onward:
    """To whom the asker of a private question may pass it on, and from when that is offered."""

    name: str
    since: datetime

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Answered:
    """An answer, and whose it is."""

    text: Rendered
    by_id: int
    by: str
    at: datetime


@dataclass(frozen=True)
class QuestionRow:
    """A question with all that its row and its page say; `answer` is the text as it was typed.

    `turns` are in order, those to come too. Of one that was joined with another, `joined` is that
    one's id and text and `answered` its answer. `viewer_knows` says that whoever looks knows
    its topic; `onward` is told to its asker alone.
    """

    id: int
    text: str
    topic_id: int
    topic: str
    asked_by_id: int
    asked_by: str
    at: datetime
    private: bool
    asked_back: str
    session_id: int | None
    session_on: date | None
    item_id: int | None
    item: str
    about_id: int | None
    about: str
    answer: str
    answered_by_id: int | None
    answered: Answered | None
    output_id: int | None
    in_faq: bool
    joined: tuple[int, str] | None
    heard: bool
    withdrawn: bool
    viewer_knows: bool
    turns: tuple[AskedOf, ...]
    now: datetime
    onward: Onward | None = None

    @property
    def is_open(self) -> bool:
        return self.answered is None and not self.withdrawn and self.joined is None

    @property
    def still_open(self) -> list[str]:
        """What the asker wanted to know beyond an answer."""
        return self.asked_back.split("\n") if self.asked_back else []

    @property
    def begun(self) -> tuple[AskedOf, ...]:
        return tuple(turn for turn in self.turns if turn.since <= self.now)

    @property
    def to_come(self) -> tuple[AskedOf, ...]:
        return tuple(turn for turn in self.turns if turn.since > self.now)

    @property
    def holder(self) -> AskedOf | None:
        """Whose turn it is: the newest who is still there."""
        return next((turn for turn in reversed(self.begun) if turn.is_there), None)

    @property
    def may_pass_on(self) -> bool:
        """Tell whether a private one stayed unanswered so long that passing it on is offered."""
        return self.is_open and self.onward is not None and self.onward.since <= self.now

    def is_asked(self, person: Person) -> bool:
        return any(turn.id == person.id for turn in self.begun)

    def is_for(self, person: Person) -> bool:
        """Tell whether it is somebody's turn."""
        return self.holder is not None and self.holder.id == person.id

    @property
    def first_name(self) -> str:
        return self.asked_by.split()[0]


def rows_of(which: Expression, viewer: Person, now: datetime) -> list[QuestionRow]:
    """Read the rows of some questions, the newest first (one query)."""
    return read_rows(lines_with_turns(which, viewer).dicts(), now)


def read_rows(lines: Iterable[dict[str, Any]], now: datetime) -> list[QuestionRow]:
    """Read what `lines_with_turns` found."""
    return [_row(list(found), now) for _, found in groupby(lines, key=lambda line: line["id"])]


def row_of(question: Question, viewer: Person, now: datetime) -> QuestionRow:
    return rows_of(Question.id == question.id, viewer, now)[0]


def may_answer(row: QuestionRow, viewer: Person) -> bool:
    """Answer `may_answer_question` for a row, without asking the database again."""
    if any(turn.id == viewer.id for turn in row.turns):
        return True
    knows = row.viewer_knows or viewer.supervises
    return not row.private and row.asked_by_id != viewer.id and knows


def may_put(row: QuestionRow, viewer: Person) -> bool:
    """Tell whether somebody may put the answer into the topic's FAQ."""
    return viewer.supervises or row.viewer_knows or viewer.id == row.answered_by_id


def lines_with_turns(which: Expression, viewer: Any) -> ModelSelect:
    """Select questions in lines, one for each of those they are asked of; the newest first."""
    asker, answerer, asked = Person.alias(), Person.alias(), Person.alias()
    into, into_answerer = Question.alias(), Person.alias()
    about, faq, onward = Output.alias(), Output.alias(), Person.alias()
    is_offered = (PassingOn.question == Question.id) & (Question.asked_by == viewer)
    return (
        Question.select(
            Question.id,
            Question.text,
            Question.topic.alias("topic_id"),
            Topic.name.alias("topic"),
            Question.asked_by.alias("asked_by_id"),
            asker.name.alias("asked_by"),
            Question.at,
            Question.private,
            Question.asked_back,
            Question.session.alias("session_id"),
            CoachingSession.held_on.alias("session_on"),
            Question.item.alias("item_id"),
            Item.text.alias("item"),
            Question.about.alias("about_id"),
            about.title.alias("about"),
            Question.answer,
            Question.answer_html,
            Question.answered_by.alias("answered_by_id"),
            answerer.name.alias("answered_by"),
            Question.answered_at,
            Question.output.alias("output_id"),
            faq.state.alias("faq_state"),
            Question.merged_into.alias("into_id"),
            into.text.alias("into_text"),
            into.answer_html.alias("into_html"),
            into.answered_by.alias("into_by_id"),
            into_answerer.name.alias("into_by"),
            into.answered_at.alias("into_at"),
            Question.heard_at,
            Question.withdrawn_at,
            Question.topic.in_(topics_known_to(viewer)).alias("viewer_knows"),
            Turn.position,
            asked.id.alias("turn_id"),
            asked.name.alias("turn_name"),
            Turn.asked_as,
            Turn.starts_at,
            asked.active.alias("turn_active"),
            asked.away_until.alias("turn_away"),
            onward.name.alias("onward"),
            PassingOn.starts_at.alias("onward_since"),
        )
        .join(Topic, on=(Question.topic == Topic.id))
        .join_from(Question, asker, on=(Question.asked_by == asker.id))
        .join_from(
            Question, CoachingSession, JOIN.LEFT_OUTER, on=(Question.session == CoachingSession.id)
        )
        .join_from(Question, Item, JOIN.LEFT_OUTER, on=(Question.item == Item.id))
        .join_from(Question, about, JOIN.LEFT_OUTER, on=(Question.about == about.id))
        .join_from(Question, answerer, JOIN.LEFT_OUTER, on=(Question.answered_by == answerer.id))
        .join_from(Question, faq, JOIN.LEFT_OUTER, on=(Question.output == faq.id))
        .join_from(Question, into, JOIN.LEFT_OUTER, on=(Question.merged_into == into.id))
        .join_from(into, into_answerer, JOIN.LEFT_OUTER, on=(into.answered_by == into_answerer.id))
        .join_from(Question, Turn, JOIN.LEFT_OUTER, on=(Turn.question == Question.id))
        .join_from(Turn, asked, JOIN.LEFT_OUTER, on=(Turn.person == asked.id))
        .join_from(Question, PassingOn, JOIN.LEFT_OUTER, on=is_offered)
        .join_from(PassingOn, onward, JOIN.LEFT_OUTER, on=(PassingOn.person == onward.id))
        .where(which)
        .order_by(Question.id.desc(), Turn.position)
    )


def _row(lines: list[Any], now: datetime) -> QuestionRow:
    first = lines[0]
    return QuestionRow(
        **{name: first[name] for name in _AS_THEY_ARE},
        item=first["item"] or "",
        about=first["about"] or "",
        answered=_answered(first, "into_" if first["into_id"] else "answered_"),
        in_faq=first["faq_state"] == OutputState.PUBLISHED,
        joined=(first["into_id"], first["into_text"]) if first["into_id"] else None,
        heard=first["heard_at"] is not None,
        withdrawn=first["withdrawn_at"] is not None,
        viewer_knows=bool(first["viewer_knows"]),
        turns=tuple(
            AskedOf(
                line["position"],
                line["turn_id"],
                line["turn_name"],
                line["asked_as"],
                line["starts_at"],
                line["turn_active"],
                line["turn_away"],
            )
            for line in lines
            if line["turn_id"] is not None
        ),
        now=now,
        onward=Onward(first["onward"], first["onward_since"]) if first["onward"] else None,
    )


_AS_THEY_ARE = (
    "id",
    "text",
    "topic_id",
    "topic",
    "asked_by_id",
    "asked_by",
    "at",
    "private",
    "asked_back",
    "session_id",
    "session_on",
    "item_id",
    "about_id",
    "answer",
    "answered_by_id",
    "output_id",
)


def _answered(line: Any, prefix: str) -> Answered | None:
    if line[f"{prefix}at"] is None:
        return None
    html = line["into_html"] if prefix == "into_" else line["answer_html"]
    by = line["into_by"] if prefix == "into_" else line["answered_by"]
    return Answered(stored(html), line[f"{prefix}by_id"], by, line[f"{prefix}at"])
