"""What somebody looks for: words and phrases, each with what else may be written for it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import pairwise
from math import log
from operator import or_
from typing import NamedTuple

from peewee import ModelSelect, Value, fn

from ...models import Passage, Word
from ...terms import Term, fold, stem, stems, terms
from ...thesaurus import GROUPS, SPELLINGS

LONGEST_QUESTION = 400
MOST_PARTS = 12

# How much the other words count beside the one that was asked.
SPELT = 0.95
SAME, BEGINS, RESEMBLES, PART_OF = 0.7, 0.35, 0.75, 0.3
# The same where nobody wrote the word itself.
SAME_ALONE, BEGINS_ALONE = 0.9, 0.8
APART = 0.8
# A word that stands in every other text, whatever it is about, beside one that does not.
COMMON = 0.5

# A word of which this little was typed may still become any.
LEAST_TO_BEGIN = 2
LEAST_TO_RESEMBLE = 4
MOST_BEGINNINGS = 12
LEAST_TO_PART, LONGEST_TO_PART = 6, 24

QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")

# Words that questions are made of and that say nothing of what is asked.
EMPTY_WORDS = frozenset(
    fold(word)
    for word in """
    a about above after again all also always am an and any anybody anyone anything are as at be
    because been before being but by can cannot can't could couldn't did didn't do does doesn't
    doing don't each either else ever every everybody everyone for from get gets getting give go
    goes going got had has have having he her here hers him his how i i'd i'll i'm i've if in into
    is isn't it it's its just let like made make makes many may maybe me might mine more most much
    must my myself no nor not now of off on once one only or other our ours ourselves out over own
    per perhaps please quite rather really same shall she should shouldn't since so some somebody
    someone something still such than that that's the their theirs them then there there's these
    they thing things this those through to too under until up upon us very want wants was wasn't we
    were what what's when where whether which while who whom whose why will with within without
    won't would you your yours yourself happen happens happened know tell exactly actually anyway
    yet already though way kind sort lot bit
    """.split()
)


# Words of every text, whatever it is about: they help to choose, and no more.
COMMON_STEMS = frozenset(
    stem(word)
    for word in """
    able area become begin believe best better big bring call case come common consider day
    different early easy end enough example fact far few find first follow full general good great
    happen hard help here high important include keep kind large last late later least leave left
    less little long look lose lot main matter mean need never new next often old part people
    place point possible put ready real right run say see seem set show side simple small soon
    start state step sure take tell think time today together top try turn understand use usual
    week well whole word work wrong year
    """.split()
)


@dataclass(frozen=True)
class Alternative:
    """Stems that stand beside one another in a text, what they count, in how many passages."""

    stems: tuple[str, ...]
    weight: float
    passages: int = 0
    # The word of the index that was taken for one it does not know.
    instead: str = ""

    @property
    def is_common(self) -> bool:
        return len(self.stems) == 1 and self.stems[0] in COMMON_STEMS


@dataclass(frozen=True)
class Part:
    """One word or phrase of what was asked; a quoted one must be there, to the letter."""

    words: str
    alternatives: tuple[Alternative, ...]
    quoted: bool = False

    @property
    def passages(self) -> int:
        return sum(each.passages for each in self.alternatives)

    def worth(self, by: Alternative, all_passages: int) -> float:
        """Tell how much a match says: the rarer the word, the more.

        What stands for the word that was asked is never taken for rarer than that word.
        """
        asked = self.alternatives[0].passages
        known = min(max(by.passages, asked), all_passages)
        rare = by.weight * log(1 + (all_passages - known + 0.5) / (known + 0.5))
        return rare * COMMON if by.is_common else rare


class Weighed(NamedTuple):
    """A part with what each of its alternatives is worth, and the most of them."""

    part: Part
    worths: tuple[float, ...]
    most: float


@dataclass(frozen=True)
class Asked:
    """All that was asked, of an index that has about so many passages."""

    stems: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    all_passages: int = 1

    @cached_property
    def weighed(self) -> tuple[Weighed, ...]:
        all_worths = (
            tuple(part.worth(each, self.all_passages) for each in part.alternatives)
            for part in self.parts
        )
        return tuple(
            Weighed(part, worths, max(worths, default=0.0))
            for part, worths in zip(self.parts, all_worths, strict=True)
        )

    @property
    def known(self) -> float:
        """Tell which share of the parts anybody wrote about."""
        return sum(bool(part.alternatives) for part in self.parts) / max(1, len(self.parts))

    @cached_property
    def all_stems(self) -> frozenset[str]:
        return frozenset(
            stem for part in self.parts for each in part.alternatives for stem in each.stems
        )

    @cached_property
    def neighbours(self) -> frozenset[tuple[str, str]]:
        return frozenset(pairwise(self.stems))


@dataclass
class Known:
    """What the index says of stems and of beginnings."""

    all_passages: int
    counts: dict[str, int] = field(default_factory=dict)
    beginnings: list[tuple[str, str, int]] = field(default_factory=list)


def understand(words: str) -> Asked:
    """Read what somebody typed; at most two queries."""
    words = words[:LONGEST_QUESTION]
    asked = tuple(stems(words))
    parts = _parts(words)
    last = _unfinished(words)
    known = _look_up(
        {stem for part in parts for each in part.alternatives for stem in each.stems}, last
    )
    parts = [_counted(part, known) for part in parts]
    if last and parts and parts[-1].words == last:
        parts[-1] = _begun(parts[-1], known)
    strange = [part for part in parts if not part.alternatives and not part.quoted]
    if strange:
        resembling = _resembling([part.words for part in strange])
        parts = [
            replace(part, alternatives=resembling.get(part.words, ())) if part in strange else part
            for part in parts
        ]
    return Asked(asked, tuple(parts), max(1, known.all_passages))


# ------------------------------------------------------------------ reading


def _parts(words: str) -> list[Part]:
    parts: dict[tuple[str, ...], Part] = {}
    at = 0
    for quoted in QUOTED.finditer(words):
        for part in _loose_parts(list(terms(words[at : quoted.start()]))):
            parts.setdefault(part.alternatives[0].stems, part)
        if phrase := tuple(stems(quoted[1])):
            parts[phrase] = Part(quoted[1].strip(), (Alternative(phrase, 1.0),), quoted=True)
        at = quoted.end()
    for part in _loose_parts(list(terms(words[at:]))):
        parts.setdefault(part.alternatives[0].stems, part)
    return list(parts.values())[:MOST_PARTS]


def _loose_parts(words: list[Term]) -> list[Part]:
    """Take words one by one, or those together that mean one thing ("time off")."""
    parts: list[Part] = []
    at = 0
    only_empty = all(term.word in EMPTY_WORDS for term in words)
    while at < len(words):
        length = next(
            (
                size
                for size in range(min(LONGEST_PHRASE, len(words) - at), 1, -1)
                if tuple(term.stem for term in words[at : at + size]) in ALIKE
            ),
            1,
        )
        together = words[at : at + length]
        at += length
        if length > 1 or only_empty or together[0].word not in EMPTY_WORDS:
            parts.append(_part(together))
    return parts


def _part(words: list[Term]) -> Part:
    own = tuple(term.stem for term in words)
    found = {own: Alternative(own, 1.0)}
    for other, weight in ALIKE.get(own, {}).items():
        found.setdefault(other, Alternative(other, weight))
    if len(own) == 1:
        # "rewrite" may be written apart; where the index knows the word, it does not count.
        for each in _apart(words[0].word):
            found.setdefault(each, Alternative(each, APART))
    if len(own) > 1:
        for term in words:
            if term.word not in EMPTY_WORDS:
                found.setdefault((term.stem,), Alternative((term.stem,), PART_OF))
    return Part(
        " ".join(term.word for term in words),
        tuple(found.values()),
    )


def _apart(word: str) -> Iterator[tuple[str, str]]:
    if word.isalpha() and LEAST_TO_PART <= len(word) <= LONGEST_TO_PART:
        for at in range(2, len(word) - 2):
            yield stem(word[:at]), stem(word[at:])


def _unfinished(words: str) -> str:
    """Give the last word where one may still be typing it."""
    if not words or not (words[-1].isalnum()):
        return ""
    last = list(terms(words))[-1:]
    return last[0].word if last and len(last[0].word) >= LEAST_TO_BEGIN else ""


# ------------------------------------------------------------------ looking up


def _look_up(wanted: Iterable[str], last: str) -> Known:
    """Ask in how many passages stems stand, and which words begin like the last one."""
    counts = (
        Word.select(Value(""), Word.stem, fn.SUM(Word.passages))
        .where(Word.stem.in_(list(wanted)))
        .group_by(Word.stem)
    )
    size = Passage.select(Value(""), Value(""), fn.COALESCE(fn.MAX(Passage.id), 0))
    query = counts.union_all(size)
    if last:
        begun = (
            Word.select(Word.word, Word.stem, Word.passages)
            .where(Word.word > last, Word.word < last + LAST_SIGN)
            .order_by(Word.passages.desc(), Word.word)
            .limit(MOST_BEGINNINGS)
        )
        # A subquery, because SQLite takes no LIMIT inside a union.
        query = query.union_all(
            ModelSelect(Word, [begun.c.word, begun.c.stem, begun.c.passages]).from_(begun)
        )
    known = Known(0)
    for word, found, count in query.tuples():
        if word:
            known.beginnings.append((word, found, int(count)))
        elif found:
            known.counts[found] = int(count)
        else:
            known.all_passages = int(count)
    return known


def _counted(part: Part, known: Known) -> Part:
    """Keep what the index knows; a phrase is at most as frequent as its rarest word."""
    found = []
    for each in part.alternatives:
        if count := min(known.counts.get(stem, 0) for stem in each.stems):
            found.append(replace(each, passages=count))
    if any(each.weight == 1 for each in found):
        found = [each for each in found if each.weight != APART]
    if not any(each.weight == 1 for each in found):
        found = [
            replace(each, weight=SAME_ALONE) if each.weight == SAME else each for each in found
        ]
    return replace(part, alternatives=tuple(found))


def _begun(part: Part, known: Known) -> Part:
    """Let the last word also be the beginning of others."""
    found = {each.stems: each for each in part.alternatives}
    weight = BEGINS if part.alternatives else BEGINS_ALONE
    for _, begun, count in known.beginnings:
        if (begun,) not in found:
            found[(begun,)] = Alternative((begun,), weight, count)
        elif found[(begun,)].passages < count:
            found[(begun,)] = replace(found[(begun,)], passages=count)
    return replace(part, alternatives=tuple(found.values()))


def _resembling(words: list[str]) -> dict[str, tuple[Alternative, ...]]:
    """Find the words of the index that somebody may have meant; one query for all."""
    wanted = [word for word in words if len(word) >= LEAST_TO_RESEMBLE and word.isalpha()]
    if not wanted:
        return {}
    ranges = [
        (Word.word >= start)
        & (Word.word < start + LAST_SIGN)
        & fn.LENGTH(Word.word).between(len(word) - most, len(word) + most)
        for word in wanted
        for most in [_most_slips(word)]
        for start in {word[:2], word[1] + word[0], word[0] + word[2], word[1:3]}
    ]
    near = Word.select(Word.word, Word.stem, Word.passages).where(reduce(or_, ranges))
    rows = list(near.tuples())
    return {word: _nearest(word, rows) for word in wanted}


def _nearest(word: str, rows: list[tuple[str, str, int]]) -> tuple[Alternative, ...]:
    most = _most_slips(word)
    near = [
        (distance, -count, other, its_stem)
        for other, its_stem, count in rows
        if (distance := _distance(word, other, most)) <= most
    ]
    found: dict[tuple[str, ...], Alternative] = {}
    for distance, count, other, its_stem in sorted(near)[:3]:
        found.setdefault(
            (its_stem,), Alternative((its_stem,), RESEMBLES / distance, -count, instead=other)
        )
    return tuple(found.values())


def _most_slips(word: str) -> int:
    return 1 if len(word) < 8 else 2


def _distance(one: str, other: str, most: int) -> int:
    """Count the letters to add, leave out, change or swap; more than `most` is not counted out."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before_that, before, row = before, row, [at]
        for to, sign in enumerate(other, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != sign))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == sign:
                cost = min(cost, before_that[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


LAST_SIGN = "\U0010ffff"


def _read_thesaurus() -> dict[tuple[str, ...], dict[tuple[str, ...], float]]:
    """Read which stems stand for which, and how well."""
    alike: dict[tuple[str, ...], dict[tuple[str, ...], float]] = {}
    for lines, weight in ((SPELLINGS, SPELT), (GROUPS, SAME)):
        found: dict[tuple[str, ...], dict[tuple[str, ...], float]] = {}
        for line in lines.strip().splitlines():
            group = dict.fromkeys(tuple(stems(words)) for words in line.split(","))
            spelt = [other for one in group for other in alike.get(one, {}) if weight == SAME]
            for one in group:
                for other in (*group, *spelt):
                    if other != one:
                        found.setdefault(one, {}).setdefault(other, weight)
        alike = {one: {**found.get(one, {}), **others} for one, others in alike.items()} | {
            one: others for one, others in found.items() if one not in alike
        }
    return alike


ALIKE = _read_thesaurus()
LONGEST_PHRASE = max(map(len, ALIKE))
