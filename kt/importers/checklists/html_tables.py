"""HTML tables whose rows have a box character: one task for each box, told by its columns."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ..plain import heading_words, is_html_tag
from .outline import BOLD, Outline, Row, Section, Task

OPEN_BOXES = "☐⬜"
TICKED_BOXES = "☑☒✅"
BOX = re.compile(f"[{OPEN_BOXES}{TICKED_BOXES}]")
BOX_SOURCE = re.compile(
    rf"{BOX.pattern}|&#(?:9744|9745|9746|x2610|x2611|x2612);|<input\b[^>]{{0,200}}checkbox",
    re.IGNORECASE,
)
MARKUP = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}

TASK_COLUMN = re.compile(
    r"\b(?:tasks?|what|items?|actions?|activit(?:y|ies)|steps?|to[- ]?do|description)\b", re.I
)
WHEN_COLUMN = re.compile(
    r"\b(?:when|due|deadline|timing|timeline|time ?frame|by date|date|"
    r"(?:days|weeks|months) (?:from|after|before|since))\b",
    re.IGNORECASE,
)
WHO_COLUMN = re.compile(
    r"\b(?:who|owner|owned|responsible|responsibility|assignee|assigned|completed by|done by|role|"
    r"performed by)\b",
    re.IGNORECASE,
)
LONGEST_NAME = 40
RECEIVES = re.compile(r"\b(?:receiv|recipient|for whom|informed|about)", re.IGNORECASE)
DOES = re.compile(r"\b(?:complet|does\b|responsib|perform|owner|owned)", re.IGNORECASE)
# The parser is slow where "<" begins no tag, and a reader sees it as text anyhow.
NO_TAG = re.compile(r"<(?![/!]?[A-Za-z][^<>]*>)")
NUMBER = re.compile(r"#?(\d{1,4})[.)]?")


NOTHING = frozenset({"n/a", "na", "none", "-", "–", "—", "tbd", "tbc", "?"})


@dataclass
class _Cell:
    """A cell as it is read; `by_mistake` if it began before the one in front of it was closed."""

    header: bool
    by_mistake: bool
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(" ".join(line.split()) for line in "".join(self.parts).split("\n")).strip()


@dataclass(frozen=True)
class _Columns:
    """The column headings, and which of them hold the box and what is known about a task."""

    names: list[str]
    box: int | None = None
    task: int | None = None
    when: int | None = None
    who: int | None = None


def has_boxes(html: str) -> bool:
    """Say whether a table has box characters, and therefore tasks."""
    return BOX_SOURCE.search(html) is not None


def read_table(html: str, outline: Outline) -> None:
    """Add one task for each box. Rows that were not closed or have a cell too many are mended.

    A row with a single cell and no box is a heading for the rows below it.
    """
    reader = _TableReader()
    reader.feed(NO_TAG.sub("&lt;", html))
    reader.close()
    table = outline.enter("")
    columns = _Columns([])
    for cells in reader.rows:
        boxes = [place for place, cell in enumerate(cells) if BOX.search(cell.text)]
        if boxes:
            columns = _with_box(columns, boxes[0], cells)
            for row in _split(cells, boxes, columns):
                _add_task(row, columns, outline, table)
            continue
        filled = [cell.text for cell in cells if cell.text]
        if len(filled) > 1 and (not columns.names or all(cell.header for cell in cells)):
            columns = _columns([cell.text for cell in cells])
            outline.note(" ".join(columns.names))
        elif len(filled) == 1:
            outline.heading(heading_words(filled[0]).rstrip(":"), BOLD)
    outline.leave(table)


class _TableReader(HTMLParser):
    """Rows of cells, with text as Markdown; ends what the next tag shows to have ended."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[_Cell]] = []
        self.cell: _Cell | None = None
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "tr":
            self.cell = None
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            self.cell = _Cell(header=tag == "th", by_mistake=self.cell is not None)
            self.rows[-1].append(self.cell)
        elif tag == "input" and named.get("type") == "checkbox":
            self._write(TICKED_BOXES[0] if "checked" in named else OPEN_BOXES[0])
        elif tag == "a":
            self.links.append(named.get("href"))
            self._write("[" if self.links[-1] else "")
        elif tag in ("br", "p", "div"):
            self._write("\n")
        elif tag == "li":
            self._write("\n- ")
        elif tag in MARKUP:
            self._write(MARKUP[tag])
        elif not is_html_tag(self.get_starttag_text() or f"<{tag}>"):
            self._write(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cell = None
        elif tag == "tr":
            self.cell = None
            self.rows.append([])
        elif tag == "a" and self.links:
            href = self.links.pop()
            self._write(f"]({href})" if href else "")
        elif tag in MARKUP:
            self._write(MARKUP[tag])

    def handle_data(self, data: str) -> None:
        self._write(data.replace("\n", " "))

    def _write(self, text: str) -> None:
        if self.cell is not None:
            self.cell.parts.append(text)


def _columns(names: list[str]) -> _Columns:
    who = [place for place, name in enumerate(names) if WHO_COLUMN.search(name)]
    does = [place for place in who if DOES.search(names[place])]
    does = does or [place for place in who if not RECEIVES.search(names[place])]
    when = _first(names, WHEN_COLUMN, set(does))
    task = _first(names, TASK_COLUMN, {*who, when})
    return _Columns(names, task=task, when=when, who=does[0] if does else None)


def _first(names: list[str], pattern: re.Pattern[str], taken: set[int | None]) -> int | None:
    found = (place for place, name in enumerate(names) if pattern.search(name[:LONGEST_NAME]))
    return next((place for place in found if place not in taken), None)


def _with_box(columns: _Columns, box: int, cells: list[_Cell]) -> _Columns:
    """Fix the column of the boxes with the first row that has one."""
    if columns.box is not None:
        return columns
    task = columns.task
    if task is None or task == box:
        alone = BOX.sub("", cells[box].text).strip()
        task = box if alone else box + 1
    when = columns.when if columns.when != task else None
    return _Columns(columns.names, box, task, when, columns.who)


def _split(cells: list[_Cell], boxes: list[int], columns: _Columns) -> list[list[_Cell]]:
    """Cut a run of cells into one row for each box, each aligned with the columns."""
    before = columns.box or 0
    starts = [0, *(max(box - before, 0) for box in boxes[1:])]
    rows = []
    for box, start, stop in zip(boxes, starts, [*starts[1:], len(cells)], strict=True):
        row = cells[start:stop]
        missing = before - (box - start)
        row = [_Cell(header=False, by_mistake=False)] * missing + row[max(-missing, 0) :]
        while columns.names and len(row) > len(columns.names):
            extra = next(
                (place for place, cell in enumerate(row) if cell.by_mistake and not cell.text), None
            )
            if extra is None:
                break
            del row[extra]
        rows.append(row)
    return rows


def _add_task(row: list[_Cell], columns: _Columns, outline: Outline, table: Section) -> None:
    def text(place: int | None) -> str:
        words = row[place].text if place is not None and place < len(row) else ""
        return "" if words.lower() in NOTHING else words

    known = {columns.box, columns.task, columns.when, columns.who}
    number = NUMBER.fullmatch(text(0)) if 0 not in known else None
    task, _, more = BOX.sub("", text(columns.task)).strip().partition("\n")
    notes = [more]
    for place in range(len(row)):
        if place in known or (place == 0 and number) or not text(place):
            continue
        name = columns.names[place] if place < len(columns.names) else ""
        notes.append(f"{name}: {text(place)}" if name else text(place))
    when_column = columns.names[columns.when] if columns.when is not None else ""
    outline.add(
        Task(
            text=task,
            detail="\n\n".join(filter(None, notes)),
            section=outline.open,
            depth=1,
            parent=None,
            done=any(box in text(columns.box) for box in TICKED_BOXES),
            row=Row(
                table=table,
                number=number[1] if number else "",
                when=text(columns.when),
                when_column=when_column,
                who=text(columns.who),
            ),
        )
    )
