"""Sign-offs on the command line: asked for, judged with evidence, listed."""

from datetime import date
from typing import Any

import click

from ..access import pairings_visible_to
from ..errors import Refused
from ..models import Level, Pairing, Person, Signoff
from ..operations import signing_off as deeds
from ..reports.acting import you_acted_for
from ..reports.signoffs import acted_for_in, signoff_lines, signoffs_with_people
from ..rules.rollout_days import today_in
from .door import json_option, with_person
from .rollouts import print_json

ID = click.IntRange(1, 2**31 - 1)


@click.group()
def signoff() -> None:
    """Ask for sign-offs, judge them with evidence."""


@signoff.command("list")
@json_option
@with_person
def show_all(by: Person, today: date, as_json: bool) -> None:
    """List the sign-offs you may see, those that wait first."""
    lines = [
        {
            "id": each.id,
            "person": each.person.name,
            "topic": each.rollout_topic.revision.topic.name,
            "level": each.level,
            "level_words": each.rollout_topic.rollout.wording.say(Level(each.level).words),
            "answer": each.answer,
            "asked_on": each.asked_on,
        }
        for each in signoff_lines(by)
    ]
    if as_json:
        print_json(lines)
        return
    for line in lines:
        click.echo(
            f"{line['id']}  {line['person']}, {line['topic']}, “{line['level_words']}”: "
            f"{line['answer']}"
        )
    if not lines:
        click.echo("Nobody has asked to be signed off.")


@signoff.command()
@click.argument("pairing", type=ID)
@click.option("--level", type=click.IntRange(1, 4), default=3, show_default=True)
@click.option("--note", default="", help="A word to whoever judges.")
@with_person
def ask(by: Person, today: date, pairing: int, level: int, note: str) -> None:
    """Ask that the learner of a pairing be signed off."""
    found = pairings_visible_to(by).where(Pairing.id == pairing).first()
    if found is None:
        raise Refused(f"There is no pairing {pairing} that you can see. See “kt pairing list”.")
    seat = found.learner
    made = deeds.ask_signoff(
        seat.rollout_topic,
        level,
        by=by,
        on=today_in(seat.rollout_topic.rollout),
        person=seat.person,
        note=note,
    )
    click.echo(f"Asked: sign-off {made.id} waits.")


@signoff.command()
@click.argument("id", type=ID)
@click.option("--evidence", default="", help="What you have seen.")
@with_person
def yes(by: Person, today: date, id: int, evidence: str) -> None:
    """Say yes, with what you have seen."""
    found = _found(id, by)
    judged = deeds.judge(found, yes=True, evidence=evidence, by=by, on=_day_of(found))
    said = "Yes is said; the SME confirms it."
    if judged.standing_id:
        said = f"{judged.person.name} is signed off."
    click.echo(said + you_acted_for(acted_for_in(judged)))


@signoff.command("not-yet")
@click.argument("id", type=ID)
@click.option("--missing", required=True, help="What is missing.")
@with_person
def not_yet(by: Person, today: date, id: int, missing: str) -> None:
    """Say what is missing."""
    found = _found(id, by)
    judged = deeds.judge(found, yes=False, evidence=missing, by=by, on=_day_of(found))
    said = f"{judged.person.name} reads what is missing."
    click.echo(said + you_acted_for(acted_for_in(judged)))


@signoff.command("undo")
@click.argument("id", type=ID)
@with_person
def take_back(by: Person, today: date, id: int) -> None:
    """Take a sign-off back, by a standing of its own."""
    found = _found(id, by)
    deeds.undo_signoff(found, by=by, on=_day_of(found))
    click.echo("The sign-off is taken back.")


def _day_of(signoff: Signoff) -> date:
    """Give the day in its rollout, whose figures count the sign-off."""
    return today_in(signoff.rollout_topic.rollout)


def _found(id: int, by: Person) -> Any:
    found = signoffs_with_people(by).where(Signoff.id == id).first()
    if found is None:
        raise Refused(f"There is no sign-off {id} that you can see. See “kt signoff list”.")
    return found
