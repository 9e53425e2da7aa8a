"""Who suits whom: similar rank for peer coaching (rule 14), more experience for a mentor (15).

Nothing here refuses; what speaks against a pair is said and stays visible. A rank that nobody
gave to a title is unknown, and that is said too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from peewee import JOIN, ModelSelect

from ..models import Person, TitleRank

# Ranks that differ by more are not similar.
SIMILAR = 1


@dataclass(frozen=True)
class Colleague:
    """What the rules of pairs look at in a person; a rank of None is unknown."""

    id: int
    name: str
    title: str
    department: str
    rank: int | None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Fit:
    """What speaks for a pair, what against it, what is unknown; in words without a full stop."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return ", ".join((*self.reasons, *self.warnings, *self.unknown))


def colleagues(people: ModelSelect | None = None) -> ModelSelect:
    """Select the columns of Colleague for some people, with the ranks of their titles."""
    query = Person.select() if people is None else people
    return query.select(
        Person.id, Person.name, Person.title, Person.department, TitleRank.rank
    ).join_from(Person, TitleRank, JOIN.LEFT_OUTER, on=(Person.title == TitleRank.title))


def colleague(person: Person) -> Colleague:
    """See a person as the rules of pairs do (one query)."""
    return Colleague(*colleagues().where(Person.id == person.id).tuples().get())


def colleagues_by_id(ids: Iterable[int]) -> dict[int, Colleague]:
    """See some people as the rules of pairs do (one query)."""
    rows = colleagues(Person.select().where(Person.id.in_(list(ids)))).tuples()
    return {row[0]: Colleague(*row) for row in rows}


def fit_of_peers(one: Colleague, other: Colleague) -> Fit:
    """Say what rule 14 says about two colleagues: similar rank, not the same department and title.

    Everybody in this database is of the same organisation.
    """
    rank, place = _ranks(one, other), _places(one, other)
    return Fit(
        rank.reasons + place.reasons, rank.warnings + place.warnings, rank.unknown + place.unknown
    )


def fit_of_mentor(protege: Colleague, mentor: Colleague, *, topics: tuple[str, ...] = ()) -> Fit:
    """Say what rule 15 says about a mentor: more experienced, by rank or on a topic.

    `topics` are those of one's own development on which the mentor coaches others.
    """
    reasons = [f"coaches others on {topic}" for topic in topics]
    if protege.rank is None or mentor.rank is None:
        return Fit(tuple(reasons), unknown=(_unknown(protege, mentor),))
    if mentor.rank > protege.rank:
        return Fit((f"rank {mentor.rank}, above {protege.rank}", *reasons))
    return Fit(tuple(reasons), (f"rank {mentor.rank} is not above {protege.rank}",))


def _ranks(one: Colleague, other: Colleague) -> Fit:
    if one.rank is None or other.rank is None:
        return Fit((), unknown=(_unknown(one, other),))
    if abs(one.rank - other.rank) > SIMILAR:
        return Fit((), (f"ranks {one.rank} and {other.rank} are not similar",))
    if one.rank == other.rank:
        return Fit((f"both of rank {one.rank}",))
    return Fit((f"ranks {one.rank} and {other.rank}",))


def _places(one: Colleague, other: Colleague) -> Fit:
    """Say how two are placed: it takes both the same department and the same title to be alike."""
    if one.department and other.department and one.department != other.department:
        return Fit((f"{one.department} and {other.department}",))
    if one.title and other.title and one.title != other.title:
        return Fit((f"{one.title} and {other.title}",))
    if one.title and one.title == other.title and one.department == other.department:
        where = f" in {one.department}" if one.department else ""
        return Fit((), (f"both {one.title}{where}",))
    return Fit((), unknown=("whether they share department and title is unknown",))


def _unknown(one: Colleague, other: Colleague) -> str:
    unranked = [each.first_name for each in (one, other) if each.rank is None]
    if len(unranked) == 2:
        return "the ranks of both are unknown"
    return f"the rank of {unranked[0]} is unknown"
