"""What a screen shows and what a file holds, as rows to compare."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineWorkbook

VOID = {"input", "br", "img", "meta", "link", "hr", "path", "circle", "rect"}

Cell = str | float | date | datetime


@dataclass
class Element:
    """An element of a page, for looking at its rows."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"]

    def all(self, fits: Callable[["Element"], bool]) -> Iterator["Element"]:
        for each in self.inside:
            if isinstance(each, Element):
                if fits(each):
                    yield each
                else:
                    yield from each.all(fits)

    @property
    def text(self) -> str:
        words = "".join(each if isinstance(each, str) else f" {each.text} " for each in self.inside)
        return spaced(words)


class Page(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.root = Element("page", {}, [])
        self.open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, [])
        self.open[-1].inside.append(element)
        if tag == "input" and element.attributes.get("type") in ("text", "number"):
            element.inside.append(element.attributes.get("value", ""))
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def rows(self, place: str) -> list[Element]:
        """Give the rows of what has this id or label: of a list, a table or a history."""
        (there,) = list(self.root.all(lambda each: place in named(each)))[:1] or [
            Element("", {}, [])
        ]
        return [each for each in there.all(is_row) if not is_head(each)]


def named(element: Element) -> tuple[str, str, str]:
    given = element.attributes
    classes = given.get("class", "")
    return given.get("id", ""), given.get("aria-label", ""), f"{element.tag}.{classes}"


def is_row(element: Element) -> bool:
    classes = element.attributes.get("class", "").split()
    is_listed = element.tag == "li" and ("row" in classes or "tick" in classes or not classes)
    return element.tag == "tr" or is_listed or "card" in classes


def is_head(element: Element) -> bool:
    cells = [each for each in element.inside if isinstance(each, Element)]
    return bool(cells) and all(each.attributes.get("scope", "").startswith("col") for each in cells)


def cells_of(row: Element) -> list[str]:
    return [each.text for each in row.inside if isinstance(each, Element)]


def spaced(text: str) -> str:
    return " ".join(text.split())


def workbook(data: bytes) -> list[list[Cell]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return book.get_sheet_by_name(book.sheet_names[0]).to_python()


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
