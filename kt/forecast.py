"""When a target will be reached, told from the pace of dated evidence. Pure.

The method is the random walk with drift: what is still missing is covered at the mean pace per
workday of the past, and the uncertainty of both the days to come and of that mean grows with the
distance. After h workdays the progress is normal with mean m·h and variance v·h·(1 + h/n), where n
workdays were observed (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed.,
sections 5.2 and 5.5, the drift method). A date is the first workday by which the target is reached
with a given probability. Several targets are all reached when the last of them is: each of the
dates is the latest of theirs.

Three things are done to the pace before, because rollouts are not evenly worked on. It is weighted
by age, so that last week says more than last quarter. A silence that is far longer than the usual
one counts as long as a usual one: it was a holiday or a late start, not the pace of the work. The
variance is taken between weeks, since a team that meets on Fridays is no less steady for that, and
leans towards that of even work while there are few weeks. The numbers below were tuned on simulated
histories (tests/benchmarks/forecasts.py prints how often the true day fell inside the span).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import ceil, sqrt
from statistics import NormalDist

from .due import workdays_between, workdays_later

# The probabilities by which a target is reached at the early, the likely and the late date, and how
# many standard deviations from even these are.
PROBABILITIES = (0.13, 0.5, 0.87)
DEVIATIONS = tuple(NormalDist().inv_cdf(each) for each in PROBABILITIES)

# What is so many workdays old weighs half as much as today's.
HALF_LIFE = 60

# Too early to tell: fewer steps forward, on fewer days, or within fewer workdays than these.
FEWEST_STEPS = 3
FEWEST_DAYS = 2
FEWEST_WORKDAYS = 8

# A silence is cut to the longest usual one, which is never taken for less than a week.
SHORTEST_SILENCE = 5

WEEK = 5

# Even work varies by this share of its pace; it weighs as much as so many weeks of evidence.
EVEN_SHARE = 0.3
EVEN_WEEKS = 2

# Nobody plans further ahead than about four years of workdays.
HORIZON = 1_040


@dataclass(frozen=True)
class Forecast:
    """By when a target is reached: hardly before `early`, likely by `likely`, at last by `late`.

    The dates are workdays. None lies beyond about four years. Of several targets `last` is the
    place of the one that is likely the last.
    """

    early: date | None
    likely: date | None
    late: date | None
    last: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Way:
    """How a value went from `baseline` towards its goal, which may lie below.

    `steps` are the days on which it changed, oldest first, each with the value from then on, in
    any unit.
    """

    steps: Sequence[tuple[date, float]]
    baseline: float
    goal: float

    @property
    def left(self) -> float:
        return abs(self.goal - self.baseline) - self.covered

    @property
    def covered(self) -> float:
        value = self.steps[-1][1] if self.steps else self.baseline
        return (value - self.baseline) * self.sign

    @property
    def sign(self) -> int:
        return 1 if self.goal > self.baseline else -1


def forecast(
    *ways: Way, start: date, today: date, holidays: frozenset[date] = frozenset()
) -> Forecast | None:
    """Tell when a value reaches its goal, or several values theirs.

    Those of which it is too early to tell are left out, and so are those that do not come nearer
    to their goals; None where no other is left. Where all goals are reached, all dates are today.
    """
    missing = [(place, way) for place, way in enumerate(ways) if way.left > 0]
    if not missing:
        return Forecast(today, today, today)
    paces = [
        (place, pace, way.left)
        for place, way in missing
        if len(way.steps) >= FEWEST_STEPS
        and (pace := _pace(_progress(way, start, today, holidays))) is not None
    ]
    if not paces:
        return None

    def longest(deviations: float) -> tuple[int, int]:
        return max((pace.workdays_for(left, deviations), place) for place, pace, left in paces)

    def day(workdays: int) -> date | None:
        return workdays_later(today, workdays, holidays) if workdays <= HORIZON else None

    (early, _), (likely, last), (late, _) = map(longest, DEVIATIONS)
    return Forecast(day(early), day(likely), day(late), last)


@dataclass(frozen=True)
class Pace:
    """What is covered in a workday: mean and variance, learnt from as many workdays."""

    mean: float
    variance: float
    workdays: float

    def workdays_for(self, left: float, deviations: float) -> int:
        """Count the workdays after which `left` is covered, so many standard deviations from even.

        They are where mean·h - left is the deviations times the root of the variance after h
        workdays, which squared is quadratic in h. What lies beyond all is one more than `HORIZON`.
        """
        spread = deviations**2 * self.variance
        square = self.mean**2 - spread / self.workdays
        linear = 2 * self.mean * left + spread
        root = sqrt(max(0.0, linear**2 - 4 * square * left**2))
        if deviations <= 0:
            days = 2 * left**2 / (linear + root)
        else:
            days = (linear + root) / (2 * square) if square > 0 else HORIZON + 1
        # What is a whole number but for its rounding is that number.
        return min(max(1, ceil(days - 1e-9)), HORIZON + 1)


def _progress(way: Way, start: date, today: date, holidays: frozenset[date]) -> list[float]:
    """List what each workday from the start until today added; a weekend's is the Friday's."""
    days = [0.0] * (max(0, workdays_between(start, today, holidays)) + 1)
    before = way.baseline
    # Many steps share a day: each day is looked up once, with the value that it ended with.
    for day, value in dict(way.steps).items():
        place = workdays_between(start, day, holidays)
        days[min(max(place, 0), len(days) - 1)] += way.sign * (value - before)
        before = value
    return days


def _pace(days: list[float]) -> Pace | None:
    worked = _without_silences(days)
    if sum(days) <= 0 or len(worked) < FEWEST_WORKDAYS:
        return None
    weights = [0.5 ** (age / HALF_LIFE) for age in reversed(range(len(worked)))]
    mean = _mean(worked, weights)
    if mean <= 0:
        return None
    return Pace(
        mean=mean,
        variance=_variance(worked, mean),
        workdays=sum(weights) ** 2 / sum(weight**2 for weight in weights),
    )


def _without_silences(days: list[float]) -> list[float]:
    """Cut the silences before, between and after what was added to the usual length."""
    busy = [place for place, added in enumerate(days) if added]
    if len(busy) < FEWEST_DAYS:
        return []
    gaps = sorted(after - before for before, after in pairwise(busy))
    usual = gaps[3 * (len(gaps) - 1) // 4]
    longest = max(SHORTEST_SILENCE, 3 * usual // 2)
    worked = [0.0] * min(busy[0], usual)
    for place, following in pairwise([*busy, len(days)]):
        worked += [days[place], *[0.0] * (min(following - place, longest) - 1)]
    return worked


def _variance(worked: list[float], mean: float) -> float:
    """Measure how much a workday varies, from the sums of whole weeks counted back from today."""
    ends = range(len(worked), WEEK - 1, -WEEK)
    weeks = [sum(worked[end - WEEK : end]) for end in ends]
    weights = [0.5 ** ((len(worked) - end) / HALF_LIFE) for end in ends]
    centre = _mean(weeks, weights)
    between = _mean([(week - centre) ** 2 for week in weeks], weights) / WEEK
    if len(weeks) > 1:
        between *= len(weeks) / (len(weeks) - 1)
    even = EVEN_SHARE * mean * _size(worked)
    return (len(weeks) * between + EVEN_WEEKS * even) / (len(weeks) + EVEN_WEEKS)


def _size(worked: list[float]) -> float:
    """Give the usual size of a step, so that hours, percent and pieces vary alike."""
    added = [abs(each) for each in worked if each]
    return sum(added) / len(added)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    weighted = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return weighted / sum(weights)
