"""Saying whether a document worked, and answering what did not."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from ... import hx
from ...access import may_edit_output, outputs_visible_to, require
from ...forms.targets import row_id
from ...forms.uses import AnswerForm, FailureForm
from ...models import Output, Use
from ...operations import outputs as deeds
from ...reports import outputs as answers
from ...web import done, tried, visible_or_404
from .blueprint import views
from .reading import shown, today_of


@views.post("/outputs/<int:id>/uses")
def use(id: int) -> Any:
    """Say that it worked (`worked=1`), or why it did not."""
    output = visible_or_404(outputs_visible_to, id)
    if request.form.get("worked") == "1":
        deeds.did_it(output, by=g.person, today=today_of(output))
        return _said(output, "Thank you: that you did it is counted.")
    form = FailureForm.of(request.form)
    if not tried(
        form,
        lambda: deeds.did_not_work(
            output, by=g.person, sentence=form.sentence.data or "", today=today_of(output)
        ),
    ):
        return shown(output, status=422, failure_form=form)
    return done(
        url_for("outputs.show", id=id, _anchor="uses"),
        f"{output.owner.first_name} reads what did not work.",
    )


@views.post("/outputs/<int:id>/uses/undo")
def take_back_use(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    mine = Use.select().where(Use.output == output, Use.person == g.person)
    found = mine.where(Use.id == row_id(request.form.get("use"))).first() or abort(404)
    deeds.take_back_use(found, by=g.person, today=today_of(output))
    return _said(output, "Taken back.")


@views.post("/outputs/<int:id>/uses/answer")
def answer_use(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    meant = row_id(request.form.get("use"))
    found = Use.select().where(Use.output == output, Use.id == meant).first() or abort(404)
    form = AnswerForm.of(request.form).inside(f"use-{found.id}")
    if not tried(
        form,
        lambda: deeds.answer_failure(found, by=g.person, sentence=form.sentence.data or ""),
    ):
        return shown(output, status=422, answer_forms={found.id: form})
    return done(
        url_for("outputs.show", id=id, _anchor="uses"),
        f"{found.person.first_name} reads your answer.",
    )


def _said(output: Output, words: str) -> Any:
    """Show one's own word in place; without scripts, the page."""
    if not hx.wants_fragment():
        return done(url_for("outputs.show", id=output.id, _anchor="uses"), words)
    document = answers.document_of(output, g.person)
    html = render_template("outputs/_use.html", document=document, failure_form=FailureForm())
    return hx.fragment(html, announce=words)
