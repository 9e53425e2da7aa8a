"""Topics on the command line."""

import json
from dataclasses import asdict
from datetime import date

import click

from ..models import Kind, Person
from ..operations.topics import add_topic
from ..reports.topics import TopicRow, topic_rows
from .door import json_option, person_named, with_person

ALL = 100_000


@click.group()
def topic() -> None:
    """Add and list topics."""


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
