"""One row of a people file in; what it says about a person, and what is wrong with it, out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kt.importers.people.columns import Columns
from kt.importers.people.fields import FIELD_WORDS, Field
from kt.importers.people.values import (
    ACTIVE,
    DayOrMonthFirst,
    bare_email,
    day_order,
    find_status,
    find_time_zone,
    is_email,
    is_formula,
    is_nothing,
    is_placeholder,
    one_line,
    read_day,
    turned_name,
    turned_status,
)
from kt.importers.tables import Row

IDENTITY_FIELDS = (Field.EMPLOYEE_ID, Field.EMAIL)
NAME_FIELDS = (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME)

# Far more than any title; only cells that have run together are longer.
LONGEST_VALUE = 1_000


class Severity(StrEnum):
    """An error keeps the whole file from being imported, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line of the file, and what to do about it."""

    line: int
    field: Field | None
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one row says about a person; empty where it says nothing.

    `status` is "active", "inactive" or "". `identifiers` are further numbers and sign-in names
    by which other rows may mean this person as their manager. A row that is not `sound` has an
    error of its own and would not be imported.
    """

    line: int
    employee_id: str = ""
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    title: str = ""
    department: str = ""
    manager_id: str = ""
    manager_email: str = ""
    manager_name: str = ""
    location: str = ""
    time_zone: str = ""
    start_date: date | None = None
    leaving_date: date | None = None
    status: str = ""
    identifiers: tuple[str, ...] = ()
    sound: bool = True

    @property
    def shown_name(self) -> str:
        """What stands for the name until there is one: the e-mail or the employee number."""
        return self.name or self.email or self.employee_id


class RowReader:
    """Reads one row after the other, remembering numbers and e-mails to find doubles."""

    def __init__(self, columns: Columns, day_first: bool | None):
        self.undecided: list[tuple[int, Field, str]] = []
        self._columns = columns
        self._day_first = day_first
        self._first_lines: dict[tuple[Field, str], int] = {}
        self._line = 0
        self._problems: list[Problem] = []

    def read(self, record: Row) -> tuple[PersonRow, list[Problem]]:
        """Read a row; its problems are those that can be told without knowing other people."""
        self._line, self._problems = record.line, []
        if len(record.cells) > len(self._columns.names):
            return self._too_long(record)
        row = self._person(record, {field: self._text(field, record) for field in Field})
        self._check_identity(row)
        if any(problem.severity == Severity.ERROR for problem in self._problems):
            row = replace(row, sound=False)
        return row, self._problems

    def _too_long(self, record: Row) -> tuple[PersonRow, list[Problem]]:
        """Keep only who it may be: the cells are probably shifted, so little else is true."""
        row = PersonRow(
            line=record.line,
            employee_id=_number(self._text(Field.EMPLOYEE_ID, record)),
            name=self._text(Field.NAME, record),
            email=self._text(Field.EMAIL, record),
            sound=False,
        )
        self._problems = []
        self._error(
            None,
            f"This row has {len(record.cells)} cells, but the header names only "
            f"{len(self._columns.names)} columns. A delimiter inside a cell needs quotation marks "
            "around the cell.",
        )
        return row, self._problems

    def _person(self, record: Row, text: Mapping[Field, str]) -> PersonRow:
        start = self._day(Field.START_DATE, text)
        leaving = self._day(Field.LEAVING_DATE, text)
        if start and leaving and leaving < start:
            # Systems keep the last departure of people who came back.
            self._warn(
                Field.LEAVING_DATE,
                f"The leaving date {leaving} is before the start date {start}: it was left out.",
            )
            leaving = None
        return PersonRow(
            line=record.line,
            employee_id=_number(text[Field.EMPLOYEE_ID]),
            name=self._name(text),
            first_name=text[Field.FIRST_NAME],
            last_name=text[Field.LAST_NAME],
            email=self._email(text),
            title=text[Field.TITLE],
            department=text[Field.DEPARTMENT],
            manager_id=_number(text[Field.MANAGER_ID]),
            manager_email=bare_email(text[Field.MANAGER_EMAIL]),
            manager_name=text[Field.MANAGER_NAME],
            location=text[Field.LOCATION],
            time_zone=self._time_zone(text),
            start_date=start,
            leaving_date=leaving,
            status=self._status(text),
            identifiers=tuple(
                record.cells[at]
                for at in self._columns.identifiers
                if at < len(record.cells) and record.cells[at]
            ),
        )

    def _text(self, field: Field, record: Row) -> str:
        """Return the first of the field's cells that says something."""
        for at in self._columns.sources.get(field, ()):
            cell = one_line(record.cells[at]) if at < len(record.cells) else ""
            if len(cell) > LONGEST_VALUE:
                self._error(
                    field,
                    f"The {FIELD_WORDS[field]} has {len(cell):,} characters. A quotation mark is "
                    "probably missing on this line.",
                )
                continue
            if not cell or (is_nothing(cell) and not _may_be_a_name(field, cell)):
                continue
            if field != Field.EMAIL and is_placeholder(cell):
                self._warn(field, f"“{cell}” still waits to be filled in: it was left out.")
                continue
            if is_formula(cell):
                self._warn(field, f"“{cell}” looks like a formula: it is kept as plain text.")
            return turned_status(cell) if at in self._columns.blocked else cell
        return ""

    def _name(self, text: Mapping[Field, str]) -> str:
        name, first = turned_name(text[Field.NAME]), text[Field.FIRST_NAME]
        if not name:
            return f"{first} {text[Field.LAST_NAME]}".strip()
        if first and Field.LAST_NAME not in self._columns.sources and " " not in name:
            # "Name" beside "First name" is the last name, as in German files.
            return f"{first} {name}"
        return name

    def _email(self, text: Mapping[Field, str]) -> str:
        email = bare_email(text[Field.EMAIL])
        if not email or is_email(email):
            return email
        if is_placeholder(email):
            self._error(
                Field.EMAIL,
                f"The e-mail “{email}” still holds the template's placeholder. "
                "Put the real address in its place.",
            )
        else:
            self._error(Field.EMAIL, f"“{email}” is not an e-mail address. Correct it.")
        return ""

    def _day(self, field: Field, text: Mapping[Field, str]) -> date | None:
        if not text[field]:
            return None
        try:
            return read_day(text[field], self._day_first)
        except DayOrMonthFirst:
            self.undecided.append((self._line, field, text[field]))
        except ValueError:
            order = "day" if self._day_first else "month"
            unlike = f" with the {order} first, as in the rest of the file"
            self._error(
                field,
                f"The {FIELD_WORDS[field]} “{text[field]}” is not a date that exists"
                f"{unlike if day_order([text[field]]) is not None else ''}. "
                "Write it like 2024-03-28.",
            )
        return None

    def _time_zone(self, text: Mapping[Field, str]) -> str:
        said = text[Field.TIME_ZONE]
        zone = find_time_zone(said)
        if said and not zone:
            self._warn(
                Field.TIME_ZONE,
                f"“{said}” is not a time zone known here: it was left out. "
                "Write it like Europe/Berlin or America/New_York.",
            )
        return zone or ""

    def _status(self, text: Mapping[Field, str]) -> str:
        said = text[Field.STATUS]
        status = find_status(said)
        if said and not status:
            self._warn(
                Field.STATUS,
                f"“{said}” is not a status known here: this person is taken as active. "
                "Write active or inactive if that is wrong.",
            )
        return status or (ACTIVE if said else "")

    def _check_identity(self, row: PersonRow) -> None:
        told_already = any(problem.field == Field.EMAIL for problem in self._problems)
        could_be_told = not self._columns.sources.keys().isdisjoint(IDENTITY_FIELDS)
        if not row.employee_id and not row.email and could_be_told and not told_already:
            self._error(
                Field.EMPLOYEE_ID,
                "This row has neither an employee number nor an e-mail, so the person cannot "
                "be recognised. Fill in one of them.",
            )
        for field, value in ((Field.EMPLOYEE_ID, row.employee_id), (Field.EMAIL, row.email)):
            if not value:
                continue
            before = self._first_lines.setdefault((field, value.casefold()), row.line)
            if before != row.line:
                self._error(
                    field,
                    f"Lines {before} and {row.line} have the same {FIELD_WORDS[field]}, {value}. "
                    "Correct one of them or remove it.",
                )

    def _error(self, field: Field | None, message: str) -> None:
        self._problems.append(Problem(self._line, field, message, Severity.ERROR))

    def _warn(self, field: Field | None, message: str) -> None:
        self._problems.append(Problem(self._line, field, message, Severity.WARNING))


def _number(text: str) -> str:
    # Programs that keep numbers as decimals write 421 as 421.0.
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text


def _may_be_a_name(field: Field, cell: str) -> bool:
    return field in NAME_FIELDS and cell.isalpha()
