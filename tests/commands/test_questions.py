"""kt question: asked, answered and joined by the rules of the web."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Output, Question


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    return a_cast()


def run(*arguments: str, by: str = "cleo") -> Result:
    return CliRunner().invoke(main, ["question", *arguments, "--as", f"{by}@example.com"])


def test_one_asks_and_is_told_who_is_asked(cast: Cast) -> None:
    result = run("ask", "When is the cut-off?", "--topic", "cut-off rules")
    assert result.stdout == (
        "1  Ben Arroyo is asked, as your coach; Dan is asked tomorrow unless it is answered "
        "before.\n"
    )
    listed = run("list", by="ben").stdout
    assert listed == (
        "1  When is the cut-off? (Cut-off rules, Cleo Marsh): open, asked Ben today\n"
    )


def test_an_answer_goes_into_the_faq_at_once(cast: Cast) -> None:
    run("ask", "When is the cut-off?", "--topic", "Cut-off rules")
    result = run("answer", "1", "At **18:00**.", "--faq", by="ben")
    assert result.stdout == (
        "1  Answered; Cleo is told. “When is the cut-off?” is in the FAQ of Cut-off rules.\n"
    )
    assert Output.get().title == "When is the cut-off?"
    assert run("faq", "Cut-off rules", by="eve").stdout == (
        "When is the cut-off? (published, not reviewed)\nAt **18:00**.\n\n"
    )
    (entry,) = json.loads(run("faq", "Cut-off rules", "--json", by="eve").stdout)
    assert (entry["answer"], entry["owner"]) == ("At **18:00**.", "Ben Arroyo")
    (row,) = json.loads(run("list", "--which", "mine", "--json").stdout)
    assert (row["state"], row["answer"]) == ("answered, in the FAQ", "At **18:00**.")
    assert row["asked"] == [
        {"person": "Ben Arroyo", "as": "coach", "since": "2026-11-23T12:00:00+00:00"}
    ]


def test_an_answer_that_is_there_is_changed(cast: Cast) -> None:
    run("ask", "When is the cut-off?", "--topic", "Cut-off rules")
    run("answer", "1", "At 18:00.", by="ben")
    run("answer", "1", "At 17:00.", by="dan")
    assert Question.get().answer == "At 17:00."


def test_questions_are_joined(cast: Cast) -> None:
    for words in ("When is the cut-off?", "Until when can I send?"):
        run("ask", words, "--topic", "Cut-off rules")
    assert run("merge", "2", "1", by="ben").stdout == "2  Joined; Cleo is told.\n"
    assert "joined with question 1" in run("list", "--which", "mine").stdout


@pytest.mark.parametrize(
    ("arguments", "by", "said"),
    [
        (("ask", "", "--topic", "Cut-off rules"), "cleo", "Type what you want to know"),
        (("ask", "Why?", "--topic", "Sailing"), "cleo", "There is no topic “Sailing”"),
        (("answer", "9", "So."), "ben", "There is no question 9 that you can see."),
        (("answer", "1", "So."), "eve", "A question is answered by whoever is asked"),
        (("answer", "1", " "), "ben", "Type the answer first"),
        (("merge", "1", "1"), "ben", "This is the question itself."),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(
    cast: Cast, arguments: tuple[str, ...], by: str, said: str
) -> None:
    make.a_question(cast.cleo, cast.topic, cast.ben)
    result = run(*arguments, by=by)
    assert result.exit_code == 1
    assert result.stderr.startswith(said)


def test_a_private_question_is_not_listed_for_others(cast: Cast) -> None:
    run("ask", "Am I too slow?", "--topic", "Cut-off rules", "--private")
    assert run("list", "--which", "all", by="root").stdout == ""
    assert "too slow" in run("list", by="ben").stdout
    assert run("answer", "1", "No.", "--faq", by="ben").exit_code == 1


def test_a_private_question_that_nobody_answers_is_passed_on_by_its_asker(cast: Cast) -> None:
    run("ask", "Am I too slow?", "--topic", "Cut-off rules", "--private")
    assert "pass-on" not in run("list", "--which", "mine").stdout
    with time_machine.travel(datetime(2026, 11, 24, 13, tzinfo=UTC), tick=False):
        offer = "pass it on to Dan with “kt question pass-on 1”"
        assert offer in run("list", "--which", "mine").stdout
        assert offer not in run("list", by="ben").stdout
        assert run("pass-on", "1", by="ben").exit_code == 1
        assert run("pass-on", "1").stdout == "1  Dan Weiss is asked now.\n"
        assert "too slow" in run("list", by="dan").stdout


def test_an_empty_faq_says_how_it_grows(cast: Cast) -> None:
    assert run("faq", "Cut-off rules").stderr == (
        "The FAQ of Cut-off rules is empty. Answer a question with --faq.\n"
    )
