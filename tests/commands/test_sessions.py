"""kt session log: the rules and the sentences of the web, in one line."""

from datetime import UTC, date, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import CoachingSession, Item, Pairing, Question, Role, Way
from kt.operations.sessions import note_of


@pytest.fixture(autouse=True)
def monday() -> object:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    return a_cast()


def log(**options: str) -> Result:
    options = {
        "rollout": "1",
        "topic": "cut-off RULES",
        "with": "cleo@example.com",
        "minutes": "30",
        "as": "ben@example.com",
    } | options
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return CliRunner().invoke(main, ["session", "log", *words])


def refused(result: Result) -> str:
    assert result.exit_code == 1
    assert not CoachingSession.select().exists()
    return result.stderr.strip()


def test_a_session_is_logged_in_one_line(cast: Cast) -> None:
    result = log(
        way="shown",
        on="Thu 19 Nov",
        note="Both logs",
        question="Which cut-off?",
        next="Cleo: try it by Friday",
    )
    assert result.stdout == "Logged 30 min with Cleo Marsh on Cut-off rules, Thu 19 Nov: shown.\n"
    session = CoachingSession.get()
    assert (session.held_on, session.way, session.guide) == (
        date(2026, 11, 19),
        Way.SHOWN,
        cast.ben,
    )
    assert note_of(session) == "Both logs"
    assert Question.get().text == "Which cut-off?"
    assert (Item.get().owner, Item.get().due) == (cast.cleo, date(2026, 11, 20))


def test_several_learners_are_separated_by_commas(cast: Cast) -> None:
    finn = make.a_person("Finn Okoro")
    make.a_pairing(cast.bens_seat, make.a_seat(cast.rollout_topic, finn, Role.LEARNER))
    result = log(**{"with": "cleo@example.com, finn@example.com"})
    assert "with Cleo Marsh and Finn Okoro on Cut-off rules, today." in result.stdout


def test_a_session_in_the_future_marked_as_held_is_refused(cast: Cast) -> None:
    assert "Tomorrow is still to come" in refused(log(on="2026-11-24"))


def test_a_day_that_does_not_exist_is_refused(cast: Cast) -> None:
    assert "There is no day 31 in month 2" in refused(log(on="2026-02-31"))


def test_a_session_of_a_gap_is_refused_with_the_way_out(cast: Cast) -> None:
    Pairing.update(guide=None).execute()
    assert "Nobody guides Cleo Marsh" in refused(log(**{"as": "ada@example.com"}))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"topic": "Payroll"}, "Nobody learns “Payroll” in “Settlement engine”"),
        ({"with": "eve@example.com"}, "eve@example.com does not learn Cut-off rules"),
        ({"minutes": "0"}, "from 1 to 1440 minutes"),
        ({"rollout": "99"}, "There is no rollout 99 that you can see"),
        ({"as": "eve@example.com"}, "There is no rollout 1 that you can see"),
        ({"as": "cleo@example.com"}, "by the coach or buddy of those people"),
        ({"as": "nobody@example.com"}, "Nobody active has the e-mail"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    cast: Cast, options: dict[str, str], sentence: str
) -> None:
    assert sentence in refused(log(**options))


def log_line(line: str, *more: str) -> Result:
    return CliRunner().invoke(main, ["session", "log", line, "--as", "ben@example.com", *more])


def test_a_session_is_logged_as_one_says_it(cast: Cast) -> None:
    result = log_line("45m yesterday Cleo cut-off, shown: both logs")
    assert result.stdout == "Logged 45 min with Cleo Marsh on Cut-off rules, yesterday: shown.\n"
    assert note_of(CoachingSession.get()) == "both logs"


def test_an_option_says_what_the_line_leaves_out(cast: Cast) -> None:
    assert "30 min with Cleo Marsh" in log_line("Cleo yesterday", "--minutes", "30").stdout


def test_a_line_that_may_mean_two_is_refused_with_what_was_understood(cast: Cast) -> None:
    finn = make.a_person("Finn Okoro")
    make.a_pairing(cast.bens_seat, make.a_seat(cast.rollout_topic, finn, Role.LEARNER))
    assert refused(log_line("45m yesterday")) == (
        "Understood: 45 min, yesterday. With whom is not said: choose."
    )


def test_a_line_without_a_length_is_refused_with_the_way_out(cast: Cast) -> None:
    assert "Say with whom and how long: “45m yesterday" in refused(log_line("Cleo yesterday"))
