"""What needs whoever runs a rollout: all of it, nudging about it, putting it off."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import may_run_rollout, require
from ..dates import count_words, day_words, listed
from ..errors import Refused
from ..forms.needs import PutOffForm
from ..models import Matter, Nudge, Rollout, Snooze
from ..operations import nudging as deeds
from ..reports.needs import Need, needs_in, thing_of
from ..reports.nudges import put_off_by
from ..reports.rollouts import rollouts_with_people
from ..rules.rollout_days import today_in
from ..web import done, find_or_404, invalid, own_path, tried, visible_or_404
from .paging import SIZE, page_number, pages

views = Blueprint("needs", __name__)

NOT_YOURS = "What needs somebody is seen by whoever runs the rollout. Ask its supervisor."


@views.get("/rollouts/<int:id>/needs")
def index(id: int) -> Any:
    return render_template("needs/index.html", **_shown(_run_by_me(id)))


@views.post("/rollouts/<int:id>/nudges")
def nudge(id: int) -> Any:
    """Nudge whoever one thing waits for."""
    rollout = _run_by_me(id)
    thing = _thing(request.form.get("key", ""))
    sent = deeds.nudge(rollout, *thing, by=g.person, on=g.today)
    homes = "home" if len(sent) == 1 else "homes"
    return done(
        _back(rollout),
        f"Nudged {_names(sent)}: it stands on their {homes}.",
        undo_url=url_for(".withdraw", id=id, key=request.form["key"]),
    )


@views.post("/rollouts/<int:id>/nudges/all")
def nudge_all(id: int) -> Any:
    """Nudge about everything that is late and waits for somebody else."""
    rollout = _run_by_me(id)
    late = [need for need in needs_waiting_in(rollout) if need.is_late and need.may_nudge]
    things = [thing for thing in (thing_of(need.key) for need in late) if thing]
    sent = deeds.nudge_all(rollout, things, by=g.person, on=g.today)
    about = count_words(len({(row.matter, row.ref) for row in sent}), "thing")
    return done(_back(rollout), f"Nudged {_names(sent)} about {about}.")


@views.post("/rollouts/<int:id>/nudges/<key>/withdrawal")
def withdraw(id: int, key: str) -> Any:
    rollout = _run_by_me(id)
    thing = _thing(key)
    deeds.withdraw_nudge(rollout, *thing, by=g.person, on=g.today)
    return done(url_for(".index", id=id), "The nudge is taken back.")


@views.post("/rollouts/<int:id>/snoozes")
def put_off(id: int) -> Any:
    """Put one of the things that need oneself off until a day."""
    rollout = _run_by_me(id)
    form = PutOffForm.of(request.form)
    need = next((each for each in needs_waiting_in(rollout) if each.key == form.key.data), None)
    if need is None:
        raise Refused(deeds.IS_DONE)
    row = tried(
        form,
        lambda: deeds.put_off(
            rollout,
            need.key,
            title=f"{need.title} {need.rest}",
            until=form.until.data,
            by=g.person,
            on=g.today,
        ),
    )
    if not row:
        return invalid("needs/index.html", **_shown(rollout, form))
    return done(
        url_for(".index", id=id),
        f"Put off until {day_words(row.until, g.today)}: {row.title}.",
        undo_url=url_for(".wake", id=id, snooze_id=row.id),
    )


@views.post("/rollouts/<int:id>/snoozes/<int:snooze_id>/end")
def wake(id: int, snooze_id: int) -> Any:
    rollout = _run_by_me(id)
    row = find_or_404(
        Snooze.select().where(Snooze.rollout == rollout, Snooze.person == g.person), snooze_id
    )
    deeds.wake(row, by=g.person)
    return done(url_for(".index", id=id), f"It is back: {row.title}.")


@views.post("/nudges/<int:id>/heard")
def hear(id: int) -> Any:
    """Put a nudge away that one has heard."""
    deeds.hear_nudge(find_or_404(Nudge.select().where(Nudge.person == g.person), id), by=g.person)
    return done(url_for("home.show"))


def _run_by_me(id: int) -> Rollout:
    rollout = visible_or_404(rollouts_with_people, id)
    require(may_run_rollout(g.person, rollout), NOT_YOURS)
    # Days are counted, and said, from the rollout's own day.
    g.today = today_in(rollout)
    return rollout


def _thing(key: str) -> tuple[Matter, int]:
    thing = thing_of(key)
    if thing is None:
        raise Refused(deeds.IS_DONE)
    return thing


def needs_waiting_in(rollout: Rollout) -> list[Need]:
    """List what needs the person in a rollout and is not put off; nothing in one that is over."""
    return needs_in(rollout, by=g.person, today=today_in(rollout)) if rollout.is_open else []


def _shown(rollout: Rollout, form: PutOffForm | None = None) -> dict[str, Any]:
    needs, number = needs_waiting_in(rollout), page_number()
    return {
        "rollout": rollout,
        "needs": needs[(number - 1) * SIZE : number * SIZE],
        "total": len(needs),
        "pages": pages(number, len(needs), here=url_for(".index", id=rollout.id)),
        "late": sum(need.is_late and need.may_nudge for need in needs),
        "asleep": put_off_by(g.person, rollout, g.today),
        "later": _later(g.today),
        "form": form or PutOffForm(),
        "blank": PutOffForm(),
    }


def _later(today: date) -> list[tuple[str, date]]:
    """Offer the days until which one puts things off most."""
    monday = today + timedelta(days=7 - today.weekday())
    return [
        ("Tomorrow", today + timedelta(days=1)),
        ("Monday", monday),
        ("Two weeks", today + timedelta(days=14)),
    ]


def _names(sent: list[Nudge]) -> str:
    names = list(dict.fromkeys(row.person.first_name for row in sent))
    return listed(names) if len(names) <= 3 else f"{names[0]}, {names[1]} and {len(names) - 2} more"


def _back(rollout: Rollout) -> str:
    return own_path(request.form.get("back") or url_for("home.show", rollout=rollout.id))
