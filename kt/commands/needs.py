"""Needs you on the command line: what waits for whoever runs a rollout, as on their home."""

from datetime import date

import click

from ..models import Person
from ..reports.needs import needs_in
from ..reports.rollouts import rollouts_run_by
from .door import json_option, with_person
from .rollouts import print_json, today_in

SHOWN = ("days", "title", "rest", "badge", "reason", "action")


@click.command()
@json_option
@with_person
def needs(by: Person, today: date, as_json: bool) -> None:
    """List what needs you in the rollouts you run, longest waiting first."""
    found = []
    for number, rollout in enumerate(rollouts_run_by(by, today)):
        # The items of checklists outside a rollout stand once, with the first.
        whose = by if number == 0 else None
        found.append((rollout, needs_in(rollout, person=whose, today=today_in(rollout))))
    if as_json:
        print_json(
            [
                {"rollout_id": rollout.id, "rollout": rollout.name}
                | {name: getattr(need, name) for name in SHOWN}
                for rollout, listed in found
                for need in listed
            ]
        )
        return
    if not any(listed for _, listed in found):
        click.echo("Nobody waits for you.", err=True)
    for rollout, listed in found:
        if listed:
            click.echo(f"{rollout.name}:")
        for need in listed:
            click.echo(f"  {need.title} {need.rest}: {need.badge} ({need.reason}) [{need.action}]")
