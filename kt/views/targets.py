"""Targets: what a rollout agreed on, the rows behind each, readings of numbers."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import (
    ids_of,
    may_read_target,
    may_run_rollout,
    require,
    rollouts_visible_to,
    targets_visible_to,
)
from ..errors import Refused
from ..forms.targets import AgreedForm, ReadingForm, TargetForm
from ..models import Measure, Person, Reading, RolloutTopic, Target
from ..operations import targets as deeds
from ..operations.once import once
from ..reports.history import history_of
from ..reports.targets import (
    PAGE,
    target_page,
    targets_page,
    targets_with_topics,
    topics_to_measure,
)
from ..rules.rollout_days import today_in
from ..web import done, invalid, tried, visible_or_404
from .paging import page_number, pages

views = Blueprint("targets", __name__)

FIELDS = (
    "name",
    "output_kind",
    "trusted",
    "level",
    "baseline",
    "number",
    "unit",
    "limit",
    "share",
    "within_workdays",
    "each_learner",
    "due",
    "within_days",
)

# Which page shows a row that a target was counted from.
PLACES = {
    "session": "sessions.show",
    "output": "outputs.show",
    "item": "items.show",
    "standing": "people.show",
    "question": "questions.show",
}


# ------------------------------------------------------------------ all of a rollout


@views.get("/rollouts/<int:id>/targets")
def index(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    number = page_number()
    page = targets_page(rollout, g.person, today_in(rollout), number)
    return render_template(
        "targets/index.html", rollout=rollout, page=page, pages=pages(number, page.total, size=PAGE)
    )


@views.get("/rollouts/<int:id>/targets/new")
def new(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_run_rollout(g.person, rollout))
    form = TargetForm(due=rollout.end_date)
    form.offer(topics_to_measure(rollout))
    return render_template("targets/new.html", rollout=rollout, form=form)


@views.post("/rollouts/<int:id>/targets")
def create(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_run_rollout(g.person, rollout))
    form = TargetForm.of(request.form)
    form.offer(topics_to_measure(rollout))

    def add() -> str:
        target = deeds.add_target(
            rollout,
            by=g.person,
            measure=form.measure.data,
            **_agreed(form, form.measure.data),
        )
        return url_for(".set_dropped", id=target.id, dropped=1)

    undo_url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=add))
    if not undo_url:
        return invalid("targets/new.html", rollout=rollout, form=form)
    return done(url_for(".index", id=id), "The target is agreed.", undo_url=undo_url)


# ------------------------------------------------------------------ one target


@views.get("/targets/<int:id>")
def show(id: int) -> Any:
    target = visible_or_404(targets_with_topics, id)
    return render_template("targets/show.html", **_shown(target, ReadingForm()))


@views.get("/targets/<int:id>/edit")
def edit(id: int) -> Any:
    target = visible_or_404(targets_with_topics, id)
    require(may_run_rollout(g.person, target.rollout))
    kept = {name: getattr(target, name) for name in FIELDS}
    form = AgreedForm(data=kept | {"rollout_topic": target.rollout_topic_id})
    form.offer(topics_to_measure(target.rollout))
    return render_template("targets/edit.html", target=target, form=form)


@views.post("/targets/<int:id>")
def update(id: int) -> Any:
    target = visible_or_404(targets_with_topics, id)
    form = AgreedForm.of(request.form)
    form.offer(topics_to_measure(target.rollout))
    if not tried(form, lambda: _edit(target, form)):
        return invalid("targets/edit.html", target=target, form=form)
    return done(url_for(".show", id=id), "Changed. What was agreed before stays in the history.")


@views.post("/targets/<int:id>/dropped")
def set_dropped(id: int) -> Any:
    target = visible_or_404(targets_visible_to, id)
    back = url_for(".index", id=target.rollout_id)
    if request.values.get("dropped") == "0":
        deeds.bring_target_back(target, by=g.person)
        return done(back, "The target counts again.")
    deeds.drop_target(target, by=g.person, on=today_in(target.rollout))
    return done(
        back,
        "The target is dropped and does not count. Its evidence stays.",
        undo_url=url_for(".set_dropped", id=id, dropped=0),
    )


# ------------------------------------------------------------------ readings


@views.post("/targets/<int:id>/readings")
def read(id: int) -> Any:
    target = visible_or_404(targets_with_topics, id)
    form = ReadingForm.of(request.form)
    url = tried(
        form,
        lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _read(target, form)),
    )
    if not url:
        return invalid("targets/show.html", **_shown(target, form))
    return done(url, "The reading is kept.")


@views.get("/readings/<int:id>/correction")
def correction(id: int) -> Any:
    reading = visible_or_404(_readings_visible_to, id)
    require(may_read_target(g.person, reading.target))
    form = ReadingForm(on=reading.on)
    return render_template("targets/correction.html", reading=reading, form=form)


@views.post("/readings/<int:id>/correction")
def correct(id: int) -> Any:
    reading = visible_or_404(_readings_visible_to, id)
    form = ReadingForm.of(request.form)
    if not tried(form, lambda: _correct(reading, form)):
        return invalid("targets/correction.html", reading=reading, form=form)
    return done(
        url_for(".show", id=reading.target_id), "Corrected. What was read first stays visible."
    )


# ------------------------------------------------------------------ from form to deed


def _agreed(form: AgreedForm, measure: Measure) -> dict[str, Any]:
    values = form.agreed(measure)
    topic_id = values["rollout_topic"]
    if topic_id is not None:
        values["rollout_topic"] = RolloutTopic.get_or_none(RolloutTopic.id == topic_id)
        if values["rollout_topic"] is None:
            raise Refused("Choose a topic of this rollout.", field="rollout_topic")
    return values


def _edit(target: Target, form: AgreedForm) -> Target:
    agreed = _agreed(form, target.measure)
    return deeds.edit_target(target, by=g.person, measure=target.measure, **agreed)


def _read(target: Target, form: ReadingForm) -> str:
    today = today_in(target.rollout)
    deeds.take_reading(
        target,
        by=g.person,
        value=form.value.data,
        on=form.on.data or today,
        today=today,
        person=Person.get_or_none(Person.id == form.person.data),
    )
    return url_for(".show", id=target.id)


def _correct(reading: Reading, form: ReadingForm) -> Reading:
    today = today_in(reading.target.rollout)
    return deeds.take_reading(
        reading.target,
        by=g.person,
        value=form.value.data,
        on=form.on.data or today,
        today=today,
        person=reading.person,
        corrects=reading,
    )


def _shown(target: Target, form: ReadingForm) -> dict[str, Any]:
    number = page_number()
    page = target_page(
        target,
        g.person,
        today_in(target.rollout),
        learner_id=request.args.get("learner", type=int),
        page=number,
    )
    form.offer(page.learners)
    return {
        "target": target,
        "page": page,
        "pages": pages(number, page.total, size=PAGE, here=url_for(".show", id=target.id)),
        "form": form,
        "history": history_of(target),
        "places": PLACES,
    }


def _readings_visible_to(person: Person) -> Any:
    return Reading.select().where(Reading.target.in_(ids_of(targets_visible_to, person, Target.id)))
