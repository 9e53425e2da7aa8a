"""Which standing of a person on a topic counts: the newest."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from peewee import SQL, ModelSelect, fn

from ..access import standings_visible_to
from ..db import among, compiled, listed
from ..models import Level, NewestStanding, Person, Standing, Topic

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


def newest_seen_by(
    viewer: Person, topics: Iterable[int], people: Iterable[int] | None = None
) -> ModelSelect:
    """Select the newest standings on some topics that a viewer may see, of active people or not.

    `people` are those it is about.
    """
    newest = NewestStanding.select(NewestStanding.standing).where(
        NewestStanding.topic.in_(list(topics))
    )
    if people is not None:
        newest = newest.where(NewestStanding.person.in_(list(people)))
    return standings_visible_to(viewer).where(among(Standing.id, newest))


def counts_of_holders(topics: Iterable[int]) -> Counter[int]:
    """Count the active people who hold each of some topics, by topic (one query).

    All are counted by an index alone and the disabled taken off again: each person is not looked
    up.
    """
    counts: Counter[int] = Counter()
    for topic, holders in _holding(topics=list(topics)):
        counts[topic] += holders
    return counts


@compiled
def _holding(topics: Any) -> ModelSelect:
    # Each topic by itself: SQLite counts twice as fast what it need not group.
    holding = NewestStanding.select(fn.COUNT(SQL("*"))).where(
        NewestStanding.topic == Topic.id, NewestStanding.level >= int(HOLDS)
    )
    everybody = Topic.select(Topic.id, holding).where(listed(Topic.id, topics))
    disabled = (
        held_by(Person.gone_or_going(), topics)
        .where(~Person.active)
        .select(NewestStanding.topic, fn.COUNT(NewestStanding.level) * -1)
    )
    return everybody.union_all(disabled.group_by(NewestStanding.topic)).tuples()


def held_by(people: Any, topics: Any) -> ModelSelect:
    """Select what a few people hold of some topics, with who they are.

    `people` selects their ids; `topics` is the place of a list of ids in a compiled query. Nothing
    is added to the topics, by which SQLite begins with the people, who are fewer.
    """
    return (
        NewestStanding.select()
        .join(Person)
        .where(
            NewestStanding.person.in_(people),
            listed(NewestStanding.topic + 0, topics),
            NewestStanding.level >= int(HOLDS),
        )
    )


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
