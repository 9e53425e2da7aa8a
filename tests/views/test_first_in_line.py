"""Rule 15: when a mentor's place frees, their home offers it to the first in line."""

from collections.abc import Iterator
from datetime import UTC, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Pairing, Wording
from kt.operations.pairs import end_pair


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    """Put Dan on the stage as a mentor who is free for one, and Cleo and Eve in line."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        cast = a_cast()
        cast.dan.mentor_places = 1
        cast.dan.save()
        make.an_ask(cast.cleo, None, sentence="How to lead?")
        make.an_ask(cast.eve, None)
        yield cast


@pytest.fixture
def dan(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.dan)


def test_the_first_in_line_stands_on_the_home_of_a_mentor_with_a_free_place(
    dan: Browser, cast: Cast
) -> None:
    home = dan.get("/").text
    assert "Cleo waits for a mentor, and you have a place." in home
    assert "How to lead?" in home
    assert "Be the mentor of Eve" not in home
    dan.post("/pairs/requests/1/taking")
    pairing = Pairing.get(Pairing.id > cast.pairing.id)
    assert (pairing.guide.person, pairing.learner.person) == (cast.dan, cast.cleo)
    assert "waits for a mentor" not in dan.get("/").text


def test_a_place_that_frees_is_offered_and_a_taken_one_is_not(dan: Browser, cast: Cast) -> None:
    pair = make.a_pair(cast.dan, cast.ben, wording=Wording.MENTORING)
    assert "waits for a mentor" not in dan.get("/").text
    end_pair(pair, by=cast.ben, on=make.TODAY)
    assert "Cleo waits for a mentor" in dan.get("/").text


def test_nobody_is_offered_themselves_or_their_own_protege(dan: Browser, cast: Cast) -> None:
    cast.dan.mentor_places = 2
    cast.dan.save()
    make.a_pair(cast.dan, cast.cleo, wording=Wording.MENTORING)
    assert "Eve waits for a mentor" in dan.get("/").text
    cast.eve.active = False
    cast.eve.save()
    make.an_ask(cast.dan, None)
    assert "waits for a mentor" not in dan.get("/").text


def test_a_home_without_anybody_in_line_takes_no_further_statement(
    dan: Browser, cast: Cast
) -> None:
    make.a_pair(cast.dan, cast.ben, wording=Wording.MENTORING)
    with counted_statements() as full:
        dan.get("/")
    cast.cleo.pair_requests.model.delete().execute()
    with counted_statements() as nobody:
        dan.get("/")
    assert len(full) == len(nobody)
