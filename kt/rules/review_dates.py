"""Which document to look at again first: readers × risk, not the oldest date.

Readers are the people who learn the topic now and the different people who said whether the
document worked. Risk is 3 where nobody holds the topic, 2 where fewer do than it needs, 1 else.
"""

from typing import Any

from peewee import Case, Expression, fn

from ..models import Person, Topic, Use
from .standings import count_of_holders
from .trust import learners_now

NOBODY_HOLDS_IT, TOO_FEW_HOLD_IT, ENOUGH_HOLD_IT = 3, 2, 1


def urgency(output: Any) -> Expression:
    """Give the SQL of readers × risk for a query that joins `output` with Topic."""
    use = Use.alias()
    users = use.select(fn.COUNT(use.person.distinct())).where(use.output == output.id)
    person = Person.alias()
    holders = count_of_holders(output.topic, person).where(person.active)
    risk = Case(
        None,
        [(holders == 0, NOBODY_HOLDS_IT), (holders < Topic.holders_needed, TOO_FEW_HOLD_IT)],
        ENOUGH_HOLD_IT,
    )
    # A sum of two bare subqueries would be their union to peewee.
    return (fn.COALESCE(learners_now(output), 0) + fn.COALESCE(users, 0)) * risk
