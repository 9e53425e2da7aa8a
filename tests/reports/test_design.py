"""A design's steps: what each holds, which ask for something, what is missing for the start."""

import re
from datetime import date
from pathlib import Path

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import (
    Kind,
    Measure,
    ReadinessAnswer,
    ReadinessQuestion,
    Role,
    Rollout,
    RolloutState,
)
from kt.reports.design import (
    STEPS_BY_PLACE,
    Design,
    Line,
    Step,
    design_of,
    seats_of_design,
    targets_of_design,
    topics_of_design,
)
from kt.rules import gate

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def draft(cast: Cast) -> Rollout:
    return make.a_rollout(
        "Nostro handover",
        supervisor=cast.ada,
        state=RolloutState.DRAFT,
        started_on=None,
        start_date=TODAY,
        end_date=date(2027, 2, 1),
    )


def design(rollout: Rollout) -> Design:
    return design_of(Rollout.get_by_id(rollout.id), TODAY)


def line(rollout: Rollout, step: Step) -> Line:
    return next(line for line in design(rollout).lines if line.step == step)


def answered(rollout: Rollout, *yes: ReadinessQuestion) -> None:
    for question in ReadinessQuestion:
        ReadinessAnswer.create(
            rollout=rollout, question=question, yes=question in yes, by=rollout.supervisor, on=TODAY
        )


def test_every_place_of_the_start_gate_belongs_to_a_step() -> None:
    places = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', Path(gate.__file__).read_text()))
    assert places == set(STEPS_BY_PLACE)


def test_a_new_draft_asks_for_everything_in_order(draft: Rollout) -> None:
    assert [each.step for each in design(draft).lines] == list(Step)
    assert [each.is_done for each in design(draft).lines] == [False] * 7
    assert design(draft).ahead.step == Step.CHANGE


def test_what_is_changing_is_said_with_its_department_and_dates(draft: Rollout) -> None:
    draft.kind, draft.department = Kind.NICHE_SKILL, "Operations"
    draft.save()
    change = line(draft, Step.CHANGE)
    assert change.is_done
    assert change.text == "Niche skill · Operations · from 23 Nov to 1 Feb 2027"


def test_readiness_is_done_when_all_is_answered_and_nothing_says_not_yet(draft: Rollout) -> None:
    answered(draft, ReadinessQuestion.ENGINEERS)
    assert line(draft, Step.READINESS).is_done
    assert line(draft, Step.READINESS).text == "1 thing to mind · coaching"


def test_readiness_is_open_while_an_answer_says_not_yet(draft: Rollout) -> None:
    answered(draft, ReadinessQuestion.LEADER)
    assert not line(draft, Step.READINESS).is_done


def test_a_topic_whose_process_is_not_in_writing_keeps_its_step_open(
    cast: Cast, draft: Rollout
) -> None:
    make.a_rollout_topic(draft, make.a_topic("Nostro breaks", process=""))
    topics = line(draft, Step.TOPICS)
    assert not topics.is_done
    assert [point.sentence for point in topics.points] == [
        "The process of Nostro breaks is not in writing."
    ]


def test_points_stand_in_the_step_in_which_they_are_resolved(cast: Cast, draft: Rollout) -> None:
    topic = make.a_rollout_topic(draft, cast.topic)
    guide = make.a_seat(topic, cast.ben, Role.COACH, since=TODAY)
    make.a_pairing(guide, make.a_seat(topic, cast.cleo, Role.LEARNER, since=TODAY))
    done = {each.step: each.is_done for each in design(draft).lines}
    assert done[Step.TOPICS]
    assert done[Step.PEOPLE]
    assert done[Step.MODEL]
    assert not done[Step.TARGETS]
    assert line(draft, Step.PEOPLE).text == "1 learner · 1 guide · 0 SMEs"
    assert [point.key for point in line(draft, Step.AGREEMENT).points] == [
        f"pairing-{topic.id}",
        "kick-off",
    ]
    make.a_target(draft, Measure.SESSIONS_HELD, rollout_topic=topic)
    assert line(draft, Step.TARGETS).is_done
    assert design(draft).verdict == "2 points are open for the start."


def test_a_design_takes_no_more_statements_when_more_sit_in_it(cast: Cast, draft: Rollout) -> None:
    def fill(name: str) -> None:
        topic = make.a_rollout_topic(draft, make.a_topic(name))
        guide = make.a_seat(topic, cast.ben, Role.COACH)
        for number in range(3):
            learner = make.a_person(f"Learner {number}", email=None)
            make.a_pairing(guide, make.a_seat(topic, learner, Role.LEARNER))

    answered(draft, ReadinessQuestion.ENGINEERS)
    fill("Nostro breaks")
    with counted_statements() as few:
        design_of(draft, TODAY)
    fill("SWIFT repair")
    with counted_statements() as many:
        design_of(draft, TODAY)
    assert len(few) == len(many) <= 9


def test_the_topics_say_whether_their_process_is_written(cast: Cast, draft: Rollout) -> None:
    make.a_rollout_topic(draft, cast.topic)
    make.a_rollout_topic(draft, make.a_topic("Nostro breaks", process=" "))
    assert [(topic.name, bool(topic.process)) for topic in topics_of_design(draft)] == [
        ("Cut-off rules", True),
        ("Nostro breaks", False),
    ]


def test_a_learner_is_listed_once_with_all_who_guide_them(cast: Cast, draft: Rollout) -> None:
    topic = make.a_rollout_topic(draft, cast.topic)
    learner = make.a_seat(topic, cast.cleo, Role.LEARNER)
    for person in (cast.ben, cast.dan):
        make.a_pairing(make.a_seat(topic, person, Role.COACH), learner)
    seats = {seat.name: seat for seat in seats_of_design(draft, TODAY)}
    assert set(seats) == {"Ben Arroyo", "Cleo Marsh", "Dan Weiss"}
    assert set(seats["Cleo Marsh"].guides) == {"Ben Arroyo", "Dan Weiss"}


def test_agreed_targets_stand_with_their_topic_and_those_of_the_whole_too(
    cast: Cast, draft: Rollout
) -> None:
    topic = make.a_rollout_topic(draft, cast.topic)
    of_topic = make.a_target(draft, rollout_topic=topic)
    whole = make.a_target(draft, Measure.ITEMS_DONE, number=90)
    make.a_target(draft, dropped_on=TODAY)
    assert set(targets_of_design(draft)) == {of_topic, whole}
