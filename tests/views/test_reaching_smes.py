"""Rule 3: the SMEs whom coaches and learners can call on are within reach, on every side."""

from collections.abc import Iterator
from html import unescape

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Person, Role, RolloutTopic, Seat

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

MAIL = '<a href="mailto:dan@example.com" aria-label="mail Dan Weiss">mail</a>'


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def reads(browser: Browser, cast: Cast) -> Iterator[Browser]:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser


def page(browser: Browser, person: Person, url: str) -> str:
    answer = browser.sign_in(person).get(url)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_a_session_says_whom_to_ask_about_the_content(reads: Browser, cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    for person in (cast.ben, cast.cleo, cast.ada):
        shown = page(reads, person, "/sessions/1")
        assert f'<a href="/people/{cast.dan.id}">Dan Weiss</a> · {MAIL}' in shown


def test_both_homes_have_the_sme_near_ones_people(reads: Browser, cast: Cast) -> None:
    for person in (cast.ben, cast.cleo):
        shown = page(reads, person, "/")
        assert MAIL in shown
        assert "SME · Cut-off rules, ask about the content" in shown


def test_nobody_is_told_to_call_on_themselves(reads: Browser, cast: Cast) -> None:
    other = make.a_rollout_topic(cast.rollout, make.a_topic("Batch restart"))
    make.a_pairing(
        make.a_seat(other, cast.dan, Role.COACH), make.a_seat(other, cast.eve, "learner")
    )
    make.a_seat(other, cast.dan, Role.SME)
    assert "ask about the content" not in page(reads, cast.dan, "/")
    assert "SME · Batch restart, ask about the content" in page(reads, cast.eve, "/")


def test_an_item_has_the_sme_of_the_topic_its_coach_is_asked_on(reads: Browser, cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    with_coach = make.an_item(checklist, "Restart it", owners=("learner", "coach"))
    about_it = make.an_item(checklist, "Read the rules", topic=cast.topic)
    apart = make.an_item(checklist, "Set up your accounts", owners=("manager",))
    for item in (with_coach, about_it):
        shown = page(reads, cast.cleo, f"/items/{item.id}")
        assert "SME of Cut-off rules" in shown
        assert MAIL in shown
    assert MAIL not in page(reads, cast.cleo, f"/items/{apart.id}")


def test_a_seat_that_has_ended_or_not_begun_and_who_left_are_not_called_on(
    reads: Browser, cast: Cast
) -> None:
    seat = Seat.get(Seat.role == Role.SME)
    for column, value in (("until", make.TODAY), ("since", make.TODAY.replace(day=30))):
        before = getattr(seat, column)
        Seat.update({column: value}).where(Seat.id == seat.id).execute()
        assert MAIL not in page(reads, cast.cleo, "/")
        Seat.update({column: before}).where(Seat.id == seat.id).execute()
    Person.update(active=False).where(Person.id == cast.dan.id).execute()
    assert MAIL not in page(reads, cast.cleo, "/")


def test_however_many_there_are_they_take_one_statement(reads: Browser, cast: Cast) -> None:
    def statements() -> int:
        reads.get("/")
        with counted_statements() as taken:
            shown = page(reads, cast.cleo, "/")
        assert MAIL in shown
        return len(taken)

    few = statements()
    topics: list[RolloutTopic] = []
    for number in range(6):
        topics.append(make.a_rollout_topic(cast.rollout, make.a_topic(f"Topic {number}")))
        make.a_seat(topics[-1], make.a_person(f"Sme{number} Long"), Role.SME)
        learner = make.a_seat(topics[-1], cast.cleo, Role.LEARNER)
        make.a_pairing(make.a_seat(topics[-1], cast.ben, Role.COACH), learner)
    assert statements() == few <= 20
