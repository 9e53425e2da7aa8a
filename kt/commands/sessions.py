"""Coaching sessions on the command line: logged in one line."""

from datetime import date
from zoneinfo import ZoneInfo

import click

from .. import clock
from ..access import rollouts_visible_to
from ..dates import parse_day
from ..errors import Refused
from ..models import Person, Rollout, Way
from ..operations.sessions import log_session
from ..reports.sessions import held_words, line_of, pairings_named
from .door import settings_or_exit, with_person


@click.group()
def session() -> None:
    """Log coaching sessions."""


@session.command()
@click.option(
    "--rollout", "rollout_id", required=True, type=click.IntRange(1, 2**31 - 1), metavar="ID"
)
@click.option("--topic", required=True, help="Its name.")
@click.option("--with", "emails", required=True, metavar="EMAIL[,EMAIL]", help="The learners.")
@click.option("--minutes", required=True, type=int)
@click.option("--way", type=click.Choice([way.value for way in Way]), default=Way.NOT_SAID.value)
@click.option("--on", "day", metavar="DATE", help="The day it took place; today if it is not said.")
@click.option("--remote", is_flag=True, help="It was not in person.")
@click.option("--place", default="")
@click.option("--note", default="", help="What is worth keeping, in one line.")
@click.option("--question", "questions", multiple=True, help="A question that came up.")
@click.option("--next", "next_steps", multiple=True, help="Such as “Cleo: try it by Friday”.")
@with_person
def log(
    rollout_id: int,
    topic: str,
    emails: str,
    minutes: int,
    way: str,
    day: str | None,
    remote: bool,
    place: str,
    note: str,
    questions: tuple[str, ...],
    next_steps: tuple[str, ...],
    by: Person,
    today: date,
) -> None:
    """Log a session that took place."""
    rollout = rollouts_visible_to(by).where(Rollout.id == rollout_id).first()
    if rollout is None:
        raise Refused(
            f"There is no rollout {rollout_id} that you can see. Find it with “kt rollout list”."
        )
    here = today_in(rollout)
    logged = log_session(
        pairings_named(rollout, topic, emails.split(","), by=by),
        by=by,
        held_on=day_said(day, here) if day else None,
        minutes=minutes,
        way=Way(way),
        remote=remote,
        place=place,
        note=note,
        questions=questions,
        next_steps=next_steps,
        today=here,
    )
    click.echo(held_words(line_of(logged, by), today))


def today_in(rollout: Rollout) -> date:
    """Tell the day it is in a rollout's time zone."""
    return clock.today(rollout.zone(ZoneInfo(settings_or_exit().time_zone)))


def day_said(words: str, today: date) -> date:
    """Read a day; raises Refused in words where there is no such day."""
    try:
        return parse_day(words, today)
    except ValueError as fault:
        raise Refused(str(fault)) from fault
