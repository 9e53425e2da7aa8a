"""Importing documents from files: chosen, looked at, confirmed; and taking them out again."""

import io
from contextlib import closing
from typing import Any

from flask import Response, g, render_template, request, send_file, url_for

from ...access import outputs_visible_to, require, topics_visible_to
from ...dates import count_words
from ...errors import Refused
from ...exporters.documents import as_zip, exported, safe_name
from ...forms.documents import DocumentFilesForm, DocumentImportForm, DocumentPlaceForm
from ...importers.documents import KIND_WORDS
from ...models import Rollout, Topic, Upload
from ...operations import document_uploads as uploads
from ...operations.importing_documents import (
    Change,
    DocumentPlan,
    ImportedDocuments,
    NewTopics,
    Place,
    import_documents,
    plan_documents,
)
from ...reports.exporting import exported_documents
from ...reports.mentions import places_to_import_to
from ...web import done, find_or_404, page, tried, visible_or_404
from ..paging import SIZE, page_number
from .blueprint import views

NOT_HERE = (
    "Documents are imported by supervisors, by the owners of topics and by the coaches and SMEs of "
    "a rollout. Ask one of them."
)


@views.get("/outputs/import")
def import_new() -> Any:
    form = DocumentFilesForm(place=request.args.get("place", ""))
    form.offer(_places())
    return render_template("outputs/import.html", form=form)


@views.post("/outputs/import")
def import_files() -> Any:
    places = _places()
    form = DocumentFilesForm.of(request.form)
    form.offer(places)
    upload = tried(form, lambda: _kept(form))
    if not upload:
        return page("outputs/import.html", status=422, form=form)
    return done(url_for("outputs.import_plan", id=upload.id))


@views.get("/outputs/import/<int:id>")
def import_plan(id: int) -> Any:
    upload = find_or_404(uploads.document_uploads_of(g.person), id)
    return _plan_page(upload, DocumentImportForm())


@views.post("/outputs/import/<int:id>/place")
def import_place(id: int) -> Any:
    upload = find_or_404(uploads.document_uploads_of(g.person), id)
    to = request.form.get("to", type=int)
    if to is not None:
        seen = _seen(plan_of(upload))
        uploads.choose_lines(upload, seen=seen, kept=_ticked())
        return done(url_for("outputs.import_plan", id=id, page=to, _anchor="lines"))
    form = DocumentPlaceForm.of(request.form)
    uploads.choose_place(upload, form.place.data or "", make_topics=bool(form.make_topics.data))
    return done(url_for("outputs.import_plan", id=id))


@views.post("/outputs/import/<int:id>")
def import_confirm(id: int) -> Any:
    upload = find_or_404(uploads.document_uploads_of(g.person), id)
    form = DocumentImportForm.of(request.form)
    imported = tried(form, lambda: _imported(upload, form))
    if not imported:
        return _plan_page(upload, form, status=422)
    return done(url_for("outputs.index"), _told(imported))


@views.post("/outputs/import/<int:id>/removal")
def import_discard(id: int) -> Any:
    upload = find_or_404(uploads.document_uploads_of(g.person), id)
    uploads.forget_documents(upload)
    return done(url_for("outputs.import_new"), f"{upload.filename} is not imported.")


@views.get("/outputs/<int:id>/export")
def export_one(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    documents = exported_documents(g.person, ids=[output.id])
    if not documents:
        raise Refused(f"“{output.title}” has neither a text nor a link yet to export.")
    name, text = exported(documents[0])
    if documents[0].attachments:
        return _sent(as_zip(documents), f"{name.removesuffix('.md')}.zip", "application/zip")
    return _sent(text.encode(), name, "text/markdown")


@views.get("/outputs/export")
def export_all() -> Any:
    asked = request.args.get("topic", type=int)
    topic = visible_or_404(topics_visible_to, asked) if asked is not None else None
    documents = exported_documents(g.person, topic=topic)
    name = safe_name(topic.name if topic else "Documents", "Documents")
    return _sent(as_zip(documents), f"{name}.zip", "application/zip")


def _places() -> list[tuple[str, str]]:
    places = places_to_import_to(g.person)
    require(bool(places), NOT_HERE)
    return places


def _kept(form: DocumentFilesForm) -> Upload:
    files = []
    for file in request.files.getlist("files"):
        if file.filename:
            with closing(file):
                files.append((file.filename, file.read()))
    return uploads.keep_documents(files, place=form.place.data or "", by=g.person)


def _place_of(upload: Upload) -> Place:
    """Find where kept documents go among where they may go by now."""
    chosen = upload.choices.get("place", "")
    if not chosen or chosen not in dict(places_to_import_to(g.person)):
        return Place()
    topic, _, rollout = chosen.partition("-")
    return Place(Topic.get_by_id(int(topic)), Rollout.get_by_id(int(rollout)) if rollout else None)


def plan_of(upload: Upload) -> DocumentPlan:
    return plan_documents(
        uploads.read_documents_of(upload),
        by=g.person,
        place=_place_of(upload),
        make_topics=bool(upload.choices.get("make_topics")),
    )


def _imported(upload: Upload, form: DocumentImportForm) -> ImportedDocuments:
    plan = plan_of(upload)
    seen = set(_seen(plan))
    elsewhere = {at for at in left_out(upload, plan) if at not in seen}
    return import_documents(
        plan,
        by=g.person,
        today=g.today,
        rollout=_place_of(upload).rollout,
        publish=bool(form.publish.data),
        new_topics=_new_topics(form),
        leave_out=elsewhere | (seen - _ticked()),
        upload=upload,
    )


def _ticked() -> set[int]:
    return {int(at) for at in request.form.getlist("keep") if at.isascii() and at.isdecimal()}


def _seen(plan: DocumentPlan) -> range:
    """Give the places of the documents on the page that was sent."""
    number = max(1, request.form.get("page", 1, type=int))
    return range((number - 1) * SIZE, min(number * SIZE, len(plan.lines)))


def left_out(upload: Upload, plan: DocumentPlan) -> set[int]:
    """Tell what is not ticked: what somebody left out, and what is not possible."""
    wrong = {at for at, line in enumerate(plan.lines) if line.change == Change.WRONG}
    return uploads.leave_out_of(upload) | wrong


def _new_topics(form: DocumentImportForm) -> NewTopics:
    return NewTopics(form.topic_kind.data, bool(form.open_to_all.data))


def _plan_page(upload: Upload, form: DocumentImportForm, *, status: int = 200) -> Any:
    plan = plan_of(upload)
    places = places_to_import_to(g.person)
    place_form = DocumentPlaceForm(data=upload.choices)
    place_form.offer(places)
    is_refused = bool(form.errors or form.form_errors)
    number = max(1, request.form.get("page", 1, type=int)) if is_refused else page_number()
    first = (number - 1) * SIZE
    kept = set(range(len(plan.lines))) - left_out(upload, plan)
    if is_refused:
        kept = (kept - set(_seen(plan))) | _ticked()
    return page(
        "outputs/import_plan.html",
        status=status,
        upload=upload,
        plan=plan,
        headline=_headline(plan),
        form=form,
        place_form=place_form,
        kinds=KIND_WORDS,
        kept=kept,
        lines=list(enumerate(plan.lines))[first : first + SIZE],
        number=number,
        last=max(1, -(-len(plan.lines) // SIZE)),
        may_make_topics=g.person.supervises,
    )


def _headline(plan: DocumentPlan) -> str:
    counted = (
        (plan.count(Change.NEW), "new"),
        (plan.count(Change.CHANGED), "changed"),
        (plan.count(Change.REGROUPED), "put into their group"),
        (plan.count(Change.UNCHANGED), "as they are"),
        (plan.count(Change.WRONG), "not possible yet"),
    )
    parts = ", ".join(f"{number:,} {words}" for number, words in counted if number)
    return f"{count_words(len(plan.lines), 'document')}: {parts}."


def _told(imported: ImportedDocuments) -> str:
    words = (
        f"Imported: {imported.new:,} new, {imported.changed:,} changed, {imported.unchanged:,} as "
        "they were."
    )
    words = f"{words} {imported.topics_made}".rstrip()
    if imported.published:
        return f"{words} {count_words(imported.published, 'document')} published."
    return f"{words} They are drafts until somebody publishes them." if imported.new else words


def _sent(data: bytes, name: str, media_type: str) -> Response:
    return send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
