"""Which standing of a person on a topic counts: the newest."""

from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect, fn

from ..models import Person, Revision, Standing


def newest_standings(topics: Iterable[int]) -> ModelSelect:
    """Number the standings of active people on some topics in `place`; each one's newest is 1.

    A subquery with the columns id, person_id, topic_id, level, basis and place. What was true of a
    later day is newer; of one day, what was recorded later.
    """
    return (
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


def newest_of(person: Person) -> ModelSelect:
    """Number one person's standings likewise: the newest on each topic is 1 in `place`."""
    numbered = Standing.select(Standing.id, _place().alias("place"))
    return numbered.join(Revision).where(Standing.person == person)


def _place() -> Any:
    return fn.ROW_NUMBER().over(
        partition_by=[Standing.person, Revision.topic],
        order_by=[Standing.on.desc(), Standing.id.desc()],
    )
