"""Coaching sessions: planned, held, logged, put right."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from .. import hx
from ..access import (
    may_change_session,
    may_run_rollout,
    require,
    rollouts_visible_to,
    sessions_visible_to,
    two_of,
)
from ..errors import Refused
from ..forms.one_line import read_line
from ..forms.sessions import (
    KickOffForm,
    KickOffPlanForm,
    LogForm,
    MoveForm,
    PlanForm,
    SessionForm,
    lines_of,
)
from ..models import CoachingSession, Pairing, Person, Rollout, Way, Wording
from ..operations import sessions as deeds
from ..operations.once import once
from ..reports import sessions as answers
from ..reports.history import history_of
from ..rules.rollout_days import today_in, zone_of
from ..web import done, invalid, own_path, tried, visible_or_404
from .session_lists import listed

views = Blueprint("sessions", __name__)

# The two forms of the kick-off's page share names; this tells the fields of the second apart.
HELD = "held-"


# ------------------------------------------------------------------ lists and pages


@views.get("/rollouts/<int:id>/sessions")
def index(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    return render_template("sessions/index.html", **listed(rollout))


@views.get("/sessions/<int:id>")
def show(id: int) -> Any:
    session = visible_or_404(sessions_visible_to, id)
    return render_template(
        "sessions/show.html",
        session=session,
        detail=answers.detail_of(session, g.person, g.today),
        here=url_for(".show", id=id),
        history=history_of(session),
    )


# ------------------------------------------------------------------ planning


@views.get("/rollouts/<int:id>/sessions/new")
def new(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = PlanForm(whom=request.args.getlist("pairing"))
    form.offer(answers.offers_to(g.person, rollout, to_plan=True))
    return render_template("sessions/new.html", rollout=rollout, form=form)


@views.post("/rollouts/<int:id>/sessions/new")
def plan(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = PlanForm.of(request.form)
    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _plan(form)))
    if not url:
        form.offer(answers.offers_to(g.person, rollout, to_plan=True))
        return invalid("sessions/new.html", rollout=rollout, form=form)
    return done(url, "The session is planned.", undo_url=_cancelling(url))


@views.get("/rollouts/<int:id>/kick-off")
def new_kick_off(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_run_rollout(g.person, rollout))
    return render_template(
        "sessions/kick_off.html",
        rollout=rollout,
        plan=KickOffPlanForm(),
        log=KickOffForm(prefix=HELD),
    )


@views.post("/rollouts/<int:id>/kick-off")
def plan_kick_off(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = KickOffPlanForm.of(request.form)
    url = tried(
        form,
        lambda: once(
            form.form_key.data or "", by=g.person, deed=lambda: _plan_kick_off(rollout, form)
        ),
    )
    if not url:
        return invalid(
            "sessions/kick_off.html", rollout=rollout, plan=form, log=KickOffForm(prefix=HELD)
        )
    return done(url, "The kick-off is planned.", undo_url=_cancelling(url))


@views.post("/rollouts/<int:id>/kick-off/held")
def log_kick_off(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = KickOffForm.of(request.form, prefix=HELD)
    url = tried(
        form,
        lambda: once(
            form.form_key.data or "", by=g.person, deed=lambda: _log_kick_off(rollout, form)
        ),
    )
    if not url:
        return invalid("sessions/kick_off.html", rollout=rollout, plan=KickOffPlanForm(), log=form)
    return _logged(url)


@views.post("/sessions/<int:id>/move")
def move(id: int) -> Any:
    session = visible_or_404(sessions_visible_to, id)
    # Undo sends the earlier time and place in the address.
    form = MoveForm.of(request.values)
    if not tried(form, lambda: _move(session, form)):
        return invalid("sessions/move.html", line=answers.line_of(session, g.person), form=form)
    return done(url_for(".show", id=id), "The session is moved.", undo_url=_moving_back(session))


# ------------------------------------------------------------------ one press


@views.post("/sessions/<int:id>/held")
def set_held(id: int) -> Any:
    session = visible_or_404(sessions_visible_to, id)
    if request.values.get("held") == "0":
        deeds.unhold_session(session, by=g.person)
        return _after(session, "The session is planned again.")
    zone, today = zone_of(session.rollout), today_in(session.rollout)
    deeds.hold_session(session, by=g.person, zone=zone, today=today)
    said = "It happened." if two_of(session) else "It happened. How was it?"
    if hx.wants_fragment():
        return _after(session, said)
    # The ways to choose from are buttons on the session's own page.
    return done(_url_of(session), said, undo_url=url_for(".set_held", id=id, held=0))


@views.post("/sessions/<int:id>/way")
def set_way(id: int) -> Any:
    session = visible_or_404(sessions_visible_to, id)
    way = request.form.get("way", "")
    if way not in set(Way):
        raise Refused("Choose how it was done: press one of the buttons.")
    deeds.say_way(session, by=g.person, way=Way(way))
    return _after(session, f"Kept: {session.rollout.wording.say(way)}.")


@views.post("/sessions/<int:id>/cancelled")
def set_cancelled(id: int) -> Any:
    session = visible_or_404(sessions_visible_to, id)
    if request.values.get("cancelled") == "0":
        deeds.restore_session(session, by=g.person)
        return _after(session, "The session is back.")
    deeds.cancel_session(session, by=g.person)
    return _after(
        session, "The session is cancelled.", url_for(".set_cancelled", id=id, cancelled=0)
    )


# ------------------------------------------------------------------ logging and editing


@views.get("/sessions/log")
def log() -> Any:
    """Open the log form for one's own pairings, or for those of a rollout one runs."""
    rollout = _rollout_of_request()
    form = LogForm(whom=request.args.getlist("pairing") or None, back=request.args.get("back", ""))
    offers = answers.offers_to(g.person, rollout)
    line = read_line(request.args.get("line", ""), offers, g.today)
    form.offer(offers, several="several" in request.args or len(line.whom) > 1)
    if "line" in request.args:
        form.fill(line, g.today)
    wording = Wording.of_all(offer.wording for offer in offers)
    return render_template("sessions/log.html", form=form, rollout=rollout, wording=wording)


@views.post("/sessions")
def create() -> Any:
    form = LogForm.of(request.form)
    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _log(form)))
    if not url:
        rollout = _rollout_of_request()
        several = len(form.whom.ids) > 1 or "several" in request.args
        offers = answers.offers_to(g.person, rollout)
        form.offer(offers, several=several)
        wording = Wording.of_all(offer.wording for offer in offers)
        return invalid("sessions/log.html", form=form, rollout=rollout, wording=wording)
    return _logged(url, back=form.back.data or "")


@views.get("/sessions/<int:id>/edit")
def edit(id: int) -> Any:
    session = visible_or_404(sessions_visible_to, id)
    require(may_change_session(g.person, session))
    line = answers.line_of(session, g.person)
    if not line.is_held:
        move_form = MoveForm(data=_time_and_place(session))
        return render_template("sessions/move.html", line=line, form=move_form)
    kept = {name: getattr(session, name) for name in ("held_on", "way", "remote", "place")}
    form = SessionForm(data=kept | {"note": deeds.note_of(session)})
    form.show_length(line.minutes)
    taking_part = [str(row.pairing_id) for row in session.attendances]
    form.offer(answers.offers_for(session, line, g.person), chosen=taking_part)
    form.between(_two(line), turn=line.guide.id)
    return render_template("sessions/edit.html", line=line, form=form)


@views.post("/sessions/<int:id>")
def update(id: int) -> Any:
    session = visible_or_404(sessions_visible_to, id)
    form = SessionForm.of(request.form)
    if not tried(form, lambda: _edit(session, form)):
        line = answers.line_of(session, g.person)
        form.offer(answers.offers_for(session, line, g.person))
        form.between(_two(line))
        return invalid("sessions/edit.html", line=line, form=form)
    return done(url_for(".show", id=id), "Changed. What it was before stays in the history.")


# ------------------------------------------------------------------ from form to deed


def _plan(form: PlanForm) -> str:
    pairings = _chosen(form)
    rollout = _rollout_of(pairings)
    return _url_of(
        deeds.plan_session(
            pairings,
            by=g.person,
            planned_at=form.moment(g.zone),
            minutes=form.length,
            remote=form.remote.data,
            place=form.place.data,
            zone=zone_of(rollout),
            today=today_in(rollout),
        )
    )


def _plan_kick_off(rollout: Rollout, form: KickOffPlanForm) -> str:
    return _url_of(
        deeds.plan_kick_off(
            rollout,
            by=g.person,
            planned_at=form.moment(g.zone),
            minutes=form.length,
            remote=form.remote.data,
            place=form.place.data,
            zone=zone_of(rollout),
            today=today_in(rollout),
        )
    )


def _log_kick_off(rollout: Rollout, form: KickOffForm) -> str:
    return _url_of(
        deeds.log_kick_off(
            rollout,
            by=g.person,
            held_on=form.held_on.data,
            minutes=form.length,
            remote=form.remote.data,
            place=form.place.data,
            note=form.note.data,
            next_steps=lines_of(form.next_steps.data),
            today=today_in(rollout),
        )
    )


def _move(session: CoachingSession, form: MoveForm) -> CoachingSession:
    return deeds.move_session(
        session,
        by=g.person,
        planned_at=form.moment(g.zone),
        remote=form.remote.data,
        place=form.place.data,
        zone=zone_of(session.rollout),
    )


def _log(form: LogForm) -> str:
    pairings = _chosen(form)
    return _url_of(
        deeds.log_session(
            pairings,
            by=g.person,
            held_on=form.held_on.data,
            minutes=form.length,
            way=form.way.data,
            remote=form.remote.data,
            place=form.place.data,
            note=form.note.data,
            questions=lines_of(form.questions.data),
            next_steps=lines_of(form.next_steps.data),
            today=today_in(_rollout_of(pairings)),
        )
    )


def _edit(session: CoachingSession, form: SessionForm) -> CoachingSession:
    took_part = [row.pairing for row in session.attendances]
    is_mutual = any(pairing.mutual for pairing in took_part) and not session.is_kick_off
    coached = {"guide": _coach(took_part[0], form)} if is_mutual else {}
    return deeds.edit_session(
        session,
        by=g.person,
        # Of a pair nobody else takes part.
        pairings=took_part if two_of(session) else _chosen(form),
        held_on=form.held_on.data,
        minutes=form.length,
        way=form.way.data,
        remote=form.remote.data,
        place=form.place.data,
        note=form.note.data,
        questions=lines_of(form.questions.data),
        next_steps=lines_of(form.next_steps.data),
        today=today_in(session.rollout),
        **coached,
    )


def _coach(pairing: Pairing, form: SessionForm) -> Person:
    """Give who of two who coach each other was chosen."""
    two = (pairing.guide.person, pairing.learner.person)
    return next((person for person in two if person.id == form.coach.data), two[0])


def _two(line: answers.SessionLine) -> dict[int, str]:
    """Name those of whom one coached: the two of a pair."""
    return {each.id: each.name for each in (line.guide, *line.learners)}


def _chosen(form: LogForm | PlanForm | SessionForm) -> list[Pairing]:
    return answers.pairings_chosen(person=g.person, ids=form.whom.ids)


def _rollout_of(pairings: list[Pairing]) -> Rollout:
    if not pairings:
        raise Refused("Choose whom the session is with.", field="whom")
    return pairings[0].learner.rollout_topic.rollout


def _rollout_of_request() -> Rollout | None:
    """Find the rollout that the address names, if it names one."""
    id = request.args.get("rollout", type=int)
    return None if id is None else visible_or_404(rollouts_visible_to, id)


# ------------------------------------------------------------------ where to go on


def _url_of(session: CoachingSession) -> str:
    return url_for(".show", id=session.id)


def _session_at(url: str) -> CoachingSession:
    return CoachingSession.get_by_id(_id_at(url))


def _id_at(url: str) -> int:
    return int(url.rpartition("/")[2])


def _logged(url: str, back: str = "") -> Any:
    line = answers.line_of(_session_at(url), g.person)
    return done(own_path(back or url), answers.held_words(line, g.today), undo_url=_cancelling(url))


def _after(session: CoachingSession, said: str, undo_url: str = "") -> Any:
    """Show the session's row anew where it stands, or go back to where the press came from."""
    back = request.form.get("back", "")
    if hx.wants_fragment():
        line = answers.line_of(session, g.person)
        html = render_template("sessions/_deeds.html", line=line, back=back)
        return hx.fragment(html, announce=said)
    return done(own_path(back or _url_of(session)), said, undo_url=undo_url)


def _cancelling(url: str) -> str:
    return url_for(".set_cancelled", id=_id_at(url), cancelled=1)


def _time_and_place(session: CoachingSession) -> dict[str, Any]:
    planned_at = session.planned_at and session.planned_at.astimezone(g.zone)
    return {"planned_at": planned_at, "remote": session.remote, "place": session.place}


def _moving_back(session: CoachingSession) -> str:
    sent = _time_and_place(session)
    sent["planned_at"] = f"{sent['planned_at']:%Y-%m-%dT%H:%M}"
    sent["remote"] = "y" if sent["remote"] else None
    return url_for(".move", id=session.id, **sent)
