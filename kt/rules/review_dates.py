"""Which document to look at again first: readers × risk, not the oldest date.

Readers are the people who learn the topic now and the different people who said whether the
document worked. Risk is 3 where nobody holds the topic, 2 where fewer do than it needs, 1 else.
"""

from typing import Any

from peewee import Case, Expression, fn

from ..models import Level, Person, Revision, Standing, Topic, Use
from .trust import learners_now

NOBODY_HOLDS_IT, TOO_FEW_HOLD_IT, ENOUGH_HOLD_IT = 3, 2, 1


def urgency(output: Any) -> Expression:
    """Give the SQL of readers × risk for a query that joins `output` with Topic."""
    use = Use.alias()
    users = use.select(fn.COUNT(use.person.distinct())).where(use.output == output.id)
    holders = _holders(output.topic)
    risk = Case(
        None,
        [(holders == 0, NOBODY_HOLDS_IT), (holders < Topic.holders_needed, TOO_FEW_HOLD_IT)],
        ENOUGH_HOLD_IT,
    )
    # A sum of two bare subqueries would be their union to peewee.
    return (fn.COALESCE(learners_now(output), 0) + fn.COALESCE(users, 0)) * risk


def _holders(topic: Any) -> Any:
    """Count, in SQL, the active people whose newest standing says that they do it alone."""
    standing, newer, person = Standing.alias(), Standing.alias(), Person.alias()
    revision, newer_revision = Revision.alias(), Revision.alias()
    is_outdated = fn.EXISTS(
        newer.select(newer.id)
        .join(newer_revision, on=(newer.revision == newer_revision.id))
        .where(
            newer.person == standing.person,
            newer_revision.topic == revision.topic,
            (newer.on > standing.on) | ((newer.on == standing.on) & (newer.id > standing.id)),
        )
    )
    return (
        standing.select(fn.COUNT(standing.person.distinct()))
        .join(revision, on=(standing.revision == revision.id))
        .join_from(standing, person, on=(standing.person == person.id))
        .where(
            revision.topic == topic,
            standing.level >= int(Level.DOES_IT_ALONE),
            person.active,
            ~is_outdated,
        )
    )
