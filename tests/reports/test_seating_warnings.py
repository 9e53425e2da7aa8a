"""What the rules warn of, and do not refuse."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Kind, Person, Role, Rollout, RolloutState, TransferModel
from kt.operations.seating import change_guide, give_seat
from kt.reports.seating_warnings import warnings_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def warned(cast: Cast) -> list[str]:
    rollout = Rollout.get_by_id(cast.rollout.id)
    return [warning.sentence for warning in warnings_of(rollout, TODAY)]


def set_manager(person: Person, manager: Person) -> None:
    """Change the manager as an import does, without asking any rule."""
    Person.update(manager=manager).where(Person.id == person.id).execute()


def test_nothing_is_warned_of_where_all_is_well(cast: Cast) -> None:
    assert warned(cast) == []


def test_a_coach_who_is_the_learners_manager_is_a_warning(cast: Cast) -> None:
    set_manager(cast.cleo, cast.ben)
    assert warned(cast) == [
        "Ben Arroyo with Cleo Marsh on Cut-off rules: the coach is the line manager."
    ]
    (warning,) = warnings_of(cast.rollout, TODAY)
    assert warning.cell == f"{cast.rollout_topic.id}-{cast.cleo.id}"
    assert "another name" in warning.reason


def test_in_delegation_the_guide_is_the_delegator_and_there_is_no_warning(cast: Cast) -> None:
    set_manager(cast.cleo, cast.ben)
    cast.topic.kind = Kind.DELEGATION
    cast.topic.save()
    assert warned(cast) == []


def test_a_new_manager_who_is_the_buddy_is_never_refused_but_listed(cast: Cast) -> None:
    change_guide(cast.pairing, cast.eve, Role.BUDDY, on=TODAY, by=cast.ada)
    set_manager(cast.cleo, cast.eve)
    assert warned(cast) == [
        "Eve Nobody with Cleo Marsh on Cut-off rules: the buddy is the line manager."
    ]


def test_a_two_way_rollout_in_which_nobody_does_both_is_really_one_way(cast: Cast) -> None:
    Rollout.update(model=TransferModel.TWO_WAY).execute()
    assert warned(cast) == [
        "Nobody coaches one topic and learns another, so this rollout is really one-way."
    ]
    second = make.a_rollout_topic(Rollout.get_by_id(cast.rollout.id), make.a_topic("Production"))
    give_seat(second, cast.cleo, Role.COACH, since=TODAY, by=cast.ada)
    assert warned(cast) == []


def test_agreed_hours_above_a_coachs_hours_a_week_are_a_warning_once(cast: Cast) -> None:
    cast.ben.coaching_hours_week = 4
    cast.ben.save()
    cast.pairing.agreed_hours = 3
    cast.pairing.save()
    assert warned(cast) == []
    other = make.a_rollout_topic(
        make.a_rollout("Elsewhere", supervisor=cast.ada), make.a_topic("Production")
    )
    make.a_pairing(
        make.a_seat(other, cast.ben, Role.COACH),
        make.a_seat(other, cast.eve, Role.LEARNER),
        agreed_hours=2,
    )
    learner = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_pairing(cast.bens_seat, learner, agreed_hours=1)
    assert warned(cast) == ["Ben Arroyo has agreed to 6 hours a week of coaching, and has 4."]


def test_hours_agreed_in_closed_rollouts_are_free_again(cast: Cast) -> None:
    cast.ben.coaching_hours_week = 4
    cast.ben.save()
    cast.pairing.agreed_hours = 3
    cast.pairing.save()
    closed = make.a_rollout("Elsewhere", supervisor=cast.ada, state=RolloutState.COMPLETED)
    topic = make.a_rollout_topic(closed, make.a_topic("Production"))
    make.a_pairing(
        make.a_seat(topic, cast.ben, Role.COACH),
        make.a_seat(topic, cast.eve, Role.LEARNER),
        agreed_hours=9,
    )
    assert warned(cast) == []


@pytest.mark.parametrize(
    "fact", [{"active": False}, {"leaving_date": TODAY}], ids=["disabled", "left"]
)
def test_somebody_who_left_and_still_has_a_seat_is_a_warning(
    cast: Cast, fact: dict[str, object]
) -> None:
    Person.update(**fact).where(Person.id == cast.dan.id).execute()
    assert warned(cast) == ["Dan Weiss has left or is disabled, and still has a seat."]


def test_somebody_who_leaves_later_is_no_warning_yet(cast: Cast) -> None:
    Person.update(leaving_date=TODAY + timedelta(days=1)).execute()
    assert warned(cast) == []


def test_a_closed_rollout_warns_of_nothing(cast: Cast) -> None:
    set_manager(cast.cleo, cast.ben)
    Rollout.update(state=RolloutState.COMPLETED).execute()
    assert warned(cast) == []


def test_warnings_take_two_statements(cast: Cast) -> None:
    set_manager(cast.cleo, cast.ben)
    with counted_statements() as taken:
        warnings_of(cast.rollout, TODAY)
    assert len(taken) == 2
