"""Where the questions of a page stand, in whatever way the page marks them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent

from .page import Heading, Page
from .questions import ASKED, is_frame, is_question, may_ask, words_of

# Questions that are no headings stand below every heading.
BELOW_HEADINGS = 7
LONGEST_QUESTION = 400
ENOUGH_OF_A_KIND = 3

DETAILS = re.compile(r"<(?P<close>/?)details\b[^<>]*>", re.IGNORECASE)
SUMMARY = re.compile(r"\s*<summary\b[^<>]*>(.{0,2000}?)</summary\s*>", re.IGNORECASE | re.DOTALL)
TAGS = re.compile(r"</?(?:h[1-6]|b|strong|i|em|p|div|span|u|font|big)\b[^<>]*>", re.IGNORECASE)
BOLD = re.compile(
    r" {0,3}(?:\d{1,3}[.)][ \t]{1,9})?(?:\*\*\*?|__|<(?P<tag>b|strong)>)[ \t]{0,9}"
    r"(?P<words>(?:(?!\*\*|__).){1,400}?)"
    r"[ \t]{0,9}(?:\*\*\*?|__|</(?P=tag)>)(?P<mark>[?？؟]?)"
    r"[ \t]{0,9}:?[ \t]{0,9}(?:<br\s?/?>|\\)?[ \t]{0,9}",
    re.IGNORECASE | re.DOTALL,
)
ITEM = re.compile(r"(?P<marker> {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+)")
PAIR = re.compile(
    r"^ {0,3}(?:[-*+][ \t]+)?(?:\*\*|__)?"
    r"(?P<asked>(?:Q(?:uestion)?|Frage|Pregunta|[FP问問])\s?\d{0,3}[ \t]*[:：.)])"
    r"(?:\*\*|__)?[ \t]+(?P<words>\S.*)$",
    re.IGNORECASE,
)
ANSWER = re.compile(
    r"\s*(?:[-*+][ \t]+)?(?P<bold>\*\*|__)?(?:A(?:nswer|ntwort)?|R(?:éponse|espuesta)?|答)"
    r"\s?\d{0,3}[ \t]*[:：.)](?(bold)(?:\*\*|__))[ \t]+",
    re.IGNORECASE,
)
DEFINITION = re.compile(r" {0,3}:[ \t]+")


@dataclass(frozen=True)
class Mark:
    """A question: its words, the place of its answer, and where that ends if the mark says so.

    `text` is the answer where it does not stand in the body as it is, as in an item of a list.
    """

    start: int
    below: int
    level: int
    written: str
    words: str
    end: int | None = None
    text: str | None = None


def question_marks(page: Page, *, on_faq: bool) -> list[Mark]:
    """Return the questions of a page in its order; `on_faq` if the page calls itself an FAQ."""
    asks = may_ask if on_faq else is_question
    headings = [as_mark(heading) for heading in page.headings if asks(heading.words)]
    headings = [mark for mark in headings if not _is_group(mark, page, asks)]
    marks = {mark.start: mark for mark in headings}
    taken = _Spans((mark.start, _end_of_section(mark, page)) for mark in headings)
    kinds = [list(_summaries(page)), list(_bold(page)), list(_items(page)), list(_pairs(page))]
    kinds.append(list(_definitions(page)))
    if on_faq and not headings and not any(kinds):
        kinds.append(list(_plain(page)))
    free = [[mark for mark in kind if mark.start not in taken] for kind in kinds]
    most = max(map(len, free))
    for kind in free:
        if len(kind) >= ENOUGH_OF_A_KIND or (not headings and (on_faq or len(kind) == most)):
            for mark in kind:
                marks.setdefault(mark.start, mark)
    return _without_inner(sorted(marks.values(), key=lambda mark: mark.start))


def section_marks(page: Page, title: Heading | None) -> list[Mark]:
    """Return the sections of an FAQ whose headings ask nothing: those of the first level with text.

    Levels above it, whose headings mostly have no text of their own, are groups.
    """
    headings = [heading for heading in page.headings if heading is not title]
    headings = [heading for heading in headings if not is_frame(heading.words)]
    starts = [*(heading.start for heading in page.headings), len(page.body)]
    end_of = dict(pairwise(starts))
    for level in sorted({heading.level for heading in headings}):
        here = [heading for heading in headings if heading.level == level]
        full = [each for each in here if page.body[each.below : end_of[each.start]].strip()]
        if len(here) > 1 and 2 * len(full) >= len(here):
            return [as_mark(heading) for heading in here]
    return []


def as_mark(heading: Heading) -> Mark:
    return Mark(heading.start, heading.below, heading.level, heading.written, heading.words)


def without_answer_label(text: str, mark: Mark) -> str:
    """Take the "A:" away that answers a "Q:"."""
    return ANSWER.sub("", text, count=1) if ASKED.match(mark.words) and ANSWER.match(text) else text


def _is_group(mark: Mark, page: Page, asks: Callable[[str], bool]) -> bool:
    """Say whether a heading has no text, but questions below: "Questions about pay?"."""
    following = next(_headings_below(mark, page), None)
    if following is None or following.level <= mark.level or not asks(following.words):
        return False
    return not page.body[mark.below : following.start].strip()


def _end_of_section(mark: Mark, page: Page) -> int:
    later = _headings_below(mark, page)
    return next((each.start for each in later if each.level <= mark.level), len(page.body))


def _headings_below(mark: Mark, page: Page) -> Iterator[Heading]:
    first = bisect_right(page.headings, mark.start, key=lambda heading: heading.start)
    return (page.headings[at] for at in range(first, len(page.headings)))


class _Spans:
    """Stretches of a body, in their order; one within another adds nothing."""

    def __init__(self, spans: Iterable[tuple[int, int]]):
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in spans:
            if not self.ends or start >= self.ends[-1]:
                self.starts.append(start)
                self.ends.append(end)

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.ends[at]


def _without_inner(marks: list[Mark]) -> list[Mark]:
    """Leave out what stands inside a mark that says where it ends."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and kept[-1].end is not None and mark.start < kept[-1].end:
            continue
        kept.append(mark)
    return kept


def _summaries(page: Page) -> Iterator[Mark]:
    depth, start = 0, None
    for tag in DETAILS.finditer(page.outside_code):
        if not tag["close"]:
            depth += 1
            start = tag if depth == 1 else start
            continue
        depth = max(depth - 1, 0)
        if depth or start is None:
            continue
        summary = SUMMARY.match(page.outside_code, start.end())
        if summary and summary.end() <= tag.start():
            written = TAGS.sub("", summary[1]).strip()
            words = words_of(" ".join(written.split()))
            if is_question(words):
                answer = dedent(page.body[summary.end() : tag.start()])
                yield Mark(
                    start.start(), summary.end(), BELOW_HEADINGS, written, words, tag.end(), answer
                )
        start = None


def _bold(page: Page) -> Iterator[Mark]:
    for token in page.tokens:
        if token.type != "paragraph_open" or token.level:
            continue
        start, end = page.span(token)
        found = BOLD.match(page.outside_code, start, end)
        if found and len(found["words"]) <= LONGEST_QUESTION:
            written = " ".join((found["words"] + found["mark"]).split())
            words = words_of(written)
            if is_question(words):
                yield Mark(start, found.end(), BELOW_HEADINGS, written, words)


def _items(page: Page) -> Iterator[Mark]:
    """Find items of lists that begin with a question in bold and go on with its answer."""
    for token in page.tokens:
        if token.type != "list_item_open" or token.level != 1:
            continue
        start, end = page.span(token)
        marker = ITEM.match(page.outside_code, start, end)
        bold = BOLD.match(page.outside_code, marker.end(), end) if marker else None
        if not marker or not bold or len(bold["words"]) > LONGEST_QUESTION:
            continue
        written = " ".join((bold["words"] + bold["mark"]).split())
        words = words_of(written)
        answer = _moved_left(page.body[bold.end() : end], len(marker["marker"].expandtabs(4)))
        if is_question(words) and answer.strip():
            yield Mark(start, bold.end(), BELOW_HEADINGS, written, words, end, answer)


def _pairs(page: Page) -> Iterator[Mark]:
    """Find "Q: …" with an "A: …" below it."""
    lines = page.outside_code.split("\n")
    for number, line in enumerate(lines):
        asked = PAIR.match(line)
        if not asked:
            continue
        words, below = [asked["words"].rstrip(" \t*")], number + 1
        while below < len(lines) and lines[below].strip() and not ANSWER.match(lines[below]):
            if PAIR.match(lines[below]) or below - number > 4:
                break
            words.append(lines[below].strip())
            below += 1
        answer = next((n for n in range(below, min(below + 2, len(lines))) if lines[n].strip()), -1)
        if answer >= 0 and ANSWER.match(lines[answer]):
            written = f"{asked['asked']} {' '.join(words)}"
            yield Mark(
                page.starts[number], page.starts[below], BELOW_HEADINGS, written, words_of(written)
            )


def _definitions(page: Page) -> Iterator[Mark]:
    """Find a question with its answer below it behind a colon."""
    lines = page.outside_code.split("\n")
    for number, line in enumerate(lines[:-1]):
        if not line.strip() or len(line) > LONGEST_QUESTION or line[:1].isspace():
            continue
        below = number + 1 if lines[number + 1].strip() else number + 2
        is_defined = below < len(lines) and DEFINITION.match(lines[below])
        if is_defined and is_question(words_of(line)):
            last = below + 1
            while last < len(lines) and _goes_on(lines[last]):
                last += 1
            answer = _moved_left(
                "\n".join(DEFINITION.sub("", each) for each in page.lines[below:last]), 4
            )
            end = min(page.starts[last], len(page.body))
            yield Mark(
                page.starts[number],
                page.starts[below],
                BELOW_HEADINGS,
                line.strip(),
                words_of(line),
                end,
                answer,
            )


def _plain(page: Page) -> Iterator[Mark]:
    """Find questions that are a paragraph of one line and nothing else."""
    for token, inside in zip(page.tokens, page.tokens[1:], strict=False):
        if token.type != "paragraph_open" or token.level or "\n" in inside.content:
            continue
        words = words_of(inside.content)
        if len(words) <= LONGEST_QUESTION and is_question(words):
            yield Mark(*page.span(token), BELOW_HEADINGS, inside.content, words)


def _goes_on(line: str) -> bool:
    return not line.strip() or line[:1].isspace() or DEFINITION.match(line) is not None


def _moved_left(text: str, width: int) -> str:
    first, *more = text.split("\n")
    moved = []
    for line in more:
        margin = len(line) - len(line.lstrip(" "))
        moved.append(line[min(margin, width) :])
    return "\n".join([first, *moved])
