"""Somebody was nudged this morning, and one thing is put off until next week."""

from datetime import timedelta

from ..models import Matter, Rollout
from ..operations.nudging import nudge, put_off
from ..reports.needs import needs_in
from .stage import Stage


def build(stage: Stage) -> None:
    """Nudge whoever has not signed yet; put the first that a second rollout needs off."""
    ana = stage.people["ana"]
    settlements = Rollout.get(Rollout.name == "Settlement engine handover")
    other = Rollout.get(Rollout.name.startswith("Month-end close"), Rollout.supervisor == ana)
    with stage.on(0) as day:
        nudge(settlements, Matter.SHEETS, settlements.id, by=ana, on=day)
        need = needs_in(other, by=ana, today=day)[0]
        put_off(
            other,
            need.key,
            title=f"{need.title} {need.rest}",
            until=stage.today + timedelta(days=6),
            by=ana,
            on=day,
        )
