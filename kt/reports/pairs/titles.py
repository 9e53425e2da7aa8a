"""Titles in use, how many people have each, and their ranks."""

from dataclasses import dataclass

from peewee import JOIN, fn

from ...models import Person, TitleRank

PAGE = 100


@dataclass(frozen=True)
class TitleRow:
    """A title and its rank; None is unknown, which is said and never guessed."""

    title: str
    people: int
    rank: int | None


@dataclass(frozen=True)
class TitleRows:
    """A page of titles, how many there are in all, and how many of those have a rank."""

    rows: list[TitleRow]
    total: int
    ranked: int


def titles_in_use(page: int = 1) -> TitleRows:
    """List the titles of active people by name (two queries)."""
    used = (
        Person.select()
        .join(TitleRank, JOIN.LEFT_OUTER, on=(Person.title == TitleRank.title))
        .where(Person.active, Person.title != "")
    )
    rows = (
        used.select(Person.title, fn.COUNT(Person.id), TitleRank.rank)
        .group_by(Person.title, TitleRank.rank)
        .order_by(Person.title)
        .paginate(page, PAGE)
    )
    total, ranked = (
        used.select(fn.COUNT(Person.title.distinct()), fn.COUNT(TitleRank.title.distinct()))
        .tuples()
        .get()
    )
    return TitleRows([TitleRow(*row) for row in rows.tuples()], total, ranked)
