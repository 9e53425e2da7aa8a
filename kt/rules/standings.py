"""Which standing of a person on a topic counts: the newest."""

from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect, fn

from ..models import Level, Person, Revision, Standing

# Whoever does it alone holds the topic; who needs help does not.
HOLDS = Level.DOES_IT_ALONE


def newest_standings(topics: Iterable[int], people: Iterable[int] | None = None) -> ModelSelect:
    """Number the standings of active people on some topics in `place`; each one's newest is 1.

    A subquery with the columns id, person_id, topic_id, level, basis and place. What was true of a
    later day is newer; of one day, what was recorded later. `people` are those it is about.
    """
    standings = (
        Standing.select(
            Standing.id,
            Standing.person,
            Revision.topic.alias("topic_id"),
            Standing.level,
            Standing.basis,
            _place().alias("place"),
        )
        .join(Revision)
        .switch(Standing)
        .join(Person, on=(Standing.person == Person.id))
        .where(Revision.topic.in_(list(topics)), Person.active)
    )
    return standings if people is None else standings.where(Standing.person.in_(list(people)))


def newest_of(person: Person) -> ModelSelect:
    """Number one person's standings likewise: the newest on each topic is 1 in `place`."""
    numbered = Standing.select(Standing.id, _place().alias("place"))
    return numbered.join(Revision).where(Standing.person == person)


def _place() -> Any:
    return fn.ROW_NUMBER().over(
        partition_by=[Standing.person, Revision.topic],
        order_by=[Standing.on.desc(), Standing.id.desc()],
    )


def count_of_holders(topic: Any, person: Any) -> ModelSelect:
    """Count, in SQL, the people whose newest standing on a topic says that they hold it.

    `person` is an alias of Person, by which the caller says who of them counts.
    """
    standing, newer = Standing.alias(), Standing.alias()
    revision, newer_revision = Revision.alias(), Revision.alias()
    later = (
        newer.select(newer.id)
        .join(newer_revision, on=(newer.revision == newer_revision.id))
        .where(
            newer.person == standing.person,
            newer_revision.topic == revision.topic,
            (newer.on > standing.on) | ((newer.on == standing.on) & (newer.id > standing.id)),
        )
    )
    return (
        standing.select(fn.COUNT(standing.id))
        .join(revision, on=(standing.revision == revision.id))
        .join_from(standing, person, on=(standing.person == person.id))
        .where(revision.topic == topic, standing.level >= int(HOLDS), ~fn.EXISTS(later))
    )
