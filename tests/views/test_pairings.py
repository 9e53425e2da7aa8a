"""A pairing that went quiet, through the browser: asked at home, still on, paused, ended."""

from collections.abc import Iterator

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser

from kt.models import Pairing, Person, Way

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(make.TODAY, tick=False):
        cast = a_cast()
        make.signed(cast.rollout, cast.ben, cast.cleo, cast.dan)
        yield cast


def home(browser: Browser, person: Person) -> str:
    return browser.sign_in(person).get("/").text


def test_a_silent_pairing_is_asked_with_one_press_and_the_question_stands_on_both_homes(
    browser: Browser, cast: Cast
) -> None:
    assert "Still on?" not in home(browser, cast.cleo)
    assert "Ask both" in home(browser, cast.ada)
    browser.post(f"/pairings/{cast.pairing.id}/question")
    assert "asked today" in home(browser, cast.ada)
    assert "Ask both" not in home(browser, cast.ada)
    for person in (cast.ben, cast.cleo):
        page = home(browser, person)
        assert "Still on?" in page
        assert "It is still on" in page
        assert "Pause or end" in page


def test_still_on_takes_the_question_from_both_homes(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.ada).post(f"/pairings/{cast.pairing.id}/question")
    browser.sign_in(cast.cleo).post(f"/pairings/{cast.pairing.id}/answer")
    for person in (cast.ben, cast.cleo):
        assert "Still on?" not in home(browser, person)


def test_a_pause_needs_a_day_to_come_keeps_what_was_typed_and_can_be_undone(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.ben)
    url = f"/pairings/{cast.pairing.id}"
    refused = browser.post(f"{url}/pause", data={"until": "2026-11-20"})
    assert refused.status_code == 422
    assert "A pause ends on a day to come" in refused.text
    assert 'value="2026-11-20"' in refused.text
    browser.post(f"{url}/pause", data={"until": "2026-12-04"})
    assert "Still on?" not in browser.get("/").text
    assert "Go on now" in browser.get(f"{url}/rest").text
    browser.post(f"{url}/resumption")
    assert "Still on?" in browser.get("/").text


def test_an_ended_pairing_keeps_its_note_and_goes_on_again_with_undo(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.cleo)
    url = f"/pairings/{cast.pairing.id}"
    browser.post(f"{url}/ending", data={"note": "Ben moved to Lisbon."})
    assert "Ben moved to Lisbon." in browser.get(f"{url}/rest").text
    page = browser.get(f"/rollouts/{cast.rollout.id}/people").text
    assert "Ended pairings" in page
    assert "Ben moved to Lisbon." in page
    browser.post(f"{url}/return")
    assert Pairing.get_by_id(cast.pairing.id).ended_on is None


def test_the_page_of_a_pairing_says_when_the_two_met_and_how(browser: Browser, cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.SHOWN)
    page = browser.sign_in(cast.cleo).get(f"/pairings/{cast.pairing.id}/rest").text
    said = "1 session since the week of 28 Sep: shown once. The last one was 4 days ago."
    assert f"<title>{said}</title>" in page
    assert '<th scope="row">Thu 19 Nov</th><td>shown</td>' in page
