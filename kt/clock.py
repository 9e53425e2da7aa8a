"""The only place that reads the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """Tell the moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """Tell the day it is in a time zone."""
    return now().astimezone(zone).date()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let it be another moment, so that a demo has a past; never used on a team's own data."""
    before = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(before)
