"""What changed between two versions of a document."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from peewee import Case

from ...differences import Change, Fold, Line, differences, folded
from ...models import Output, Person, Version

SHOWN = Case(None, [(Version.url != "", Version.url)], Version.text)


@dataclass(frozen=True)
class Side:
    """One of two versions that are compared; the text of one that is only a link is that."""

    number: int
    by_name: str
    at: datetime
    why: str
    text: str


@dataclass(frozen=True)
class Comparison:
    """Two versions of a document, the earlier one first."""

    before: Side
    after: Side

    @cached_property
    def _all(self) -> list[Line]:
        return differences(self.before.text, self.after.text)

    @property
    def lines(self) -> list[Line | Fold]:
        """Give the lines that changed and a few around them."""
        return folded(self._all)

    @property
    def new(self) -> int:
        return sum(line.change == Change.NEW for line in self._all)

    @property
    def gone(self) -> int:
        return sum(line.change == Change.GONE for line in self._all)


def comparison_of(output: Output, before: int, after: int) -> Comparison | None:
    """Compare two versions of a document; None where one of them does not exist (one query)."""
    rows = (
        Version.select(Version.number, Person.name, Version.at, Version.why, SHOWN)
        .join(Person, on=(Version.by == Person.id))
        .where(Version.output == output, Version.number.in_([before, after]))
        .tuples()
    )
    sides = {row[0]: Side(*row) for row in rows}
    if before not in sides or after not in sides:
        return None
    return Comparison(sides[before], sides[after])
