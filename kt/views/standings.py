"""Naming standings."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import may_name_standing, require, topics_visible_to
from ..forms.topics import StandingForm
from ..models import Level, Standing, Topic
from ..operations.standings import name_standing
from ..reports.people import find_person
from ..web import done, invalid, tried, visible_or_404

views = Blueprint("standings", __name__)


@views.get("/topics/<int:id>/standings/new")
def new(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    require(may_name_standing(g.person))
    return render_template(
        "topics/standing.html", topic=topic, form=StandingForm(level=Level.DOES_IT_ALONE)
    )


@views.post("/topics/<int:id>/standings")
def create(id: int) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    require(may_name_standing(g.person))
    form = StandingForm.of(request.form)
    standing = tried(form, lambda: _name(topic, form))
    if not standing:
        return invalid("topics/standing.html", topic=topic, form=form)
    words = Level(standing.level).words
    return done(
        url_for("topics.show", id=id), f"The standing of {standing.person.name} is {words}."
    )


def _name(topic: Topic, form: StandingForm) -> Standing:
    return name_standing(
        find_person(form.person.data or "", field="person"),
        topic,
        form.level.data,
        reason=form.reason.data or "",
        on=form.on.data or g.today,
        refresh_on=form.refresh_on.data,
        by=g.person,
        today=g.today,
    )
