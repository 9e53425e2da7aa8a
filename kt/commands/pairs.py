"""Pairs and ranks on the command line: list, ask, accept, decline, end; rank titles."""

from dataclasses import asdict
from datetime import date

import click

from ..access import pair_requests_visible_to, pairs_visible_to
from ..dates import count_words
from ..errors import Refused
from ..models import Kind, Pairing, PairKind, PairRequest, Person, Topic
from ..operations import pairs as deeds
from ..operations.titles import rank_titles
from ..reports.pairs import Ask, PairRow, asks_around, fit_of, pairs_of
from .door import json_option, person_named, with_person
from .rollouts import print_json

NUMBER = click.IntRange(1, 2**31 - 1)
KINDS = click.Choice([kind.value for kind in PairKind])


@click.group()
def pair() -> None:
    """Ask for peer coaching or mentoring, and answer."""


@pair.command("list")
@json_option
@with_person
def list_pairs(by: Person, today: date, as_json: bool) -> None:
    """List one's pairs, what one was asked and what one asked."""
    rows, asks = pairs_of(by), asks_around(by, today)
    if as_json:
        print_json(
            {
                "pairs": [_as_json(row) for row in rows],
                "asks": [asdict(ask) | {"fit": ask.fit} for ask in asks],
            }
        )
        return
    if not rows and not asks:
        click.echo("You are in no pair. Ask a colleague with “kt pair ask”.", err=True)
    for row in rows:
        partner = row.partner_of(by)["name"]
        ended = ", ended" if row.is_over else ""
        click.echo(
            f"pair {row.id}  {partner}, {row.topic} ({row.kind}{ended}): {row.balance(today)}"
        )
    for ask in asks:
        click.echo(f"ask {ask.id}  {_said(ask, by)}")


@pair.command()
@click.option("--of", "whom", metavar="EMAIL", help="Whom; without it one waits for any mentor.")
@click.option("--kind", type=KINDS, default=PairKind.PEERS.value, show_default=True)
@click.option("--topic", "topic_name", metavar="TOPIC", help="A topic of one's own development.")
@click.option("--every", "cadence_days", type=int, default=14, show_default=True, metavar="DAYS")
@click.option("--why", "sentence", default="", help="In a sentence, for whoever is asked.")
@with_person
def ask(
    by: Person,
    today: date,
    whom: str | None,
    kind: str,
    topic_name: str | None,
    cadence_days: int,
    sentence: str,
) -> None:
    """Ask a colleague to coach each other, or for mentoring."""
    asked = person_named(whom) if whom else None
    request = deeds.ask_for_pair(
        asked,
        PairKind(kind),
        by=by,
        on=today,
        topic=_topic_called(topic_name) if topic_name else None,
        cadence_days=cadence_days,
        sentence=sentence,
    )
    if asked is None:
        click.echo(f"You wait in line for a mentor: ask {request.id}.")
        return
    fit = fit_of(by, asked, request.kind)
    click.echo(f"You asked {asked.name}: ask {request.id}. To know: {fit.words}.")


@pair.command()
@click.argument("ask_id", metavar="ASK", type=NUMBER)
@with_person
def accept(by: Person, today: date, ask_id: int) -> None:
    """Accept what a colleague asked; a mentor takes the first in line this way too."""
    request = _request_numbered(ask_id, by)
    waits_for_any = request.asked_id is None
    deed = deeds.take_from_waiting if waits_for_any else deeds.accept_pair
    pairing = deed(request, by=by, on=today)
    words = "coach each other" if pairing.mutual else "are mentor and protégé"
    click.echo(f"You and {request.asked_by.name} {words} now: pair {pairing.id}.")


@pair.command()
@click.argument("ask_id", metavar="ASK", type=NUMBER)
@click.option("--why", "sentence", required=True, help="A sentence that only the two read.")
@with_person
def decline(by: Person, today: date, ask_id: int, sentence: str) -> None:
    """Decline what a colleague asked, with a sentence."""
    request = deeds.decline_pair(_request_numbered(ask_id, by), by=by, sentence=sentence, on=today)
    click.echo(f"{request.asked_by.name} reads why not.")


@pair.command()
@click.argument("pair_id", metavar="PAIR", type=NUMBER)
@click.option("--note", default="", help="What is worth keeping; only the two read it.")
@with_person
def end(by: Person, today: date, pair_id: int, note: str) -> None:
    """End a pair."""
    pairing = pairs_visible_to(by).where(Pairing.id == pair_id).first()
    if pairing is None:
        raise Refused(f"There is no pair {pair_id} that you can see. Find it with “kt pair list”.")
    deeds.end_pair(pairing, by=by, on=today, note=note)
    click.echo("The pair has ended.")


@click.group()
def title() -> None:
    """Rank titles."""


@title.command()
@click.argument("ranks", nargs=-1, required=True, metavar="TITLE=RANK…")
@with_person
def rank(by: Person, today: date, ranks: tuple[str, ...]) -> None:
    """Give titles a rank from 1 to 20, such as "Analyst=3"; "Analyst=" takes it away."""
    changed = rank_titles(dict(map(_ranked, ranks)), by=by)
    click.echo(f"{count_words(changed, 'rank')} changed.")


def _ranked(written: str) -> tuple[str, int | None]:
    name, equals, rank = written.rpartition("=")
    if not equals or not (rank == "" or (rank.isascii() and rank.isdecimal())):
        raise Refused(f"“{written}” gives no rank. Write it like “Analyst=3”.")
    return name.strip(), int(rank[:9]) if rank else None


def _said(ask: Ask, by: Person) -> str:
    what = "mentoring" if ask.is_mentoring else "coaching each other"
    if ask.asked is None:
        whom = "you wait" if ask.asker.id == by.id else f"{ask.asker.name} waits"
        return f"{whom} for any mentor, place {ask.place} in line"
    if ask.asked.id == by.id:
        return f"{ask.asker.name} asks you for {what} ({ask.fit})"
    return f"you asked {ask.asked.name} for {what}: {ask.answer} ({ask.fit})"


def _as_json(row: PairRow) -> dict[str, object]:
    return {
        "id": row.id,
        "kind": row.kind,
        "topic": row.topic,
        "people": row.people,
        "since": row.since,
        "ended_on": row.ended_on,
        "coached": {str(id): held.times for id, held in row.coached.items()},
        "turn": row.turn,
    }


def _request_numbered(id: int, by: Person) -> PairRequest:
    request = pair_requests_visible_to(by).where(PairRequest.id == id).first()
    if request is None:
        raise Refused(f"There is no ask {id} that you can see. Find it with “kt pair list”.")
    return request


def _topic_called(name: str) -> Topic:
    development = Topic.select().where(Topic.kind == Kind.DEVELOPMENT, Topic.open_to_all)
    found = next((each for each in development if each.name.casefold() == name.casefold()), None)
    if found is None:
        raise Refused(f"There is no development topic “{name}”. Find one with “kt topic list”.")
    return found
