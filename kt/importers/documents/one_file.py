"""One Markdown file to its documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...errors import Refused
from ...models import OutputKind
from ..names import is_useful, name_words
from ..text import read_text
from .fields import Fields, exact_text, read_fields
from .marks import question_marks, section_marks, siblings_of, summary_marks
from .page import Heading, Page, folded, with_headings
from .pictures import Beside, nothing_beside, read_pictures
from .questions import bare, is_question, says_faq, title_of, words_of
from .shapes import BELOW_HEADINGS, DocumentRow, Mark, Problem, Reading
from .splitting import Split, split

# A page that does not call itself an FAQ is one if it holds little else than questions.
FEWEST_QUESTIONS = 4
MOST_OTHERS = 1 / 3
LEAST_SHARE = 0.6

NO_QUESTIONS = (
    "The page calls itself an FAQ, but no question was found in it, so it stays whole. Give each "
    "question a heading of its own."
)


@dataclass(frozen=True)
class _File:
    """A file's text and all that is known before it is read as a page."""

    name: str
    path: str
    beside: Beside
    fields: Fields


def read_file(
    name: str, data: bytes, *, path: str = "", beside: Beside = nothing_beside
) -> Reading:
    """Read one text; `path` is where it stands from the top of what is imported.

    A file that cannot be read comes back as a problem.
    """
    try:
        text = read_text(data, "document")
    except Refused as refused:
        return Reading(problems=(Problem(name, None, refused.sentence),))
    fields, body, problems = read_fields(text, name)
    file = _File(name, path or name, beside, fields)
    reading = _exact(file, text) if fields.exact else _page(file, Page(with_headings(body)))
    return replace(reading, problems=(*problems, *reading.problems))


def _exact(file: _File, text: str) -> Reading:
    """Take an export of ours as it stands: one document, whatever its text looks like."""
    body = exact_text(text)
    title = file.fields.title or name_words(file.name, "Document")
    row = _row(file, title, file.fields.kind or OutputKind.MANUAL, body, file.name)
    return _with_pictures(file, replace(row, is_exact=True), 1)


def _page(file: _File, page: Page) -> Reading:
    title, heading = _title(file, page)
    kind = file.fields.kind
    if kind is not None:
        return _whole(file, page, title, heading, kind)
    says = file.fields.page_of_questions or _says_faq(file, page, title)
    marks = question_marks(page, on_faq=says)
    marks = [mark for mark in marks if heading is None or mark.start != heading.start]
    no_questions = says and not marks
    if no_questions:
        marks = section_marks(page, heading) or summary_marks(page)
    siblings = siblings_of(marks, page, heading) if says and not no_questions else []
    marks = sorted([*marks, *siblings], key=lambda mark: mark.start)
    if marks and (says or _is_faq(page, marks, heading)):
        names_all = heading if heading and heading.start < marks[0].start else None
        reading = _entries(file, title, split(page, marks, names_all))
        if no_questions:
            reading = _with(reading, file, 1, _about_sections(len(marks)))
        if siblings:
            line = page.line_of(siblings[0].start)
            reading = _with(reading, file, line, _about_siblings(siblings))
        return reading
    if is_question(title) and not [each for each in page.headings if each is not heading]:
        return _whole(file, page, title_of(title), heading, OutputKind.FAQ_ENTRY)
    reading = _whole(file, page, title, heading, OutputKind.MANUAL)
    if says:
        reading = _with(reading, file, 1, NO_QUESTIONS)
    elif len(marks) > 1:
        reading = _with(reading, file, page.line_of(marks[0].start), _about_whole(len(marks)))
    return reading


def _title(file: _File, page: Page) -> tuple[str, Heading | None]:
    """Return what a page is called, and its heading that says so and is no part of the text."""
    first = page.headings[0] if page.headings and page.headings[0].level == 1 else None
    alone = first and not any(each.level == 1 for each in page.headings[1:])
    given = words_of(file.fields.title) if file.fields.title else ""
    if is_useful(given):
        says_same = first and (
            folded(bare(first.words)) == folded(given) or not is_useful(first.words)
        )
        return given, first if says_same else None
    if first and is_useful(first.words) and (alone or not is_question(first.words)):
        return first.words, first if alone else None
    stands_for_one = first if first and not is_useful(first.words) else None
    return name_words(file.name, "Document"), stands_for_one


def _says_faq(file: _File, page: Page, title: str) -> bool:
    top = [each.words for each in page.headings[:1] if each.level == 1]
    return any(map(says_faq, [title, *top, name_words(file.name, "")]))


def _is_faq(page: Page, marks: Sequence[Mark], title: Heading | None) -> bool:
    """Say whether a page holds questions and little else, though it does not call itself an FAQ."""
    if len(marks) < FEWEST_QUESTIONS:
        return False
    pieces = split(page, list(marks), title)
    others = len(re.findall(r"^ {0,3}#{1,6}\s", pieces.rest, re.MULTILINE)) + len(pieces.left_out)
    if others > MOST_OTHERS * len(marks) and marks[0].level < BELOW_HEADINGS:
        return False
    answered = sum(map(_filled_lines, (entry.text for entry in pieces.entries))) + len(marks)
    return answered >= LEAST_SHARE * (answered + _filled_lines(pieces.rest))


def _filled_lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def _whole(
    file: _File, page: Page, title: str, heading: Heading | None, kind: OutputKind
) -> Reading:
    body = page.body
    if heading is not None:
        body = body[: heading.start] + body[heading.below :]
    text = body.strip("\n").rstrip()
    first = body[: len(body) - len(body.lstrip())].count("\n") + 1
    reading = _with_pictures(file, _row(file, title, kind, text, file.name), first)
    if not text and not file.fields.url:
        reading = _with(reading, file, 1, "The document has a title, but no text.")
    return reading


def _entries(file: _File, title: str, pieces: Split) -> Reading:
    readings = []
    for position, entry in enumerate(pieces.entries, start=1):
        source = f"{file.name}:{entry.line}"
        row = _row(file, entry.title, OutputKind.FAQ_ENTRY, entry.text, source)
        row = replace(
            row, group=entry.group or file.fields.group, position=position, is_on_page=True
        )
        reading = _with_pictures(file, row, entry.line)
        if not entry.text.strip():
            sentence = f"The question “{entry.title}” has no answer. Write one, or leave it out."
            reading = _with(reading, file, entry.line, sentence)
        readings.append(reading)
    rest = Reading()
    if pieces.rest:
        row = _row(file, title, OutputKind.MANUAL, pieces.rest, f"{file.name}:{pieces.rest_line}")
        rest = _with(
            _with_pictures(file, row, pieces.rest_line),
            file,
            pieces.rest_line,
            f"What stands below no question of this FAQ is kept as a manual named “{title}”. Move "
            "it into an answer, or leave it out, if it is not needed.",
        )
    left_out = [
        Problem(file.name, line, f"{what}, so it was left out.") for line, what in pieces.left_out
    ]
    return Reading(
        tuple(row for reading in [*readings, rest] for row in reading.documents),
        (*(each for reading in [*readings, rest] for each in reading.problems), *left_out),
    )


def _row(file: _File, title: str, kind: OutputKind, text: str, source: str) -> DocumentRow:
    fields = file.fields
    return DocumentRow(
        title=title,
        kind=kind,
        text=text,
        source=source,
        group=fields.group,
        topic=fields.topic,
        topic_kind=fields.topic_kind,
        topic_open=fields.topic_open,
        state=fields.state,
        owner=fields.owner,
        due=fields.due,
        url=fields.url,
        position=fields.position,
        published=fields.published,
    )


def _with_pictures(file: _File, row: DocumentRow, line: int) -> Reading:
    pictures, problems = read_pictures(row.text, file.path, file.beside, file.name, line)
    return Reading((replace(row, attachments=pictures),), tuple(problems))


def _with(reading: Reading, file: _File, line: int, sentence: str) -> Reading:
    return replace(reading, problems=(*reading.problems, Problem(file.name, line, sentence)))


def _about_sections(count: int) -> str:
    return (
        f"No heading of this FAQ asks a question, so each of its {count} sections became an entry. "
        "Write “kind: manual” in the fields above the text to keep it whole."
    )


def _about_siblings(siblings: Sequence[Mark]) -> str:
    more = f" and {len(siblings) - 1} more" if len(siblings) > 1 else ""
    return (
        f"“{siblings[0].words}”{more} among the questions of this FAQ asks nothing and became an "
        "entry all the same. Leave it out, or word it as a question."
    )


def _about_whole(count: int) -> str:
    return (
        f"The page holds {count} questions and stays whole as a manual. Write “kind: faq” in the "
        "fields above the text to import each question as an FAQ entry."
    )
