"""A people file in; its rows of values and a list of its faults out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kt.importers.people.columns import Columns, decide_columns, find_header, header_key
from kt.importers.people.fields import Field
from kt.importers.people.headers import day_comes_first, is_password, meaning
from kt.importers.people.rows import IDENTITY_FIELDS, PersonRow, Problem, RowReader, Severity
from kt.importers.people.values import day_order
from kt.importers.tables import Row, read_tables

DATE_FIELDS = (Field.START_DATE, Field.LEAVING_DATE)


@dataclass(frozen=True)
class PeopleFile:
    """All that was read from a people file.

    `header` are the names of its columns, `header_line` where they stand, `header_key` the text
    by which a mapping is remembered. `asks_day_first`: some date can be read both ways, so
    read the file again with `day_first`.
    """

    header: tuple[str, ...]
    header_line: int
    header_key: str
    mapping: dict[str, Field | None]
    rows: tuple[PersonRow, ...]
    problems: tuple[Problem, ...]
    asks_day_first: bool


def read_people(
    data: bytes,
    filename: str,
    *,
    mapping: Mapping[str, str | None] | None = None,
    day_first: bool | None = None,
) -> PeopleFile:
    """Read a CSV, TSV or XLSX export of people, whatever system wrote it.

    `mapping` says by column name which field a column holds (None: leave it out) where the names
    are not to decide; `day_first` settles dates such as 09-10-2023 where the file does not.
    Raises Refused for a file that cannot be read or has no header row.
    """
    names, header, body = find_header(read_tables(data, filename), mapping or {}, filename)
    columns = decide_columns(names, body, mapping or {})
    if day_first is None:
        day_first = _day_first_of_file(columns, body)
    reader = RowReader(columns, day_first)
    problems = _about_columns(columns, header.line, body)
    rows = []
    for record in body:
        skipped = _why_skipped(record, columns)
        if skipped:
            problems.append(Problem(record.line, None, skipped, Severity.WARNING))
            continue
        row, found = reader.read(record)
        rows.append(row)
        problems += found
    if reader.undecided:
        problems.append(_about_undecided(reader.undecided))
    return PeopleFile(
        header=names,
        header_line=header.line,
        header_key=header_key(names),
        mapping=columns.mapping,
        rows=tuple(rows),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        asks_day_first=bool(reader.undecided),
    )


def _day_first_of_file(columns: Columns, body: Sequence[Row]) -> bool | None:
    places = [at for field in DATE_FIELDS for at in columns.sources.get(field, ())]
    for at in places:
        said = day_comes_first(columns.names[at])
        if said is not None:
            return said
    return day_order(row.cells[at] for row in body for at in places if at < len(row.cells))


def _about_columns(columns: Columns, line: int, body: Sequence[Row]) -> list[Problem]:
    problems = []
    passwords = [
        name
        for at, name in enumerate(columns.names)
        if is_password(name) and any(row.cells[at : at + 1] not in [(), ("",)] for row in body)
    ]
    if passwords:
        listed = ", ".join(f"“{name}”" for name in passwords)
        problems.append(
            Problem(line, None, f"Passwords are never read: {listed} left out.", Severity.WARNING)
        )
    if columns.sources.keys().isdisjoint(IDENTITY_FIELDS):
        problems.append(
            Problem(
                line,
                Field.EMPLOYEE_ID,
                "No column holds an employee number or an e-mail, so nobody can be recognised. "
                "Say which column it is, or add one.",
                Severity.ERROR,
            )
        )
    return problems


def _why_skipped(record: Row, columns: Columns) -> str | None:
    first = next(cell for cell in record.cells if cell)
    if first.casefold().startswith("example:"):
        return "This is the template's example row: it was left out."
    if meaning(first) and _repeats_header(record, columns):
        return "This row repeats the header: it was left out."
    return None


def _repeats_header(record: Row, columns: Columns) -> bool:
    fields = [columns.mapping.get(name) for name in columns.names]
    filled = [
        (field, meaning(cell)) for field, cell in zip(fields, record.cells, strict=False) if field
    ]
    same = sum(1 for field, found in filled if found and found.field == field)
    return same >= 2 and same * 2 >= len(filled)


def _about_undecided(undecided: Sequence[tuple[int, Field, str]]) -> Problem:
    line, field, text = undecided[0]
    more = len(undecided) - 1
    others = f" ({more} more like it)" if more else ""
    return Problem(
        line,
        field,
        f"“{text}”{others} can be read with the day or with the month first, and no date in the "
        "file settles it. Say which comes first (on the command line: --day-first or "
        "--month-first).",
        Severity.ERROR,
    )
