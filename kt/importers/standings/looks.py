"""What a cell, or a column of them, looks like: a level, a day, an own word of a place."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kt.importers.people.values import is_nothing
from kt.importers.standings.headers import OF_PERSON, Holds, is_about_people, is_aside, named
from kt.importers.standings.marks import LONGEST_WORD, Kind, mark
from kt.importers.tables import Row

MEASURED = 300
MOST_OWN_WORDS = 12
DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_NO_WORD = re.compile(r"\d|yyyy|jjjj|aaaa", re.IGNORECASE)
_IN_CELL = re.compile(r"(.+?)\s*[(\[,]\s*([^()\[\],]*\d{4}[^()\[\],]*)[)\]]?")


def cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def is_date(text: str) -> bool:
    """Tell whether a cell is a day, as where a training matrix says when somebody was trained."""
    return bool(DATE.fullmatch(text))


def without_day(text: str) -> tuple[str, str]:
    """Take apart a level and its day: "Expert (2024-05-01)"; without one, the day is empty."""
    found = _IN_CELL.fullmatch(text) if len(text) <= LONGEST_WORD else None
    return (found[1], found[2].strip()) if found and is_date(found[2].strip()) else (text, "")


def is_level(text: str) -> bool:
    """Tell whether a cell looks like a level, or like one with its day in brackets."""
    found = mark(without_day(text)[0])
    if found is None:
        return is_date(text)
    if found.kind is Kind.NUMBER:
        return found.value <= 10 or (found.value <= 100 and found.value % 5 == 0)
    return True


def holds_levels(name: str, values: Sequence[str], own: frozenset[str]) -> bool:
    """Tell by its cells whether a column holds levels, unless its name says something else."""
    found = named(name)
    if (
        not values
        or is_aside(name)
        or (found and found[0] in (*OF_PERSON, Holds.DAY, Holds.REFRESH))
    ):
        return False
    if is_about_people(name):
        # “Office” is a place, and a topic where numbers up to ten stand under it.
        return name.casefold() == "office" and mostly(bool(mark(value)) for value in values)
    return mostly(is_level(value) or value.casefold() in own for value in values)


def own_words(body: Sequence[Row], decided: frozenset[str]) -> frozenset[str]:
    """Collect an organisation's own names of levels: words that stand in several columns.

    `decided` are those that somebody has said the level of.
    """
    columns: dict[str, set[int]] = {}
    for row in body:
        for at, text in enumerate(row.cells):
            if at and text and len(text) <= 25 and not _NO_WORD.search(text):
                columns.setdefault(text.casefold(), set()).add(at)
    own = frozenset(text for text, places in columns.items() if len(places) > 1)
    return decided | own if len(own) <= MOST_OWN_WORDS else decided


def values_in(rows: Sequence[Row], at: int) -> list[str]:
    return [value for value in _filled(rows, at) if not is_nothing(value)]


def _filled(rows: Sequence[Row], at: int) -> Iterator[str]:
    return (row.cells[at] for row in rows if at < len(row.cells) and row.cells[at])


def mostly(answers: Iterable[bool]) -> bool:
    told = list(answers)
    return sum(told) * 2 >= len(told) > 0
