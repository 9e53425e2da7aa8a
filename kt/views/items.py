"""Items of checklists and next steps of sessions: ticked, stuck, edited in their row."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from .. import hx
from ..access import (
    checklists_visible_to,
    items_visible_to,
    may_change_session,
    may_edit_checklist,
    require,
)
from ..dates import due_words
from ..forms.checklists import DueForm, ItemForm, NewItemForm, StuckForm
from ..markup import plain
from ..models import Item, Person
from ..operations import items as deeds
from ..operations.editing import Stale
from ..operations.once import once
from ..reports.checklists import figures_of, item_page, item_row, with_people
from ..reports.history import history_of
from ..reports.people import find_person
from ..web import done, invalid, own_path, page, tried, visible_or_404
from .asking import ask_box

views = Blueprint("items", __name__)

DEEPEST = 9


@views.get("/items/<int:id>")
def show(id: int) -> Any:
    item = _found(id)
    if hx.wants_fragment():
        return hx.fragment(_opened(item, StuckForm()))
    values = _shown(item, StuckForm())
    if urlsplit(values["here"]).path == _page_url(item):
        # The figures of its checklist are not on this page, to be changed by what is done here.
        values["here"] = url_for(".show", id=item.id)
    return render_template("items/show.html", history=history_of(item), **values)


@views.get("/items/<int:id>/row")
def row(id: int) -> Any:
    item = _found(id)
    if not hx.wants_fragment():
        return redirect(_here(item), 303)
    return hx.fragment(_row(item))


@views.post("/items/<int:id>/tick")
def tick(id: int) -> Any:
    item = _found(id)
    is_done = _sent("done")
    deeds.tick_item(item, done=is_done, by=g.person, on=g.today)
    return _told(
        item, "Done" if is_done else "Open again", undo=(".tick", {"done": int(not is_done)})
    )


@views.post("/items/<int:id>/need")
def need(id: int) -> Any:
    item = _found(id)
    if _sent("needed"):
        deeds.take_item_up(item, by=g.person, on=g.today)
        return _told(item, "Needed again", undo=(".need", {"needed": 0}))
    deeds.drop_item(item, by=g.person, on=g.today)
    return _told(item, "Not needed", undo=(".need", {"needed": 1}))


@views.post("/items/<int:id>/stuck")
def stuck(id: int) -> Any:
    item = _found(id)
    form = StuckForm.of(request.form)
    reported = tried(
        form,
        lambda: deeds.report_stuck(
            item, sentence=form.sentence.data or "", by=g.person, on=g.today
        ),
    )
    if reported:
        return _told(item, "Stuck", undo=(".tick", {"done": 0}))
    if hx.wants_fragment():
        return hx.fragment(_opened(item, form), status=422)
    return invalid("items/show.html", history=history_of(item), **_shown(item, form))


@views.get("/items/<int:id>/edit")
def edit(id: int) -> Any:
    item = _found(id)
    _require_may_edit(item)
    return _editing(item, _form_of(item))


@views.post("/items/<int:id>")
def update(id: int) -> Any:
    item = _found(id)
    form = ItemForm.of(request.form)
    try:
        edited = tried(
            form,
            lambda: deeds.edit_item(item, by=g.person, **form.values() | {"owner": _owner(form)}),
        )
    except Stale:
        present = _form_of(Item.get_by_id(id))
        form.version.data = present.version.data
        return _editing(item, form, present=present, status=409)
    if not edited:
        return _editing(item, form, status=422)
    return _told(item, "Saved")


@views.post("/items/<int:id>/due")
def redate(id: int) -> Any:
    item = _found(id)
    form = DueForm.of(request.form)
    if not tried(form, lambda: deeds.redate_item(item, due=form.due.data, by=g.person)):
        return invalid(
            "items/show.html", history=history_of(item), **_shown(item, StuckForm(), due=form)
        )
    return done(_here(item), f"“{plain(item.text)}” is {due_words(item.due, g.today)} now.")


@views.post("/checklists/<int:id>/items")
def create(id: int) -> Any:
    checklist = visible_or_404(checklists_visible_to, id)
    require(may_edit_checklist(g.person, checklist), deeds.NOT_YOUR_LIST)
    form = NewItemForm.of(request.form)
    url = url_for("checklists.show", id=id)

    def add() -> str:
        deeds.add_item(checklist, by=g.person, **form.values())
        return url

    if not tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=add)):
        g.wording = checklist.wording
        return invalid("items/new.html", checklist=checklist, form=form)
    return done(url, f"“{plain(form.text.data or '')}” is on the list.")


@views.get("/checklists/<int:id>/items/new")
def new(id: int) -> Any:
    checklist = visible_or_404(checklists_visible_to, id)
    require(may_edit_checklist(g.person, checklist), deeds.NOT_YOUR_LIST)
    g.wording = checklist.wording
    return render_template("items/new.html", checklist=checklist, form=NewItemForm())


# ------------------------------------------------------------------ answers


def _told(item: Item, words: str, *, undo: tuple[str, dict[str, Any]] | None = None) -> Any:
    """Show the row again, and say what was done; without htmx, the page it stands on.

    `undo` is the endpoint and the value that take it back; the row itself has its own undo.
    """
    said = f"{words}: {plain(item.text)}"
    if hx.wants_fragment():
        return hx.fragment(_row(item), announce=said)
    here = _here(item)
    undo_url = url_for(undo[0], id=item.id, here=here, **undo[1]) if undo else ""
    return done(here, said, undo_url=undo_url)


def _row(item: Item) -> str:
    """Render the row as it stood, with the figures that changed beside it."""
    here = _here(item)
    stands = urlsplit(here)
    on_its_checklist = item.checklist_id is not None and stands.path == _page_url(item)
    is_elsewhere = stands.path not in (_page_url(item), url_for(".show", id=item.id))
    # On one of several pages only the whole that a part stands under is sure to be there.
    with_its_whole = on_its_checklist and (not stands.query or _depth() > 1)
    whole = item.parent if with_its_whole and item.parent_id else None
    if whole:
        whole.checklist = item.checklist
    return render_template(
        "items/_after_deed.html",
        row=item_row(item, g.person, g.today, depth=_depth(), says_whose=is_elsewhere),
        whole=whole and item_row(whole, g.person, g.today),
        figures=figures_of(item.checklist_id, g.today) if on_its_checklist else None,
        here=here,
    )


def _opened(item: Item, form: StuckForm) -> str:
    return render_template("items/_row.html", **_shown(item, form))


def _shown(item: Item, form: StuckForm, *, due: DueForm | None = None) -> dict[str, Any]:
    opened = item_page(item, g.person, g.today, depth=_depth())
    due = due or DueForm(due=item.due)
    place = f"item-{item.id}"
    return {
        "opened": opened,
        "row": opened.row,
        "form": form.inside(place),
        "due_form": due.inside(place),
        "here": _here(item),
        "ask": ask_box(f"{place}-ask", topic=opened.topic_id, item=item.id, back=_here(item)),
    }


def _editing(
    item: Item, form: ItemForm, *, present: ItemForm | None = None, status: int = 200
) -> Any:
    g.wording = item.wording
    values = {
        "item": item,
        "form": form.inside(f"item-{item.id}"),
        "present": present,
        "here": _here(item),
        "depth": _depth(),
    }
    if hx.wants_fragment():
        return hx.fragment(render_template("items/_form.html", **values), status=status)
    return page("items/edit.html", status=status, **values)


def _form_of(item: Item) -> ItemForm:
    return ItemForm(
        version=deeds.version_of_item(item),
        text=item.text,
        owners=list(item.owners),
        owner=item.owner.email or item.owner.name if item.owner else "",
        optional=item.optional,
        condition=item.condition,
        detail=item.detail,
    )


def _owner(form: ItemForm) -> Person | None:
    return find_person(form.owner.data, field="owner") if form.owner.data else None


# ------------------------------------------------------------------ what was asked


def _found(id: int) -> Item:
    return with_people(visible_or_404(items_visible_to, id))


def _sent(name: str) -> bool:
    """Read a value that is set, never toggled: 1 or 0."""
    # Undo sends it in the address.
    value = request.values.get(name)
    if value not in ("0", "1"):
        abort(400, "Say whether it is so or not: press the button of the row again.")
    return value == "1"


def _here(item: Item) -> str:
    """Tell which page the row stands on."""
    return own_path(request.args.get("here") or _page_url(item))


def _page_url(item: Item) -> str:
    if item.checklist_id is None:
        return url_for("sessions.show", id=item.session_id)
    return url_for("checklists.show", id=item.checklist_id)


def _depth() -> int:
    asked = request.args.get("depth", "")
    return min(int(asked), DEEPEST) if asked.isascii() and asked.isdecimal() and asked != "0" else 1


def _require_may_edit(item: Item) -> None:
    if item.checklist_id is not None:
        require(may_edit_checklist(g.person, item.checklist), deeds.NOT_YOUR_LIST)
    else:
        require(may_change_session(g.person, item.session))
