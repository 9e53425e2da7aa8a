"""Search: one box for all one may see, and answers while a question is typed."""

from typing import Any

from flask import Blueprint, g, render_template, request

from .. import hx
from ..access import topics_visible_to
from ..dates import count_words
from ..models import Found, Topic
from ..reports import search as answers
from .paging import page_number, pages

views = Blueprint("search", __name__)

KINDS = [
    (Found.DOCUMENT.value, "Documents"),
    (Found.QUESTION.value, "Questions"),
    (Found.TOPIC.value, "Topics"),
    (Found.PERSON.value, "People"),
]


@views.get("/search")
def show() -> Any:
    words, kind = _words(), request.args.get("kind", "")
    topic = _topic()
    found = None
    if words:
        kinds = [Found(kind)] if kind in set(Found) else []
        found = answers.search(
            g.person, words, today=g.today, kinds=kinds, topic=topic, page=page_number()
        )
    return render_template(
        "search/show.html",
        words=words,
        kind=kind,
        kinds=KINDS,
        topic_id=topic and topic.id,
        topics=_choices(found, topic),
        answers=found,
        headline=answers.headline(found) if found else "Search",
        pages=pages(page_number(), found.total if found else 0, size=answers.PAGE),
    )


@views.get("/search/suggestions")
def suggestions() -> Any:
    words = _words()
    results = answers.suggest(g.person, words, today=g.today, topic=_topic()) if words else []
    html = render_template("search/_suggestions.html", results=results)
    said = f"{count_words(len(results), 'answer')} may be there already." if results else None
    return hx.fragment(html, announce=said)


def _words() -> str:
    return request.args.get("words", "").strip()


def _topic() -> Topic | None:
    id = request.args.get("topic", "")
    if not (id.isascii() and id.isdecimal() and len(id) < 10):
        return None
    return topics_visible_to(g.person).where(Topic.id == int(id)).first()


def _choices(found: answers.Answers | None, chosen: Topic | None) -> list[tuple[int, str]]:
    """List the topics of what was found; where one is chosen, it alone is."""
    if chosen is not None:
        return [(chosen.id, chosen.name)]
    return list(found.topics) if found else []
