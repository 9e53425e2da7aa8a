"""Importing standings from a file: choose it, look at what it would do, do it."""

from contextlib import closing
from dataclasses import replace
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from ..access import may_import_standings, require
from ..dates import count_words
from ..forms.people import ConfirmationForm, FileForm
from ..forms.standings import NOTHING, UNDECIDED, StandingImportForm
from ..importers.standings import HOLDS_WORDS, LevelWord, Plan
from ..models import Kind, Upload
from ..operations import standing_uploads as deeds
from ..operations.editing import Stale
from ..operations.importing_standings import ONLY_SUPERVISORS, Chosen, PlannedStandings
from ..reports.standing_imports import Column, Part, columns_of, counts, lines_of
from ..web import done, find_or_404, invalid, page, tried
from .paging import page_number, pages

views = Blueprint("standing_imports", __name__)

SIZE = 50
# A matrix of hundreds of people across has as many columns; the first ones tell what it is.
MOST_COLUMNS = 60
FIRST = {True: "day", False: "month", None: ""}
PART_WORDS = {
    Part.PROBLEMS: "Problems",
    Part.ADDED: "Added",
    Part.CHANGED: "After an earlier one",
    Part.KEPT: "Kept as they stand",
    Part.UNCHANGED: "Unchanged",
}


@views.get("/standings/imports")
def new() -> Any:
    require(may_import_standings(g.person), ONLY_SUPERVISORS)
    return render_template("standing_imports/new.html", form=FileForm())


@views.post("/standings/imports")
def create() -> Any:
    require(may_import_standings(g.person), ONLY_SUPERVISORS)
    form = FileForm.of(request.files)
    upload = tried(form, lambda: _keep(form.file.data))
    if not upload:
        return invalid("standing_imports/new.html", form=form)
    return done(url_for("standing_imports.show", id=upload.id))


@views.get("/standings/imports/<int:id>")
def show(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    return render_template("standing_imports/show.html", **_preview(upload))


@views.post("/standings/imports/<int:id>/choices")
def choose(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    planned = plan_of(upload)
    form = _offered(StandingImportForm.of(request.form), planned.plan)
    chosen = tried(
        form,
        lambda: deeds.choose(upload, _chosen(form, planned), by=g.person, today=g.today),
    )
    if not chosen:
        return invalid("standing_imports/show.html", **_preview(upload, form=form))
    return done(url_for("standing_imports.show", id=id), "The file is read so now.")


@views.post("/standings/imports/<int:id>/confirmation")
def confirm(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    form = ConfirmationForm.of(request.form)
    opened_with = form.version.data or ""
    try:
        imported = tried(
            form,
            lambda: deeds.import_upload(
                upload, opened_with=opened_with, by=g.person, today=g.today
            ),
        )
    except Stale:
        return page("standing_imports/show.html", status=409, **_preview(upload, changed=True))
    if not imported:
        return invalid("standing_imports/show.html", **_preview(upload, confirmation=form))
    words = (
        f"Imported: {imported.added:,} added, {imported.changed:,} after an earlier one, "
        f"{imported.kept:,} kept as they stand, {imported.unchanged:,} unchanged."
    )
    if imported.topics:
        words += f" {count_words(imported.topics, 'topic')} added with them."
    return done(url_for("topics.index"), words)


def _keep(file: FileStorage) -> Upload:
    with closing(file):
        return deeds.keep_upload(
            data=file.read(), filename=file.filename or "", by=g.person, today=g.today
        )


def plan_of(upload: Upload) -> PlannedStandings:
    return deeds.plan_upload(upload, by=g.person, today=g.today)


def _chosen(form: StandingImportForm, planned: PlannedStandings) -> Chosen:
    """Say what was chosen: of columns and words only what is not read so by itself."""
    file, before = planned.plan.file, planned.chosen
    columns = {
        column.name: holds
        for column, holds in zip(_columns(planned.plan), form.columns.data, strict=False)
        if holds != column.holds
    }
    levels = {
        word.key: None if said == NOTHING else int(said)
        for word, said in zip(file.words, form.levels.data, strict=False)
        if said not in (UNDECIDED, _said(word))
    }
    return replace(
        before,
        columns={**before.columns, **columns},
        levels={**before.levels, **levels},
        day_first=form.day_first,
        on=form.on.data,
        refresh_on=form.refresh_on.data,
        add_topics=form.add_topics.data,
        kind=form.kind.data or Kind.NICHE_SKILL,
        over_sign_offs=form.over_sign_offs.data,
    )


def _preview(
    upload: Upload,
    *,
    changed: bool = False,
    form: StandingImportForm | None = None,
    confirmation: ConfirmationForm | None = None,
) -> dict[str, Any]:
    """Gather what the preview shows.

    `changed` says that it is not what was shown before; `form` and `confirmation` may hold a
    refusal.
    """
    planned = plan_of(upload)
    plan = planned.plan
    count = counts(plan)
    columns = _columns(plan)
    part = part_asked(count)
    number = page_number()
    return {
        "upload": upload,
        "headline": _headline(plan, count),
        "layouts": [
            f"{grid.sheet}: {grid.layout}" if grid.sheet else str(grid.layout)
            for grid in plan.file.grids
        ],
        "asks_day_first": plan.file.asks_day_first,
        "asks_levels": any(not word.decided for word in plan.file.words),
        "has_errors": plan.refused,
        "columns": len(plan.file.columns),
        "columns_read": sum(column.holds is not None for column in columns_of(plan.file)),
        "form": form or _form(planned, columns),
        "unknown_topics": plan.unknown_topics,
        "standings": len(plan.coming),
        "part": part,
        "parts": [
            {
                "label": PART_WORDS[each],
                "count": count[each],
                "url": url_for("standing_imports.show", id=upload.id, show=each),
                "current": each is part,
            }
            for each in Part
        ],
        "lines": list(lines_of(plan, part, first=(number - 1) * SIZE, most=SIZE)),
        "pages": pages(number, count[part], size=SIZE),
        "version": deeds.version_of_plan(planned),
        "changed": changed,
        "confirmation": confirmation or ConfirmationForm(),
    }


def _headline(plan: Plan, count: dict[Part, int]) -> str:
    if any(not word.decided for word in plan.file.words):
        return "What do the levels in this file mean?"
    if plan.file.asks_day_first:
        return "How are the dates in this file meant?"
    if not plan.coming:
        return "There is nothing to import: see below what was left out, kept or known already."
    added = count_words(count[Part.ADDED], "standing")
    return f"{added} would be added, {count[Part.CHANGED]:,} would follow an earlier one."


def part_asked(count: dict[Part, int]) -> Part:
    """Tell which part of the plan the address asks for, else the first that has something."""
    asked = request.args.get("show", "")
    if asked in list(Part):
        return Part(asked)
    return next((part for part in Part if count[part]), Part.ADDED)


def _columns(plan: Plan) -> list[Column]:
    return columns_of(plan.file)[:MOST_COLUMNS]


def _form(planned: PlannedStandings, columns: list[Column]) -> StandingImportForm:
    chosen = planned.chosen
    form = StandingImportForm(
        data={
            "columns": [column.holds for column in columns],
            "levels": [_said(word) for word in planned.plan.file.words],
            "first": FIRST[chosen.day_first],
            "on": chosen.on,
            "refresh_on": chosen.refresh_on,
            "add_topics": chosen.add_topics,
            "kind": chosen.kind,
            "over_sign_offs": chosen.over_sign_offs,
        }
    )
    return _offered(form, planned.plan)


def _offered(form: StandingImportForm, plan: Plan) -> StandingImportForm:
    return form.offer(
        HOLDS_WORDS,
        [(column.name, column.example) for column in _columns(plan)],
        [(f"“{word.text}”", f"{word.count:,} ×", not word.decided) for word in plan.file.words],
    )


def _said(word: LevelWord) -> str:
    if not word.decided:
        return UNDECIDED
    return NOTHING if word.level is None else str(word.level)
