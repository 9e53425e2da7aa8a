"""A rendered document cut into passages: what a search finds and leads to."""

from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

import nh3

from .markup import BLOCK_EDGE, KEPT_HEADING, UNSEEN

# Signs that one sees at a glance; a longer section is several passages that lead to its heading.
LONGEST = 1_500

# Between a heading and the one below it.
PATH = " › "


class Passage(NamedTuple):
    """Some lines of plain text under a heading; `heading` names those above it too."""

    anchor: str
    heading: str
    text: str


def passages(html: str, title: str = "") -> list[Passage]:
    """Cut what `markup.render` wrote at its headings; there is always a passage, be it empty.

    A heading on top that repeats the title is left out, as on the page of the document.
    """
    found: list[Passage] = []
    above: list[tuple[int, str]] = []
    anchor, at = "", 0
    for heading in KEPT_HEADING.finditer(html):
        level, words = int(heading[1]), _plain(heading[3])
        is_above_this = bool(above) and above[-1][0] < level
        found += _pieces(anchor, above, html[at : heading.start()], is_above_this)
        above = [each for each in above if each[0] < level]
        is_title = heading.start() == 0 and words.casefold() == title.strip().casefold()
        if not is_title:
            above.append((level, words))
        anchor, at = "" if is_title else heading[2], heading.end()
    found += _pieces(anchor, above, html[at:], False)
    return found or [Passage("", "", "")]


def _pieces(
    anchor: str, above: list[tuple[int, str]], html: str, is_above_others: bool
) -> Iterator[Passage]:
    """Yield what stands between two headings; a heading alone is found with those below it."""
    heading = PATH.join(words for _, words in above)
    lines: list[str] = []
    count = 0
    for line in _lines(html):
        if lines and count + len(line) > LONGEST:
            yield Passage(anchor, heading, "\n".join(lines))
            lines, count = [], 0
        lines.append(line)
        count += len(line)
    if lines or (heading and not is_above_others):
        yield Passage(anchor, heading, "\n".join(lines))


def _lines(html: str) -> Iterator[str]:
    blocks = BLOCK_EDGE.sub("\n<", html.replace("\n", " "))
    for block in nh3.clean(blocks, tags=set()).split("\n"):
        line = _plain(block)
        while len(line) > LONGEST:
            cut = line.rfind(" ", 1, LONGEST)
            cut = cut if cut > 0 else LONGEST
            yield line[:cut]
            line = line[cut:].strip()
        if line:
            yield line


def _plain(html: str) -> str:
    words = unescape(nh3.clean(html, tags=set()))
    return " ".join(words.replace("\0", "").translate(UNSEEN).split())
