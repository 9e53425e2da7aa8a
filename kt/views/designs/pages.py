"""What the pages of a design show: each step's form, and what helps to answer it."""

from typing import Any

from flask import g

from ...access import may_add_topic, rollouts_visible_to
from ...forms.base import Several
from ...forms.designs import AgreeForm, ProcessForm, ReadinessForm, SeatLineForm, TopicStepForm
from ...forms.rollouts import ModelForm
from ...models import Rollout
from ...operations.rollouts import version_of_rollout
from ...reports.advice import advice_on
from ...reports.design import (
    Design,
    Step,
    seats_of_design,
    targets_of_design,
    topics_of_design,
)
from ...rules.readiness import (
    NOT_YET,
    QUESTIONS,
    Consequence,
    answers_of,
    consequence_of,
    proposed_answers,
    proposed_wording,
)
from ...rules.rollout_days import today_in
from ...rules.suggestions import suggestions_for
from .lines import process_forms, seat_forms, topic_form


def proposal(rollout: Rollout, design: Design) -> dict[str, Any] | None:
    """Say what was last answered for the department while nothing is answered here.

    The rollout it was answered for is named to whoever may see it.
    """
    if next(line for line in design.lines if line.step == Step.READINESS).is_done:
        return None
    last = proposed_answers(rollout, today_in(rollout))
    if last is None:
        return None
    seen = rollouts_visible_to(g.person).where(Rollout.id == last.rollout.id).exists()
    return {
        "by": last.by,
        "on": last.on,
        "rollout": last.rollout.name if seen else "",
        "yes": [
            rollout.wording.say(QUESTIONS[question].name)
            for question, each in last.answers.items()
            if each.yes
        ],
    }


def consequences(rollout: Rollout) -> list[Consequence]:
    """List what follows from the questions that were answered yes."""
    return [
        consequence_of(question, answer, rollout.wording)
        for question, answer in answers_of(rollout).items()
        if answer.yes
    ]


def readiness(rollout: Rollout, form: ReadinessForm | None = None) -> dict[str, Any]:
    answers = answers_of(rollout)
    proposal = None if answers else proposed_answers(rollout, today_in(rollout))
    if form is None:
        form = ReadinessForm()
        form.show(answers or (proposal.answers if proposal else {}))
        if rollout.wording != proposed_wording(answers):
            # Only words that overrule the answers stay, or else a new answer would not be followed.
            form.wording.data = rollout.wording
    return {
        "form": form,
        "is_proposed": proposal is not None,
        "not_yet": [
            consequence_of(each, answers[each], rollout.wording)
            for each in NOT_YET
            if each in answers and answers[each].yes
        ],
    }


def topics(
    rollout: Rollout,
    form: TopicStepForm | None = None,
    forms: dict[int, ProcessForm] | None = None,
) -> dict[str, Any]:
    topics = topics_of_design(rollout)
    form = form or topic_form(rollout, topics)
    forms = forms if forms is not None else process_forms(topics)
    return {
        "form": form,
        "forms": forms,
        "topics": topics,
        "wrong": Several(form, *forms.values()),
        "may_add": may_add_topic(g.person),
    }


def people(rollout: Rollout, forms: list[SeatLineForm] | None = None) -> dict[str, Any]:
    forms = forms or seat_forms(rollout)
    return {
        "forms": forms,
        "seats": seats_of_design(rollout, today_in(rollout)),
        "wrong": Several(*forms),
    }


def model(rollout: Rollout, form: ModelForm | None = None) -> dict[str, Any]:
    advice = advice_on(rollout, today_in(rollout))
    form = form or ModelForm(model=rollout.model, version=version_of_rollout(rollout))
    form.mark(advice.model if advice else None)
    return {"form": form, "advice": advice}


def targets(rollout: Rollout) -> dict[str, Any]:
    suggestions = suggestions_for(rollout)
    form = AgreeForm(suggestions=[each.key for each in suggestions])
    form.offer(
        [(each.key, f"{each.topic.revision.topic.name}: {each.words}") for each in suggestions]
    )
    return {"form": form, "suggestions": suggestions, "targets": targets_of_design(rollout)}
