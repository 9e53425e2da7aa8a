"""Where the questions of a page stand, in whatever way the page marks them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from textwrap import dedent

from .boxes import admonitions, rows, terms
from .page import Heading, Page
from .questions import ASKED, is_frame, is_question, may_ask, words_of
from .shapes import BELOW_HEADINGS, Mark

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
BLANKS = re.compile(r"\s*")
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


def question_marks(page: Page, *, on_faq: bool) -> list[Mark]:
    """Return the questions of a page in its order; `on_faq` if the page calls itself an FAQ."""
    asks = may_ask if on_faq else is_question
    headings = [as_mark(heading) for heading in page.headings if asks(heading.words)]
    headings = [mark for mark in headings if not _is_group(mark, page, asks)]
    marks = {mark.start: mark for mark in headings}
    taken = _Spans((mark.start, _end_of_section(mark, page)) for mark in headings)
    finders = [_summaries, _bold, _items, _pairs, _definitions, admonitions, terms, rows]
    kinds = [list(find(page)) for find in finders]
    if on_faq and not headings and not any(kinds):
        kinds.append(list(_asking_items(page)))
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


def siblings_of(marks: Sequence[Mark], page: Page, title: Heading | None) -> list[Mark]:
    """Return the headings of an FAQ that ask nothing, but stand with a text among those that do.

    Where less than a third of the headings ask, the others are parts of something else.
    """
    places = sorted(mark.start for mark in marks)
    ends = [*(heading.start for heading in page.headings[1:]), len(page.body)]
    asking = {mark.start: mark for mark in marks if mark.level < BELOW_HEADINGS}
    found = []
    for level in sorted({mark.level for mark in asking.values()}):
        above = [mark for mark in asking.values() if mark.level < level]
        answers = _Spans((mark.start, _end_of_section(mark, page)) for mark in above)
        others = [
            as_mark(each)
            for each, end in zip(page.headings, ends, strict=True)
            if each.level == level
            and each is not title
            and each.start not in asking
            and each.start not in answers
            and not is_frame(each.words)
            and page.body[each.below : end].strip()
        ]
        if len(others) <= 2 * sum(mark.level == level for mark in asking.values()):
            found += [each for each in others if not _holds_any(each, places, page)]
    return found


def summary_marks(page: Page) -> list[Mark]:
    """Return what unfolds on an FAQ that asks nothing."""
    return list(_summaries(page, only_questions=False))


def lone_lines(page: Page, marks: Sequence[Mark]) -> list[Heading]:
    """Return the lines in bold right above a question that ask nothing: they are its group."""
    starts = {mark.start for mark in marks if mark.level == BELOW_HEADINGS}
    found = []
    for token in page.tokens:
        if token.type != "paragraph_open" or token.level:
            continue
        start, end = page.span(token)
        bold = BOLD.match(page.outside_code, start, end)
        if not bold or page.body[bold.end() : end].strip() or start in starts:
            continue
        if BLANKS.match(page.body, end).end() in starts:  # type: ignore[union-attr]
            words = words_of(" ".join(bold["words"].split())).rstrip(":")
            found.append(Heading(start, end, BELOW_HEADINGS - 1, bold["words"], words))
    return found


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


def _holds_any(mark: Mark, places: Sequence[int], page: Page) -> bool:
    following = bisect_right(places, mark.start)
    return following < len(places) and places[following] < _end_of_section(mark, page)


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


def _summaries(page: Page, *, only_questions: bool = True) -> Iterator[Mark]:
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
            if is_question(words) or not only_questions:
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


def _asking_items(page: Page) -> Iterator[Mark]:
    """Find items of lists whose first paragraph is a question and whose other lines answer it."""
    for token, inside, words_token in zip(
        page.tokens, page.tokens[1:], page.tokens[2:], strict=False
    ):
        if token.type != "list_item_open" or token.level != 1 or inside.type != "paragraph_open":
            continue
        start, end = page.span(token)
        marker = ITEM.match(page.outside_code, start, end)
        _, below = page.span(inside)
        written = words_token.content
        if not marker or len(written) > LONGEST_QUESTION or "\n" in written.strip():
            continue
        answer = dedent(page.body[below:end])
        if is_question(words_of(written)) and answer.strip():
            words = words_of(written)
            yield Mark(start, below, BELOW_HEADINGS, written, words, end, answer)


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
