"""Whoever is no longer one's coach is not asked next: turns ahead are planned anew, none behind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast

from kt.models import Kind, Level, PairKind, Person, Question, Topic, Turn
from kt.operations import handovers
from kt.operations.pairs import accept_pair, end_pair, reopen_pair
from kt.operations.people import edit_person, version_of_person
from kt.operations.questions import ask_question
from kt.operations.rollouts import cancel_rollout, reopen_rollout
from kt.operations.seating import end_pairing, end_seat, reopen_pairing, reopen_seat


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """It is Monday 23 November 2026, noon in UTC."""
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock_:
        yield clock_


def ask(topic: Topic, by: Person) -> Question:
    return ask_question(topic, "When is the cut-off?", by=by)


def names(question: Question) -> list[str]:
    return [turn.person.first_name for turn in question.turns.order_by(Turn.position)]


def leaves(person: Person, on: date, *, by: Person) -> None:
    person = Person.get_by_id(person.id)
    edit_person(person, by=by, opened_with=version_of_person(person), leaving_date=on)


def asked_eve(cast: Cast) -> Question:
    """Ask what is Eve's turn today, so that all turns of the cast are still ahead."""
    question = ask(cast.topic, cast.cleo)
    Turn.delete().where(Turn.question == question).execute()
    Turn.create(
        question=question,
        position=0,
        person=cast.eve,
        asked_as="SME",
        starts_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    )
    return question


def test_ending_a_pairing_or_a_seat_passes_its_coach_over_until_it_is_undone(
    cast: Cast,
) -> None:
    question = asked_eve(cast)
    end_pairing(cast.pairing, on=make.TODAY, by=cast.ada)
    assert names(question) == ["Eve", "Dan", "Ada"]
    reopen_pairing(cast.pairing, by=cast.ada)
    assert names(question) == ["Eve", "Ben", "Dan", "Ada"]
    end_seat(cast.bens_seat, on=make.TODAY, by=cast.ada)
    assert names(question) == ["Eve", "Dan", "Ada"]
    reopen_seat(cast.bens_seat, by=cast.ada)
    assert names(question) == ["Eve", "Ben", "Dan", "Ada"]


def test_closing_a_rollout_passes_over_who_guided_in_it_until_it_is_reopened(cast: Cast) -> None:
    question = asked_eve(cast)
    cancel_rollout(cast.rollout, on=make.TODAY, by=cast.ada)
    assert "Ben" not in names(question)
    reopen_rollout(cast.rollout, by=cast.ada)
    assert names(question) == ["Eve", "Ben", "Dan", "Ada"]


def test_a_turn_that_has_begun_stays_with_whoever_was_asked(cast: Cast) -> None:
    question = ask(cast.topic, cast.cleo)
    end_pairing(cast.pairing, on=make.TODAY, by=cast.ada)
    assert names(question) == ["Ben", "Dan", "Ada"]


def test_a_pair_brings_its_partner_in_when_it_is_accepted_and_out_when_it_ends(cast: Cast) -> None:
    growth = make.a_topic("Speaking up", kind=Kind.DEVELOPMENT)
    question = ask(growth, cast.cleo)
    assert "Eve" not in names(question)
    request = make.an_ask(cast.cleo, cast.eve, topic=growth, kind=PairKind.PEERS)
    pairing = accept_pair(request, by=cast.eve, on=make.TODAY)
    assert names(question)[1] == "Eve"
    end_pair(pairing, on=make.TODAY, by=cast.eve)
    assert "Eve" not in names(question)
    reopen_pair(pairing, by=cast.eve)
    assert names(question)[1] == "Eve"


def test_whoever_owns_the_task_since_it_was_handed_over_is_asked_instead(cast: Cast) -> None:
    handover = make.a_handover(cast.dan, cast.eve, accepted_on=make.TODAY)
    question = ask(handover.topic, cast.cleo)
    assert names(question) == ["Dan"]
    for step in (Level.KNOWS_ABOUT_IT, 2, 3, 4):
        handovers.sign_step(handover, step, by=cast.dan, on=make.TODAY)
    assert names(question) == ["Dan", "Eve"]
    handovers.take_back(handover, reason="Too soon.", by=cast.dan, on=make.TODAY)
    assert names(question) == ["Dan"]


def test_whoever_will_have_left_by_their_turn_is_passed_over(cast: Cast) -> None:
    question = ask(cast.topic, cast.cleo)
    leaves(cast.dan, date(2026, 11, 23), by=cast.root)
    assert names(question) == ["Ben", "Ada"]
    leaves(cast.dan, date(2026, 11, 25), by=cast.root)
    assert names(question) == ["Ben", "Dan", "Ada"]
