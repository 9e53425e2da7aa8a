"""The agreement of a rollout: reading, offering, overriding a point, earlier versions."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import (
    may_run_rollout,
    may_sign_coach_off,
    people_visible_to,
    require,
    rollouts_visible_to,
)
from ..forms.agreements import OverrideForm, SignOffForm
from ..forms.base import Form
from ..models import Agreement, Override, Rollout, RolloutState, RolloutTopic
from ..operations import agreements as deeds
from ..operations.rollouts import override_point, withdraw_override
from ..operations.standings import sign_off_coach, sme_acted_for
from ..reports.acting import you_acted_for
from ..reports.agreements import SIGNERS, agreement_page, overrides_of, version_page
from ..reports.seeding import seeds_of
from ..rules.gate import points_of, unresolved
from ..rules.readiness import answers_of
from ..rules.rollout_days import today_in
from ..web import done, find_or_404, invalid, tried, visible_or_404
from .paging import page_number, pages

views = Blueprint("agreements", __name__)


@views.get("/rollouts/<int:id>/agreement")
def show(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    return render_template("agreements/show.html", **_shown(rollout))


@views.get("/rollouts/<int:id>/agreement/versions/<int:number>")
def version(id: int, number: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    versions = Agreement.select().where(Agreement.rollout == rollout, Agreement.number == number)
    agreement = find_or_404(versions, getattr(versions.first(), "id", 0))
    terms, line = version_page(agreement, today_in(rollout))
    return render_template("agreements/version.html", rollout=rollout, terms=terms, line=line)


@views.post("/rollouts/<int:id>/agreement")
def offer(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    form = Form()
    if not tried(form, lambda: deeds.offer_agreement(rollout, by=g.person)):
        return invalid("agreements/show.html", **_shown(rollout, form=form))
    return done(
        url_for(".show", id=id), "The agreement is offered. Everybody finds their sheet at home."
    )


@views.post("/rollouts/<int:id>/overrides")
def override(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    require(may_run_rollout(g.person, rollout))
    form = OverrideForm.of(request.form)
    row = tried(
        form,
        lambda: override_point(
            rollout,
            form.point.data or "",
            reason=form.reason.data or "",
            by=g.person,
            on=today_in(rollout),
        ),
    )
    if not row:
        return invalid("agreements/show.html", **_shown(rollout, form=form))
    undo_url = url_for(".withdraw", id=id, override_id=row.id)
    return done(url_for(".show", id=id), "It may start without this point.", undo_url=undo_url)


@views.post("/rollouts/<int:id>/overrides/<int:override_id>/withdrawal")
def withdraw(id: int, override_id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    row = find_or_404(Override.select().where(Override.rollout == rollout), override_id)
    withdraw_override(row, by=g.person, on=today_in(rollout))
    return done(url_for(".show", id=id), "The point is missing again.")


@views.post("/rollouts/<int:id>/topics/<int:topic_id>/coaches/<int:person_id>/sign-off")
def sign_off(id: int, topic_id: int, person_id: int) -> Any:
    """Sign a coach off on the content of a topic, as its SME or for one who is absent."""
    rollout = visible_or_404(rollouts_visible_to, id)
    topic = find_or_404(RolloutTopic.select().where(RolloutTopic.rollout == rollout), topic_id)
    coach = visible_or_404(people_visible_to, person_id)
    require(may_sign_coach_off(g.person, topic))
    form = SignOffForm.of(request.form)
    standing = tried(
        form,
        lambda: sign_off_coach(
            topic,
            coach,
            evidence=form.evidence.data or "",
            on=today_in(rollout),
            by=g.person,
            refresh_on=form.refresh_on.data,
        ),
    )
    if not standing:
        shown = _shown(rollout, form=form, signing_off=(topic_id, person_id))
        return invalid("agreements/show.html", **shown)
    name = topic.revision.topic.name
    may = rollout.wording.say("may coach it")
    absent = sme_acted_for(topic, coach, by=g.person)
    acted = you_acted_for(absent.name if absent else "")
    return done(url_for(".show", id=id), f"{coach.name} is signed off on {name} and {may}.{acted}")


def _shown(
    rollout: Rollout, *, form: Form | None = None, signing_off: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Give what the page needs; `form`, if one was refused, stands open at its point or coach."""
    today, number = today_in(rollout), page_number()
    is_draft = rollout.state == RolloutState.DRAFT
    answers = answers_of(rollout) if is_draft else None
    agreement = agreement_page(rollout, today, page=number, answers=answers)
    points = points_of(rollout, today, answers=answers) if is_draft else []
    overrides = {each.key: OverrideForm() for each in points}
    seeds = seeds_of(rollout, g.person)
    sign_offs = {(each.rollout_topic_id, each.coach.id): SignOffForm() for each in seeds}
    if isinstance(form, OverrideForm):
        overrides[form.point.data or ""] = form
    if isinstance(form, SignOffForm) and signing_off:
        sign_offs[signing_off] = form
    for key, override_form in overrides.items():
        override_form.inside(f"override-{key}")
    for (topic_id, person_id), sign_off_form in sign_offs.items():
        sign_off_form.inside(f"seed-{topic_id}-{person_id}")
    return {
        "rollout": rollout,
        "agreement": agreement,
        "pages": pages(
            number,
            agreement.signers_total,
            size=SIGNERS,
            here=url_for(".show", id=rollout.id),
        ),
        "points": points,
        "holding_up": len(unresolved(points)),
        "overrides": [] if is_draft else overrides_of(rollout),
        "seeds": seeds,
        "may_run": may_run_rollout(g.person, rollout),
        "form": form or Form(),
        "override_forms": overrides,
        "overriding": isinstance(form, OverrideForm),
        "sign_off_forms": sign_offs,
    }
