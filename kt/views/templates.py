"""Templates: listed, written and ordered by hand, copied, retired."""

from bisect import bisect
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from .. import hx
from ..access import ids_of, may_edit_templates, require, templates_visible_to
from ..forms.templates import TemplateForm, TemplateItemForm
from ..markup import plain
from ..models import AuditEntry, Template, TemplateItem
from ..operations import template_items as item_deeds
from ..operations import templates as deeds
from ..operations.editing import Stale
from ..operations.item_trees import Step
from ..operations.once import once
from ..operations.typed_dues import rule_said
from ..reports.cutting import cut, rows_under, starts_of
from ..reports.history import PAGE, history_length, history_of
from ..reports.templates import PAGE as LIST_PAGE
from ..reports.templates import (
    TemplateGroup,
    TemplateItemRow,
    TemplateLine,
    choices_of,
    due_said,
    groups_of,
    list_templates,
)
from ..web import done, find_or_404, invalid, page, tried, visible_or_404
from .paging import SIZE, page_number, pages, pages_from, rows_of_page

views = Blueprint("templates", __name__)


# ------------------------------------------------------------------ templates


@views.get("/templates")
def index() -> Any:
    lines, total = listed(page_number())
    return render_template(
        "templates/index.html",
        lines=lines,
        words=request.args.get("words", "").strip(),
        retired=_are_retired(),
        pages=pages(page_number(), total, size=LIST_PAGE),
    )


def listed(number: int) -> tuple[list[TemplateLine], int]:
    """Give a page of the templates that the address asks for, and how many there are."""
    require(may_edit_templates(g.person), deeds.ONLY_SUPERVISORS)
    return list_templates(
        templates_visible_to(g.person),
        words=request.args.get("words", "").strip(),
        retired=_are_retired(),
        page=number,
    )


def _are_retired() -> bool:
    return request.args.get("show") == "retired"


@views.get("/templates/<int:id>")
def show(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    groups, number = groups_of(template), page_number()
    rows = rows_under(groups)
    return render_template(
        "templates/show.html",
        template=template,
        groups=_on_page(groups, number),
        pages=pages_from(number, starts_of(rows, SIZE), len(rows)),
    )


@views.get("/templates/<int:id>/history")
def history(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    number = page_number()
    return render_template(
        "templates/history.html",
        template=template,
        history=history_of(template, page=number),
        pages=pages(number, history_length(template), size=PAGE),
    )


@views.get("/templates/new")
def new() -> Any:
    require(may_edit_templates(g.person), deeds.ONLY_SUPERVISORS)
    return render_template("templates/new.html", form=TemplateForm())


@views.post("/templates")
def create() -> Any:
    require(may_edit_templates(g.person), deeds.ONLY_SUPERVISORS)
    form = TemplateForm.of(request.form)

    def add() -> str:
        template = deeds.add_template(by=g.person, **_said(form))
        return url_for(".show", id=template.id)

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=add))
    if not url:
        return invalid("templates/new.html", form=form)
    return done(url, "The template is begun. Add its items.")


@views.get("/templates/<int:id>/edit")
def edit(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    form = _form_of(template)
    return render_template("templates/edit.html", template=template, form=form, present=None)


@views.post("/templates/<int:id>")
def update(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    form = TemplateForm.of(request.form)
    version = form.version.data or ""
    try:
        edited = tried(
            form,
            lambda: deeds.edit_template(template, version=version, by=g.person, **_said(form)),
        )
    except Stale:
        present = _form_of(Template.get_by_id(id))
        form.version.data = present.version.data
        return page(
            "templates/edit.html", status=409, template=template, form=form, present=present
        )
    if not edited:
        return invalid("templates/edit.html", template=template, form=form, present=None)
    return done(url_for(".show", id=id), "Saved.")


@views.post("/templates/<int:id>/copies")
def copy(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    made = deeds.copy_template(template, by=g.person)
    return done(url_for(".show", id=made.id), f"This is a copy of {template.title}.")


@views.post("/templates/<int:id>/retirement")
def retire(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    deeds.retire_template(template, today=g.today, by=g.person)
    return done(
        url_for(".index"),
        f"{template.title} is retired; what was made from it goes on.",
        undo_url=url_for(".bring_back", id=id),
    )


@views.post("/templates/<int:id>/return")
def bring_back(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    deeds.bring_template_back(template, by=g.person)
    return done(url_for(".show", id=id), f"{template.title} can be used again.")


# ------------------------------------------------------------------ their items


@views.get("/templates/<int:id>/items/new")
def new_item(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    form = TemplateItemForm(group=request.args.get("group", ""))
    form.offer(choices_of(deeds.items_of(template)))
    return render_template("templates/new_item.html", template=template, form=form)


@views.post("/templates/<int:id>/items")
def add_item(id: int) -> Any:
    template = visible_or_404(templates_visible_to, id)
    form = TemplateItemForm.of(request.form).offer(choices_of(deeds.items_of(template)))

    def add() -> str:
        item = item_deeds.add_template_item(template, by=g.person, **_line(form))
        return _place(template, item.id)

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=add))
    if not url:
        return invalid("templates/new_item.html", template=template, form=form)
    if request.form.get("then") == "another":
        url = url_for(".new_item", id=id, group=form.group.data)
    return done(url, f"“{plain(form.text.data or '')}” is added.")


@views.get("/template-items/<int:id>")
def show_item(id: int) -> Any:
    item = _item(id)
    if not hx.wants_fragment():
        return done(_place(item.template, id))
    return hx.fragment(_row(item))


@views.get("/template-items/<int:id>/edit")
def edit_item(id: int) -> Any:
    item = _item(id)
    return _editing(item, _form_of_item(item))


@views.post("/template-items/<int:id>")
def update_item(id: int) -> Any:
    item = _item(id)
    form = TemplateItemForm.of(request.form).offer(_others(item))
    group, version = item.group, form.version.data or ""
    try:
        edited = tried(
            form,
            lambda: item_deeds.edit_template_item(
                item, version=version, by=g.person, **_line(form)
            ),
        )
    except Stale:
        present = _form_of_item(TemplateItem.get_by_id(id))
        form.version.data = present.version.data
        return _editing(item, form, present=present, status=409)
    if not edited:
        return _editing(item, form, status=422)
    if hx.wants_fragment() and edited.group == group:
        return hx.fragment(_row(edited), announce=f"Saved: {plain(edited.text)}")
    return done(_place(item.template, id), "Saved.")


@views.post("/template-items/<int:id>/moves")
def move_item(id: int) -> Any:
    item = _item(id)
    to = request.form.get("to", "")
    if to not in list(Step):
        abort(400, "Say where to: press one of the arrows of the row again.")
    number = _page_of(item)
    item_deeds.move_template_item(item, Step(to), by=g.person)
    if not hx.wants_fragment() or number != _page_of(item):
        return done(_place(item.template, id))
    return hx.fragment(
        render_template("templates/_items.html", groups=_on_page(groups_of(item.template), number)),
        announce=f"Moved {to}: {plain(item.text)}",
    )


@views.post("/template-items/<int:id>/removal")
def drop_item(id: int) -> Any:
    item = _item(id)
    entry = item_deeds.drop_template_item(item, by=g.person)
    return done(
        url_for(".show", id=item.template_id),
        f"“{plain(item.text)}” is removed.",
        undo_url=url_for(".put_back", entry_id=entry.id),
    )


@views.post("/template-removals/<int:entry_id>/undo")
def put_back(entry_id: int) -> Any:
    removals = AuditEntry.select().where(AuditEntry.deed == "template-item.dropped")
    entry = find_or_404(removals, entry_id)
    template = visible_or_404(templates_visible_to, entry.values["template"])
    item = item_deeds.put_template_items_back(entry, by=g.person)
    return done(_place(template, item.id), f"“{plain(item.text)}” is back.")


# ------------------------------------------------------------------ shared


def _item(id: int) -> TemplateItem:
    visible = ids_of(templates_visible_to, g.person, Template.id)
    return find_or_404(TemplateItem.select().where(TemplateItem.template.in_(visible)), id)


def _place(template: Template, item_id: int) -> str:
    number = _page_of(TemplateItem.get_by_id(item_id))
    page = number if number > 1 else None
    return url_for(".show", id=template.id, page=page, _anchor=f"template-item-{item_id}")


def _on_page(groups: tuple[TemplateGroup, ...], number: int) -> tuple[TemplateGroup, ...]:
    rows = rows_under(groups)
    return cut(groups, *rows_of_page(number, starts_of(rows, SIZE), len(rows)))


def _page_of(item: TemplateItem) -> int:
    """Tell on which page of its template an item stands."""
    rows = rows_under(groups_of(item.template))
    place = next(place for place, row in enumerate(rows) if row.id == item.id)
    return bisect(starts_of(rows, SIZE), place)


def _row(item: TemplateItem) -> str:
    return render_template("templates/_row.html", row=_row_of(item))


def _row_of(item: TemplateItem) -> TemplateItemRow:
    return next(row for row in rows_under(groups_of(item.template)) if row.id == item.id)


def _others(item: TemplateItem) -> list[tuple[int, str]]:
    return choices_of(each for each in deeds.items_of(item.template) if each.id != item.id)


def _editing(
    item: TemplateItem,
    form: TemplateItemForm,
    *,
    present: TemplateItemForm | None = None,
    status: int = 200,
) -> Any:
    values = {
        "item": item,
        "form": form.inside(f"template-item-{item.id}"),
        "present": present,
    }
    if hx.wants_fragment():
        return hx.fragment(render_template("templates/_form.html", **values), status=status)
    return page("templates/edit_item.html", status=status, **values)


def _said(form: TemplateForm) -> dict[str, Any]:
    return {name: value for name, value in form.values().items() if name != "version"}


def _line(form: TemplateItemForm) -> dict[str, Any]:
    values = {name: value for name, value in form.values().items() if name != "version"}
    return values | {"after": TemplateItem.get_or_none(TemplateItem.id == values["after"])}


def _form_of(template: Template) -> TemplateForm:
    return TemplateForm(
        version=deeds.version_of_template(template),
        title=template.title,
        applies_to=template.applies_to,
        description=template.description,
        source=template.source,
    )


def _form_of_item(item: TemplateItem) -> TemplateItemForm:
    words = due_said(item, {})
    form = TemplateItemForm(
        version=item_deeds.version_of_item(item),
        text=item.text,
        group=item.group,
        owners=list(item.owners),
        due_text=words,
        after=item.after_id,
        optional=item.optional,
        condition=item.condition,
        detail=item.detail,
    )
    form.offer(_others(item))
    if rule_said(words) != item.due_rule:
        form.show_rule(item.due_rule)
    return form
