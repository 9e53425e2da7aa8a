"""Writing the text of an output: looked at while it is typed, kept as a version."""

from contextlib import closing
from typing import Any

from flask import g, render_template, request, url_for

from ... import hx
from ...access import may_edit_output, outputs_visible_to, require
from ...differences import differences, folded
from ...errors import Refused
from ...forms.outputs import TextForm
from ...models import Attachment, Output, Version
from ...operations import outputs as deeds
from ...operations.editing import Stale
from ...reports.outputs import failures_of, published_words
from ...reports.writing import images_of, lacks, markdown_of
from ...rules.rollout_days import today_in
from ...web import done, page, tried, visible_or_404
from .blueprint import views


@views.get("/outputs/<int:id>/text")
def write(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    newest = deeds.newest_version(output)
    form = TextForm(
        version=str(newest.number) if newest else "0",
        text=newest.text if newest else "",
        fixes=request.args.getlist("fixes"),
    )
    return writing_page(output, form)


@views.post("/outputs/<int:id>/preview")
def preview(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    form = TextForm.of(request.form)
    if hx.wants_fragment():
        html = render_template("outputs/_preview.html", **_shown(output, form))
        # Who types is not told of each letter that is shown.
        is_live = "live" in request.form
        return hx.fragment(html, announce=None if is_live else "The preview shows your text.")
    return writing_page(output, form)


@views.post("/outputs/<int:id>/text")
def save(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    form = TextForm.of(request.form)
    # A file that was chosen but not added first is no less meant.
    if request.files.get("image") and not added_image(form, output):
        return writing_page(output, form, status=422)
    try:
        version = tried(
            form,
            lambda: deeds.write_version(
                output,
                by=g.person,
                text=form.text.data,
                why=form.why.data,
                opened_with=form.opened_with,
                fixes=form.fixes.ids,
            ),
        )
    except Stale:
        return _conflict(output, form)
    if not version:
        return writing_page(output, form, status=422)
    # Where readers see an earlier version, its writer still sees what was just written.
    here = url_for("outputs.show", id=id, version=version.number)
    saved = f"Saved as version {version.number}."
    match request.form.get("then"):
        case "publish":
            return done(here, f"{saved} {_published(output, version)}")
        case "review":
            return done(here, f"{saved} {_asked(output)}")
    return done(here, saved)


def writing_page(output: Output, form: TextForm, *, status: int = 200) -> Any:
    """Show the page on which a text is written, with what was typed."""
    form.offer_fixes(failures_of(output, g.person))
    return page(
        "outputs/write.html",
        status=status,
        form=form,
        images=images_of(output),
        **_shown(output, form),
    )


def added_image(form: TextForm, output: Output) -> Attachment | None:
    """Add the image that was sent, name it at the end of the text; None where it was refused."""
    file = request.files.get("image")
    if file is None or not file.filename:
        form.refuse(Refused("Choose an image first.", field="image"))
        return None
    try:
        with closing(file):
            added = deeds.add_image(output, by=g.person, data=file.read(), filename=file.filename)
    except Refused as refusal:
        form.refuse(refusal)
        return None
    form.text.data = f"{form.text.data}\n\n{markdown_of(added.name)}".lstrip()
    return added


def _shown(output: Output, form: TextForm) -> dict[str, Any]:
    """Give the preview of what was typed, and what it lacks."""
    rendered = deeds.rendered(output, form.text.data or "")
    return {"output": output, "rendered": rendered, "lacking": list(lacks(output, rendered))}


def _conflict(output: Output, form: TextForm) -> Any:
    """Show what somebody saved meanwhile beside what was typed, and what differs."""
    theirs = deeds.newest_version(output)
    form.offer_fixes(failures_of(output, g.person))
    typed = form.text.data or ""
    return page(
        "outputs/conflict.html",
        status=409,
        output=output,
        form=form,
        theirs=theirs,
        changes=folded(differences(theirs.text if theirs else "", typed)),
    )


def _asked(output: Output) -> str:
    """Ask for a review of what was just saved, and say so, or why not."""
    try:
        deeds.ask_review(output, by=g.person)
    except Refused as refusal:
        return refusal.sentence
    return f"Those who know {output.topic.name} are asked to review it."


def _published(output: Output, version: Version) -> str:
    """Publish what was just saved, and say so, or why it is not."""
    today = today_in(output.rollout) if output.rollout_id else g.today
    try:
        deeds.publish_output(output, by=g.person, today=today, number=version.number)
    except Refused as refusal:
        return refusal.sentence
    return published_words(output)
