"""The people of a rollout of whom something may be broken: who leaves, who guides and learns."""

from datetime import date
from typing import Any, NamedTuple

from peewee import ModelSelect, fn

from ...db import compiled
from ...models import Person, Role, Rollout, RolloutTopic, Seat
from ...packing import rows_in_one_column, truth, unpacked_rows
from .facts import GUIDES

# So many are looked at.
LISTED = 50


class Doubtful(NamedTuple):
    """Somebody with a seat who is disabled or has a leaving date, or has seats of two kinds.

    They guide and learn `both` somewhere in the rollout, or the `same` topic; beside each stands
    how many are `doing_both`.
    """

    id: int
    name: str
    active: bool
    leaving: date | None
    both: bool
    same: bool
    doing_both: int


def doubtful_people(rollout: Rollout, today: date) -> list[Doubtful]:
    """List of whom something may be broken in a rollout (one query)."""
    ((column,),) = _doubtful(rollout=rollout, today=today)
    return read_doubtful(column)


@compiled
def _doubtful(rollout: Any, today: Any) -> Any:
    return doubtful_in_one_column(rollout, today).tuples()


def doubtful_in_one_column(rollout: Any, today: Any) -> ModelSelect:
    """Select what `doubtful_people` tells, as `read_doubtful` reads it."""
    held = (Seat.since <= today) & (Seat.until.is_null() | (Seat.until > today))
    learns, guides = held & (Seat.role == Role.LEARNER), held & Seat.role.in_(GUIDES)
    other = Seat.alias()
    clashes = fn.EXISTS(
        other.select(other.id).where(
            other.rollout_topic == Seat.rollout_topic,
            other.person == Seat.person,
            other.role.in_(GUIDES),
            other.since <= today,
            other.until.is_null() | (other.until > today),
        )
    )
    seats = fn.COUNT(Seat.id)
    both = (seats.filter(learns) > 0) & (seats.filter(guides) > 0)
    leaves = ~Person.active | Person.leaving_date.is_null(False)
    doubtful = (
        Seat.select(
            Person.id.alias("id"),
            Person.name.alias("name"),
            truth(Person.active).alias("active"),
            Person.leaving_date.alias("leaving"),
            truth(both).alias("both"),
            truth(seats.filter(learns & clashes) > 0).alias("same"),
            fn.SUM(truth(both)).over().alias("doing_both"),
        )
        .join(RolloutTopic)
        .join_from(Seat, Person)
        .where(RolloutTopic.rollout == rollout, Seat.until.is_null() | (Seat.until > today))
        .group_by(Person.id)
        .having(leaves | both)
        .order_by(Person.name, Person.id)
        .limit(LISTED)
    )
    return rows_in_one_column(doubtful)


def read_doubtful(column: str | None) -> list[Doubtful]:
    return [
        Doubtful(
            int(id),
            name,
            active == "1",
            date.fromisoformat(leaving) if leaving else None,
            both == "1",
            same == "1",
            int(doing_both),
        )
        for id, name, active, leaving, both, same, doing_both in unpacked_rows(column)
    ]
