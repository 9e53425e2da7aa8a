"""How well a passage answers what was asked: BM25F over its stems, and how near they stand."""

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from .asking import Alternative, Asked

# The fields of `Passage.stems`, in their order: title, headings above, heading, text.
TITLE, ABOVE, HEADING, TEXT = range(4)
WEIGHTS = (1.2, 0.5, 2.2, 1.0)
# Where a passage has no heading of its own, the title is it.
ALONE = (2.2, 0.5, 2.2, 1.0)

SATURATION = 1.5
LENGTH_COUNTS = 0.75
USUAL_LENGTH = 60

# Words that follow one another in the question, and how far apart they may stand in the text.
NEAR = 8
NEARNESS = 0.5
# Two words of the question, empty ones too, that stand in the same way in the text.
SIDE_BY_SIDE = 0.25


class Score(NamedTuple):
    """How well a passage answers, which share of the question it has, and by which words."""

    score: float
    share: float
    matched: tuple[Alternative, ...]


Places = list[list[int]]


def score(asked: Asked, stems: str) -> Score:
    """Score the stems of a passage; 0 where a quoted phrase is missing."""
    fields = [line.split() for line in stems.split("\n")]
    weights = WEIGHTS if fields[HEADING] else ALONE
    places = _places(asked.all_stems, fields)
    total = possible = had = nearness = 0.0
    matched: list[Alternative] = []
    before: tuple[Places, float] | None = None
    for part, worths, most in asked.weighed:
        best, often, by, where = 0.0, 0.0, None, None
        for each, worth in zip(part.alternatives, worths, strict=True):
            found = _found(each, places)
            if found is None:
                continue
            often += each.weight * _often(found, fields, weights)
            if worth > best:
                best, by, where = worth, each, found
        if part.quoted and by is None:
            return Score(0.0, 0.0, ())
        possible += most
        if by is None or where is None:
            before = None
            continue
        matched.append(by)
        had += best
        best *= often * (SATURATION + 1) / (often + SATURATION)
        total += best
        if before is not None:
            nearness += _nearness(before[0], where) * min(before[1], best)
        before = (where, best)
    if not possible:
        return Score(0.0, 0.0, ())
    share = had / possible
    total += NEARNESS * nearness + SIDE_BY_SIDE * _side_by_side(asked, fields)
    return Score(total * (0.4 + 0.6 * share), share, tuple(matched))


def _side_by_side(asked: Asked, fields: Sequence[Sequence[str]]) -> int:
    """Count the pairs of neighbours that question and passage have in common."""
    return len(asked.neighbours.intersection(chain.from_iterable(map(pairwise, fields))))


def _places(wanted: frozenset[str], fields: Sequence[Sequence[str]]) -> dict[str, Places]:
    """Tell where the stems that matter stand, field by field."""
    places: dict[str, Places] = {}
    for number, field in enumerate(fields):
        for at, stem in enumerate(field):
            if stem in wanted:
                places.setdefault(stem, [[], [], [], []])[number].append(at)
    return places


def _found(looked_for: Alternative, places: dict[str, Places]) -> Places | None:
    """Tell where a phrase begins; None where it is nowhere."""
    first, *rest = looked_for.stems
    found = places.get(first)
    for step, stem in enumerate(rest, start=1):
        follows = places.get(stem)
        if found is None or follows is None:
            return None
        found = [
            [at for at in starts if at + step in after]
            for starts, after in zip(found, follows, strict=True)
        ]
    return found if found and any(found) else None


def _often(found: Places, fields: Sequence[Sequence[str]], weights: Sequence[float]) -> float:
    length = len(fields[TEXT]) / USUAL_LENGTH
    often = sum(weight * len(starts) for weight, starts in zip(weights[:TEXT], found, strict=False))
    often += len(found[TEXT]) / (1 - LENGTH_COUNTS + LENGTH_COUNTS * length) if length else 0.0
    return often


def _nearness(one: Places, other: Places) -> float:
    nearest = min(
        (
            abs(to - at)
            for starts, ends in zip(one, other, strict=True)
            for at in starts
            for to in ends
            if to != at
        ),
        default=NEAR + 1,
    )
    return 1 / nearest if nearest <= NEAR else 0.0
