"""Designing a rollout on the command line: the same rules, the same sentences."""

import json
from collections.abc import Iterator
from datetime import date

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Kind, Person, ReadinessQuestion, Rollout, Wording
from kt.operations.readiness import answer_readiness
from kt.rules.readiness import Given, answers_of

ADA = ("--as", "ada@example.com")
READINESS = ("rollout", "readiness", "1", *ADA)


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(make.TODAY, tick=False):
        yield a_cast()


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments: str) -> str:
    result = kt(*arguments)
    assert result.exit_code == 1
    return result.stderr


def test_a_rollout_is_added_as_a_draft(cast: Cast) -> None:
    said = kt(
        *("rollout", "add", "Nostro handover", "--kind", "niche skill", *ADA),
        *("--department", "Operations", "--start", "2026-12-01", "--end", "2027-02-01"),
    )
    made = Rollout.get(Rollout.name == "Nostro handover")
    assert said.stdout == f"Nostro handover is a draft now, rollout {made.id}.\n"
    assert (made.kind, made.department, made.supervisor) == (
        Kind.NICHE_SKILL,
        "Operations",
        cast.ada,
    )
    assert (made.start_date, made.end_date) == (date(2026, 12, 1), date(2027, 2, 1))


def test_a_rollout_that_cannot_be_is_refused_in_the_same_words(cast: Cast) -> None:
    add = ("rollout", "add", "Nostro", "--kind", "delegation", "--end", "2026-11-01")
    assert "A rollout cannot end before it starts." in refused(*add, *ADA)
    assert "Rollouts are added by supervisors." in refused(*add, "--as", "ben@example.com")


def test_readiness_is_answered_and_says_what_follows(cast: Cast) -> None:
    Person.update(mentor_places=1).where(Person.id == cast.ben.id).execute()
    said = kt(
        *READINESS,
        *("--yes", "structured", "--pilot", "Settlements", "--yes", "development"),
        *("--no", "leader"),
    ).stdout
    assert "Begin in Settlements, and widen it when that has worked." in said
    assert "leader: Is the mentoring meant to settle who leads the team? no" in said
    assert "engineers: Are they engineers? not answered" in said
    assert "Its pages say mentoring." in said
    assert answers_of(cast.rollout)[ReadinessQuestion.STRUCTURED].note == "Settlements"


def test_the_words_are_chosen_alone_too(cast: Cast) -> None:
    assert "Ben Arroyo offers no mentor place." in refused(*READINESS, "--words", "mentoring")
    Person.update(mentor_places=1).where(Person.id == cast.ben.id).execute()
    kt(*READINESS, "--words", "mentoring")
    assert Rollout.get_by_id(cast.rollout.id).wording == Wording.MENTORING
    answers = json.loads(kt(*READINESS, "--json").stdout)
    assert answers == {"words": "mentoring", "answers": {}}


def test_what_the_department_answered_is_shown_and_taken_over(cast: Cast) -> None:
    Rollout.update(department="Operations").execute()
    earlier = make.a_rollout("Earlier", supervisor=cast.ada, department="Operations")
    answers = {ReadinessQuestion.ENGINEERS: Given(True)}
    answer_readiness(earlier, answers, by=cast.ada, on=make.TODAY)
    assert (
        "Ada Lovell answered for the department on 2026-11-23: yes to engineers. Take it over "
        "with --same." in kt(*READINESS).stdout
    )
    kt(*READINESS, "--same")
    assert answers_of(cast.rollout)[ReadinessQuestion.ENGINEERS].yes


def test_a_question_is_answered_once(cast: Cast) -> None:
    said = refused(*READINESS, "--yes", "leader", "--no", "leader")
    assert said == "“leader” was answered with both yes and no. Answer it once.\n"
    assert answers_of(cast.rollout) == {}


def test_nothing_is_taken_over_where_what_comes_with_it_is_refused(cast: Cast) -> None:
    earlier = make.a_rollout("Earlier", supervisor=cast.ada, department="Operations")
    answers = {ReadinessQuestion.ENGINEERS: Given(True)}
    answer_readiness(earlier, answers, by=cast.ada, on=make.TODAY)
    cast.rollout.department = "Operations"
    cast.rollout.save()
    refused(*READINESS, "--same", "--yes", "leader", "--no", "leader")
    assert not answers_of(cast.rollout)


def test_a_pilot_department_belongs_to_a_structured_organisation(cast: Cast) -> None:
    assert "Add --yes structured" in refused(*READINESS, "--yes", "leader", "--pilot", "Payments")
    assert not answers_of(cast.rollout)


def test_advice_says_its_numbers_and_what_the_model_is(cast: Cast) -> None:
    said = kt("rollout", "advice", "1", *ADA).stdout
    assert said.startswith("An SME seed first, then SME-seeded one-way. It is one-way now.\n")
    assert "Nobody is known to do Cut-off rules alone, and 1 person is to learn it." in said
    given = json.loads(kt("rollout", "advice", "1", *ADA, "--json").stdout)
    assert (given["model"], given["chosen"]) == ("SME-seeded one-way", "one-way")
    assert given["unknown"]


def test_without_a_topic_there_is_nothing_to_advise_on(cast: Cast) -> None:
    kt("rollout", "add", "Nostro", "--kind", "delegation", *ADA)
    made = Rollout.get(Rollout.name == "Nostro")
    assert "There is nothing to advise on" in refused("rollout", "advice", str(made.id), *ADA)


def test_readiness_and_advice_are_for_whoever_runs_the_rollout(cast: Cast) -> None:
    for command in ("readiness", "advice"):
        assert "by whoever runs the rollout" in refused(
            "rollout", command, "1", "--as", "ben@example.com"
        )
        assert "There is no rollout 1 that you can see" in refused(
            "rollout", command, "1", "--as", "eve@example.com"
        )
