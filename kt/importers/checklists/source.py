"""The lines of a Markdown body, for giving back what stands below a task as it was written."""

import re
from textwrap import dedent

MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]{1,4}(?=\S)|[ \t])")
QUOTES = re.compile(r"(?:[ \t]*>)+[ ]?")
TAB = 4


class Source:
    """A body cut into lines."""

    def __init__(self, body: str):
        self.lines = body.split("\n")

    def indent_of(self, line: int) -> int:
        """Return the column at which the content of the list item on that line begins."""
        marker = MARKER.match(self.lines[line].expandtabs(TAB))
        return marker.end() if marker else 0

    def cut(self, first: int, last: int, skipped: list[tuple[int, int]], indent: int) -> str:
        """Return lines `first` up to `last` without the skipped spans, moved left by `indent`."""
        kept: list[str] = []
        for start, stop in [*skipped, (last, last)]:
            kept.extend(_moved_left(line, indent) for line in self.lines[first:start])
            first = max(first, stop)
        return dedent("\n".join(kept)).strip("\n").rstrip()


def _moved_left(line: str, indent: int) -> str:
    quotes = QUOTES.match(line)
    if quotes:
        line = " " * quotes.end() + line[quotes.end() :]
    margin = line[: len(line) - len(line.lstrip())].expandtabs(TAB)
    return margin[indent:] + line.lstrip()
