"""What changed between two texts: by lines first, then by words inside the lines that changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

# Two lines that share less of their words are no changed line: one is gone, one is new.
ALIKE = 0.5

# A changed line is looked for among so many; further away it is another line.
NEARBY = 6

# So many lines that stayed are kept beside one that did not.
AROUND = 2

# Longer lines are whole paragraphs and compared by sentences: words would take seconds.
MOST_WORDS = 300

WORD = re.compile(r"\w+|[^\w\s]|\s+")
SENTENCE = re.compile(r"\S.*?[.!?;](?=\s|$)|\S.*$|\s+")


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A few words of a line; `marked` are those that are gone or new."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """A line of either text. A changed one comes twice: as it was, then as it is."""

    change: Change
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Fold:
    """So many lines that stayed, and are left out."""

    folded: int


@dataclass(frozen=True)
class Step:
    """A line that stayed, went (no `after`), came (no `before`) or changed."""

    before: str | None
    after: str | None


def differences(before: str, after: str) -> list[Line]:
    """List the lines of two texts in order, each same, gone or new, with the words that differ."""
    return [
        line for step in steps(before.splitlines(), after.splitlines()) for line in _drawn(step)
    ]


def folded(lines: Sequence[Line]) -> list[Line | Fold]:
    """Leave out the lines that stayed, but for a few beside those that did not."""
    changed = [at for at, line in enumerate(lines) if line.change != Change.SAME]
    near = {at + by for at in changed for by in range(-AROUND, AROUND + 1)}
    kept: list[Line | Fold] = []
    for is_near, stretch in groupby(enumerate(lines), key=lambda each: each[0] in near):
        there = [line for _, line in stretch]
        kept += there if is_near or len(there) == 1 else [Fold(len(there))]
    return kept


def steps(before: Sequence[str], after: Sequence[str]) -> list[Step]:
    """Match the lines of two texts, in order."""
    found: list[Step] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            found += [Step(line, line) for line in before[start:end]]
        else:
            found += _matched(before[start:end], after[new_start:new_end])
    return found


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """Match each line that went with the first one nearby that is like it."""
    at = 0
    for line in before:
        nearby = range(at, min(at + NEARBY, len(after)))
        there = next((place for place in nearby if _are_alike(line, after[place])), None)
        if there is None:
            yield Step(line, None)
            continue
        yield from (Step(None, new) for new in after[at:there])
        yield Step(line, after[there])
        at = there + 1
    yield from (Step(None, new) for new in after[at:])


def _are_alike(one: str, other: str) -> bool:
    words, others = (set(re.findall(r"\w+", line.lower())) for line in (one, other))
    return 2 * len(words & others) >= ALIKE * (len(words) + len(others))


def _drawn(step: Step) -> Iterator[Line]:
    if step.before == step.after:
        yield Line(Change.SAME, (Piece(step.after or ""),))
        return
    was, becomes = _marked(step.before, step.after)
    if step.before is not None:
        yield Line(Change.GONE, was)
    if step.after is not None:
        yield Line(Change.NEW, becomes)


def _marked(before: str | None, after: str | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark the words in which two lines differ; a line without another is marked as a whole."""
    if before is None or after is None:
        return (Piece(before or ""),), (Piece(after or ""),)
    unit = SENTENCE if max(len(before.split()), len(after.split())) > MOST_WORDS else WORD
    old, new = unit.findall(before), unit.findall(after)
    was, becomes = [], []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        was.append(Piece("".join(old[start:end]), tag != "equal"))
        becomes.append(Piece("".join(new[new_start:new_end]), tag != "equal"))
    return _without_empty(was), _without_empty(becomes)


def _without_empty(pieces: list[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)
