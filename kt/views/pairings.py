"""A pairing that went quiet: is it still on, paused until a day, ended with a note."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import may_answer_pairing, pairings_visible_to, require
from ..forms.seating import EndForm, PauseForm
from ..models import Pairing
from ..operations import seating as deeds
from ..reports.sessions import ON_ITS_PAGE, heat_lines
from ..rules.rollout_days import today_in
from ..web import done, invalid, own_path, tried, visible_or_404

views = Blueprint("pairings", __name__)


@views.post("/pairings/<int:id>/question")
def ask(id: int) -> Any:
    """Ask both people whether it is still on."""
    pairing = visible_or_404(pairings_visible_to, id)
    deeds.ask_still_on(pairing, by=g.person, on=_today(pairing))
    return done(_back(), f"{pairing.words}: both are asked at home whether it is still on.")


@views.post("/pairings/<int:id>/answer")
def still_on(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    deeds.say_still_on(pairing, by=g.person, on=_today(pairing))
    return done(_back(), f"{pairing.words} is still on.")


@views.get("/pairings/<int:id>/rest")
def edit(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    require(may_answer_pairing(g.person, pairing))
    return render_template("pairings/edit.html", **_shown(pairing))


@views.post("/pairings/<int:id>/pause")
def pause(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    require(may_answer_pairing(g.person, pairing))
    form = PauseForm.of(request.form)
    paused = tried(
        form,
        lambda: deeds.pause_pairing(
            pairing, until=form.until.data, by=g.person, on=_today(pairing)
        ),
    )
    if not paused:
        return invalid("pairings/edit.html", **_shown(pairing, pause_form=form))
    return done(_back(), f"{pairing.words} rests until then.", undo_url=url_for(".resume", id=id))


@views.post("/pairings/<int:id>/resumption")
def resume(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    deeds.resume_pairing(pairing, by=g.person, on=_today(pairing))
    return done(_back(), f"{pairing.words} goes on.")


@views.post("/pairings/<int:id>/ending")
def end(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    require(may_answer_pairing(g.person, pairing))
    form = EndForm.of(request.form)
    ended = tried(
        form,
        lambda: deeds.end_pairing(
            pairing, on=_today(pairing), by=g.person, note=form.note.data or ""
        ),
    )
    if not ended:
        return invalid("pairings/edit.html", **_shown(pairing, end_form=form))
    return done(_back(), f"{pairing.words} has ended.", undo_url=url_for(".reopen", id=id))


@views.post("/pairings/<int:id>/return")
def reopen(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    deeds.reopen_pairing(pairing, by=g.person)
    return done(_back(), f"{pairing.words} goes on.")


def _today(pairing: Pairing) -> Any:
    return today_in(pairing.learner.rollout_topic.rollout)


def _back() -> str:
    return own_path(request.form.get("back") or url_for("home.show"))


def _shown(
    pairing: Pairing, *, pause_form: PauseForm | None = None, end_form: EndForm | None = None
) -> dict[str, Any]:
    rollout, today = pairing.learner.rollout_topic.rollout, _today(pairing)
    return {
        "pairing": pairing,
        "rollout": rollout,
        "words": pairing.words,
        "line": heat_lines(rollout, [pairing.id], today, weeks=ON_ITS_PAGE)[pairing.id],
        "is_paused": pairing.paused_until is not None and pairing.paused_until > today,
        "pause_form": pause_form or PauseForm(),
        "end_form": end_form or EndForm(),
    }
