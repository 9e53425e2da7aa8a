"""A document as its readers see it, and what is done with it in one press."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from ...access import outputs_visible_to
from ...forms.outputs import ConfirmForm
from ...forms.uses import AnswerForm, FailureForm
from ...models import Output
from ...operations import outputs as deeds
from ...reports import outputs as answers
from ...reports.history import PAGE, history_length, history_of
from ...rules.rollout_days import today_in
from ...web import done, page, tried, visible_or_404
from ..asking import ask_box
from ..paging import page_number, pages
from .blueprint import views


@views.get("/outputs/<int:id>")
def show(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    return shown(output, number=request.args.get("version", type=int))


@views.get("/outputs/<int:id>/history")
def history(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    number = page_number()
    return render_template(
        "outputs/history.html",
        output=output,
        history=history_of(output, page=number),
        pages=pages(number, history_length(output), size=PAGE),
    )


@views.post("/outputs/<int:id>/published")
def set_published(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    here = url_for("outputs.show", id=id)
    if request.values.get("published") == "0":
        deeds.unpublish_output(output, by=g.person)
        return done(here, f"“{output.title}” is a draft again.")
    deeds.publish_output(output, by=g.person, today=today_of(output))
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


@views.post("/outputs/<int:id>/confirmation")
def confirm(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    form = ConfirmForm.of(request.form)
    if not tried(
        form,
        lambda: deeds.confirm_output(
            output, by=g.person, review_on=form.review_on.data, today=today_of(output)
        ),
    ):
        return shown(output, status=422, confirm_form=form)
    return done(url_for("outputs.show", id=id), f"“{output.title}” is still right.")


# ------------------------------------------------------------------ for the doors beside


def shown(
    output: Output, *, number: int | None = None, status: int = 200, **sent: Any
) -> tuple[str, int]:
    """Show a document; a form that was sent and refused stands where it was."""
    document = answers.document_of(output, g.person, number)
    if document is None:
        abort(404)
    return page(
        "outputs/show.html",
        status=status,
        document=document,
        ask=ask_box("ask", topic=output.topic_id, about=output.id, back=_page_of(output)),
        confirm_form=sent.get("confirm_form") or ConfirmForm(),
        failure_form=sent.get("failure_form") or FailureForm(),
        answer_forms={
            line.id: (sent.get("answer_forms") or {}).get(line.id)
            or AnswerForm().inside(f"use-{line.id}")
            for line in document.uses.unanswered()
        },
    )


def _page_of(output: Output) -> str:
    return url_for("outputs.show", id=output.id)


def today_of(output: Output) -> Any:
    """Give the day it is for an output: that of its rollout, if it has one."""
    return today_in(output.rollout) if output.rollout_id else g.today
