"""The parts of an agreement in plain words, each one line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ...dates import count_words, listed, short_date
from ...rules.sheets import PARTS, Content
from .names import Names

NOBODY_YET = "nobody yet"


def roles_words(content: Content, names: Names, today: date) -> str:
    """Say who one is: "Coach of Batch restart, learner of Settling in until 21 Feb"."""
    mutual = {each["topic"] for each in content["partners"] if each["mutual"]}
    said = [
        f"{'peer coach' if each['topic'] in mutual else names.wording.say(each['role'])} "
        f"of {names.topic(each['topic'])}"
        f"{_until(each['until'], today)}"
        for each in content["roles"]
    ]
    return _sentence(listed(said)) or "No seat."


def partners_words(content: Content, names: Names) -> list[str]:
    """Say with whom one meets on what, how often, for how long, in which wave."""
    return [_partner(each, names) for each in content["partners"]]


def process_words(content: Content, names: Names, today: date) -> list[str]:
    """Say by which revision of its written process each topic is passed on."""
    return [
        f"{names.topic(each['topic'])}, revision {each['revision']}"
        + (f", new from {_said(each['effective'], today)}" if each["effective"] else "")
        + ("" if each["process"] else " (not in writing yet)")
        for each in content["topics"]
    ]


def output_words(output: Content, names: Names, today: date) -> str:
    due = f", by {_said(output['due'], today)}" if output["due"] else ""
    badge = names.badge(output["output"])
    return f"{output['title']} ({output['kind']}{badge and f'; {badge}'}){due}"


def target_words(target: Content, names: Names, today: date, *, on: str = "") -> str:
    """Say what is measured, from what to what and by when: "Late trades a week: 20 → 5, 12 Dec"."""
    number, baseline = _number(target["number"], target["unit"]), target["baseline"]
    if target["limit"]:
        aim = f"at most {number}"
    else:
        aim = f"{_number(baseline, '')} → {number}" if baseline else number
    each = " each" if target["each_learner"] else ""
    label = names.wording.say(target["label"]) if target["is_ours"] else target["label"]
    label = f"{label} on {on}" if on else label
    return f"{label}: {aim}{each}{_by(target, today)}"


def dates_words(dates: Sequence[str | None], today: date) -> str:
    start, end = dates
    return f"From {_said(start, today)}" + (
        f" to {_said(end, today)}" if end else ", without an agreed end"
    )


def change_words(change: Mapping[str, Any], names: Names) -> str:
    """Say in one line what changed for whom."""
    said = []
    if change.get("joined"):
        said.append(f"{_whom(change['joined'], names)} joined")
    if change.get("left"):
        said.append(f"{_whom(change['left'], names)} left")
    by_people: dict[tuple[int, ...], list[str]] = {}
    for part, people in change.get("changed", {}).items():
        by_people.setdefault(tuple(people), []).append(PARTS[part])
    said += [
        f"{listed(parts)} changed for {_whom(people, names)}" for people, parts in by_people.items()
    ]
    if not said:
        return "What concerns everybody was reworded; nobody's own sheet changed."
    return _sentence("; ".join(said)) + "."


def people_in(change: Mapping[str, Any]) -> set[int]:
    """List whom a change speaks of."""
    changed = change.get("changed", {}).values()
    return {
        *change.get("joined", ()),
        *change.get("left", ()),
        *(id for ids in changed for id in ids),
    }


def _partner(partner: Content, names: Names) -> str:
    who = names.person(partner["with"]) if partner["with"] else NOBODY_YET
    role = (
        f" ({names.wording.say(partner['as'])})" if partner["as"] and not partner["mutual"] else ""
    )
    hours = partner["agreed_hours"]
    extra = f", {count_words(hours, 'hour')} a week" if hours else ""
    wave = f", wave {partner['wave']}" if partner["wave"] > 1 else ""
    days = partner["cadence_days"]
    often = "every day" if days == 1 else "every week" if days == 7 else f"every {days} days"
    return f"{names.topic(partner['topic'])} with {who}{role}, {often}{extra}{wave}"


def _by(target: Content, today: date) -> str:
    if target["within_days"]:
        return f", within {count_words(target['within_days'], 'day')} of the start"
    return f", by {_said(target['due'], today)}" if target["due"] else ""


def _whom(people: Sequence[int], names: Names) -> str:
    """Name up to three people, count more."""
    if len(people) > 3:
        return count_words(len(people), "person", "people")
    return listed([names.person(id) for id in people])


def _until(day: str | None, today: date) -> str:
    return f" until {_said(day, today)}" if day else ""


def _said(day: str | None, today: date) -> str:
    return short_date(date.fromisoformat(day), today) if day else "no date"


def _number(value: float, unit: str) -> str:
    return f"{value:,.6g}" + (f" {unit}" if unit else "")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
