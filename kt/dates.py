"""Days and moments in words, and words in days. Pure: today is always an argument."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueGroup:
    """The heading under which an item stands in a list ordered by due date."""

    key: str
    heading: str
    late: bool = False


def day_words(day: date, today: date) -> str:
    """Say a day as people do: "today", "Fri 4 Dec", "Fri 4 Dec 2027" when it is another year."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    return near or f"{WEEKDAYS[day.weekday()][:3]} {short_date(day, today)}"


def short_date(day: date, today: date) -> str:
    """Say a day without its weekday: "4 Dec", with the year when it is another one."""
    words = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return words if day.year == today.year else f"{words} {day.year}"


def full_day_words(day: date) -> str:
    """Say a day in full: "Monday 23 November"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    """Say a day as letters do: "23 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def exact_words(value: date | datetime, zone: ZoneInfo) -> str:
    """Say a day with its year, and of a moment the time and the zone that it is said in."""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    words = f"{WEEKDAYS[local.weekday()]} {long_date(local)}"
    if not isinstance(local, datetime):
        return words
    return f"{words}, {local.hour}:{local.minute:02}:{local.second:02} {zone.key}"


def moment_words(moment: datetime, zone: ZoneInfo, today: date) -> str:
    """Say an aware moment in a zone: "today 9:12", "Fri 4 Dec 14:00"."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone before it can be said in another.")
    day = moment.astimezone(zone).date()
    return f"{day_words(day, today)} {hour_words(moment, zone)}"


def hour_words(moment: datetime, zone: ZoneInfo) -> str:
    """Say when on its day an aware moment is in a zone: "9:12"."""
    local = moment.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def ago_words(day: date, today: date) -> str:
    """Say how long ago a day was: days up to a month, then weeks, months and years."""
    days = (today - day).days
    if days < 2:
        return day_words(day, today)
    months = (today.year - day.year) * 12 + today.month - day.month - (day.day > today.day)
    if days <= 31:
        return f"{days} days ago"
    if months < 2:
        return f"{days // 7} weeks ago"
    if months < 24:
        return f"{months} months ago"
    return f"{months // 12} years ago"


def due_words(day: date | None, today: date) -> str:
    """Say when something is due: "3 days overdue", "due tomorrow", "due Fri 4 Dec", "no date"."""
    if day is None:
        return "no date"
    if day < today:
        return f"{count_words((today - day).days, 'day')} overdue"
    return f"due {day_words(day, today)}"


def due_group(day: date | None, today: date) -> DueGroup:
    """Choose the heading for a due date; items in order of their dates come in whole groups."""
    if day is None:
        return DueGroup("no-date", "No date")
    if day < today:
        days = (today - day).days
        return DueGroup(f"overdue-{days}", f"Overdue by {count_words(days, 'day')}", late=True)
    if day <= today + DAY:
        near = day_words(day, today)
        return DueGroup(near, near.capitalize())
    monday = week_of(day)
    weeks = (monday - week_of(today)).days // 7
    if weeks == 0:
        return DueGroup("this-week", "This week")
    if weeks == 1:
        return DueGroup("next-week", "Next week")
    return DueGroup(f"week-{monday}", f"Week of {short_date(monday, today)}")


def count_words(number: int, one: str, many: str | None = None) -> str:
    """Say a number with its noun: "1 day", "2 days"; `many` where an s does not make the plural."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Say several things in a row: "Ben", "Ben and Cleo", "Ben, Cleo and Dan"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def minutes_words(minutes: int) -> str:
    """Say a length of time: "45 min", "1 h", "1 h 30"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest:02}" if rest else f"{hours:,} h"


def parse_day(text: str, today: date) -> date:
    """Read a day: "2026-12-04", "4.12.2026", "4 Dec 2026", "Fri 4 Dec", "yesterday".

    Without a year it is this year's, which is how `day_words` leaves the year out. Raises
    ValueError with a sentence for anything else and for days that do not exist.
    """
    words = " ".join(text.replace(",", " ").lower().split())
    near = {"yesterday": today - DAY, "today": today, "tomorrow": today + DAY}.get(words)
    if near:
        return near
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return _existing_day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}))?", words):
        return _existing_day(int(found[3] or today.year), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(?:([a-z]{3,}) )?(\d{1,2}) ([a-z]{3,})(?: (\d{4}))?", words):
        weekday = _place(found[1], WEEKDAYS) if found[1] else None
        month = _place(found[3], MONTHS)
        if month is not None and (weekday is not None or not found[1]):
            day = _existing_day(int(found[4] or today.year), month + 1, int(found[2]))
            return _on_its_weekday(day, weekday)
    raise ValueError(
        f"“{text.strip()[:40]}” is not a date. Write it like 2026-12-04 or 4 Dec 2026."
    )


def zone(name: str) -> ZoneInfo:
    """Find a time zone by its name; raises ValueError with a sentence for an unknown one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"“{name[:40]}” is not a time zone. Write it like Europe/Berlin or America/New_York."
        ) from None


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * DAY


def _existing_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            f"There is no day {day} in month {month} of {year}. Check the day and the month."
        ) from None


def _on_its_weekday(day: date, weekday: int | None) -> date:
    if weekday is None or weekday == day.weekday():
        return day
    raise ValueError(
        f"{short_date(day, day)} {day.year} is a {WEEKDAYS[day.weekday()]}, "
        f"not a {WEEKDAYS[weekday]}. Leave the weekday out or correct the date."
    )


def _place(word: str, names: tuple[str, ...]) -> int | None:
    return next((at for at, name in enumerate(names) if name.lower().startswith(word)), None)
