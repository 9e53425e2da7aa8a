"""A document as its readers see it, and what is done with it in one press."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from ...access import may_edit_output, outputs_visible_to, rollouts_visible_to
from ...models import Rollout
from ...operations import outputs as deeds
from ...reports import outputs as answers
from ...reports.history import history_of
from ...web import done, visible_or_404
from ..rollout_days import today_in
from .blueprint import views


@views.get("/outputs/<int:id>")
def show(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    document = answers.document_of(output, request.args.get("version", type=int))
    if document is None:
        abort(404)
    return render_template(
        "outputs/show.html",
        output=output,
        document=document,
        may_edit=may_edit_output(g.person, output),
        may_see_rollout=_sees(output.rollout),
        history=history_of(output),
    )


@views.post("/outputs/<int:id>/published")
def set_published(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    here = url_for("outputs.show", id=id)
    if request.values.get("published") == "0":
        deeds.unpublish_output(output, by=g.person)
        return done(here, f"“{output.title}” is a draft again.")
    today = today_in(output.rollout) if output.rollout_id else g.today
    deeds.publish_output(output, by=g.person, today=today)
    undo_url = url_for("outputs.set_published", id=id, published=0)
    return done(here, answers.published_words(output), undo_url=undo_url)


@views.post("/outputs/<int:id>/obsolete")
def set_obsolete(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    here = url_for("outputs.show", id=id)
    if request.values.get("obsolete") == "0":
        deeds.set_obsolete(output, by=g.person, obsolete=False)
        return done(here, f"“{output.title}” is back.")
    deeds.set_obsolete(output, by=g.person, obsolete=True)
    undo_url = url_for("outputs.set_obsolete", id=id, obsolete=0)
    return done(here, f"“{output.title}” is obsolete.", undo_url=undo_url)


def _sees(rollout: Rollout | None) -> bool:
    if rollout is None:
        return False
    return rollouts_visible_to(g.person).where(Rollout.id == rollout.id).exists()
