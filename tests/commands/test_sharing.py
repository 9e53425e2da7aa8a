"""Links to a report on the command line."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.errors import Refused
from kt.models import ShareLink
from kt.operations.sharing import usable_share_link

AS_ADA = ("--as", "ada@example.com")


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    monkeypatch.setenv("KT_BASE_URL", "https://kt.example.com")
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield a_cast()


def kt(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def opens(token: str) -> bool:
    try:
        return bool(usable_share_link(token))
    except Refused:
        return False


def test_share_prints_a_link_that_opens_the_report(cast: Cast) -> None:
    said = kt("rollout", "share", "1", "--days", "7", "--for", "The board", *AS_ADA).stdout
    found = re.fullmatch(
        r"Link 1, until 2026-11-30; it is shown only now:\n"
        r"https://kt\.example\.com/shared/(\S+)\n",
        said,
    )
    assert found
    assert opens(found[1])
    assert ShareLink.get().note == "The board"


def test_unshare_revokes_one_link_or_all(cast: Cast) -> None:
    tokens = [kt("rollout", "share", "1", *AS_ADA).stdout.split("/")[-1].strip() for _ in "123"]
    assert kt("rollout", "unshare", "1", "2", *AS_ADA).stdout == (
        "1 link to the report of Settlement engine revoked.\n"
    )
    assert [opens(token) for token in tokens] == [True, False, True]
    assert kt("rollout", "unshare", "1", *AS_ADA).stdout.startswith("2 links to the report")
    assert [opens(token) for token in tokens] == [False] * 3
    assert kt("rollout", "unshare", "1", *AS_ADA).stdout.startswith("No link to the report")


def test_a_link_that_is_not_there_is_refused_with_those_that_are(cast: Cast) -> None:
    assert "Its links: none yet." in kt("rollout", "unshare", "1", "4", *AS_ADA).stderr
    kt("rollout", "share", "1", *AS_ADA)
    refused = kt("rollout", "unshare", "1", "4", *AS_ADA)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "has no link 4. Its links: 1." in refused.stderr


def test_sharing_is_for_whoever_runs_the_rollout(cast: Cast) -> None:
    for command in ("share", "unshare"):
        refused = kt("rollout", command, "1", "--as", "ben@example.com")
        assert (refused.exit_code, ShareLink.select().count()) == (1, 0)
        assert "Ask its supervisor" in refused.stderr
