"""The two lines of the chart: targets reached so far, and all of them by the agreed end."""

from dataclasses import dataclass
from datetime import date

from ...models import Rollout, RolloutState
from .figures import Figure, reached_over_time, started_on


@dataclass(frozen=True)
class BurnUp:
    """Points (day, number of targets) of both lines, oldest first; `now` names the last day."""

    reached: list[tuple[date, int]]
    agreed: list[tuple[date, int]]
    now: str


def burn_up_of(rollout: Rollout, figures: list[Figure], today: date) -> BurnUp | None:
    """Draw a rollout's targets over time; None for a draft, and without targets or an end."""
    start = started_on(rollout)
    last = min(today, rollout.closed_on or today)
    if rollout.state == RolloutState.DRAFT or not figures or rollout.end_date is None:
        return None
    # Several targets may be met on one day: its last number stands for it.
    reached = dict([(start, 0), *reached_over_time(figures)])
    reached.setdefault(max(last, *reached), max(reached.values()))
    return BurnUp(
        reached=list(reached.items()),
        agreed=[(start, 0), (max(rollout.end_date, start), len(figures))],
        now="today" if last == today else "at the close",
    )
