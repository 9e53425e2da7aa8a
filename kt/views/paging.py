"""Pages of a long list: which one was asked for, and the links to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

# Above this many rows a list comes in pages.
SIZE = 100


@dataclass(frozen=True)
class Pages:
    """What the part `pagination` needs; `needed` is false where everything is on one page."""

    words: str
    previous_url: str | None
    next_url: str | None

    @property
    def needed(self) -> bool:
        return bool(self.previous_url or self.next_url)


def page_number(name: str = "page") -> int:
    """Read which page was asked for; anything that is no number is the first."""
    asked = request.args.get(name, "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


def pages(
    number: int, total: int, *, size: int = SIZE, name: str = "page", here: str = ""
) -> Pages:
    """Make the words and links of a page, keeping the filters of the request.

    `name` is the argument that asks for it, where two lists on one screen have pages; `here` is
    the address of the screen, where a form that was refused shows it too.
    """
    return pages_from(number, range(0, total, size), total, name=name, here=here)


def pages_from(
    number: int, starts: Sequence[int], total: int, *, name: str = "page", here: str = ""
) -> Pages:
    """Make the same where `starts` says how many rows stand before each page."""
    is_there = number <= len(starts)
    first, last = rows_of_page(number, starts, total)
    words = f"{first + 1:,} to {last:,} of {total:,}" if is_there else f"{total:,} in all"
    return Pages(
        words=words,
        previous_url=_url(number - 1, name, here) if number > 1 else None,
        next_url=_url(number + 1, name, here) if last < total else None,
    )


def rows_of_page(number: int, starts: Sequence[int], total: int) -> tuple[int, int]:
    """Tell how many rows stand before a page and how many until its end; behind the last, all."""
    bounds = [*starts, total]
    return bounds[min(number - 1, len(starts))], bounds[min(number, len(starts))]


def endless_pages(number: int, shown: int, more: bool, *, size: int = SIZE) -> Pages:
    """Make the words and links of a page of a list that nobody has counted to its end."""
    first = (number - 1) * size + 1
    return Pages(
        words=f"{first:,} to {first + shown - 1:,}" if shown else "no more",
        previous_url=_url(number - 1, "page") if number > 1 else None,
        next_url=_url(number + 1, "page") if more else None,
    )


def _url(number: int, name: str, here: str = "") -> str:
    asked: dict[str, Any] = {**request.args, name: number}
    if here:
        return f"{here}?{urlencode(asked)}"
    return url_for(request.endpoint or "", **{**asked, **(request.view_args or {})})
