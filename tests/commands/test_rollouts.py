"""Topics, rollouts and seats on the command line: the same rules, the same sentences."""

import json
from collections.abc import Iterator
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Kind, Person, Role, Rollout, Seat, Topic, TransferModel
from kt.operations.seating import give_seat

ADA = ("--as", "ada@example.com")
SEAT = ("rollout", "seat", "1", *ADA)


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(make.TODAY, tick=False):
        yield a_cast()


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


# ------------------------------------------------------------------ topics


def test_a_topic_is_added(cast: Cast) -> None:
    said = kt(
        "topic",
        "add",
        "Nostro breaks",
        "--kind",
        "niche skill",
        "--technical",
        "--holders",
        "2",
        "--owner",
        "ben@example.com",
        "--process",
        "1. Open the list.",
        *ADA,
    ).stdout
    topic = Topic.get(Topic.name == "Nostro breaks")
    assert said == f"The topic Nostro breaks is added as number {topic.id}.\n"
    assert (topic.kind, topic.technical, topic.owner) == (Kind.NICHE_SKILL, True, cast.ben)
    assert make.a_revision(topic).process == "1. Open the list."


def test_a_topic_whose_name_is_taken_is_refused_in_the_same_words(cast: Cast) -> None:
    said = refused("topic", "add", "CUT-OFF RULES", "--kind", "delegation", *ADA)
    assert "There is a topic “Cut-off rules” already." in said


def test_topics_are_added_by_supervisors(cast: Cast) -> None:
    said = refused("topic", "add", "Mine", "--kind", "delegation", "--as", "ben@example.com")
    assert "Topics are added by supervisors." in said


def test_topics_are_listed(cast: Cast) -> None:
    assert (
        "Cut-off rules (process change): 0 of 1 do it alone, SMEs: Dan Weiss"
        in kt("topic", "list", *ADA).stdout
    )
    (row,) = as_json("topic", "list", *ADA)
    assert (row["name"], row["holders"], row["smes"]) == ("Cut-off rules", 0, ["Dan Weiss"])
    assert as_json("topic", "list", "--kind", "delegation", *ADA) == []
    nothing = kt("topic", "list", "--kind", "delegation", *ADA)
    assert (nothing.stdout, nothing.stderr) == (
        "",
        "There is no topic that you can see and fits.\n",
    )


# ------------------------------------------------------------------ rollouts


def test_rollouts_one_may_see_are_listed(cast: Cast) -> None:
    said = kt("rollout", "list", *ADA).stdout
    assert said == "1  Settlement engine (running, one-way): 1 learner, 0 gaps\n"
    (row,) = as_json("rollout", "list", *ADA)
    assert (row["name"], row["start_date"], row["is_mine"]) == (
        "Settlement engine",
        "2026-10-01",
        True,
    )
    nothing = kt("rollout", "list", "--as", "eve@example.com")
    assert (nothing.stdout, nothing.stderr) == ("", "There is no rollout that you can see.\n")
    assert "no draft rollout" in kt("rollout", "list", "--state", "draft", *ADA).stderr


def test_a_rollout_is_shown_with_who_guides_whom_and_what_to_look_at(cast: Cast) -> None:
    give_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=make.TODAY, by=cast.ada)
    said = kt("rollout", "show", "1", *ADA).stdout
    assert "Settlement engine (running, one-way), run by Ada Lovell" in said
    assert "  Cleo Marsh: Ben Arroyo (coach)\n  Eve Nobody: nobody yet\n" in said
    assert "  Cut-off rules: nobody guides 1 learner yet." in said
    shown = as_json("rollout", "show", "1", *ADA)
    assert shown["topics"][0]["gaps"] == 1
    assert shown["seats"][0] == {
        "learner": "Cleo Marsh",
        "topic": "Cut-off rules",
        "guides": [{"name": "Ben Arroyo", "role": "coach"}],
    }


def test_a_two_way_rollout_is_shown_with_its_balance(cast: Cast) -> None:
    cast.rollout.model = TransferModel.TWO_WAY
    cast.rollout.save()
    production = make.a_rollout_topic(cast.rollout, make.a_topic("Production"))
    make.a_seat(production, cast.cleo, Role.COACH)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    said = kt("rollout", "show", "1", *ADA).stdout
    assert (
        "Balance:\n  Cleo Marsh: coaches Production (none yet), learns Cut-off rules (1 session)\n"
    ) in said
    (balance,) = as_json("rollout", "show", "1", *ADA)["balance"]
    assert (balance["coached"], balance["learned"]) == (0, 1)
    # What others held in their roles is for whoever runs it.
    assert "Balance" not in kt("rollout", "show", "1", "--as", "ben@example.com").stdout


def test_what_the_last_team_said_stands_first(cast: Cast) -> None:
    first = make.a_rollout("First time", supervisor=cast.ada, keep="The rehearsal", tell_next="Ask")
    cast.rollout.copied_from = first
    cast.rollout.save()
    said = kt("rollout", "show", "1", *ADA).stdout
    assert "What the last team said, First time:\n  Keep: The rehearsal\n" in said
    assert said.index("The rehearsal") < said.index("Cut-off rules")
    of_first = kt("rollout", "show", str(first.id), *ADA).stdout
    assert "For the next team:\n  Keep: The rehearsal\n  Tell the next team: Ask\n" in of_first
    shown = as_json("rollout", "show", "1", *ADA)
    assert shown["last_team"] == ["Keep: The rehearsal", "Tell the next team: Ask"]


def test_a_rollout_is_shown_with_the_smes_to_call_on(cast: Cast) -> None:
    assert "Cut-off rules: 0 gaps, SME Dan Weiss\n" in kt("rollout", "show", "1", *ADA).stdout


@pytest.mark.parametrize("id", ["999", "99999999999999999999"])
def test_a_rollout_one_may_not_see_is_answered_like_one_that_is_missing(
    cast: Cast, id: str
) -> None:
    assert f"There is no rollout {id} that you can see." in refused("rollout", "show", id, *ADA)
    hidden = refused("rollout", "show", "1", "--as", "eve@example.com")
    assert "There is no rollout 1 that you can see." in hidden


# ------------------------------------------------------------------ seats


def test_a_learner_is_seated_with_a_guide(cast: Cast) -> None:
    said = kt(
        *SEAT,
        "--topic",
        "cut-off rules",
        "--person",
        "eve@example.com",
        "--role",
        "learner",
        "--guide",
        "ben@example.com",
        "--from",
        "2026-11-02",
    ).stdout
    assert said == (
        "Eve Nobody is learner on Cut-off rules from 2026-11-02.\n"
        "Ben Arroyo is coach of Eve Nobody.\n"
    )
    assert Seat.get(Seat.person == cast.eve).learner_pairings.get().guide == cast.bens_seat


def test_a_seat_begins_today_unless_told_otherwise(cast: Cast) -> None:
    kt(*SEAT, "--topic", "1", "--person", "eve@example.com", "--role", "SME")
    assert Seat.get(Seat.person == cast.eve).since == make.TODAY


def test_on_the_command_line_one_way_refuses_a_learner_who_guides(cast: Cast) -> None:
    make.a_rollout_topic(cast.rollout, make.a_topic("Production"))
    seat = (*SEAT, "--topic", "Production", "--person", "cleo@example.com", "--role", "coach")
    assert "This rollout is one-way" in refused(*seat)


def test_on_the_command_line_two_way_refuses_both_on_one_topic(cast: Cast) -> None:
    Rollout.update(model=TransferModel.TWO_WAY).execute()
    seat = (*SEAT, "--topic", "1", "--person", "cleo@example.com", "--role", "coach")
    assert "at the same time" in refused(*seat)


def test_on_the_command_line_nobody_guides_themselves(cast: Cast) -> None:
    seat = (*SEAT, "--topic", "1", "--person", "eve@example.com", "--role", "learner")
    assert "Nobody guides themselves." in refused(*seat, "--guide", "eve@example.com")
    assert not Seat.select().where(Seat.person == cast.eve).exists()


def test_on_the_command_line_a_buddy_is_never_the_line_manager(cast: Cast) -> None:
    make.a_rollout_topic(cast.rollout, make.a_topic("Settling in", kind=Kind.ORIENTATION))
    Person.update(manager=cast.dan).where(Person.id == cast.eve.id).execute()
    seat = (*SEAT, "--topic", "Settling in", "--person", "eve@example.com", "--role", "learner")
    assert "a buddy is never the line manager" in refused(*seat, "--guide", "dan@example.com")


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--topic", "Nothing", "“Nothing” is no topic of Settlement engine."),
        ("--person", "zoe@example.com", "Nobody active has the e-mail"),
        ("--until", "2026-01-01", "A seat cannot end before it begins."),
    ],
)
def test_a_seat_that_cannot_be_is_refused_in_words(
    cast: Cast, option: str, value: str, sentence: str
) -> None:
    options = {"--topic": "1", "--person": "eve@example.com", "--role": "SME"} | {option: value}
    assert sentence in refused(*SEAT, *(word for pair in options.items() for word in pair))


def test_a_day_that_does_not_exist_is_refused_in_words(cast: Cast) -> None:
    seat = (*SEAT, "--topic", "1", "--person", "eve@example.com", "--role", "SME")
    result = kt(*seat, "--from", "2026-02-30")
    assert result.exit_code == 2
    assert "“2026-02-30” is not a day." in result.stderr
