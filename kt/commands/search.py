"""Search on the command line: what somebody may see about some words, and the index made anew."""

from datetime import date
from typing import Any

import click

from ..models import Person
from ..operations.indexing import reindex as make_index_anew
from ..reports.search import MOST_RESULTS, Answers, Piece, headline
from ..reports.search import search as find
from .door import json_option, open_database, with_person
from .rollouts import print_json


class WordsOrDeed(click.Group):
    """A group whose words, unless they name a deed, are what is looked for."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[:1] == ["reindex"]:
            return super().resolve_command(ctx, args)
        return "for", for_words, args


@click.group(
    cls=WordsOrDeed,
    subcommand_metavar="WORDS… | reindex",
    context_settings={"ignore_unknown_options": True},
)
def search() -> None:
    """Find passages: kt search WORDS… --as EMAIL [--json]; “kt search reindex” makes the index."""


@click.command("for")
@click.argument("words", nargs=-1, required=True)
@json_option
@with_person
def for_words(words: tuple[str, ...], by: Person, today: date, as_json: bool) -> None:
    """List the passages somebody may see, best first."""
    found = find(by, " ".join(words), today=today)
    if as_json:
        print_json(_as_data(found))
        return
    click.echo(f"{headline(found)}.", err=not found.results)
    for result in found.results:
        places = [_plain(result.title), _plain(result.heading), result.topic_name]
        click.echo(f"\n{' · '.join(filter(None, places))}")
        for line in filter(None, [_plain(result.text), result.badge]):
            click.echo(f"  {line}")


@search.command()
def reindex() -> None:
    """Make the index that searches look into anew, all of it or nothing."""
    open_database()
    made = make_index_anew()
    counts = ", ".join(f"{count} of {kind}s" for kind, count in sorted(made.items()))
    click.echo(f"{sum(made.values())} passages can be found: {counts or 'none'}.")


def _as_data(found: Answers) -> dict[str, Any]:
    return {
        "words": found.words,
        "total": found.total,
        "more": found.more and found.total >= MOST_RESULTS,
        "instead": [{"typed": typed, "taken": taken} for typed, taken in found.instead],
        "results": [
            {
                "kind": result.kind,
                "id": result.id,
                "anchor": result.anchor,
                "title": _plain(result.title),
                "heading": _plain(result.heading),
                "text": _plain(result.text),
                "topic": result.topic_name,
                "badge": result.badge,
            }
            for result in found.results
        ],
    }


def _plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)
