"""Somebody was nudged this morning, and one thing is put off until next week."""

from datetime import timedelta

from ..models import Matter, Output, Rollout
from ..operations.nudging import nudge, put_off
from ..reports.needs import needs_in
from .stage import Stage

LATE = "Whom to call at which bank"


def build(stage: Stage) -> None:
    """Nudge the owner of a late output; put the first that a second rollout needs off."""
    output = Output.get(Output.title == LATE)
    ana = stage.people["ana"]
    other = Rollout.get(Rollout.name.startswith("Month-end close"), Rollout.supervisor == ana)
    with stage.on(0) as day:
        nudge(output.rollout, Matter.OUTPUT, output.id, by=ana, on=day)
        need = needs_in(other, by=ana, today=day)[0]
        put_off(
            other,
            need.key,
            title=f"{need.title} {need.rest}",
            until=stage.today + timedelta(days=6),
            by=ana,
            on=day,
        )
