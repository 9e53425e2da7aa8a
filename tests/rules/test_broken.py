"""What is broken: warned of, or broken by a fact from outside, and never refused."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt import clock
from kt.models import (
    Access,
    Kind,
    Level,
    Override,
    Person,
    ReadinessAnswer,
    ReadinessQuestion,
    Role,
    Rollout,
    RolloutState,
    Seat,
    Topic,
    TransferModel,
    Way,
    Wording,
)
from kt.operations.seating import agree, change_guide, give_seat, pause_pairing
from kt.reports.needs import Need, needs_in
from kt.rules.broken import broken_rules

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    make.a_kick_off(cast.rollout)
    return cast


def warned(cast: Cast) -> list[str]:
    rollout = Rollout.get_by_id(cast.rollout.id)
    return [warning.sentence for warning in broken_rules(rollout, TODAY)]


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
    (warning,) = broken_rules(cast.rollout, TODAY)
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


def test_hours_held_beyond_a_coachs_hours_a_week_are_said_until_the_week_after(cast: Cast) -> None:
    Person.update(coaching_hours_week=2).where(Person.id == cast.ben.id).execute()

    def held(days_ago: int, minutes: int, **values: object) -> None:
        on = TODAY - timedelta(days=days_ago)
        make.a_session(
            cast.rollout_topic, cast.ben, cast.pairing, held_on=on, minutes=minutes, **values
        )

    def needs(on: date = TODAY) -> list[Need]:
        found = needs_in(cast.rollout, by=cast.ada, today=on)
        return [each for each in found if each.person_id == cast.ben.id]

    def said(on: date = TODAY) -> list[str]:
        return [f"{each.title} {each.rest}: {each.badge}" for each in needs(on)]

    held(7, 60)
    held(5, 60)
    held(4, 300, cancelled_at=clock.now())
    held(8, 300)
    assert said(TODAY) == [], "two hours are what there is, and this is a Monday"
    held(3, 30)
    assert said() == ["Ben Arroyo over their hours: 2 h 30 of 2 h last week"]
    held(0, 121)
    assert said() == ["Ben Arroyo over their hours: 2 h 01 of 2 h this week"]
    (need,) = needs()
    assert (need.action, need.place) == ("Choose", "seats.index")
    assert warned(cast) == [], "only whoever runs the rollout is told"
    assert said(TODAY + timedelta(days=7)), "on the Monday after it can still be seen to"
    assert said(TODAY + timedelta(days=14)) == []
    agree(
        cast.pairing,
        agreed_hours=3,
        cadence_days=7,
        hours_reason="The year end.",
        wave=1,
        by=cast.ada,
    )
    assert said() == [], "more has its reason"
    anna = make.a_seat(cast.rollout_topic, make.a_person("Anna First"), Role.LEARNER)
    make.a_pairing(cast.bens_seat, anna)
    assert said() == [], "whichever of the coach's pairings it was said of"


def test_hours_that_two_of_a_pair_agreed_on_are_theirs(cast: Cast) -> None:
    cast.ben.coaching_hours_week = 4
    cast.ben.save()
    cast.pairing.agreed_hours = 3
    cast.pairing.save()
    make.a_pair(cast.ben, cast.eve, agreed_hours=9)
    make.a_pair(cast.ben, cast.dan, wording=Wording.MENTORING, agreed_hours=9)
    circle = make.a_rollout("Circle", supervisor=cast.ada)
    growing = make.a_rollout_topic(circle, make.a_topic("Growing", kind=Kind.DEVELOPMENT))
    make.a_pairing(
        make.a_seat(growing, cast.ben, Role.COACH),
        make.a_seat(growing, cast.eve, Role.LEARNER),
        agreed_hours=9,
        mutual=True,
    )
    assert warned(cast) == []
    assert not [each for each in broken_rules(circle, TODAY) if each.rule == 15]


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


def test_somebody_who_leaves_before_the_end_is_listed_while_there_is_time(cast: Cast) -> None:
    leaving = TODAY + timedelta(days=1)
    Person.update(leaving_date=leaving).where(Person.id == cast.dan.id).execute()
    assert warned(cast) == ["Dan Weiss leaves on 24 Nov, before the rollout ends."]
    Person.update(leaving_date=cast.rollout.end_date).where(Person.id == cast.dan.id).execute()
    assert warned(cast) == []


def test_a_closed_rollout_warns_of_nothing(cast: Cast) -> None:
    set_manager(cast.cleo, cast.ben)
    Rollout.update(state=RolloutState.COMPLETED).execute()
    assert warned(cast) == []


def test_the_list_takes_three_statements(cast: Cast) -> None:
    set_manager(cast.cleo, cast.ben)
    with counted_statements() as taken:
        broken_rules(cast.rollout, TODAY)
    assert len(taken) == 3


def seed(cast: Cast) -> None:
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()


def test_a_seeded_topic_whose_sme_leaves_has_no_sme(cast: Cast) -> None:
    seed(cast)
    assert warned(cast) == []
    Person.update(active=False).where(Person.id == cast.dan.id).execute()
    assert "Cut-off rules has no SME." in warned(cast)


def test_what_was_overridden_at_the_start_is_not_listed_again(cast: Cast) -> None:
    seed(cast)
    Seat.delete().where(Seat.role == Role.SME).execute()
    Override.create(
        rollout=cast.rollout,
        point=f"sme-{cast.rollout_topic.id}",
        reason="Nobody has it.",
        by=cast.ada,
        on=TODAY,
    )
    assert warned(cast) == []


def test_fewer_holders_than_a_niche_skill_needs_is_a_risk(cast: Cast) -> None:
    Topic.update(kind=Kind.NICHE_SKILL, holders_needed=2).execute()
    assert warned(cast) == ["Cut-off rules has 0 holders and needs 2."]
    make.a_standing(cast.ben, cast.topic, Level.DOES_IT_ALONE)
    make.an_output(topic=cast.topic, owner=cast.ben, state="published", published_on=TODAY)
    assert warned(cast) == ["Cut-off rules has 1 holder and needs 2."]
    make.a_standing(cast.dan, cast.topic, Level.COACHES_OTHERS)
    assert warned(cast) == []
    make.a_standing(cast.dan, cast.topic, Level.KNOWS_ABOUT_IT, on=TODAY)
    assert warned(cast) == ["Cut-off rules has 1 holder and needs 2."]


def test_with_one_holder_and_no_published_document_the_first_output_is_the_document(
    cast: Cast,
) -> None:
    Topic.update(kind=Kind.NICHE_SKILL, holders_needed=1).execute()
    make.a_standing(cast.ben, cast.topic, Level.DOES_IT_ALONE)
    assert warned(cast) == ["Cut-off rules has one holder and no published document."]


def test_a_rollout_without_a_kick_off_is_visible(cast: Cast) -> None:
    cast.rollout.sessions.model.delete().execute()
    assert warned(cast) == ["The rollout runs without a kick-off."]
    Rollout.update(before_agreements=True).execute()
    assert warned(cast) == []


def never_meet(cast: Cast, **more: bool) -> None:
    for name in ("NEVER_MEET", *more):
        ReadinessAnswer.create(
            rollout=cast.rollout,
            question=ReadinessQuestion[name],
            yes=True,
            by=cast.ada,
            on=TODAY,
        )


def test_where_people_never_meet_each_pair_meets_in_person_or_at_least_live(cast: Cast) -> None:
    never_meet(cast)
    assert warned(cast) == ["Ben Arroyo with Cleo Marsh on Cut-off rules: have not met yet."]
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, remote=True)
    assert warned(cast) == []


def test_only_plain_factual_coaching_does_without_a_meeting(cast: Cast) -> None:
    never_meet(cast, FACTUAL=True)
    assert warned(cast) == []


@pytest.mark.parametrize(
    "fact", [{"active": False}, {"access": Access.MEMBER}, {"leaving_date": TODAY}]
)
def test_a_supervisor_who_may_not_run_rollouts_any_more_is_listed(
    cast: Cast, fact: dict[str, object]
) -> None:
    Person.update(**fact).where(Person.id == cast.ada.id).execute()
    assert warned(cast) == [
        "Ada Lovell is the supervisor of this rollout and may not run rollouts any more."
    ]


def test_what_an_import_made_of_rules_1_and_2_is_listed(cast: Cast) -> None:
    second = make.a_rollout_topic(cast.rollout, make.a_topic("Production"))
    make.a_seat(second, cast.ben, Role.LEARNER)
    assert warned(cast) == [
        "Ben Arroyo guides and learns at the same time, which one-way does not allow."
    ]
    make.a_seat(second, cast.ben, Role.BUDDY)
    assert "Ben Arroyo guides and learns one topic at the same time" in warned(cast)[0]


def test_a_deputy_who_left_is_listed(cast: Cast) -> None:
    Rollout.update(deputy=cast.eve).execute()
    assert warned(cast) == []
    Person.update(leaving_date=TODAY).where(Person.id == cast.eve.id).execute()
    assert warned(cast) == [
        "Eve Nobody is the deputy of this rollout and may not run rollouts any more."
    ]


def test_agreed_hours_with_a_reason_are_not_asked_about_again(cast: Cast) -> None:
    Person.update(coaching_hours_week=3).where(Person.id == cast.ben.id).execute()
    values = {"cadence_days": 7, "agreed_hours": 4, "wave": 1, "by": cast.ada}
    agree(cast.pairing, hours_reason="The month end is near.", **values)
    assert warned(cast) == []
    Override.update(withdrawn_on=TODAY).execute()
    assert warned(cast) == ["Ben Arroyo has agreed to 4 hours a week of coaching, and has 3."]


@pytest.mark.parametrize("ways", [[Way.COACH_DID_IT], [Way.EXPLAINED, Way.COACH_DID_IT]])
def test_show_do_not_tell_a_pairing_of_only_explained_or_coach_did_it_is_flagged(
    cast: Cast, ways: list[Way]
) -> None:
    for way in ways:
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=way)
    (told,) = broken_rules(cast.rollout, TODAY)
    assert (told.rule, told.badge, told.action) == (13, "only told so far", "Plan a session")
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.SHOWN)
    assert warned(cast) == []


def test_a_pairing_that_rests_is_not_flagged_for_being_only_told(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.EXPLAINED)
    pause_pairing(cast.pairing, until=TODAY + timedelta(days=9), by=cast.ben, on=TODAY)
    assert warned(cast) == []
    assert len(broken_rules(cast.rollout, TODAY + timedelta(days=9))) == 1
    Person.update(away_until=TODAY + timedelta(days=12)).execute()
    assert broken_rules(cast.rollout, TODAY + timedelta(days=9)) == []
