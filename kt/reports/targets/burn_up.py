"""The lines of the chart: targets reached so far, agreed by each day, and where they likely go."""

from dataclasses import dataclass
from datetime import date

from ...models import Rollout, RolloutState
from .figures import Figure, as_of, reached_over_time, started_on
from .outlook import Outlook


@dataclass(frozen=True)
class BurnUp:
    """Points (day, number of targets) of the lines, oldest first; `now` names the last day.

    `likely` goes on to where all are reached, and is empty where that cannot be told.
    """

    reached: list[tuple[date, int]]
    agreed: list[tuple[date, int]]
    likely: list[tuple[date, int]]
    now: str


def burn_up_of(
    rollout: Rollout, figures: list[Figure], today: date, outlook: Outlook | None = None
) -> BurnUp | None:
    """Draw a rollout's targets over time; None for a draft, and without targets or their dates."""
    start = started_on(rollout)
    last = as_of(rollout, today)
    agreed = _agreed(rollout, figures)
    if rollout.state == RolloutState.DRAFT or not agreed:
        return None
    # Several targets may be met on one day: its last number stands for it.
    reached = dict([(start, 0), *reached_over_time(figures)])
    reached.setdefault(max(last, *reached), max(reached.values()))
    return BurnUp(
        reached=list(reached.items()),
        agreed=[(start, 0), *agreed],
        likely=[(outlook.likely, len(figures))] if outlook and outlook.likely else [],
        now="today" if last == today else "at the close",
    )


def _agreed(rollout: Rollout, figures: list[Figure]) -> list[tuple[date, int]]:
    """Count the targets agreed by each day: all by the end, or later for who starts later.

    Without an end each learner's own dates draw the line; where a target has none, nothing does.
    """
    start = started_on(rollout)
    own = sorted(max(figure.due, start) for figure in figures if figure.due)
    if rollout.end_date is not None and figures:
        return [(max([rollout.end_date, start, *own]), len(figures))]
    if len(own) < len(figures):
        return []
    return list({day: count for count, day in enumerate(own, start=1)}.items())
