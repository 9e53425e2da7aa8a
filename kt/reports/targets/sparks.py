"""Small lines for lists: what was done over time beside what was agreed, in the size of a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ...dates import count_words
from ...models import Holiday, Rollout, RolloutState
from ...rules.rollout_days import day_in
from .burn_up import burn_up_of
from .figures import Figure, as_of, figures_of_each, started_on
from .outlook import Outlook, Pace, outlook_of

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Spark:
    """Two lines of points from (0, 0) to at most (1, 1), oldest first: done, and agreed."""

    done: Points
    agreed: Points


@dataclass(frozen=True)
class Going:
    """How a running rollout goes, for its row in a list."""

    met: int
    targets: int
    outlook: Outlook
    spark: Spark

    @property
    def is_late(self) -> bool:
        return self.outlook.pace in (Pace.LATE, Pace.STANDS_STILL)

    @property
    def words(self) -> str:
        """Say its pace in two or three words."""
        if self.outlook.pace != Pace.LATE:
            return self.outlook.pace
        return f"{count_words(self.outlook.days, 'day')} late" if self.outlook.likely else "behind"


def goings_of(rollouts: Sequence[int], now: datetime) -> dict[int, Going]:
    """Tell how those of some rollouts go that run, by id (four queries).

    Each is told as of its own day. A rollout without targets or without their dates has no line.
    """
    running = list(
        Rollout.select().where(Rollout.id.in_(rollouts), Rollout.state == RolloutState.RUNNING)
    )
    if not running:
        return {}
    running.sort(key=lambda each: rollouts.index(each.id))
    days_off = Holiday.days_of_each({each.supervisor_id for each in running})
    found = {}
    dated = [(each, day_in(each, now)) for each in running]
    for (rollout, today), figures in zip(dated, figures_of_each(dated).values(), strict=True):
        outlook = outlook_of(rollout, figures, today, days_off[rollout.supervisor_id])
        burn_up = burn_up_of(rollout, figures, today, outlook)
        if burn_up:
            spark = _spark(burn_up.reached, burn_up.agreed)
            met = sum(each.is_met for each in figures)
            found[rollout.id] = Going(met, len(figures), outlook, spark)
    return found


def spark_of(figure: Figure, rollout: Rollout, today: date) -> Spark | None:
    """Draw the progress of one target (rule 16); None for a limit, and before its start."""
    start = started_on(rollout)
    if figure.learner and figure.target.rollout_topic_id:
        start = max(start, figure.learner.start_on(figure.target.rollout_topic.revision_id))
    last = as_of(rollout, today)
    if figure.target.is_kept or start > last:
        return None
    shares = dict(figure.shares)
    now = figure.progress
    done = [(start, 0.0), *((day, share) for day, share in shares.items() if day >= start)]
    agreed = [(start, 0.0), (figure.due, 1.0)] if figure.due and figure.due > start else []
    return _spark([*done, (max(last, done[-1][0]), now)], agreed)


def _spark(done: Sequence[tuple[date, float]], agreed: Sequence[tuple[date, float]]) -> Spark:
    points = [*done, *agreed]
    first, last = min(day for day, _ in points), max(day for day, _ in points)
    days = max(1, (last - first).days)
    most = max(1.0, *(number for _, number in points))

    def placed(line: Sequence[tuple[date, float]]) -> Points:
        return tuple((round((day - first).days / days, 3), round(n / most, 3)) for day, n in line)

    return Spark(placed(done), placed(agreed))
