"""The open box to ask in, wherever it stands."""

from collections.abc import Iterable
from typing import Any

from flask import g

from ..access import topics_visible_to
from ..forms.questions import AskForm, Topics
from ..models import Topic


def ask_box(
    place: str,
    *,
    topic: Topic | int | None = None,
    topics: Topics | None = None,
    own: Iterable[int] = (),
    back: str = "",
    **about: Any,
) -> AskForm:
    """Make the form of a box; without a topic of its place it offers all that one sees.

    `about` is what it is asked about: `item` or `about` (a document), by id.
    """
    id = topic.id if isinstance(topic, Topic) else topic
    form = AskForm(topic=id, back=back, **about)
    if id is None:
        form.offer(all_topics() if topics is None else topics, own=own)
    return form.inside(place)


def refused_box(form: AskForm) -> AskForm:
    """Offer all topics beside what was typed, so that whatever was wrong can be put right."""
    form.offer(all_topics())
    return form.inside("ask")


def all_topics() -> list[tuple[int, str]]:
    """List the topics that one may ask about, by name (one query)."""
    topics = topics_visible_to(g.person).select(Topic.id, Topic.name)
    return list(topics.order_by(Topic.name).tuples())
