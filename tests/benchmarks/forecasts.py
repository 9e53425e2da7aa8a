"""Try the forecast on made-up histories; run by hand, prints how good it was.

A history is a few pairings that meet every few days, sometimes a day or three late, sometimes not
at all, until all agreed sessions are held. It is steady, or starts late, or meets on one weekday,
or stops for two or three weeks, or is given more to do on the way. A rollout is three to twelve of
them, of any kind and length, and done when the last of them is. At a quarter, a half and three
quarters of the time it took, the forecast is asked with what was known that day.

    inside   how often the true day was neither before the early nor after the late date
    after    how often it was after the late date
    width    days from the early to the late date, as a share of those that really remained (median)
    centre   days to the likely date, likewise
    silent   how often it was too early to tell
    called   of histories that ended late, how long before the agreed day the likely date first
             said so for good, as a share of the agreed time (median; below 0: after it)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain
from math import ceil
from random import Random
from statistics import median

from kt.due import workdays_between, workdays_later
from kt.forecast import Forecast, Way, forecast

KINDS = ("steady", "late start", "weekly bursts", "stalls", "scope added")
HISTORIES = 300
START = date(2026, 1, 5)

# An agreed day this much before the true one makes a history end late.
TOO_SHORT = 0.8


@dataclass(frozen=True)
class History:
    """The workdays on which something was added, and the goal, with what was added to it when."""

    days: Sequence[int]
    goal: int
    more: int
    more_from: int

    def goal_on(self, day: int) -> int:
        return self.goal + (self.more if day >= self.more_from else 0)


# What has one target is asked as a rollout of one.
Rollout = Sequence[History]


def history(kind: str, random: Random) -> History:
    pairings, cadence = random.randint(1, 5), random.choice((3, 5, 5, 7, 10))
    length = random.choice((40, 60, 80, 120))
    start = length * random.uniform(0.15, 0.35) if kind == "late start" else 0.0
    goal = max(2, round((length - start) / cadence)) * pairings
    more = ceil(goal / 4) if kind == "scope added" else 0
    days = sorted(
        day
        for _ in range(pairings)
        for day in sessions(start, cadence, random, count=2 * (goal + more))
    )
    if kind == "stalls":
        stop, pause = random.uniform(0.15, 0.8) * length, random.choice((8, 10, 15))
        days = [day if day < stop else day + pause for day in days]
    if kind == "weekly bursts":
        weekday = random.randrange(5)
        days = [day // 5 * 5 + 5 + weekday for day in days]
    days = days[: goal + more]
    return History(days, goal, more, more_from=ceil(0.4 * days[-1]))


def sessions(start: float, cadence: int, random: Random, count: int) -> Iterator[int]:
    planned = start + random.uniform(0, cadence)
    for _ in range(count):
        slip = random.uniform(0, 3) if random.random() < 0.3 else 0
        if random.random() > 0.15:
            yield int(planned + slip)
        planned += cadence


def a_rollout(random: Random) -> Rollout:
    return [history(random.choice(KINDS), random) for _ in range(random.randint(3, 12))]


def end_of(told: Rollout) -> int:
    return max(each.days[-1] for each in told)


def asked(told: Rollout, today: int) -> Forecast | None:
    """Ask as `kt.reports.targets.outlook` does: with each target, and with all of them together."""
    ways = [way(each, today) for each in told]
    together = Way(summed(ways), 0, len(ways))
    return forecast(together, *ways, start=START, today=workday(today))


def way(told: History, today: int) -> Way:
    held = [day for day in told.days if day <= today]
    steps = [(workday(day), float(place)) for place, day in enumerate(held, start=1)]
    return Way(steps, 0, told.goal_on(today))


def summed(ways: Sequence[Way]) -> list[tuple[date, float]]:
    dated = sorted(
        (day, 1 / way.goal) for way in ways for day, value in way.steps if value <= way.goal
    )
    totals = accumulate(share for _, share in dated)
    return [(day, total) for (day, _), total in zip(dated, totals, strict=True)]


def workday(place: int) -> date:
    return workdays_later(START, place) if place else START


def called(told: Rollout) -> float | None:
    """Say how early the likely date was past the agreed one and stayed there."""
    end = end_of(told)
    agreed = int(TOO_SHORT * end)
    since = None
    for today in range(0, end, 3):
        found = asked(told, today)
        is_late = found is not None and (found.likely is None or found.likely > workday(agreed))
        since = (today if since is None else since) if is_late else None
    return None if since is None else (agreed - since) / agreed


def main() -> None:
    random = Random(7)
    print(f"{'':5} {'':14} inside  after  width  centre  silent")
    made = {kind: [[history(kind, random)] for _ in range(HISTORIES)] for kind in KINDS}
    rollouts = {"rollouts": [a_rollout(random) for _ in range(HISTORIES)]}
    for share in (0.25, 0.5, 0.75):
        for kind, told in (made | {"all": list(chain(*made.values()))} | rollouts).items():
            print(f"{share:5} {kind:14} {figures(told, share)}")
    for kind, told in (made | rollouts).items():
        early = [found for each in told[:60] if (found := called(each)) is not None]
        print(f"called {kind:14} {median(early):6.2f} in {len(early)} of 60")


def figures(told: Sequence[Rollout], share: float) -> str:
    inside, after, widths, centres, silent = 0, 0, [], [], 0
    asked_of = [(each, int(share * end_of(each))) for each in told]
    asked_of = [(each, today) for each, today in asked_of if end_of(each) - today > 1]
    for each, today in asked_of:
        found = asked(each, today)
        if found is None or not (found.early and found.likely and found.late):
            silent += 1
            continue
        true, left = workday(end_of(each)), end_of(each) - today
        inside += found.early <= true <= found.late
        after += true > found.late
        widths.append(workdays_between(found.early, found.late) / left)
        centres.append(workdays_between(workday(today), found.likely) / left)
    said = len(asked_of) - silent or 1
    return (
        f"{inside / said:6.2f} {after / said:6.2f} {median(widths):6.2f} {median(centres):7.2f}"
        f" {silent / len(asked_of):7.2f}"
    )


if __name__ == "__main__":
    main()
