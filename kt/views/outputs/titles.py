"""Where a link by title leads: to the document that has it now."""

from typing import Any

from flask import g, redirect, request, url_for

from ...reports.mentions import documents_titled, topics_to_plan_on
from ...reports.outputs import lines_of
from ...web import page
from .blueprint import views


@views.get("/outputs/titled")
def titled() -> Any:
    title = " ".join(request.args.get("title", "").split())
    if not title:
        return redirect(url_for("outputs.index"), 303)
    ids = documents_titled([title], g.person)
    if len(ids) == 1:
        return redirect(url_for("outputs.show", id=ids[0]), 303)
    return page(
        "outputs/titled.html",
        status=200 if ids else 404,
        title=title,
        lines=lines_of(ids),
        topics=[] if ids else topics_to_plan_on(g.person),
    )
