"""Before somebody leaves: drafting the rollout that passes on what they hold."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import Kind, Output, Pairing, Role, Rollout, RolloutState, RolloutTopic, Seat, Topic
from kt.operations.leaving import draft_rollout_before_leaving

TODAY = make.TODAY
SOON = TODAY + timedelta(60)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def draft(cast: Cast, **values: object) -> Rollout:
    given = {"leaves_on": SOON, "by": cast.ada, "today": TODAY, "unwritten": [cast.topic.id]}
    return draft_rollout_before_leaving(cast.ben, {cast.topic.id: [cast.cleo.id]}, **given | values)


def test_one_press_drafts_the_rollout_with_coach_learner_and_first_document(cast: Cast) -> None:
    rollout = draft(cast)
    assert (rollout.name, rollout.state) == (
        "Cut-off rules, before 22 Jan 2027",
        RolloutState.DRAFT,
    )
    assert (rollout.kind, rollout.start_date, rollout.end_date) == (Kind.NICHE_SKILL, TODAY, SOON)
    pairing = Pairing.select().order_by(Pairing.id.desc()).get()
    assert (pairing.guide.person, pairing.learner.person) == (cast.ben, cast.cleo)
    output = Output.get()
    assert (output.owner, output.due, output.rollout) == (cast.ben, SOON, rollout)


def test_a_topic_that_is_written_needs_no_first_document(cast: Cast) -> None:
    draft(cast, unwritten=[])
    assert Output.select().count() == 0


def test_the_draft_names_topics_and_not_who_leaves(cast: Cast) -> None:
    assert "Ben" not in draft(cast).name


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(1)])
def test_a_day_that_has_passed_is_refused_and_nothing_is_drafted(cast: Cast, day: object) -> None:
    with pytest.raises(Refused, match="That day has passed"):
        draft(cast, leaves_on=day)
    assert Rollout.select().count() == 1


def test_without_a_topic_nothing_is_drafted(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least one topic"):
        draft_rollout_before_leaving(cast.ben, {}, leaves_on=SOON, by=cast.ada, today=TODAY)


def test_only_supervisors_draft(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Rollouts are drafted by supervisors"):
        draft(cast, by=cast.ben)


def test_several_topics_make_one_rollout(cast: Cast) -> None:
    other = make.a_topic("Nostro breaks")
    rollout = draft_rollout_before_leaving(
        cast.ben,
        {cast.topic.id: [cast.cleo.id], other.id: []},
        leaves_on=SOON,
        by=cast.ada,
        today=TODAY,
    )
    assert rollout.name == "Cut-off rules and 1 more topic, before 22 Jan 2027"
    assert Topic.select().count() == 2
    assert rollout.rollout_topics.count() == 2
    waiting = Seat.select().join(RolloutTopic).where(RolloutTopic.rollout == rollout)
    assert {(seat.person, seat.role) for seat in waiting} == {
        (cast.ben, Role.COACH),
        (cast.cleo, Role.LEARNER),
    }
    assert waiting.where(Seat.person == cast.ben).count() == 2
