"""Delegation on the command line: the same rules, the same sentences."""

import json
from collections.abc import Iterator

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Kind, Topic

BEN = ("--as", "ben@example.com")
CLEO = ("--as", "cleo@example.com")


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(make.TODAY, tick=False):
        cast = a_cast()
        make.a_topic("Weekly report", kind=Kind.DELEGATION, owner=cast.ben, open_to_all=False)
        yield cast


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["handover", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments: str) -> str:
    result = kt(*arguments)
    assert result.exit_code == 1
    return result.stderr


def test_a_task_goes_from_hand_to_hand(cast: Cast) -> None:
    said = kt("offer", "weekly report", "--new", "Rota", "--to", "cleo@example.com", *BEN).stdout
    assert said == (
        "1  Weekly report waits for Cleo Marsh to accept it.\n"
        "2  Rota waits for Cleo Marsh to accept it.\n"
    )
    assert kt("accept", "1", *CLEO).stdout == "You took Weekly report on from Ben Arroyo.\n"
    assert kt("sign", "1", "1", *BEN).stdout == "Cleo Marsh watches: Weekly report.\n"
    for step in ("2", "3", "4"):
        kt("sign", "1", step, *BEN)
    assert Topic.get(Topic.name == "Weekly report").owner == cast.cleo
    assert kt("decline", "2", "--why", "Not now.", *CLEO).stdout == (
        "You declined Rota. Ben Arroyo reads why.\n"
    )
    assert kt("take-back", "1", "--why", "A reason.", *BEN).stdout == (
        "Weekly report is taken back from Cleo Marsh.\n"
    )
    assert kt("list", *BEN).stdout == (
        "2  Rota, Ben Arroyo to Cleo Marsh: declined\n"
        "1  Weekly report, Ben Arroyo to Cleo Marsh: taken back\n"
    )


def test_the_list_says_how_far_each_is(cast: Cast) -> None:
    assert "Nothing is handed over." in kt("list", *BEN).stderr
    kt("offer", "Weekly report", "--to", "cleo@example.com", *BEN)
    kt("accept", "1", *CLEO)
    kt("sign", "1", "1", *BEN)
    assert kt("list", *CLEO).stdout == (
        "1  Weekly report, Ben Arroyo to Cleo Marsh: accepted, watches\n"
    )
    (row,) = json.loads(kt("list", "--json", *CLEO).stdout)
    assert (row["task"], row["state"], row["reached"]) == ("Weekly report", "accepted", 1)


def test_refusals_say_the_same_sentences(cast: Cast) -> None:
    assert "You do not hold" in refused(
        "offer", "Weekly report", "--to", "eve@example.com", "--as", "ada@example.com"
    )
    assert "There is no topic “Weekly report” that you can see" in refused(
        "offer", "Weekly report", "--to", "eve@example.com", *CLEO
    )
    kt("offer", "Weekly report", "--to", "cleo@example.com", *BEN)
    assert "has not accepted Weekly report yet" in refused("sign", "1", "1", *BEN)
    assert "Say in a sentence why not" in refused("decline", "1", *CLEO)
    assert "There is no handover 1 that you can see" in refused(
        "accept", "1", "--as", "eve@example.com"
    )
