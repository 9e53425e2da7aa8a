"""Who asked whom for a pair, and who waits in line for a mentor."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, ModelSelect

from ...db import among
from ...models import PairAnswer, PairKind, PairRequest, Person, Topic
from ...rules.peers import Colleague, colleagues_by_id, fit_of_mentor, fit_of_peers
from ...rules.places import offered_to

# A declined ask is shown to whoever asked for so long.
ANSWERS_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Ask:
    """Somebody asked for a pair. `fit` is what rules 14 and 15 say about the two.

    Without `asked` somebody waits for any mentor; `place` is their place in line.
    """

    id: int
    kind: PairKind
    asker: Colleague
    asked: Colleague | None
    topic: str
    cadence_days: int
    sentence: str
    on: date
    answer: PairAnswer
    reply: str
    place: int

    @property
    def is_mentoring(self) -> bool:
        return self.kind == PairKind.MENTORING

    @property
    def fit(self) -> str:
        if self.asked is None:
            return ""
        if self.is_mentoring:
            return fit_of_mentor(self.asker, self.asked).words
        return fit_of_peers(self.asker, self.asked).words

    @property
    def words(self) -> str:
        """Say what was asked of the one who was asked."""
        what = "to be their mentor" if self.is_mentoring else "to coach each other"
        return f"{self.asker.first_name} asks you {what}"


def asks_around(person: Person, today: date) -> list[Ask]:
    """List what somebody was asked and what they asked, oldest first (three queries).

    Also who waits in line for any mentor, if they offer mentor places.
    """
    around = (PairRequest.asked == person) | (PairRequest.asked_by == person)
    waiting = PairRequest.answer == PairAnswer.WAITING
    shown = waiting | (
        (PairRequest.asked_by == person)
        & (PairRequest.answer == PairAnswer.DECLINED)
        & (PairRequest.answered_on >= today - ANSWERS_SHOWN)
    )
    if person.mentor_places:
        around |= PairRequest.asked.is_null()
    rows = list(_requests().where(around, shown).dicts())
    asked = {row["asked_id"] for row in rows if row["kind"] == PairKind.MENTORING}
    places = _places(asked)
    people = colleagues_by_id(
        {id for row in rows for id in (row["asker_id"], row["asked_id"]) if id}
    )
    return [_ask(row, people, places) for row in rows]


def asks_to_answer(person: Person) -> tuple[list[Ask], Ask | None]:
    """List what somebody was asked and has not answered, without what the rules say (one query).

    Beside it stands the first in line for any mentor, while they have a free place.
    """
    waiting = PairRequest.alias()
    asked = waiting.select(waiting.id).where(
        waiting.asked == person, waiting.answer == PairAnswer.WAITING
    )
    rows = _requests().where(among(PairRequest.id, asked | offered_to(person)))
    asks: list[Ask] = []
    in_line: list[Ask] = []
    for row in rows.dicts():
        asker = Colleague(row["asker_id"], row["asker_name"], "", "", None)
        ask = _ask(row, {asker.id: asker}, {})
        (asks if row["asked_id"] else in_line).append(ask)
    return asks, next(iter(in_line), None)


def _requests() -> ModelSelect:
    asker = Person.alias("asker")
    return (
        PairRequest.select(
            PairRequest.id,
            PairRequest.kind,
            PairRequest.asked_by.alias("asker_id"),
            PairRequest.asked.alias("asked_id"),
            asker.name.alias("asker_name"),
            Topic.name.alias("topic"),
            PairRequest.cadence_days,
            PairRequest.sentence,
            PairRequest.on,
            PairRequest.answer,
            PairRequest.reply,
        )
        .join(asker, on=(PairRequest.asked_by == asker.id))
        .join_from(PairRequest, Topic, on=(PairRequest.topic == Topic.id))
        .where(asker.active)
        .order_by(PairRequest.id)
    )


def _places(asked: set[int | None]) -> dict[int, int]:
    """Count everybody's place in line, before each mentor and before all of them."""
    if not asked:
        return {}
    mentors = [id for id in asked if id is not None]
    rows = (
        PairRequest.select(PairRequest.id, PairRequest.asked)
        .join(Person, JOIN.INNER, on=(PairRequest.asked_by == Person.id))
        .where(
            PairRequest.kind == PairKind.MENTORING,
            PairRequest.answer == PairAnswer.WAITING,
            PairRequest.asked.is_null() | PairRequest.asked.in_(mentors),
            Person.active,
        )
        .order_by(PairRequest.id)
        .tuples()
    )
    counted: dict[int | None, int] = defaultdict(int)
    places = {}
    for id, mentor in rows:
        counted[mentor] += 1
        places[id] = counted[mentor]
    return places


def _ask(row: dict[str, Any], people: dict[int, Colleague], places: dict[int, int]) -> Ask:
    return Ask(
        id=row["id"],
        kind=PairKind(row["kind"]),
        asker=people[row["asker_id"]],
        asked=people.get(row["asked_id"]),
        topic=row["topic"],
        cadence_days=row["cadence_days"],
        sentence=row["sentence"],
        on=row["on"],
        answer=PairAnswer(row["answer"]),
        reply=row["reply"],
        place=places.get(row["id"], 0),
    )
