"""Checklists of people and rollouts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import (
    checklists_visible_to,
    may_apply_template,
    may_edit_checklist,
    people_visible_to,
    require,
    rollouts_visible_to,
    templates_visible_to,
)
from ..forms.checklists import ChecklistForm, DayForm, MakeForm
from ..models import AuditEntry, Checklist, Person, Rollout, Template
from ..operations import checklists as deeds
from ..operations import moving_dates
from ..operations.items import NOT_YOUR_LIST
from ..operations.once import once
from ..reports.checklists import checklist_page
from ..reports.cutting import starts_of
from ..reports.history import PAGE, history_length, history_of
from ..reports.people import find_person
from ..web import done, find_or_404, invalid, tried, visible_or_404
from .paging import SIZE, page_number, pages, pages_from, rows_of_page

views = Blueprint("checklists", __name__)

DAYS = {"start_day": "Start", "departure_day": "Leaving"}

# Where a moved date is shown, and who may see it there.
PLACES = {
    Person: ("people.show", people_visible_to),
    Rollout: ("rollouts.show", rollouts_visible_to),
    Checklist: ("checklists.show", checklists_visible_to),
}


@views.get("/checklists/<int:id>")
def show(id: int) -> Any:
    visible_or_404(checklists_visible_to, id)
    page = checklist_page(id, g.person, g.today)
    number, total = page_number(), len(page.rows)
    starts = starts_of(page.rows, SIZE)
    return render_template(
        "checklists/show.html",
        page=page.between(*rows_of_page(number, starts, total)),
        pages=pages_from(number, starts, total),
        here=url_for(".show", id=id, page=number if number > 1 else None),
    )


@views.get("/checklists/<int:id>/sheet")
def sheet(id: int) -> Any:
    visible_or_404(checklists_visible_to, id)
    return render_template("checklists/sheet.html", page=checklist_page(id, g.person, g.today))


@views.get("/checklists/<int:id>/history")
def history(id: int) -> Any:
    checklist = visible_or_404(checklists_visible_to, id)
    number = page_number()
    return render_template(
        "checklists/history.html",
        checklist=checklist,
        history=history_of(checklist, page=number),
        pages=pages(number, history_length(checklist), size=PAGE),
    )


@views.get("/checklists/new")
def new() -> Any:
    require(may_apply_template(g.person, None, None), deeds.WHO_GIVES)
    form = _offer(MakeForm(template=request.args.get("template", type=int)))
    person, rollout = _asked("person", people_visible_to), _asked("rollout", rollouts_visible_to)
    if rollout:
        form.rollout.data = rollout.id
        form.start_day.data = rollout.start_date
    if person:
        form.person.data = person.email or person.name
        form.start_day.data = person.start_date
        form.departure_day.data = person.leaving_date
    return render_template("checklists/new.html", form=form)


@views.post("/checklists")
def create() -> Any:
    require(may_apply_template(g.person, None, None), deeds.WHO_GIVES)
    form = _offer(MakeForm.of(request.form))
    url = tried(
        form,
        lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _made(form)),
    )
    if not url:
        return invalid("checklists/new.html", form=form)
    return done(url, "The checklist is made.")


@views.get("/checklists/<int:id>/edit")
def edit(id: int) -> Any:
    checklist = _may_edit(id)
    return render_template("checklists/edit.html", **_editing(checklist))


@views.post("/checklists/<int:id>")
def update(id: int) -> Any:
    checklist = _may_edit(id)
    form = ChecklistForm.of(request.form)
    if not tried(form, lambda: deeds.edit_checklist(checklist, by=g.person, **form.values())):
        return invalid("checklists/edit.html", **_editing(checklist) | {"form": form})
    return done(url_for(".show", id=id), "Saved.")


@views.post("/checklists/<int:id>/start-day")
def move_start(id: int) -> Any:
    return _move(id, "start_day")


@views.post("/checklists/<int:id>/departure-day")
def move_departure(id: int) -> Any:
    return _move(id, "departure_day")


@views.post("/date-moves/<int:entry_id>/undo")
def undo_move(entry_id: int) -> Any:
    moves = AuditEntry.select().where(AuditEntry.deed == "date.moved")
    row = moving_dates.row_of(find_or_404(moves, entry_id))
    endpoint, visible_to = PLACES[type(row)]
    visible_or_404(visible_to, row.id)
    moved = moving_dates.undo_move(entry_id, by=g.person)
    return done(
        url_for(endpoint, id=row.id),
        f"The date is back{moved.with_it}.",
    )


def _move(id: int, field: str) -> Any:
    checklist = _may_edit(id)
    form = _day_form(field, request.form)
    moved = tried(
        form, lambda: moving_dates.move_date(checklist, field, form.day.data, by=g.person)
    )
    if not moved:
        return invalid("checklists/edit.html", **_editing(checklist) | {field: form})
    if moved.entry_id is None:
        return done(url_for(".show", id=id))
    return done(
        url_for(".show", id=id),
        f"The date is moved{moved.with_it}.",
        undo_url=url_for(".undo_move", entry_id=moved.entry_id),
    )


def _asked(name: str, visible_to: Callable[[Person], Any]) -> Any:
    """Find the person or rollout whose page led here, if one did."""
    id = request.args.get(name, type=int)
    return visible_or_404(visible_to, id) if id is not None else None


def _may_edit(id: int) -> Checklist:
    checklist = visible_or_404(checklists_visible_to, id)
    require(may_edit_checklist(g.person, checklist), NOT_YOUR_LIST)
    return checklist


def _editing(checklist: Checklist) -> dict[str, Any]:
    return {
        "checklist": checklist,
        "form": ChecklistForm(title=checklist.title),
        "start_day": _day_form("start_day", day=checklist.start_day),
        "departure_day": _day_form("departure_day", day=checklist.departure_day),
    }


def _day_form(field: str, sent: Any = None, **values: Any) -> DayForm:
    form = DayForm(sent, prefix=f"{field}-", **values)
    form.day.label.text = DAYS[field]
    return form


def _offer(form: MakeForm) -> MakeForm:
    templates = templates_visible_to(g.person).where(Template.retired_on.is_null())
    rollouts = rollouts_visible_to(g.person)
    return form.offer(
        [(each.id, each.title) for each in templates.order_by(Template.title, Template.id)],
        [(each.id, each.name) for each in rollouts.order_by(Rollout.name, Rollout.id)],
    )


def _made(form: MakeForm) -> str:
    person = find_person(form.person.data, field="person") if form.person.data else None
    rollout = Rollout.get_or_none(Rollout.id == form.rollout.data)
    checklist = deeds.apply_template(
        Template.get_by_id(form.template.data),
        person=person,
        rollout=rollout,
        start_day=form.start_day.data or _start_of(person, rollout),
        departure_day=form.departure_day.data or (person.leaving_date if person else None),
        by=g.person,
        today=g.today,
    )
    return url_for(".show", id=checklist.id)


def _start_of(person: Person | None, rollout: Rollout | None) -> date | None:
    if person is not None:
        return person.start_date
    return rollout.start_date if rollout else None
