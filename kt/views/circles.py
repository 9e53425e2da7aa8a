"""Peer circles: people who coach each other two by two, set up by a supervisor in one form."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import may_add_rollout, require, topics_visible_to
from ..dates import count_words
from ..errors import Refused
from ..forms.pairs import CircleForm
from ..models import Person
from ..operations import pairs as deeds
from ..operations.once import once
from ..reports.pairs import development_topics
from ..reports.people import find_person
from ..web import done, invalid, tried, visible_or_404

views = Blueprint("circles", __name__)

ONLY_SUPERVISORS = (
    "Circles are set up by supervisors. Ask one of them, or ask a colleague yourself."
)


@views.get("/circles/new")
def new() -> Any:
    require(may_add_rollout(g.person), ONLY_SUPERVISORS)
    form = CircleForm(cadence_days=14)
    form.offer(development_topics())
    return render_template("pairs/circle.html", form=form)


@views.post("/circles")
def create() -> Any:
    require(may_add_rollout(g.person), ONLY_SUPERVISORS)
    form = CircleForm.of(request.form)
    form.offer(development_topics())
    url = tried(
        form, lambda: once(form.form_key.data or "", by=g.person, deed=lambda: _set_up(form))
    )
    if not url:
        return invalid("pairs/circle.html", form=form)
    return done(url, f"{form.name.data} is a draft now. Plan its kick-off and have it agreed next.")


def _set_up(form: CircleForm) -> str:
    circle = deeds.set_up_circle(
        form.name.data or "",
        _two_by_two(form),
        by=g.person,
        on=g.today,
        topic=visible_or_404(topics_visible_to, form.topic.data) if form.topic.data else None,
        cadence_days=form.cadence_days.data,
    )
    return url_for("rollouts.show", id=circle.id)


def _two_by_two(form: CircleForm) -> list[tuple[Person, Person]]:
    """Read the pairs that were named, and pair the others by the rules."""
    pairs, singles = [], []
    for names in form.lines:
        people = [find_person(name, field="people") for name in names]
        if len(people) > 2:
            raise Refused(
                f"“{', '.join(names)}” is {count_words(len(people), 'person', 'people')}. Write "
                "one or two on a line.",
                field="people",
            )
        if len(people) == 2:
            pairs.append((people[0], people[1]))
        else:
            singles += people
    return pairs + deeds.by_the_rules(singles)
