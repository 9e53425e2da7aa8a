"""Rule 11, and the readiness halves of rules 5, 6 and 12: what is asked, what a yes asks for."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import ReadinessAnswer, ReadinessQuestion, Rollout, Wording
from kt.rules.readiness import (
    KEPT,
    NOT_YET,
    QUESTIONS,
    Given,
    all_must_sign,
    answers_of,
    consequence_of,
    pairs_must_meet,
    proposed_answers,
    proposed_wording,
)

TODAY = make.TODAY
YES, NO = Given(True), Given(False)
Q = ReadinessQuestion


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def answered(rollout: Rollout, question: Q, *, yes: bool = True, **values: object) -> None:
    values.setdefault("on", TODAY)
    ReadinessAnswer.create(
        rollout=rollout, question=question, yes=yes, by=rollout.supervisor, **values
    )


def test_every_question_stands_in_plain_words_with_what_follows() -> None:
    assert list(QUESTIONS) == list(ReadinessQuestion)
    for asked in QUESTIONS.values():
        assert asked.words.endswith("?")
        assert asked.if_yes.sentence.endswith(".")
        assert asked.if_yes.way_out.endswith(".")


def test_weak_supervision_is_fixed_first_this_is_no_substitute() -> None:
    not_yet = NOT_YET[Q.WEAK_SUPERVISION]
    assert not_yet.sentence == "Supervision is weak, or time management poor: not yet."
    assert not_yet.way_out.startswith("Fix that first;")


def test_where_coaching_is_to_settle_who_leads_a_leader_is_appointed_first() -> None:
    assert NOT_YET[Q.LEADER].way_out.startswith("Appoint a leader first;")
    assert set(NOT_YET) == {Q.WEAK_SUPERVISION, Q.LEADER}


def test_people_who_never_meet_get_together_at_the_start() -> None:
    assert pairs_must_meet({Q.NEVER_MEET: YES})
    assert pairs_must_meet({Q.NEVER_MEET: YES, Q.FACTUAL: NO})
    assert not pairs_must_meet({Q.NEVER_MEET: NO})
    assert not pairs_must_meet({})


def test_only_plain_factual_coaching_does_without() -> None:
    assert not pairs_must_meet({Q.NEVER_MEET: YES, Q.FACTUAL: YES})


def test_engineers_agree_everybody_personally_before_the_start() -> None:
    assert all_must_sign({Q.ENGINEERS: YES})
    assert not all_must_sign({Q.ENGINEERS: NO})
    assert not all_must_sign({})


def test_intense_personal_development_is_mentored_knowledge_and_skills_are_coached() -> None:
    assert proposed_wording({Q.DEVELOPMENT: YES}) == Wording.MENTORING
    assert proposed_wording({Q.DEVELOPMENT: NO}) == Wording.COACHING
    assert proposed_wording({}) == Wording.COACHING


def test_a_highly_structured_organisation_starts_quietly_in_one_responsive_department() -> None:
    somewhere = consequence_of(Q.STRUCTURED, YES)
    assert somewhere.way_out.startswith("Begin in one responsive department")
    assert consequence_of(Q.STRUCTURED, Given(True, "Settlements")).way_out.startswith(
        "Begin in Settlements,"
    )


def test_a_question_not_answered_is_missing(cast: Cast) -> None:
    answered(cast.rollout, Q.ENGINEERS)
    answered(cast.rollout, Q.LEADER, yes=False)
    assert {question: answer.yes for question, answer in answers_of(cast.rollout).items()} == {
        Q.ENGINEERS: True,
        Q.LEADER: False,
    }


# ------------------------------------------------------------------ kept per department


def a_draft(cast: Cast, **values: object) -> Rollout:
    return make.a_rollout("Nostro handover", supervisor=cast.ada, **values)


def test_readiness_answers_are_kept_per_department_for_a_year(cast: Cast) -> None:
    before = a_draft(cast, department="Operations")
    answered(before, Q.STRUCTURED, note="Settlements", on=TODAY - KEPT)
    rollout = a_draft(cast, department="Operations")
    proposal = proposed_answers(rollout, TODAY)
    assert proposal is not None
    assert (proposal.rollout, proposal.by, proposal.on) == (before, cast.ada, TODAY - KEPT)
    assert proposal.answers == {Q.STRUCTURED: Given(True, "Settlements")}
    assert proposed_answers(rollout, TODAY + timedelta(days=1)) is None


def test_the_newest_answered_rollout_of_the_department_counts_whole(cast: Cast) -> None:
    older, newer = (a_draft(cast, department="Operations") for _ in range(2))
    answered(older, Q.ENGINEERS, on=TODAY - timedelta(days=9))
    answered(newer, Q.LEADER, yes=False, on=TODAY - timedelta(days=3))
    proposal = proposed_answers(a_draft(cast, department="Operations"), TODAY)
    assert proposal is not None
    assert proposal.rollout == newer
    assert proposal.answers == {Q.LEADER: NO}


def test_another_department_proposes_nothing_nor_do_rollouts_without_one(cast: Cast) -> None:
    answered(a_draft(cast, department="Operations"), Q.ENGINEERS)
    answered(a_draft(cast), Q.ENGINEERS)
    assert proposed_answers(a_draft(cast, department="Research"), TODAY) is None
    assert proposed_answers(a_draft(cast), TODAY) is None


def test_a_rollout_does_not_propose_its_own_answers_to_itself(cast: Cast) -> None:
    rollout = a_draft(cast, department="Operations")
    answered(rollout, Q.ENGINEERS)
    assert proposed_answers(rollout, TODAY) is None


def test_a_copy_is_proposed_what_its_original_answered(cast: Cast) -> None:
    original = a_draft(cast)
    answered(original, Q.NEVER_MEET)
    proposal = proposed_answers(a_draft(cast, copied_from=original), TODAY)
    assert proposal is not None
    assert proposal.rollout == original
