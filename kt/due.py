"""Due rules: a number or range of units from an anchor, and the day that makes."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from .dates import count_words

FURTHEST = 1000
DAY = timedelta(days=1)


class Anchor(StrEnum):
    """What a due rule counts from."""

    START = "start"
    DEPARTURE = "departure"
    ROLLOUT = "rollout"
    ITEM = "item"


class Unit(StrEnum):
    """What a due rule counts in."""

    DAYS = "days"
    WORKDAYS = "workdays"
    WEEKS = "weeks"
    MONTHS = "months"


COUNTED = (Anchor.START, Anchor.ROLLOUT)
Choice = TypeVar("Choice", Anchor, Unit)


@dataclass(frozen=True)
class DueRule:
    """From `first` to `last` units after (negative: before) the anchor.

    "Day 1" is 0 days from start, "Day 3" is 2, "Two weeks before EOD" is from -2 to -2 weeks,
    "Week 2-4" is 1 to 3 weeks, "First week" 0 to 1 weeks; a single value has `last` equal to
    `first`. `item` is the zero-based index of the item that the anchor ITEM means, where that
    item is not told in another way. Raises ValueError for a rule that means no day: `last`
    before `first`, more than FURTHEST units away, an item without the anchor ITEM.
    """

    anchor: Anchor
    first: int
    last: int
    unit: Unit
    item: int | None = None

    def __post_init__(self) -> None:
        if not -FURTHEST <= self.first <= self.last <= FURTHEST:
            raise ValueError(
                f"A due rule goes from the smaller to the larger number, between -{FURTHEST} "
                f"and {FURTHEST}; {self.first} to {self.last} does not."
            )
        if self.item is not None and self.anchor is not Anchor.ITEM:
            raise ValueError("A due rule names an item only if it counts from one.")


def due_day(rule: DueRule, anchor_day: date, holidays: frozenset[date] = frozenset()) -> date:
    """Return the day on which an item with this rule falls due: the last day of its window.

    A day means itself: "Day 1" is the start day, whatever weekday that is. Workdays skip
    weekends and `holidays`; workday 1 is the anchor's day or the first workday after it. Weeks
    and months are stretches of time that begin on the anchor's weekday or day of the month:

    | rule                                   | due                                        |
    |----------------------------------------|--------------------------------------------|
    | week 1, first week: 0 to 0, 0 to 1     | day 7: a Sunday if the start is a Monday   |
    | first month: 0 to 0, 0 to 1            | the day before the start's day next month  |
    | week 2, week 2-4 of a start or rollout | the last day of week 2, of week 4          |
    | any other range: 1 to 3 months         | the day before the third month is full     |
    | any other single number: 3 months      | the day three months after the anchor      |

    Months end with their last day: a month after 31 January is 28 February.
    """
    if rule.unit is Unit.DAYS:
        return anchor_day + rule.last * DAY
    if rule.unit is Unit.WORKDAYS:
        return _workday(anchor_day, rule.last, holidays)
    if rule.last == 0 == rule.first or _numbers_weeks(rule):
        return _moved(anchor_day, rule.last + 1, rule.unit) - DAY
    if rule.first < rule.last:
        return _moved(anchor_day, rule.last, rule.unit) - DAY
    return _moved(anchor_day, rule.last, rule.unit)


def rule_words(rule: DueRule) -> str:
    """Say a rule: "on day 3", "in week 2 to 4", "2 weeks before the start", "after item 16"."""
    if rule.first < 0:
        return _words_before(rule)
    if rule.anchor in COUNTED:
        return _words_counted(rule)
    return _words_after(rule)


def next_workday(day: date, holidays: frozenset[date] = frozenset()) -> date:
    """Return the first workday after a day."""
    return _workday(day + DAY, 0, holidays)


def workdays_later(day: date, count: int, holidays: frozenset[date] = frozenset()) -> date:
    """Return the workday that is the `count`th after a day; `count` is 1 or more."""
    return _workday(day + DAY, count - 1, holidays)


def workdays_between(first: date, last: date, holidays: frozenset[date] = frozenset()) -> int:
    """Count the workdays after `first` up to and including `last`; backwards is negative."""
    if last < first:
        return -workdays_between(last, first, holidays)
    days = _weekdays_until(last) - _weekdays_until(first)
    if not holidays:
        return days
    return days - sum(first < day <= last and day.weekday() < 5 for day in holidays)


def workday_later(
    moment: datetime,
    zone: ZoneInfo,
    holidays: frozenset[date] = frozenset(),
    away: tuple[date, date] | None = None,
) -> datetime:
    """Return the moment one working day of somebody after another, by the clock where they are.

    Weekends, `holidays` and the days they are away (from, until) do not count: what begins on one
    begins with their next working day.
    """
    local = moment.astimezone(zone)
    first = _day_there(local.date(), holidays, away)
    begins = local.time() if first == local.date() else time()
    day = _day_there(first + DAY, holidays, away)
    return datetime.combine(day, begins, tzinfo=zone).astimezone(UTC)


def as_json(rule: DueRule) -> dict[str, str | int | None]:
    """Return a rule as the object that exports and `--json` print."""
    return {
        "anchor": rule.anchor.value,
        "from": rule.first,
        "to": rule.last,
        "unit": rule.unit.value,
        "item": rule.item,
    }


def _weekdays_until(day: date) -> int:
    """Count the weekdays of all time up to a day; the first day of the year 1 was a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return 5 * weeks + min(rest, 5)


def _numbers_weeks(rule: DueRule) -> bool:
    """Say whether the rule means the weeks called week 2, week 3 … rather than a distance."""
    return rule.unit is Unit.WEEKS and rule.anchor in COUNTED and rule.first > 0


def _moved(day: date, units: int, unit: Unit) -> date:
    if unit is Unit.DAYS:
        return day + units * DAY
    if unit is Unit.WEEKS:
        return day + units * 7 * DAY
    years, month = divmod(day.month - 1 + units, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _workday(day: date, steps: int, holidays: frozenset[date]) -> date:
    """Return the workday that many workdays on from a day, or from the first one after it."""
    if steps < 0:
        for _ in range(-steps):
            day = _nearest_workday(day - DAY, -DAY, holidays)
        return day
    day = _nearest_workday(day, DAY, holidays)
    for _ in range(steps):
        day = _nearest_workday(day + DAY, DAY, holidays)
    return day


def _nearest_workday(day: date, step: timedelta, holidays: frozenset[date]) -> date:
    while not _is_workday(day, holidays):
        day += step
    return day


def _day_there(day: date, holidays: frozenset[date], away: tuple[date, date] | None) -> date:
    """Return the first working day from a day on at which somebody is not away."""
    while True:
        if away and away[0] <= day < away[1]:
            day = away[1]
        if _is_workday(day, holidays):
            return day
        day += DAY


def _is_workday(day: date, holidays: frozenset[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def _words_before(rule: DueRule) -> str:
    anchor = _anchor_words(rule)
    far, near = -rule.first, -rule.last
    if near == far:
        return f"{_count(far, rule)} before {anchor}"
    if near > 0:
        return f"{far} to {_count(near, rule)} before {anchor}"
    if near == 0:
        return f"in the {_count(far, rule).removeprefix('1 ')} up to {anchor}"
    return f"from {_count(far, rule)} before to {_count(rule.last, rule)} after {anchor}"


def _words_counted(rule: DueRule) -> str:
    of = " of the rollout" if rule.anchor is Anchor.ROLLOUT else ""
    first, last = rule.first + 1, rule.last + 1
    if rule.unit in (Unit.DAYS, Unit.WORKDAYS) and rule.first == rule.last:
        return f"on {_one(rule)} {first}{of}"
    if rule.unit in (Unit.DAYS, Unit.WORKDAYS) and rule.first > 0:
        return f"on {_one(rule)} {first} to {last}{of}"
    if rule.unit is Unit.WEEKS and rule.first == rule.last:
        return f"in week {first}{of}"
    if rule.unit is Unit.WEEKS and rule.first > 0:
        return f"in week {first} to {last}{of}"
    if rule.unit in (Unit.WEEKS, Unit.MONTHS) and rule.first == 0:
        return f"in the first {_count(max(1, rule.last), rule).removeprefix('1 ')}{of}"
    return _words_after(rule)


def _words_after(rule: DueRule) -> str:
    anchor = _anchor_words(rule)
    if rule.last == 0 and rule.unit in (Unit.DAYS, Unit.WORKDAYS):
        return "on the last day" if rule.anchor is Anchor.DEPARTURE else f"after {anchor}"
    if rule.first == 0:
        return f"within {_count(max(1, rule.last), rule)} of {anchor}"
    if rule.first == rule.last:
        return f"{_count(rule.last, rule)} after {anchor}"
    return f"{rule.first} to {_count(rule.last, rule)} after {anchor}"


def _anchor_words(rule: DueRule) -> str:
    match rule.anchor:
        case Anchor.START:
            return "the start"
        case Anchor.DEPARTURE:
            return "leaving"
        case Anchor.ROLLOUT:
            return "the start of the rollout"
        case Anchor.ITEM:
            return "another item" if rule.item is None else f"item {rule.item + 1}"


def _count(number: int, rule: DueRule) -> str:
    return count_words(number, _one(rule))


def _one(rule: DueRule) -> str:
    return rule.unit.value.removesuffix("s")
