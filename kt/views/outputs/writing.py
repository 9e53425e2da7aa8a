"""Writing the text of an output."""

from typing import Any

from flask import g, render_template, request, url_for

from ... import hx
from ...access import may_edit_output, outputs_visible_to, require
from ...forms.outputs import TextForm
from ...operations import outputs as deeds
from ...operations.editing import Stale
from ...web import done, invalid, page, tried, visible_or_404
from .blueprint import views


@views.get("/outputs/<int:id>/text")
def write(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    newest = deeds.newest_version(output)
    form = TextForm(
        version=str(newest.number) if newest else "0", text=newest.text if newest else ""
    )
    return render_template("outputs/write.html", output=output, form=form, rendered=None)


@views.post("/outputs/<int:id>/preview")
def preview(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    form = TextForm.of(request.form)
    rendered = deeds.rendered(output, form.text.data)
    if hx.wants_fragment():
        html = render_template("outputs/_preview.html", rendered=rendered)
        return hx.fragment(html, announce="The preview is shown below the text.")
    return render_template("outputs/write.html", output=output, form=form, rendered=rendered)


@views.post("/outputs/<int:id>/text")
def save(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    form = TextForm.of(request.form)
    try:
        version = tried(
            form,
            lambda: deeds.write_version(
                output,
                by=g.person,
                text=form.text.data,
                why=form.why.data,
                opened_with=form.opened_with,
            ),
        )
    except Stale:
        theirs = deeds.newest_version(output)
        return page("outputs/conflict.html", status=409, output=output, form=form, theirs=theirs)
    if not version:
        return invalid("outputs/write.html", output=output, form=form, rendered=None)
    return done(url_for("outputs.show", id=id), f"Saved as version {version.number}.")
