"""Which row of a table names its columns."""

from collections.abc import Sequence

from kt.importers.standings.headers import OF_PERSON, Holds, named
from kt.importers.standings.looks import (
    MEASURED,
    cell,
    holds_levels,
    is_date,
    is_level,
    own_words,
    values_in,
)
from kt.importers.standings.marks import Kind, mark
from kt.importers.tables import Row

HEADER_SEARCHED = 20


def header_at(rows: Sequence[Row], decided: frozenset[str]) -> int | None:
    """Find the row that names most columns of levels, or the person, topic and level of a list."""
    best, most = None, (False, 0)
    searched = rows[: HEADER_SEARCHED + 1]
    for at, row in enumerate(searched[:HEADER_SEARCHED]):
        if sum(map(bool, row.cells)) < 2:
            continue
        said = {found[0] for each in row.cells if (found := named(each))}
        if {Holds.TOPIC, Holds.LEVEL} <= said and not said.isdisjoint(OF_PERSON):
            return at
        # A row that also names the people or the topics is a header before any other.
        named_here = len(_named_levels(rows, at, decided))
        score = (bool(named_here and not said.isdisjoint((*OF_PERSON, Holds.TOPIC))), named_here)
        if named_here and score > most:
            best, most = at, score
    if best is None:
        return None
    # A row of categories may stand above the row of names.
    while best + 1 < len(searched) and _names_too(rows, best + 1, most[1], decided):
        best += 1
    return best


def _named_levels(rows: Sequence[Row], at: int, decided: frozenset[str]) -> list[int]:
    body = rows[at + 1 : at + 1 + MEASURED]
    if not body or _is_of_levels(rows[at]):
        return []
    own = own_words(body, decided)
    return [
        place
        for place, name in enumerate(rows[at].cells)
        if _is_name(name) and holds_levels(name, values_in(body, place), own)
    ]


def _names_too(rows: Sequence[Row], at: int, most: int, decided: frozenset[str]) -> bool:
    """Tell whether a row names at least as much as the one above it, and no person of its own."""
    below = next(iter(rows[at + 1 :]), None)
    head = next((place for place, text in enumerate(below.cells) if text), 0) if below else 0
    if cell(rows[at], head) and not any(map(named, rows[at].cells)):
        return False
    own = own_words(rows[at : at + MEASURED], decided)
    places = _named_levels(rows, at, decided)
    names = [rows[at].cells[place] for place in places]
    return len(places) >= most and not any(
        not named(name) and (is_level(name) or name.casefold() in own) for name in names
    )


def _is_of_levels(row: Row) -> bool:
    """Tell whether a row holds levels rather than names; C and R may be names of languages."""
    if any(map(named, row.cells)):
        return False
    filled = [each for each in row.cells[1:] if each]
    return sum(1 for each in filled if mark(each) or is_date(each)) * 2 > len(filled)


def _is_name(text: str) -> bool:
    found = mark(text)
    is_number = found is not None and found.kind in (Kind.NUMBER, Kind.SHARE)
    return bool(text) and not is_date(text) and (not is_number or len(text) > 2)
