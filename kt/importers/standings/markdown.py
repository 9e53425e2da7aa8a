"""The tables of a text in Markdown; texts without one are told apart from files of cells."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from kt.errors import Refused
from kt.importers.tables import Row, Table, read_tables

TEXTS = (".md", ".markdown", ".mdx", ".html", ".htm", ".rst", ".adoc")

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")


def tables_of(data: bytes, filename: str) -> Iterator[Table]:
    """Yield the tables of a file: of a spreadsheet its sheets, of a text those between bars."""
    if PurePath(filename).suffix.casefold() not in TEXTS:
        yield from read_tables(data, filename, name_hidden=True)
        return
    found = list(_tables(data.decode("utf-8", errors="replace").lstrip("\ufeff")))
    if not found:
        raise Refused(
            f"“{filename}” is a text, not a table of who can do what. Put people, topics and "
            "levels into a spreadsheet and choose that (CSV, TSV or XLSX)."
        )
    yield from found


def _tables(text: str) -> Iterator[Table]:
    lines = text.splitlines()
    heading, at = "", 0
    while at < len(lines):
        if lines[at].startswith("#"):
            heading = lines[at].strip("# ")
        is_header = "|" in lines[at] and at + 1 < len(lines) and "|" in lines[at + 1]
        if not (is_header and _RULE.fullmatch(lines[at + 1])):
            at += 1
            continue
        rows = [Row(at + 1, _cells(lines[at]))]
        at += 2
        while at < len(lines) and "|" in lines[at]:
            cells = _cells(lines[at])
            rows += [Row(at + 1, cells)] if cells else []
            at += 1
        yield Table(heading, tuple(rows))


def _cells(line: str) -> tuple[str, ...]:
    cells = [re.sub(r"[*_`]+", "", part).strip() for part in _BAR.split(line.strip().strip("|"))]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
