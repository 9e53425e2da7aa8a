"""Know-how: the list of topics, one topic, its SMEs."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from playhouse.shortcuts import model_to_dict

from .. import clock
from ..access import (
    may_add_rollout,
    may_add_topic,
    may_edit_topic,
    may_import_standings,
    may_name_standing,
    people_visible_to,
    require,
    topics_visible_to,
)
from ..forms.topics import SmeForm, TopicForm
from ..models import Kind, Topic
from ..operations import topics as deeds
from ..operations.editing import Stale
from ..operations.once import once
from ..reports.handovers import handovers_of_topic, holds_task
from ..reports.history import PAGE, history_length, history_of
from ..reports.people import find_person, spelt
from ..reports.questions import of_topic
from ..reports.revisions import adoption_of
from ..reports.topics import TopicRow, topic_page, topic_rows
from ..web import done, invalid, page, tried, visible_or_404
from .asking import ask_box
from .paging import SIZE, page_number, pages
from .questions.shown import shown

views = Blueprint("topics", __name__)


@views.get("/topics")
def index() -> Any:
    number = page_number()
    topics, total = listed(number)
    return render_template(
        "topics/index.html",
        topics=topics,
        total=total,
        pages=pages(number, total),
        kind=_kind_asked_for(),
        kinds=list(Kind),
        words=_words_asked_for(),
        may_add=may_add_topic(g.person),
        may_import=may_import_standings(g.person),
    )


def listed(number: int) -> tuple[list[TopicRow], int]:
    """Read a page of the topics that the request asks for, and count them all."""
    return topic_rows(
        g.person, kind=_kind_asked_for(), words=_words_asked_for(), page=number, size=SIZE
    )


def _words_asked_for() -> str:
    return request.args.get("words", "").strip()


@views.get("/topics/new")
def new() -> Any:
    require(may_add_topic(g.person))
    return render_template("topics/new.html", form=TopicForm(holders_needed=1, open_to_all=True))


@views.post("/topics")
def create() -> Any:
    require(may_add_topic(g.person))
    form = TopicForm.of(request.form)

    def add() -> str:
        topic = deeds.add_topic(by=g.person, **_values(form))
        return url_for("topics.show", id=topic.id)

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=add))
    if not url:
        return invalid("topics/new.html", form=form)
    return done(url, f"The topic {form.name.data} is added.")


@views.get("/topics/<int:id>")
def show(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    return render_template("topics/show.html", **_shown(topic, SmeForm()))


@views.get("/topics/<int:id>/history")
def history(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    number = page_number()
    return render_template(
        "topics/history.html",
        topic=topic,
        history=history_of(topic, page=number),
        pages=pages(number, history_length(topic), size=PAGE),
    )


@views.get("/topics/<int:id>/edit")
def edit(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    require(may_edit_topic(g.person, topic))
    return render_template("topics/edit.html", topic=topic, form=_form_of(topic))


@views.post("/topics/<int:id>")
def update(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    require(may_edit_topic(g.person, topic))
    form = TopicForm.of(request.form)
    opened_with = form.version.data or ""
    try:
        edited = tried(
            form,
            lambda: deeds.edit_topic(
                topic, by=g.person, opened_with=opened_with, **_values(form, topic)
            ),
        )
    except Stale:
        present = _form_of(Topic.get_by_id(id), prefix="now-")
        form.version.data = present.version.data
        return page(
            "topics/edit.html", status=409, topic=topic, form=form, present=form.unlike(present)
        )
    if not edited:
        return invalid("topics/edit.html", topic=topic, form=form)
    return done(url_for(".show", id=id), f"{edited.name} is saved.")


@views.post("/topics/<int:id>/smes")
def add_sme(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    form = SmeForm.of(request.form)
    expert = tried(
        form,
        lambda: deeds.add_expert(
            topic, find_person(form.person.data or "", field="person"), by=g.person
        ),
    )
    if not expert:
        return invalid("topics/show.html", **_shown(topic, form))
    return done(
        url_for(".show", id=id),
        f"{expert.person.name} is an SME of {topic.name} now.",
        undo_url=url_for(".set_sme", id=id, person_id=expert.person_id, sme=0),
    )


@views.post("/topics/<int:id>/smes/<int:person_id>")
def set_sme(id: int, person_id: int) -> Any:
    """Say whether somebody is an SME: `sme` is 1 or 0."""
    topic = visible_or_404(topics_visible_to, id)
    person = visible_or_404(people_visible_to, person_id)
    is_sme = request.values.get("sme") == "1"
    if is_sme:
        deeds.add_expert(topic, person, by=g.person)
    else:
        deeds.remove_expert(topic, person, by=g.person)
    return done(
        url_for(".show", id=id),
        f"{person.name} is {'an SME' if is_sme else 'no SME any more'} of {topic.name}.",
        undo_url=url_for(".set_sme", id=id, person_id=person_id, sme=0 if is_sme else 1),
    )


def _kind_asked_for() -> Kind | None:
    asked = request.args.get("kind", "")
    return Kind(asked) if asked in set(Kind) else None


def _shown(topic: Topic, form: SmeForm) -> dict[str, Any]:
    is_task = topic.kind == Kind.DELEGATION
    rows = of_topic(topic, g.person, clock.now())
    number, behind, here = page_number(), page_number("behind"), url_for(".show", id=topic.id)
    found = topic_page(topic, g.person, page=number, size=SIZE)
    return {
        "handovers": handovers_of_topic(topic, g.person) if is_task else [],
        "holds": is_task and holds_task(g.person, topic),
        "page": found,
        "pages": pages(number, found.standings_total, here=here),
        "behind": found.behind[(behind - 1) * SIZE : behind * SIZE],
        "behind_pages": pages(behind, len(found.behind), name="behind", here=here),
        "adoption": adoption_of(topic, g.person),
        "sme_form": form,
        "may_edit": may_edit_topic(g.person, topic),
        "may_name": may_name_standing(g.person),
        "may_plan": may_add_rollout(g.person),
        "questions": [shown(row) for row in rows],
        "ask": ask_box("ask", topic=topic, back=url_for(".show", id=topic.id)),
    }


def _form_of(topic: Topic, *, prefix: str = "") -> TopicForm:
    revision = deeds.newest_revision(topic)
    return TopicForm(
        prefix=prefix,
        data=model_to_dict(topic, recurse=False)
        | {
            "owner": spelt(topic.owner) if topic.owner else "",
            "written_process": revision.process,
            "version": deeds.version_of_topic(topic, revision),
        },
    )


def _values(form: TopicForm, topic: Topic | None = None) -> dict[str, Any]:
    """Give what the form says; raises Refused where its owner is nobody or several people."""
    values = form.values()
    del values["version"]
    values["process"] = values.pop("written_process")
    typed, present = values["owner"], topic and topic.owner
    if present and typed == spelt(present):
        # The owner stays, even one who has left and whom nobody could choose any more.
        values["owner"] = present
    else:
        values["owner"] = find_person(typed, field="owner") if typed else None
    return values
