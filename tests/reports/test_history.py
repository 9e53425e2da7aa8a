"""Histories in words."""

from datetime import UTC, datetime, timedelta

import time_machine
from cast import Cast, a_cast

from kt.operations.audit import record
from kt.reports.history import history_of


def test_the_newest_deed_comes_first_also_where_it_was_written_down_before_an_older_one(
    database: str,
) -> None:
    cast: Cast = a_cast()
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    for deed, at in (
        ("rollout.started", now),
        ("rollout.completed", now),
        ("rollout.added", now - timedelta(days=1)),
    ):
        with time_machine.travel(at, tick=False):
            record(deed, by=cast.ada, about=[cast.rollout], rollout=cast.rollout)
    name = cast.rollout.name
    assert [told.text for told in history_of(cast.rollout)] == [
        f"Ada Lovell completed {name}",
        f"Ada Lovell started {name}",
        f"Ada Lovell added the rollout {name}",
    ]
