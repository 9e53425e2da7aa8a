"""Tables in which each level has a column of its own and a cross stands in one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kt.importers.people.values import is_nothing
from kt.importers.standings.headers import OF_PERSON, Holds, named
from kt.importers.standings.heading import HEADER_SEARCHED
from kt.importers.standings.looks import cell, values_in
from kt.importers.standings.marks import Kind, mark
from kt.importers.tables import Row, Table

CROSSES = frozenset("x ✓ ✔ ☑ ✅ ● • ■ yes ja oui si".split())
SIDES = (*OF_PERSON, Holds.TOPIC)


def written_out(table: Table) -> Table:
    """Write a row for each cross: who, what, and the level whose column it stands in.

    Where several levels of one thing are crossed, as when each is ticked off, the highest counts,
    which stands furthest to the right. Any other table comes back as it is.
    """
    for at, header in enumerate(table.rows[:HEADER_SEARCHED]):
        levels = _columns_of_levels(table.rows, at)
        sides = {place: said for place, said in _sides(header) if place not in levels}
        if len(levels) < 2 or not sides:
            continue
        groups = _groups(table.rows[at - 1] if at else None, levels)
        # Beside people and topics nothing more is needed; beside the one, the other stands above.
        has_both = len({said is Holds.TOPIC for said in sides.values()}) == 2
        if has_both == bool(groups):
            continue
        return replace(table, rows=(*_rows(table.rows, at, levels, sides, groups),))
    return table


def _columns_of_levels(rows: Sequence[Row], at: int) -> list[int]:
    """List the columns that a row names by a level, under which there is nothing but crosses."""
    found = []
    body = rows[at + 1 :]
    for place, name in enumerate(rows[at].cells):
        said = mark(name) if name and not named(name) else None
        if said and said.kind in (Kind.WORD, Kind.NUMBER):
            values = values_in(body, place)
            if not all(value.casefold() in CROSSES for value in values):
                return []
            found.append(place)
    crossed = [cell(row, place) for row in body for place in found if cell(row, place)]
    return found if crossed else []


def _sides(header: Row) -> Iterator[tuple[int, Holds]]:
    for place, name in enumerate(header.cells):
        if (said := named(name)) and said[0] in SIDES:
            yield place, said[0]


def _groups(above: Row | None, levels: Sequence[int]) -> dict[int, str]:
    """Give what stands over the columns of levels, carried to the right; nothing over none."""
    last, groups = "", {}
    for place in levels:
        last = (cell(above, place) if above else "") or last
        if last:
            groups[place] = last
    return groups if len(groups) == len(levels) and len(set(groups.values())) > 1 else {}


def _rows(
    rows: Sequence[Row],
    at: int,
    levels: Sequence[int],
    sides: dict[int, Holds],
    groups: dict[int, str],
) -> Iterator[Row]:
    header = rows[at]
    yield from rows[: at - 1 if groups else at]
    marks = [each for place in levels if (each := mark(header.cells[place]))]
    if all(each.kind is Kind.NUMBER for each in marks):
        numbers = [each.value for each in marks]
        # That nobody stands at the highest of them makes the scale no shorter.
        yield Row(header.line, (f"{min(numbers):g} to {max(numbers):g}",))
    across = () if not groups else ("Name",) if Holds.TOPIC in sides.values() else ("Skill",)
    yield Row(header.line, (*(header.cells[place] for place in sides), *across, "Level"))
    for row in rows[at + 1 :]:
        said = [cell(row, place) for place in sides]
        for group in dict.fromkeys(groups.get(place, "") for place in levels):
            crossed = [
                place
                for place in levels
                if groups.get(place, "") == group
                and cell(row, place)
                and not is_nothing(cell(row, place))
            ]
            if crossed:
                level = header.cells[crossed[-1]]
                yield Row(row.line, (*said, *([group] if groups else []), level))
