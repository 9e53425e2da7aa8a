"""Due rules: a number or range of units from an anchor, and the day that makes."""

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True)
class DueRule:
    """From `first` to `last` units after (negative: before) the anchor.

    "Day 1" is 0 days from start, "Day 3" is 2, "Two weeks before EOD" is from -2 to -2 weeks,
    "Week 2-4" is 1 to 3 weeks, "First week" 0 to 1 weeks; a single value has `last` equal to
    `first`. `item` is the zero-based index of the item that the anchor ITEM means.
    """

    anchor: Anchor
    first: int
    last: int
    unit: Unit
    item: int | None = None
