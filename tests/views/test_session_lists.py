"""A figure that counts sessions leads to just those it counted."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Person, Role, TransferModel

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    """Cleo's pairing has two sessions and a kick-off, Eve's one; Ben guides elsewhere too."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        cast = a_cast()
        eves_seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
        eves = make.a_pairing(cast.bens_seat, eves_seat)
        other = make.a_rollout_topic(
            make.a_rollout("Night shift", supervisor=cast.root), cast.topic
        )
        elsewhere = make.a_pairing(
            make.a_seat(other, cast.ben, Role.COACH), make.a_seat(other, cast.dan, Role.LEARNER)
        )
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=TODAY, minutes=90)
        earlier = TODAY - timedelta(days=10)
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=earlier, minutes=30)
        make.a_session(cast.rollout_topic, cast.ben, eves, held_on=TODAY, minutes=15)
        make.a_session(other, cast.ben, elsewhere, held_on=TODAY, minutes=45)
        kick_off = make.a_kick_off(cast.rollout, held_on=TODAY)
        kick_off.attendances.model.create(session=kick_off, pairing=cast.pairing)
        yield cast


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


def linked(page: str, label: str) -> str:
    """Give the address of the link with that label."""
    (url,) = re.findall(rf'<a href="([^"]+)" aria-label="{re.escape(label)}"', page)
    return unescape(url)


def headline(page: str) -> str:
    return re.findall(r'<h1 class="page-head-headline">([^<]*)', page)[0]


def test_the_sessions_of_a_pairing_in_the_report_lead_to_them(ada: Browser, cast: Cast) -> None:
    report = ada.get(f"/rollouts/{cast.rollout.id}/report").text
    url = linked(report, "2: sessions of Ben Arroyo with Cleo Marsh on Cut-off rules")
    with counted_statements() as statements:
        page = ada.get(url).text
    assert headline(page) == "2 sessions held, 0 to come"
    assert "Ben Arroyo with Cleo Marsh on Cut-off rules" in page
    assert len(statements) <= 12
    # Its file holds the same.
    (file,) = re.findall(r'href="([^"]+sessions\.csv[^"]*)"', page)
    assert len(ada.get(unescape(file)).text.strip().splitlines()) == 1 + 2


def test_a_coachs_hours_lead_to_this_weeks_sessions_and_say_what_was_elsewhere(
    ada: Browser, cast: Cast
) -> None:
    cast.ben.coaching_hours_week = 4
    cast.ben.save()
    page = ada.get(linked(ada.get("/").text, "2.5 of 4 h: Ben Arroyo")).text
    assert headline(page) == "2 sessions held, 0 to come"
    assert "1 h 45 in this rollout, and 45 min in others." in page


def test_the_balance_leads_to_the_sessions_of_each_role(ada: Browser, cast: Cast) -> None:
    cast.rollout.model = TransferModel.TWO_WAY
    cast.rollout.save()
    production = make.a_rollout_topic(cast.rollout, make.a_topic("Production"))
    make.a_seat(production, cast.cleo, Role.COACH)
    people = ada.get(f"/rollouts/{cast.rollout.id}/people").text
    url = linked(people, "2: Cleo Marsh learned")
    assert headline(ada.get(url).text) == "2 sessions held, 0 to come"


def test_others_see_of_them_what_they_may(browser: Browser, cast: Cast) -> None:
    url = f"/rollouts/{cast.rollout.id}/sessions?guide={cast.ben.id}&since={TODAY}"
    page = browser.sign_in(cast.eve).get(url).text
    assert headline(page) == "1 session held, 0 to come"
    assert "in others" not in page


@pytest.mark.parametrize("asked", ["pairing=999", "guide=999", "learner=999", "topic=999"])
def test_what_one_may_not_see_answers_like_what_does_not_exist(
    ada: Browser, cast: Cast, asked: str
) -> None:
    assert ada.get(f"/rollouts/{cast.rollout.id}/sessions?{asked}").status_code == 404


def test_a_pairing_of_another_rollout_is_not_found_here(ada: Browser, cast: Cast) -> None:
    url = f"/rollouts/{cast.rollout.id + 1}/sessions?pairing={cast.pairing.id}"
    assert ada.get(url.partition("?")[0]).status_code == 404
    ada.sign_in(cast.root)
    assert ada.get(url.partition("?")[0]).status_code == 200
    assert ada.get(url).status_code == 404


def test_the_number_of_people_with_a_title_leads_to_them(browser: Browser, cast: Cast) -> None:
    Person.update(title="Analyst & lead").where(Person.name == "Cleo Marsh").execute()
    nora = browser.sign_in(cast.root)
    page = nora.get(linked(nora.get("/titles").text, "1: people with the title Analyst &amp; lead"))
    assert "1 to 1 of 1" in page.text
    assert "Cleo Marsh" in page.text
