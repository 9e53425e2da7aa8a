"""Recent changes on the command line: what was done lately, and undoing it."""

from datetime import date, datetime, time, timedelta

import click

from ..dates import moment_words
from ..errors import Refused
from ..models import Person
from ..operations.undoing import DAYS, State, do_again, states_of, undo
from ..reports.changes import Change, change_of, changes_in_rollouts, own_changes
from ..rules.rollout_days import zone_called
from .door import json_option, with_person
from .rollouts import print_json


@click.command()
@click.option("--in-rollouts", is_flag=True, help="What anybody did in the rollouts you run.")
@click.option("--page", type=click.IntRange(1), default=1, help="A hundred at a time.")
@click.option("--undo", "undone", type=int, metavar="NUMBER", help="Undo the one of this number.")
@click.option("--again", type=int, metavar="NUMBER", help="Do one again that was undone.")
@json_option
@with_person
def changes(
    by: Person,
    today: date,
    in_rollouts: bool,
    page: int,
    undone: int | None,
    again: int | None,
    as_json: bool,
) -> None:
    """List what you did in the last 30 days, newest first, and undo it."""
    zone = zone_called(by.time_zone)
    since = datetime.combine(today - timedelta(days=DAYS), time(), zone)
    if undone and again:
        raise Refused("Say --undo or --again, not both.")
    if number := undone or again:
        change = change_of(by, number, since=since)
        if change is None:
            raise Refused(f"No change of yours has the number {number}. “kt changes” lists them.")
        deed = undo if undone else do_again
        state = deed(change.entry, by=by, today=today)
        click.echo(f"{state.said or 'In force'}: {change.text}.")
        return
    listed = changes_in_rollouts if in_rollouts else own_changes
    found = listed(by, since=since, page=page)
    entries = [change.entry for change in found.lines]
    things = {change.id: change.things for change in found.lines}
    states = states_of(entries, things, by=by, today=today)
    if as_json:
        print_json([_as_json(change, states[change.id]) for change in found.lines])
        return
    for change in found.lines:
        state = states[change.id]
        at = moment_words(change.entry.at, zone, today)
        can = f" [{state.press}]" if state.press else ""
        click.echo(f"{change.id}  {at}  {change.text}{can}" + f": {state.said}" * bool(state.said))
    if found.more:
        click.echo(f"Older ones: --page {page + 1}.", err=True)


def _as_json(change: Change, state: State) -> dict[str, object]:
    return {
        "number": change.id,
        "at": change.entry.at.isoformat(),
        "deed": change.entry.deed,
        "text": change.text,
        "can": state.press or None,
        "said": state.said or None,
    }
