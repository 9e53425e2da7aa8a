"""Rollouts: the list, one rollout, planning it and its topics."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from playhouse.shortcuts import model_to_dict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from .. import clock
from ..access import (
    checklists_visible_to,
    may_add_rollout,
    may_apply_template,
    may_run_rollout,
    require,
    rollouts_visible_to,
    topics_visible_to,
)
from ..forms.base import Form
from ..forms.rollouts import ChangeForm, RolloutForm, RolloutTopicForm
from ..models import Checklist, Person, Rollout, RolloutState, RolloutTopic
from ..operations import rollouts as deeds
from ..operations.editing import Stale
from ..operations.once import once
from ..reports.advice import advice_on
from ..reports.checklists import checklists_of
from ..reports.design import Step
from ..reports.history import PAGE, history_length, history_of
from ..reports.pairs import pair_of_rollout
from ..reports.people import find_person, spelt
from ..reports.rollout_page import rollout_page
from ..reports.rollouts import (
    RolloutRow,
    rollout_rows,
    rollouts_and_pairs_with_people,
    rollouts_with_people,
)
from ..reports.targets import goings_of
from ..reports.topics import topics_to_choose
from ..rules.rollout_days import today_in
from ..web import done, find_or_404, invalid, page, tried, visible_or_404
from .paging import page_number, pages

views = Blueprint("rollouts", __name__)

# So many stand on a page of the list: each has its figures counted for the line beside it.
LISTED = 25

# The pages of one rollout; one that does not exist yet is left out.
TABS = (
    ("Overview", "rollouts.show"),
    ("Agreement", "agreements.show"),
    ("People", "seats.index"),
    ("Checklists", "rollouts.checklists"),
    ("Sessions", "sessions.index"),
    ("Outputs", "outputs.of_rollout"),
    ("Targets", "targets.index"),
    ("History", "rollouts.history"),
)


@views.app_template_global("rollout_tabs")
def rollout_tabs(rollout: Rollout) -> list[dict[str, Any]]:
    """List the tabs of a rollout, the page that is shown among them."""
    return [
        {
            "label": label,
            "url": url_for(endpoint, id=rollout.id),
            "current": endpoint == request.endpoint,
        }
        for label, endpoint in TABS
        if endpoint in current_app.view_functions
    ]


@views.get("/rollouts")
def index() -> Any:
    number = page_number()
    rollouts, total = listed(number)
    return render_template(
        "rollouts/index.html",
        rollouts=rollouts,
        goings=goings_of([each.id for each in rollouts], clock.now()),
        pages=pages(number, total, size=LISTED),
        state=_state_asked_for(),
        states=list(RolloutState),
        words=_words_asked_for(),
        may_add=may_add_rollout(g.person),
    )


def listed(number: int) -> tuple[list[RolloutRow], int]:
    """Read a page of the rollouts that the request asks for, and count them all."""
    return rollout_rows(
        g.person,
        state=_state_asked_for(),
        words=_words_asked_for(),
        now=clock.now(),
        page=number,
        size=LISTED,
    )


def _words_asked_for() -> str:
    return request.args.get("words", "").strip()


@views.get("/rollouts/new")
def new() -> Any:
    require(may_add_rollout(g.person))
    form = ChangeForm(start_date=g.today, department=g.person.department)
    return render_template("rollouts/new.html", form=form)


@views.post("/rollouts")
def create() -> Any:
    require(may_add_rollout(g.person))
    form = ChangeForm.of(request.form)

    def add() -> str:
        rollout = deeds.add_rollout(by=g.person, **_values(form))
        return url_for("designs.step", id=rollout.id, step=Step.READINESS)

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=add))
    if not url:
        return invalid("rollouts/new.html", form=form)
    return done(
        url, f"{form.name.data} is a draft now. Every step is saved; go on whenever you like."
    )


@views.get("/rollouts/<int:id>")
def show(id: int) -> Any:
    rollout = visible_or_404(rollouts_and_pairs_with_people, id)
    if rollout.is_pair:
        return redirect(url_for("pairs.show", id=pair_of_rollout(rollout)), 303)
    return render_template("rollouts/show.html", **shown(rollout, Form()))


@views.get("/rollouts/<int:id>/checklists")
def checklists(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    visible = checklists_visible_to(g.person)
    number = page_number()
    total = visible.where(Checklist.rollout == rollout).count()
    return render_template(
        "rollouts/checklists.html",
        rollout=rollout,
        checklists=checklists_of(visible, rollout=rollout, today=today_in(rollout), page=number),
        total=total,
        pages=pages(number, total),
        may_give=may_apply_template(g.person, None, rollout),
    )


@views.get("/rollouts/<int:id>/history")
def history(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    number = page_number()
    return render_template(
        "rollouts/history.html",
        rollout=rollout,
        history=history_of(rollout, page=number),
        pages=pages(number, history_length(rollout), size=PAGE),
    )


@views.get("/rollouts/<int:id>/edit")
def edit(id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    require(may_run_rollout(g.person, rollout))
    return _edit_page(rollout, _form_of(rollout))


@views.post("/rollouts/<int:id>")
def update(id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    require(may_run_rollout(g.person, rollout))
    form = RolloutForm.of(request.form)
    opened_with = form.version.data or ""
    try:
        edited = tried(
            form,
            lambda: deeds.edit_rollout(
                rollout,
                by=g.person,
                opened_with=opened_with,
                today=today_in(rollout),
                **_values(form, rollout),
            ),
        )
    except Stale:
        present = _form_of(visible_or_404(rollouts_with_people, id), prefix="now-")
        form.version.data = present.version.data
        return _edit_page(rollout, form, status=409, present=form.unlike(present))
    if not edited:
        return _edit_page(rollout, form, status=422)
    if edited.moved.entry_id:
        words = f"The start moved{edited.moved.with_it}."
        undo_url = url_for("checklists.undo_move", entry_id=edited.moved.entry_id)
        flash({"text": words, "undo_url": undo_url}, "done")  # type: ignore[arg-type]
    is_draft = edited.rollout.state == RolloutState.DRAFT
    url = url_for("designs.show" if is_draft else ".show", id=id)
    return done(url, f"{edited.rollout.name} is saved.")


@views.get("/rollouts/<int:id>/topics/new")
def new_topic(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_run_rollout(g.person, rollout))
    return render_template("rollouts/topic.html", rollout=rollout, form=_topic_form(rollout))


@views.post("/rollouts/<int:id>/topics")
def add_topic(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_run_rollout(g.person, rollout))
    # Undoing a removal sends the topic in the address.
    form = _topic_form(rollout, request.values)
    row = tried(form, lambda: _add_topic(rollout, form))
    if not row:
        return invalid("rollouts/topic.html", rollout=rollout, form=form)
    return done(
        url_for(".show", id=id),
        f"{row.revision.topic.name} is part of {rollout.name} now.",
        undo_url=url_for(".remove_topic", id=id, topic_id=row.id),
    )


@views.post("/rollouts/<int:id>/topics/<int:topic_id>/removal")
def remove_topic(id: int, topic_id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    row = find_or_404(RolloutTopic.select().where(RolloutTopic.rollout == rollout), topic_id)
    form = Form()
    topic = tried(form, lambda: deeds.remove_topic_from(row, by=g.person))
    if not topic:
        return invalid("rollouts/show.html", **shown(rollout, form))
    return done(
        url_for(".show", id=id),
        f"{topic.name} is no part of {rollout.name} any more.",
        undo_url=url_for(".add_topic", id=id, topic=topic.id),
    )


def shown(rollout: Rollout, form: Form) -> dict[str, Any]:
    """Give what a rollout's page needs; `form` carries the sentence of a deed that was refused."""
    page = rollout_page(rollout, g.person, today=today_in(rollout))
    return {
        "rollout": rollout,
        "page": page,
        "may_run": page.may_run,
        "may_copy": may_add_rollout(g.person),
        "form": form,
    }


def _edit_page(rollout: Rollout, form: RolloutForm, *, status: int = 200, **values: Any) -> Any:
    advice = advice_on(rollout, today_in(rollout))
    return page(
        "rollouts/edit.html", status=status, rollout=rollout, form=form, advice=advice, **values
    )


def _state_asked_for() -> RolloutState | None:
    asked = request.args.get("state", "")
    return RolloutState(asked) if asked in set(RolloutState) else None


def _topic_form(rollout: Rollout, sent: Mapping[str, Any] | None = None) -> RolloutTopicForm:
    form = RolloutTopicForm.of(sent or {})
    there = {row.revision.topic_id for row in rollout.rollout_topics}
    form.topic.choices = [
        SelectChoice(id, name) for id, name in topics_to_choose(g.person) if id not in there
    ]
    return form


def _add_topic(rollout: Rollout, form: RolloutTopicForm) -> RolloutTopic:
    topic = visible_or_404(topics_visible_to, form.topic.data)
    return deeds.add_topic_to(rollout, topic, by=g.person)


def _form_of(rollout: Rollout, *, prefix: str = "") -> RolloutForm:
    return RolloutForm(
        prefix=prefix,
        data=model_to_dict(rollout, recurse=False)
        | {
            "supervisor": spelt(rollout.supervisor),
            "deputy": spelt(rollout.deputy) if rollout.deputy else "",
            "version": deeds.version_of_rollout(rollout),
        },
    )


def _values(form: ChangeForm, rollout: Rollout | None = None) -> dict[str, Any]:
    """Give what the form says; raises Refused where a person is nobody or several people."""
    values = form.values()
    values.pop("version", None)
    values["supervisor"] = _person(form, "supervisor", rollout and rollout.supervisor) or g.person
    values["deputy"] = _person(form, "deputy", rollout and rollout.deputy)
    return values


def _person(form: ChangeForm, field: str, present: Person | None) -> Person | None:
    typed = form[field].data
    if present and typed == spelt(present):
        # Who is there stays, even somebody who has left and whom nobody could choose any more.
        return present
    return find_person(typed, field=field) if typed else None
