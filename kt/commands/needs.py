"""Needs you on the command line: what waits for whoever runs a rollout, nudging, putting off."""

from datetime import date, datetime

import click

from ..dates import day_words, listed
from ..errors import Refused
from ..models import Person, Rollout, Snooze
from ..operations.nudging import nudge as nudge_about
from ..operations.nudging import nudge_all, put_off
from ..operations.nudging import wake as bring_back
from ..reports.needs import Need, needs_in, thing_of
from ..reports.nudges import SnoozeLine, put_off_by
from ..reports.rollouts import rollouts_run_by
from ..rules.rollout_days import today_in
from .door import json_option, with_person
from .rollouts import print_json

SHOWN = ("key", "days", "title", "rest", "badge", "reason", "action")


@click.command()
@click.option("--put-off", "is_put_off", is_flag=True, help="List what you put off instead.")
@json_option
@with_person
def needs(by: Person, today: date, is_put_off: bool, as_json: bool) -> None:
    """List what needs you in the rollouts you run, longest waiting first, each with its key."""
    if is_put_off:
        _print_put_off(_asleep(by, today), as_json)
        return
    found = _found(by, today)
    if as_json:
        print_json(
            [
                {"rollout_id": rollout.id, "rollout": rollout.name}
                | {name: getattr(need, name) for name in SHOWN}
                | {"nudged": need.nudged and need.nudged.isoformat()}
                for rollout, needs in found
                for need in needs
            ]
        )
        return
    if not any(needs for _, needs in found):
        click.echo("Nobody waits for you.", err=True)
    for rollout, needs in found:
        if needs:
            click.echo(f"{rollout.name}:")
        for need in needs:
            nudged = f", {need.nudged_words}" if need.nudged else ""
            click.echo(
                f"  {need.title} {need.rest}: {need.badge} ({need.reason}{nudged}) [{need.action}]"
                f" {need.key}"
            )


@click.command()
@click.argument("key", required=False)
@click.option("--all-late", is_flag=True, help="Nudge about all that is late in your rollouts.")
@with_person
def nudge(by: Person, today: date, key: str | None, all_late: bool) -> None:
    """Nudge whoever a thing waits for; KEY is what “kt needs” says behind it."""
    if all_late == bool(key):
        raise Refused("Say the key of one thing (see “kt needs”), or --all-late.")
    found = _found(by, today)
    if key:
        rollout, need = _need(found, key)
        thing = thing_of(need.key)
        if thing is None or not need.nudge:
            raise Refused(
                "Nobody can be nudged about this now: it waits for you, or for who is away or gone."
            )
        sent = nudge_about(rollout, *thing, by=by, on=today_in(rollout))
    else:
        sent = []
        for rollout, needs in found:
            late = [thing_of(need.key) for need in needs if need.is_late and need.may_nudge]
            things = [thing for thing in late if thing]
            if things:
                sent += nudge_all(rollout, things, by=by, on=today_in(rollout))
    names = list(dict.fromkeys(row.person.name for row in sent))
    click.echo(f"Nudged {listed(names)}." if names else "Nothing late waits for anybody else.")


@click.command()
@click.argument("key")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The day on which it comes back.",
)
@with_person
def snooze(by: Person, today: date, key: str, until: datetime) -> None:
    """Put one of the things that need you off until a day; KEY is what “kt needs” says."""
    rollout, need = _need(_found(by, today), key)
    title = f"{need.title} {need.rest}"
    day = today_in(rollout)
    row = put_off(rollout, need.key, title=title, until=until.date(), by=by, on=day)
    click.echo(f"Put off until {day_words(row.until, day)}: {row.title}.")


@click.command()
@click.argument("key")
@with_person
def wake(by: Person, today: date, key: str) -> None:
    """Bring back what you put off; KEY is what “kt needs --put-off” says."""
    rows = [line for _, lines in _asleep(by, today) for line in lines if line.key == key]
    if not rows:
        raise Refused(f"You put off nothing with the key {key}. “kt needs --put-off” lists it.")
    for line in rows:
        bring_back(Snooze.get_by_id(line.id), by=by)
    click.echo(f"It is back: {rows[0].title}.")


def _asleep(by: Person, today: date) -> list[tuple[Rollout, list[SnoozeLine]]]:
    rollouts = rollouts_run_by(by, today)
    return [(rollout, put_off_by(by, rollout, today_in(rollout))) for rollout in rollouts]


def _print_put_off(asleep: list[tuple[Rollout, list[SnoozeLine]]], as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {"rollout_id": rollout.id, "rollout": rollout.name}
                | {"key": line.key, "title": line.title, "until": line.until}
                for rollout, lines in asleep
                for line in lines
            ]
        )
        return
    if not any(lines for _, lines in asleep):
        click.echo("Nothing is put off.", err=True)
    for rollout, lines in asleep:
        if lines:
            click.echo(f"{rollout.name}:")
        for line in lines:
            back = day_words(line.until, today_in(rollout))
            click.echo(f"  {line.title}: comes back {back} {line.key}")


def _found(by: Person, today: date) -> list[tuple[Rollout, list[Need]]]:
    found = []
    for number, rollout in enumerate(rollouts_run_by(by, today)):
        # The items of checklists outside a rollout stand once, with the first.
        day, is_first = today_in(rollout), number == 0
        found.append((rollout, needs_in(rollout, by=by, today=day, with_own_lists=is_first)))
    return found


def _need(found: list[tuple[Rollout, list[Need]]], key: str) -> tuple[Rollout, Need]:
    for rollout, needs in found:
        for need in needs:
            if need.key == key:
                return rollout, need
    raise Refused(f"Nothing that needs you has the key {key}. “kt needs” lists what does.")
