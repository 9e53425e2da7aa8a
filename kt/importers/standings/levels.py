"""Which level each word of a file means, told from all its words together."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kt.importers.standings.marks import FULL_CIRCLES, Kind, Mark, mark

LEVELS = (0, 1, 2, 3, 4)

# Letters mean what their alphabet says; where several alphabets fit and differ, a person says it.
_ALPHABETS: tuple[dict[str, int], ...] = (
    {"n": 0, "a": 1, "w": 2, "p": 3, "e": 4},  # none, aware, working, practitioner, expert
    {"n": 0, "b": 1, "i": 2, "a": 3, "e": 4},  # none, beginner, intermediate, advanced, expert
    {"i": 1, "l": 2, "u": 3, "o": 4},  # the strokes of a square: learns, helped, alone, trains
    {"t": 2, "a": 3, "e": 4},  # in training, able, expert
    {"l": 1, "m": 2, "h": 3},  # low, medium, high
)
_ANSWERS = {"x": 3, "y": 3, "j": 3}
RESPONSIBILITIES = frozenset("raci")

_LETTERS = re.compile(r"[^\W\d_](?:\s*[/,&+]\s*[^\W\d_])*")
_SCALE = re.compile(r"(?<![\w.,/-])([01])\s*(?:-|–|—|to|bis|à|\.\.+)\s*(4|5|10|100)(?![\w.,/-])")
_LEGEND = re.compile(
    r"(?<![\w.])(\w{1,3}%?)\s*(?:=|:|–|—|\s-\s)\s*([^=;,|\n/]{2,60}?)(?=$|[;,|\n/])"
)


@dataclass(frozen=True)
class LevelWord:
    """A way in which a file writes a level, how often, and the level it is taken for.

    `key` is what its meaning is remembered by: a number means something on its scale only.
    `level` is None where the word says nothing, or where nobody has `decided` yet what it says.
    """

    text: str
    key: str
    count: int
    level: int | None
    decided: bool


def level_words(
    texts: Iterable[str],
    legend: Mapping[str, int],
    chosen: Mapping[str, int | None],
    *,
    stated: tuple[int, int] | None = None,
) -> tuple[LevelWord, ...]:
    """List the ways in which a file writes levels, each with what it is taken for.

    `legend` is what the file itself says of a sign; `chosen`, by key, is what a person said and
    goes before everything else; `stated` is the scale of its numbers. Signs that differ only in
    capitals are one.
    """
    counted = Counter(texts)
    spellings: dict[str, str] = {}
    for text, _ in counted.most_common():
        spellings.setdefault(text.casefold(), text)
    totals: Counter[str] = Counter()
    for text, count in counted.items():
        totals[text.casefold()] += count
    scale = Scale(spellings, stated)
    words = []
    for form, text in spellings.items():
        key = scale.key(form)
        level = legend.get(form, scale.level(form))
        decided = level is not None
        if key in chosen:
            level, decided = chosen[key], True
        words.append(LevelWord(text, key, totals[form], level, decided))
    return tuple(sorted(words, key=lambda word: (word.decided, _order(word), word.text)))


class Scale:
    """The numbers and letters of a file, by which one of them is understood."""

    def __init__(self, forms: Iterable[str], stated: tuple[int, int] | None = None):
        self._marks: dict[str, Mark | None] = {form: mark(form) for form in forms}
        numbers = [each.value for each in self._of(Kind.NUMBER)]
        self._most = max(numbers, default=0)
        self._has_none = 0 in numbers
        if stated and numbers and stated[0] <= min(numbers) and self._most <= stated[1]:
            self._most, self._has_none = stated[1], stated[0] == 0
        # A spreadsheet keeps 75 % as 0.75.
        self._is_share = 0 < self._most <= 1 and any(0 < number < 1 for number in numbers)
        self._letters = {
            form for form, each in self._marks.items() if each and each.kind == Kind.LETTER
        }
        self._has_quarters = any(each.value in (1, 2, 3) for each in self._of(Kind.QUARTER))

    def level(self, form: str) -> int | None:
        """Propose the level of a sign, rather too low than too high."""
        found = self._marks[form]
        if self._has_quarters and form in FULL_CIRCLES:
            return 4
        if found is None:
            return None
        if found.kind == Kind.WORD:
            return int(found.value)
        if found.kind == Kind.SHARE:
            return _of_share(found.value)
        if found.kind == Kind.QUARTER:
            return int(found.value) if self._has_quarters else None
        if found.kind == Kind.LETTER:
            return self._of_letter(form)
        return self._of_number(found.value)

    def key(self, form: str) -> str:
        """Name a sign so that it means the same in another file."""
        found = self._marks[form]
        if found and found.kind == Kind.NUMBER:
            return f"{self._scale_name()}: {found.value:g}"
        if found and found.kind == Kind.LETTER:
            return f"{''.join(sorted(self._letters))}: {form}"
        return form

    def _scale_name(self) -> str:
        if self._is_share:
            return "0–1"
        tops = (4, 5, 10, 100)
        most = next((top for top in tops if self._most <= top), 1000)
        return f"{0 if self._has_none else 1}–{most}"

    def _of_number(self, number: float) -> int | None:
        if self._is_share:
            return _of_share(number)
        whole = math.floor(number)
        if self._most <= 4:
            return whole
        if self._most <= 5:
            # Five of 1–5 are our five; of six, the two below the best both do it alone.
            return (0, 1, 2, 3, 3, 4)[whole] if self._has_none else whole - 1
        if self._most <= 10:
            return _of_share(number / 10)
        return _of_share(number / 100) if self._most <= 100 else None

    def _of_letter(self, letter: str) -> int | None:
        # One letter is no alphabet: a lone “o” may as well be the middle between + and -.
        several = len(self._letters) > 1
        fitting = [each for each in _ALPHABETS if several and self._letters <= each.keys()]
        levels = {alphabet[letter] for alphabet in fitting}
        if not fitting and letter in _ANSWERS:
            levels = {_ANSWERS[letter]}
        return levels.pop() if len(levels) == 1 else None

    def _of(self, kind: Kind) -> list[Mark]:
        return [each for each in self._marks.values() if each and each.kind == kind]


def says_responsibilities(texts: Iterable[str]) -> bool:
    """Tell whether cells hold R, A, C and I: who is responsible, not what somebody can do."""
    cells = [text.casefold() for text in texts if _LETTERS.fullmatch(text)]
    letters = {letter for text in cells for letter in text if letter.isalpha()}
    return len(cells) > 2 and {"r", "a"} <= letters <= RESPONSIBILITIES


def stated_scale(texts: Iterable[str]) -> tuple[int, int] | None:
    """Find the scale that a file states, as in "Proficiency (1-5)" or "Scale: 0 to 10"."""
    found = (match for text in texts if (match := _SCALE.search(text)))
    return next(((int(match[1]), int(match[2])) for match in found), None)


def legend_of(texts: Iterable[str]) -> dict[str, int]:
    """Read what a file says of its own signs: "1 = Beginner, 2 = With help"."""
    legend: dict[str, int] = {}
    for text in texts:
        for sign, words in _LEGEND.findall(text):
            found = mark(words)
            if found and found.kind is Kind.WORD:
                legend.setdefault(sign.casefold(), int(found.value))
    return legend


def _of_share(share: float) -> int:
    return 0 if share <= 0 else max(1, min(4, math.floor(share * 4 + 1e-9)))


def _order(word: LevelWord) -> tuple[int, float]:
    found = mark(word.text)
    return (word.level if word.level is not None else -1, found.value if found else 0)
