"""Markdown blocks to an outline of tasks: what GitHub shows as a box is a task."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from markdown_it.token import Token

from ..plain import heading_words
from .headings import bold_line, label_line, summary_words
from .html_tables import has_boxes, read_table
from .lines import (
    BOX,
    COMMENT,
    PLAIN_BOX,
    TICKED,
    comments_in,
    count_task_lines,
    is_hard_wrapped,
    is_nearly_task,
    split_text,
    without_comments,
)
from .outline import BOLD, LABEL, Outline, Section, Task
from .references import with_targets
from .tokens import HTML_MARKS, Parsed
from .wording import makes_optional

LONGEST_BULLET_GROUP = 80
HTML_BOLD = re.compile(r"^\s*<(b|strong)>(?P<words>[^<>\n]+)</\1>\s*:?\s*$", re.IGNORECASE)
PREFORMATTED = re.compile(r"<(?:pre|script|style|textarea)\b", re.IGNORECASE)
TABLE_START = re.compile(r"<table\b", re.IGNORECASE)
TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
CELL_BOX = re.compile(r"\[[ xX]\]|[☐☑☒]|&#(?:9744|9745|x2610|x2611);", re.IGNORECASE)


@dataclass
class Passed:
    """The title of a body, and what in it became no task."""

    title: str = ""
    comments: int = 0
    code: int = 0
    list_items: int = 0
    table_boxes: int = 0
    not_shown: list[int] = field(default_factory=list)


def read_blocks(parsed: Parsed, outline: Outline) -> Passed:
    """Fill the outline from Markdown and report what was passed over."""
    return _Walk(parsed, outline).read()


@dataclass
class _OpenItem:
    """A list item while its blocks are read: the task or the group it makes, if any."""

    task: int | None = None
    section: Section | None = None
    line_after: str | None = None


class _Walk:
    """One pass over the block tokens of one body."""

    def __init__(self, parsed: Parsed, outline: Outline):
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.source = parsed.source
        self.outline = outline
        self.passed = Passed()
        self.items: list[_OpenItem] = []
        self.details: list[Section | None] = []
        self.quotes: list[Section] = []
        self.accounted: set[int] = set()
        self.hard_wrapped = is_hard_wrapped(self.source.lines)
        self.table_ends = [n for n, line in enumerate(self.source.lines) if TABLE_END.search(line)]
        self.table_end = -1

    def read(self) -> Passed:
        place = 0
        while place < len(self.tokens):
            place = self._step(place, self.tokens[place])
        self.passed.not_shown = [
            number + 1
            for number, line in enumerate(self.source.lines)
            if number not in self.accounted and is_nearly_task(line)
        ]
        return self.passed

    def _step(self, place: int, token: Token) -> int:
        """Read one token and return the place of the next one to read."""
        match token.type:
            case "list_item_open":
                self._open_item(place, token)
            case "list_item_close":
                self._close_item()
            case "fence" | "code_block":
                self._code(token)
            case "html_block":
                return self._html(place, token)
            case "table_open":
                return self._pipe_table(place)
            case "blockquote_open" if not self.items:
                self.quotes.append(self.outline.enter(""))
            case "blockquote_close" if not self.items:
                self.outline.leave(self.quotes.pop())
            case "heading_open" if not self.items:
                self._heading(place, token)
            case "paragraph_open" if not self.items:
                self._paragraph(place)
            case "paragraph_open":
                self._paragraph_in_item(place)
            case "hr" if not self.items:
                self.outline.rule()
        return place + 1

    def _heading(self, place: int, token: Token) -> None:
        words = heading_words(self.tokens[place + 1].content)
        if place == self.parsed.title_place:
            self.passed.title = words
            self.outline.title(words)
        elif words:
            self.outline.heading(words, int(token.tag[1]))

    def _paragraph(self, place: int) -> None:
        lines = without_comments(self.tokens[place + 1].content).strip().split("\n")
        bold = bold_line(lines[0])
        if bold:
            self.outline.heading(bold, BOLD)
            lines = lines[1:]
        last_bold = bold_line(lines[-1]) if lines else None
        label = label_line(lines[-1]) if lines and self._tasks_follow(place + 3) else None
        if last_bold or label:
            self._say(lines[:-1])
            self.outline.heading(last_bold or label or "", BOLD if last_bold else LABEL)
        elif lines and lines[-1].rstrip(" *_").endswith(":") and self._tasks_follow(place + 3):
            self.outline.lead_in("\n".join(lines))
        else:
            self._say(lines)

    def _paragraph_in_item(self, place: int) -> None:
        """Take a label above tasks inside a bullet that is no task itself."""
        if self._in_task() or not self._tasks_follow(place + 3):
            return
        lines = self.tokens[place + 1].content.split("\n")
        is_bullet = self.tokens[place - 1].type == "list_item_open"
        label = label_line(lines[-1]) if len(lines) > 1 or not is_bullet else None
        if label:
            self.outline.heading(label, LABEL)

    def _say(self, lines: list[str]) -> None:
        if len(lines) > 1:
            for line in lines:
                self.outline.fact(line)
        if lines:
            self.outline.say("\n".join(lines))

    def _open_item(self, place: int, token: Token) -> None:
        item = _OpenItem()
        self.items.append(item)
        if self.parsed.is_task(place):
            item.line_after = self._line_after(place)
            item.task = self._add_task(place, token, without_last_line=bool(item.line_after))
            return
        self.passed.list_items += 1
        if self._in_task():
            return
        lines = self._first_paragraph(place).split("\n")
        if self.parsed.has_tasks(place, self.parsed.closing[place]):
            words = heading_words(lines[0]).rstrip(":").rstrip()
            item.section = self.outline.enter(words if len(words) <= LONGEST_BULLET_GROUP else "")
        else:
            for line in lines:
                self.outline.fact(line)

    def _in_task(self) -> bool:
        return any(item.task is not None for item in self.items)

    def _close_item(self) -> None:
        item = self.items.pop()
        if item.section:
            self.outline.leave(item.section)
        if item.line_after:
            self._read_line(item.line_after)

    def _line_after(self, place: int) -> str | None:
        """Return a heading or "Optional" written right below a task, which Markdown adds to it."""
        paragraph = self.tokens[place + 1]
        first, last = paragraph.map or (0, 0)
        if len(self.items) > 1 or self.parsed.closing[place] != place + 4 or last - first < 2:
            return None
        line = self.source.lines[last - 1]
        if line[:1].isspace():
            return None
        follows = self.tokens[place + 5].type == "list_item_open"
        is_heading = bold_line(line) or (follows and (label_line(line) or makes_optional(line)))
        return line if is_heading else None

    def _read_line(self, line: str) -> None:
        bold, label = bold_line(line), label_line(line)
        if bold:
            self.outline.heading(bold, BOLD)
        elif label:
            self.outline.heading(label, LABEL)
        else:
            self.outline.lead_in(line)

    def _add_task(self, place: int, token: Token, *, without_last_line: bool) -> int:
        content = self._first_paragraph(place)
        if without_last_line:
            content = content.rpartition("\n")[0]
        box = BOX.match(content) or PLAIN_BOX.match(content)
        written = content[box.end() :] if box else content
        text, continued = split_text(written, hard_wrapped=self.hard_wrapped)
        text = text or " ".join(written.replace("<!--", "").replace("-->", "").split())
        first, last = token.map or (0, 0)
        below = (self.tokens[place + 1].map or (first, first + 1))[1]
        rest = self.source.cut(below, last, self._child_spans(place), self.source.indent_of(first))
        detail = "\n\n".join(filter(None, (continued, without_comments(rest).strip("\n"))))
        above = [item.task for item in self.items if item.task is not None]
        self.accounted.add(first)
        return self.outline.add(
            Task(
                text=with_targets(text, self.parsed.references),
                detail=with_targets(detail, self.parsed.references),
                section=self.outline.open,
                depth=len(above) + 1,
                parent=above[-1] if above else None,
                done=bool(box and TICKED.search(box[0])),
            )
        )

    def _child_spans(self, place: int) -> list[tuple[int, int]]:
        """Return the lines of the tasks directly inside the task at `place`."""
        spans: list[tuple[int, int]] = []
        start = bisect_left(self.parsed.tasks, place + 1)
        for child in self.parsed.tasks[start:]:
            if child > self.parsed.closing[place]:
                break
            first, last = self.tokens[child].map or (0, 0)
            if not spans or first >= spans[-1][1]:
                spans.append((first, last))
        return spans

    def _code(self, token: Token) -> None:
        self.passed.code += count_task_lines(token.content)
        self._account_for(token)

    def _pipe_table(self, place: int) -> int:
        while self.tokens[place].type != "table_close":
            if self.tokens[place].type == "inline":
                self.passed.table_boxes += len(CELL_BOX.findall(self.tokens[place].content))
            place += 1
        return place

    def _html(self, place: int, token: Token) -> int:
        html = token.content
        if "<!--" in html:
            self.passed.comments += sum(map(count_task_lines, comments_in(html)))
            self._account_for(token, html)
            html = without_comments(html)
        if PREFORMATTED.match(html.lstrip()):
            self._code(token)
            return place + 1
        if TABLE_START.search(html) and token.map and token.map[0] >= self.table_end:
            return self._html_tables(place, token, *token.map)
        self._html_marks(place, html)
        return place + 1

    def _html_tables(self, place: int, token: Token, first: int, last: int) -> int:
        """Read tables with boxes and return the place of what follows them.

        For Markdown a block of HTML ends at a blank line, for a reader its table does not.
        """
        last = self._end_of_tables(first, last)
        self.table_end = last
        html = without_comments("\n".join(self.source.lines[first:last]))
        if not has_boxes(html):
            self._html_marks(place, without_comments(token.content))
            return place + 1
        done = 0
        while table := TABLE_START.search(html, done):
            self._html_marks(place, html[done : table.start()])
            end = TABLE_END.search(html, table.end())
            done = end.end() if end else len(html)
            read_table(html[table.start() : done], self.outline)
        self._html_marks(place, html[done:])
        while place < len(self.tokens):
            here = self.tokens[place].map
            if here and here[0] >= last and self.tokens[place].level <= token.level:
                break
            place += 1
        return place

    def _end_of_tables(self, first: int, last: int) -> int:
        """Return the line below a block of HTML, stretched to where its last table ends."""
        html = "\n".join(self.source.lines[first:last])
        if len(TABLE_START.findall(html)) > len(TABLE_END.findall(html)):
            ends = bisect_left(self.table_ends, last)
            return self.table_ends[ends] + 1 if ends < len(self.table_ends) else last
        return last

    def _html_marks(self, place: int, html: str) -> None:
        bold = HTML_BOLD.match(html)
        if bold and not self.items:
            self.outline.heading(heading_words(bold["words"]).rstrip(":"), BOLD)
        for match in HTML_MARKS.finditer(html):
            if match["open"]:
                self.details.append(None)
            elif match["close"]:
                section = self.details.pop() if self.details else None
                if section:
                    self.outline.leave(section)
            elif self.items:
                continue
            elif match["rule"]:
                self.outline.rule()
            elif match["level"]:
                self._html_heading(heading_words(match["heading"]), int(match["level"]))
            else:
                self._summary(place, summary_words(match["summary"]))

    def _html_heading(self, words: str, level: int) -> None:
        if level == 1 and not self.passed.title and not self.outline.tasks:
            self.passed.title = words
            self.outline.title(words)
        elif words:
            self.outline.heading(words, level)

    def _summary(self, place: int, words: str) -> None:
        if self.details and self.details[-1] is None and place in self.parsed.closed_details:
            self.details[-1] = self.outline.enter(words)
        elif words:
            self.outline.heading(words, LABEL)

    def _first_paragraph(self, place: int) -> str:
        has_one = self.tokens[place + 1].type == "paragraph_open"
        return self.tokens[place + 2].content if has_one else ""

    def _tasks_follow(self, place: int) -> bool:
        if place >= len(self.tokens) or not self.tokens[place].type.endswith("_list_open"):
            return False
        return self.parsed.has_tasks(place, self.parsed.closing[place])

    def _account_for(self, token: Token, only: str | None = None) -> None:
        first, last = token.map or (0, 0)
        if only is None:
            self.accounted.update(range(first, last))
            return
        for comment in COMMENT.finditer(only):
            start = first + only.count("\n", 0, comment.start())
            self.accounted.update(range(start, start + comment[0].count("\n") + 1))
