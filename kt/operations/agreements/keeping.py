"""Keeping an agreement true: what changes in a rollout becomes its next version."""

from ...models import Person, Rollout


def refresh_agreement(rollout: Rollout, *, by: Person | None) -> None:
    """Compare what is agreed with what is there, and make the next version if it differs.

    The last line of every deed that changes who sits where, partners, cadence, targets, outputs,
    dates, model or a written process, inside its transaction. Before an agreement is offered there
    is nothing to keep.
    """
