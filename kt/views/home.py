"""The home of whoever is signed in."""

from typing import Any

from flask import Blueprint, g, render_template, request

from .. import clock
from ..forms.sessions import LogForm
from ..reports.homes import ITEMS_SHOWN, GuidePart, SupervisorPart, home_of
from .asking import ask_box
from .questions.shown import shown_on_home

views = Blueprint("home", __name__)

# Whoever asks for all of theirs gets as many as a list has without pages.
MANY_ITEMS = 100


@views.get("/")
def show() -> Any:
    rollout_id = request.args.get("rollout", type=int)
    items_shown = MANY_ITEMS if request.args.get("items") == "all" else ITEMS_SHOWN
    home = home_of(
        g.person, today=g.today, now=clock.now(), rollout_id=rollout_id, items_shown=items_shown
    )
    form = None
    for part in home.parts:
        if isinstance(part, SupervisorPart) and part.rollout:
            g.wording = part.rollout.wording
        if isinstance(part, GuidePart):
            form = LogForm()
            form.offer(part.offers, several=False)
    return render_template(
        "home/show.html",
        home=home,
        form=form,
        for_me=shown_on_home(home.asked.for_me),
        answers=shown_on_home(home.asked.answers),
        stuck=shown_on_home(home.asked.stuck),
        ask=ask_box("ask", topics=home.topics, own=home.own_topics, back="/"),
    )
