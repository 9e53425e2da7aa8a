"""The styleguide of a demo: the tokens, and every part in its states."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle
from types import SimpleNamespace as Sample
from typing import Any

import wtforms
from flask import Blueprint, abort, current_app, render_template
from wtforms.validators import InputRequired

from ..config import package_folder
from ..differences import differences, folded
from ..forms.base import Form, choice, day, line, text, whole_number
from ..models import Basis, Kind, Level
from ..web import public

views = Blueprint("styleguide", __name__)

# The surfaces that text stands on; each colour's contrast is told on them.
PAPER, CARD = "paper", "card"
DRAWN = {"space": "width", "radius": "rx", "text": "font-size"}


@views.get("/styleguide")
@public
def show() -> Any:
    if not current_app.config["IS_DEMO"]:
        abort(404)
    forms = {name: SampleForm(data=SAMPLE).inside(name) for name in ("right", "kept", "lone")}
    wrong = SampleForm().inside("wrong")
    wrong.validate()
    return render_template("styleguide/show.html", wrong=wrong, **forms, **tokens(), **samples())


def contrast(one: str, other: str) -> float:
    """Tell the ratio of two colours by WCAG 2.2, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def schemes(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Read the tokens of the light scheme, and of the dark one, which says its colours only."""
    told = dict(re.findall(r"--([\w-]+):\s*([^;]+);", re.findall(r":root\s*{([^}]*)}", css)[0]))
    pairs = {name: re.findall("#[0-9a-f]{6}", value) for name, value in told.items()}
    colours = {name: pair for name, pair in pairs.items() if len(pair) == 2}
    light = told | {name: pair[0] for name, pair in colours.items()}
    return light, {name: pair[1] for name, pair in colours.items()}


@cache
def tokens() -> dict[str, Any]:
    """Group the tokens of the stylesheet: colours with both schemes, the others by kind."""
    light, dark = schemes((package_folder("static") / "kt.css").read_text())
    colours = [
        Sample(
            name=name,
            light=light[name],
            dark=dark[name],
            on=[
                round(min(contrast(scheme[name], scheme[on]) for scheme in (light, dark)), 1)
                for on in (PAPER, CARD)
            ],
        )
        for name in dark
    ]
    others = [
        Sample(name=name, value=value, drawn=DRAWN.get(name.partition("-")[0]))
        for name, value in light.items()
        if name not in dark
    ]
    return {"colours": colours, "others": others}


class SampleForm(Form):
    """A field of every kind; without data it shows how each says that it is wrong."""

    name = line("Name", required="Enter a name.", hint="As in the mail.")
    mail = line("E-mail")
    hours = whole_number("Hours a week", at_least=0, required="Enter a number.")
    on = day("Day", required="Choose a day.")
    at = wtforms.TimeField("At", [InputRequired("Choose a time.")])
    kind = choice("Kind", Kind, empty="Choose", validators=[InputRequired("Choose a kind.")])
    about = text("What it is about", required="Say it in a sentence.")
    file = wtforms.FileField("File", description="Up to 10 MB.")
    technical = wtforms.BooleanField("Technical", description="Beginners need an SME.")
    way = wtforms.RadioField(
        "Way",
        [InputRequired("Choose a way.")],
        choices=lambda: [("shown", "Shown"), ("explained", "Explained")],
    )
    minutes = wtforms.RadioField(
        "Minutes",
        [InputRequired("How long was it?")],
        choices=lambda: [("15", "15"), ("30", "30"), ("45", "45")],
    )


# Long ago, so that the parts say the same on every day.
THEN = date(2024, 3, 4)
UNCHANGED = "A line as before.\n" * 9
NAMES = ("Ana Duarte", "Ben Arroyo", "Greta Lind", "Dan Weiss")
SAMPLE = {
    "name": "Greta Lind",
    "hours": 4,
    "kind": Kind.NICHE_SKILL,
    "technical": True,
    "way": "shown",
    "minutes": "30",
}


def samples() -> dict[str, Any]:
    """Make up what the parts show."""
    spark = Sample(done=[(0, 0), (0.4, 0.2), (0.7, 0.6)], agreed=[(0, 0), (1, 1)])
    heat = Sample(
        weeks=8,
        began=1,
        marks=list(enumerate(("explained", "shown", "done together", "learner did it alone"), 2)),
    )
    beads = [
        Sample(agreed="full", coached="full", written="full", signed_off="full"),
        Sample(agreed="full", coached="half", written="empty", signed_off="empty"),
        Sample(agreed="half", coached="empty", written=None, signed_off=None),
    ]
    return {
        "people": [
            Sample(id=id, name=name)  # one of each tint
            for id, name in zip((4, 2, 5, 1), NAMES, strict=True)
        ],
        "beads": beads,
        "line": spark,
        "heat": heat,
        "then": THEN,
        "moment": datetime(2024, 3, 4, 9, 12, tzinfo=UTC),
        "levels": [
            Sample(level=level, basis=basis, is_imported=basis == Basis.IMPORTED, behind=False)
            for level, basis in zip(Level, cycle((Basis.SIGNED_OFF, Basis.IMPORTED)), strict=False)
        ],
        "reached": [(THEN - timedelta(days=40), 0), (THEN - timedelta(days=15), 3), (THEN, 6)],
        "agreed": [(THEN - timedelta(days=40), 0), (THEN + timedelta(days=20), 12)],
        "likely": [(THEN + timedelta(days=30), 12)],
        "compared": folded(
            differences(UNCHANGED + "Stop the queue.", UNCHANGED + "Stop the queue first.")
        ),
        "headings": [
            Sample(level=2, text="Colours", anchor="colours"),
            Sample(level=3, text="Buttons", anchor="buttons"),
        ],
        "pieces_found": [Sample(text="Which ", marked=False), Sample(text="cut-off", marked=True)],
    }
