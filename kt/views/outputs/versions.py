"""The versions of a document: any two compared, any restored as a new one."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from ...access import may_edit_output, may_see_drafts, outputs_visible_to
from ...operations import outputs as deeds
from ...reports import outputs as answers
from ...web import done, visible_or_404
from ..paging import SIZE, page_number, pages
from .blueprint import views


@views.get("/outputs/<int:id>/versions")
def versions(id: int) -> Any:
    """List the versions one may read, and compare two: what readers see with the newest."""
    output = visible_or_404(outputs_visible_to, id)
    lines = answers.versions_of(output, drafts=may_see_drafts(g.person, output))
    readable = {line.number for line in lines}
    usual = answers.to_compare(output, lines)
    before = request.args.get("from", usual[0] if usual else None, type=int)
    after = request.args.get("to", usual[1] if usual else None, type=int)
    comparison = None
    if before is not None and after is not None:
        if not {before, after} <= readable:
            abort(404)
        comparison = answers.comparison_of(output, before, after)
    number = page_number()
    return render_template(
        "outputs/versions.html",
        output=output,
        versions=lines,
        shown=lines[(number - 1) * SIZE : number * SIZE],
        pages=pages(number, len(lines)),
        comparison=comparison,
        may_edit=may_edit_output(g.person, output),
    )


@views.post("/outputs/<int:id>/versions/<int:number>/restoration")
def restore(id: int, number: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    version = deeds.restore_version(output, number, by=g.person)
    return done(
        url_for("outputs.show", id=id, version=version.number),
        f"Version {number} is there again, as version {version.number}.",
    )
