"""A session in one line, as one would say it: "45m yesterday Cleo releases: did step 7"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from ..dates import MONTHS, WEEKDAYS, day_words, listed, minutes_words, parse_day
from ..folding import folded
from ..models import Way
from ..terms import stem

LONGEST_LINE = 1_000
MOST_MINUTES = 1440
LEAST_TO_BEGIN = 3

HOURS = (
    r"(?P<hours>[0-9]{1,2})(?:[.,](?P<tenths>[0-9]))? ?h(?:ours?|rs?)?"
    r"(?: ?(?P<rest>[0-5]?[0-9])(?: ?m(?:in(?:ute)?s?)?)?)?"
)
MINUTES = r"(?P<minutes>[0-9]{1,4}) ?(?:m(?:in(?:ute)?s?)?|'|’)"
LENGTH = re.compile(
    rf"(?<![\w.,-])(?:{HOURS}|{MINUTES}|(?P<half>half an hour)|(?P<hour>an hour))(?![\w-])",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(r"^\s*(?P<minutes>[0-9]{1,3})(?![\w.,:-])")

_MONTH = "|".join(f"{name[:3]}[a-z]*" for name in MONTHS)
_WEEKDAY = "|".join(WEEKDAYS)
_SHORT = "|".join(name[:3] for name in WEEKDAYS)
DAY = re.compile(
    rf"(?<![\w-])(?:(?P<ago>[0-9]{{1,2}}) days? ago"
    r"|(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}\. ?[0-9]{1,2}\.(?: ?[0-9]{4})?"
    rf"|(?:(?:{_SHORT})[a-z]* )?[0-9]{{1,2}} (?:{_MONTH})(?: [0-9]{{4}})?|today|yesterday|tomorrow)"
    rf"|(?P<last>last )?(?P<weekday>{_WEEKDAY})|(?P<name>(?-i:{_SHORT})))(?![\w-])",
    re.IGNORECASE,
)

WAYS = {
    Way.ALONE: r"(?:learner |protégé )?did it alone|alone",
    Way.COACH_DID_IT: r"(?:coach|mentor) did it|i did it",
    Way.TOGETHER: r"(?:done |did it )?together",
    Way.SHOWN: r"shown|showed|demonstrated",
    Way.EXPLAINED: r"explained|told",
}
REMOTE = re.compile(r"(?<!\w)(?:remote|remotely|online)(?!\w)", re.IGNORECASE)
TOKEN = re.compile(r"\w+(?:[-’']\w+)*")
JOINING = frozenset("a about and at for in of on session the to with & , ; . - –".split())


class Known(Protocol):
    """What is known of a pairing that a line may mean."""

    @property
    def pairing_id(self) -> int: ...

    @property
    def words(self) -> str: ...

    @property
    def learner(self) -> str: ...

    @property
    def topic(self) -> str: ...


@dataclass(frozen=True)
class Line:
    """What was understood of a line; None and empty where it says nothing.

    `unclear` are sentences about what it says in more than one way. Words that mean nothing to us
    are the note.
    """

    whom: tuple[Known, ...] = ()
    minutes: int | None = None
    day: date | None = None
    way: Way | None = None
    remote: bool = False
    note: str = ""
    unclear: tuple[str, ...] = ()

    def said(self, today: date) -> str:
        """Say in a few words what was understood."""
        words = [
            listed([each.words for each in self.whom]),
            minutes_words(self.minutes) if self.minutes else "",
            day_words(self.day, today) if self.day else "",
            self.way.value if self.way else "",
            "remote" if self.remote else "",
            f"note “{self.note}”" if self.note else "",
        ]
        return ", ".join(filter(None, words)) or "nothing"


def read_line(text: str, offers: Sequence[Known], today: date) -> Line:
    """Read a line about a session that took place; never raises."""
    text = " ".join(text[:LONGEST_LINE].split())
    said, note = _at_the_colon(text)
    line = Line()
    for reading in (_read_day, _read_length, _read_way, _read_remote):
        line, said = reading(line, said, today)
    line, said = _read_whom(line, said, offers)
    return replace(line, note=" ".join(filter(None, [_trimmed(said), note])))


def _at_the_colon(text: str) -> tuple[str, str]:
    before, colon, after = text.partition(": ")
    return (before, after.strip()) if colon and before.strip() else (text, "")


# ------------------------------------------------------------------ when, how long, how


def _read_day(line: Line, text: str, today: date) -> tuple[Line, str]:
    found = DAY.search(text)
    if not found:
        return line, text
    rest = _without(text, [found.span()])
    if found["ago"]:
        return replace(line, day=today - timedelta(days=int(found["ago"]))), rest
    name = found["weekday"] or found["name"]
    if not name:
        return _read_date(line, found["date"], today), rest
    number = next(at for at, each in enumerate(WEEKDAYS) if each.lower().startswith(name.lower()))
    back = (today.weekday() - number) % 7
    if back == 0 and not found["last"]:
        sentence = f"“{name}” may be today or a week ago: choose the day."
        return _unclear(line, sentence), rest
    return replace(line, day=today - timedelta(days=back or 7)), rest


def _read_date(line: Line, words: str, today: date) -> Line:
    try:
        day = parse_day(words, today)
        if day > today and not re.search(r"[0-9]{4}|tomorrow", words, re.IGNORECASE):
            # What took place did so in the year that is behind us.
            day = parse_day(f"{words} {today.year - 1}".replace(". ", "."), today)
    except ValueError as fault:
        return _unclear(line, str(fault))
    return replace(line, day=day)


def _read_length(line: Line, text: str, today: date) -> tuple[Line, str]:
    found = list(LENGTH.finditer(text)) or list(BARE_NUMBER.finditer(text))
    lengths = dict.fromkeys(_minutes(each) for each in found)
    rest = _without(text, [each.span() for each in found])
    if not lengths:
        return line, text
    if len(lengths) > 1:
        several = listed([minutes_words(each) for each in lengths])
        return _unclear(line, f"{several} are said: choose how long it was."), rest
    minutes = next(iter(lengths))
    if not 1 <= minutes <= MOST_MINUTES:
        return _unclear(line, f"A session does not last {minutes} minutes: say how long."), rest
    return replace(line, minutes=minutes), rest


def _minutes(found: re.Match[str]) -> int:
    said = found.groupdict()
    if said.get("half") or said.get("hour"):
        return 30 if said.get("half") else 60
    if said.get("hours"):
        return int(said["hours"]) * 60 + int(said["tenths"] or 0) * 6 + int(said["rest"] or 0)
    return int(said["minutes"])


def _read_way(line: Line, text: str, today: date) -> tuple[Line, str]:
    spans, ways = [], []
    for way, pattern in WAYS.items():
        for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
            spans.append(found.span())
            ways.append(way)
    if len(set(ways)) > 1:
        several = listed([f"“{way}”" for way in dict.fromkeys(ways)])
        return _unclear(line, f"{several} are both said: choose how it was done."), text
    return (replace(line, way=ways[0]) if ways else line), _without(text, spans)


def _read_remote(line: Line, text: str, today: date) -> tuple[Line, str]:
    found = REMOTE.search(text)
    return (replace(line, remote=True), _without(text, [found.span()])) if found else (line, text)


# ------------------------------------------------------------------ with whom


def _read_whom(line: Line, text: str, offers: Sequence[Known]) -> tuple[Line, str]:
    tokens = [(found.span(), folded(found[0])) for found in TOKEN.finditer(text)]
    names = [(span, by_name) for span, word in tokens if (by_name := _named(word, offers))]
    topics = [
        (span, by_topic)
        for span, word in tokens
        if not _named(word, offers) and (by_topic := _on_topic(word, offers))
    ]
    meant: list[int] = []
    for options in _people(names) or [_all(offers) if len(offers) == 1 or topics else set()]:
        kept = _narrowed(options, [by_topic for _, by_topic in topics])
        if len(kept) > 1 or not kept:
            line = _unclear(line, _which([offers[at] for at in sorted(kept)], bool(names)))
        meant += kept if len(kept) == 1 else []
    looked_at = {at for options in _people(names) for at in options} | set(meant)
    used = [span for span, _ in names] + [span for span, by in topics if by & looked_at]
    chosen = tuple(offers[at] for at in dict.fromkeys(meant))
    return replace(line, whom=chosen), _without(text, used)


def _all(offers: Sequence[Known]) -> set[int]:
    return set(range(len(offers)))


def _named(word: str, offers: Sequence[Known]) -> set[int]:
    """Find the offers whose learner is called so: "cleo", "cleo's", "marsh"."""
    name = re.sub(r"[’']s$", "", word)
    return {at for at, each in enumerate(offers) if name in _words(each.learner)}


def _on_topic(word: str, offers: Sequence[Known]) -> set[int]:
    """Find the offers whose topic has each part of a word: "cut-off", "rel", "releases"."""
    parts = _words(word)
    if len(word) < LEAST_TO_BEGIN or word in JOINING or not parts:
        return set()
    return {
        at
        for at, each in enumerate(offers)
        if all(any(_begins(part, whole) for whole in _words(each.topic)) for part in parts)
    }


def _begins(part: str, whole: str) -> bool:
    return whole.startswith(part) or stem(whole) == stem(part)


def _people(names: Iterable[tuple[tuple[int, int], set[int]]]) -> list[set[int]]:
    """Put the names that follow each other and are one person's together."""
    people: list[set[int]] = []
    end = -2
    for span, options in names:
        if people and span[0] == end + 1 and people[-1] & options:
            people[-1] &= options
        else:
            people.append(set(options))
        end = span[1]
    return people


def _narrowed(options: set[int], topics: Iterable[set[int]]) -> set[int]:
    for by_topic in topics:
        options = options & by_topic or options
    return options


def _which(options: Sequence[Known], is_named: bool) -> str:
    if not options or not is_named:
        return "With whom is not said: choose."
    if len({each.learner for each in options}) > 1:
        return f"That may be {_or([each.learner for each in options])}: choose."
    topics = _or([each.topic for each in options])
    return f"With {options[0].learner} it may be {topics}: choose."


def _or(words: Iterable[str]) -> str:
    return listed(list(dict.fromkeys(words))).replace(" and ", " or ")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


# ------------------------------------------------------------------ what is left


def _unclear(line: Line, sentence: str) -> Line:
    return replace(line, unclear=(*line.unclear, sentence))


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank out what was understood, so that the places of the rest stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _trimmed(text: str) -> str:
    """Take off what only joined the words that were understood."""
    words = text.replace(",", " , ").split()
    while words and words[0].lower() in JOINING:
        words.pop(0)
    while words and words[-1].lower() in JOINING:
        words.pop()
    return " ".join(words).replace(" ,", ",")
