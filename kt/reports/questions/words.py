"""The way a question takes, in words."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ...dates import day_words
from .rows import AskedOf, QuestionRow


def way_words(row: QuestionRow, zone: ZoneInfo, today: date) -> str:
    """Say whom a question was asked of, and when: "asked Ben on Mon 23 Nov, Dan since today"."""
    if row.is_open and not row.begun:
        return "nobody is there yet who could be asked"
    said = _days(zone, today)
    names = [f"{turn.first_name} {said(turn.since)}" for turn in row.begun]
    if len(names) > 1:
        last = row.begun[-1]
        names[-1] = f"{last.first_name} since {said(last.since)}"
    return f"asked {', '.join(names)}" if names else ""


def next_words(row: QuestionRow, zone: ZoneInfo, today: date) -> str:
    """Say whom it goes to next and when, and why it stays with somebody who is away."""
    if not row.is_open:
        return ""
    holder, said = row.holder, _days(zone, today)
    words = []
    if holder and holder.away_until and holder.away_until > today:
        words.append(f"{holder.first_name} is away until {day_words(holder.away_until, today)}")
    if row.to_come:
        following = row.to_come[0]
        words.append(f"{following.first_name} is asked {_from(said(following.since))}")
    elif row.private and row.may_pass_on and row.onward:
        words.append("private and unanswered for a working day, so it stays there unless you say")
    elif row.private and holder:
        words.append("private, so it stays there")
    return "; ".join(words)


def asked_words(row: QuestionRow, zone: ZoneInfo, today: date) -> str:
    """Say to the asker what becomes of a question just asked, in the words of every door."""
    holder = row.holder
    if holder is None:
        return "Asked. Nobody is there yet who could answer; whoever comes to the topic is asked."
    words = f"{holder.name} is asked, as {_as(holder)}"
    if following := next_words(row, zone, today):
        words += f"; {following}" + (" unless it is answered before" if row.to_come else "")
    return f"{words}."


def _as(turn: AskedOf) -> str:
    return {"coach": "your coach", "buddy": "your buddy", "owner": "owner of the topic"}.get(
        turn.asked_as, str(turn.asked_as)
    )


def _from(day: str) -> str:
    return day if day in ("today", "tomorrow") else f"from {day}"


def _days(zone: ZoneInfo, today: date) -> Callable[[datetime], str]:
    return lambda moment: day_words(moment.astimezone(zone).date(), today)
