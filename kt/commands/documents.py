"""Documents on the command line: in from files and out as Markdown, so that nobody is locked in."""

import json
from datetime import date
from pathlib import Path

import click

from ..access import outputs_visible_to
from ..dates import count_words
from ..errors import Refused
from ..exporters.documents import ExportedDocument, as_zip, exported, write_folder
from ..importers.documents import KIND_WORDS, Reading, as_json, read_documents
from ..models import Kind, Output, Person
from ..operations.importing_documents import (
    ImportedDocuments,
    NewTopics,
    Place,
    import_documents,
    plan_documents,
)
from ..reports.exporting import exported_documents
from .door import open_database, person_named, today_of, with_person
from .rollouts import rollout_numbered
from .topics import topic_named


@click.group()
def document() -> None:
    """Import and export documents."""


@document.command("import")
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--topic", "topic_text", metavar="TOPIC", help="The topic of all of them.")
@click.option(
    "--rollout",
    "rollout_id",
    type=click.IntRange(1, 2**31 - 1),
    metavar="ID",
    help="Whose outputs they become.",
)
@click.option("--make-topics", is_flag=True, help="Make the topics that the files name.")
@click.option(
    "--topic-kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="The kind of the topics that are made; otherwise as the files say, or process change.",
)
@click.option(
    "--open",
    "open_to_all",
    is_flag=True,
    help="Let everybody see the topics that are made; otherwise only those who have to do with "
    "them, but for those that the files say everybody sees.",
)
@click.option("--publish", is_flag=True, help="Publish them at once.")
@click.option("--dry-run", is_flag=True, help="Only say what would be imported.")
@click.option("--json", "in_json", is_flag=True, help="Print JSON.")
@click.option("--as", "email", metavar="EMAIL", help="Whose deed this is; not for a dry run.")
def import_paths(
    paths: tuple[Path, ...],
    topic_text: str | None,
    rollout_id: int | None,
    make_topics: bool,
    topic_kind: str | None,
    open_to_all: bool,
    publish: bool,
    dry_run: bool,
    in_json: bool,
    email: str | None,
) -> None:
    """Import files, folders and zips of Markdown, all of them or none."""
    if not dry_run and email is None:
        raise click.UsageError("Say whose deed this is with --as EMAIL, or add --dry-run.")
    reading = read_documents(paths)
    if not reading.documents:
        _print(reading, in_json)
        raise Refused("There is no document in what was given. Nothing was imported.")
    if dry_run or email is None:
        _print(reading, in_json)
        return
    settings = open_database()
    by = person_named(email)
    place = Place(
        topic_named(topic_text, by) if topic_text else None,
        rollout_numbered(rollout_id, by) if rollout_id else None,
    )
    plan = plan_documents(reading, by=by, place=place, make_topics=make_topics)
    done = import_documents(
        plan,
        by=by,
        today=today_of(by, settings),
        rollout=place.rollout,
        publish=publish,
        new_topics=NewTopics(Kind(topic_kind) if topic_kind else None, open_to_all),
    )
    _print(Reading(reading.documents, tuple(plan.problems)), in_json)
    click.echo(_told(done), err=True)
    if done.topics:
        all_open = all(topic.open_to_all for topic in done.topics)
        more = "" if all_open else " With --open everybody would see them."
        click.echo(f"{done.topics_made}{more}", err=True)


@document.command()
@click.argument("ids", metavar="[ID…]", nargs=-1, type=click.IntRange(1, 2**31 - 1))
@click.option("--topic", "topic_text", metavar="TOPIC", help="Only those of this topic.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--zip", "packed", type=click.Path(dir_okay=False, path_type=Path))
@with_person
def export(
    ids: tuple[int, ...],
    topic_text: str | None,
    folder: Path | None,
    packed: Path | None,
    by: Person,
    today: date,
) -> None:
    """Export documents as Markdown: one to the screen, or many into a folder or a zip.

    Without numbers and topic, all that one may see.
    """
    if folder and packed:
        raise click.UsageError("Choose one of --to and --zip.")
    topic = topic_named(topic_text, by) if topic_text else None
    _refuse_unseen(ids, by)
    documents = exported_documents(by, topic=topic, ids=ids or None)
    if not documents:
        raise Refused("There is no document that you can see with a text or a link to export.")
    _write(documents, folder, packed)


def _refuse_unseen(ids: tuple[int, ...], by: Person) -> None:
    seen = {id for (id,) in outputs_visible_to(by).select(Output.id).tuples()} if ids else set()
    missing = [str(id) for id in ids if id not in seen]
    if missing:
        raise Refused(f"There is no document {', '.join(missing)} that you can see.")


def _write(documents: list[ExportedDocument], folder: Path | None, packed: Path | None) -> None:
    words = count_words(len(documents), "document")
    try:
        if folder:
            write_folder(documents, folder)
            click.echo(f"{words} written below {folder}.", err=True)
        elif packed:
            packed.write_bytes(as_zip(documents))
            click.echo(f"{words} written to {packed}.", err=True)
        elif len(documents) == 1:
            click.echo(exported(documents[0])[1], nl=False)
        else:
            raise Refused(
                f"These are {words}. Say where they go with --to FOLDER or --zip FILE, or name one."
            )
    except OSError as fault:
        raise Refused(f"The files cannot be written: {fault.strerror or fault}.") from fault


def _print(reading: Reading, in_json: bool) -> None:
    if in_json:
        click.echo(json.dumps(as_json(reading), ensure_ascii=False, indent=2))
        return
    for row in reading.documents:
        click.echo(f"{KIND_WORDS[row.kind]:<12} {row.words:>6} words  {row.title}  ({row.source})")
    for problem in reading.problems:
        click.echo(str(problem), err=True)


def _told(done: ImportedDocuments) -> str:
    return (
        f"{done.new:,} new, {done.changed:,} changed, {done.unchanged:,} as they were, "
        f"{done.published:,} published."
    )
