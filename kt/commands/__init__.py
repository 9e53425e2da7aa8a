"""The command line's door: parse, call an operation, print."""

import sys
from typing import Any

import click

from ..errors import NotAllowed, Refused
from . import (
    agreements,
    changes,
    checklists,
    coverage,
    demo,
    designs,
    documents,
    handovers,
    needs,
    outputs,
    pairings,
    pairs,
    people,
    questions,
    reports,
    rollouts,
    search,
    serving,
    sessions,
    sharing,
    signoffs,
    standings,
    topics,
)

GROUPS: tuple[click.Command, ...] = (
    agreements.agreement,
    changes.changes,
    checklists.checklist,
    checklists.item,
    coverage.coverage,
    coverage.leaving,
    demo.demo,
    documents.document,
    handovers.handover,
    needs.needs,
    needs.nudge,
    needs.snooze,
    needs.wake,
    outputs.output,
    pairings.pairing,
    pairs.pair,
    pairs.title,
    people.invite,
    people.people,
    questions.question,
    rollouts.rollout,
    search.search,
    serving.init,
    serving.serve,
    sessions.session,
    signoffs.signoff,
    standings.standing,
    topics.topic,
)

OF_ROLLOUTS: tuple[click.Command, ...] = (
    agreements.override,
    agreements.sign_off,
    agreements.start,
    designs.add,
    designs.advice,
    designs.readiness,
    reports.report,
    sharing.share,
    sharing.unshare,
)


class Sentences(click.Group):
    """A command group that turns refusals into one sentence and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (Refused, NotAllowed) as no:
            click.echo(no.sentence, err=True)
            sys.exit(1)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kt")
def main() -> None:
    """Track how know-how passes from those who have it to those who need it."""


for group in GROUPS:
    main.add_command(group)
for command in OF_ROLLOUTS:
    rollouts.rollout.add_command(command)
