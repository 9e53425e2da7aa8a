"""Who sits where: cells, gaps, ended seats, and a number of statements that does not grow."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Kind, Role, RolloutTopic
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
