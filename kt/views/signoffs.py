"""Sign-offs: asked for, judged with evidence, taken back."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from ..access import may_ask_signoff, pairings_visible_to, require, signoffs_visible_to
from ..forms.signoffs import AskForm, JudgeForm
from ..models import Level, Seat, Signoff
from ..operations import signing_off as deeds
from ..reports.acting import you_acted_for
from ..reports.signoffs import (
    acted_for_in,
    signoff_lines,
    signoff_page,
    signoffs_around,
    signoffs_with_people,
)
from ..rules.rollout_days import today_in
from ..web import done, own_path, page, tried, visible_or_404
from .paging import SIZE, page_number, pages

views = Blueprint("signoffs", __name__)


@views.get("/signoffs")
def index() -> Any:
    number, total = page_number(), signoffs_visible_to(g.person).count()
    return render_template(
        "signoffs/index.html",
        waiting=[row for row in signoffs_around(g.person) if row.is_mine],
        lines=signoff_lines(g.person, number, SIZE),
        total=total,
        pages=pages(number, total),
        words=_level_words,
    )


@views.get("/signoffs/<int:id>")
def show(id: int) -> Any:
    signoff = visible_or_404(signoffs_with_people, id)
    return _show(signoff, JudgeForm())


@views.get("/pairings/<int:id>/signoff")
def new(id: int) -> Any:
    """Ask for the learner of a pairing, or with `guide` for whoever guides."""
    seat = _seat_or_404(id)
    require(may_ask_signoff(g.person, seat.person, seat.rollout_topic), deeds.NOT_TO_ASK)
    form = AskForm(level=str(int(Level.DOES_IT_ALONE)))
    return _new_page(id, seat, form)


@views.post("/pairings/<int:id>/signoff")
def create(id: int) -> Any:
    seat = _seat_or_404(id)
    form = AskForm.of(request.form)
    signoff = tried(
        form,
        lambda: deeds.ask_signoff(
            seat.rollout_topic,
            int(form.level.data),
            by=g.person,
            on=today_in(seat.rollout_topic.rollout),
            person=seat.person,
            note=form.note.data or "",
        ),
    )
    if not signoff:
        return _new_page(id, seat, form, status=422)
    return done(
        url_for(".show", id=signoff.id),
        "Asked. Whoever judges finds it on their home.",
        undo_url=url_for(".withdraw", id=signoff.id),
    )


@views.post("/signoffs/<int:id>/opinions")
def judge(id: int) -> Any:
    """Say yes, with one press or a sentence, or not yet with what is missing."""
    signoff = visible_or_404(signoffs_with_people, id)
    form = JudgeForm.of(request.form)
    says_yes = request.form.get("yes") == "1"
    judged = tried(
        form,
        lambda: deeds.judge(
            signoff,
            yes=says_yes,
            evidence=form.evidence.data or "",
            by=g.person,
            on=_day_of(signoff),
        ),
    )
    if not judged:
        return _show(signoff, form, status=422)
    name, back = signoff.person.first_name, request.form.get("back")
    here = own_path(back) if back else url_for(".show", id=id)
    acted = you_acted_for(acted_for_in(judged))
    if not says_yes:
        return done(here, f"{name} reads what is missing.{acted}")
    if judged.standing_id is None:
        return done(here, f"Yes is said. The SME confirms it.{acted}")
    return done(
        here,
        f"{name} is signed off: {_level_words(judged)}.{acted}",
        undo_url=url_for(".undo", id=id),
    )


@views.post("/signoffs/<int:id>/undo")
def undo(id: int) -> Any:
    signoff = visible_or_404(signoffs_with_people, id)
    deeds.undo_signoff(signoff, by=g.person, on=_day_of(signoff))
    return done(url_for(".show", id=id), "The sign-off is taken back, by a standing of its own.")


@views.post("/signoffs/<int:id>/withdrawal")
def withdraw(id: int) -> Any:
    signoff = visible_or_404(signoffs_with_people, id)
    deeds.withdraw_signoff(signoff, by=g.person, on=_day_of(signoff))
    return done(url_for(".show", id=id), "Nobody is asked any more.")


def _day_of(signoff: Signoff) -> date:
    """Give the day in its rollout, whose figures count the sign-off."""
    return today_in(signoff.rollout_topic.rollout)


def _show(signoff: Any, form: JudgeForm, *, status: int = 200) -> Any:
    return page(
        "signoffs/show.html", status=status, page=signoff_page(signoff, g.person), form=form
    )


def _new_page(id: int, seat: Seat, form: AskForm, *, status: int = 200) -> Any:
    is_guide = "guide" in request.values
    return page("signoffs/new.html", status=status, id=id, seat=seat, form=form, is_guide=is_guide)


def _seat_or_404(id: int) -> Any:
    """Find the learner's seat of a pairing that one sees, or the guide's."""
    pairing = visible_or_404(pairings_visible_to, id)
    seat = pairing.guide if "guide" in request.values else pairing.learner
    if seat is None:
        abort(404)
    return seat


def _level_words(signoff: Any) -> str:
    return signoff.rollout_topic.rollout.wording.say(Level(signoff.level).words)
