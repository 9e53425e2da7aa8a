"""Sign-offs through the browser: asked for, one press at home, what is missing, taken back."""

from collections.abc import Iterator
from datetime import timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Rollout, Signoff, SignoffAnswer, Standing, Topic, TransferModel, Way

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(make.TODAY, tick=False):
        cast = a_cast()
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.ALONE)
        yield cast


def asked(cast: Cast, browser: Browser) -> Signoff:
    sent = {"level": "3", "note": "Closed it on Monday"}
    browser.sign_in(cast.cleo).post(f"/pairings/{cast.pairing.id}/signoff", data=sent)
    return Signoff.get()


def test_a_learner_asks_from_home_and_the_coach_finds_it_on_theirs(
    browser: Browser, cast: Cast
) -> None:
    home = browser.sign_in(cast.cleo).get("/").text
    assert f"/pairings/{cast.pairing.id}/signoff" in home
    asked(cast, browser)
    page = browser.sign_in(cast.ben).get("/").text
    assert "To sign off" in page
    assert "1 session held, 1 alone" in page
    assert "Closed it on Monday" in page


def test_one_press_at_home_signs_off_where_the_evidence_stands_in_the_row(
    browser: Browser, cast: Cast
) -> None:
    """The rollout counts it on its own day: it is Sunday there yet."""
    Rollout.update(time_zone="Pacific/Pago_Pago").execute()
    signoff = asked(cast, browser)
    ben = browser.sign_in(cast.ben)
    answer = ben.post(f"/signoffs/{signoff.id}/opinions", data={"yes": "1", "back": "/"})
    assert (answer.status_code, answer.location) == (303, "/")
    sunday = make.TODAY - timedelta(days=1)
    assert (Standing.get().level, Standing.get().on, signoff.asked_on) == (3, sunday, sunday)
    home = ben.get("/").text
    assert "Cleo is signed off: does it alone." in home
    assert f"/signoffs/{signoff.id}/undo" in home


def test_where_nothing_was_seen_the_form_opens_with_the_sentence(
    browser: Browser, cast: Cast
) -> None:
    signoff = asked(cast, browser)
    cast.rollout.started_on = make.TODAY
    cast.rollout.save()
    ben = browser.sign_in(cast.ben)
    assert "Sign off: Cleo" not in ben.get("/").text
    answer = ben.post(f"/signoffs/{signoff.id}/opinions", data={"yes": "1"})
    assert answer.status_code == 422
    assert "No session shows them doing it yet" in answer.text


def test_not_yet_needs_what_is_missing_and_is_read_by_the_learner(
    browser: Browser, cast: Cast
) -> None:
    signoff = asked(cast, browser)
    ben = browser.sign_in(cast.ben)
    url = f"/signoffs/{signoff.id}/opinions"
    assert ben.post(url, data={"yes": "0"}).status_code == 422
    ben.post(url, data={"yes": "0", "evidence": "Restart once more"})
    assert "Restart once more" in browser.sign_in(cast.cleo).get(f"/signoffs/{signoff.id}").text


def test_the_sme_confirms_on_their_home(browser: Browser, cast: Cast) -> None:
    Topic.update(technical=True).execute()
    cast.rollout.model = TransferModel.SEEDED_ONE_WAY
    cast.rollout.save()
    signoff = asked(cast, browser)
    url = f"/signoffs/{signoff.id}/opinions"
    assert "Confirm" not in browser.sign_in(cast.dan).get("/").text
    browser.sign_in(cast.ben).post(url, data={"yes": "1"})
    dan = browser.sign_in(cast.dan)
    assert "the coach says yes" in dan.get("/").text
    dan.post(url, data={"yes": "1", "evidence": "Knows it"})
    assert Standing.get().confirmed_by == cast.dan


def test_all_opinions_stand_on_the_page_in_at_most_twelve_statements(
    browser: Browser, cast: Cast
) -> None:
    signoff = asked(cast, browser)
    ben = browser.sign_in(cast.ben)
    with counted_statements() as statements:
        page = ben.get(f"/signoffs/{signoff.id}").text
    assert "Nobody has said anything yet." in page
    assert len(statements) <= 12


def test_many_come_in_pages_and_all_in_the_file(browser: Browser, cast: Cast) -> None:
    settled = {"answer": SignoffAnswer.DECLINED, "answered_on": make.TODAY}
    for _ in range(104):
        make.a_signoff(cast.rollout_topic, cast.cleo, **settled)
    ada = browser.sign_in(cast.ada)
    first, second = ada.get("/signoffs").text, ada.get("/signoffs?page=2").text
    assert "1 to 100 of 104" in first
    assert (first.count("· does it alone"), second.count("· does it alone")) == (100, 4)
    assert len(ada.get("/tables/signoffs.csv").text.splitlines()) == 105
