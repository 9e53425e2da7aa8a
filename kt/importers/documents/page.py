"""A Markdown body cut at its headings, and the places outside code where marks may stand."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .questions import words_of

HTML_HEADING = re.compile(
    r"^[ \t]{0,3}<h([1-6])\b[^<>]*>(.{0,2000}?)</h\1\s*>[ \t]*\n?",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
# Headings in these belong to what they show.
HOLDS_HEADINGS = re.compile(r"\s*<(?:details|table|ul|ol|dl|pre|blockquote|!--)\b", re.IGNORECASE)
# Signs that underline headings of reStructuredText, which Markdown takes for text, and their level.
UNDERLINES = {"~": "###", "^": "####", '"': "#####"}
UNDERLINE = re.compile(r"([~^\"])\1{2,}\s*")
FENCE = re.compile(r" {0,3}(?:```|~~~)")
FOOTNOTE = re.compile(r" {0,3}\[(\^[^\[\]]{1,100})\]:")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

_blocks = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
_blocks.disable(["inline", "text_join"])


@dataclass(frozen=True)
class Heading:
    """A heading from character `start` up to `below`; `written` is its Markdown, `words` is not."""

    start: int
    below: int
    level: int
    written: str
    words: str


class Page:
    """A body as blocks; places are characters of the body, lines are counted from 1."""

    def __init__(self, body: str):
        self.body = body
        self.lines = body.split("\n")
        self.env: dict[str, Any] = {}
        self.tokens = _blocks.parse(body, self.env)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def line_of(self, place: int) -> int:
        return bisect_right(self.starts, place)

    def span(self, token: Token) -> tuple[int, int]:
        """Return the characters that a block takes, up to the start of the line below it."""
        first, last = token.map or (0, 0)
        return self.starts[first], min(self.starts[min(last, len(self.lines))], len(self.body))

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings that stand in no list, no quotation and no code."""
        found = []
        for at, token in enumerate(self.tokens):
            if token.level:
                continue
            if token.type == "heading_open":
                start, below = self.span(token)
                written = self.tokens[at + 1].content
                found.append(Heading(start, below, int(token.tag[1]), written, words_of(written)))
            elif token.type == "html_block" and not HOLDS_HEADINGS.match(token.content):
                start, below = self.span(token)
                for html in HTML_HEADING.finditer(self.body, start, below):
                    words = words_of(html[2])
                    found.append(Heading(html.start(), html.end(), int(html[1]), html[2], words))
        return found

    @cached_property
    def outside_code(self) -> str:
        """The body with its code and comments as spaces, of the same length."""
        chars = list(self.body)
        for token in self.tokens:
            if token.type in ("fence", "code_block"):
                self._blank(chars, *self.span(token))
        for comment in COMMENT.finditer("".join(chars)):
            self._blank(chars, *comment.span())
        return "".join(chars)

    @cached_property
    def targets(self) -> dict[str, tuple[int, int]]:
        """The lines, counted from 0, that say where a link or a footnote leads, by its label."""
        references = self.env.get("references", {})
        found = {folded(label): tuple(each["map"]) for label, each in references.items()}
        for number, line in enumerate(self.lines):
            note = FOOTNOTE.match(line)
            if note and folded(note[1]) not in found:
                end = number + 1
                while end < len(self.lines) and self.lines[end].startswith(("    ", "\t")):
                    end += 1
                found[folded(note[1])] = (number, end)
        return found

    @cached_property
    def definition_lines(self) -> set[str]:
        spans = (each["map"] for each in self.env.get("references", {}).values())
        return {line for start, end in spans for line in self.lines[start:end]}

    @staticmethod
    def _blank(chars: list[str], start: int, end: int) -> None:
        for place in range(start, end):
            if chars[place] != "\n":
                chars[place] = " "


def with_headings(body: str) -> str:
    """Mark the headings that only reStructuredText would see as those of Markdown, line by line."""
    lines = body.split("\n")
    in_fence = False
    for number, line in enumerate(lines):
        title = lines[number - 1].strip() if number else ""
        above = lines[number - 2].strip() if number > 1 else ""
        found = UNDERLINE.fullmatch(line)
        is_alone = number + 1 == len(lines) or not lines[number + 1].strip()
        fits = found and title and is_alone and _fits(line, title)
        if found and fits and not in_fence and above in ("", line.strip()):
            lines[number - 1 : number + 1] = [f"{UNDERLINES[found[1]]} {title}", ""]
            continue
        if line.startswith("===") and title and above == line.strip() and not in_fence:
            lines[number - 2] = ""
        if FENCE.match(line):
            in_fence = not in_fence
    return "\n".join(lines)


def _fits(line: str, title: str) -> bool:
    return len(title) - 2 <= len(line.rstrip()) <= len(title) + 8 and not title.startswith("#")


def folded(words: str) -> str:
    """Return the words of a label or a heading as they are compared."""
    return " ".join(re.sub(r"[*_`\\]", "", words).split()).casefold()
