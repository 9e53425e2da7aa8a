"""kt pair and kt title: the rules and the sentences of the web, in one line."""

import json
from datetime import UTC, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import PairAnswer, Pairing, PairKind, PairRequest, TitleRank

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture(autouse=True)
def monday() -> object:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    return a_cast()


def kt(*words: str, by: str = "eve") -> Result:
    return CliRunner().invoke(main, [*words, "--as", f"{by}@example.com"])


def test_a_colleague_is_asked_and_accepts(cast: Cast) -> None:
    asked = kt("pair", "ask", "--of", "ben@example.com")
    assert asked.stdout == (
        "You asked Ben Arroyo: ask 1. To know: the ranks of both are unknown, whether they share "
        "department and title is unknown.\n"
    )
    assert kt("pair", "list", by="ben").stdout.startswith("ask 1  Eve Nobody asks you for coaching")
    accepted = kt("pair", "accept", "1", by="ben")
    pairing = Pairing.get(Pairing.mutual)
    assert accepted.stdout == f"You and Eve Nobody coach each other now: pair {pairing.id}.\n"
    assert kt("pair", "list").stdout == (
        f"pair {pairing.id}  Ben Arroyo, Peer coaching (peer coaching): No session yet.\n"
    )
    listed = json.loads(kt("pair", "list", "--json").stdout)
    assert listed["pairs"][0]["people"] == {"2": "Ben Arroyo", "5": "Eve Nobody"}


def test_declining_asks_for_a_sentence(cast: Cast) -> None:
    make.an_ask(cast.eve, cast.ben)
    assert kt("pair", "decline", "1", by="ben").exit_code == 2
    assert kt("pair", "decline", "1", "--why", "No time.", by="ben").exit_code == 0
    assert PairRequest.get().answer == PairAnswer.DECLINED
    assert "you asked Ben Arroyo for coaching each other: declined" in kt("pair", "list").stdout


def test_a_pair_is_ended_by_its_two_and_hidden_from_others(cast: Cast) -> None:
    pairing = make.a_pair(cast.eve, cast.ben)
    hidden = kt("pair", "end", str(pairing.id), by="cleo")
    assert hidden.stderr.startswith(f"There is no pair {pairing.id} that you can see.")
    assert kt("pair", "end", str(pairing.id), "--note", "Done", by="ben").exit_code == 0
    assert Pairing.get_by_id(pairing.id).end_note == "Done"


def test_a_mentor_takes_the_first_in_line_and_no_more_than_there_are_places(cast: Cast) -> None:
    cast.dan.mentor_places = 1
    cast.dan.save()
    for by in ("eve", "cleo"):
        assert kt("pair", "ask", "--kind", "mentoring", by=by).exit_code == 0
    assert "Cleo Marsh waits for any mentor, place 2 in line" in kt("pair", "list", by="dan").stdout
    assert kt("pair", "accept", "1", by="dan").exit_code == 0
    full = kt("pair", "accept", "2", by="dan")
    assert (full.exit_code, full.stderr) == (
        1,
        "Dan Weiss offers 1 mentor place and has 1 protégé. Choose another mentor, wait for a "
        "place, or have Dan offer more.\n",
    )
    assert "you wait for any mentor, place 1 in line" in kt("pair", "list", by="cleo").stdout


def test_the_hidden_and_the_missing_answer_alike(cast: Cast) -> None:
    make.an_ask(cast.eve, cast.ben, kind=PairKind.PEERS)
    hidden, missing = kt("pair", "accept", "1", by="cleo"), kt("pair", "accept", "7", by="cleo")
    assert hidden.stderr.replace("1", "7") == missing.stderr


def test_titles_are_ranked_by_administrators(cast: Cast) -> None:
    assert kt("title", "rank", "Analyst=3", by="ada").exit_code == 1
    assert kt("title", "rank", "Analyst=3", "Head of X=7", by="root").stdout == "2 ranks changed.\n"
    assert kt("title", "rank", "Analyst=", by="root").stdout == "1 rank changed.\n"
    assert list(TitleRank.select(TitleRank.title, TitleRank.rank).tuples()) == [("Head of X", 7)]
    wrong = kt("title", "rank", "Analyst=high", by="root")
    assert wrong.stderr == "“Analyst=high” gives no rank. Write it like “Analyst=3”.\n"
    assert "Ranks go from 1 to 20" in kt("title", "rank", "Analyst=21", by="root").stderr
