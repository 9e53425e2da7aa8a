"""What refers to a document: the questions it grew from, the sessions they came up in, items."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, SQL, ModelSelect, Value, fn

from ...access import (
    items_visible_to,
    outputs_visible_to,
    questions_visible_to,
    sessions_heard_by,
)
from ...folding import folded
from ...markup import Rendered, named_in, with_badges
from ...models import CoachingSession, Item, Mention, Output, Person, Question
from ...rules.trust import badge, tone_of

SHOWN = 10


@dataclass(frozen=True)
class QuestionLine:
    """A question that became this document; the session it came up in, if one may read it."""

    id: int
    text: str
    session_id: int | None
    held_on: date | None


@dataclass(frozen=True)
class ItemLine:
    """An item that names this document."""

    id: int
    text: str


def references_to(output: Output, person: Person) -> tuple[list[QuestionLine], list[ItemLine]]:
    """List the questions that became a document and the items that name it (one query).

    Only those that somebody may read, and a session only where one may read what was said.
    """
    found = list(_questions(output, person).union_all(_items(output, person)).tuples())
    questions = [QuestionLine(*row[1:]) for row in found if row[0] == "question"]
    return questions, [ItemLine(*row[1:3]) for row in found if row[0] == "item"]


def _questions(output: Output, person: Person) -> ModelSelect:
    heard = sessions_heard_by(person).select(CoachingSession.id)
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
            CoachingSession.id,
            CoachingSession.held_on,
        )
        .join(
            CoachingSession,
            JOIN.LEFT_OUTER,
            on=((Question.session == CoachingSession.id) & CoachingSession.id.in_(heard)),
        )
        .where(Question.id.in_(newest.select(Question.id)))
    )


def _items(output: Output, person: Person) -> ModelSelect:
    keys = [folded(output.title), f"#{output.id}"]
    naming = Mention.select(Mention.item).where(Mention.key.in_(keys), Mention.item.is_null(False))
    newest = (
        items_visible_to(person).where(Item.id.in_(naming)).order_by(Item.id.desc()).limit(SHOWN)
    )
    item = Item.alias()
    return item.select(Value("item"), item.id, item.text, SQL("NULL"), SQL("NULL")).where(
        item.id.in_(newest.select(Item.id))
    )


def with_trust(text: Rendered, person: Person) -> Rendered:
    """Put its badge behind each link to a document that one may read (one query, if any)."""
    keys = named_in(text.html)
    if not keys:
        return text
    found: dict[str, tuple[str, str]] = {}
    for id, title, word in _named(keys, person):
        for key in (f"#{id}", folded(title)):
            found.setdefault(key, (word, tone_of(word)))
    return replace(text, html=with_badges(text.html, found))


def _named(keys: Iterable[str], person: Person) -> Any:
    ids = [int(key[1:]) for key in keys if key.startswith("#") and key[1:].isdigit()]
    titles = [key for key in keys if not key.startswith("#")]
    visible = outputs_visible_to(person).select(Output.id)
    return (
        Output.select(Output.id, Output.title, badge())
        .where(Output.id.in_(visible), Output.id.in_(ids) | fn.LOWER(Output.title).in_(titles))
        .order_by(Output.id)
        .tuples()
    )
