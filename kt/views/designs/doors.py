"""Designing a rollout step by step: every step is saved, left and taken up again."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from ...access import may_run_rollout, require
from ...dates import count_words
from ...errors import Refused
from ...forms.base import Form
from ...forms.designs import AgreeForm, ReadinessForm
from ...forms.rollouts import ModelForm
from ...models import Rollout, RolloutState
from ...operations import designing as deeds
from ...operations.editing import Stale
from ...operations.readiness import answer_readiness, confirm_readiness
from ...operations.rollouts import edit_rollout, version_of_rollout
from ...reports.design import LABELS, Design, Step, design_of, topics_of_design
from ...reports.rollouts import rollouts_with_people
from ...rules.gate import Point
from ...rules.readiness import NOT_YET
from ...rules.rollout_days import today_in
from ...web import done, invalid, page, tried, visible_or_404
from . import pages
from .lines import process_forms, seat, seat_forms, show_versions, topic_form, topic_of, written

views = Blueprint("designs", __name__)

# What each step shows; the first and the last one have pages of their own.
PAGES: dict[Step, Callable[..., dict[str, Any]]] = {
    Step.READINESS: pages.readiness,
    Step.TOPICS: pages.topics,
    Step.PEOPLE: pages.people,
    Step.MODEL: pages.model,
    Step.TARGETS: pages.targets,
}


@views.app_template_global("design_url")
def design_url(rollout: Rollout, step: Step) -> str:
    """Give the address at which a step of a design is answered."""
    if step == Step.CHANGE:
        return url_for("rollouts.edit", id=rollout.id)
    if step == Step.AGREEMENT:
        return url_for("agreements.show", id=rollout.id)
    return url_for("designs.step", id=rollout.id, step=step)


@views.app_template_global("resolving_url")
def resolving_url(design: Design, rollout: Rollout, point: Point) -> str:
    """Give the address at which a point of the start gate is resolved."""
    step = design.step_of(point)
    return (
        url_for(point.place, id=rollout.id) if step == Step.AGREEMENT else design_url(rollout, step)
    )


@views.get("/rollouts/<int:id>/design")
def show(id: int) -> Any:
    """Show all steps on one page, to confirm what is filled and to answer what is not."""
    rollout = _draft(id)
    return render_template("designs/show.html", **_shown(rollout, Form()))


@views.get("/rollouts/<int:id>/design/<step>")
def step(id: int, step: str) -> Any:
    rollout = _draft(id)
    if step not in PAGES:
        if step not in set(Step):
            abort(404)
        return redirect(design_url(rollout, Step(step)), 303)
    return _page(Step(step), rollout)


@views.post("/rollouts/<int:id>/design/readiness")
def answer(id: int) -> Any:
    rollout = _draft(id)
    form = ReadinessForm.of(request.form)
    answered = tried(
        form,
        lambda: answer_readiness(
            rollout,
            form.answers(),
            by=g.person,
            on=today_in(rollout),
            wording=form.wording.data,
        ),
    )
    if not answered:
        return _page(Step.READINESS, rollout, status=422, form=form)
    if any(form.answers()[question].yes for question in NOT_YET):
        return done(design_url(rollout, Step.READINESS), "The answers are kept.")
    return _on(Step.READINESS, answered, "The answers are kept.")


@views.post("/rollouts/<int:id>/design/confirmation")
def confirm(id: int) -> Any:
    """Take over what was last answered for the department, with one press."""
    rollout = _draft(id)
    form = Form()
    if not tried(form, lambda: confirm_readiness(rollout, by=g.person, on=today_in(rollout))):
        return invalid("designs/show.html", **_shown(rollout, form))
    return done(url_for(".show", id=id), "The department's answers hold here too.")


@views.post("/rollouts/<int:id>/design/topics")
def save_topics(id: int) -> Any:
    rollout = _draft(id)
    topics = topics_of_design(rollout)
    forms = process_forms(topics)
    form = topic_form(rollout, topics, sent=True)
    try:
        are_valid = [each.validate() for each in forms.values()]
        saved = all(are_valid) and tried(
            form,
            lambda: deeds.settle_topics(
                rollout, by=g.person, written=written(topics, forms), **topic_of(form)
            ),
        )
    except Stale:
        form.refuse(
            Refused(
                "Somebody else changed one of these topics meanwhile. Compare: saving again puts "
                "what you typed in the place of what is there now."
            )
        )
        show_versions(topics_of_design(rollout), forms)
        return _page(Step.TOPICS, rollout, status=409, form=form, forms=forms)
    if not saved:
        return _page(Step.TOPICS, rollout, status=422, form=form, forms=forms)
    unwritten = [
        topic.name
        for topic in topics_of_design(rollout)
        if not topic.process and topic.topic_id not in forms
    ]
    if unwritten:
        return done(
            design_url(rollout, Step.TOPICS), f"Saved. Write down how {unwritten[0]} is done."
        )
    if request.form.get("then") == "more":
        return done(design_url(rollout, Step.TOPICS), "Saved. Choose another topic.")
    return _on(Step.TOPICS, rollout, "The topics are saved.")


@views.post("/rollouts/<int:id>/design/people")
def save_people(id: int) -> Any:
    rollout = _draft(id)
    forms = seat_forms(rollout, sent=True)
    wanted = [form for form in forms if not form.is_empty]
    are_valid = [form.validate() for form in wanted]
    if not all(are_valid) or not seat(rollout, wanted):
        return _page(Step.PEOPLE, rollout, status=422, forms=forms)
    if request.form.get("then") == "more":
        return done(design_url(rollout, Step.PEOPLE), "They are seated.")
    return _on(Step.PEOPLE, rollout, "The people are saved." if wanted else "")


@views.post("/rollouts/<int:id>/design/model")
def choose_model(id: int) -> Any:
    rollout = _draft(id)
    form = ModelForm.of(request.form)
    try:
        chosen = tried(
            form,
            lambda: edit_rollout(
                rollout,
                by=g.person,
                opened_with=form.version.data or "",
                today=today_in(rollout),
                model=form.model.data,
            ),
        )
    except Stale:
        form.refuse(Refused("Somebody else changed this rollout meanwhile. Choose again."))
        form.version.data = version_of_rollout(Rollout.get_by_id(id))
        return _page(Step.MODEL, rollout, status=409, form=form)
    if not chosen:
        return _page(Step.MODEL, rollout, status=422, form=form)
    return _on(Step.MODEL, rollout, f"It is {chosen.rollout.model}.")


@views.post("/rollouts/<int:id>/design/targets")
def agree(id: int) -> Any:
    """Agree on the suggestions that were sent: one, some or all of them."""
    rollout = _draft(id)
    form = AgreeForm.of(request.form)
    taken = deeds.agree_on_suggestions(rollout, form.suggestions.data or (), by=g.person)
    return _on(Step.TARGETS, rollout, f"{count_words(len(taken), 'target')} agreed.")


# ------------------------------------------------------------------ what is shown


def _draft(id: int) -> Rollout:
    """Load a rollout that is still designed; one that runs or is closed is shown instead."""
    rollout = visible_or_404(rollouts_with_people, id)
    require(may_run_rollout(g.person, rollout), deeds.NOT_YOURS)
    if rollout.state != RolloutState.DRAFT:
        abort(redirect(url_for("rollouts.show", id=id), 303))
    return rollout


def _shown(rollout: Rollout, form: Form) -> dict[str, Any]:
    design = design_of(rollout, today_in(rollout))
    return {
        "rollout": rollout,
        "design": design,
        "topics": topics_of_design(rollout),
        "consequences": pages.consequences(rollout),
        "proposal": pages.proposal(rollout, design),
        "form": form,
    }


def _page(step: Step, rollout: Rollout, *, status: int = 200, **values: Any) -> Any:
    shown = PAGES[step](rollout, **values)
    return page(
        f"designs/{step}.html",
        status=status,
        rollout=rollout,
        step=step,
        label=LABELS[step],
        design=design_of(rollout, today_in(rollout)),
        **shown,
    )


def _on(step: Step, rollout: Rollout, notice: str) -> Any:
    """Go on with the step that follows."""
    return done(design_url(rollout, step.next), notice)
