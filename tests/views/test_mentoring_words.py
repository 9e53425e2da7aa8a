"""Rule 5: a rollout about somebody's own development says mentor and protégé on all its pages."""

import re
from datetime import timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner
from conftest import Browser
from flask import Flask

from kt.commands import main
from kt.models import Kind, Measure, Person, Rollout, Topic, TransferModel, Way, Wording
from kt.operations.agreements import offer_agreement
from kt.operations.seating import give_seat, put_guide
from kt.operations.sessions import log_session
from kt.operations.targets import add_target

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TODAY = make.TODAY
NEVER = re.compile(r"\b(coach\w*|learners?|mentees?)\b", re.IGNORECASE)
TABS = ("", "/agreement", "/people", "/checklists", "/sessions", "/outputs", "/targets", "/history")


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = a_cast()
    Topic.update(kind=Kind.DEVELOPMENT, name="First steps as a lead").execute()
    Rollout.update(wording=Wording.MENTORING, model=TransferModel.SEEDED_ONE_WAY).execute()
    rollout = Rollout.get_by_id(cast.rollout.id)
    Person.update(manager=cast.ben, mentor_places=3).where(Person.id == cast.cleo.id).execute()
    Person.update(mentor_places=3, coaching_hours_week=1).where(Person.id == cast.ben.id).execute()
    offer_agreement(rollout, by=cast.ada)
    put_guide(cast.rollout_topic, cast.eve, None, on=TODAY, by=cast.ada)
    for measure, each in ((Measure.SESSIONS_HELD, True), (Measure.COACHING_HOURS, False)):
        values = {"measure": measure, "each_learner": each, "number": 4}
        add_target(rollout, by=cast.ada, rollout_topic=cast.rollout_topic, **values)
    for way in (Way.COACH_DID_IT, Way.ALONE):
        log_session([cast.pairing], by=cast.ben, minutes=30, way=way, today=TODAY)
    second = make.a_rollout_topic(rollout, make.a_topic("Speaking up", kind=Kind.DEVELOPMENT))
    give_seat(second, cast.dan, "coach", since=TODAY, by=cast.ada)  # type: ignore[arg-type]
    return cast


def said_in(html: str) -> list[str]:
    """Find the forbidden words in what a page shows, not in its addresses and ids."""
    main_part = html[html.index("<main") : html.index("</main>")]
    shown = re.sub(
        r"<(?:script|style|datalist|select)\b.*?</(?:script|style|datalist|select)>",
        " ",
        main_part,
        flags=re.S,
    )
    labels = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', shown)
    text = " ".join([re.sub(r"<[^>]*>", " ", shown), *labels])
    return NEVER.findall(text)


@pytest.mark.parametrize("who", ["ada", "ben", "cleo"])
@pytest.mark.parametrize("tab", TABS)
def test_every_page_of_a_mentoring_rollout_speaks_of_mentor_and_protege(
    app: Flask, cast: Cast, tab: str, who: str
) -> None:
    with time_machine.travel(f"{TODAY + timedelta(days=1)}T12:00:00+00:00", tick=False):
        browser: Browser = app.test_client().sign_in(getattr(cast, who))
        page = browser.get(f"/rollouts/{cast.rollout.id}{tab}").text
    assert said_in(page) == []
    if tab == "/people":
        assert "protégé" in page


def test_its_sessions_targets_sheets_and_report_too(app: Flask, cast: Cast) -> None:
    ada = app.test_client().sign_in(cast.ada)
    session = Rollout.get_by_id(cast.rollout.id).sessions.get()
    target = Rollout.get_by_id(cast.rollout.id).targets.get()
    for path in (
        f"/sessions/{session.id}",
        f"/targets/{target.id}",
        f"/rollouts/{cast.rollout.id}/report",
        "/sheets/1",
    ):
        page = ada.get(path)
        assert page.status_code == 200
        assert said_in(page.text) == [], path


def test_the_homes_of_its_people_too(app: Flask, cast: Cast) -> None:
    for person in (cast.ada, cast.cleo):
        page = app.test_client().sign_in(person).get("/").text
        assert said_in(page) == [], person.name


def test_and_the_command_line(
    app: Flask, cast: Cast, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    for command in (("rollout", "show"), ("rollout", "report"), ("agreement", "show")):
        said = CliRunner().invoke(main, [*command, "1", "--as", "ada@example.com"])
        assert said.exit_code == 0
        assert NEVER.findall(said.stdout) == [], said.stdout


def test_a_rollout_of_skills_says_coach_and_learner(app: Flask, cast: Cast) -> None:
    Rollout.update(wording=Wording.COACHING).execute()
    page = app.test_client().sign_in(cast.ada).get(f"/rollouts/{cast.rollout.id}/people").text
    assert "coach" in said_in(page)


def test_names_are_nobodys_to_change(app: Flask) -> None:
    say = Wording.MENTORING.say
    assert say("A coach and 2 learners of Coaching skills.", "Coaching skills") == (
        "A mentor and 2 protégés of Coaching skills."
    )
    assert Wording.COACHING.say("A coach.") == "A coach."


def test_what_belongs_to_several_rollouts_is_mentoring_if_all_of_them_are(app: Flask) -> None:
    both = [Wording.MENTORING, Wording.COACHING]
    assert Wording.of_all(both) == Wording.of_all([]) == Wording.COACHING
    assert Wording.of_all(both[:1] * 2) == Wording.MENTORING
