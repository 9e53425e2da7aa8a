"""What is still open is said before a rollout closes; only this is asked first."""

from datetime import UTC, date, datetime

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import ItemState, Measure, OutputState, Role, RolloutState, TransferModel
from kt.reports.closing import open_points

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def test_where_nothing_is_open_nothing_is_asked(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    make.a_target(cast.rollout, number=1)
    assert open_points(cast.rollout, TODAY) == []


def test_everything_that_is_open_is_said_once(cast: Cast) -> None:
    """Cleo had one session, Eve none; of 4 h of coaching 45 minutes were held: 18 %."""
    make.a_pairing(None, make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER))
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, minutes=45)
    at = datetime(2026, 11, 26, 14, tzinfo=UTC)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=None, planned_at=at)
    topic = cast.rollout_topic
    make.a_target(cast.rollout, Measure.COACHING_HOURS, number=4)
    make.a_target(cast.rollout, number=1, each_learner=True, rollout_topic=topic)
    for state in (OutputState.PLANNED, OutputState.DRAFT, OutputState.OBSOLETE):
        make.an_output(topic=cast.topic, owner=cast.ben, rollout=cast.rollout, state=state)
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    make.an_item(checklist)
    make.an_item(checklist, optional=True)
    make.an_item(checklist, state=ItemState.NOT_NEEDED)
    assert [point.sentence for point in open_points(cast.rollout, TODAY)] == [
        "Coaching hours, not reached: 18 % of the way.",
        "Cut-off rules: Sessions held, reached by 1 of 2 learners.",
        "1 gap: nobody guides there.",
        "1 planned session not held.",
        "2 outputs not published.",
        "1 required item not done.",
    ]


def test_a_role_not_taken_in_a_two_way_rollout_stands_first(cast: Cast) -> None:
    cast.rollout.model = TransferModel.TWO_WAY
    cast.rollout.save()
    make.a_seat(
        make.a_rollout_topic(cast.rollout, make.a_topic("Production")), cast.cleo, Role.COACH
    )
    assert open_points(cast.rollout, TODAY)[0].sentence.endswith(
        "Still without one: coaching on Production; learning Cut-off rules."
    )


def test_a_draft_leaves_nothing_open(cast: Cast) -> None:
    cast.rollout.state = RolloutState.DRAFT
    make.a_target(cast.rollout, due=date(2026, 12, 1))
    assert open_points(cast.rollout, TODAY) == []


def test_however_much_is_open_it_takes_as_many_statements(cast: Cast) -> None:
    for measure in Measure:
        make.a_target(cast.rollout, measure, level=3, name="x")
    with counted_statements() as few:
        open_points(cast.rollout, TODAY)
    for number in range(12):
        seat = make.a_seat(cast.rollout_topic, make.a_person(f"L{number} Lind"), Role.LEARNER)
        make.a_pairing(cast.bens_seat, seat)
        make.a_target(cast.rollout, each_learner=True)
    with counted_statements() as many:
        open_points(cast.rollout, TODAY)
    assert len(few) == len(many) <= 9
