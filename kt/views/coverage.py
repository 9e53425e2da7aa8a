"""Coverage: who can do what, which topics are at risk, what is lost when somebody leaves."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import may_plan_leaving, people_visible_to, require
from ..dates import parse_day
from ..errors import Refused
from ..models import Kind, Person
from ..operations.leaving import NOT_YOURS, draft_rollout_before_leaving
from ..operations.once import once
from ..reports.coverage import (
    PEOPLE,
    TOPICS,
    CoveragePage,
    TopicsByRisk,
    coverage_page,
    coverage_table,
    covers_seen,
    topics_by_risk,
)
from ..reports.leaving import Loss, leavers, what_if
from ..rules.coverage import Cover
from ..web import done, page, visible_or_404
from .files import as_file
from .paging import page_number, pages

views = Blueprint("coverage", __name__)

# Without a leaving date the question is about in six weeks.
USUAL_NOTICE = timedelta(weeks=6)


@views.get("/coverage")
def index() -> Any:
    covers = covers_seen(g.person, g.today)
    found = asked_for(known=covers)
    return render_template(
        "coverage/index.html",
        page=found,
        pages=pages(page_number(), found.people_total, size=PEOPLE),
        topic_pages=pages(page_number("topics"), found.topics_total, size=TOPICS, name="topics"),
        leavers=leavers(g.person, g.today, covers) if may_plan_leaving(g.person) else [],
        kinds=list(Kind),
        department=request.args.get("department", ""),
        kind=_kind(),
        gaps_only=_gaps_only(),
    )


@views.get("/coverage/table.<ending>")
def table(ending: str) -> Any:
    """Give the matrix as it is on the screen, its pages of people and topics as well."""
    return as_file(coverage_table(asked_for()), "coverage", ending)


@views.get("/people/<int:id>/leaving")
def leaving(id: int) -> Any:
    person = visible_or_404(people_visible_to, id)
    require(may_plan_leaving(g.person), NOT_YOURS)
    try:
        day = day_asked_for(person)
    except ValueError as fault:
        return _leaving_page(person, _day(person, ""), fault=str(fault), status=422)
    return _leaving_page(person, day)


@views.post("/people/<int:id>/leaving")
def draft(id: int) -> Any:
    person = visible_or_404(people_visible_to, id)
    require(may_plan_leaving(g.person), NOT_YOURS)
    try:
        day = _day(person, request.form.get("on", ""))
        url = once(request.form.get("form_key", ""), by=g.person, deed=lambda: _draft(person, day))
    except ValueError as fault:
        return _leaving_page(person, _day(person, ""), fault=str(fault), status=422)
    except Refused as refusal:
        return _leaving_page(person, day, fault=str(refusal), status=422)
    return done(url, "The rollout is drafted. Look it through, then offer its agreement.")


def _draft(person: Person, day: date) -> str:
    losses = {loss.topic_id: loss for loss in what_if(g.person, person, day, g.today)}
    wanted = [int(each) for each in request.form.getlist("topic") if each.isdecimal()]
    chosen = [losses[id] for id in wanted if id in losses]
    rollout = draft_rollout_before_leaving(
        person,
        {loss.topic_id: _ticked(loss) for loss in chosen},
        leaves_on=day,
        unwritten=[loss.topic_id for loss in chosen if not loss.documents],
        by=g.person,
        today=g.today,
    )
    return url_for("designs.show", id=rollout.id)


def _ticked(loss: Loss) -> list[int]:
    """Take the ids of the candidates that were ticked."""
    ticked = set(request.form.getlist(f"learner-{loss.topic_id}"))
    return [each.id for each in loss.candidates if str(each.id) in ticked]


def _leaving_page(person: Person, day: date, *, fault: str = "", status: int = 200) -> Any:
    return page(
        "coverage/leaving.html",
        status=status,
        person=person,
        day=day,
        losses=what_if(g.person, person, day, g.today),
        fault=fault,
    )


def day_asked_for(person: Person) -> date:
    """Read the day on which somebody may leave; raises ValueError for what is none."""
    return _day(person, request.args.get("on", ""))


def _day(person: Person, text: str) -> date:
    if text.strip():
        return parse_day(text, g.today)
    return person.leaving_date or g.today + USUAL_NOTICE


def asked_for(known: list[Cover] | None = None) -> CoveragePage:
    """Read the part of the matrix that the request asks for."""
    return coverage_page(
        g.person,
        today=g.today,
        department=request.args.get("department", ""),
        kind=_kind(),
        gaps_only=_gaps_only(),
        page=page_number(),
        topic_page=page_number("topics"),
        known=known,
    )


def risks_asked_for(number: int) -> TopicsByRisk:
    """Read a page of the topics that the request asks for."""
    return topics_by_risk(
        g.person, today=g.today, kind=_kind(), gaps_only=_gaps_only(), page=number
    )


def _kind() -> Kind | None:
    asked = request.args.get("kind", "")
    return Kind(asked) if asked in set(Kind) else None


def _gaps_only() -> bool:
    return request.args.get("only") == "gaps"
