"""Which standing of a person on a topic counts: the newest."""

from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect, fn

from ..models import Level, NewestStanding, Person

# Whoever does it alone holds the topic; who needs help does not.
HOLDS = Level.DOES_IT_ALONE


def newest_standings(topics: Iterable[int], people: Iterable[int] | None = None) -> ModelSelect:
    """Select the newest standings of active people on some topics; `people` are those it is about.

    Its columns are standing_id, person_id, topic_id and level.
    """
    newest = (
        NewestStanding.select(
            NewestStanding.standing,
            NewestStanding.person,
            NewestStanding.topic,
            NewestStanding.level,
        )
        .join(Person)
        .where(NewestStanding.topic.in_(list(topics)), Person.active)
    )
    return newest if people is None else newest.where(NewestStanding.person.in_(list(people)))


def ids_of_newest(newest: ModelSelect) -> ModelSelect:
    """Select the ids of the standings among the newest."""
    return newest.select(NewestStanding.standing)


def count_of_holders(topic: Any, person: Any) -> ModelSelect:
    """Count, in SQL, the people whose newest standing on a topic says that they hold it.

    `person` is an alias of Person, by which the caller says who of them counts.
    """
    newest = NewestStanding.alias()
    return (
        newest.select(fn.COUNT(newest.id))
        .join(person, on=(newest.person == person.id))
        .where(newest.topic == topic, newest.level >= int(HOLDS))
    )
