"""Who suits whom: similar rank for peer coaching (rule 14), more experience for a mentor (15).

Nothing here refuses; what speaks against a pair is said and stays visible. A rank that nobody
gave to a title is unknown, and that is said too.
"""

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
    if one.department != other.department:
        reasons.append(f"{one.department or 'no department'} and {other.department or 'none'}")
    elif not is_same_place(one, other):
        reasons.append(f"both in {one.department or 'no department'}, with different titles")
    else:
        warnings.append(f"both {one.title} in {one.department}")
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


def is_same_place(one: Colleague, other: Colleague) -> bool:
    """Tell whether two are known to have the same department and the same title."""
    known = bool(one.title and one.department)
    return known and (one.title, one.department) == (other.title, other.department)


def _unknown(one: Colleague, other: Colleague) -> str:
    unranked = [each.first_name for each in (one, other) if each.rank is None]
    if len(unranked) == 2:
        return "the ranks of both are unknown"
    return f"the rank of {unranked[0]} is unknown"
