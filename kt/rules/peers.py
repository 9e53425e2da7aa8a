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
    """What speaks for a pair and what speaks against it, in words without a full stop."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return ", ".join((*self.reasons, *self.warnings))


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
    reasons, warnings = [], []
    if one.rank is None or other.rank is None:
        warnings.append(_unknown(one, other))
    elif abs(one.rank - other.rank) > SIMILAR:
        warnings.append(f"ranks {one.rank} and {other.rank} are not similar")
    elif one.rank == other.rank:
        reasons.append(f"both of rank {one.rank}")
    else:
        reasons.append(f"ranks {one.rank} and {other.rank}")
    said, speaks_for = _places(one, other)
    (reasons if speaks_for else warnings).append(said)
    return Fit(tuple(reasons), tuple(warnings))


def fit_of_mentor(protege: Colleague, mentor: Colleague, *, topics: tuple[str, ...] = ()) -> Fit:
    """Say what rule 15 says about a mentor: more experienced, by rank or on a topic.

    `topics` are those of one's own development on which the mentor coaches others.
    """
    reasons = [f"coaches others on {topic}" for topic in topics]
    if protege.rank is None or mentor.rank is None:
        return Fit(tuple(reasons), (_unknown(protege, mentor),))
    if mentor.rank > protege.rank:
        return Fit((f"rank {mentor.rank}, above {protege.rank}", *reasons))
    return Fit(tuple(reasons), (f"rank {mentor.rank} is not above {protege.rank}",))


def _places(one: Colleague, other: Colleague) -> tuple[str, bool]:
    """Say how two are placed, and whether that speaks for them; what is unknown does not."""
    if one.department and other.department and one.department != other.department:
        return f"{one.department} and {other.department}", True
    if one.title and other.title and one.title != other.title:
        return f"{one.title} and {other.title}", True
    if one.title and one.title == other.title and one.department == other.department:
        return f"both {one.title}" + (f" in {one.department}" if one.department else ""), False
    return "whether they share department and title is unknown", False


def _unknown(one: Colleague, other: Colleague) -> str:
    unranked = [each.first_name for each in (one, other) if each.rank is None]
    if len(unranked) == 2:
        return "the ranks of both are unknown"
    return f"the rank of {unranked[0]} is unknown"
