"""The lines of a passage that answer, with the words that were looked for marked."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...terms import Term, terms
from .asking import Alternative

LONGEST = 260
AROUND = 60


class Piece(NamedTuple):
    """Some words of a text; marked ones were looked for."""

    text: str
    marked: bool


def marked(text: str, matched: Iterable[Alternative]) -> tuple[Piece, ...]:
    """Cut a text into pieces, marked and not."""
    return _pieces(text, _spans(list(terms(text)), matched), 0, len(text))


def excerpt(text: str, matched: Iterable[Alternative]) -> tuple[Piece, ...]:
    """Choose the lines with the most of what was looked for, and mark it there."""
    if len(text) <= LONGEST:
        return marked(text, matched)
    words = list(terms(text))
    spans = _spans(words, matched)
    first, last = _window(text, spans)
    first = _word_edge(text, first, -1)
    last = _word_edge(text, last, +1)
    pieces = list(_pieces(text, spans, first, last))
    if first > 0:
        pieces.insert(0, Piece("… ", False))
    if last < len(text):
        pieces.append(Piece(" …", False))
    return tuple(pieces)


def _spans(words: Sequence[Term], matched: Iterable[Alternative]) -> list[tuple[int, int, str]]:
    """Tell where something that was looked for stands, and which."""
    phrases = {each.stems for each in matched}
    longest = max(map(len, phrases), default=0)
    spans: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        size = next(
            (
                size
                for size in range(min(longest, len(words) - at), 0, -1)
                if tuple(word.stem for word in words[at : at + size]) in phrases
            ),
            0,
        )
        if size:
            stems = " ".join(word.stem for word in words[at : at + size])
            spans.append((words[at].start, words[at + size - 1].end, stems))
        at += size or 1
    return spans


def _window(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """Find the stretch with the most different words; the earliest of equals."""
    best, where = 0, (0, LONGEST)
    for start, _, _ in spans:
        inside = {stems for at, end, stems in spans if start <= at and end <= start + LONGEST}
        if len(inside) > best:
            best, where = len(inside), (start, start + LONGEST)
    first = where[0] - AROUND if where[0] > AROUND else 0
    first = max(0, min(first, len(text) - LONGEST))
    return first, min(len(text), first + LONGEST)


def _word_edge(text: str, at: int, step: int) -> int:
    """Move out to the next space, if there is one near."""
    for to in range(at, at + step * 25, step):
        if to <= 0 or to >= len(text):
            return max(0, min(to, len(text)))
        if text[to].isspace():
            return to + 1 if step < 0 else to
    return at


def _pieces(
    text: str, spans: Sequence[tuple[int, int, str]], first: int, last: int
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = first
    for start, end, _ in spans:
        if start < at or end > last:
            continue
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:end], True))
        at = end
    if at < last:
        pieces.append(Piece(text[at:last], False))
    return tuple(pieces)
