"""The process changes: a topic's next revision, what is different, and for whom."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import (
    may_add_rollout,
    may_edit_topic,
    require,
    revisions_visible_to,
    rollouts_visible_to,
    topics_visible_to,
)
from ..forms.base import Form
from ..forms.revisions import RevisionForm
from ..models import Revision, RolloutTopic, Topic
from ..operations import revisions as deeds
from ..operations.editing import Stale
from ..operations.once import once
from ..operations.topics import newest_revision
from ..reports.revisions import revision_page
from ..rules.revisions import is_rested_on
from ..web import done, find_or_404, invalid, page, tried, visible_or_404

views = Blueprint("revisions", __name__)


@views.get("/topics/<int:id>/revisions/new")
def new(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    require(may_edit_topic(g.person, topic), deeds.NOT_YOURS)
    last = newest_revision(topic)
    return render_template("revisions/new.html", topic=topic, last=last, form=_form_of(last))


@views.post("/topics/<int:id>/revisions")
def create(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    require(may_edit_topic(g.person, topic), deeds.NOT_YOURS)
    form = RevisionForm.of(request.form)
    try:
        revision = tried(form, lambda: _add(topic, form))
    except Stale:
        present = _form_of(newest_revision(topic), prefix="now-")
        form.version.data = present.version.data
        return page(
            "revisions/new.html",
            status=409,
            topic=topic,
            last=newest_revision(topic),
            form=form,
            present=[present.written_process],
        )
    if not revision:
        return invalid("revisions/new.html", topic=topic, last=newest_revision(topic), form=form)
    return done(
        url_for("topics.show", id=id),
        f"Revision {revision.number} of {topic.name} is there. Who knows an earlier one needs "
        f"only the difference.",
        undo_url=url_for(".withdraw", id=revision.id),
    )


@views.get("/revisions/<int:id>")
def show(id: int) -> Any:
    revision = visible_or_404(revisions_visible_to, id)
    return render_template("revisions/show.html", **_shown(revision, Form()))


@views.post("/revisions/<int:id>/withdrawal")
def withdraw(id: int) -> Any:
    revision = visible_or_404(revisions_visible_to, id)
    form = Form()
    topic = tried(form, lambda: deeds.withdraw_revision(revision, by=g.person))
    if not topic:
        return invalid("revisions/show.html", **_shown(revision, form))
    return done(
        url_for("topics.show", id=topic.id),
        f"Revision {revision.number} of {topic.name} is taken back.",
    )


@views.post("/topics/<int:id>/revisions/rollout")
def plan(id: int) -> Any:
    """Draft a rollout for those who know an earlier revision."""
    topic = visible_or_404(topics_visible_to, id)
    require(may_add_rollout(g.person))

    def draft() -> str:
        rollout = deeds.plan_difference(topic, by=g.person, today=g.today)
        return url_for("designs.show", id=rollout.id)

    url = once(request.form.get("form_key", ""), by=g.person, deed=draft)
    return done(url, "The rollout is a draft: its people, its agenda and its target are proposed.")


@views.post("/rollouts/<int:id>/topics/<int:topic_id>/revision")
def take(id: int, topic_id: int) -> Any:
    """Have a rollout pass on the revision whose number is sent."""
    rollout = visible_or_404(rollouts_visible_to, id)
    row = find_or_404(RolloutTopic.select().where(RolloutTopic.rollout == rollout), topic_id)
    before = row.revision.number
    # Undo sends the number in the address.
    number = request.values.get("number", default=0, type=int)
    taken = deeds.take_revision(row, number, by=g.person)
    return done(
        url_for("rollouts.show", id=id),
        f"{rollout.name} passes on revision {taken.revision.number} now.",
        undo_url=url_for(".take", id=id, topic_id=topic_id, number=before),
    )


def _form_of(last: Revision, *, prefix: str = "") -> RevisionForm:
    return RevisionForm(
        prefix=prefix,
        version=deeds.version_of_revision(last),
        written_process=last.process,
        old_way=last.new_way,
        effective=max(g.today, last.effective or g.today),
    )


def _add(topic: Topic, form: RevisionForm) -> Revision:
    return deeds.add_revision(
        topic,
        by=g.person,
        old_way=form.old_way.data,
        new_way=form.new_way.data,
        process=form.written_process.data,
        effective=form.effective.data,
        opened_with=form.version.data or "",
    )


def _shown(revision: Revision, form: Form) -> dict[str, Any]:
    shown = revision_page(revision, since=request.args.get("since", type=int))
    return {
        "page": shown,
        "topic": revision.topic,
        "may_withdraw": shown.is_newest
        and revision.number > 1
        and may_edit_topic(g.person, revision.topic)
        and not is_rested_on(revision),
        "form": form,
    }
