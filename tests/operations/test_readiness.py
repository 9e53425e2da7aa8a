"""Answering the readiness questions of a rollout."""

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import AuditEntry, ReadinessQuestion, Rollout, RolloutState, Wording
from kt.operations.readiness import answer_readiness, confirm_readiness
from kt.reports.history import history_of
from kt.rules.readiness import Given, answers_of

TODAY = make.TODAY
YES, NO = Given(True), Given(False)
Q = ReadinessQuestion


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    # Where the words are mentoring, Ben's learner takes one of his mentor places.
    cast.ben.mentor_places = 1
    cast.ben.save()
    return cast


def said(rollout: Rollout) -> dict[Q, bool]:
    return {question: answer.yes for question, answer in answers_of(rollout).items()}


def test_readiness_is_answered_once_with_one_audit_entry(cast: Cast) -> None:
    answer_readiness(cast.rollout, {Q.ENGINEERS: YES, Q.LEADER: NO}, by=cast.ada, on=TODAY)
    assert said(cast.rollout) == {Q.ENGINEERS: True, Q.LEADER: False}
    assert AuditEntry.select().count() == 1
    assert history_of(cast.rollout)[0].text == (
        "Ada Lovell answered whether Settlement engine is ready: yes to engineers; no to settling "
        "who leads the team"
    )


def test_an_answer_can_be_changed_and_the_others_stay(cast: Cast) -> None:
    answer_readiness(cast.rollout, {Q.ENGINEERS: YES, Q.LEADER: YES}, by=cast.ada, on=TODAY)
    answer_readiness(cast.rollout, {Q.LEADER: NO}, by=cast.ada, on=TODAY)
    assert said(cast.rollout) == {Q.ENGINEERS: True, Q.LEADER: False}


def test_the_readiness_questions_propose_the_words_people_can_overrule_them(cast: Cast) -> None:
    development = {Q.DEVELOPMENT: YES}
    rollout = answer_readiness(cast.rollout, development, by=cast.ada, on=TODAY)
    assert rollout.wording == Wording.MENTORING
    rollout = answer_readiness(
        rollout, development, by=cast.ada, on=TODAY, wording=Wording.COACHING
    )
    assert rollout.wording == Wording.COACHING


def test_words_that_were_chosen_stay_while_other_questions_are_answered(cast: Cast) -> None:
    answer_readiness(
        cast.rollout, {Q.DEVELOPMENT: NO}, by=cast.ada, on=TODAY, wording=Wording.MENTORING
    )
    rollout = answer_readiness(cast.rollout, {Q.ENGINEERS: YES}, by=cast.ada, on=TODAY)
    assert rollout.wording == Wording.MENTORING


def test_what_the_department_answered_is_confirmed_with_one_press(cast: Cast) -> None:
    earlier = make.a_rollout("Earlier", supervisor=cast.ada, department="Operations")
    answer_readiness(
        earlier, {Q.STRUCTURED: Given(True, "Settlements"), Q.LEADER: NO}, by=cast.ada, on=TODAY
    )
    rollout = make.a_rollout("Next", supervisor=cast.ada, department="Operations")
    answer_readiness(rollout, {Q.LEADER: YES}, by=cast.ada, on=TODAY)
    confirm_readiness(rollout, by=cast.ada, on=TODAY)
    assert said(rollout) == {Q.STRUCTURED: True, Q.LEADER: True}
    assert answers_of(rollout)[Q.STRUCTURED].note == "Settlements"


def test_nothing_is_confirmed_where_nobody_answered_within_a_year(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody answered for this department within a year"):
        confirm_readiness(cast.rollout, by=cast.ada, on=TODAY)


def test_without_an_answer_nothing_is_saved(cast: Cast) -> None:
    with pytest.raises(Refused, match="Answer at least one question"):
        answer_readiness(cast.rollout, {}, by=cast.ada, on=TODAY)
    assert not AuditEntry.select().exists()


def test_what_a_closed_rollout_answered_stays(cast: Cast) -> None:
    cast.rollout.state = RolloutState.COMPLETED
    cast.rollout.save()
    with pytest.raises(Refused, match="is completed, so what was answered stays"):
        answer_readiness(cast.rollout, {Q.LEADER: NO}, by=cast.ada, on=TODAY)


def test_readiness_is_answered_by_whoever_runs_the_rollout(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        answer_readiness(cast.rollout, {Q.LEADER: NO}, by=cast.ben, on=TODAY)
    with pytest.raises(NotAllowed):
        confirm_readiness(cast.rollout, by=cast.ben, on=TODAY)
