"""Coaching sessions on the command line: logged in one line."""

from datetime import date

import click

from ..access import rollouts_visible_to
from ..dates import parse_day
from ..errors import Refused
from ..forms.one_line import Line, read_line
from ..models import Person, Rollout, Way
from ..operations.sessions import log_session
from ..reports.sessions import (
    held_words,
    line_of,
    offers_to,
    pairings_meant,
    pairings_named,
)
from ..rules.rollout_days import today_in
from .door import with_person


@click.group()
def session() -> None:
    """Log coaching sessions."""


@session.command()
@click.argument("line", required=False, default="")
@click.option("--rollout", "rollout_id", type=click.IntRange(1, 2**31 - 1), metavar="ID")
@click.option("--topic", help="Its name.")
@click.option("--with", "emails", metavar="EMAIL[,EMAIL]", help="The learners.")
@click.option("--minutes", type=int)
@click.option("--way", type=click.Choice([way.value for way in Way]))
@click.option("--on", "day", metavar="DATE", help="The day it took place; today if it is not said.")
@click.option("--remote", is_flag=True, help="It was not in person.")
@click.option("--place", default="")
@click.option("--note", default="", help="What is worth keeping, in one line.")
@click.option("--question", "questions", multiple=True, help="A question that came up.")
@click.option("--next", "next_steps", multiple=True, help="Such as “Cleo: try it by Friday”.")
@with_person
def log(
    line: str,
    rollout_id: int | None,
    topic: str | None,
    emails: str | None,
    minutes: int | None,
    way: str | None,
    day: str | None,
    remote: bool,
    place: str,
    note: str,
    questions: tuple[str, ...],
    next_steps: tuple[str, ...],
    by: Person,
    today: date,
) -> None:
    """Log a session that took place, in one LINE or by options.

    A line is like “45m yesterday Cleo releases, shown: did step 7”. Without one, --rollout,
    --topic, --with and --minutes say it.
    """
    rollout = _rollout(rollout_id, by) if rollout_id is not None else None
    said = read_line(line, offers_to(by, rollout), today) if line else Line()
    if said.unclear:
        understood = f"Understood: {said.said(today)}. " if line else ""
        raise Refused(understood + " ".join(said.unclear))
    if rollout is not None and topic and emails:
        pairings = pairings_named(rollout, topic, emails.split(","), by=by)
    else:
        pairings = pairings_meant(each.pairing_id for each in said.whom)
    minutes = said.minutes if minutes is None else minutes
    if not pairings or minutes is None:
        raise Refused(
            "Say with whom and how long: “45m yesterday Cleo releases”, or --rollout, --topic, "
            "--with and --minutes."
        )
    here = today_in(rollout or pairings[0].learner.rollout_topic.rollout)
    logged = log_session(
        pairings,
        by=by,
        held_on=day_said(day, here) if day else said.day,
        minutes=minutes,
        way=Way(way) if way else said.way or Way.NOT_SAID,
        remote=remote or said.remote,
        place=place,
        note=note or said.note,
        questions=questions,
        next_steps=next_steps,
        today=here,
    )
    click.echo(held_words(line_of(logged, by), today))


def _rollout(id: int, by: Person) -> Rollout:
    rollout = rollouts_visible_to(by).where(Rollout.id == id).first()
    if rollout is None:
        raise Refused(f"There is no rollout {id} that you can see. Find it with “kt rollout list”.")
    return rollout


def day_said(words: str, today: date) -> date:
    """Read a day; raises Refused in words where there is no such day."""
    try:
        return parse_day(words, today)
    except ValueError as fault:
        raise Refused(str(fault)) from fault
