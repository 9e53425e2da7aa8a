"""Links to a rollout's report: made by whoever runs it, expiring, revocable, kept as a hash."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import AuditEntry, ShareLink
from kt.operations.sharing import (
    MOST_LINKS,
    make_share_link,
    revoke_share_link,
    usable_share_link,
)
from kt.reports.history import history_of
from kt.reports.sharing import share_links_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield a_cast()


def share(cast: Cast, **values: object) -> tuple[ShareLink, str]:
    given = {"days": 7, "by": cast.ada, "today": TODAY} | values
    return make_share_link(cast.rollout, **given)


def on(day: date, hour: int = 9) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def test_a_link_is_kept_as_a_hash_and_leads_to_its_rollout(cast: Cast) -> None:
    link, token = share(cast, note=" The board ")
    assert token not in (link.token_hash, link.note)
    assert len(token) >= 43
    assert link.note == "The board"
    assert usable_share_link(token).rollout == cast.rollout


@pytest.mark.parametrize("days", [7, 30, 90])
def test_a_link_works_through_its_last_day_in_the_rollouts_zone(cast: Cast, days: int) -> None:
    cast.rollout.time_zone = "Pacific/Auckland"
    cast.rollout.save()
    _, token = share(cast, days=days)
    last = TODAY + timedelta(days)
    # Auckland is 13 hours ahead: its last day ends at 11 o'clock of UTC.
    with on(last, hour=10):
        assert usable_share_link(token)
    with on(last, hour=12), pytest.raises(Refused):
        usable_share_link(token)


def test_other_lengths_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="7, 30 or 90 days"):
        share(cast, days=365)
    assert ShareLink.select().count() == 0


def test_unknown_expired_and_revoked_links_are_refused_in_the_same_words(cast: Cast) -> None:
    said = set()
    link, revoked = share(cast)
    revoke_share_link(link, by=cast.ada)
    _, expired = share(cast)
    for token, day in (("nothing", TODAY), (revoked, TODAY), (expired, TODAY + timedelta(8))):
        with on(day), pytest.raises(Refused) as refusal:
            usable_share_link(token)
        said.add(refusal.value.sentence)
    assert len(said) == 1


def test_only_whoever_runs_the_rollout_shares_it(cast: Cast) -> None:
    link, _ = share(cast)
    cast.rollout.deputy = cast.eve
    cast.rollout.save()
    for person in (cast.eve, cast.root):
        assert share(cast, by=person)
    for person in (cast.ben, cast.cleo, cast.dan):
        with pytest.raises(NotAllowed, match="Ask its supervisor"):
            share(cast, by=person)
        with pytest.raises(NotAllowed):
            revoke_share_link(link, by=person)
    assert ShareLink.get_by_id(link.id).revoked_at is None


def test_twenty_links_in_use_are_enough(cast: Cast) -> None:
    links = [share(cast)[0] for _ in range(MOST_LINKS)]
    with pytest.raises(Refused, match="Revoke one first"):
        share(cast)
    revoke_share_link(links[0], by=cast.ada)
    assert share(cast)


def test_both_deeds_stand_in_the_history_once_and_without_the_token(cast: Cast) -> None:
    link, token = share(cast)
    for _ in range(2):
        revoke_share_link(link, by=cast.ada)
    assert [told.text for told in history_of(cast.rollout)] == [
        "Ada Lovell revoked a link to the report of Settlement engine",
        "Ada Lovell made a link to the report of Settlement engine for somebody outside, "
        "until 30 Nov 2026",
    ]
    assert token not in str([entry.values for entry in AuditEntry.select()])


def test_the_newest_link_stands_first_with_its_number(cast: Cast) -> None:
    for note in ("The board", "The bank"):
        share(cast, note=note)
    lines = share_links_of(cast.rollout, TODAY)
    assert [(line.number, line.note, line.is_usable) for line in lines] == [
        (2, "The bank", True),
        (1, "The board", True),
    ]
    assert not any(line.is_usable for line in share_links_of(cast.rollout, TODAY + timedelta(8)))
