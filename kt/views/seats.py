"""Who sits where in a rollout and who guides whom, edited in place."""

from datetime import date
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from .. import hx
from ..access import (
    may_run_rollout,
    pairings_visible_to,
    people_visible_to,
    rollouts_visible_to,
    seats_visible_to,
)
from ..dates import count_words, listed
from ..errors import Refused
from ..forms.seating import GuideForm, SeatForm
from ..models import Pairing, Person, Role, Rollout, RolloutTopic, Seat
from ..operations import seating as deeds
from ..operations.editing import Stale
from ..reports.people import find_person, spelt
from ..reports.seating import LEARNERS, Cell, Guided, Seating, seating_of
from ..reports.sessions import HeatLine, heat_lines
from ..rules.balance import balance_of
from ..rules.rollout_days import today_in
from ..rules.waves import next_coaches_of
from ..web import done, find_or_404, tried, visible_or_404
from .paging import page_number, pages

views = Blueprint("seats", __name__)

AGREED = ("cadence_days", "agreed_hours", "hours_reason", "wave")

# In the place of a pairing's id: a guide beside those there are.
ANOTHER = "new"


@views.get("/rollouts/<int:id>/people")
def index(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    return render_template("seats/index.html", **_shown(rollout))


@views.post("/rollouts/<int:id>/seats")
def create(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = _seat_form(rollout, seating_of(rollout, today_in(rollout)), sent=True)
    seats = tried(form, lambda: _seat(rollout, form))
    if not seats:
        return _refused(rollout, seat_form=form)
    person, role = seats[0].person, rollout.wording.say(seats[0].role)
    where = seats[0].rollout_topic.revision.topic.name if len(seats) == 1 else "all topics"
    undo_url = url_for(".end", id=seats[0].id) if len(seats) == 1 else ""
    return _done(rollout, f"{person.name} is {role} on {where} now.", undo_url)


@views.post("/seats/<int:id>/end")
def end(id: int) -> Any:
    seat = visible_or_404(seats_visible_to, id)
    rollout = seat.rollout_topic.rollout
    seat = deeds.end_seat(seat, on=today_in(rollout), by=g.person)
    return _done(
        rollout,
        f"The seat of {seat.person.name} as {rollout.wording.say(seat.role)} has ended.",
        url_for(".reopen", id=id),
    )


@views.post("/seats/<int:id>/reopening")
def reopen(id: int) -> Any:
    seat = visible_or_404(seats_visible_to, id)
    seat = deeds.reopen_seat(seat, by=g.person)
    rollout = seat.rollout_topic.rollout
    return _done(
        rollout,
        f"{seat.person.name} has the seat as {rollout.wording.say(seat.role)} again.",
        url_for(".end", id=id),
    )


@views.post("/rollouts/<int:id>/topics/<int:topic_id>/learners/<int:person_id>")
def put_guide(id: int, topic_id: int, person_id: int) -> Any:
    """Have somebody guide a learner on a topic; both get their seats as needed."""
    rollout = visible_or_404(rollouts_visible_to, id)
    topic = find_or_404(RolloutTopic.select().where(RolloutTopic.rollout == rollout), topic_id)
    learner = visible_or_404(people_visible_to, person_id)
    form = GuideForm.of(request.form)
    pairing = tried(
        form,
        lambda: deeds.put_guide(
            topic,
            learner,
            _guide(form),
            form.role.data,
            on=_first_day(rollout),
            by=g.person,
            mutual=form.mutual.data,
            **_agreed(form),
        ),
    )
    if not pairing:
        return _refused(rollout, cell=f"{topic_id}-{person_id}", pairing=ANOTHER, guide_form=form)
    return _done(rollout, _who_guides(pairing), cell=_cell_of(pairing))


@views.post("/pairings/<int:id>")
def update_pairing(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    rollout = pairing.learner.rollout_topic.rollout
    form = GuideForm.of(request.form)
    try:
        changed = tried(
            form,
            lambda: deeds.change_pairing(
                pairing,
                _guide(form, pairing),
                form.role.data,
                on=_first_day(rollout),
                by=g.person,
                opened_with=form.version.data or "",
                **_agreed(form),
            ),
        )
    except Stale:
        return _stale(pairing, form)
    if not changed:
        return _refused(rollout, cell=_cell_of(pairing), pairing=str(id), guide_form=form)
    return _done(rollout, _who_guides(changed), cell=_cell_of(changed))


@views.post("/pairings/<int:id>/end")
def end_pairing(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    rollout = pairing.learner.rollout_topic.rollout
    pairing = deeds.end_pairing(pairing, on=today_in(rollout), by=g.person)
    guide = pairing.guide.person.name if pairing.guide else "Nobody"
    return _done(
        rollout,
        f"{guide} guides {pairing.learner.person.name} no longer.",
        url_for(".reopen_pairing", id=id),
        cell=_cell_of(pairing),
    )


@views.post("/pairings/<int:id>/reopening")
def reopen_pairing(id: int) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    pairing = deeds.reopen_pairing(pairing, by=g.person)
    return _done(
        pairing.learner.rollout_topic.rollout,
        _who_guides(pairing),
        url_for(".end_pairing", id=id),
    )


@views.post("/seats/<int:id>/coaching")
def promote(id: int) -> Any:
    """Have a learner who is signed off coach the next wave."""
    seat = visible_or_404(seats_visible_to, id)
    rollout = seat.rollout_topic.rollout
    coach = deeds.promote_to_coach(seat, on=today_in(rollout), by=g.person)
    pairings = list(coach.guided_pairings)
    learners = listed([each.learner.person.name for each in pairings])
    return _done(
        rollout,
        f"{coach.person.name} {rollout.wording.say('coaches')} {learners} on "
        f"{coach.rollout_topic.revision.topic.name}.",
        url_for(".demote", id=coach.id),
        cell=_cell_of(pairings[0]),
    )


@views.post("/seats/<int:id>/learning")
def demote(id: int) -> Any:
    """Undo that a learner became a coach."""
    seat = visible_or_404(seats_visible_to, id)
    seat = deeds.take_promotion_back(seat, by=g.person)
    rollout = seat.rollout_topic.rollout
    return _done(
        rollout,
        f"{seat.person.name} is {rollout.wording.say('learner')} of "
        f"{seat.rollout_topic.revision.topic.name} again.",
        cell=f"{seat.rollout_topic_id}-{seat.person_id}",
    )


# ------------------------------------------------------------------ what is shown


def _done(rollout: Rollout, sentence: str, undo_url: str = "", *, cell: str = "") -> Any:
    """Say what was done; the focus goes to the control of the cell where it was."""
    if hx.wants_fragment():
        shown = _shown(rollout, told=sentence, undo_url=undo_url)
        html = render_template("seats/_seating.html", focused=cell, **shown)
        return hx.fragment(html, announce=sentence)
    number = page_number()
    url = url_for(".index", id=rollout.id, page=number if number > 1 else None)
    return done(url, sentence, undo_url=undo_url)


def _refused(rollout: Rollout, **forms: Any) -> Any:
    template = "seats/_seating.html" if hx.wants_fragment() else "seats/index.html"
    return render_template(template, **_shown(rollout, **forms)), 422


def _shown(
    rollout: Rollout,
    *,
    cell: str = "",
    pairing: str = "",
    guide_form: GuideForm | None = None,
    seat_form: SeatForm | None = None,
    told: str = "",
    undo_url: str = "",
) -> dict[str, Any]:
    """Give what the screen needs; `cell` (topic-person) and `pairing` are what is being edited."""
    number = page_number()
    seating = seating_of(rollout, today_in(rollout), page=number)
    runs = may_run_rollout(g.person, rollout)
    may_run = runs and rollout.is_open
    balances = balance_of(rollout, today_in(rollout))
    # How many sessions others held is for whoever runs it; everybody sees their own.
    seen = [each for each in balances if runs or each.person_id == g.person.id]
    asked = not told and request.method == "GET"
    cell = cell or (request.args.get("cell", "") if asked else "")
    pairing = pairing or (request.args.get("pairing", "") if asked else "")
    edited = _cell(seating, cell) if may_run else None
    chosen = _pairing(edited, pairing) if edited else None
    if edited:
        # The form to seat somebody stands on the same page and has fields of the same names.
        guide_form = (guide_form or _guide_form(seating, edited, chosen)).inside("who-guides")
    return {
        "rollout": rollout,
        "seating": seating,
        "balances": seen,
        "others": len(balances) - len(seen),
        "heat": _heat(rollout, seating, runs=runs),
        "next_coaches": next_coaches_of(rollout) if may_run and seating.gaps else [],
        "pages": pages(number, seating.total, size=LEARNERS, here=url_for(".index", id=rollout.id)),
        "page_number": number,
        "may_run": may_run,
        "edited": edited,
        "chosen": chosen,
        "guide_form": guide_form,
        "seat_form": (seat_form or _seat_form(rollout, seating)) if may_run else None,
        "told": told,
        "undo_url": undo_url,
    }


def _heat(rollout: Rollout, seating: Seating, *, runs: bool) -> dict[int, HeatLine]:
    """Draw when the guided pairings on this page met: all for whoever runs it, else one's own."""
    shown = [
        pairing.id
        for row in seating.learners
        for cell in row.cells
        for pairing in cell.pairings
        if pairing.guide and (runs or g.person.id in (pairing.guide.id, row.learner.id))
    ]
    return heat_lines(rollout, shown, today_in(rollout))


def _cell_of(pairing: Pairing) -> str:
    return f"{pairing.learner.rollout_topic_id}-{pairing.learner.person_id}"


def _cell(seating: Seating, key: str) -> Cell | None:
    return next((cell for row in seating.learners for cell in row.cells if cell.key == key), None)


def _pairing(cell: Cell, asked: str) -> Guided | None:
    """Tell which pairing of a cell is edited; None is a new one."""
    if asked == ANOTHER or not cell.pairings:
        return None
    return next((each for each in cell.pairings if str(each.id) == asked), cell.pairings[0])


# ------------------------------------------------------------------ forms


def _guide_form(seating: Seating, cell: Cell, chosen: Guided | None) -> GuideForm:
    topic = next(topic for topic in seating.topics if topic.id == cell.topic_id)
    if chosen is None:
        return GuideForm(role=topic.usual_guide, cadence_days=7, wave=1)
    return GuideForm(
        guide=chosen.guide.typed if chosen.guide else "",
        role=chosen.role or topic.usual_guide,
        cadence_days=chosen.cadence_days,
        agreed_hours=chosen.agreed_hours,
        wave=chosen.wave,
        version=deeds.version_of_pairing(
            chosen.guide.id if chosen.guide else None,
            chosen.cadence_days,
            chosen.agreed_hours,
            chosen.wave,
        ),
    )


def _stale(pairing: Pairing, form: GuideForm) -> Any:
    """Say what somebody else agreed meanwhile; what was typed stays, to be saved again."""
    guide = pairing.guide.person.name if pairing.guide else "nobody"
    hours = f", {count_words(pairing.agreed_hours, 'hour')} a week" if pairing.agreed_hours else ""
    days = count_words(pairing.cadence_days, "day")
    form.refuse(
        Refused(
            f"Somebody else changed this meanwhile. Now it is {guide}, every {days}{hours}, "
            f"wave {pairing.wave}. Save again to put yours in its place."
        )
    )
    form.version.data = deeds.version_of_pairing(
        pairing.guide and pairing.guide.person_id,
        pairing.cadence_days,
        pairing.agreed_hours,
        pairing.wave,
    )
    rollout = pairing.learner.rollout_topic.rollout
    html, _ = _refused(rollout, cell=_cell_of(pairing), pairing=str(pairing.id), guide_form=form)
    return html, 409


def _guide(form: GuideForm, pairing: Pairing | None = None) -> Person | None:
    typed = form.guide.data
    present = pairing.guide.person if pairing and pairing.guide else None
    if present and typed in (spelt(present), present.name):
        # The guide stays, even one who has left and whom nobody could choose any more.
        return present
    return find_person(typed, field="guide") if typed else None


def _agreed(form: GuideForm) -> dict[str, Any]:
    return {name: form[name].data for name in AGREED}


def _seat_form(rollout: Rollout, seating: Seating, *, sent: bool = False) -> SeatForm:
    form = SeatForm.of(request.form) if sent else SeatForm(role=Role.LEARNER)
    topics = [SelectChoice(topic.id, topic.name) for topic in seating.topics]
    form.topic.choices = [SelectChoice("", "All topics"), *topics] if len(topics) > 1 else topics
    return form


def _seat(rollout: Rollout, form: SeatForm) -> list[Seat]:
    topics = rollout.rollout_topics
    if form.topic.data is not None:
        topics = topics.where(RolloutTopic.id == form.topic.data)
    return deeds.seat_on_topics(
        topics.order_by(RolloutTopic.position),
        find_person(form.person.data or "", field="person"),
        form.role.data,
        guide=find_person(form.guide.data, field="guide") if form.guide.data else None,
        since=form.since.data or _first_day(rollout),
        until=form.until.data,
        by=g.person,
    )


def _first_day(rollout: Rollout) -> date:
    """Choose the day a seat begins unless told otherwise: none begins before the rollout does."""
    return max(rollout.start_date, today_in(rollout))


def _who_guides(pairing: Pairing) -> str:
    learner = pairing.learner.person.name
    topic = pairing.learner.rollout_topic.revision.topic.name
    if pairing.guide is None:
        return f"Nobody guides {learner} on {topic} yet."
    role = pairing.learner.rollout_topic.rollout.wording.say(pairing.guide.role)
    return f"{pairing.guide.person.name} is {role} of {learner} on {topic}."
