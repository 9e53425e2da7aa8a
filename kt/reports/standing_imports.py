"""What an import of standings would do, in words: for its preview and for the command line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..importers.people import Severity
from ..importers.standings import Holds, Plan, PlannedStanding, StandingsFile
from ..models import Level
from .sentences import said_day

# What is said of a standing that whoever imports may not see.
HIDDEN = "a sign-off on it"


class Part(StrEnum):
    """The parts of a plan, in the order in which they are worth reading."""

    PROBLEMS = "problems"
    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class PlannedLine:
    """One standing or problem of a plan, and where it stands in the file.

    `planned` is None for a problem.
    """

    sheet: str
    line: int
    title: str
    second: str = ""
    is_error: bool = False
    planned: PlannedStanding | None = None

    @property
    def place(self) -> str:
        return f"{self.sheet}, line {self.line}" if self.sheet else f"line {self.line}"


@dataclass(frozen=True)
class Column:
    """A column of a file, what it holds, and what it says first."""

    name: str
    holds: Holds | None
    example: str


def counts(plan: Plan) -> dict[Part, int]:
    """Count each part of a plan."""
    return {part: len(_of_part(plan, part)) for part in Part}


def lines_of(
    plan: Plan, part: Part, *, first: int = 0, most: int | None = None
) -> Iterator[PlannedLine]:
    """Say in words what one part of a plan holds, from a place on, at most so many."""
    chosen = _of_part(plan, part)[first : None if most is None else first + most]
    for each in chosen:
        if part is Part.PROBLEMS:
            error = each.severity is Severity.ERROR
            yield PlannedLine(each.sheet, each.line, each.message, is_error=error)
        else:
            title, second = f"{each.person} · {each.topic}", _second(each, part)
            yield PlannedLine(each.said.sheet, each.said.line, title, second, planned=each)


def columns_of(file: StandingsFile) -> list[Column]:
    """List the columns of all sheets as they are read; those of one name are one."""
    return [
        Column(name, column.holds, _example(file, name, column.at))
        for name, column in file.columns.items()
    ]


def _of_part(plan: Plan, part: Part) -> Sequence[Any]:
    return {
        Part.PROBLEMS: plan.problems,
        Part.ADDED: plan.added,
        Part.CHANGED: plan.changed,
        Part.KEPT: plan.kept,
        Part.UNCHANGED: plan.unchanged,
    }[part]


def _second(planned: PlannedStanding, part: Part) -> str:
    level, before = _level(planned.level), planned.before
    said = f"“{planned.said.word}”: {level}"
    if part is Part.KEPT and before:
        if not before.visible:
            return f"{said} · {HIDDEN} stays"
        how = "signed off" if before.signed_off else "from"
        return f"{said} · {_level(before.level)} stays, {how} {_day(before.on)}"
    if part is Part.CHANGED and before and before.visible:
        said = f"{_level(before.level)} → {level}"
    days = [_day(planned.on)]
    days += [f"to be refreshed from {_day(planned.refresh_on)}"] if planned.refresh_on else []
    return " · ".join([said, *days])


def _level(level: int) -> str:
    return Level(level).words


def _day(day: Any) -> str:
    return said_day(day.isoformat())


def _example(file: StandingsFile, name: str, at: int) -> str:
    for grid in file.grids:
        if any(column.name == name and column.at == at for column in grid.columns):
            cells = (row.cells[at] for row in grid.body if at < len(row.cells) and row.cells[at])
            return next(cells, "")[:60]
    return ""
