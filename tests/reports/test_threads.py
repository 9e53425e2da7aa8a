"""The thread of a topic in a rollout is strung from evidence."""

from datetime import UTC, datetime, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import Measure, OutputState, Role, Rollout
from kt.reports.homes import SupervisorPart, home_of
from kt.reports.rollout_page import rollout_page
from kt.reports.threads import Bead, Thread

TODAY = make.TODAY
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def thread(cast: Cast) -> Thread:
    """String the thread of the cast's topic, which its home and its page show alike."""
    rollout = Rollout.get_by_id(cast.rollout.id)
    page = rollout_page(rollout, cast.ada, today=TODAY)
    parts = home_of(cast.ada, today=TODAY, now=NOW).parts
    (part,) = (each for each in parts if isinstance(each, SupervisorPart))
    assert part.verdict == page.verdict
    return page.topics[0][1].thread


def an_output(cast: Cast, state: OutputState, title: str = "Manual") -> None:
    make.an_output(
        title,
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        state=state,
        published_on=TODAY if state == OutputState.PUBLISHED else None,
    )


def test_a_thread_begins_empty_and_has_no_bead_without_a_source(cast: Cast) -> None:
    assert thread(cast) == Thread(
        agreed=None, coached=Bead.EMPTY, written=Bead.EMPTY, signed_off=None
    )


def test_coached_is_half_when_a_session_was_held_and_never_full_without_a_target(
    cast: Cast,
) -> None:
    for _ in range(9):
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert thread(cast).coached == Bead.HALF


@pytest.mark.parametrize("each_learner", [False, True])
def test_coached_is_full_when_the_target_of_sessions_is_met(cast: Cast, each_learner: bool) -> None:
    make.a_target(
        cast.rollout,
        Measure.SESSIONS_HELD,
        rollout_topic=cast.rollout_topic,
        number=2,
        each_learner=each_learner,
    )
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert thread(cast).coached == Bead.HALF
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert thread(cast).coached == Bead.FULL


def test_a_target_for_each_learner_waits_for_the_last_of_them(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_target(
        cast.rollout,
        Measure.SESSIONS_HELD,
        rollout_topic=cast.rollout_topic,
        number=1,
        each_learner=True,
    )
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert thread(cast).coached == Bead.HALF


def test_sessions_before_the_start_planned_or_cancelled_are_not_counted(cast: Cast) -> None:
    moment = datetime(2026, 11, 25, 9, tzinfo=UTC)
    before = cast.rollout.start_date - timedelta(days=1)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=before)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=None, planned_at=moment)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, cancelled_at=moment)
    assert thread(cast).coached == Bead.EMPTY


def test_written_is_half_in_draft_and_full_when_all_is_published(cast: Cast) -> None:
    an_output(cast, OutputState.PLANNED, "FAQ")
    assert thread(cast).written == Bead.EMPTY
    an_output(cast, OutputState.DRAFT, "Manual")
    assert thread(cast).written == Bead.HALF
    cast.rollout.outputs.model.update(state=OutputState.PUBLISHED, published_on=TODAY).execute()
    an_output(cast, OutputState.OBSOLETE, "Old manual")
    assert thread(cast).written == Bead.FULL


def test_what_was_written_elsewhere_is_not_this_rollouts_output(cast: Cast) -> None:
    make.an_output(
        topic=cast.topic, owner=cast.ben, state=OutputState.PUBLISHED, published_on=TODAY
    )
    assert thread(cast).written == Bead.EMPTY
