"""The start gate: rules 3, 4, 7 and 12, each point with its way out."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast, ready_to_start

from kt.errors import NotAllowed, Refused
from kt.models import (
    Kind,
    Level,
    Override,
    ReadinessAnswer,
    ReadinessQuestion,
    Revision,
    Role,
    Rollout,
    Seat,
    Sheet,
    Target,
    Topic,
    TransferModel,
)
from kt.operations.rollouts import override_point, start_rollout, withdraw_override
from kt.rules.gate import Point, points_of

TODAY = make.TODAY
DAY = timedelta(days=1)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def draft(cast: Cast) -> Rollout:
    return ready_to_start(cast)


def missing(rollout: Rollout) -> dict[str, Point]:
    return {point.key.split("-")[0]: point for point in points_of(rollout, TODAY)}


def test_a_rollout_that_lacks_nothing_starts(cast: Cast, draft: Rollout) -> None:
    assert points_of(draft, TODAY) == []
    assert start_rollout(draft, on=TODAY, by=cast.ada).started_on == TODAY


def test_a_rollout_starts_when_the_process_of_each_topic_is_in_writing(
    cast: Cast, draft: Rollout
) -> None:
    Revision.update(process="  ").execute()
    with pytest.raises(Refused, match="The process of Cut-off rules is not in writing"):
        start_rollout(draft, on=TODAY, by=cast.ada)
    point = missing(draft)["process"]
    assert (point.place, point.at) == ("topics.edit", (("id", cast.topic.id),))


def test_each_topic_has_an_active_pairing(cast: Cast, draft: Rollout) -> None:
    Sheet.update(answer="waiting").where(Sheet.person == cast.cleo).execute()
    with pytest.raises(Refused, match=r"no active pairing\. Cleo Marsh has to sign first"):
        start_rollout(draft, on=TODAY, by=cast.ada)


def test_or_a_first_learner_who_has_not_started_yet(cast: Cast, draft: Rollout) -> None:
    Sheet.update(answer="waiting").execute()
    Seat.update(since=TODAY + DAY).where(Seat.role == Role.LEARNER).execute()
    assert points_of(draft, TODAY) == []


def test_a_rolling_rollout_waits_for_its_first_learner(cast: Cast, draft: Rollout) -> None:
    cast.pairing.delete_instance()
    cast.cleos_seat.delete_instance()
    assert missing(draft).keys() == {"learners", "pairing"}
    Rollout.update(rolling=True).execute()
    assert points_of(Rollout.get_by_id(draft.id), TODAY) == []


@pytest.mark.parametrize("model", [TransferModel.SEEDED_ONE_WAY, TransferModel.SEEDED_TWO_WAY])
def test_each_topic_of_a_seeded_rollout_has_an_sme(
    cast: Cast, draft: Rollout, model: TransferModel
) -> None:
    draft.model = model
    assert points_of(draft, TODAY) == []
    Seat.delete().where(Seat.role == Role.SME).execute()
    assert missing(draft)["sme"].way_out == "Give somebody the seat as SME."


def test_an_unseeded_model_does_not_start_where_a_technical_topic_has_beginners(
    cast: Cast, draft: Rollout
) -> None:
    Topic.update(technical=True).execute()
    with pytest.raises(Refused, match="Cut-off rules is technical"):
        start_rollout(draft, on=TODAY, by=cast.ada)
    override_point(
        draft, missing(draft)["seeding"].key, reason="Dan is on call.", by=cast.ada, on=TODAY
    )
    assert start_rollout(draft, on=TODAY, by=cast.ada).started_on == TODAY


@pytest.mark.parametrize(
    ("learner", "coach", "asked"),
    [
        (Level.DOES_IT_WITH_HELP, Level.DOES_IT_ALONE, False),
        (Level.KNOWS_ABOUT_IT, Level.COACHES_OTHERS, True),
        (Level.DOES_IT_ALONE, Level.DOES_IT_WITH_HELP, True),
        (None, Level.COACHES_OTHERS, True),
    ],
)
def test_seeding_is_asked_for_below_2_as_learner_and_below_3_as_coach(
    cast: Cast, draft: Rollout, learner: Level | None, coach: Level, asked: bool
) -> None:
    Topic.update(technical=True).execute()
    for person, level in ((cast.cleo, learner), (cast.ben, coach)):
        if level is not None:
            make.a_standing(person, cast.topic, level, on=make.LONG_AGO)
    assert ("seeding" in missing(draft)) == asked
    Topic.update(technical=False).execute()
    assert "seeding" not in missing(draft)


def test_the_newest_standing_counts(cast: Cast, draft: Rollout) -> None:
    Topic.update(technical=True).execute()
    for person in (cast.ben, cast.cleo):
        make.a_standing(person, cast.topic, Level.DOES_IT_ALONE, on=make.LONG_AGO)
    make.a_standing(cast.ben, cast.topic, Level.KNOWS_ABOUT_IT, on=TODAY)
    assert "seeding" in missing(draft)


def test_at_least_one_target_per_topic(cast: Cast, draft: Rollout) -> None:
    Target.update(rollout_topic=None).execute()
    assert missing(draft)["target"].sentence == "Cut-off rules has no target."


def test_development_topics_default_to_meetings_held(cast: Cast, draft: Rollout) -> None:
    Target.delete().execute()
    Topic.update(kind=Kind.DEVELOPMENT).execute()
    assert points_of(draft, TODAY) == []


def test_a_kick_off_is_planned(cast: Cast, draft: Rollout) -> None:
    draft.sessions.model.delete().execute()
    with pytest.raises(Refused, match="No kick-off is planned"):
        start_rollout(draft, on=TODAY, by=cast.ada)


def answer(cast: Cast, **answers: bool) -> None:
    for name, yes in answers.items():
        ReadinessAnswer.create(
            rollout=cast.rollout, question=ReadinessQuestion[name], yes=yes, by=cast.ada, on=TODAY
        )


def test_where_people_never_meet_the_kick_off_is_one_where_each_pair_meets(
    cast: Cast, draft: Rollout
) -> None:
    draft.sessions.model.update(remote=True).execute()
    assert points_of(draft, TODAY) == []
    answer(cast, NEVER_MEET=True)
    assert "never meet" in missing(draft)["kick"].sentence
    answer(cast, FACTUAL=True)
    assert points_of(draft, TODAY) == []


@pytest.mark.parametrize("question", ["WEAK_SUPERVISION", "LEADER"])
def test_not_yet_and_what_to_fix_first(cast: Cast, draft: Rollout, question: str) -> None:
    answer(cast, **{question: True})
    with pytest.raises(Refused, match="not yet"):
        start_rollout(draft, on=TODAY, by=cast.ada)


def test_where_readiness_says_engineers_all_seated_must_have_signed(
    cast: Cast, draft: Rollout
) -> None:
    answer(cast, ENGINEERS=True)
    assert points_of(draft, TODAY) == []
    Sheet.update(answer="declined").where(Sheet.person == cast.dan).execute()
    with pytest.raises(Refused, match="Dan Weiss has to sign first"):
        start_rollout(draft, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="cannot be overridden"):
        override_point(draft, "consent", reason="He will.", by=cast.ada, on=TODAY)


def test_orientation_combines_a_buddy_with_a_coach(cast: Cast, draft: Rollout) -> None:
    Topic.update(kind=Kind.ORIENTATION).execute()
    assert missing(draft)["orientation"].key == "orientation-buddy"
    Seat.update(role=Role.BUDDY).where(Seat.person == cast.ben).execute()
    assert missing(draft)["orientation"].key == "orientation-coach"


def test_a_missing_point_may_be_overridden_with_a_reason_that_stays_in_view(
    cast: Cast, draft: Rollout
) -> None:
    draft.sessions.model.delete().execute()
    with pytest.raises(Refused, match="why it can start without"):
        override_point(draft, "kick-off", reason=" ", by=cast.ada, on=TODAY)
    with pytest.raises(NotAllowed):
        override_point(draft, "kick-off", reason="They sit in one room.", by=cast.ben, on=TODAY)
    override_point(draft, "kick-off", reason="They sit in one room.", by=cast.ada, on=TODAY)
    running = start_rollout(draft, on=TODAY, by=cast.ada)
    (point,) = points_of(running, TODAY)
    assert point.override
    assert point.override.reason == "They sit in one room."


def test_an_override_can_be_taken_back(cast: Cast, draft: Rollout) -> None:
    draft.sessions.model.delete().execute()
    row = override_point(draft, "kick-off", reason="One room.", by=cast.ada, on=TODAY)
    withdraw_override(row, by=cast.ada, on=TODAY)
    with pytest.raises(Refused, match="No kick-off is planned"):
        start_rollout(draft, on=TODAY, by=cast.ada)
    override_point(draft, "kick-off", reason="Still one room.", by=cast.ada, on=TODAY)
    assert Override.select().count() == 2


def test_signatures_are_never_overridden(cast: Cast, draft: Rollout) -> None:
    Sheet.update(answer="waiting").execute()
    key = missing(draft)["pairing"].key
    with pytest.raises(Refused, match="cannot be overridden"):
        override_point(draft, key, reason="They agreed on the phone.", by=cast.ada, on=TODAY)
