"""Checklists on the command line: imported as templates, their items listed and ticked."""

import json
from pathlib import Path
from typing import Any

import click

from ..access import items_visible_to
from ..errors import Refused
from ..importers.checklists import ChecklistFile, as_json, read_checklist
from ..importers.tables import MAX_BYTES
from ..markup import plain
from ..models import Item, Person
from ..operations.importing_checklists import lines_of, save_as_template
from ..operations.items import report_stuck, tick_item
from ..reports.checklists import ItemRow, items_of
from .door import json_option, open_database, person_named, with_person


@click.group()
def checklist() -> None:
    """Import checklists as templates."""


@checklist.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", help="What to call the template; else the file's own title.")
@click.option("--dry-run", is_flag=True, help="Only say what would be imported.")
@json_option
@click.option("--plain-lists", is_flag=True, help="Import every list item, boxes or not.")
@click.option("--with-comments", is_flag=True, help="Import the tasks inside comments.")
@click.option("--with-code", is_flag=True, help="Import the tasks inside code blocks.")
@click.option("--clear-ticks", is_flag=True, help="Let items whose box is ticked start open.")
@click.option("--as", "email", metavar="EMAIL", help="Whose deed this is; not for a dry run.")
def import_file(
    file: Path,
    title: str | None,
    dry_run: bool,
    as_json: bool,
    clear_ticks: bool,
    email: str | None,
    **options: Any,
) -> None:
    """Import a checklist from Markdown, an HTML table with boxes, or an issue form in YAML."""
    if not dry_run and email is None:
        raise click.UsageError("Say whose deed this is with --as EMAIL, or add --dry-run.")
    with file.open("rb") as opened:
        # One byte more than may be read is enough to be told that it is too much.
        data = opened.read(MAX_BYTES + 1)
    read = read_checklist(data, file.name, title=title, keep_ticks=not clear_ticks, **options)
    for sentence in read.advice:
        click.echo(sentence, err=True)
    if not dry_run and email is not None:
        open_database()
        _save(read, file.name, person_named(email))
    _print(read, as_json)


@click.group()
def item() -> None:
    """List and tick items."""


@item.command("list")
@click.option("--person", "whose", metavar="EMAIL", help="Whose items; else one's own.")
@click.option("--all", "finished", is_flag=True, help="Also what is done or not needed.")
@json_option
@with_person
def list_items(whose: str | None, finished: bool, as_json: bool, by: Person, today: Any) -> None:
    """List somebody's items, overdue first."""
    person = person_named(whose) if whose else by
    rows = items_of(person, viewer=by, today=today, finished=finished)
    if as_json:
        click.echo(json.dumps([_row_json(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo("There is nothing open.", err=True)
    for row in rows:
        state = "" if row.state == "open" else f"[{row.state}] "
        click.echo(f"{row.id:>6}  {state}{plain(row.text)}  ({row.due_words or row.state})")


@item.command()
@click.argument("item_id", metavar="ID", type=click.IntRange(min=1))
@click.option("--undo", is_flag=True, help="Open it again.")
@click.option("--stuck", is_flag=True, help="It does not go on.")
@click.option("--because", default="", metavar="SENTENCE", help="What is in the way.")
@with_person
def tick(item_id: int, undo: bool, stuck: bool, because: str, by: Person, today: Any) -> None:
    """Say that an item is done, open again, or stuck."""
    if undo and stuck:
        raise click.UsageError("Choose one of --undo and --stuck.")
    if because and not stuck:
        raise click.UsageError("--because says why something is stuck: add --stuck.")
    found = items_visible_to(by).where(Item.id == item_id).first()
    if found is None:
        raise Refused(f"There is no item {item_id} that you can see. Find it with “kt item list”.")
    if stuck:
        report_stuck(found, sentence=because, by=by, on=today)
    else:
        tick_item(found, done=not undo, by=by, on=today)
    words = "Stuck" if stuck else "Open again" if undo else "Done"
    click.echo(f"{words}: {plain(found.text)}")


def _save(read: ChecklistFile, source: str, by: Person) -> None:
    template = save_as_template(lines_of(read), title=read.title, source=source, by=by)
    click.echo(f"Saved as template {template.id}: {template.title}", err=True)


def _print(read: ChecklistFile, wanted_json: bool) -> None:
    if wanted_json:
        click.echo(json.dumps(as_json(read), ensure_ascii=False, indent=2))
        return
    click.echo(read.title)
    heading: tuple[str, ...] = ()
    for each in read.items:
        if each.group != heading:
            heading = each.group
            click.echo(f"\n{' › '.join(heading)}")
        facts = [" or ".join(each.owner), each.due_text or "", "optional" if each.optional else ""]
        said = " · ".join(fact for fact in facts if fact)
        click.echo(
            f"{'  ' * each.depth}[{'x' if each.done else ' '}] {plain(each.text)}"
            + (f"  ({said})" if said else "")
        )
    click.echo(f"\n{len(read.items)} items")


def _row_json(row: ItemRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "text": row.text,
        "state": row.state.value,
        "due": row.due.isoformat() if row.due else None,
        "due_text": row.due_words,
        "days_late": row.days_late,
        "optional": row.optional,
        "condition": row.condition,
        "checklist": row.checklist_id,
        "ask": row.asked.name if row.asked else row.owner_words or None,
    }
