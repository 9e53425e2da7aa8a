"""Sign-offs on the command line obey the same rules and say the same sentences."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Standing, Way


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        cast = a_cast()
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.ALONE)
        yield cast


def kt(*words: str, by: str) -> Result:
    return CliRunner().invoke(main, ("signoff", *words, "--as", f"{by}@example.com"))


def test_it_is_asked_judged_listed_and_taken_back(cast: Cast) -> None:
    assert kt("ask", str(cast.pairing.id), by="cleo").stdout == "Asked: sign-off 1 waits.\n"
    assert kt("yes", "1", by="ben").stdout == "Cleo Marsh is signed off.\n"
    (line,) = json.loads(kt("list", "--json", by="cleo").stdout)
    assert (line["topic"], line["level"], line["answer"]) == ("Cut-off rules", 3, "signed off")
    kt("undo", "1", by="ben")
    assert [each.level for each in Standing.select().order_by(Standing.id)] == [3, 0]


def test_not_yet_says_what_is_missing(cast: Cast) -> None:
    kt("ask", str(cast.pairing.id), by="cleo")
    said = kt("not-yet", "1", "--missing", "Restart once more", by="ben")
    assert said.stdout == "Cleo Marsh reads what is missing.\n"
    assert "Cut-off rules, “does it alone”: not yet" in kt("list", by="cleo").stdout
    assert kt("list", by="eve").stdout == "Nobody has asked to be signed off.\n"


def test_who_may_not_judge_is_told_whom_to_ask(cast: Cast) -> None:
    kt("ask", str(cast.pairing.id), by="cleo")
    refused = kt("yes", "1", by="cleo")
    assert (refused.exit_code, Standing.select().count()) == (1, 0)
    assert "The coach judges" in refused.stderr


def test_what_one_may_not_see_is_not_there(cast: Cast) -> None:
    kt("ask", str(cast.pairing.id), by="cleo")
    hidden, missing = kt("yes", "1", by="eve"), kt("yes", "9", by="eve")
    assert hidden.stderr.replace("1", "9") == missing.stderr
    assert kt("ask", "99", by="cleo").exit_code == 1
