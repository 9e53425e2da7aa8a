"""Importing a checklist file: uploaded, looked at and changed, saved as a template."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from ..access import may_edit_templates, require
from ..dates import count_words
from ..forms.templates import PreviewForm, ReadingForm, UploadForm
from ..importers.checklists import ChecklistFile
from ..models import Subject, Upload
from ..operations import importing_checklists as deeds
from ..operations.importing_checklists import Line
from ..operations.templates import ONLY_SUPERVISORS
from ..web import done, find_or_404, invalid, tried

views = Blueprint("template_imports", __name__)


@views.get("/template-imports/new")
def new() -> Any:
    require(may_edit_templates(g.person), ONLY_SUPERVISORS)
    return render_template("template_imports/new.html", form=UploadForm())


@views.post("/template-imports")
def create() -> Any:
    require(may_edit_templates(g.person), ONLY_SUPERVISORS)
    form = UploadForm.of({name: file for name, file in request.files.items() if file.filename})
    upload = tried(form, lambda: _kept(form.file.data))
    if not upload:
        return invalid("template_imports/new.html", form=form)
    return done(url_for(".show", id=upload.id))


@views.get("/template-imports/<int:id>")
def show(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    file = deeds.read_upload(upload)
    lines = deeds.lines_of(file)
    form = PreviewForm(
        title=file.title,
        applies_to=Subject.PERSON,
        source=upload.filename,
        lines=[_shown(line) for line in lines],
    )
    return render_template("template_imports/show.html", **_preview(upload, file, lines, form))


@views.post("/template-imports/<int:id>/reading")
def read_again(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    form = ReadingForm.of(request.form)
    deeds.choose_reading(upload, deeds.Reading(**form.values()))
    return done(url_for(".show", id=id))


@views.post("/template-imports/<int:id>/template")
def save(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    file = deeds.read_upload(upload)
    lines = deeds.lines_of(file)
    form = PreviewForm.of(request.form)
    template = None
    if len(form.lines) == len(lines):
        form.offer(line.owners for line in lines)
        template = tried(form, lambda: _saved(upload, lines, form))
    else:
        form.form_errors.append("The file was read in another way meanwhile. Look at it again.")
    if not template:
        return invalid("template_imports/show.html", **_preview(upload, file, lines, form))
    return done(url_for("templates.show", id=template.id), "The template is saved.")


@views.post("/template-imports/<int:id>/removal")
def discard(id: int) -> Any:
    upload = find_or_404(deeds.uploads_of(g.person), id)
    deeds.discard_upload(upload)
    return done(url_for("templates.index"), f"{upload.filename} is not imported.")


def _kept(file: FileStorage) -> Upload:
    return deeds.keep_upload(file.read(), file.filename or "", by=g.person)


def _saved(upload: Upload, lines: list[Line], form: PreviewForm) -> Any:
    chosen = []
    for line, said in zip(lines, form.chosen(), strict=True):
        due = deeds.due_chosen(line, said["due_text"])
        chosen.append(replace(line, **{**said, "due_text": line.due_text, **due}))
    return deeds.save_as_template(
        chosen,
        title=form.title.data,
        applies_to=form.applies_to.data,
        source=form.source.data,
        by=g.person,
        upload=upload,
    )


def _shown(line: Line) -> dict[str, Any]:
    return {
        "keep": line.keep,
        "text": line.text,
        "depth": line.depth,
        "group": line.group,
        "owners": "|".join(line.owners),
        "due_text": line.due_words,
    }


def _preview(
    upload: Upload, file: ChecklistFile, lines: list[Line], form: PreviewForm
) -> dict[str, Any]:
    form.offer(line.owners for line in lines)
    reading = deeds.reading_of(upload)
    return {
        "upload": upload,
        "form": form,
        "lines": lines,
        "reading": ReadingForm(data=vars(reading)),
        "skipped": _skipped(upload, file, reading),
        "line_forms": [each.form for each in form.lines],
    }


def _skipped(
    upload: Upload, file: ChecklistFile, reading: deeds.Reading
) -> list[tuple[str, str, dict[str, str]]]:
    """Say what of the file is not shown, each with the button and the fields that include it."""
    chosen = {name: "y" for name, on in vars(reading).items() if on}
    offers = []
    if file.skipped.comments:
        words = count_words(file.skipped.comments, "task line") + " inside comments"
        offers.append((f"{words}.", "Show them too", {**chosen, "with_comments": "y"}))
    if file.skipped.code:
        words = count_words(file.skipped.code, "task line") + " inside code blocks"
        offers.append((f"{words}.", "Show them too", {**chosen, "with_code": "y"}))
    if not file.items and (plain := deeds.plain_items(upload)):
        words = f"This file has no boxes; it has {count_words(plain, 'list item')}."
        offers.append((words, "Show the list items", {**chosen, "plain_lists": "y"}))
    return offers
