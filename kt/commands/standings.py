"""Standings on the command line: import them from a skills table."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..dates import count_words
from ..errors import Refused
from ..importers import standings as importer
from ..importers.standings import (
    HOLDS_WORDS,
    Holds,
    Plan,
    StandingsFile,
    read_standings,
    unmatched_as_json,
)
from ..importers.tables import MAX_BYTES
from ..models import Kind, Level, Person
from ..models.knowhow import LEVEL_WORDS
from ..operations.importing_standings import (
    Chosen,
    PlannedStandings,
    import_standings,
    plan_standings,
)
from ..reports.standing_imports import Part, columns_of, counts, lines_of
from .door import (
    database_is_there,
    json_option,
    open_database,
    person_named,
    settings_or_exit,
    today_of,
)
from .rollouts import DAY

# Above this many standings an import shows how far it is.
MANY = 500

NO_DATABASE = "There is no database here, so people and topics are not matched."

PART_WORDS = {
    Part.ADDED: "To be added",
    Part.CHANGED: "To follow an earlier one",
    Part.KEPT: "Kept as they stand",
    Part.UNCHANGED: "Unchanged",
}


@click.group()
def standing() -> None:
    """Import standings: who can do what."""


@standing.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@json_option
@click.option("--on", type=DAY, help="The day of what has none of its own. Empty: today.")
@click.option("--refresh-on", type=DAY, help="The day from which they are to be refreshed.")
@click.option("--day-first/--month-first", default=None, help="How 09-10-2023 is meant.")
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=HOLDS",
    help=f"What a column holds: {', '.join(Holds)}, or nothing. May be repeated.",
)
@click.option(
    "--level",
    "levelled",
    multiple=True,
    metavar="WORD=LEVEL",
    help="Which level, 0 to 4, a word means; without one it says nothing. May be repeated.",
)
@click.option("--add-topics", is_flag=True, help="Add the topics that are not known.")
@click.option(
    "--kind",
    default=Kind.NICHE_SKILL.value,
    show_default=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="The kind of the topics that are added.",
)
@click.option("--over-sign-offs", is_flag=True, help="Let what is newer than a sign-off follow it.")
@click.option("--as", "email", metavar="EMAIL", help="Whose deed this is; not for a dry run.")
def import_file(
    file: Path,
    dry_run: bool,
    as_json: bool,
    mapped: tuple[str, ...],
    levelled: tuple[str, ...],
    kind: str,
    email: str | None,
    **options: Any,
) -> None:
    """Import standings from a list or matrix in a CSV, TSV or XLSX file, all of it or nothing."""
    if not dry_run and email is None:
        raise click.UsageError("Say whose deed this is with --as EMAIL, or add --dry-run.")
    said = _levels(levelled)
    chosen = Chosen(columns=_columns(mapped), levels=said, kind=Kind(kind), **options)
    with file.open("rb") as opened:
        # One byte more than may be read is enough to be told that it is too much.
        data = opened.read(MAX_BYTES + 1)
    if dry_run and not database_is_there():
        _without_database(data, file.name, chosen, as_json)
        return
    settings = open_database()
    by = person_named(email) if email else None
    today = today_of(by, settings)
    planned = plan_standings(data, file.name, chosen=chosen, by=by, today=today)
    _check_columns(planned.plan.file, mapped)
    if said:
        chosen = replace(chosen, levels=_by_key(said, planned.plan.file))
        planned = plan_standings(data, file.name, chosen=chosen, by=by, today=today)
    if not dry_run and not planned.plan.refused and by is not None:
        _import(planned, by, as_json)
        return
    _print(planned.plan, as_json)
    if not dry_run:
        raise Refused("Nothing was imported: correct the errors and try again.")


def _without_database(data: bytes, filename: str, chosen: Chosen, as_json: bool) -> None:
    click.echo(NO_DATABASE, err=True)
    options: dict[str, Any] = {"columns": chosen.columns, "day_first": chosen.day_first}
    read = read_standings(data, filename, levels=chosen.levels, **options)
    if chosen.levels:
        levels = _by_key(chosen.levels, read)
        read = read_standings(data, filename, levels=levels, **options)
    said = unmatched_as_json(read, chosen.on or today_of(None, settings_or_exit()))
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    _print_file(read)
    for each in said["standings"]:
        level = LEVEL_WORDS[Level(each["level"])] if each["level"] is not None else "nothing yet"
        click.echo(f"  {each['source']}: {each['person']} · {each['topic']}: {level}")
    for problem in read.problems:
        click.echo(f"Line {problem.line}, {problem.severity}: {problem.message}")


def _columns(mapped: Sequence[str]) -> dict[str, str | None]:
    columns: dict[str, str | None] = {}
    for each in mapped:
        column, _, holds = each.rpartition("=")
        if not column or (holds and holds not in list(Holds)):
            raise click.UsageError(
                f"“{each}” does not say what a column holds. Write COLUMN=HOLDS, with one of: "
                f"{', '.join(Holds)}."
            )
        columns[column] = holds or None
    return columns


def _check_columns(file: StandingsFile, mapped: Sequence[str]) -> None:
    unknown = set(_columns(mapped)) - set(file.columns)
    if unknown:
        raise Refused(
            f"The file has no column “{min(unknown)}”. Its columns are: {', '.join(file.columns)}."
        )


def _levels(levelled: Sequence[str]) -> dict[str, int | None]:
    """Read "Jedi=4"."""
    levels: dict[str, int | None] = {}
    for each in levelled:
        word, _, level = each.rpartition("=")
        if not word or level not in ("", "0", "1", "2", "3", "4"):
            raise click.UsageError(
                f"“{each}” does not say which level a word means. Write WORD=LEVEL, from 0 to 4."
            )
        levels[word.casefold()] = int(level) if level else None
    return levels


def _by_key(said: Mapping[str, int | None], file: StandingsFile) -> dict[str, int | None]:
    """Name each word as it is remembered: a number or a letter with the scale of this file."""
    keys = {word.text.casefold(): word.key for word in file.words}
    for word in said:
        if word not in keys:
            raise Refused(
                f"The file has no level “{word}”. Its levels are: "
                f"{', '.join(word.text for word in file.words)}."
            )
    return {keys[word]: level for word, level in said.items()}


def _import(planned: PlannedStandings, by: Person, as_json: bool) -> None:
    plan = planned.plan
    with click.progressbar(
        length=len(plan.coming) + len(plan.unchanged) + len(plan.kept),
        label="Importing standings",
        file=sys.stderr,
        hidden=as_json or len(plan.coming) < MANY,
    ) as bar:
        done = import_standings(planned, by=by, tell=bar.update)
    if as_json:
        _print(plan, as_json)
        return
    _print_problems(plan)
    topics = f", {count_words(done.topics, 'topic')} added with them" if done.topics else ""
    click.echo(
        f"{done.added} added, {done.changed} after an earlier one, {done.kept} kept as they stand, "
        f"{done.unchanged} unchanged{topics}. They are marked as imported, not as signed off."
    )


def _print(plan: Plan, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(importer.as_json(plan), ensure_ascii=False, indent=2))
        return
    _print_file(plan.file)
    for part, number in counts(plan).items():
        if part is Part.PROBLEMS:
            continue
        click.echo(f"{PART_WORDS[part]}: {number:,}")
        for line in () if part is Part.UNCHANGED else lines_of(plan, part):
            click.echo(f"  {line.place}: {line.title}: {line.second}")
    if plan.new_topics:
        click.echo(f"Topics to be added: {', '.join(plan.new_topics)}")
    _print_problems(plan)


def _print_file(file: StandingsFile) -> None:
    for grid in file.grids:
        sheet = f"{grid.sheet}: " if grid.sheet else ""
        click.echo(f"{sheet}{grid.layout}, header on line {grid.header_line}")
    for column in columns_of(file):
        holds = HOLDS_WORDS[column.holds] if column.holds else "left out"
        click.echo(f"  {column.name}: {holds}")
    for word in file.words:
        level = LEVEL_WORDS[Level(word.level)] if word.level is not None else "nothing"
        click.echo(f"  “{word.text}” ({word.count:,} ×): {level if word.decided else 'not known'}")


def _print_problems(plan: Plan) -> None:
    for line in lines_of(plan, Part.PROBLEMS):
        severity = "error" if line.is_error else "warning"
        click.echo(f"{line.place[:1].upper()}{line.place[1:]}, {severity}: {line.title}")
