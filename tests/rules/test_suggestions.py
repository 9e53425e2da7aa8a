"""What the kind of a topic suggests to agree on."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import Kind, Measure, OutputKind, Rollout
from kt.rules.suggestions import suggestions_for

WEEK = timedelta(days=7)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def a_rollout(cast: Cast, kind: Kind, **values: object) -> Rollout:
    rollout = make.a_rollout("Nostro handover", supervisor=cast.ada, **values)
    make.a_rollout_topic(rollout, make.a_topic("Nostro breaks", kind=kind))
    return rollout


def words(rollout: Rollout) -> list[str]:
    return [suggestion.words for suggestion in suggestions_for(rollout)]


@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        (
            Kind.PROCESS_CHANGE,
            [
                "8 sessions held with each learner",
                "Each learner does it alone, signed off",
                "A how-to published",
                "An FAQ entry published",
            ],
        ),
        (
            Kind.DELEGATION,
            [
                "8 sessions held with each learner",
                "Each learner does it alone, signed off",
                "A manual published",
            ],
        ),
        (
            Kind.NICHE_SKILL,
            [
                "8 sessions held with each learner",
                "Each learner does it alone, signed off",
                "A manual published",
                "An FAQ entry published",
            ],
        ),
        (
            Kind.ORIENTATION,
            ["8 meetings within 90 days of each learner's start", "An FAQ entry published"],
        ),
        (Kind.DEVELOPMENT, ["6 meetings held by each"]),
    ],
)
def test_each_kind_suggests_its_own(cast: Cast, kind: Kind, usual: list[str]) -> None:
    assert words(a_rollout(cast, kind)) == usual


@pytest.mark.parametrize(("weeks", "sessions"), [(1, 3), (5, 5), (30, 8)])
def test_sessions_are_weekly_within_reason(cast: Cast, weeks: int, sessions: int) -> None:
    end = make.LONG_AGO + weeks * WEEK
    rollout = a_rollout(cast, Kind.PROCESS_CHANGE, end_date=end)
    assert suggestions_for(rollout)[0].target["number"] == sessions


def test_without_an_agreed_end_there_are_five(cast: Cast) -> None:
    rollout = a_rollout(cast, Kind.PROCESS_CHANGE, end_date=None)
    assert suggestions_for(rollout)[0].target["number"] == 5


def test_what_is_agreed_on_already_is_not_suggested_again(cast: Cast) -> None:
    rollout = a_rollout(cast, Kind.NICHE_SKILL)
    (topic,) = rollout.rollout_topics
    make.a_target(rollout, Measure.SESSIONS_HELD, rollout_topic=topic)
    make.a_target(
        rollout,
        Measure.OUTPUTS_PUBLISHED,
        rollout_topic=topic,
        output_kind=OutputKind.MANUAL,
        number=1,
    )
    assert words(rollout) == ["Each learner does it alone, signed off", "An FAQ entry published"]
