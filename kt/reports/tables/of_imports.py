"""The previews of imports as files: what a kept file would do, before it is confirmed."""

from collections.abc import Iterable

from ...exporters.tables import Cell, Table
from ...importers.standings import PlannedStanding
from ...models import Level
from ..people_imports import Part as PeoplePart
from ..people_imports import PlannedLine as PersonLine
from ..standing_imports import HIDDEN
from ..standing_imports import Part as StandingPart
from ..standing_imports import PlannedLine as StandingLine

PROBLEM_HEADS = ("Line", "Kind", "What is wrong")
STANDING_HEADS = ("Person", "Topic", "Sheet", "Line", "In the file", "Standing")


def people_import_table(lines: Iterable[PersonLine], part: PeoplePart) -> Table:
    """Write the people or problems of one part of a preview; a changed fact is a row."""
    lines, title = list(lines), f"Import of people, {part}"
    if part is PeoplePart.PROBLEMS:
        rows: list[list[Cell]] = [[line.line, _kind(line.is_error), line.title] for line in lines]
        return Table(title, PROBLEM_HEADS, rows)
    if part is PeoplePart.CHANGED:
        rows = [
            [line.title, line.line, each.field, each.was or "nothing", each.becomes]
            for line in lines
            for each in line.changes
        ]
        return Table(title, ("Person", "Line", "What", "Now", "Then"), rows)
    facts = [_sentence(name) for name, _ in lines[0].facts] if lines else []
    # Who is not in the file stands on no line of it.
    where = () if part is PeoplePart.ABSENT else ("Line",)
    return Table(
        title,
        ("Person", *where, *facts),
        [
            [line.title, *(line.line for _ in where), *(fact or None for _, fact in line.facts)]
            for line in lines
        ],
    )


def standings_import_table(lines: Iterable[StandingLine], part: StandingPart) -> Table:
    """Write the standings or problems of one part of a preview."""
    title = f"Import of standings, {part}"
    if part is StandingPart.PROBLEMS:
        return Table(
            title,
            ("Sheet", *PROBLEM_HEADS),
            [[line.sheet, line.line, _kind(line.is_error), line.title] for line in lines],
        )
    heads: tuple[str, ...] = ("On", "To be refreshed from")
    if part is StandingPart.KEPT:
        heads = ("What stays", "How", "Since")
    elif part is StandingPart.CHANGED:
        heads = ("Now", *heads)
    rows: list[list[Cell]] = [
        [
            line.planned.person,
            line.planned.topic,
            line.sheet,
            line.line,
            line.planned.said.word,
            Level(line.planned.level).words,
            *_days(line.planned, part),
        ]
        for line in lines
        if line.planned
    ]
    return Table(title, (*STANDING_HEADS, *heads), rows)


def _days(planned: PlannedStanding, part: StandingPart) -> list[Cell]:
    before = planned.before
    if part is StandingPart.KEPT:
        if not before or not before.visible:
            return [HIDDEN if before else "", "", None]
        how = "signed off" if before.signed_off else ""
        return [Level(before.level).words, how, before.on]
    days: list[Cell] = [planned.on, planned.refresh_on]
    if part is StandingPart.CHANGED:
        return [Level(before.level).words if before and before.visible else "", *days]
    return days


def _kind(is_error: bool) -> str:
    return "error" if is_error else "warning"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
