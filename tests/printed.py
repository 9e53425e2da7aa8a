"""The tables of a report, read back from its page and from its text."""

import re
from html.parser import HTMLParser
from typing import Any

from click.testing import CliRunner, Result

from kt.commands import main

Table = list[list[str]]


class Tables(HTMLParser):
    """The tables of a page by their ids, each a list of rows of words."""

    def __init__(self, html: str):
        super().__init__()
        self.found: dict[str, Table] = {}
        self.table: Table = []
        self.cell: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = dict(attributes)
        if tag == "div" and given.get("class", "").split(" ")[0] == "table":
            self.table = self.found[given["id"]] = []
        elif tag == "tr":
            self.table.append([])
        elif tag in ("td", "th"):
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            self.table[-1].append(spaced("".join(self.cell)))
            self.cell = None

    def handle_data(self, text: str) -> None:
        if self.cell is not None:
            self.cell.append(text)


def spaced(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def tables_of_text(text: str) -> dict[str, Table]:
    """Read the tables of the text, by their titles; "-" stands for an empty cell."""
    found: dict[str, Table] = {}
    for part in text.replace("\u00a0", "~").split("\n\n")[1:]:
        title, *rows = part.strip().split("\n")
        cells = [re.split(r" {2,}", row.strip()) for row in rows]
        found[title.partition(":")[0]] = [
            ["" if cell == "-" else cell.replace("~", " ") for cell in row] for row in cells
        ]
    return found


def with_topics(figures: Table) -> Table:
    """Put the row that names a topic before each of its figures."""
    topic, rows = "Topic", []
    for row in figures:
        if len(row) == 1:
            topic = row[0]
        else:
            rows.append([topic, *row])
    return rows


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
