"""Onboarding one person with one form."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..access import (
    checklists_visible_to,
    may_add_rollout,
    may_make_link,
    pairings_visible_to,
    people_visible_to,
    require,
    templates_visible_to,
    topics_visible_to,
)
from ..errors import Refused
from ..forms.onboarding import OnboardingForm
from ..models import Checklist, Pairing, Person, Subject, Template
from ..operations.onboarding import Onboarded, onboard
from ..operations.once import once
from ..operations.people import Facts
from ..reports.people import find_person
from ..reports.time_boxes import boxes_of
from ..reports.topics import topics_to_choose
from ..rules.pairings import pairings_learnt_by
from ..web import done, find_or_404, invalid, tried, visible_or_404

views = Blueprint("onboarding", __name__)

OF_SOMEBODY_NEW = ("name", "email", "title", "department", "manager")


@views.get("/onboarding")
def new() -> Any:
    require(may_add_rollout(g.person))
    form = OnboardingForm(start=g.today, person=request.args.get("person", ""))
    return render_template("onboarding/new.html", form=_offered(form))


@views.post("/onboarding")
def create() -> Any:
    require(may_add_rollout(g.person))
    form = _offered(OnboardingForm.of(request.form))

    def make() -> str:
        made = _onboard(form)
        return url_for("onboarding.show", id=made.person.id)

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=make))
    if not url:
        return invalid("onboarding/new.html", form=form)
    return done(url)


@views.get("/onboarding/<int:id>")
def show(id: int) -> Any:
    who = visible_or_404(people_visible_to, id)
    require(may_add_rollout(g.person))
    learnt = pairings_learnt_by(who)
    ids = [each.id for each in learnt]
    visible = {pairing.id for pairing in pairings_visible_to(g.person).where(Pairing.id.in_(ids))}
    pairings = [each for each in learnt if each.id in visible]
    return render_template(
        "onboarding/show.html",
        person=who,
        pairings=pairings,
        boxes=boxes_of(pairings, g.today),
        checklists=list(
            checklists_visible_to(g.person)
            .where(Checklist.person == who)
            .order_by(Checklist.id.desc())
        ),
        may_link=may_make_link(g.person, who),
    )


def _offered(form: OnboardingForm) -> OnboardingForm:
    """Let the form choose among the topics and the templates that the doer may use."""
    templates = templates_visible_to(g.person).where(
        Template.applies_to == Subject.PERSON, Template.retired_on.is_null()
    )
    form.topic.choices = [
        SelectChoice("", "Nothing yet"),
        *(SelectChoice(id, name) for id, name in topics_to_choose(g.person)),
    ]
    form.template.choices = [
        SelectChoice("", "None yet"),
        *(SelectChoice(each.id, each.title) for each in templates.order_by(Template.title)),
    ]
    return form


def _onboard(form: OnboardingForm) -> Onboarded:
    topics, templates = topics_visible_to(g.person), templates_visible_to(g.person)
    return onboard(
        _who(form),
        start=form.start.data,
        buddy=_typed(form, "buddy"),
        coach=_typed(form, "coach"),
        topic=find_or_404(topics, form.topic.data) if form.topic.data else None,
        template=find_or_404(templates, form.template.data) if form.template.data else None,
        by=g.person,
        today=g.today,
    )


def _who(form: OnboardingForm) -> Person | Facts:
    known, name = form.person.data, form.name.data
    if known and any(form[field].data for field in OF_SOMEBODY_NEW):
        raise Refused(
            "Choose somebody who is here already, or say who is new; not both.",
            field="person",
        )
    if known:
        return find_person(known, field="person")
    if not name:
        raise Refused(
            "Choose somebody who is here already, or type the name of somebody new below.",
            field="person",
        )
    return Facts(
        name=name,
        email=form.email.data or None,
        title=form.title.data or "",
        department=form.department.data or "",
        manager=_typed(form, "manager"),
    )


def _typed(form: OnboardingForm, field: str) -> Person | None:
    typed = form[field].data
    return find_person(typed, field=field) if typed else None
