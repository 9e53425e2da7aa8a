"""What a session refuses: a length, a day or a time that cannot be."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ...dates import day_words
from ...errors import Refused

LONGEST = 1440


def refuse_length(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST:
        raise Refused(
            f"A session lasts from 1 to {LONGEST} minutes. Say how many it was.",
            field="other_minutes",
        )


def refuse_future(held_on: date, today: date) -> None:
    """Refuse a session marked as held on a day that has not come in the rollout's zone."""
    if held_on > today:
        raise Refused(
            f"{_capital(day_words(held_on, today))} is still to come: where this rollout counts "
            f"its days, today is {today.day} {today:%B}. Choose a day up to then, or plan the "
            "session.",
            field="held_on",
        )


def refuse_past_plan(planned_at: datetime, zone: ZoneInfo, today: date) -> None:
    day = day_in(planned_at, zone)
    if day < today:
        raise Refused(
            f"{_capital(day_words(day, today))} is over. Choose a day to come, or log the session "
            "if it took place.",
            field="planned_at",
        )


def day_in(moment: datetime, zone: ZoneInfo) -> date:
    """Tell the day on which a moment falls in a zone."""
    return moment.astimezone(zone).date()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
