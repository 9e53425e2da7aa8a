"""Who may take over the documents of somebody who left: those who know the topic.

Its coaches, its SMEs and those who do it alone: by standing, then whoever owns fewest documents.
Nobody who is disabled, has left or is about to.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Expression, ModelSelect, Value, fn

from ..models import (
    Expert,
    Level,
    Output,
    Person,
    Revision,
    Role,
    RolloutTopic,
    Seat,
)
from .seeding import newest_level
from .standings import HOLDS, newest_standings

SHOWN = 3


@dataclass(frozen=True)
class Heir:
    """Somebody who may take a document over: what they can do, and how many they own already."""

    id: int
    name: str
    level: Level
    owned: int


def is_gone(person: Any, today: date) -> Expression:
    """Give the SQL of whether somebody is disabled or has left."""
    return ~person.active | (person.leaving_date <= today)


def heirs_on(topics: Iterable[int], today: date) -> dict[int, list[Heir]]:
    """Suggest up to three heirs for the documents of each topic, the best first (one query)."""
    topics = list(topics)
    found: dict[int, list[Heir]] = defaultdict(list)
    for topic_id, id, name, level, owned in _candidates(topics, today).tuples():
        found[topic_id].append(Heir(id, name, Level(level), owned))
    return {
        topic: sorted(heirs, key=lambda each: (-each.level, each.owned, each.name))[:SHOWN]
        for topic, heirs in found.items()
    }


def _candidates(topics: list[int], today: date) -> ModelSelect:
    known = _who_know(topics).alias("known")
    owned = Output.select(fn.COUNT(Output.id)).where(Output.owner == Person.id)
    return (
        Person.select(
            known.c.topic_id,
            Person.id,
            Person.name,
            newest_level(Person.id, known.c.topic_id),
            owned,
        )
        .join(known, on=(known.c.person_id == Person.id))
        .where(Person.active, Person.leaving_date.is_null())
    )


def _who_know(topics: list[int]) -> ModelSelect:
    """Select who knows each topic, as topic_id and person_id, everybody once."""
    standing = newest_standings(topics).alias("standing")
    experts = Expert.select(Expert.topic.alias("topic_id"), Expert.person.alias("person_id"))
    seated = (
        Seat.select(Revision.topic.alias("topic_id"), Seat.person.alias("person_id"))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .where(
            Revision.topic.in_(topics),
            Seat.role.in_((Role.COACH, Role.SME)),
            Seat.until.is_null(),
        )
    )
    holders = (
        Person.select(standing.c.topic_id.alias("topic_id"), Person.id.alias("person_id"))
        .join(standing, on=(standing.c.person_id == Person.id))
        .where(standing.c.level >= Value(int(HOLDS)))
    )
    return experts.where(Expert.topic.in_(topics)).union(seated).union(holders)
