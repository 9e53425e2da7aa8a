"""Markdown to block tokens, and where its tasks, its title and its ends are."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..plain import heading_words
from .lines import BOX, comments_in, count_task_lines, is_task_line, without_comments
from .source import Source

HTML_MARKS = re.compile(
    r"(?P<open><details\b[^>]{0,500}>)|(?P<close></details\s*>)|(?P<rule><hr\b[^>]{0,500}>)"
    r"|<summary\b[^>]{0,500}>(?P<summary>.{0,1000}?)</summary\s*>"
    r"|<h(?P<level>[1-6])\b[^>]{0,500}>(?P<heading>.{0,1000}?)</h(?P=level)\s*>",
    re.IGNORECASE | re.DOTALL,
)

_blocks = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
_blocks.disable(["inline", "text_join"])


@dataclass(frozen=True)
class Parsed:
    """The block tokens of a body; numbers are places in that list.

    `closing` has the closing token of each opening one, `tasks` the list items that are tasks,
    `closed_details` the summaries whose <details> ends further down.
    """

    tokens: list[Token]
    source: Source
    references: dict[str, Any]
    closing: dict[int, int]
    tasks: list[int]
    title_place: int | None
    closed_details: set[int]

    @property
    def title(self) -> str:
        """The words of the heading that names the whole body, "" if there is none."""
        if self.title_place is None:
            return ""
        return heading_words(self.tokens[self.title_place + 1].content)

    def is_task(self, place: int) -> bool:
        """Say whether the list item at that place is a task."""
        return self.has_tasks(place, place + 1)

    def has_tasks(self, first: int, last: int) -> bool:
        """Say whether a task begins from place `first` up to before `last`."""
        return bisect_left(self.tasks, first) < bisect_left(self.tasks, last)


def parse(body: str, *, plain_lists: bool = False) -> Parsed:
    """Parse Markdown as GitHub does, without its inline marks.

    With `plain_lists` every list item with text is a task, else those with a box.
    """
    env: dict[str, Any] = {}
    tokens = _blocks.parse(body, env)
    tasks = [place for place in range(len(tokens)) if _is_task(tokens, place, plain_lists)]
    return Parsed(
        tokens=tokens,
        source=Source(body),
        references=env.get("references", {}),
        closing=_closing(tokens),
        tasks=tasks,
        title_place=_title_place(tokens, tasks),
        closed_details=_closed_details(tokens),
    )


def uncovered(body: str, *, comments: bool, code: bool) -> str:
    """Return the body with the task lines in comments or code blocks as ordinary tasks.

    The marks around them become blank; no line moves.
    """
    if comments:
        body = _uncovered(body, comments=True)
    return _uncovered(body, comments=False) if code else body


def _uncovered(body: str, *, comments: bool) -> str:
    lines = body.split("\n")
    for token in _blocks.parse(body):
        hidden = "\n".join(comments_in(token.content)) if comments else token.content
        if token.map is None or not count_task_lines(hidden):
            continue
        first, last = token.map[0], min(token.map[1], len(lines)) - 1
        if comments and token.type == "html_block":
            for number in range(first, last + 1):
                lines[number] = lines[number].replace("<!--", "").replace("-->", "")
        elif not comments and token.type == "fence":
            for number in {first, last}:
                lines[number] = lines[number] if is_task_line(lines[number]) else ""
        elif not comments and token.type == "code_block":
            lines[first : last + 1] = [line.strip() for line in lines[first : last + 1]]
    return "\n".join(lines)


def _title_place(tokens: list[Token], tasks: list[int]) -> int | None:
    """Return where the heading is that names the whole file: a level 1 heading above all tasks.

    Where several headings have level 1 and the first holds tasks itself, they are groups.
    """
    places = [
        place
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0
    ]
    first_task = tasks[0] if tasks else len(tokens)
    if not places or places[0] > first_task:
        return None
    if len(places) > 1 and places[1] > first_task:
        return None
    return places[0]


def _is_task(tokens: list[Token], place: int, plain_lists: bool = False) -> bool:
    if tokens[place].type != "list_item_open" or tokens[place + 1].type != "paragraph_open":
        return False
    return plain_lists or BOX.match(tokens[place + 2].content) is not None


def _closing(tokens: list[Token]) -> dict[int, int]:
    """Return for every opening token the place of the one that closes it."""
    closing = {}
    opened = []
    for place, token in enumerate(tokens):
        if token.nesting == 1:
            opened.append(place)
        elif token.nesting == -1:
            closing[opened.pop()] = place
    return closing


def _closed_details(tokens: list[Token]) -> set[int]:
    """Return the places of summaries whose <details> is closed further down."""
    closed: set[int] = set()
    opened: list[set[int]] = []
    for place, token in enumerate(tokens):
        if token.type != "html_block":
            continue
        for match in HTML_MARKS.finditer(without_comments(token.content)):
            if match["open"]:
                opened.append(set())
            elif match["close"] and opened:
                closed |= opened.pop()
            elif match["summary"] is not None and opened:
                opened[-1].add(place)
    return closed
