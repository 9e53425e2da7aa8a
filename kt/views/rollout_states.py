"""Starting, closing, reopening and copying a rollout."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import may_add_rollout, may_run_rollout, require, rollouts_visible_to
from ..forms.base import Form
from ..forms.rollouts import CancellationForm, ClosureForm, CopyForm
from ..models import Rollout
from ..operations import rollouts as deeds
from ..operations.once import once
from ..reports.closing import open_points
from ..reports.rollouts import rollouts_with_people
from ..rules.rollout_days import today_in
from ..web import done, invalid, tried, visible_or_404
from .rollouts import shown

views = Blueprint("rollout_states", __name__)


@views.post("/rollouts/<int:id>/start")
def start(id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    return _one_press(
        rollout,
        lambda: deeds.start_rollout(rollout, on=today_in(rollout), by=g.person),
        f"{rollout.name} has started.",
    )


@views.get("/rollouts/<int:id>/closure")
def new_closure(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_run_rollout(g.person, rollout))
    return render_template("rollouts/closure.html", **_closing(rollout))


@views.post("/rollouts/<int:id>/closure")
def close(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = ClosureForm.of(request.form)
    closed = tried(
        form,
        lambda: deeds.complete_rollout(rollout, on=today_in(rollout), by=g.person, **form.values()),
    )
    if not closed:
        return invalid("rollouts/closure.html", **_closing(rollout, closure=form))
    return _closed(rollout, f"{rollout.name} is completed.")


@views.post("/rollouts/<int:id>/cancellation")
def cancel(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = CancellationForm.of(request.form)
    cancelled = tried(
        form,
        lambda: deeds.cancel_rollout(rollout, on=today_in(rollout), by=g.person, **form.values()),
    )
    if not cancelled:
        return invalid("rollouts/closure.html", **_closing(rollout, cancellation=form))
    return _closed(rollout, f"{rollout.name} is cancelled.")


@views.post("/rollouts/<int:id>/reopening")
def reopen(id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    return _one_press(
        rollout,
        lambda: deeds.reopen_rollout(rollout, by=g.person),
        f"{rollout.name} is open again.",
    )


@views.get("/rollouts/<int:id>/copies/new")
def new_copy(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_add_rollout(g.person))
    form = CopyForm(name=rollout.name, start_date=today_in(rollout))
    return render_template("rollouts/copy.html", rollout=rollout, form=form)


@views.post("/rollouts/<int:id>/copies")
def copy(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_add_rollout(g.person))
    form = CopyForm.of(request.form)

    def make() -> str:
        made = deeds.copy_rollout(rollout, by=g.person, **form.values())
        return url_for("designs.show", id=made.id)

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=make))
    if not url:
        return invalid("rollouts/copy.html", rollout=rollout, form=form)
    return done(url, f"{form.name.data} is a draft with the same topics, model and targets.")


def _one_press(rollout: Rollout, deed: Callable[[], Rollout], notice: str) -> Any:
    form = Form()
    if not tried(form, deed):
        return invalid("rollouts/show.html", **shown(rollout, form))
    return done(url_for("rollouts.show", id=rollout.id), notice)


def _closed(rollout: Rollout, notice: str) -> Any:
    return done(
        url_for("rollouts.show", id=rollout.id),
        notice,
        undo_url=url_for(".reopen", id=rollout.id),
    )


def _closing(
    rollout: Rollout,
    *,
    closure: ClosureForm | None = None,
    cancellation: CancellationForm | None = None,
) -> dict[str, Any]:
    return {
        "rollout": rollout,
        "points": open_points(rollout, today_in(rollout)),
        "closure": closure or ClosureForm(),
        "cancellation": cancellation or CancellationForm(),
    }
