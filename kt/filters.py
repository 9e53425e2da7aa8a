"""Jinja filters and globals: how values look on a page."""

from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Flask, g, url_for
from jinja2 import StrictUndefined

from . import dates, due
from .config import package_folder

TINTS = 4


def register(app: Flask) -> None:
    """Put the filters into the application and make its templates strict."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters.update(
        ago=ago,
        count=dates.count_words,
        day=day,
        dom_id=dom_id,
        due=due_on,
        initials=initials,
        minutes=dates.minutes_words,
        moment=moment,
        number=number,
        percent=percent,
        rule=due.rule_words,
        tint=tint,
    )
    environment.globals.update(static_url=static_url, dom_id=dom_id)


def day(value: date) -> str:
    """Say a day as people do, seen from the reader's own: "tomorrow", "Fri 4 Dec"."""
    return dates.day_words(value, g.today)


def moment(value: datetime) -> str:
    """Say a moment in the reader's time zone: "today 9:12"."""
    return dates.moment_words(value, g.zone, g.today)


def ago(value: date) -> str:
    return dates.ago_words(value, g.today)


def due_on(value: date | None) -> str:
    return dates.due_words(value, g.today)


def initials(name: str) -> str:
    """Take the first letters of the first and last name; two letters of a single one."""
    words = name.split()
    letters = words[0][0] + words[-1][0] if len(words) > 1 else name.strip()[:2]
    return letters.upper()


def tint(id: int) -> int:
    """Choose one of four tints, always the same for the same person."""
    return id % TINTS + 1


def dom_id(row: Any, prefix: str = "") -> str:
    """Name the element of a row: "item-3"; a prefix keeps two elements of it apart."""
    name = f"{type(row).__name__.removesuffix('Row').lower()}-{row.id}"
    return f"{prefix}-{name}" if prefix else name


def number(value: float) -> str:
    """Write a number without needless zeros: 1234.5 is "1,234.5", 3.0 is "3"."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """Write a share of 0 to 1 as whole percent; only a whole one is 100 %."""
    return f"{int(share * 100)} %"


def static_url(name: str) -> str:
    """Give the address of a static file with its content's hash: it can be kept for good."""
    return url_for("static", filename=name, v=_hash_of(name))


@cache
def _hash_of(name: str) -> str:
    return sha256((package_folder("static") / name).read_bytes()).hexdigest()[:12]
