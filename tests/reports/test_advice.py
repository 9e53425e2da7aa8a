"""Advice with its arithmetic: each case in the numbers that lead to it."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import (
    Basis,
    Expert,
    Kind,
    OutputState,
    Person,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    TransferModel,
    Wording,
)
from kt.reports.advice import Advice, advice_on

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def rollout(cast: Cast) -> Rollout:
    """Ten weeks, from 5 October to 14 December."""
    return make.a_rollout(
        "Nostro handover",
        supervisor=cast.ada,
        start_date=date(2026, 10, 5),
        end_date=date(2026, 12, 14),
    )


def a_topic(rollout: Rollout, name: str, **values: object) -> RolloutTopic:
    values.setdefault("kind", Kind.PROCESS_CHANGE)
    return make.a_rollout_topic(rollout, make.a_topic(name, **values))


def stands(person: Person, topic: RolloutTopic, level: int) -> None:
    Standing.create(
        person=person,
        revision=topic.revision,
        level=level,
        basis=Basis.NAMED,
        reason="Seen.",
        on=make.LONG_AGO,
    )


def learners(topic: RolloutTopic, count: int, level: int | None = 1) -> None:
    for number in range(count):
        person = make.a_person(f"Learner {number}", email=None)
        make.a_seat(topic, person, Role.LEARNER)
        if level is not None:
            stands(person, topic, level)


def able(name: str, topic: RolloutTopic, *, hours: int | None = None, level: int = 4) -> Person:
    """Seat a coach who is able to coach a topic."""
    person = make.a_person(name, email=None, coaching_hours_week=hours)
    stands(person, topic, level)
    make.a_seat(topic, person, Role.COACH)
    return person


def advice(rollout: Rollout) -> Advice:
    advice = advice_on(Rollout.get_by_id(rollout.id), TODAY)
    assert advice is not None
    return advice


# ------------------------------------------------------------------ the cases


def test_without_a_topic_there_is_nothing_to_advise_on(rollout: Rollout) -> None:
    assert advice_on(rollout, TODAY) is None


def test_nobody_able_so_an_sme_seed_first(cast: Cast, rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    learners(topic, 4)
    Expert.create(topic=topic.revision.topic, person=cast.dan)
    assert advice(rollout).model == TransferModel.SEEDED_ONE_WAY
    assert advice(rollout).headline == "An SME seed first, then SME-seeded one-way"
    assert advice(rollout).reason == (
        "Nobody is known to do Nostro breaks alone, and 4 people are to learn it. Let its SME "
        "(1 is named) bring one coach to it, who then guides the others."
    )


def test_somebody_who_does_it_with_help_is_not_able_yet(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    able("Finn Coach", topic, level=2, hours=9)
    assert advice(rollout).reason == (
        "Nobody is known to do Nostro breaks alone. Let an SME, whom you name first, bring one "
        "coach to it, who then guides the others."
    )


def test_one_able_and_more_learners_than_they_have_hours_for_so_a_second_coach_then_cascade(
    rollout: Rollout,
) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    able("Finn Coach", topic, hours=2)
    learners(topic, 5)
    assert advice(rollout).model == TransferModel.SEEDED_ONE_WAY
    assert advice(rollout).headline == "A second coach first, then SME-seeded one-way"
    assert advice(rollout).reason == (
        "Only Finn is able to coach Nostro breaks and has 2 hours a week (20 in 10 weeks); 5 "
        "learners need 5 hours a week (50 in 10 weeks). Let an SME or the one coach seed a second "
        "coach first, by 9 Nov, then cascade: who was signed off coaches the others."
    )


def test_hours_agreed_in_other_rollouts_are_not_free(cast: Cast, rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    finn = able("Finn Coach", topic, hours=5)
    learners(topic, 5)
    assert advice(rollout).model == TransferModel.ONE_WAY
    make.a_pair(finn, cast.eve, agreed_hours=4)
    assert advice(rollout).model == TransferModel.ONE_WAY
    elsewhere = make.a_seat(cast.rollout_topic, finn, Role.COACH)
    make.a_pairing(elsewhere, cast.cleos_seat, agreed_hours=1)
    assert "has 4 hours a week (40 in 10 weeks); 5 learners" in advice(rollout).reason


def test_hours_agreed_with_the_learners_count_instead_of_one_each(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    finn = able("Finn Coach", topic, hours=2)
    gina = make.a_person("Gina Learner")
    stands(gina, topic, 1)
    guide = topic.seats.where(Seat.person == finn).get()
    make.a_pairing(guide, make.a_seat(topic, gina, Role.LEARNER), agreed_hours=3)
    assert "1 learner needs 3 hours a week (30 in 10 weeks)" in advice(rollout).reason


def test_several_able_with_too_few_hours_seed_another_coach(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    able("Finn Coach", topic, hours=1)
    able("Hugo Coach", topic, hours=2, level=3)
    learners(topic, 4)
    assert advice(rollout).headline == "Another coach first, then SME-seeded one-way"
    assert advice(rollout).numbers == (
        "Finn and Hugo are able to coach Nostro breaks and have together 3 hours a week (30 in 10 "
        "weeks); 4 learners need 4 hours a week (40 in 10 weeks)."
    )


def test_two_who_each_hold_a_part_so_two_way(rollout: Rollout) -> None:
    nostro, swift = a_topic(rollout, "Nostro breaks"), a_topic(rollout, "SWIFT repair")
    finn, hugo = able("Finn Coach", nostro), able("Hugo Coach", swift)
    stands(finn, swift, 1)
    stands(hugo, nostro, 1)
    make.a_seat(swift, finn, Role.LEARNER)
    make.a_seat(nostro, hugo, Role.LEARNER)
    assert advice(rollout).model == TransferModel.TWO_WAY
    assert advice(rollout).reason == (
        "2 people each hold a part of the 2 topics: one Nostro breaks, another SWIFT repair. Let "
        "each coach the part they hold and learn the other."
    )


def test_two_who_each_hold_a_part_of_a_technical_whole_are_seeded_too(rollout: Rollout) -> None:
    nostro = a_topic(rollout, "Nostro breaks", technical=True)
    swift = a_topic(rollout, "SWIFT repair")
    finn, hugo = able("Finn Coach", nostro), able("Hugo Coach", swift)
    stands(finn, swift, 1)
    make.a_seat(swift, finn, Role.LEARNER)
    make.a_seat(nostro, hugo, Role.LEARNER)
    assert advice(rollout).model == TransferModel.SEEDED_TWO_WAY


def test_parts_held_by_coaches_alone_are_coached_one_way(rollout: Rollout) -> None:
    nostro, swift = a_topic(rollout, "Nostro breaks"), a_topic(rollout, "SWIFT repair")
    able("Finn Coach", nostro, hours=9)
    able("Hugo Coach", swift, hours=9)
    learners(nostro, 2)
    learners(swift, 2)
    assert advice(rollout).model == TransferModel.ONE_WAY


def test_enough_who_coach_and_a_written_process_so_plain_one_way(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    able("Finn Coach", topic, hours=3)
    able("Hugo Coach", topic, hours=2)
    learners(topic, 5)
    assert advice(rollout).model == TransferModel.ONE_WAY
    assert advice(rollout).headline == "One-way"
    assert advice(rollout).reason == (
        "2 people are able to coach Nostro breaks, with 5 hours a week for 5 learners who need 5, "
        "and its process is in writing. That is enough for plain one-way."
    )


def test_enough_who_coach_without_a_written_process_write_it_first(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks", process="")
    able("Finn Coach", topic, hours=3)
    learners(topic, 1)
    assert advice(rollout).reason.endswith(
        "for 1 learner who needs 1, and its process is not in writing yet. Write it first; plain "
        "one-way is enough then."
    )


def test_a_niche_skill_with_one_holder_and_no_document_so_the_document_is_the_first_output(
    cast: Cast, rollout: Rollout
) -> None:
    topic = a_topic(rollout, "Year end", kind=Kind.NICHE_SKILL, holders_needed=2)
    finn = able("Finn Coach", topic, hours=9)
    learners(topic, 1)
    assert advice(rollout).headline == "The document first, then one-way"
    assert advice(rollout).reason == (
        "Year end has 1 holder where 2 are needed, Finn, who has published 0 documents about it. "
        "Make the document the first output, then coach from it: one-way."
    )
    make.an_output(
        topic=topic.revision.topic, owner=finn, state=OutputState.PUBLISHED, published_on=TODAY
    )
    assert advice(rollout).headline == "One-way"


def test_a_niche_skill_with_two_holders_is_at_no_such_risk(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Year end", kind=Kind.NICHE_SKILL)
    able("Finn Coach", topic)
    able("Hugo Coach", topic)
    assert advice(rollout).first == ""


def test_the_only_holder_who_leaves_before_the_end_writes_the_document_first(
    rollout: Rollout,
) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    finn = able("Finn Coach", topic, hours=9)
    Person.update(leaving_date=date(2026, 12, 4)).where(Person.id == finn.id).execute()
    assert advice(rollout).numbers == (
        "Nostro breaks has 1 holder, Finn, who has published 0 documents about it and leaves on "
        "4 Dec."
    )


def test_whoever_has_left_before_the_start_is_not_able(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    finn = able("Finn Coach", topic, hours=9)
    Person.update(leaving_date=rollout.start_date).where(Person.id == finn.id).execute()
    assert advice(rollout).first == "An SME seed"


# ------------------------------------------------------------------ rule 4 decides seeding


def test_a_technical_topic_with_beginners_is_seeded(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks", technical=True)
    able("Finn Coach", topic, hours=3)
    learners(topic, 2, level=1)
    assert advice(rollout).model == TransferModel.SEEDED_ONE_WAY
    assert advice(rollout).follows == (
        "It is technical and beginners sit on it, so an SME is to seed the content (rule 4)."
    )


def test_a_technical_topic_of_learners_who_do_it_with_help_is_not_seeded(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks", technical=True)
    able("Finn Coach", topic, hours=3)
    learners(topic, 2, level=2)
    assert advice(rollout).model == TransferModel.ONE_WAY


# ------------------------------------------------------------------ several topics


def test_the_topic_that_is_furthest_from_being_passed_on_decides_the_others_are_mentioned(
    rollout: Rollout,
) -> None:
    short = a_topic(rollout, "Nostro breaks")
    able("Finn Coach", short, hours=1)
    learners(short, 2)
    a_topic(rollout, "SWIFT repair")
    assert advice(rollout).numbers.startswith("Nobody is known to do SWIFT repair")
    (also,) = advice(rollout).also
    assert also.startswith("Only Finn is able to coach Nostro breaks")


# ------------------------------------------------------------------ what is not known


def test_unknown_standings_are_said_as_unknown(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    able("Finn Coach", topic, hours=3)
    learners(topic, 1, level=1)
    make.a_seat(topic, make.a_person("Gina Learner"), Role.LEARNER)
    assert advice(rollout).unknown == (
        "The standing of 1 of the 3 people seated on Nostro breaks is unknown and counts as "
        "“not yet”.",
    )


def test_hours_that_nobody_named_are_said_and_not_guessed(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Nostro breaks")
    able("Finn Coach", topic, hours=None)
    learners(topic, 9)
    assert advice(rollout).model == TransferModel.ONE_WAY
    assert advice(rollout).unknown == (
        "1 person able to coach Nostro breaks named no coaching hours, so they were not compared.",
    )


# ------------------------------------------------------------------ orientation, development


def test_orientation_combines_a_buddy_with_a_coach(cast: Cast, rollout: Rollout) -> None:
    topic = a_topic(rollout, "Settling in", kind=Kind.ORIENTATION)
    make.a_seat(topic, cast.ben, Role.BUDDY)
    learners(topic, 2, level=None)
    assert advice(rollout).model == TransferModel.ONE_WAY
    assert advice(rollout).reason == (
        "Settling in has 1 buddy for 2 learners. A buddy settles people in and a coach shows them "
        "the work, who is seated on a topic of its own: plain one-way."
    )
    assert advice(rollout).unknown == ()


def test_development_with_a_mentor_counts_the_mentor_places(cast: Cast, rollout: Rollout) -> None:
    topic = a_topic(rollout, "Own growth", kind=Kind.DEVELOPMENT)
    rollout.wording = Wording.MENTORING
    rollout.save()
    make.a_seat(topic, make.a_person("Mia Mentor", mentor_places=2), Role.COACH)
    learners(topic, 3, level=None)
    assert advice(rollout).model == TransferModel.ONE_WAY
    assert advice(rollout).numbers == "Own growth: 1 mentor has 2 places for 3 protégés."


def test_development_without_a_guide_is_mutual(rollout: Rollout) -> None:
    topic = a_topic(rollout, "Own growth", kind=Kind.DEVELOPMENT)
    learners(topic, 4, level=None)
    assert advice(rollout).model == TransferModel.TWO_WAY
    assert "coach each other with open questions" in advice(rollout).follows


# ------------------------------------------------------------------ speed


def test_advice_takes_four_statements_however_many_sit_there(rollout: Rollout) -> None:
    for name in ("Nostro breaks", "SWIFT repair"):
        topic = a_topic(rollout, name)
        able(f"{name} Coach", topic, hours=1)
        learners(topic, 6)
    with counted_statements() as statements:
        advice_on(rollout, TODAY)
    assert len(statements) == 4
