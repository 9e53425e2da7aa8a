"""Topics on the command line."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from ..access import topics_visible_to
from ..errors import Refused
from ..models import Kind, Person, Topic
from ..operations.revisions import add_revision, version_of_revision
from ..operations.topics import add_topic, newest_revision
from ..reports.topics import TopicRow, topic_rows
from .door import json_option, person_named, text_of, with_person
from .rollouts import DAY

ALL = 100_000


@click.group()
def topic() -> None:
    """Add, change and list topics."""


@topic.command()
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in Kind]))
@click.option("--technical", is_flag=True, help="Beginners in it need an SME to call on.")
@click.option("--description", default="", help="What it is about, in Markdown.")
@click.option("--process", default="", help="The written process, in Markdown.")
@click.option(
    "--holders",
    default=1,
    show_default=True,
    type=click.IntRange(0, 10_000),
    help="How many people should do it alone.",
)
@click.option("--owner", metavar="EMAIL", help="Who looks after it.")
@click.option("--not-open", is_flag=True, help="Not for everybody to see.")
@with_person
def add(
    by: Person,
    today: date,
    name: str,
    kind: str,
    technical: bool,
    description: str,
    process: str,
    holders: int,
    owner: str | None,
    not_open: bool,
) -> None:
    """Add a topic."""
    added = add_topic(
        by=by,
        name=name,
        kind=Kind(kind),
        technical=technical,
        description=description,
        process=process,
        holders_needed=holders,
        owner=person_named(owner) if owner else None,
        open_to_all=not not_open,
    )
    click.echo(f"The topic {added.name} is added as number {added.id}.")


@topic.command()
@click.argument("topic")
@click.option(
    "--process",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with how it is done from then on. Empty: as it is written now.",
)
@click.option("--old-way", default="", help="In a sentence: what people do so far.")
@click.option("--new-way", default="", help="In a sentence: what they do instead.")
@click.option("--from", "effective", type=DAY, help="Empty: today.")
@with_person
def revise(
    by: Person,
    today: date,
    topic: str,
    process: Path | None,
    old_way: str,
    new_way: str,
    effective: date | None,
) -> None:
    """Write the next revision of a TOPIC, its name or number."""
    found = topic_named(topic, by)
    last = newest_revision(found)
    revision = add_revision(
        found,
        by=by,
        old_way=old_way,
        new_way=new_way,
        process=text_of(process) if process else last.process,
        effective=effective or today,
        opened_with=version_of_revision(last),
    )
    click.echo(f"{found.name} has revision {revision.number}, from {revision.effective}.")


def topic_named(text: str, by: Person) -> Topic:
    """Find a topic that somebody may see by its name or number; raises Refused where none fits."""
    wanted = text.strip().casefold()
    for topic in topics_visible_to(by).order_by(Topic.id):
        if wanted in (topic.name.casefold(), str(topic.id)):
            return topic
    raise Refused(f"There is no topic “{text}” that you can see. Look at “kt topic list”.")


@topic.command("list")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]))
@click.option("--words", default="", help="Only those with these words.")
@json_option
@with_person
def list_topics(by: Person, today: date, kind: str | None, words: str, as_json: bool) -> None:
    """List the topics one may see."""
    rows, _ = topic_rows(by, kind=Kind(kind) if kind else None, words=words, page=1, size=ALL)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        fitting = " and fits" if kind or words else ""
        click.echo(f"There is no topic that you can see{fitting}.", err=True)
    for row in rows:
        click.echo(_line(row))


def _line(row: TopicRow) -> str:
    smes = ", ".join(row.smes) or "nobody"
    return (
        f"{row.id}  {row.name} ({row.kind}): {row.holders} of {row.holders_needed} do it alone, "
        f"SMEs: {smes}"
    )
