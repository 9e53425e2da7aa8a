"""Help: the eight tasks, the keys and the words; and the way to everything by its name."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.utils import redirect

from .. import hx
from ..dates import count_words
from ..reports.glossary import GLOSSARY
from .places import places_named, task_places
from .tasks import TASKS

views = Blueprint("help", __name__)

views.add_app_template_global(task_places)


@views.get("/help")
def show() -> Any:
    return render_template("help/show.html", tasks=TASKS, glossary=GLOSSARY)


@views.get("/places")
def places() -> Any:
    found = places_named(_words())
    html = render_template("help/_places.html", places=found)
    return hx.fragment(html, announce=count_words(len(found), "place") + ".")


@views.get("/places/first")
def go() -> Any:
    """Go to the first place of this name; where there is none, search for it."""
    words = _words()
    found = places_named(words)
    return redirect(found[0].url if found else url_for("search.show", words=words), 303)


def _words() -> str:
    return request.args.get("words", "").strip()
