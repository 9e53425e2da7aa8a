"""Pairings of rollouts on the command line: list, ask whether one is still on, pause, end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from ..access import pairings_visible_to
from ..dates import ago_words, count_words, short_date
from ..errors import Refused
from ..models import Pairing, Person, Rollout
from ..operations import seating as deeds
from ..reports.pairing_lines import PairingLine, pairing_lines
from ..rules.pairings import PairingFacts, pairings_of_rollout
from ..rules.readiness import answers_of, pairs_must_meet
from ..rules.rollout_days import today_in
from .door import json_option, with_person
from .rollouts import DAY, print_json, rollout_numbered

NUMBER = click.IntRange(1, 2**31 - 1)


@click.group()
def pairing() -> None:
    """See who guides whom; ask whether a pairing is still on, pause it, end it."""


@pairing.command("list")
@click.argument("rollout", type=int)
@json_option
@with_person
def list_pairings(by: Person, today: date, rollout: int, as_json: bool) -> None:
    """List the pairings of a rollout, those that ended last."""
    found = rollout_numbered(rollout, by)
    rows = [_as_json(*row) for row in _rows(found, today_in(found))]
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo("Nobody learns here yet.", err=True)
    for row in rows:
        role = found.wording.say(row["role"] or "")
        guide = f"{row['guide']} ({role})" if row["guide"] else "nobody yet"
        held = count_words(row["sessions"], "session")
        said = [f"{held} held", *row["state"]]
        click.echo(f"{row['id']}  {row['topic']}: {guide} with {row['learner']}, {', '.join(said)}")


@pairing.command()
@click.argument("id", type=NUMBER)
@with_person
def ask(by: Person, today: date, id: int) -> None:
    """Ask both people of a silent pairing, once, whether it is still on."""
    found = _pairing_numbered(id, by)
    deeds.ask_still_on(found, by=by, on=_today(found))
    click.echo(f"{found.words}: both are asked at home whether it is still on.")


@pairing.command("still-on")
@click.argument("id", type=NUMBER)
@with_person
def still_on(by: Person, today: date, id: int) -> None:
    """Say that a pairing is still on."""
    found = _pairing_numbered(id, by)
    deeds.say_still_on(found, by=by, on=_today(found))
    click.echo(f"{found.words} is still on.")


@pairing.command()
@click.argument("id", type=NUMBER)
@click.option("--until", required=True, type=DAY, help="The day on which it goes on.")
@with_person
def pause(by: Person, today: date, id: int, until: date) -> None:
    """Pause a pairing until a day; meanwhile nobody is asked why it is quiet."""
    found = _pairing_numbered(id, by)
    here = _today(found)
    deeds.pause_pairing(found, until=until, by=by, on=here)
    click.echo(f"{found.words} rests until {short_date(until, here)}.")


@pairing.command()
@click.argument("id", type=NUMBER)
@click.option("--note", default="", help="What the next guide should know.")
@with_person
def end(by: Person, today: date, id: int, note: str) -> None:
    """End a pairing, maybe with a note; ended is not completed."""
    found = _pairing_numbered(id, by)
    deeds.end_pairing(found, on=_today(found), by=by, note=note)
    click.echo(f"{found.words} has ended.")


def _pairing_numbered(id: int, by: Person) -> Pairing:
    found = pairings_visible_to(by).where(Pairing.id == id).first()
    if found is None:
        raise Refused(f"There is no pairing {id} that you can see. Look at “kt pairing list”.")
    return found


def _today(pairing: Pairing) -> date:
    return today_in(pairing.learner.rollout_topic.rollout)


def _rows(rollout: Rollout, today: date) -> Iterator[tuple[PairingLine, list[str]]]:
    facts = {each.id: each for each in pairings_of_rollout(rollout)}
    must_meet = pairs_must_meet(answers_of(rollout))
    for line in pairing_lines(rollout):
        going_on = facts.get(line.id) if rollout.is_open else None
        rest = [line.rest(today)] if line.rest(today) else []
        more = _state(going_on, must_meet, today) if going_on else []
        yield line, rest + more


def _state(pairing: PairingFacts, must_meet: bool, today: date) -> list[str]:
    """Say what a pairing that has not ended waits for, how long it is silent, how the two met."""
    said = [f"waits for {wait}" for wait in pairing.waits]
    silent = pairing.silent_days(today)
    if silent:
        said.append(f"no session for {count_words(silent, 'day')}")
    if silent and pairing.asked_on and pairing.was_asked():
        said.append(f"asked {ago_words(pairing.asked_on, today)}")
    if must_meet and not pairing.is_gap:
        said.append(pairing.meeting)
    return said


def _as_json(line: PairingLine, state: list[str]) -> dict[str, Any]:
    return {
        "id": line.id,
        "topic": line.topic,
        "guide": line.guide,
        "role": line.role,
        "learner": line.learner,
        "sessions": line.sessions,
        "last": line.last,
        "paused_until": line.paused_until,
        "ended_on": line.ended_on,
        "note": line.note,
        "state": state,
    }
