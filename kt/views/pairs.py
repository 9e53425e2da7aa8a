"""Peer coaching and mentoring: one's pairs, asking and answering, the sessions of two."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import (
    may_add_rollout,
    may_end_pair,
    may_rank_titles,
    pair_requests_visible_to,
    pairs_visible_to,
    people_visible_to,
    require,
    topics_visible_to,
)
from ..forms.pairs import AskForm, DeclineForm, EndForm, PairLogForm, PairPlanForm
from ..forms.seating import PauseForm
from ..forms.sessions import lines_of
from ..models import Pairing, PairKind, PairRequest, Person, Way
from ..operations import pairs as deeds
from ..operations.once import once
from ..operations.seating import pause_pairing, resume_pairing, say_still_on
from ..operations.sessions import log_session, plan_session
from ..reports import pairs as answers
from ..reports.people import find_person, spelt
from ..rules.rollout_days import today_in, zone_of
from ..web import done, invalid, tried, visible_or_404

views = Blueprint("pairs", __name__)

NOT_YOURS = "Only the two of a pair do this."


# ------------------------------------------------------------------ asking and answering


@views.get("/pairs")
def index() -> Any:
    return render_template("pairs/index.html", **_shown())


@views.get("/pairs/new")
def new() -> Any:
    kind = PairKind.MENTORING if request.args.get("kind") == PairKind.MENTORING else PairKind.PEERS
    form = AskForm(kind=kind, asked=request.args.get("person", ""), cadence_days=14)
    return render_template("pairs/new.html", **_asking(form))


@views.post("/pairs/requests")
def ask() -> Any:
    form = AskForm.of(request.form)
    form.offer(answers.development_topics())
    if form.person.data and form.person.data.isdecimal():
        # One press in a row of suggestions names a person; a refusal shows them in the form.
        form.asked.data = spelt(visible_or_404(people_visible_to, int(form.person.data)))
    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _ask(form)))
    if not url:
        return invalid("pairs/new.html", **_asking(form))
    made = PairRequest.get_by_id(int(url.rpartition("-")[2]))
    said = f"You asked {made.asked.name}." if made.asked else "You wait in line for a mentor."
    return done(url, said, undo_url=url_for(".withdraw", id=made.id))


@views.post("/pairs/requests/<int:id>/acceptance")
def accept(id: int) -> Any:
    asked = visible_or_404(pair_requests_visible_to, id)
    pairing = deeds.accept_pair(asked, by=g.person, on=g.today)
    return _paired(pairing, asked.asked_by)


@views.post("/pairs/requests/<int:id>/taking")
def take(id: int) -> Any:
    waiting = visible_or_404(pair_requests_visible_to, id)
    pairing = deeds.take_from_waiting(waiting, by=g.person, on=g.today)
    return _paired(pairing, waiting.asked_by)


@views.post("/pairs/requests/<int:id>/refusal")
def decline(id: int) -> Any:
    asked = visible_or_404(pair_requests_visible_to, id)
    form = DeclineForm.of(request.form)
    sentence = form.sentence.data or ""
    if not tried(
        form, lambda: deeds.decline_pair(asked, by=g.person, sentence=sentence, on=g.today)
    ):
        return invalid("pairs/index.html", **_shown(declined=id, decline_form=form))
    return done(url_for(".index"), f"{asked.asked_by.name} reads why not.")


@views.post("/pairs/requests/<int:id>/withdrawal")
def withdraw(id: int) -> Any:
    asked = visible_or_404(pair_requests_visible_to, id)
    deeds.withdraw_pair(asked, by=g.person, on=g.today)
    return done(url_for(".index"), "Withdrawn.")


# ------------------------------------------------------------------ one pair


@views.get("/pairs/<int:id>")
def show(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    return render_template("pairs/show.html", **_pair(pairing))


@views.post("/pairs/<int:id>/sessions")
def log(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    require(may_end_pair(g.person, pairing), NOT_YOURS)
    form = PairLogForm.of(request.form)
    logged = tried(
        form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _log(pairing, form))
    )
    if not logged:
        return invalid("pairs/show.html", **_pair(pairing, log_form=form))
    undo_url = url_for("sessions.set_cancelled", id=int(logged.rpartition("/")[2]), cancelled=1)
    return done(
        url_for(".show", id=id),
        "Logged. What was said stays with the two of you.",
        undo_url=undo_url,
    )


@views.get("/pairs/<int:id>/sessions/new")
def new_session(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    require(may_end_pair(g.person, pairing), NOT_YOURS)
    return render_template("pairs/plan.html", **_planning(pairing, PairPlanForm()))


@views.post("/pairs/<int:id>/sessions/new")
def plan(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    require(may_end_pair(g.person, pairing), NOT_YOURS)
    form = PairPlanForm.of(request.form)
    planned = tried(
        form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _plan(pairing, form))
    )
    if not planned:
        return invalid("pairs/plan.html", **_planning(pairing, form))
    undo_url = url_for("sessions.set_cancelled", id=int(planned.rpartition("/")[2]), cancelled=1)
    return done(url_for(".show", id=id), "The session is planned.", undo_url=undo_url)


@views.post("/pairs/<int:id>/answer")
def still_on(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    require(may_end_pair(g.person, pairing), NOT_YOURS)
    say_still_on(pairing, by=g.person, on=_today(pairing))
    return done(url_for("home.show"), "The two of you are still on.")


@views.post("/pairs/<int:id>/pause")
def pause(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    require(may_end_pair(g.person, pairing), NOT_YOURS)
    form = PauseForm.of(request.form)
    if not tried(
        form,
        lambda: pause_pairing(pairing, until=form.until.data, by=g.person, on=_today(pairing)),
    ):
        return invalid("pairs/show.html", **_pair(pairing, pause_form=form))
    return done(
        url_for(".show", id=id), "The pair rests until then.", undo_url=url_for(".resume", id=id)
    )


@views.post("/pairs/<int:id>/resumption")
def resume(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    require(may_end_pair(g.person, pairing), NOT_YOURS)
    resume_pairing(pairing, by=g.person, on=_today(pairing))
    return done(url_for(".show", id=id), "The pair goes on.")


@views.post("/pairs/<int:id>/end")
def end(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    form = EndForm.of(request.form)
    if not tried(
        form,
        lambda: deeds.end_pair(pairing, by=g.person, on=_today(pairing), note=form.note.data or ""),
    ):
        return invalid("pairs/show.html", **_pair(pairing, end_form=form))
    return done(url_for(".show", id=id), "The pair has ended.", undo_url=url_for(".reopen", id=id))


@views.post("/pairs/<int:id>/reopening")
def reopen(id: int) -> Any:
    pairing = visible_or_404(pairs_visible_to, id)
    deeds.reopen_pair(pairing, by=g.person)
    return done(url_for(".show", id=id), "The pair goes on.", undo_url=url_for(".end", id=id))


# ------------------------------------------------------------------ what is shown


def _shown(declined: int | None = None, decline_form: DeclineForm | None = None) -> dict[str, Any]:
    """Give what the page of one's pairs needs; `declined` is the ask whose form was refused."""
    forms = {}
    page = answers.pairs_page(g.person, g.today)
    for each in page.to_answer:
        refused = decline_form if each.id == declined else None
        forms[each.id] = (refused or DeclineForm()).inside(f"decline-{each.id}")
    return {
        "page": page,
        "forms": forms,
        "may_set_up": may_add_rollout(g.person),
        "may_rank": may_rank_titles(g.person),
    }


def _asking(form: AskForm) -> dict[str, Any]:
    """Give what the form to ask needs, with what the rules say about whom it names."""
    form.offer(answers.development_topics())
    named = _person_named(form.asked.data or "")
    fit = answers.fit_of(g.person, named, form.kind.data) if named and named != g.person else None
    return {"form": form, "named": named, "fit": fit}


def _person_named(typed: str) -> Person | None:
    """Find whom the address of the form names; what is typed is checked when it is sent."""
    active = people_visible_to(g.person).where(Person.active)
    email = typed.rpartition("<")[2].removesuffix(">").strip().lower()
    return active.where((Person.email == email) | (Person.name == typed.strip())).first()


def _pair(
    pairing: Pairing,
    *,
    log_form: PairLogForm | None = None,
    pause_form: PauseForm | None = None,
    end_form: EndForm | None = None,
) -> dict[str, Any]:
    page = answers.pair_page(pairing, g.person)
    form = log_form or PairLogForm()
    form.between(page.row.people, turn=page.row.turn)
    return {
        "page": page,
        "form": form,
        "pause_form": (pause_form or PauseForm()).inside("pause"),
        "end_form": (end_form or EndForm()).inside("end"),
    }


def _planning(pairing: Pairing, form: PairPlanForm) -> dict[str, Any]:
    row = answers.pair_row(pairing)
    form.between(row.people, turn=row.turn)
    return {"row": row, "form": form}


def _paired(pairing: Pairing, other: Person) -> Any:
    words = (
        f"You and {other.name} coach each other now. Plan the first session."
        if pairing.mutual
        else f"You are the mentor of {other.name} now. Plan the first session."
    )
    return done(url_for(".show", id=pairing.id), words)


# ------------------------------------------------------------------ from form to deed


def _ask(form: AskForm) -> str:
    typed = form.asked.data or ""
    asked = deeds.ask_for_pair(
        find_person(typed, field="asked") if typed else None,
        form.kind.data,
        by=g.person,
        on=g.today,
        topic=visible_or_404(topics_visible_to, form.topic.data) if form.topic.data else None,
        cadence_days=form.cadence_days.data,
        sentence=form.sentence.data or "",
    )
    return url_for(".index", _anchor=f"ask-{asked.id}")


def _log(pairing: Pairing, form: PairLogForm) -> str:
    session = log_session(
        [pairing],
        by=g.person,
        guide=_coach(pairing, form.coach.data),
        held_on=form.held_on.data,
        minutes=form.length,
        way=Way.NOT_SAID,
        remote=form.remote.data,
        place=form.place.data or "",
        note=form.note,
        next_steps=lines_of(form.next_steps.data or ""),
        today=_today(pairing),
    )
    return url_for("sessions.show", id=session.id)


def _plan(pairing: Pairing, form: PairPlanForm) -> str:
    session = plan_session(
        [pairing],
        by=g.person,
        guide=_coach(pairing, form.coach.data),
        planned_at=form.moment(g.zone),
        minutes=form.length,
        remote=form.remote.data,
        place=form.place.data or "",
        zone=zone_of(pairing.learner.rollout_topic.rollout),
        today=_today(pairing),
    )
    return url_for("sessions.show", id=session.id)


def _coach(pairing: Pairing, id: int | None) -> Person | None:
    """Give who of the two was chosen; of mentor and protégé nobody chooses."""
    people = [pairing.guide.person, pairing.learner.person] if pairing.mutual else []
    return next((person for person in people if person.id == id), None)


def _today(pairing: Pairing) -> Any:
    return today_in(pairing.learner.rollout_topic.rollout)
