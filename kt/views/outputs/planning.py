"""Planning an output on a rollout or a topic, and changing what is planned."""

from typing import Any

from flask import g, render_template, request, url_for

from ...access import (
    may_edit_output,
    may_plan_output,
    may_run_rollout,
    outputs_visible_to,
    require,
    rollouts_visible_to,
    topics_visible_to,
)
from ...errors import Refused
from ...forms.outputs import OutputForm
from ...models import Rollout, Topic
from ...operations import outputs as deeds
from ...operations.once import once
from ...reports import outputs as answers
from ...reports.people import find_person, spelt
from ...reports.questions import faq_groups
from ...rules.rollout_days import today_in
from ...web import done, invalid, page, tried, visible_or_404
from .blueprint import views


@views.get("/rollouts/<int:id>/outputs/new")
def new(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    return _new_page(OutputForm(owner=spelt(g.person)), rollout)


@views.post("/rollouts/<int:id>/outputs/new")
def create(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = OutputForm.of(request.form)
    url = tried(
        form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _plan(form, rollout))
    )
    if not url:
        return _new_page(form, rollout, status=422)
    return done(url, "The output is planned.")


@views.get("/topics/<int:id>/outputs/new")
def new_on_topic(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    require(may_plan_output(g.person, topic, None), deeds.NOT_YOURS)
    title = " ".join(request.args.get("title", "").split())
    form = OutputForm(owner=spelt(g.person), title=title)
    return render_template("outputs/new.html", form=form, rollout=None, topic=topic)


@views.post("/topics/<int:id>/outputs/new")
def create_on_topic(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    form = OutputForm.of(request.form)
    url = tried(
        form,
        lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _plan(form, None, topic)),
    )
    if not url:
        return invalid("outputs/new.html", form=form, rollout=None, topic=topic)
    return done(url, "The output is planned.")


@views.get("/outputs/<int:id>/edit")
def edit(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    kept = {
        name: getattr(output, name)
        for name in ("title", "kind", "due", "url", "review_on", "group")
    }
    form = OutputForm(data=kept | {"owner": spelt(output.owner)})
    groups = faq_groups(output.topic)
    return render_template("outputs/edit.html", output=output, form=form, groups=groups)


@views.post("/outputs/<int:id>")
def update(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    form = OutputForm.of(request.form)
    edited = tried(
        form,
        lambda: deeds.edit_output(
            output,
            by=g.person,
            title=form.title.data,
            kind=form.kind.data,
            owner=find_person(form.owner.data, field="owner"),
            due=form.due.data,
            url=form.url.data,
            today=today_in(output.rollout) if output.rollout_id else g.today,
            review_on=form.review_on.data,
            # Only entries of a FAQ are shown with the field.
            group=form.group.data if "group" in request.form else None,
        ),
    )
    if not edited:
        groups = faq_groups(output.topic)
        return invalid("outputs/edit.html", output=output, form=form, groups=groups)
    return done(url_for("outputs.show", id=id), "Changed.")


def _new_page(form: OutputForm, rollout: Rollout, *, status: int = 200) -> Any:
    form.offer_topics(topics_to_plan_on(rollout))
    return page("outputs/new.html", status=status, form=form, rollout=rollout, topic=None)


def topics_to_plan_on(rollout: Rollout) -> list[tuple[int, str]]:
    topics = answers.topics_of(rollout)
    if may_run_rollout(g.person, rollout):
        return topics
    return [
        (id, name)
        for id, name in topics
        if may_plan_output(g.person, Topic(id=id, name=name), rollout)
    ]


def _plan(form: OutputForm, rollout: Rollout | None, topic: Topic | None = None) -> str:
    if topic is None:
        topic = topics_visible_to(g.person).where(Topic.id == form.topic_id).first()
    if topic is None:
        raise Refused("Choose the topic that it is about.", field="topic")
    output = deeds.plan_output(
        by=g.person,
        title=form.title.data,
        kind=form.kind.data,
        topic=topic,
        owner=find_person(form.owner.data, field="owner"),
        rollout=rollout,
        due=form.due.data,
        url=form.url.data,
        review_on=form.review_on.data,
    )
    return url_for("outputs.show", id=output.id)
