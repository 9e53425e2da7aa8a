"""Long lists cut into pages, where parts stand under their whole and rows under headings.

And counted, where their pages are cut by the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from peewee import SQL, fn

Group = TypeVar("Group", bound=Any)


def rows_under(groups: Iterable[Any]) -> list[Any]:
    """List the rows of all groups in their order."""
    return [row for group in groups for row in group.rows]


def starts_of(rows: Sequence[Any], size: int) -> list[int]:
    """Cut rows into pages of about `size`, a whole and its parts on one of them.

    Tells how many rows stand before each page.
    """
    starts: list[int] = []
    for place, row in enumerate(rows):
        if not starts or (row.depth == 1 and place >= starts[-1] + size):
            starts.append(place)
    return starts


def cut(groups: Iterable[Group], first: int, last: int) -> tuple[Group, ...]:
    """Keep what stands between two places, counted over all groups, with its headings."""
    kept = []
    for group in groups:
        if rows := group.rows[max(0, first) : max(0, last)]:
            kept.append(replace(group, rows=rows))
        first, last = first - len(group.rows), last - len(group.rows)
    return tuple(kept)


def counted(*queries: Any) -> int:
    """Count the rows of some queries of one table together (one query)."""
    each, *others = (query.select(fn.COUNT(SQL("*"))) for query in queries)
    for other in others:
        each = each.union_all(other)
    return sum(count for (count,) in each.tuples())
