"""Who sits where: cells, gaps, ended seats, and a number of statements that does not grow."""

from datetime import UTC, datetime, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Attendance, Kind, ReadinessAnswer, ReadinessQuestion, Role, RolloutTopic
from kt.operations.seating import end_pairing, end_seat, put_guide
from kt.reports.seating import LEARNERS, Cell, gaps_by_rollout, seating_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def second(cast: Cast) -> RolloutTopic:
    return make.a_rollout_topic(cast.rollout, make.a_topic("Settling in", kind=Kind.ORIENTATION))


def cells(cast: Cast) -> dict[tuple[str, str], Cell]:
    seating = seating_of(cast.rollout, TODAY)
    return {
        (row.learner.first_name, topic.name): cell
        for row in seating.learners
        for topic, cell in zip(seating.topics, row.cells, strict=True)
    }


def test_a_cell_names_the_guide_and_a_topic_its_smes(cast: Cast) -> None:
    cell = cells(cast)["Cleo", "Cut-off rules"]
    (pairing,) = cell.pairings
    assert (cell.state, pairing.guide.name, pairing.role) == ("seated", "Ben Arroyo", Role.COACH)
    (topic,) = seating_of(cast.rollout, TODAY).topics
    assert [seat.person.name for seat in topic.smes] == ["Dan Weiss"]
    assert [(seat.person.name, seat.guides) for seat in topic.guides] == [("Ben Arroyo", 1)]
    assert [expert.name for expert in topic.experts] == ["Dan Weiss"]


def test_a_topic_somebody_does_not_learn_is_an_empty_cell(cast: Cast, second: RolloutTopic) -> None:
    assert cells(cast)["Cleo", "Settling in"].state == "none"


def test_gaps_are_visible_whether_nobody_was_named_or_somebody_left(
    cast: Cast, second: RolloutTopic
) -> None:
    put_guide(second, cast.eve, None, on=TODAY, by=cast.ada)
    assert cells(cast)["Eve", "Settling in"].state == "gap"
    end_seat(cast.bens_seat, on=TODAY, by=cast.ada)
    assert cells(cast)["Cleo", "Cut-off rules"].state == "gap"
    assert seating_of(cast.rollout, TODAY).gaps == 2


def test_a_missing_coach_beside_a_buddy_is_one_gap(cast: Cast, second: RolloutTopic) -> None:
    make.a_pairing(None, cast.cleos_seat)
    assert cells(cast)["Cleo", "Cut-off rules"].state == "gap"
    assert gaps_by_rollout([cast.rollout.id], TODAY) == {cast.rollout.id: 1}


def test_a_pairing_that_ended_leaves_the_guide_with_nobody(cast: Cast) -> None:
    end_pairing(cast.pairing, on=TODAY, by=cast.ada)
    (topic,) = seating_of(cast.rollout, TODAY).topics
    assert [(seat.person.name, seat.guides) for seat in topic.guides] == [("Ben Arroyo", 0)]


def test_ended_seats_are_listed_apart_and_those_never_held_are_not(cast: Cast) -> None:
    end_seat(cast.bens_seat, on=TODAY, by=cast.ada)
    make.a_seat(cast.rollout_topic, cast.eve, Role.SME, since=TODAY, until=TODAY)
    ended = seating_of(cast.rollout, TODAY).ended
    assert [(seat.person.name, seat.until) for seat in ended] == [("Ben Arroyo", TODAY)]


def test_an_ended_pairing_is_listed_as_ended_with_its_note(cast: Cast) -> None:
    end_pairing(cast.pairing, on=TODAY, by=cast.cleo, note="Ben moved to Lisbon.")
    (ended,) = seating_of(cast.rollout, TODAY).ended_pairings
    assert (ended.guide, ended.learner, ended.rest(TODAY)) == (
        "Ben Arroyo",
        "Cleo Marsh",
        "ended 23 Nov: Ben moved to Lisbon.",
    )


def meeting(cast: Cast) -> str:
    (pairing,) = cells(cast)["Cleo", "Cut-off rules"].pairings
    return pairing.meeting


def test_where_people_never_meet_each_pair_shows_how_it_met(cast: Cast) -> None:
    assert not seating_of(cast.rollout, TODAY).topics[0].must_meet
    answer = ReadinessAnswer.create(
        rollout=cast.rollout,
        question=ReadinessQuestion.NEVER_MEET,
        yes=True,
        by=cast.ada,
        on=TODAY,
    )
    assert seating_of(cast.rollout, TODAY).topics[0].must_meet
    assert meeting(cast) == "not met yet"
    noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    plan = {"held_on": None, "planned_at": noon}
    planned = make.a_session(cast.rollout_topic, cast.ben, cast.pairing, **plan)
    assert meeting(cast) == "not met yet"
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, remote=True)
    assert meeting(cast) == "met live"
    planned.held_on = TODAY
    planned.save()
    assert meeting(cast) == "met in person"
    answer.question = ReadinessQuestion.FACTUAL
    answer.save()
    assert not seating_of(cast.rollout, TODAY).topics[0].must_meet


def test_a_kick_off_that_both_attended_is_a_meeting_in_person(cast: Cast) -> None:
    kick_off = make.a_kick_off(cast.rollout)
    Attendance.create(session=kick_off, pairing=cast.pairing)
    assert meeting(cast) == "met in person"


def test_a_seat_that_begins_later_is_shown(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=TODAY + timedelta(days=30))
    assert cells(cast)["Eve", "Cut-off rules"].state == "gap"


def test_a_coach_who_manages_the_learner_is_marked_except_in_delegation(cast: Cast) -> None:
    cast.cleo.manager = cast.ben
    cast.cleo.save()
    assert cells(cast)["Cleo", "Cut-off rules"].pairings[0].is_manager
    cast.topic.kind = Kind.DELEGATION
    cast.topic.save()
    assert not cells(cast)["Cleo", "Cut-off rules"].pairings[0].is_manager


def test_many_learners_come_in_pages_and_take_no_more_statements(cast: Cast) -> None:
    with counted_statements() as few:
        seating_of(cast.rollout, TODAY)
    for number in range(LEARNERS + 5):
        person = make.a_person(f"L{number:03} Lind", email=f"l{number}@example.com")
        seat = make.a_seat(cast.rollout_topic, person, Role.LEARNER)
        make.a_pairing(cast.bens_seat, seat)
    with counted_statements() as many:
        seating = seating_of(cast.rollout, TODAY, page=2)
    assert (seating.total, len(seating.learners)) == (LEARNERS + 6, 6)
    assert len(many) == len(few) <= 9


def test_a_page_beyond_the_last_still_says_how_many_learn(cast: Cast) -> None:
    beyond = seating_of(cast.rollout, make.TODAY, page=9)
    assert (beyond.learners, beyond.total) == ((), 1)
