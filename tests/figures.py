"""Which figures of a page lead to the rows behind them, and which are dead."""

import re
from collections.abc import Iterator
from typing import Protocol


class Element(Protocol):
    tag: str
    attrs: dict[str, str]
    children: list["Element | str"]

    @property
    def classes(self) -> set[str]: ...
    @property
    def words(self) -> str: ...
    def within(self) -> Iterator["Element"]: ...
    def around(self) -> Iterator["Element"]: ...


# A count of something, a share, hours; a day, a time and a number in a name are none.
NOUNS = "session target learner topic document output item question people person holder coach h"
FIGURE = re.compile(
    r"(?<![\w“])(\d[\d,.]*)( of \d[\d,.]*| ?%| (?:" + "|".join(NOUNS.split()) + r")(?:e?s)?\b)"
)
COUNT = re.compile(r"\d[\d,]*(?: of \d[\d,]*)?")

# What was agreed or written, or happened: told, not counted.
TOLD = {"prose", "history", "sheet", "difference", "facts", "field-hint", "unseen", "pagination"}
WORKED_BY = {"script", "style", "title", "option", "textarea", "button", "label", "svg", "form"}
HOLDERS = {"meter", "page-head", "card", "section-head", "thread-row", "burn-up", "chart"}


def dead_figures(page: Element) -> Iterator[str]:
    """Say each figure that is no link, has none beside it, and whose rows do not stand below."""
    main = next((each for each in page.within() if each.tag == "main"), None)
    for element in main.within() if main else ():
        said = "".join(each for each in element.children if isinstance(each, str))
        counted = _figure(element, " ".join(said.split()))
        if counted and not _is_told(element) and not _is_followed(element, counted):
            yield f"{' '.join(sorted(element.classes)) or element.tag}: {' '.join(said.split())}"


def _figure(element: Element, said: str) -> str:
    bare = element.classes & {"number", "meter-text"} or _is_note_of_section(element)
    found = COUNT.fullmatch(said) if bare else None
    found = found or FIGURE.search(said)
    return found.group(0) if found else ""


def _is_note_of_section(element: Element) -> bool:
    return "note" in element.classes and any("section-title" in e.classes for e in element.around())


def _is_told(element: Element) -> bool:
    return any(each.classes & TOLD or each.tag in WORKED_BY for each in element.around())


def _is_followed(element: Element, counted: str) -> bool:
    around = list(element.around())
    if counted in ("0", "0 %", "0%") or any(each.tag == "a" for each in around):
        return True
    holders = [each for each in around if each.tag in ("li", "tr", "p") or each.classes & HOLDERS]
    if any(inner.tag == "a" for each in holders for inner in each.within()):
        return True
    is_of_a_row = any(each.tag in ("li", "tr") for each in around)
    return not is_of_a_row and "%" not in counted and _rows_below(around) >= max(_first(counted), 1)


def _rows_below(around: list[Element]) -> int:
    """Count the rows of the section, or of the page, that tells the figure."""
    part = next(each for each in around if each.tag in ("section", "main"))
    return sum(
        each.tag == "tr"
        or "data-row" in each.attrs
        or bool(each.classes & {"card", "prose"})
        or each.attrs.get("type") == "checkbox"
        for each in part.within()
    )


def _first(counted: str) -> int:
    return int(re.sub(r"\D.*", "", counted.replace(",", "")))
