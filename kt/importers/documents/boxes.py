"""Questions in boxes: admonitions and containers, terms of lists, rows of a table."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from textwrap import dedent

from .page import Page
from .questions import is_question, words_of
from .shapes import BELOW_HEADINGS, Mark

ADMONITION = re.compile(r'(?:\?\?\?\+?|!!!)[ \t]+[\w -]+?[ \t]+"(?P<words>[^\n]{1,400})"[ \t]*')
CONTAINER = re.compile(
    r"(?P<fence>:{3,})[ \t]*(?:details|question|faq|collapse|expand)[ \t]*"
    r"(?:\[(?P<named>[^\n]{1,400})\]|(?P<words>[^\n\[{]{1,400}))[ \t]*",
    re.IGNORECASE,
)
TERM = re.compile(
    r"<dt\b[^<>]*>(?P<words>.{1,800}?)(?:</dt\s*>\s*)?"
    r"<dd\b[^<>]*>(?P<answer>.*?)(?:</dd\s*>\s*(?=<|\Z)|(?=<dt\b|</dl\b))",
    re.IGNORECASE | re.DOTALL,
)
TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
CELL_ENDS = re.compile(r"(?<!\\)\|")
LONGEST_BOX = 2_000
ASKING_HEAD = re.compile(r"\W*(?:questions?|q|frage|pregunta|domanda|pergunta)\W*", re.IGNORECASE)


def admonitions(page: Page) -> Iterator[Mark]:
    """Find `??? question "…"` with its answer indented below it, and `:::details …` up to `:::`."""
    below = 0
    for number, line in enumerate(page.lines):
        found = ADMONITION.fullmatch(line)
        if found and is_question(words_of(found["words"])):
            last = number + 1
            while last < len(page.lines) and (
                not page.lines[last].strip() or page.lines[last].startswith(("    ", "\t"))
            ):
                last += 1
            yield _box(page, number, last, last, found["words"])
        found = CONTAINER.fullmatch(line)
        if found and number >= below and is_question(words_of(found["named"] or found["words"])):
            most = min(number + LONGEST_BOX, len(page.lines))
            ends = (n for n in range(number + 1, most) if _closes(page, n, found))
            closed = next(ends, None)
            below = closed + 1 if closed else most
            if closed:
                yield _box(page, number, closed, below, found["named"] or found["words"])


def terms(page: Page) -> Iterator[Mark]:
    """Find the questions of a `<dl>`."""
    for found in TERM.finditer(page.outside_code):
        written = " ".join(unescape(TAGS.sub("", found["words"])).split())
        if is_question(words_of(written)):
            answer = dedent(page.body[slice(*found.span("answer"))])
            yield Mark(
                found.start(),
                found.start("answer"),
                BELOW_HEADINGS,
                written,
                words_of(written),
                found.end(),
                answer,
            )


def rows(page: Page) -> Iterator[Mark]:
    """Find the rows of a table whose first column asks and whose second answers."""
    for token, following in pairwise(page.tokens):
        if token.type != "table_open" or token.level or following.type != "thead_open":
            continue
        first, last = token.map or (0, 0)
        heads = _cells(page.lines[first])
        body = [(number, _cells(page.lines[number])) for number in range(first + 2, last)]
        asked = [cells for _, cells in body if cells and is_question(words_of(cells[0]))]
        is_meant = bool(heads) and ASKING_HEAD.fullmatch(words_of(heads[0])) is not None
        if len(heads) < 2 or not body or not (is_meant or len(asked) == len(body) > 1):
            continue
        for number, cells in body:
            if not cells or not cells[0]:
                continue
            start = page.starts[first if number == first + 2 else number]
            end = min(page.starts[number + 1], len(page.body))
            more = [
                f"{head}: {cell}" for head, cell in zip(heads[2:], cells[2:], strict=False) if cell
            ]
            answer = "\n\n".join([*cells[1:2], *more])
            yield Mark(start, end, BELOW_HEADINGS, cells[0], words_of(cells[0]), end, answer)


def _box(page: Page, number: int, last: int, below: int, written: str) -> Mark:
    answer = dedent("\n".join(page.lines[number + 1 : last]).expandtabs(4))
    return Mark(
        page.starts[number],
        min(page.starts[number + 1], len(page.body)),
        BELOW_HEADINGS,
        written.strip(),
        words_of(written),
        min(page.starts[below], len(page.body)),
        answer,
    )


def _closes(page: Page, number: int, opened: re.Match[str]) -> bool:
    return page.lines[number].rstrip() == opened["fence"]


def _cells(line: str) -> list[str]:
    written = line.strip()
    written = written.removeprefix("|")
    if written.endswith("|") and not written.endswith("\\|"):
        written = written[:-1]
    return [cell.strip().replace("\\|", "|") for cell in CELL_ENDS.split(written)]
