"""Outputs on the command line: written from a file and published."""

from datetime import date
from pathlib import Path

import click

from ..access import outputs_visible_to
from ..db import transaction
from ..errors import Refused
from ..models import Output, Person
from ..operations.outputs import newest_version, publish_output, write_version
from ..reports.outputs import published_words
from .door import text_of, with_person
from .sessions import today_in


@click.group()
def output() -> None:
    """Publish what a rollout leaves behind."""


@output.command()
@click.argument("output_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text in Markdown to write as a new version first.",
)
@click.option("--why", default="", help="What changed, for the history.")
@with_person
def publish(output_id: int, file: Path | None, why: str, by: Person, today: date) -> None:
    """Publish an output, with a new text if one is given."""
    found = outputs_visible_to(by).where(Output.id == output_id).first()
    if found is None:
        raise Refused(f"There is no output {output_id} that you can see. Check its number.")
    day = today_in(found.rollout) if found.rollout_id else today
    text = text_of(file) if file else None
    with transaction():
        if text is not None:
            _write(found, text, why, by)
        publish_output(found, by=by, today=day)
    click.echo(published_words(found))


def _write(found: Output, text: str, why: str, by: Person) -> None:
    newest = newest_version(found)
    number = newest.number if newest else 0
    write_version(found, by=by, text=text, why=why, opened_with=number)
