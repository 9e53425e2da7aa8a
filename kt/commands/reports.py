"""The report of a rollout on the command line: the figures of its page, as text or as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

import click

from ..access import may_run_rollout, require
from ..dates import short_date
from ..filters import amount, number, percent
from ..models import Person
from ..reports.rollout_report import RolloutReport, report_of
from ..reports.targets import FigureLine
from ..rules.rollout_days import today_in
from .door import json_option, with_person
from .rollouts import print_json, rollout_numbered

FIGURE_HEADS = (
    "Topic",
    "What",
    "Baseline",
    "Now",
    "Target",
    "By",
    "Likely – late",
    "Met since",
    "Progress",
)
PAIRING_HEADS = ("Topic", "Guide", "As", "Learner", "Sessions", "Last", "Paused or ended")
OUTPUT_HEADS = ("Output", "Kind", "Topic", "Owner", "State", "By", "Published")
CHECKLIST_HEADS = ("Checklist", "For", "Done", "Of")
OVERDUE_HEADS = ("What", "Kind", "Whose", "By", "Days")

# These columns hold figures and are aligned at their ends.
FIGURES = {"Baseline", "Now", "Target", "Progress", "Sessions", "Done", "Of", "Days"}


@click.command()
@click.argument("id", type=int)
@json_option
@with_person
def report(by: Person, today: date, id: int, as_json: bool) -> None:
    """Print the figures of a rollout, as its report's page shows them."""
    rollout = rollout_numbered(id, by)
    require(may_run_rollout(by, rollout))
    made = report_of(rollout, today_in(rollout))
    if as_json:
        print_json(asdict(made))
        return
    until = f" until {_day(made.end, made)}" if made.end else ""
    click.echo(f"{made.name} · {made.state} · {made.supervisor}")
    click.echo(made.verdict)
    if made.dates:
        click.echo(made.dates)
    click.echo(f"From {_day(made.start, made)}{until}. As of {made.on.day} {made.on:%B %Y}.")
    _print_table("Targets", FIGURE_HEADS, [_figure(line, made) for line in made.figures])
    _print_table("Who guides whom", _said(PAIRING_HEADS, made), _pairings(made))
    _print_table("Outputs", OUTPUT_HEADS, _outputs(made))
    _print_table("Required items done", CHECKLIST_HEADS, _checklists(made))
    _print_table("Overdue", OVERDUE_HEADS, _overdue(made))


def _said(heads: tuple[str, ...], made: RolloutReport) -> tuple[str, ...]:
    return tuple(made.wording.say(head) for head in heads)


def _figure(line: FigureLine, made: RolloutReport) -> list[str]:
    return [
        line.topic or "The whole rollout",
        " ".join(filter(None, [line.what, line.whom])),
        amount(line.baseline, line.unit),
        amount(line.now, line.unit, line.missing),
        ("at most " if line.limit else "") + amount(line.number, line.unit),
        _day(line.due, made, "no date"),
        " – ".join(_day(day, made) for day in (line.likely, line.latest) if day) or line.untold,
        "overdue" if line.late else _day(line.met_on, made, "not yet"),
        percent(line.progress),
    ]


def _pairings(made: RolloutReport) -> list[list[str]]:
    return [
        [
            line.topic,
            line.guide or "nobody yet",
            line.role or "",
            line.learner,
            number(line.sessions),
            _day(line.last, made, "never"),
            line.rest(made.on),
        ]
        for line in made.pairings
    ]


def _outputs(made: RolloutReport) -> list[list[str]]:
    return [
        [
            line.title,
            line.kind,
            line.topic,
            line.owner,
            line.badge,
            _day(line.due, made, "no date"),
            _day(line.published_on, made, "not yet"),
        ]
        for line in made.outputs
    ]


def _checklists(made: RolloutReport) -> list[list[str]]:
    return [
        [line.title, line.person or "the team", number(line.done), number(line.items)]
        for line in made.checklists
    ]


def _overdue(made: RolloutReport) -> list[list[str]]:
    return [
        [
            line.title,
            line.noun,
            line.whose or "the team",
            _day(line.due, made),
            number(line.days),
        ]
        for line in made.overdue
    ]


def _day(day: date | None, made: RolloutReport, otherwise: str = "") -> str:
    return short_date(day, made.on) if day else otherwise


def _print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their heads, each column as wide as its widest cell; "-" is an empty one."""
    rows = [[cell or "-" for cell in row] for row in rows]
    click.echo(f"\n{title}: {len(rows) or 'none'}")
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = (
            cell.rjust(width) if head in FIGURES else cell.ljust(width)
            for head, cell, width in zip(heads, row, widths, strict=True)
        )
        click.echo(("  " + "  ".join(cells)).rstrip())
