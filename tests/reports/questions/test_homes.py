"""What a home says of questions: whose turn it is first, what one has not heard, one's topics."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from counting import counted_statements

from kt import clock
from kt.models import Person, Question, Role
from kt.operations.questions import (
    answer_question,
    ask_question,
    hear_answer,
    merge_question,
    version_of_answer,
)
from kt.reports.homes import Home, home_of


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock_:
        yield clock_


def home(person: Person) -> Home:
    return home_of(Person.get_by_id(person.id), today=make.TODAY, now=clock.now())


def for_me(person: Person) -> list[str]:
    return [row.text for row in home(person).asked.for_me]


def answers(person: Person) -> list[str]:
    return [row.text for row in home(person).asked.answers]


def answer(question: Question, by: Person) -> Question:
    opened_with = version_of_answer(Question.get_by_id(question.id))
    return answer_question(question, "So.", by=by, opened_with=opened_with)


def test_those_whose_turn_it_is_come_before_those_that_climbed_on(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    ask_question(cast.topic, "Climbed?", by=cast.cleo)
    noon.shift(timedelta(days=1, hours=1))
    ask_question(cast.topic, "Fresh?", by=cast.cleo)
    assert for_me(cast.ben) == ["Fresh?", "Climbed?"]
    assert for_me(cast.dan) == ["Climbed?"]
    assert for_me(cast.ada) == []
    Person.update(active=False).where(Person.id == cast.dan.id).execute()
    # Whose it is now is the newest who is there.
    assert for_me(cast.ben) == ["Climbed?", "Fresh?"]


def test_three_are_shown_and_all_are_counted(cast: Cast) -> None:
    for number in range(7):
        ask_question(cast.topic, f"Question {number}?", by=cast.cleo)
    asked = home(cast.ben).asked
    assert [row.text for row in asked.for_me] == ["Question 0?", "Question 1?", "Question 2?"]
    assert asked.total == 7


def test_an_answer_is_there_until_it_was_heard(cast: Cast) -> None:
    question = answer(ask_question(cast.topic, "Why?", by=cast.cleo), cast.ben)
    assert answers(cast.cleo) == ["Why?"]
    assert for_me(cast.ben) == []
    hear_answer(question, by=cast.cleo)
    assert answers(cast.cleo) == []


def test_a_joined_question_is_told_once_the_other_one_is_answered(cast: Cast) -> None:
    one, same = (ask_question(cast.topic, text, by=cast.cleo) for text in ("One?", "Same?"))
    merge_question(same, one, by=cast.ben)
    assert answers(cast.cleo) == []
    answer(one, cast.ben)
    assert sorted(answers(cast.cleo)) == ["One?", "Same?"]
    shown = next(row for row in home(cast.cleo).asked.answers if row.text == "Same?")
    assert shown.joined == (one.id, "One?")
    assert shown.answered is not None
    assert shown.answered.by == "Ben Arroyo"


def test_what_a_coach_noted_of_several_and_answered_is_no_news_to_them(cast: Cast) -> None:
    question = make.a_question(cast.ben, cast.topic, cast.ben)
    answer(question, cast.ben)
    assert answers(cast.ben) == []


def test_ones_own_topics_come_first_that_of_the_next_session_before_all(cast: Cast) -> None:
    parking, sailing = make.a_topic("Parking"), make.a_topic("Sailing", open_to_all=False)
    there = make.a_rollout_topic(cast.rollout, parking)
    learner = make.a_seat(there, cast.cleo, Role.LEARNER)
    pairing = make.a_pairing(make.a_seat(there, cast.dan, Role.COACH), learner)
    assert home(cast.cleo).own_topics[0] == cast.topic.id
    make.a_session(
        there, cast.dan, pairing, held_on=None, planned_at=clock.now() + timedelta(days=1)
    )
    assert home(cast.cleo).own_topics == (parking.id, cast.topic.id)
    assert [name for _, name in home(cast.cleo).topics] == ["Cut-off rules", "Parking"]
    assert (sailing.id, "Sailing") in home(cast.ada).topics
    assert home(cast.eve).own_topics == ()


def test_questions_cost_a_home_one_statement_however_many_there_are(cast: Cast) -> None:
    def statements() -> int:
        with counted_statements() as found:
            home(cast.ben)
        return len(found)

    none = statements()
    for number in range(3):
        ask_question(cast.topic, f"Question {number}?", by=cast.cleo)
        answer(make.a_question(cast.ben, cast.topic, cast.dan, text="Mine?"), cast.dan)
    assert statements() == none + 1
    for number in range(20):
        make.a_question(cast.cleo, cast.topic, cast.ben, cast.dan, text=f"More {number}?")
    assert statements() == none + 1
