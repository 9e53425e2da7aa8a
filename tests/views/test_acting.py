"""Rule 17: a supervisor may act for somebody absent and is named as such, wherever it is read."""

from collections.abc import Iterator
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner
from conftest import Browser
from flask import Flask

from kt.commands import main
from kt.models import Handover, Kind, Level, Person, Role, Standing, Topic, TransferModel
from kt.operations.agreements import offer_agreement
from kt.operations.handovers import accept_handover
from kt.operations.signing_off import ask_signoff
from kt.operations.standings import sign_off_coach
from kt.reports.history import history_of

ADA, BEN, DAN = "ada@example.com", "ben@example.com", "dan@example.com"


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """A technical topic of a seeded rollout; Ada is the line manager of Ben."""
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(make.TODAY, tick=False):
        cast = a_cast()
        Person.update(manager=cast.ada).where(Person.id == cast.ben.id).execute()
        Topic.update(technical=True).execute()
        cast.rollout.model = TransferModel.SEEDED_ONE_WAY
        cast.rollout.save()
        offer_agreement(cast.rollout, by=cast.ada)
        yield cast


@pytest.fixture
def handover(cast: Cast) -> Handover:
    report = make.a_topic("Weekly report", kind=Kind.DELEGATION, owner=cast.ben)
    given = make.a_handover(Person.get_by_id(cast.ben.id), cast.cleo, topic=report)
    return accept_handover(given, by=cast.cleo, on=make.TODAY)


def posted(app: Flask, person: Person, address: str, **data: Any) -> str:
    browser: Browser = app.test_client().sign_in(person)  # type: ignore[assignment]
    return browser.post(address, data=data, follow_redirects=True).text


def kt(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def newest(person: Person) -> str:
    return history_of(person)[0].text


def test_signing_a_coach_off_for_the_sme_is_said_on_the_page(app: Flask, cast: Cast) -> None:
    agreement = f"/rollouts/{cast.rollout.id}/agreement"
    page = app.test_client().sign_in(cast.ada).get(agreement).text
    assert "You act for Dan Weiss, the SME, and are named as such." in page
    assert "You act for" not in app.test_client().sign_in(cast.dan).get(agreement).text
    where = f"/rollouts/{cast.rollout.id}/topics/{cast.rollout_topic.id}/coaches/{cast.ben.id}"
    said = posted(app, cast.ada, f"{where}/sign-off", evidence="He did it twice.")
    assert "may coach it. You acted for Dan Weiss." in said
    assert newest(cast.ben) == (
        "Ada Lovell signed Ben Arroyo off as coach on Cut-off rules, and acted for Dan Weiss"
    )
    said = posted(app, cast.dan, f"{where}/sign-off", evidence="He did it twice.")
    assert "may coach it." in said
    assert "You acted for" not in said
    assert newest(cast.ben) == "Dan Weiss signed Ben Arroyo off as coach on Cut-off rules"


def test_nobody_acts_for_the_coach_who_is_signed_off(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.SME)
    cast.bens_seat.person = cast.dan
    cast.bens_seat.save()
    deed = {"evidence": "He did it twice.", "on": make.TODAY, "by": cast.ada}
    assert sign_off_coach(cast.rollout_topic, cast.dan, **deed).reason == (
        "For Eve Nobody, the SME: He did it twice."
    )


def test_signing_a_step_for_the_delegator_is_said_on_the_page(
    app: Flask, cast: Cast, handover: Handover
) -> None:
    page = app.test_client().sign_in(cast.ada).get(f"/handovers?person={cast.ben.id}").text
    assert "You may act for Ben Arroyo and are named as such." in page
    said = posted(app, cast.ada, f"/handovers/{handover.id}/steps", step="1")
    assert "You acted for Ben Arroyo." in said
    assert newest(cast.cleo).endswith("on Weekly report, and acted for Ben Arroyo")
    said = posted(app, cast.ben, f"/handovers/{handover.id}/steps", step="2")
    assert "Signed: " in said
    assert "You acted for" not in said
    assert "acted for" not in newest(cast.cleo)
    said = posted(app, cast.ada, f"/handovers/{handover.id}/withdrawal", reason="He is ill.")
    assert "You acted for Ben Arroyo." in said


def test_judging_for_the_coach_and_the_sme_is_said_on_the_page(app: Flask, cast: Cast) -> None:
    asked = ask_signoff(cast.rollout_topic, Level.DOES_IT_ALONE, by=cast.cleo, on=make.TODAY)
    address = f"/signoffs/{asked.id}/opinions"
    said = posted(app, cast.ada, address, yes="1", evidence="Ben told me.")
    assert "The SME confirms it. You acted for Ben Arroyo." in said
    assert newest(cast.cleo).endswith("and acted for Ben Arroyo")
    said = posted(app, cast.dan, address, yes="1", evidence="I saw it.")
    assert "is signed off" in said
    assert "You acted for" not in said
    assert "acted for" not in newest(cast.cleo)
    assert Standing.get().confirmed_by == cast.dan


def test_the_command_line_says_for_whom_one_acted(cast: Cast, handover: Handover) -> None:
    coach = ("rollout", "sign-off", "1", "--topic", "Cut-off rules", "--coach", BEN)
    evidence = ("--evidence", "He did it twice.")
    assert kt(*coach, *evidence, "--as", ADA).endswith("coach it. You acted for Dan Weiss.\n")
    assert kt(*coach, *evidence, "--as", DAN).endswith("coach it.\n")
    step = ("handover", "sign", str(handover.id))
    assert kt(*step, "1", "--as", ADA).endswith("Weekly report. You acted for Ben Arroyo.\n")
    assert kt(*step, "2", "--as", BEN).endswith("Weekly report.\n")
    back = ("handover", "take-back", str(handover.id), "--why", "He is ill.")
    assert kt(*back, "--as", ADA).endswith("You acted for Ben Arroyo.\n")
    asked = ask_signoff(cast.rollout_topic, Level.DOES_IT_ALONE, by=cast.cleo, on=make.TODAY)
    yes = ("signoff", "yes", str(asked.id), "--evidence", "I saw it.")
    assert kt(*yes, "--as", ADA).endswith("You acted for Ben Arroyo.\n")
    assert kt(*yes, "--as", DAN).endswith("is signed off.\n")
