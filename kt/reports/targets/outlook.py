"""When a rollout and its targets will be reached, beside the day that was agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import itemgetter

from ...dates import count_words, day_words
from ...due import workdays_between
from ...forecast import FEWEST_STEPS, Way, forecast
from ...models import Holiday, Rollout, RolloutState
from .figures import Figure, started_on
from .reasons import reasons_of

# After so many workdays without a step a rollout, or a target, stands still: no pace can be told.
STANDSTILL = 15


class Pace(StrEnum):
    """How a rollout goes towards its agreed day."""

    NOT_STARTED = "not started"
    NOTHING_AGREED = "nothing agreed"
    STOPPED = "stopped"
    REACHED = "reached"
    STANDS_STILL = "stands still"
    TOO_EARLY = "too early to tell"
    ON_PACE = "on pace"
    LATE = "behind"


@dataclass(frozen=True)
class Outlook:
    """How a rollout goes: its pace, and the days that it makes likely.

    `days` counts how many days after the agreed one the likely day is, `late_days` likewise for
    the late day; `since` is the last day on which anything was added, and `last` the target that
    is likely reached last, where one is told; `closed` the day of the close. Dates are None where
    the pace tells none.
    """

    pace: Pace
    agreed: date | None = None
    likely: date | None = None
    late: date | None = None
    since: date | None = None
    last: Figure | None = None
    closed: date | None = None

    @property
    def days(self) -> int:
        return max(0, (self.likely - self.agreed).days) if self.likely and self.agreed else 0

    @property
    def late_days(self) -> int:
        return max(0, (self.late - self.agreed).days) if self.late and self.agreed else 0

    def words(self, today: date) -> str:
        """Say it in a sentence; "" where the figures say all there is."""
        match self.pace:
            case Pace.STANDS_STILL if self.since:
                return f"Nothing was added since {day_words(self.since, today)}."
            case Pace.STANDS_STILL:
                return "Nothing has happened yet."
            case Pace.TOO_EARLY:
                return "Too early to tell when the rest will be."
            case Pace.LATE if self.likely is None:
                return "At this pace the rest takes years."
            case Pace.LATE:
                return f"At this pace you finish {count_words(self.days, 'day')} late."
            case Pace.ON_PACE if self.agreed:
                return f"On pace for {day_words(self.agreed, today)}."
            case Pace.ON_PACE if self.likely:
                return f"At this pace you finish by about {day_words(self.likely, today)}."
        return ""

    def dates(self, today: date) -> str:
        """Say the likely and the late date, or as of when a closed one is counted, or else ""."""
        if self.closed and self.closed < today:
            day = day_words(self.closed, today)
            return f"Its targets are as they were at the close, {day}; all else is as of today."
        if self.pace not in (Pace.LATE, Pace.ON_PACE) or self.likely is None:
            return ""
        late = f", at the latest {day_words(self.late, today)}" if self.late else ""
        return f"Likely {day_words(self.likely, today)}{late}."


@dataclass(frozen=True)
class Prospect:
    """By when one figure is likely met, and at the latest; `untold` says why there is no day.

    All of it is empty where the figure is met, is a limit, or nothing goes on any more.
    """

    likely: date | None = None
    latest: date | None = None
    untold: str = ""

    def words(self, due: date | None, today: date) -> str:
        """Say it in a sentence beside the day that was agreed; "" where there is nothing to say."""
        if self.likely is None:
            return f"{self.untold[0].upper()}{self.untold[1:]}." if self.untold else ""
        said = f"Likely {day_words(self.likely, today)}"
        if self.latest:
            said += f", at the latest {day_words(self.latest, today)}"
        if due is None:
            return f"{said}."
        days = (self.likely - due).days
        how = f"{count_words(days, 'day')} late" if days > 0 else "on pace"
        return f"{said}: {how}."


def outlook_of(
    rollout: Rollout,
    figures: Sequence[Figure],
    today: date,
    days_off: frozenset[date] | None = None,
) -> Outlook:
    """Tell how a rollout goes, from the dated steps of its targets (one query).

    It is done when its last target is, so that no day of it lies before the same one of any of
    them; nor before that of all together, where each adds its own progress from 0 to 1 (rule 16),
    for of some it is too early to tell. What stands still, as `prospects_of` says, has no day.
    Limits, and shares of questions, are kept or broken on the way and take no part. The days off
    are those where the supervisor is; `days_off` are they, where one knows them. The agreed day is
    the rollout's end, else the last of its targets' days.
    """
    if rollout.state == RolloutState.DRAFT:
        return Outlook(Pace.NOT_STARTED)
    if rollout.state != RolloutState.RUNNING:
        return Outlook(Pace.STOPPED, closed=rollout.closed_on)
    if not figures:
        return Outlook(Pace.NOTHING_AGREED)
    if all(figure.is_met for figure in figures):
        return Outlook(Pace.REACHED)
    agreed = rollout.end_date or max((each.due for each in figures if each.due), default=None)
    going = [figure for figure in figures if not figure.target.is_kept]
    steps = _summed(going)
    since = steps[-1][0] if steps else None
    holidays = Holiday.days_of(rollout.supervisor_id) if days_off is None else days_off
    start = started_on(rollout)
    if workdays_between(since or start, today, holidays) > STANDSTILL:
        return Outlook(Pace.STANDS_STILL, agreed=agreed, since=since)
    moving = [each for each in going if _can_be_told(each) and not _rests(each, today, holidays)]
    ways = [Way(steps, 0, len(going)), *map(_way, moving)]
    found = forecast(*ways, start=start, today=today, holidays=holidays)
    if found is None:
        return Outlook(Pace.TOO_EARLY, agreed=agreed, since=since)
    is_late = found.likely is None or (agreed is not None and found.likely > agreed)
    return Outlook(
        Pace.LATE if is_late else Pace.ON_PACE,
        agreed=agreed,
        likely=found.likely,
        late=found.late,
        since=since,
        last=moving[found.last - 1] if found.last else None,
    )


def verdict(
    rollout: Rollout,
    figures: Sequence[Figure],
    today: date,
    outlook: Outlook | None = None,
    *,
    with_reasons: bool = True,
) -> str:
    """Say how a rollout stands and goes: targets met, what is past its date, when it will end.

    A late one says why, except where that stands beside it, or where topics have no names.
    """
    outlook = outlook or outlook_of(rollout, figures, today)
    if outlook.pace == Pace.NOT_STARTED:
        return "This rollout has not started yet."
    met = sum(figure.is_met for figure in figures)
    said = [f"{met} of {count_words(len(figures), 'target')} reached."]
    if not figures:
        said = ["No targets are agreed yet." if rollout.is_open else "No targets were agreed."]
    late = sum(figure.is_past_its_date(today) for figure in figures)
    if rollout.state == RolloutState.RUNNING and late:
        said.append(f"{late} {'is' if late == 1 else 'are'} past the agreed date.")
    if rollout.state == RolloutState.CANCELLED:
        said.append("It was stopped.")
    said.append(outlook.words(today))
    if with_reasons and outlook.pace == Pace.LATE:
        said[-1] = _because(said[-1], reasons_of(rollout, figures, today, outlook.last))
    return " ".join(filter(None, said))


def _because(words: str, reasons: Sequence[str]) -> str:
    return f"{words.removesuffix('.')}: {'; '.join(reasons)}." if reasons else words


def prospects_of(rollout: Rollout, figures: Sequence[Figure], today: date) -> list[Prospect]:
    """Tell for each figure when it will be met, as far as it goes on (one query if any is told)."""
    if rollout.state != RolloutState.RUNNING:
        return [Prospect()] * len(figures)
    told = any(map(_can_be_told, figures))
    holidays = Holiday.days_of(rollout.supervisor_id) if told else frozenset()
    start = started_on(rollout)
    return [_prospect(figure, start, today, holidays) for figure in figures]


def _goes_on(figure: Figure) -> bool:
    return not figure.is_met and not figure.target.is_kept


def _can_be_told(figure: Figure) -> bool:
    return _goes_on(figure) and len(figure.steps) >= FEWEST_STEPS


def _rests(figure: Figure, today: date, holidays: frozenset[date]) -> bool:
    return workdays_between(figure.steps[-1][0], today, holidays) > STANDSTILL


def _way(figure: Figure) -> Way:
    return Way(figure.steps, figure.target.baseline, figure.target.number)


def _prospect(figure: Figure, start: date, today: date, holidays: frozenset[date]) -> Prospect:
    if not _goes_on(figure):
        return Prospect()
    if _can_be_told(figure) and _rests(figure, today, holidays):
        return Prospect(untold="stands still")
    found = forecast(_way(figure), start=start, today=today, holidays=holidays)
    if found is None:
        return Prospect(untold="too early to tell")
    return Prospect(found.likely, found.late, "" if found.likely else "takes years at this pace")


def _summed(figures: Iterable[Figure]) -> list[tuple[date, float]]:
    """Add up the progress of several targets after each dated step of any of them."""
    dated = sorted(
        ((day, place, share) for place, each in enumerate(figures) for day, share in each.shares),
        key=itemgetter(0),
    )
    shares: dict[int, float] = {}
    total, summed = 0.0, []
    for day, place, share in dated:
        total += share - shares.get(place, 0.0)
        shares[place] = share
        summed.append((day, total))
    return summed
