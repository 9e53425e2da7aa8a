"""Asking for a review, and answering it with the difference in view."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from ...access import may_edit_output, may_review, outputs_visible_to, require
from ...errors import NotAllowed, Refused
from ...forms.reviews import ReturnForm
from ...forms.targets import row_id
from ...models import Output, Review, Version
from ...operations import outputs as deeds
from ...reports.outputs import review_page, waiting_review_of
from ...rules.rollout_days import today_in
from ...web import done, invalid, tried, visible_or_404
from .blueprint import views


@views.get("/outputs/<int:id>/review")
def review(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    waiting = waiting_review_of(output)
    if waiting is None:
        return redirect(url_for("outputs.show", id=id), 303)
    return render_template("outputs/review.html", **_shown(output, waiting, ReturnForm()))


@views.post("/outputs/<int:id>/review")
def set_asked(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    here = url_for("outputs.show", id=id)
    if request.values.get("asked") == "0":
        deeds.withdraw_review(output, by=g.person)
        return done(here, "Nobody is asked to review it any more.")
    asked = deeds.ask_review(output, by=g.person)
    return done(
        here,
        f"Those who know {output.topic.name} are asked to review version {asked.version.number}.",
        undo_url=url_for("outputs.set_asked", id=id, asked=0),
    )


@views.post("/outputs/<int:id>/review/approval")
def approve(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    waiting = _waiting(output)
    today = today_in(output.rollout) if output.rollout_id else g.today
    minor = request.form.get("minor") == "1"
    deeds.approve_version(waiting, by=g.person, today=today, minor=minor)
    return done(
        url_for("outputs.show", id=id),
        f"Version {waiting.version.number} is approved. Readers see it from now on.",
        undo_url=_undo_url(waiting),
    )


@views.post("/outputs/<int:id>/review/return")
def send_back(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    waiting = _waiting(output)
    require(may_review(g.person, waiting.version), deeds.NOT_TO_REVIEW)
    form = ReturnForm.of(request.form)
    if not tried(
        form,
        lambda: deeds.return_version(waiting, by=g.person, sentence=form.sentence.data or ""),
    ):
        return invalid("outputs/review.html", **_shown(output, waiting, form))
    author = waiting.version.by.first_name
    return done(
        url_for("home.show"),
        f"“{output.title}” is returned; {author} reads your sentence.",
        undo_url=_undo_url(waiting),
    )


@views.post("/outputs/<int:id>/review/undo")
def undo_answer(id: int) -> Any:
    """Take back one's own answer, also of a draft that one does not see any more."""
    meant = row_id(request.values.get("review"))
    mine = Review.select(Review, Version).join(Version).where(Review.answered_by == g.person)
    found = mine.where(Version.output == id, Review.id == meant).first()
    if found is None:
        visible_or_404(outputs_visible_to, id)
        raise NotAllowed(deeds.NOT_YOUR_ANSWER)
    output = found.version.output
    today = today_in(output.rollout) if output.rollout_id else g.today
    deeds.undo_answer(found, by=g.person, today=today)
    return done(
        url_for("outputs.review", id=id),
        f"Taken back. Version {found.version.number} waits for an answer again.",
    )


def _undo_url(review: Review) -> str:
    return url_for("outputs.undo_answer", id=review.version.output_id, review=review.id)


def _waiting(output: Output) -> Review:
    """Find the review that was on the screen, whatever became of it meanwhile, or what waits."""
    meant = row_id(request.form.get("review"))
    asked = Review.select().join(Version).where(Version.output == output, Review.id == meant)
    found = asked.first() or waiting_review_of(output)
    if found is None:
        raise Refused("No version of this waits for a review. Its page says what became of it.")
    return found


def _shown(output: Output, waiting: Review, form: ReturnForm) -> dict[str, Any]:
    may_answer = may_review(g.person, waiting.version)
    may_edit = may_edit_output(g.person, output)
    require(may_answer or may_edit, deeds.NOT_TO_REVIEW)
    return {
        "output": output,
        "page": review_page(output, waiting),
        "form": form,
        "may_answer": may_answer,
        "may_edit": may_edit,
    }
