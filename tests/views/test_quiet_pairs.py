"""A pair that went quiet: its two are asked, and let it rest, go on or end; nobody else is told."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from flask import Flask

from kt.models import AuditEntry, Pairing, Person, Wording
from kt.operations.agreements import offer_agreement
from kt.operations.pairs import end_pair, set_up_circle

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

LONG_QUIET = make.TODAY - timedelta(days=60)


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield a_cast()


def signed_in(app: Flask, person: Person) -> Browser:
    return app.test_client().sign_in(person)


@pytest.mark.parametrize("wording", Wording)
def test_both_of_a_quiet_pair_are_asked_whether_it_is_still_on(
    app: Flask, cast: Cast, wording: Wording
) -> None:
    pairing = make.a_pair(cast.eve, cast.dan, wording=wording, since=LONG_QUIET)
    for person in (cast.eve, cast.dan):
        home = signed_in(app, person).get("/").text
        assert "no session for 60 days" in home
        assert f"/pairs/{pairing.id}#rest" in home
    eve = signed_in(app, cast.eve)
    assert eve.post(f"/pairs/{pairing.id}/answer").location == "/"
    for person in (cast.eve, cast.dan):
        assert "Still on?" not in signed_in(app, person).get("/").text


def test_every_answer_that_a_home_offers_is_taken(app: Flask, cast: Cast) -> None:
    make.a_pair(cast.eve, cast.ben, since=LONG_QUIET)
    Pairing.update(since=LONG_QUIET).execute()
    ben = signed_in(app, cast.ben)
    home = ben.get("/").text
    offered = re.findall(r'action="(/pair[^"]*/answer)"', home)
    assert len(offered) == 2
    assert {ben.post(address).status_code for address in offered} == {303}


def test_a_pair_rests_until_a_day_and_goes_on_before_it(app: Flask, cast: Cast) -> None:
    pairing = make.a_pair(cast.eve, cast.ben, since=LONG_QUIET)
    eve, page = signed_in(app, cast.eve), f"/pairs/{pairing.id}"
    refused = eve.post(f"{page}/pause", data={"until": "2026-11-20"})
    assert (refused.status_code, "A pause ends on a day to come" in refused.text) == (422, True)
    eve.post(f"{page}/pause", data={"until": "2026-12-14"})
    assert "This pair rests until" in eve.get(page).text
    assert "Still on?" not in eve.get("/").text
    eve.post(f"{page}/resumption")
    assert "This pair rests until" not in eve.get(page).text


def test_that_a_pair_went_quiet_stands_in_no_history_but_its_own(app: Flask, cast: Cast) -> None:
    pairing = make.a_pair(cast.eve, cast.ben, since=LONG_QUIET)
    signed_in(app, cast.eve).post(f"/pairs/{pairing.id}/answer")
    entry = AuditEntry.select().order_by(AuditEntry.id.desc()).first()
    assert entry.deed == "pairing.still-on"
    root = signed_in(app, cast.root)
    for person in (cast.eve, cast.ben):
        assert "still on" not in root.get(f"/people/{person.id}/history").text


def test_a_sheet_to_sign_comes_first_on_the_home_of_somebody_in_a_circle(
    app: Flask, cast: Cast
) -> None:
    circle = set_up_circle("Leads", [(cast.eve, cast.dan)], by=cast.ada, on=make.TODAY)
    offer_agreement(circle, by=cast.ada)
    assert "To agree on" in signed_in(app, cast.eve).get("/").text


def test_the_note_at_the_end_belongs_to_the_two_in_a_circle_too(app: Flask, cast: Cast) -> None:
    circle = set_up_circle("Leads", [(cast.eve, cast.dan)], by=cast.ada, on=make.TODAY)
    pairing = Pairing.get(Pairing.mutual)
    end_pair(pairing, by=cast.eve, on=make.TODAY, note="We disagreed on everything")
    ada = signed_in(app, cast.ada)
    for page in (
        f"/pairings/{pairing.id}/rest",
        f"/pairs/{pairing.id}",
        f"/rollouts/{circle.id}/people",
        f"/rollouts/{circle.id}/report",
        f"/people/{cast.eve.id}",
    ):
        seen = ada.get(page)
        assert (seen.status_code, "disagreed" in seen.text) == (200, False), page
    assert "disagreed" in signed_in(app, cast.dan).get(f"/pairs/{pairing.id}").text
