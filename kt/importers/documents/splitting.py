"""A page of questions to FAQ entries, and a document of what answers none of them."""

import re
from dataclasses import dataclass, field

from ..plain import LONGEST
from .marks import lone_lines, without_answer_label
from .page import COMMENT, Heading, Page, folded
from .questions import ANCHOR, group_of, title_of
from .shapes import Mark

BETWEEN_GROUPS = " › "

RULE = re.compile(r"(?: {0,3}(?:-[ \t]*){3,}| {0,3}(?:\*[ \t]*){3,}| {0,3}(?:_[ \t]*){3,})")
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
SHOWN = re.compile(r"\w|!\[|<(?:img|video|audio|iframe|table)\b|[^\x00-\x7f]", re.IGNORECASE)
LINK_WITHIN = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+\[(?P<words>.*)\]\(#[^()\s]*\)\s*")
MAKES_CONTENTS = re.compile(
    r"\s*(?:\[\[_?toc_?\]\]|\[toc\]|\{:\s*toc.*\}|[*-] toc|<!-- *(?:/?toc|tocstop) *-->)\s*",
    re.IGNORECASE,
)
# "[back to top](#top)" below an answer leads nowhere once it is a document of its own.
TO_TOP = re.compile(
    r"\W*(?:\[[^\[\]]{0,60}\btop\b[^\[\]]{0,20}\]\(#[^()\s]*\)"
    r"|<a\s[^<>]*href=[\"']#[^<>]*>[^<>]{0,60}\btop\b[^<>]{0,20}</a>)\W*",
    re.IGNORECASE,
)
ATTRIBUTES = re.compile(r"\s*\{:[^{}]*\}\s*")
MODULE = re.compile(r"(?:import\s[^\n]*\sfrom\s*|import\s*)[\"'][^\"'\n]*[\"'];?\s*")
HIDDEN = re.compile(
    f"{RULE.pattern}|{ATTRIBUTES.pattern}|{MODULE.pattern}|{TO_TOP.pattern}", re.IGNORECASE
)
LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,300})\]")
LINKED = re.compile(r"\]\(|\]\[|<https?:|<a\s[^<>]*href|!\[")


@dataclass(frozen=True)
class Entry:
    """One question with its answer; `line` is where the question stands in the body."""

    title: str
    text: str
    group: str
    line: int


@dataclass
class Split:
    """The entries of a page and the rest of it; `left_out` has lines and what stood there."""

    entries: list[Entry] = field(default_factory=list)
    rest: str = ""
    rest_line: int = 0
    left_out: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Piece:
    """A stretch of the body: an answer below its mark, or text below a heading or below nothing."""

    start: int
    below: int
    end: int
    mark: Mark | None = None
    heading: Heading | None = None
    group: str = ""
    has_entries: bool = False


def split(page: Page, marks: list[Mark], title: Heading | None) -> Split:
    """Cut a page at its questions. `title` is the heading that names the page."""
    pieces = _pieces(page, marks, title)
    result = Split()
    for piece in pieces:
        if piece.mark:
            result.entries.append(_entry(page, piece, piece.mark))
    known = {folded(mark.words) for mark in marks} | {folded(each.words) for each in page.headings}
    rest = []
    for piece in pieces:
        if piece.mark:
            continue
        text = _without_contents(page.body[piece.below : piece.end], known)
        if is_shown(_without_definitions(page, text)):
            above = page.body[piece.start : piece.below].strip("\n") if piece.heading else ""
            rest.append("\n\n".join(filter(None, (above, _trimmed(text)))))
            result.rest_line = result.rest_line or page.line_of(_first_shown(page, piece))
        elif piece.heading and not piece.has_entries:
            result.left_out.append(
                (page.line_of(piece.start), f"The heading “{piece.heading.words}” has no text")
            )
        elif COMMENT.search(text):
            result.left_out.append(
                (page.line_of(_first_shown(page, piece)), "A comment answers no question")
            )
    result.rest = with_definitions(page, "\n\n".join(rest))
    return result


def is_shown(text: str) -> bool:
    """Say whether a reader sees anything of a text: comments, tags and rules show nothing."""
    without = TAG.sub(lambda tag: tag[0] if SHOWN.match(tag[0]) else "", COMMENT.sub("", text))
    lines = without.split("\n")
    return any(SHOWN.search(each) for each in lines if not HIDDEN.fullmatch(each))


def with_definitions(page: Page, text: str) -> str:
    """Add to a text the targets of its links and its footnotes that stand elsewhere on the page."""
    used = {folded(label) for label in LABEL.findall(text)} & page.targets.keys()
    written = ("\n".join(page.lines[slice(*page.targets[label])]).strip() for label in used)
    added = sorted((each for each in written if each not in text), key=page.body.find)
    return "\n\n".join(filter(None, (text, "\n".join(added))))


def _pieces(page: Page, marks: list[Mark], title: Heading | None) -> list[_Piece]:
    """Return the whole body in pieces, one below another."""
    by_start = {mark.start: mark for mark in marks}
    cuts = _cuts(page, marks, title)
    # One heading of the first level names the page, whatever the fields above it call it.
    first = [heading.start for heading in page.headings if heading.level == 1]
    names_page = first[0] if len(first) == 1 and first[0] < marks[0].start else None
    pieces: list[_Piece] = [_Piece(0, 0, len(page.body))]
    above: list[tuple[int, str, _Piece]] = []
    for start, heading in cuts:
        mark = by_start.get(start)
        pieces[-1].end = min(pieces[-1].end, start)
        level = mark.level if mark else heading.level if heading else 0
        while level and above and above[-1][0] >= level:
            above.pop()
        group = BETWEEN_GROUPS.join(words for _, words, _ in above if words)
        if mark:
            pieces.append(_Piece(start, mark.below, mark.end or len(page.body), mark, None, group))
            for _, _, piece in above:
                piece.has_entries = True
            if mark.end is not None:
                pieces.append(_Piece(mark.end, mark.end, len(page.body)))
        elif heading is title and heading:
            pieces.append(_Piece(heading.below, heading.below, len(page.body)))
        elif heading:
            pieces.append(_Piece(start, heading.below, len(page.body), None, heading, group))
            above.append(
                (level, "" if start == names_page else group_of(heading.words), pieces[-1])
            )
    return pieces


def _cuts(page: Page, marks: list[Mark], title: Heading | None) -> list[tuple[int, Heading | None]]:
    """Return where a piece begins: at marks, at the title, at headings outside of answers."""
    by_start: dict[int, Heading | None] = {mark.start: None for mark in marks}
    levels = {mark.start: mark.level for mark in marks}
    ends = [(mark.start, mark.end) for mark in marks if mark.end is not None]
    within = iter([*ends, (len(page.body) + 1, 0)])
    span = next(within)
    headings = sorted([*page.headings, *lone_lines(page, marks)], key=lambda each: each.start)
    for heading in headings:
        while span[1] and span[1] <= heading.start:
            span = next(within)
        if heading.start not in by_start and not span[0] < heading.start:
            by_start[heading.start] = heading
    cuts: list[tuple[int, Heading | None]] = []
    answer_level = 0
    for start in sorted(by_start):
        found = by_start[start]
        if found is None:
            answer_level = levels[start]
        elif found is not title and answer_level and found.level > answer_level:
            continue
        else:
            answer_level = 0
        cuts.append((start, found))
    return cuts


def _entry(page: Page, piece: _Piece, mark: Mark) -> Entry:
    text = mark.text if mark.text is not None else page.body[piece.below : piece.end]
    text = without_answer_label(_trimmed(text), mark)
    if LINKED.search(ANCHOR.sub("", mark.written[:LONGEST])):
        text = "\n\n".join(filter(None, (mark.written.strip(), text)))
    line = page.line_of(piece.start)
    return Entry(title_of(mark.words), with_definitions(page, text), piece.group, line)


def _trimmed(text: str) -> str:
    """Take away blank lines and rules around an answer: they part it from its neighbours."""
    lines = text.rstrip().split("\n")
    first = 0
    while first < len(lines) and (
        not lines[first].strip()
        or RULE.fullmatch(lines[first])
        or ATTRIBUTES.fullmatch(lines[first])
    ):
        first += 1
    lines = lines[first:]
    while lines and (
        not lines[-1].strip() or _is_rule_at_end(lines) or TO_TOP.fullmatch(lines[-1])
    ):
        lines.pop()
    return "\n".join(lines)


def _is_rule_at_end(lines: list[str]) -> bool:
    # Right below a paragraph, three dashes make a heading of it.
    return bool(RULE.fullmatch(lines[-1])) and (len(lines) == 1 or not lines[-2].strip())


def _without_contents(text: str, known: set[str]) -> str:
    """Take the page's own table of contents away, whose words stand in the headings."""
    lines = text.split("\n")
    kept = []
    for line in lines:
        link = LINK_WITHIN.fullmatch(line) if len(line) < 2_000 else None
        if MAKES_CONTENTS.fullmatch(line) or (link and folded(link["words"]) in known):
            continue
        kept.append(line)
    return "\n".join(kept)


def _without_definitions(page: Page, text: str) -> str:
    """Take away the lines that say where links lead to: a reader does not see them."""
    return "\n".join(line for line in text.split("\n") if line not in page.definition_lines)


def _first_shown(page: Page, piece: _Piece) -> int:
    written = page.body[piece.start : piece.end]
    return piece.start + len(written) - len(written.lstrip())
