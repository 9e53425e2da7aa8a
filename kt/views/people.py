"""People: the list of colleagues, one person, adding and changing them, their links."""

from typing import Any

from flask import Blueprint, current_app, flash, g, render_template, request, url_for

from ..access import (
    may_add_person,
    may_add_rollout,
    may_apply_template,
    may_edit_person,
    may_give_documents,
    may_import_people,
    may_make_link,
    may_see_person_history,
    people_visible_to,
    require,
)
from ..forms.people import AccessForm, FileForm, PersonForm
from ..models import Person
from ..operations import people as deeds
from ..operations.editing import Stale
from ..operations.once import once
from ..operations.signing_in import make_link
from ..reports.history import PAGE, history_length, history_of
from ..reports.outputs import heirless_outputs
from ..reports.people import (
    PersonRow,
    departments,
    find_person,
    people_rows,
    person_page,
    spelt,
    suggested_people,
)
from ..reports.sentences import a_access
from ..web import done, invalid, page, tried, visible_or_404
from .paging import page_number, pages

views = Blueprint("people", __name__)

SIZE = 50
ONLY_THEIRS = "Only they, their manager and administrators."


@views.get("/people")
def index() -> Any:
    number = page_number()
    people, total = listed(number)
    return render_template(
        "people/index.html",
        people=people,
        pages=pages(number, total, size=SIZE),
        departments=[(name, name) for name in departments()],
        **_asked_for(),
        may_add=may_add_person(g.person),
        may_onboard=may_add_rollout(g.person),
        may_import=may_import_people(g.person),
        file_form=FileForm(),
    )


def listed(number: int) -> tuple[list[PersonRow], int]:
    """Read a page of the people that the request asks for, and count them all."""
    return people_rows(g.person, **_asked_for(), page=number, size=SIZE)


def _asked_for() -> dict[str, Any]:
    return {
        "words": request.args.get("q", "").strip(),
        "department": request.args.get("department", ""),
        "title": request.args.get("title", ""),
        "disabled": request.args.get("state") == "disabled",
    }


@views.get("/people/suggestions")
def suggestions() -> Any:
    # A field asks under its own name; as a form of its own, the page asks as q.
    typed = next(iter(request.args.values()), "").strip()
    people = suggested_people(g.person, typed) if len(typed) > 1 else []
    return render_template("people/_suggestions.html", people=people, spelt=spelt)


@views.get("/people/new")
def new() -> Any:
    require(may_add_person(g.person), deeds.ONLY_SUPERVISORS)
    return render_template("people/new.html", form=PersonForm())


@views.post("/people")
def create() -> Any:
    require(may_add_person(g.person), deeds.ONLY_SUPERVISORS)
    form = PersonForm.of(request.form)

    def add() -> str:
        person = deeds.add_person(by=g.person, **_facts(form))
        return url_for("people.show", id=person.id)

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=add))
    if not url:
        return invalid("people/new.html", form=form)
    return done(url, f"{form.name.data} is added.")


@views.get("/people/<int:id>")
def show(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    form = AccessForm(data={"access": who.access})
    return render_template("people/show.html", **_shown(who, form))


@views.get("/people/<int:id>/history")
def history(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    require(may_see_person_history(g.person, who), ONLY_THEIRS)
    number = page_number()
    return render_template(
        "people/history.html",
        person=who,
        history=history_of(who, page=number),
        pages=pages(number, history_length(who), size=PAGE),
    )


@views.get("/people/<int:id>/edit")
def edit(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    require(may_edit_person(g.person, who), deeds.ONLY_ADMINISTRATORS)
    return render_template("people/edit.html", person=who, form=_form_of(who))


@views.post("/people/<int:id>")
def update(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    require(may_edit_person(g.person, who), deeds.ONLY_ADMINISTRATORS)
    form = PersonForm.of(request.form)
    opened_with = form.version.data or ""
    try:
        edited = tried(
            form,
            lambda: deeds.edit_person(
                who, by=g.person, opened_with=opened_with, **_facts(form, who)
            ),
        )
    except Stale:
        present = _form_of(who, prefix="now-")
        form.version.data = present.version.data
        return page(
            "people/edit.html", status=409, person=who, form=form, present=form.unlike(present)
        )
    if not edited:
        return invalid("people/edit.html", person=who, form=form)
    for fact, moved in edited.moves.items():
        undo_url = url_for("checklists.undo_move", entry_id=moved.entry_id)
        words = f"The {fact.replace('_', ' ')} moved{moved.with_it}."
        flash({"text": words, "undo_url": undo_url}, "done")  # type: ignore[arg-type]
    return done(url_for("people.show", id=id), f"{who.name} is saved.")


@views.post("/people/<int:id>/access")
def set_access(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    form = AccessForm.of(request.form)
    if not tried(form, lambda: deeds.set_access(who, form.access.data, by=g.person)):
        return invalid("people/show.html", **_shown(who, form))
    return done(url_for("people.show", id=id), f"{who.name} is {a_access(who.access)} now.")


@views.post("/people/<int:id>/disabling")
def disable(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    deeds.disable_person(who, by=g.person)
    return done(
        url_for("people.show", id=id),
        f"{who.name} is disabled and signed out.",
        undo_url=url_for("people.enable", id=id),
    )


@views.post("/people/<int:id>/enabling")
def enable(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    deeds.enable_person(who, by=g.person)
    return done(
        url_for("people.show", id=id),
        f"{who.name} is enabled again.",
        undo_url=url_for("people.disable", id=id),
    )


@views.post("/people/<int:id>/links")
def link(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    settings = current_app.config["KT"]
    token = make_link(who, by=g.person, days=settings.link_days)
    # Shown in the answer itself and nowhere else: only its hash is kept.
    return render_template(
        "people/link.html",
        person=who,
        address=settings.base_url + url_for("signing_in.link", token=token),
        days=settings.link_days,
    )


def _shown(who: Person, access_form: AccessForm) -> dict[str, Any]:
    leaves = not who.active or who.leaving_date is not None
    to_give = leaves and may_give_documents(g.person)
    may_see_history = may_see_person_history(g.person, who)
    return {
        "page": person_page(who, g.person, g.today),
        "access_form": access_form,
        "may_edit": may_edit_person(g.person, who),
        "may_link": may_make_link(g.person, who),
        "may_onboard": may_add_rollout(g.person),
        "may_make_checklist": may_apply_template(g.person, None, None),
        "spelt": spelt(who),
        "may_see_history": may_see_history,
        "documents": heirless_outputs(g.person, g.today, owner=who)[0] if to_give else [],
        "may_see_dates": may_see_history or g.person.supervises,
    }


def _form_of(who: Person, *, prefix: str = "") -> PersonForm:
    facts = {fact: getattr(who, fact) for fact in deeds.Facts.__annotations__}
    facts["manager"] = spelt(who.manager) if who.manager else ""
    return PersonForm(data=facts, prefix=prefix, version=deeds.version_of_person(who))


def _facts(form: PersonForm, who: Person | None = None) -> Any:
    """Give what the form says; raises Refused where its manager is nobody or several people."""
    facts = form.values()
    del facts["version"]
    typed, present = facts["manager"], who.manager if who else None
    if present and typed == spelt(present):
        # The manager stays, even one who has left and whom nobody could choose any more.
        facts["manager"] = present
    else:
        facts["manager"] = find_person(typed, field="manager") if typed else None
    return facts
