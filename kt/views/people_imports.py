"""Importing people from a file: choose it, look at what it would do, do it."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from ..access import may_import_people, require
from ..dates import count_words
from ..forms.people import ColumnsForm, ConfirmationForm, FileForm
from ..importers.people import FIELD_WORDS, Plan
from ..models import Upload
from ..operations import people_uploads as deeds
from ..operations.editing import Stale
from ..operations.importing_people import ONLY_ADMINISTRATORS
from ..reports.people_imports import Column, Part, columns_of, counts, lines_of
from ..web import done, find_or_404, invalid, page, tried
from .paging import page_number, pages

views = Blueprint("people_imports", __name__)

SIZE = 50
PART_WORDS = {
    Part.PROBLEMS: "Problems",
    Part.ADDED: "Added",
    Part.CHANGED: "Changed",
    Part.UNCHANGED: "Unchanged",
    Part.ABSENT: "Not in the file",
}


@views.get("/people/imports")
def new() -> Any:
    require(may_import_people(g.person), ONLY_ADMINISTRATORS)
    return render_template("people_imports/new.html", form=FileForm())


@views.post("/people/imports")
def create() -> Any:
    require(may_import_people(g.person), ONLY_ADMINISTRATORS)
    form = FileForm.of(request.files)
    upload = tried(form, lambda: _keep(form.file.data))
    if not upload:
        return invalid("people_imports/new.html", form=form)
    return done(url_for("people_imports.show", id=upload.id))


@views.get("/people/imports/<int:id>")
def show(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    return render_template("people_imports/show.html", **_preview(upload))


@views.post("/people/imports/<int:id>/columns")
def choose_columns(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    columns = columns_of(deeds.plan_upload(upload, by=g.person).plan)
    form = ColumnsForm.of(request.form)
    if not _offered(form, columns).validate():
        return invalid("people_imports/show.html", **_preview(upload))
    mapping = {
        column.name: field for column, field in zip(columns, form.columns.data, strict=False)
    }
    deeds.choose_columns(upload, mapping=mapping, day_first=form.day_first)
    return done(url_for("people_imports.show", id=id), "The file is read with these columns now.")


@views.post("/people/imports/<int:id>/confirmation")
def confirm(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    form = ConfirmationForm.of(request.form)
    opened_with = form.version.data or ""
    try:
        imported = tried(
            form, lambda: deeds.import_upload(upload, opened_with=opened_with, by=g.person)
        )
    except Stale:
        return page("people_imports/show.html", status=409, **_preview(upload, changed=True))
    if not imported:
        return invalid("people_imports/show.html", **_preview(upload, confirmation=form))
    words = (
        f"Imported: {imported.created:,} added, {imported.updated:,} changed, "
        f"{imported.unchanged:,} as they were."
    )
    if imported.redated:
        words += f" {count_words(imported.redated, 'open item')} moved with their dates."
    return done(url_for("people.index"), words)


def _keep(file: FileStorage) -> Upload:
    with closing(file):
        return deeds.keep_upload(data=file.read(), filename=file.filename or "", by=g.person)


def _preview(
    upload: Upload, *, changed: bool = False, confirmation: ConfirmationForm | None = None
) -> dict[str, Any]:
    """Gather what the preview shows.

    `changed` says that it is not what was shown before; `confirmation` may hold a refusal.
    """
    planned = deeds.plan_upload(upload, by=g.person)
    plan = planned.plan
    count = counts(plan)
    columns = columns_of(plan)
    part = part_asked(count)
    number = page_number()
    return {
        "upload": upload,
        "headline": _headline(plan, count),
        "asks_day_first": plan.file.asks_day_first,
        "has_errors": plan.refused,
        "columns": len(columns),
        "columns_read": sum(column.field is not None for column in columns),
        "form": _columns_form(upload, columns),
        "people": count[Part.ADDED] + count[Part.CHANGED],
        "part": part,
        "parts": [
            {
                "label": PART_WORDS[each],
                "count": count[each],
                "url": url_for("people_imports.show", id=upload.id, show=each),
                "current": each is part,
            }
            for each in Part
        ],
        "lines": list(lines_of(plan, planned.known, part, first=(number - 1) * SIZE, most=SIZE)),
        "pages": pages(number, count[part], size=SIZE),
        "version": deeds.version_of_plan(planned),
        "changed": changed,
        "confirmation": confirmation or ConfirmationForm(),
    }


def _headline(plan: Plan, count: dict[Part, int]) -> str:
    if plan.file.asks_day_first:
        return "How are the dates in this file meant?"
    if plan.refused:
        return "This file cannot be imported yet: it has errors."
    if not plan.creates and not plan.updates:
        return "There is nothing to import: everybody in the file is known as it says."
    added = count_words(count[Part.ADDED], "person", "people")
    return f"{added} would be added, {count[Part.CHANGED]:,} changed."


def part_asked(count: dict[Part, int]) -> Part:
    """Tell which part of the plan the address asks for, else the first that has something."""
    asked = request.args.get("show", "")
    if asked in list(Part):
        return Part(asked)
    return next((part for part in Part if count[part]), Part.ADDED)


def _columns_form(upload: Upload, columns: Sequence[Column]) -> ColumnsForm:
    first = {True: "day", False: "month"}.get(upload.choices.get("day_first"), "")
    fields = [column.field for column in columns]
    return _offered(ColumnsForm(data={"columns": fields, "first": first}), columns)


def _offered(form: ColumnsForm, columns: Sequence[Column]) -> ColumnsForm:
    return form.offer(FIELD_WORDS, [(column.name, column.example) for column in columns])
