"""Where a table says who can do what, and in which of the usual ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kt.importers.people.headers import normal
from kt.importers.standings.columns import Column, Known, columns_of
from kt.importers.standings.headers import OF_PERSON, Holds, named
from kt.importers.standings.heading import HEADER_SEARCHED, header_at
from kt.importers.standings.levels import says_responsibilities
from kt.importers.standings.looks import MEASURED, cell, mostly, values_in
from kt.importers.tables import Row, Table

RINGS = {"adopt", "trial", "assess", "hold", "retire", "deprecate", "contain"}
LEGENDS = {
    normal(name)
    for name in "legend, key, scale, levels, level, rating scale, skill levels, proficiency, "
    "proficiency levels, level definitions, definitions, lists, legende, skala, stufen, schlüssel, "
    "échelle, niveaux, leyenda, niveles".split(", ")
}


class Layout(StrEnum):
    """How a table says who can do what."""

    LIST = "a list: person, topic and level in each row"
    OF_ONE = "topic and level in each row, of the person whom the sheet is named after"
    TOPICS_ACROSS = "people in rows, topics in columns"
    PEOPLE_ACROSS = "topics in rows, people in columns"


@dataclass(frozen=True)
class Grid:
    """A table that says who can do what; `above` are the rows over its header."""

    sheet: str
    header_line: int
    columns: tuple[Column, ...]
    layout: Layout
    body: tuple[Row, ...]
    above: tuple[Row, ...]

    def holding(self, *holds: Holds) -> list[Column]:
        return [column for column in self.columns if column.holds in holds]


def find_grids(
    table: Table, chosen: Mapping[str, str | None], known: Known
) -> tuple[Grid, ...] | str:
    """Find out how a table says who can do what; a text says why it does not.

    `chosen` is what a person decided that columns hold, by name, and goes before everything else.
    Where the header comes again further down, another table begins there.
    """
    found = _find_grid(table, chosen, known)
    if isinstance(found, str):
        return found
    again = _next_header(found)
    if again is None:
        return (found,)
    below = find_grids(Table(table.name, found.body[again:]), chosen, known)
    upper = replace(found, body=found.body[:again])
    return (upper, *below) if isinstance(below, tuple) else (found,)


def _find_grid(table: Table, chosen: Mapping[str, str | None], known: Known) -> Grid | str:
    rows = table.rows
    if not rows:
        return "it is empty"
    if normal(table.name) in LEGENDS:
        return "it explains the levels"
    if says_responsibilities(value for row in rows[:MEASURED] for value in row.cells):
        return "its letters R, A, C and I say who is responsible, not what somebody can do"
    if _is_radar(rows):
        return (
            "it is a technology radar: adopt, trial, assess and hold say what an organisation "
            "thinks of a technology, not what a person can do"
        )
    at = header_at(rows, known.words)
    if at is None:
        return _why_not(rows)
    body = rows[at + 1 :]
    is_of_one = known.is_person(table.name)
    columns = columns_of(rows, at, chosen, known, is_of_one=is_of_one)
    layout = _layout(columns, is_of_one=is_of_one)
    if layout is None:
        return _why_not(rows)
    return Grid(table.name, rows[at].line, columns, layout, body, rows[:at])


def _next_header(grid: Grid) -> int | None:
    """Find the row in which the first column that names people or topics names itself again."""
    heads = grid.holding(*OF_PERSON, Holds.TOPIC)
    head = min(heads, key=lambda column: column.at)
    if not named(head.of):
        return None
    again = (
        at for at, row in enumerate(grid.body) if normal(cell(row, head.at)) == normal(head.of)
    )
    return next(again, None)


def _layout(columns: Sequence[Column], *, is_of_one: bool) -> Layout | None:
    holds = {column.holds for column in columns}
    people = not holds.isdisjoint(OF_PERSON)
    if people and {Holds.TOPIC, Holds.LEVEL} <= holds:
        return Layout.LIST
    if is_of_one and not people and {Holds.TOPIC, Holds.LEVEL} <= holds:
        return Layout.OF_ONE
    if Holds.LEVELS in holds and people != (Holds.TOPIC in holds):
        return Layout.TOPICS_ACROSS if people else Layout.PEOPLE_ACROSS
    return None


def _is_radar(rows: Sequence[Row]) -> bool:
    width = max(len(row.cells) for row in rows[:MEASURED])
    for at in range(width):
        values = [value.casefold() for value in values_in(rows[1:MEASURED], at)]
        if len(values) > 2 and len(RINGS & set(values)) > 1 and mostly(v in RINGS for v in values):
            return True
    return False


def _why_not(rows: Sequence[Row]) -> str:
    said = {found[0] for row in rows[:HEADER_SEARCHED] for c in row.cells if (found := named(c))}
    if not said.isdisjoint(OF_PERSON):
        return "it names people, but no column holds levels of what they can do"
    if Holds.TOPIC in said:
        return "it names topics, but nobody who can do them at some level"
    return "it has neither people nor levels of what they can do"
