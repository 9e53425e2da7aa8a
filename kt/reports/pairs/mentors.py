"""Mentors with more protégés than they offer places for: a fact from outside, to be resolved."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...models import Person
from ...rules.places import taken_places


@dataclass(frozen=True)
class OverPlaces:
    """A mentor who has more protégés than places."""

    person_id: int
    name: str
    places: int
    taken: int


def over_mentor_places(people: Iterable[int] | None = None) -> list[OverPlaces]:
    """List the mentors who are over their places, among some people or all (one query).

    Lowering places below what is taken is never refused; it stays listed until it is resolved.
    """
    taken = taken_places(Person.id)
    query = Person.select(Person.id, Person.name, Person.mentor_places, taken).where(
        taken > Person.mentor_places
    )
    if people is not None:
        query = query.where(Person.id.in_(list(people)))
    return [OverPlaces(*row) for row in query.order_by(Person.name, Person.id).tuples()]
