"""Phrases of time and the due rules they mean, wherever in a checklist they stand."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ...due import Anchor, DueRule, Unit
from .time_patterns import (
    AFFIX,
    AFTER,
    AFTER_ITEM,
    ANCHORS,
    AT,
    BARE,
    BEFORE,
    FIRST,
    IN,
    ITEM,
    LAST,
    NUMBERED,
    NUMBERS,
    OFFSET,
    ORDINALS,
    SIDE,
    THE_DAY,
    WITHIN,
)

# Up to this many, "the first two days" counts days of work; more is a stretch of time.
COUNTED_DAYS = 5
STRAIGHT = str.maketrans("’‘–—−‑\u00a0", "''---- ")
VAGUE_LEADS = frozenset({"in", "on", "at", "during", "around", "toward", "towards", "for"})


@dataclass(frozen=True)
class Phrase:
    """A phrase of time from `start` to `stop` in the words.

    `anchored` phrases name what they count from; `vague` ones ("in your first week") may tell
    what happens rather than what to do; `bare` ones are only a length of time.
    """

    start: int
    stop: int
    rule: DueRule
    anchored: bool = True
    vague: bool = False
    bare: bool = False


def find_phrases(words: str, *, leaving: bool, loose: bool) -> list[Phrase]:
    """Return the phrases in the order in which they stand, the longest first at one place.

    `loose` is for headings, columns and brackets, where "Week 1" alone is a due date; inside a
    sentence it needs a word such as "by". What counts from nothing counts from the departure in
    a checklist for leavers and else from the start.
    """
    simple = _simple(words)
    usual = Anchor.DEPARTURE if leaving else Anchor.START
    found = []
    for pattern, read in STRICT + (LOOSE if loose else ()):
        for match in pattern.finditer(simple):
            phrase = read(match, usual, loose)
            if phrase is not None:
                found.append(phrase)
    return sorted(found, key=lambda phrase: (phrase.start, -phrase.stop))


def _simple(words: str) -> str:
    """Lower-case and straighten without moving a letter, so that places stay right."""
    lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in words)
    return lowered.translate(STRAIGHT)


def _offset(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    if match["a"] is None and match["unit"].endswith("s"):
        return None
    if match["side"] in ("of", "from", "since") and not (match["within"] or match["a"]):
        return None
    if match["side"] == "of" and not match["within"]:
        return None
    first, last, unit = _amounts(match)
    if match["side"] in BEFORE:
        first, last = -last, -first
        first, last = (first, 0) if match["within"] else (first, last)
    elif match["within"]:
        first = 0
    return _phrase(match, _anchor(match["anchor"]), first, last, unit)


def _at(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    anchor = _anchor(match["anchor"])
    if match["side"] in ("by", "on", "at") and match["anchor"] == "eod":
        return None
    distance = -1 if match["side"] in (*BEFORE, "until") else 0
    distance = 1 if match["side"] in ("after", "following") else distance
    return _phrase(match, anchor, distance, distance, Unit.DAYS, vague=match["side"] in VAGUE_LEADS)


def _affix(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    distance = -1 if match["side"] == "pre" else 1
    if match["anchor"] in ("departure", "exit"):
        return _phrase(match, Anchor.DEPARTURE, distance, distance, Unit.DAYS)
    if match["anchor"] in ("launch", "go-live", "golive", "rollout"):
        return _phrase(match, Anchor.ROLLOUT, distance, distance, Unit.DAYS)
    if match["side"] == "post":
        return None
    return _phrase(match, Anchor.START, distance, distance, Unit.DAYS)


def _item(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    item = int(match["item"]) - 1
    return _phrase(match, Anchor.ITEM, 0, 0, Unit.DAYS, item=item) if item >= 0 else None


def _numbered(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    if not loose and match["lead"] is None:
        return None
    first = _number(match["a"])
    last = _number(match["b"] or match["a"])
    unit = _unit(match["unit"])[0]
    if match["unit"].startswith(("week", "wk")) or unit is Unit.DAYS:
        # "Day -3" is already counted from the start; "Day 0" and "Week 0" lie before it.
        first, last = (first, last) if first < 0 else (first - 1, last - 1)
    else:
        first -= 1
    return _led(match, usual, first, last, unit, ends_at=last + (unit is not Unit.MONTHS))


def _first(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    if not loose and match["lead"] is None:
        return None
    first = ORDINALS[match["a"]]
    last = ORDINALS[match["b"] or match["c"] or match["a"]]
    unit, size = _unit(match["unit"])
    if match["n"] or match["orso"]:
        if first != 1:
            return None
        number = _number(match["n"]) if match["n"] else 2
        last = _scaled(number, size)
        if unit is Unit.DAYS and size == 1 and number <= COUNTED_DAYS:
            last -= 1
        return _led(match, usual, 0, last, unit, ends_at=last)
    if unit is Unit.DAYS:
        return None if size != 1 else _led(match, usual, first - 1, last - 1, unit, last)
    if unit is Unit.WEEKS and first > 1:
        return _led(match, usual, first - 1, last - 1, unit, ends_at=last)
    return _led(match, usual, (first - 1) * int(size), last * int(size), unit, last)


def _last(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    if not loose and match["lead"] is None:
        return None
    unit = _unit(match["unit"])[0]
    first = 0 if unit is Unit.DAYS else -1
    if match["lead"] == "before":
        first = first - 1
        return _phrase(match, Anchor.DEPARTURE, first, first, unit)
    if match["lead"] == "after":
        return _phrase(match, Anchor.DEPARTURE, 1, 1, Unit.DAYS)
    return _phrase(match, Anchor.DEPARTURE, first, 0, unit, vague=match["lead"] in VAGUE_LEADS)


def _in(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    first, last, unit = _amounts(match)
    return _phrase(match, Anchor.START, first, last, unit)


def _within(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    _, last, unit = _amounts(match)
    return _phrase(match, usual, 0, last, unit, anchored=False)


def _side(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    if match["a"] is None and match["unit"].endswith("s"):
        return None
    first, last, unit = _amounts(match)
    if match["side"] not in ("after", "later"):
        first, last = -last, -first
    return _phrase(match, usual, first, last, unit, anchored=False)


def _bare(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    first, last, unit = _amounts(match)
    return _phrase(match, usual, first, last, unit, anchored=False, bare=True)


def _the_day(match: re.Match[str], usual: Anchor, loose: bool) -> Phrase | None:
    if match["day"] == "eod":
        return None
    return _phrase(match, _anchor(match["anchor"] or match["day"]), 0, 0, Unit.DAYS)


Reader = Callable[[re.Match[str], Anchor, bool], Phrase | None]
STRICT: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (OFFSET, _offset),
    (AT, _at),
    (ITEM, _item),
    (NUMBERED, _numbered),
    (FIRST, _first),
    (LAST, _last),
)
LOOSE: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (AFFIX, _affix),
    (AFTER_ITEM, _item),
    (IN, _in),
    (WITHIN, _within),
    (SIDE, _side),
    (AFTER, _bare),
    (BARE, _bare),
    (THE_DAY, _the_day),
)


def _led(
    match: re.Match[str], usual: Anchor, first: int, last: int, unit: Unit, ends_at: int
) -> Phrase | None:
    """Apply "by", "before", "after", "end of" and "start of" to a phase from first to last.

    In a checklist for leavers "week 1" counts from a notice that nobody knows.
    """
    if usual is Anchor.DEPARTURE:
        return None
    lead, part = match["lead"], match["part"]
    if part == "end" and unit is not Unit.DAYS:
        # The end of week 2 is the end of that week; see kt.due for what a week means.
        if lead in ("by", "before", "until"):
            first, last = 0, ends_at
        elif unit is not Unit.WEEKS or first == 0:
            last = ends_at
    elif part in ("start", "beginning"):
        last = first
    elif lead in ("by", "within", "until", "no later than"):
        first = min(0, first)
    elif lead == "before":
        first, last = (-1, -1) if first <= 0 else (0, first)
        unit = Unit.DAYS if last == -1 else unit
    elif lead == "after":
        first = last = max(ends_at, 1)
    return _phrase(match, Anchor.START, first, last, unit, vague=lead in VAGUE_LEADS)


def _phrase(
    match: re.Match[str],
    anchor: Anchor,
    first: int,
    last: int,
    unit: Unit,
    *,
    item: int | None = None,
    anchored: bool = True,
    vague: bool = False,
    bare: bool = False,
) -> Phrase | None:
    try:
        rule = DueRule(anchor, first, last, unit, item)
    except ValueError:
        return None
    return Phrase(match.start(), match.end(), rule, anchored, vague, bare)


def _anchor(words: str) -> Anchor:
    return next(
        anchor for anchor, nouns, verbs in ANCHORS if re.fullmatch(rf"(?:{nouns}|{verbs})", words)
    )


def _amounts(match: re.Match[str]) -> tuple[int, int, Unit]:
    groups = match.groupdict()
    unit, size = _unit(groups["unit"])
    first = _number(groups["a"] or "one")
    last = _number(groups.get("b") or groups["a"] or "one")
    return _scaled(min(first, last), size), _scaled(max(first, last), size), unit


def _unit(word: str) -> tuple[Unit, Fraction | int]:
    """Return the unit and how many of it one of the word's units is; 24 hours are a day."""
    if word.startswith(("business", "working", "work")):
        return Unit.WORKDAYS, 1
    if word.startswith(("hour", "hr")):
        return Unit.DAYS, Fraction(1, 24)
    if word.startswith("year"):
        return Unit.MONTHS, 12
    if word.startswith("fortnight"):
        return Unit.WEEKS, 2
    if word.startswith(("week", "wk")):
        return Unit.WEEKS, 1
    return (Unit.MONTHS, 1) if word.startswith("month") else (Unit.DAYS, 1)


def _scaled(number: int, size: Fraction | int) -> int:
    return math.ceil(number * size)


def _number(word: str) -> int:
    return NUMBERS.get(word) or int(word)
