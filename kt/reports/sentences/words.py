"""Words that sentences have in common."""

from collections.abc import Callable, Mapping
from datetime import date
from textwrap import shorten
from typing import Any

from ...markup import plain

Sentence = str | Callable[[str, Mapping[str, Any]], str]


def a_access(access: str) -> str:
    """Say what somebody is by their access: "a member", "an administrator"."""
    return f"{'an' if access.startswith('a') else 'a'} {access}"


def said_day(text: str) -> str:
    """Say an ISO day as people do; "no date" for none."""
    if not text:
        return "no date"
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"


def quoted(text: str) -> str:
    return f"“{shorten(plain(text), 80, placeholder=' …')}”"
