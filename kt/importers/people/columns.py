"""Finding a file's header and deciding which of its columns holds which field."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kt.errors import Refused
from kt.importers.people.fields import Field
from kt.importers.people.headers import Kind, Meaning, is_password, meaning, normal
from kt.importers.people.values import is_email, is_nothing, says_left
from kt.importers.tables import Row, Table

HEADER_SEARCHED = 20

_GUID = re.compile(r"\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?", re.IGNORECASE)
_NUMBER = re.compile(r"[\w./#-]{1,30}")


@dataclass(frozen=True)
class Columns:
    """Which column holds what, by position.

    `sources` lists for each field its columns in the order in which they are asked: the first
    that is not empty wins. `blocked` are statuses the other way round (yes means inactive).
    `identifiers` are columns no field uses whose values a manager column may point at.
    """

    names: tuple[str, ...]
    sources: Mapping[Field, tuple[int, ...]]
    blocked: frozenset[int]
    identifiers: tuple[int, ...]

    @property
    def mapping(self) -> dict[str, Field | None]:
        """The field of each column, None for a column that is left out."""
        fields = {at: field for field, places in self.sources.items() for at in places}
        return {name: fields.get(at) for at, name in enumerate(self.names)}


def find_header(
    tables: Iterable[Table], mapped: Collection[str], filename: str
) -> tuple[tuple[str, ...], Row, tuple[Row, ...]]:
    """Find the first row that names at least two fields; return its names, itself, what follows.

    Names that are empty or stand there twice are told apart. `mapped` are names that a person has
    mapped by hand. Raises Refused when no table has such a row near its top.
    """
    for table in tables:
        for at, row in enumerate(table.rows[:HEADER_SEARCHED]):
            if len(_recognised(row.cells, mapped)) >= 2:
                return _told_apart(row.cells), row, table.rows[at + 1 :]
    raise Refused(
        f"No header row was found in the first {HEADER_SEARCHED} rows of “{filename}”. "
        "One row has to name the columns, and one of them has to hold the employee number or "
        "the e-mail, for example: employee_id, name, email, title, department, manager."
    )


def decide_columns(
    names: tuple[str, ...],
    rows: Sequence[Row],
    chosen: Mapping[str, str | None],
) -> Columns:
    """Map columns to fields by their names and, where names do not settle it, by their values.

    `chosen` is what a person decided by column name and goes before everything else, except that
    password columns are never read.
    """
    readable = [at for at, name in enumerate(names) if not is_password(name)]
    meanings = {at: found for at in readable if (found := meaning(names[at]))}
    by_hand = {at: chosen[names[at]] for at in readable if names[at] in chosen}
    values = {at: _values(rows, at) for at in {*meanings, *by_hand}}
    proposed = {at: found for at, found in meanings.items() if at not in by_hand}

    sources: dict[Field, list[int]] = {}
    for at, field in by_hand.items():
        if field is not None:
            sources.setdefault(Field(field), []).append(at)
    _take_best(proposed, values, sources)
    identifiers = _identifiers(meanings, sources)
    _take_managers(proposed, values, sources, identifiers)
    return Columns(
        names=names,
        sources={
            field: tuple(sorted(places, key=lambda at: _rank(field, meanings.get(at))))
            for field, places in sources.items()
        },
        blocked=frozenset(at for at, found in meanings.items() if found.kind == Kind.BLOCKED),
        identifiers=identifiers,
    )


def header_key(names: Sequence[str]) -> str:
    """Make the text by which a header line is recognised, whatever its case and punctuation."""
    return "|".join(normal(name) for name in names)


def _take_best(
    proposed: Mapping[int, Meaning],
    values: Mapping[int, Sequence[str]],
    sources: dict[Field, list[int]],
) -> None:
    """Give each open field its best column, and e-mails also the columns that fill in."""
    settled = frozenset(sources)
    for at, found in sorted(proposed.items(), key=lambda item: (item[1].rank, item[0])):
        fills_in = found.kind in (Kind.PRINCIPAL, Kind.LOGIN)
        wanted = found.field not in sources or (fills_in and found.field not in settled)
        if wanted and found.kind != Kind.MANAGER and _fits(found, values[at], sources):
            sources.setdefault(found.field, []).append(at)


def _identifiers(
    meanings: Mapping[int, Meaning], sources: Mapping[Field, Sequence[int]]
) -> tuple[int, ...]:
    used = {at for places in sources.values() for at in places}
    return tuple(
        at
        for at, found in meanings.items()
        if at not in used and (found.kind == Kind.LOGIN or found.field == Field.EMPLOYEE_ID)
    )


def _take_managers(
    proposed: Mapping[int, Meaning],
    values: Mapping[int, Sequence[str]],
    sources: dict[Field, list[int]],
    identifiers: Sequence[int],
) -> None:
    """Tell by its values whether a manager column holds numbers, e-mails or names."""
    numbered = (*sources.get(Field.EMPLOYEE_ID, ()), *identifiers)
    known = {value for at in numbered for value in values[at]}
    for at, found in proposed.items():
        if found.kind == Kind.MANAGER:
            sources.setdefault(_manager_field(values[at], known), [at])


def _recognised(cells: Sequence[str], mapped: Collection[str]) -> set[str]:
    meanings = ((cell, meaning(cell)) for cell in cells)
    return {found.field if found else cell for cell, found in meanings if found or cell in mapped}


def _told_apart(cells: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    times: Counter[str] = Counter()
    for place, cell in enumerate(cells, start=1):
        plain = name = cell or f"Column {place}"
        while name in names:
            times[plain] += 1
            name = f"{plain} ({times[plain] + 1})"
        names[name] = None
    return tuple(names)


def _values(rows: Sequence[Row], at: int) -> list[str]:
    cells = (row.cells[at] for row in rows if at < len(row.cells))
    return [cell for cell in cells if cell and not is_nothing(cell)]


def _fits(found: Meaning, values: Sequence[str], sources: Mapping[Field, list[int]]) -> bool:
    match found.kind:
        case Kind.LOGIN:
            return _most(is_email(value) or "@" in value for value in values)
        case Kind.NUMBER:
            # Without e-mails any number is better than nobody being recognised the next time.
            return Field.EMAIL not in sources or _most(_looks_like_number(v) for v in values)
        case Kind.EMPLOYMENT:
            return any(says_left(value) for value in values)
        case _:
            return True


def _most(answers: Iterable[bool]) -> bool:
    told = list(answers)
    return sum(told) * 2 >= len(told)


def _looks_like_number(value: str) -> bool:
    return bool(_NUMBER.fullmatch(value)) and not _GUID.fullmatch(value)


def _manager_field(values: Sequence[str], known: Collection[str]) -> Field:
    if not values:
        return Field.MANAGER_NAME
    kinds = [_manager_value(value, known) for value in values]
    return max((Field.MANAGER_ID, Field.MANAGER_EMAIL, Field.MANAGER_NAME), key=kinds.count)


def _manager_value(value: str, known: Collection[str]) -> Field:
    if value in known:
        return Field.MANAGER_ID
    if "@" in value:
        return Field.MANAGER_EMAIL
    spoken = " " in value or not any(letter.isdigit() for letter in value)
    return Field.MANAGER_NAME if spoken else Field.MANAGER_ID


def _rank(field: Field, found: Meaning | None) -> int:
    # A column that only a person's choice gave to the field is asked first.
    return found.rank if found and found.field == field else -1
