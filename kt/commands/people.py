"""People on the command line: import and list them, invite them."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..dates import count_words
from ..errors import Refused
from ..importers import people as importer
from ..importers.people import FIELD_WORDS, Field, KnownPerson, Plan, compare, read_people
from ..importers.tables import MAX_BYTES
from ..models import Person
from ..operations.importing_people import PlannedImport, import_people, plan_import
from ..operations.signing_in import make_link
from ..reports.people import people_listed
from ..reports.people_imports import Part, columns_of, counts, lines_of
from .door import database_is_there, json_option, open_database, person_named

# Above this many people an import shows how far it is.
MANY = 200

NO_DATABASE = "There is no database here, so everybody counts as new."

PART_WORDS = {
    Part.ADDED: "To be added",
    Part.CHANGED: "To be changed",
    Part.UNCHANGED: "Unchanged",
    Part.ABSENT: "Not in the file, left as they are",
}


@click.group()
def people() -> None:
    """Import and list people."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@json_option
@click.option("--day-first/--month-first", default=None, help="How 09-10-2023 is meant.")
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column holds; without a field it is left out. May be repeated.",
)
@click.option("--as", "email", metavar="EMAIL", help="Whose deed this is; not for a dry run.")
def import_file(
    file: Path,
    dry_run: bool,
    as_json: bool,
    day_first: bool | None,
    mapped: tuple[str, ...],
    email: str | None,
) -> None:
    """Import people from a CSV, TSV or XLSX file, all of it or nothing."""
    if not dry_run and email is None:
        raise click.UsageError("Say whose deed this is with --as EMAIL, or add --dry-run.")
    options: dict[str, Any] = {"mapping": _mapping(mapped), "day_first": day_first}
    with file.open("rb") as opened:
        # One byte more than may be read is enough to be told that it is too much.
        data = opened.read(MAX_BYTES + 1)
    if dry_run and not database_is_there():
        click.echo(NO_DATABASE, err=True)
        _print(_checked(compare(read_people(data, file.name, **options), ()), mapped), (), as_json)
        return
    if not dry_run:
        open_database()
    by = person_named(email) if email else None
    planned = plan_import(data, file.name, **options, by=by)
    _checked(planned.plan, mapped)
    if not dry_run and not planned.plan.refused and by is not None:
        _import(planned, by, as_json)
        return
    _print(planned.plan, planned.known, as_json)
    if not dry_run:
        raise Refused("Nothing was imported: correct the errors and try again.")


@people.command("list")
@json_option
def list_people(as_json: bool) -> None:
    """List everybody in the organisation."""
    open_database()
    listed = people_listed()
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2, default=str))
        return
    for person in listed:
        facts = [person["email"], person["title"], person["department"], person["access"]]
        facts += [] if person["active"] else ["disabled"]
        click.echo(f"{person['name']} ({', '.join(filter(None, facts))})")


@click.command()
@click.argument("whom", metavar="EMAIL")
@click.option(
    "--as", "email", metavar="EMAIL", help="Whose deed this is; by itself the machine's own."
)
def invite(whom: str, email: str | None) -> None:
    """Print a one-time link with which somebody chooses a password."""
    settings = open_database()
    by = person_named(email) if email else None
    person = person_named(whom)
    token = make_link(person, by=by, days=settings.link_days)
    click.echo(f"{person.name} can choose a password, once, within {settings.link_days} days:")
    click.echo(f"{settings.base_url}/links/{token}")


def _mapping(mapped: Sequence[str]) -> dict[str, str | None]:
    mapping: dict[str, str | None] = {}
    for each in mapped:
        column, _, field = each.rpartition("=")
        if not column or (field and field not in list(Field)):
            raise click.UsageError(
                f"“{each}” does not say what a column holds. Write COLUMN=FIELD, with one of: "
                f"{', '.join(Field)}."
            )
        mapping[column] = field or None
    return mapping


def _checked(plan: Plan, mapped: Sequence[str]) -> Plan:
    unknown = set(_mapping(mapped)) - set(plan.file.header)
    if unknown:
        raise Refused(
            f"The file has no column “{min(unknown)}”. Its columns are: "
            f"{', '.join(plan.file.header)}."
        )
    return plan


def _import(planned: PlannedImport, by: Person, as_json: bool) -> None:
    plan = planned.plan
    changing = len(plan.creates) + len(plan.updates)
    with click.progressbar(
        length=changing + len(plan.unchanged),
        label="Importing people",
        file=sys.stderr,
        hidden=as_json or changing < MANY,
    ) as bar:
        imported = import_people(planned, by=by, tell=bar.update)
    if as_json:
        _print(plan, planned.known, as_json)
        return
    _print_problems(plan)
    click.echo(
        f"{imported.created} added, {imported.updated} changed, {imported.unchanged} as they "
        f"were, {len(plan.absent)} not in the file and left alone."
    )
    if imported.redated:
        click.echo(f"{count_words(imported.redated, 'open item')} moved with their dates.")


def _print(plan: Plan, known: Sequence[KnownPerson], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(importer.as_json(plan), ensure_ascii=False, indent=2))
        return
    click.echo(count_words(len(plan.file.rows), "row"))
    for column in columns_of(plan):
        click.echo(f"  {column.name}: {FIELD_WORDS[column.field] if column.field else 'left out'}")
    for part, number in counts(plan).items():
        if part is Part.PROBLEMS:
            continue
        click.echo(f"{PART_WORDS[part]}: {number:,}")
        for line in () if part is Part.UNCHANGED else lines_of(plan, known, part):
            changes = ", ".join(f"{each.field}: {each.old} → {each.new}" for each in line.changes)
            said = ": ".join(filter(None, [line.title, line.second or changes]))
            click.echo(f"  line {line.line}: {said}" if line.line else f"  {said}")
    _print_problems(plan)


def _print_problems(plan: Plan) -> None:
    for problem in plan.problems:
        click.echo(f"Line {problem.line}, {problem.severity}: {problem.message}")
