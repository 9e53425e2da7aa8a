"""What an import of people would do, in words: for its preview and for the command line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ..importers.people import FIELD_WORDS, Field, KnownPerson, PersonRow, Plan, Severity, Update
from .sentences import said_day

SHOWN_OF_NEW = (Field.TITLE, Field.DEPARTMENT, Field.LOCATION, Field.EMAIL, Field.START_DATE)
MANAGER, STATUS = "manager", "status"

Fact = str | date | None


class Part(StrEnum):
    """The parts of a plan, in the order in which they are worth reading."""

    PROBLEMS = "problems"
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


@dataclass(frozen=True)
class Change:
    """A fact of somebody that would be another; None where nothing is known."""

    field: str
    was: Fact
    becomes: Fact

    @property
    def old(self) -> str:
        return _said(self.was) or "nothing"

    @property
    def new(self) -> str:
        return _said(self.becomes)


@dataclass(frozen=True)
class PlannedLine:
    """One person or problem of a plan; `line` is None for people absent from the file.

    `facts` are what is said of somebody new or absent, each after its name.
    """

    line: int | None
    title: str
    facts: tuple[tuple[str, Fact], ...] = ()
    changes: tuple[Change, ...] = ()
    is_error: bool = False

    @property
    def second(self) -> str:
        return " · ".join(
            f"{MANAGER}: {fact}" if name == MANAGER else _said(fact)
            for name, fact in self.facts
            if fact
        )


@dataclass(frozen=True)
class Column:
    """A column of a file, the field it is mapped to, and what it says of the first people."""

    name: str
    field: Field | None
    example: str


def counts(plan: Plan) -> dict[Part, int]:
    """Count each part of a plan."""
    return {part: len(_of_part(plan, part)) for part in Part}


def lines_of(
    plan: Plan, known: Sequence[KnownPerson], part: Part, *, first: int = 0, most: int | None = None
) -> Iterator[PlannedLine]:
    """Say in words what one part of a plan holds, from a place on, at most so many."""
    last = None if most is None else first + most
    chosen = _of_part(plan, part)[first:last]
    if part is Part.PROBLEMS:
        for problem in chosen:
            error = problem.severity is Severity.ERROR
            yield PlannedLine(problem.line, problem.message, is_error=error)
    elif part is Part.CHANGED:
        names = {person.id: person.name for person in known}
        for update in chosen:
            changes = tuple(_changes(update, plan, names))
            name = names[update.person_id]
            yield PlannedLine(update.row.line, name, changes=changes)
    elif part is Part.ABSENT:
        for person in chosen:
            department = (FIELD_WORDS[Field.DEPARTMENT], person.department)
            yield PlannedLine(None, person.name, (department,))
    else:
        for row in chosen:
            facts = _facts(row, plan) if part is Part.ADDED else ()
            yield PlannedLine(row.line, row.name or row.email or row.employee_id, facts)


def columns_of(plan: Plan) -> list[Column]:
    """List the columns of the file as they are mapped."""
    mapping = plan.file.mapping
    return [Column(name, mapping[name], _example(plan, mapping[name])) for name in plan.file.header]


def _of_part(plan: Plan, part: Part) -> Sequence[Any]:
    return {
        Part.PROBLEMS: plan.problems,
        Part.ADDED: plan.creates,
        Part.CHANGED: plan.updates,
        Part.UNCHANGED: plan.unchanged,
        Part.ABSENT: plan.absent,
    }[part]


def _example(plan: Plan, field: Field | None) -> str:
    if field is None:
        return ""
    return next((_said(value) for row in plan.file.rows if (value := getattr(row, field))), "")


def _facts(row: PersonRow, plan: Plan) -> tuple[tuple[str, Fact], ...]:
    manager = plan.managers.get(row.line)
    return (
        *((FIELD_WORDS[field], getattr(row, field)) for field in SHOWN_OF_NEW),
        (MANAGER, manager.name if manager else None),
        (STATUS, "disabled" if row.status == "inactive" else None),
    )


def _changes(update: Update, plan: Plan, names: Mapping[int, str]) -> Iterator[Change]:
    for field, (old, new) in update.changes.items():
        if field == Field.MANAGER_ID:
            manager = names.get(old, "nobody")
            yield Change("line manager", manager, plan.managers[update.row.line].name)
        else:
            yield Change(FIELD_WORDS[Field(field)], old, new)


def _said(value: Any) -> str:
    return said_day(value.isoformat()) if isinstance(value, date) else str(value or "")
