"""Outputs: the documents one can read, what rollouts are to leave behind, writing them."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from .. import hx
from ..access import (
    may_edit_output,
    may_plan_output,
    may_run_rollout,
    outputs_visible_to,
    require,
    rollouts_visible_to,
    topics_visible_to,
)
from ..errors import Refused
from ..forms.outputs import OutputForm, TextForm
from ..markup import render
from ..models import OutputKind, Rollout, Topic
from ..operations import outputs as deeds
from ..operations.editing import Stale
from ..operations.once import once
from ..reports import outputs as answers
from ..reports.history import history_of
from ..reports.people import find_person, spelt
from ..web import done, invalid, page, tried, visible_or_404
from .paging import page_number, pages
from .rollout_days import today_in

views = Blueprint("outputs", __name__)


# ------------------------------------------------------------------ lists


@views.get("/outputs")
def index() -> Any:
    words = request.args.get("words", "").replace("\0", "").strip()
    kind = request.args.get("kind", "")
    topics = answers.topics_with_documents(g.person)
    asked_for = request.args.get("topic", type=int)
    topic_id = asked_for if asked_for in dict(topics) else None
    lines, total = answers.documents(
        g.person, topic_id=topic_id, kind=kind, words=words, page=page_number()
    )
    return render_template(
        "outputs/index.html",
        lines=lines,
        total=total,
        pages=pages(page_number(), total, size=answers.PAGE),
        topics=topics,
        words=words,
        kind=kind,
        topic_id=topic_id,
        kinds=OutputKind,
    )


@views.get("/rollouts/<int:id>/outputs")
def of_rollout(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    lines, total = answers.outputs_of(rollout, g.person, page_number())
    return render_template(
        "outputs/of_rollout.html",
        rollout=rollout,
        lines=lines,
        total=total,
        published=answers.published_in(rollout),
        pages=pages(page_number(), total, size=answers.PAGE),
        may_plan=bool(_topics_to_plan_on(rollout)),
    )


# ------------------------------------------------------------------ planning and changing


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
    form = OutputForm(owner=spelt(g.person))
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


@views.get("/outputs/<int:id>")
def show(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    document = answers.document_of(output, request.args.get("version", type=int))
    if document is None:
        abort(404)
    return render_template(
        "outputs/show.html",
        output=output,
        document=document,
        may_edit=may_edit_output(g.person, output),
        may_see_rollout=_sees(output.rollout),
        history=history_of(output),
    )


@views.get("/outputs/<int:id>/edit")
def edit(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    kept = {name: getattr(output, name) for name in ("title", "kind", "due", "url")}
    form = OutputForm(data=kept | {"owner": spelt(output.owner)})
    return render_template("outputs/edit.html", output=output, form=form)


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
        ),
    )
    if not edited:
        return invalid("outputs/edit.html", output=output, form=form)
    return done(url_for(".show", id=id), "Changed.")


# ------------------------------------------------------------------ writing


@views.get("/outputs/<int:id>/text")
def write(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    newest = deeds.newest_version(output)
    form = TextForm(
        version=str(newest.number) if newest else "0", text=newest.text if newest else ""
    )
    return render_template("outputs/write.html", output=output, form=form, rendered=None)


@views.post("/outputs/<int:id>/preview")
def preview(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    form = TextForm.of(request.form)
    rendered = render(form.text.data)
    if hx.wants_fragment():
        html = render_template("outputs/_preview.html", rendered=rendered)
        return hx.fragment(html, announce="The preview is shown below the text.")
    return render_template("outputs/write.html", output=output, form=form, rendered=rendered)


@views.post("/outputs/<int:id>/text")
def save(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    form = TextForm.of(request.form)
    try:
        version = tried(
            form,
            lambda: deeds.write_version(
                output,
                by=g.person,
                text=form.text.data,
                why=form.why.data,
                opened_with=form.opened_with,
            ),
        )
    except Stale:
        theirs = deeds.newest_version(output)
        return page("outputs/conflict.html", status=409, output=output, form=form, theirs=theirs)
    if not version:
        return invalid("outputs/write.html", output=output, form=form, rendered=None)
    return done(url_for(".show", id=id), f"Saved as version {version.number}.")


# ------------------------------------------------------------------ one press


@views.post("/outputs/<int:id>/published")
def set_published(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    here = url_for(".show", id=id)
    if request.values.get("published") == "0":
        deeds.unpublish_output(output, by=g.person)
        return done(here, f"“{output.title}” is a draft again.")
    today = today_in(output.rollout) if output.rollout_id else g.today
    deeds.publish_output(output, by=g.person, today=today)
    undo_url = url_for(".set_published", id=id, published=0)
    return done(here, answers.published_words(output), undo_url=undo_url)


@views.post("/outputs/<int:id>/obsolete")
def set_obsolete(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    here = url_for(".show", id=id)
    if request.values.get("obsolete") == "0":
        deeds.set_obsolete(output, by=g.person, obsolete=False)
        return done(here, f"“{output.title}” is back.")
    deeds.set_obsolete(output, by=g.person, obsolete=True)
    undo_url = url_for(".set_obsolete", id=id, obsolete=0)
    return done(here, f"“{output.title}” is obsolete.", undo_url=undo_url)


# ------------------------------------------------------------------ parts of the above


def _new_page(form: OutputForm, rollout: Rollout, *, status: int = 200) -> Any:
    form.offer_topics(_topics_to_plan_on(rollout))
    return page("outputs/new.html", status=status, form=form, rollout=rollout, topic=None)


def _topics_to_plan_on(rollout: Rollout) -> list[tuple[int, str]]:
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
    )
    return url_for(".show", id=output.id)


def _sees(rollout: Rollout | None) -> bool:
    if rollout is None:
        return False
    return rollouts_visible_to(g.person).where(Rollout.id == rollout.id).exists()
