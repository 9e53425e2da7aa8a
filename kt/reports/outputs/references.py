"""What refers to a document: the questions it grew from, the sessions they came up in, items."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, ModelSelect, Value, fn

from ...access import (
    items_visible_to,
    outputs_visible_to,
    questions_visible_to,
    sessions_heard_by,
    spelled_by_access,
)
from ...folding import folded
from ...models import CoachingSession, Item, Mention, Output, Person, Question, Version
from ...rules.trust import Badge, badge

SHOWN = 10


@dataclass(frozen=True)
class QuestionLine:
    """A question that became this document; the session it came up in, if one may read it."""

    id: int
    text: str
    session_id: int | None
    held_on: date | None


@dataclass(frozen=True)
class NamingLine:
    """A document whose text names this one, as it is read there."""

    id: int
    title: str
    badge: Badge


@dataclass(frozen=True)
class ItemLine:
    """An item that names this document."""

    id: int
    text: str


@dataclass(frozen=True)
class References:
    """What refers to a document, of what somebody may read."""

    questions: list[QuestionLine]
    documents: list[NamingLine]
    items: list[ItemLine]

    def __bool__(self) -> bool:
        return bool(self.questions or self.documents or self.items)


def references_to(output: Output, person: Person) -> References:
    """List the questions that became a document, the texts and the items that name it (one query).

    Only those that somebody may read, and a session only where one may read what was said.
    """
    found = _referring(
        person=person, output=output, title=folded(output.title), number=f"#{output.id}"
    )
    return References(
        [QuestionLine(*row[1:5]) for row in found if row[0] == "question"],
        [NamingLine(row[1], row[2], Badge(row[5])) for row in found if row[0] == "document"],
        [ItemLine(*row[1:3]) for row in found if row[0] == "item"],
    )


@spelled_by_access
def _referring(person: Any, output: Any, title: Any, number: Any) -> Any:
    keys = [title, number]
    parts = _questions(output, person).union_all(_documents(output, keys, person))
    return parts.union_all(_items(keys, person)).tuples()


def _questions(output: Any, person: Any) -> ModelSelect:
    session = CoachingSession.alias()
    heard = sessions_heard_by(person).where(CoachingSession.id == session.id)
    newest = (
        questions_visible_to(person)
        .where(Question.output == output)
        .order_by(Question.id.desc())
        .limit(SHOWN)
    )
    return (
        Question.select(
            Value("question"),
            Question.id,
            Question.text,
            session.id,
            session.held_on,
            Value(""),
        )
        .join(
            session,
            JOIN.LEFT_OUTER,
            on=((Question.session == session.id) & fn.EXISTS(heard.select(CoachingSession.id))),
        )
        .where(Question.id.in_(newest.select(Question.id)))
    )


def _documents(output: Any, keys: list[Any], person: Any) -> ModelSelect:
    newest, version, other = Version.alias(), Version.alias(), Output.alias()
    read = fn.COALESCE(
        other.published_number,
        newest.select(fn.MAX(newest.number)).where(newest.output == other.id),
    )
    naming = (
        other.select(other.id)
        .join(version, on=(version.output == other.id))
        .join(Mention, on=(Mention.version == version.id))
        .where(
            Mention.key.in_(keys),
            version.number == read,
            other.id != output,
            fn.EXISTS(outputs_visible_to(person).select(Output.id).where(Output.id == other.id)),
        )
        .order_by(other.id.desc())
        .limit(SHOWN)
    )
    named = Output.alias()
    columns = [named.id, named.title, SQL("NULL"), SQL("NULL"), badge(named)]
    return named.select(Value("document"), *columns).where(named.id.in_(naming))


def _items(keys: list[Any], person: Any) -> ModelSelect:
    naming = Mention.select(Mention.item).where(Mention.key.in_(keys), Mention.item.is_null(False))
    newest = (
        items_visible_to(person).where(Item.id.in_(naming)).order_by(Item.id.desc()).limit(SHOWN)
    )
    item = Item.alias()
    columns = [item.id, item.text, SQL("NULL"), SQL("NULL"), Value("")]
    return item.select(Value("item"), *columns).where(item.id.in_(newest.select(Item.id)))
