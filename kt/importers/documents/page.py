"""A Markdown body cut at its headings, and the places outside code where marks may stand."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .questions import words_of

HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*?)</h\1\s*>\s*", re.IGNORECASE | re.DOTALL)
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
        for token, inside in zip(self.tokens, self.tokens[1:], strict=False):
            if token.level:
                continue
            if token.type == "heading_open":
                start, below = self.span(token)
                words = words_of(inside.content)
                found.append(Heading(start, below, int(token.tag[1]), inside.content, words))
            elif token.type == "html_block" and (html := HTML_HEADING.fullmatch(token.content)):
                start, below = self.span(token)
                found.append(Heading(start, below, int(html[1]), html[2], words_of(html[2])))
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


def folded(words: str) -> str:
    """Return the words of a label or a heading as they are compared."""
    return " ".join(re.sub(r"[*_`\\]", "", words).split()).casefold()
