"""Pairings and what needs one on the command line: the same rules, the same sentences."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import (
    Pairing,
    ReadinessAnswer,
    ReadinessQuestion,
    Role,
    Rollout,
    RolloutState,
    Wording,
)

ADA = ("--as", "ada@example.com")
BEN = ("--as", "ben@example.com")
EVE = ("--as", "eve@example.com")


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(make.TODAY, tick=False):
        cast = a_cast()
        make.a_kick_off(cast.rollout)
        make.signed(cast.rollout, cast.ben, cast.cleo, cast.dan)
        yield cast


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def as_json(*arguments: str) -> Any:
    return json.loads(kt(*arguments, "--json").stdout)


def refused(*arguments: str) -> str:
    result = kt(*arguments)
    assert result.exit_code == 1
    return result.stderr


def listed() -> str:
    return kt("pairing", "list", "1", *ADA).stdout


# ------------------------------------------------------------------ pairings


def test_a_silent_pairing_is_asked_once_and_is_still_on(cast: Cast) -> None:
    assert listed() == (
        "1  Cut-off rules: Ben Arroyo (coach) with Cleo Marsh, 0 sessions held, "
        "no session for 53 days\n"
    )
    said = kt("pairing", "ask", "1", *ADA).stdout
    assert (
        said == "Ben with Cleo on Cut-off rules: both are asked at home whether it is still on.\n"
    )
    assert listed().endswith("no session for 53 days, asked today\n")
    assert kt("pairing", "still-on", "1", *BEN).stdout == (
        "Ben with Cleo on Cut-off rules is still on.\n"
    )
    assert listed().endswith("0 sessions held\n")
    assert "not silent any more" in refused("pairing", "ask", "1", *ADA)


def test_a_pairing_is_paused_until_a_day_to_come(cast: Cast) -> None:
    assert "A pause ends on a day to come" in refused(
        "pairing", "pause", "1", "--until", "2026-11-23", *BEN
    )
    said = kt("pairing", "pause", "1", "--until", "2026-12-04", *BEN).stdout
    assert said == "Ben with Cleo on Cut-off rules rests until 4 Dec.\n"
    assert listed().endswith("0 sessions held, paused until 4 Dec\n")


def test_an_ended_pairing_is_listed_as_ended_with_its_note(cast: Cast) -> None:
    said = kt("pairing", "end", "1", "--note", "Ben moved to Lisbon.", *BEN).stdout
    assert said == "Ben with Cleo on Cut-off rules has ended.\n"
    assert listed().endswith("0 sessions held, ended 23 Nov: Ben moved to Lisbon.\n")
    (row,) = as_json("pairing", "list", "1", *ADA)
    assert (row["ended_on"], row["note"]) == ("2026-11-23", "Ben moved to Lisbon.")
    assert "ended meanwhile" in refused("pairing", "still-on", "1", *BEN)


def test_a_mentoring_rollout_says_mentor(cast: Cast) -> None:
    Rollout.update(wording=Wording.MENTORING).execute()
    assert "Ben Arroyo (mentor) with Cleo Marsh" in listed()


def test_a_gap_is_listed_and_a_closed_rollout_is_not_silent(cast: Cast) -> None:
    make.a_pairing(None, make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER))
    assert "nobody yet with Eve Nobody, 0 sessions held, waits for a guide\n" in listed()
    Rollout.update(state=RolloutState.COMPLETED, closed_on=make.TODAY).execute()
    assert "no session for" not in listed()


def test_where_people_never_meet_the_list_says_how_a_pair_has_met(cast: Cast) -> None:
    ReadinessAnswer.create(
        rollout=cast.rollout,
        question=ReadinessQuestion.NEVER_MEET,
        yes=True,
        by=cast.ada,
        on=make.TODAY,
    )
    assert listed().endswith("not met yet\n")
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert listed().endswith("1 session held, met in person\n")


def test_a_pairing_that_one_may_not_see_answers_like_one_that_is_not_there(cast: Cast) -> None:
    assert refused("pairing", "end", "1", *EVE) == refused("pairing", "end", "9", *EVE).replace(
        "pairing 9", "pairing 1"
    )
    assert "is ended by its two people" in refused("pairing", "end", "1", "--as", "dan@example.com")
    assert Pairing.get().ended_on is None


# ------------------------------------------------------------------ what needs one


def test_what_needs_a_supervisor_is_said_as_on_their_home(cast: Cast) -> None:
    assert kt("needs", *ADA).stdout == (
        "Settlement engine:\n"
        "  Cut-off rules Ben with Cleo: no session for 53 days (no session held yet) [Ask both]"
        f" pairing-{cast.pairing.id}\n"
    )
    (need,) = as_json("needs", *ADA)
    assert (need["rollout"], need["days"], need["action"]) == ("Settlement engine", 53, "Ask both")


def test_an_item_outside_a_rollout_is_listed_once_for_several_rollouts(cast: Cast) -> None:
    make.a_rollout("Month end", supervisor=cast.ada)
    checklist = make.a_checklist(person=cast.eve, supervisor=cast.ada)
    make.an_item(checklist, "Get a badge", due=make.TODAY - timedelta(days=3))
    assert kt("needs", *ADA).stdout.count("Get a badge") == 1


def test_whoever_runs_nothing_needs_nothing(cast: Cast) -> None:
    result = kt("needs", *EVE)
    assert (result.exit_code, result.stderr) == (0, "Nobody waits for you.\n")
    assert as_json("needs", *EVE) == []


def test_nudging_and_putting_off_go_by_the_keys_of_what_needs_one(cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    key = f"item-{make.an_item(checklist, 'Get a badge', due=make.TODAY - timedelta(days=3)).id}"
    assert kt("nudge", key, *ADA).stdout == "Nudged Cleo Marsh.\n"
    assert "nudged today" in kt("needs", *ADA).stdout
    assert "heard of it today" in refused("nudge", key, *ADA)
    assert kt("nudge", "--all-late", *ADA).stdout == "Nothing late waits for anybody else.\n"
    assert "has the key item-999" in refused("nudge", "item-999", *ADA)
    assert "waits for you" in refused("nudge", f"pairing-{cast.pairing.id}", *ADA)
    assert "--all-late" in refused("nudge", *ADA)
    assert kt("snooze", key, "--until", "2026-12-04", *ADA).stdout == (
        "Put off until Fri 4 Dec: Cleo Marsh · Get a badge.\n"
    )
    assert key not in kt("needs", *ADA).stdout
    assert "has the key" in refused("snooze", key, "--until", "2026-12-05", *ADA)
    assert kt("needs", "--put-off", *ADA).stdout == (
        f"Settlement engine:\n  Cleo Marsh · Get a badge: comes back Fri 4 Dec {key}\n"
    )
    (line,) = as_json("needs", "--put-off", *ADA)
    assert (line["key"], line["until"]) == (key, "2026-12-04")
    assert "You put off nothing" in refused("wake", "item-999", *ADA)
    assert "You put off nothing" in refused("wake", key, *EVE)
    assert kt("wake", key, *ADA).stdout == "It is back: Cleo Marsh · Get a badge.\n"
    assert key in kt("needs", *ADA).stdout
    assert kt("needs", "--put-off", *ADA).stderr == "Nothing is put off.\n"
