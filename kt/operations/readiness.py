"""Readiness: answering whether a rollout is ready, for it and its department's next ones."""

from collections.abc import Mapping
from datetime import date

from ..access import may_run_rollout, require
from ..db import transaction
from ..errors import Refused
from ..models import Person, ReadinessAnswer, ReadinessQuestion, Rollout, Wording
from ..rules.readiness import Given, answers_of, proposed_answers, proposed_wording
from .agreements import refresh_agreement
from .audit import record
from .seating import refuse_full_mentors

NOT_YOURS = "Readiness is answered by whoever runs the rollout. Ask its supervisor."


def answer_readiness(
    rollout: Rollout,
    answers: Mapping[ReadinessQuestion, Given],
    *,
    by: Person,
    on: date,
    wording: Wording | None = None,
) -> Rollout:
    """Answer readiness questions; one that is not among the answers keeps its answer.

    Without a `wording` the words follow the answer about people's own development (rule 5).
    """
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        _refuse_closed(rollout)
        if not answers and wording is None:
            raise Refused("Answer at least one question with yes or no.")
        ReadinessAnswer.delete().where(
            ReadinessAnswer.rollout == rollout, ReadinessAnswer.question.in_(list(answers))
        ).execute()
        for question, answer in answers.items():
            ReadinessAnswer.create(
                rollout=rollout, question=question, yes=answer.yes, note=answer.note, by=by, on=on
            )
        before = rollout.wording
        if wording or ReadinessQuestion.DEVELOPMENT in answers:
            rollout.wording = wording or proposed_wording(answers)  # type: ignore[assignment]
            refuse_full_mentors(rollout)
            rollout.save(only=[Rollout.wording])
        record(
            "rollout.readiness",
            by=by,
            about=[rollout],
            rollout=rollout,
            yes=[question for question, answer in answers.items() if answer.yes],
            no=[question for question, answer in answers.items() if not answer.yes],
            wording=rollout.wording if rollout.wording != before else None,
        )
        refresh_agreement(rollout, by=by)
    return rollout


def confirm_readiness(rollout: Rollout, *, by: Person, on: date) -> Rollout:
    """Take over what was last answered for the department; what is answered already stays."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        proposal = proposed_answers(rollout, on)
        if proposal is None:
            raise Refused(
                "Nobody answered for this department within a year. Answer the questions instead."
            )
        present = answers_of(rollout)
        answers = {
            question: answer
            for question, answer in proposal.answers.items()
            if question not in present
        }
        return answer_readiness(rollout, answers, by=by, on=on) if answers else rollout


def _refuse_closed(rollout: Rollout) -> None:
    if not rollout.is_open:
        raise Refused(
            f"“{rollout.name}” is {rollout.state}, so what was answered stays. Reopen it first."
        )
