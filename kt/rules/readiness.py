"""Readiness (rules 5, 6 and 11): what is asked before a rollout, and what a yes asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import Expression, fn

from ..models import Person, ReadinessAnswer, ReadinessQuestion, Rollout, Wording

Answers = dict[ReadinessQuestion, ReadinessAnswer]

# So long what was answered for a department serves its next rollouts.
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Consequence:
    """What a yes means for the rollout, and what to do about it."""

    sentence: str
    way_out: str


@dataclass(frozen=True)
class Asked:
    """A question in plain words, its name in a few, and what follows from a yes."""

    question: ReadinessQuestion
    name: str
    words: str
    if_yes: Consequence


@dataclass(frozen=True)
class Given:
    """An answer; the note says which department starts, or whatever else should be remembered."""

    yes: bool
    note: str = ""


@dataclass(frozen=True)
class Proposal:
    """What was last answered for a department: for which rollout, by whom, on which day."""

    rollout: Rollout
    by: Person
    on: date
    answers: dict[ReadinessQuestion, Given]


QUESTIONS: dict[ReadinessQuestion, Asked] = {
    asked.question: asked
    for asked in (
        Asked(
            ReadinessQuestion.STRUCTURED,
            "a highly structured organisation",
            "Is the organisation highly structured, with rules and levels for everything?",
            Consequence(
                "The organisation is highly structured: start quietly.",
                "Begin in one responsive department, and widen it when that has worked.",
            ),
        ),
        Asked(
            ReadinessQuestion.NEVER_MEET,
            "people who never meet",
            "Are there people in it who never meet, because they work in different places?",
            Consequence(
                "Some people never meet: each pair gets together at the start, however briefly.",
                "Plan a kick-off at which each pair meets, in person or at least live.",
            ),
        ),
        Asked(
            ReadinessQuestion.FACTUAL,
            "plain factual coaching",
            "Is it plain factual coaching only, such as where to find what?",
            Consequence(
                "Plain factual coaching does without a meeting at the start.",
                "A pair may then begin with a call or in writing.",
            ),
        ),
        Asked(
            ReadinessQuestion.WEAK_SUPERVISION,
            "weak supervision or poor time management",
            "Is supervision weak there, or time management poor?",
            Consequence(
                "Supervision is weak, or time management poor: not yet.",
                "Fix that first; coaching is no substitute for it. Say who looks after the work "
                "and which hours are kept free, then answer no here.",
            ),
        ),
        Asked(
            ReadinessQuestion.ENGINEERS,
            "engineers",
            "Are they engineers?",
            Consequence(
                "Among engineers it takes a group that wants it.",
                "Everybody seated signs before the start, the process is in writing, and outputs "
                "are in measurable terms.",
            ),
        ),
        Asked(
            ReadinessQuestion.LEADER,
            "settling who leads the team",
            "Is the coaching meant to settle who leads the team?",
            Consequence(
                "Coaching is meant to settle who leads the team: not yet.",
                "Appoint a leader first; a coach has no authority. Then answer no here.",
            ),
        ),
        Asked(
            ReadinessQuestion.DEVELOPMENT,
            "people's own development",
            "Is it about people's own development, more than about knowledge and skills?",
            Consequence(
                "It is about people's own development: that is mentoring.",
                "Its pages then say mentor and protégé, unless you choose other words.",
            ),
        ),
    )
}

# A rollout with one of these answered yes does not start.
NOT_YET: dict[ReadinessQuestion, Consequence] = {
    question: QUESTIONS[question].if_yes
    for question in (ReadinessQuestion.WEAK_SUPERVISION, ReadinessQuestion.LEADER)
}


def answers_of(rollout: Rollout) -> Answers:
    """Give what was answered for a rollout, in the order of asking (one query).

    A question that was not answered is missing.
    """
    answers = {answer.question: answer for answer in rollout.readiness_answers}
    return {question: answers[question] for question in QUESTIONS if question in answers}


def proposed_answers(rollout: Rollout, today: date) -> Proposal | None:
    """Give what was last answered for the rollout it was copied from or for its department."""
    newest = (
        ReadinessAnswer.select(ReadinessAnswer.rollout)
        .join(Rollout)
        .where(_is_akin_to(rollout), Rollout.id != rollout.id, ReadinessAnswer.on >= today - KEPT)
        .order_by(ReadinessAnswer.on.desc(), ReadinessAnswer.id.desc())
        .limit(1)
    )
    rows = list(
        ReadinessAnswer.select(ReadinessAnswer, Rollout, Person)
        .join(Rollout)
        .switch(ReadinessAnswer)
        .join(Person)
        .where(ReadinessAnswer.rollout.in_(newest))
        .order_by(ReadinessAnswer.on, ReadinessAnswer.id)
    )
    if not rows:
        return None
    last = rows[-1]
    answers = {row.question: Given(row.yes, row.note) for row in rows}
    return Proposal(last.rollout, last.by, last.on, answers)


def consequence_of(
    question: ReadinessQuestion,
    answer: Given | ReadinessAnswer,
    wording: Wording = Wording.COACHING,
) -> Consequence:
    """Say what follows from a yes, with the pilot department where one was named."""
    follows = QUESTIONS[question].if_yes
    if question == ReadinessQuestion.STRUCTURED and answer.note:
        return Consequence(
            follows.sentence, f"Begin in {answer.note}, and widen it when that has worked."
        )
    return Consequence(wording.say(follows.sentence), wording.say(follows.way_out))


def pairs_must_meet(answers: Mapping[ReadinessQuestion, Given | ReadinessAnswer]) -> bool:
    """Rule 11: people who never meet get together at the start; only facts do without."""
    return _is_yes(answers, ReadinessQuestion.NEVER_MEET) and not _is_yes(
        answers, ReadinessQuestion.FACTUAL
    )


def must_meet(rollout: Any) -> Expression:
    """Give the SQL of `pairs_must_meet`; `rollout` is a column of ids of rollouts."""

    def says(question: ReadinessQuestion) -> Expression:
        answer = ReadinessAnswer.alias()
        return fn.EXISTS(
            answer.select(answer.id).where(
                answer.rollout == rollout, answer.question == question, answer.yes
            )
        )

    return says(ReadinessQuestion.NEVER_MEET) & ~says(ReadinessQuestion.FACTUAL)


def all_must_sign(answers: Mapping[ReadinessQuestion, Given | ReadinessAnswer]) -> bool:
    """Rules 11 and 12: among engineers, everybody seated agrees before the start."""
    return _is_yes(answers, ReadinessQuestion.ENGINEERS)


def proposed_wording(answers: Mapping[ReadinessQuestion, Given | ReadinessAnswer]) -> Wording:
    """Rule 5: knowledge and skills are coached, a person's own development is mentored."""
    is_development = _is_yes(answers, ReadinessQuestion.DEVELOPMENT)
    return Wording.MENTORING if is_development else Wording.COACHING


def _is_yes(
    answers: Mapping[ReadinessQuestion, Given | ReadinessAnswer], question: ReadinessQuestion
) -> bool:
    return question in answers and answers[question].yes


def _is_akin_to(rollout: Rollout) -> Expression:
    is_original = Rollout.id == rollout.copied_from_id
    if not rollout.department:
        return is_original
    return is_original | (Rollout.department == rollout.department)
