"""Delegation on the command line: handing tasks over, answering, signing the steps."""

from dataclasses import asdict
from datetime import date

import click

from ..access import handovers_visible_to
from ..errors import Refused
from ..models import Handover, Person
from ..operations import handovers as deeds
from ..reports.acting import you_acted_for
from ..reports.handovers import HandoverRow, handovers_page
from ..rules.handovers import STEPS
from .door import json_option, person_named, with_person
from .rollouts import print_json
from .topics import topic_named


@click.group()
def handover() -> None:
    """Hand tasks over for good, step by step."""


@handover.command("list")
@json_option
@with_person
def list_handovers(by: Person, today: date, as_json: bool) -> None:
    """List what was handed to one, what one handed over, and how far it is."""
    page = handovers_page(by, by)
    rows = [*page.received, *page.given, *page.over]
    if as_json:
        print_json([asdict(row) | {"state": row.state, "reached": row.reached} for row in rows])
        return
    if not rows:
        click.echo("Nothing is handed over.", err=True)
    for row in rows:
        click.echo(_line(row))


@handover.command()
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
@click.option("--to", "delegate", required=True, metavar="EMAIL", help="The delegate.")
@click.option("--new", "new_tasks", multiple=True, metavar="NAME", help="A new task of yours.")
@click.option("--note", default="", help="Only the two read it.")
@with_person
def offer(
    by: Person,
    today: date,
    tasks: tuple[str, ...],
    delegate: str,
    new_tasks: tuple[str, ...],
    note: str,
) -> None:
    """Hand over TASKs, each a name or a number, and new ones."""
    for each in deeds.hand_over(
        [topic_named(task, by) for task in tasks],
        person_named(delegate),
        by=by,
        on=today,
        note=note,
        new_tasks=new_tasks,
    ):
        click.echo(f"{each.id}  {each.topic.name} waits for {each.delegate.name} to accept it.")


@handover.command()
@click.argument("id", type=int)
@with_person
def accept(by: Person, today: date, id: int) -> None:
    """Take a task on."""
    found = deeds.accept_handover(handover_numbered(id, by), by=by, on=today)
    click.echo(f"You took {found.topic.name} on from {found.delegator.name}.")


@handover.command()
@click.argument("id", type=int)
@click.option("--why", default="", help="A sentence.")
@with_person
def decline(by: Person, today: date, id: int, why: str) -> None:
    """Decline a task with a sentence."""
    found = deeds.decline_handover(handover_numbered(id, by), sentence=why, by=by, on=today)
    click.echo(f"You declined {found.topic.name}. {found.delegator.name} reads why.")


@handover.command()
@click.argument("id", type=int)
@click.argument("step", type=click.IntRange(1, 4))
@click.option("--evidence", default="", help="What you have seen.")
@with_person
def sign(by: Person, today: date, id: int, step: int, evidence: str) -> None:
    """Sign a STEP: 1 watches, 2 does it, checked, 3 does it, reports, 4 owns it."""
    found = handover_numbered(id, by)
    standing = deeds.sign_step(found, step, by=by, on=today, evidence=evidence)
    said = f"{found.delegate.name} {STEPS[standing.level]}: {found.topic.name}."
    click.echo(said + _acted(found, by))


@handover.command("take-back")
@click.argument("id", type=int)
@click.option("--why", default="", help="A sentence.")
@with_person
def take_back(by: Person, today: date, id: int, why: str) -> None:
    """Take a task back with a reason."""
    found = deeds.take_back(handover_numbered(id, by), reason=why, by=by, on=today)
    said = f"{found.topic.name} is taken back from {found.delegate.name}."
    click.echo(said + _acted(found, by))


def handover_numbered(id: int, by: Person) -> Handover:
    """Find a handover that somebody may see; raises Refused where there is none."""
    found = handovers_visible_to(by).where(Handover.id == id).first() if abs(id) < 2**31 else None
    if found is None:
        raise Refused(f"There is no handover {id} that you can see. Look at “kt handover list”.")
    return found


def _acted(handover: Handover, by: Person) -> str:
    return you_acted_for("" if by == handover.delegator else handover.delegator.name)


def _line(row: HandoverRow) -> str:
    between = f"{row.delegator.name} to {row.delegate.name}"
    step = f", {STEPS[row.reached]}" if row.reached and row.is_open else ""
    return f"{row.id}  {row.task}, {between}: {row.state}{step}"
