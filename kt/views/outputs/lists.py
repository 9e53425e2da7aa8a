"""The documents one can read, and what a rollout is to leave behind."""

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request

from ...access import rollouts_visible_to
from ...models import OutputKind
from ...reports import outputs as answers
from ...reports.mentions import places_to_import_to
from ...reports.outputs import OutputLine
from ...web import visible_or_404
from ..paging import page_number, pages
from .blueprint import views
from .planning import topics_to_plan_on


@views.get("/outputs")
def index() -> Any:
    topics = answers.topics_with_documents(g.person)
    asked_for = _asked_for(topics)
    lines, total = answers.documents(g.person, **asked_for, page=page_number())
    return render_template(
        "outputs/index.html",
        lines=lines,
        total=total,
        pages=pages(page_number(), total, size=answers.PAGE),
        topics=topics,
        **asked_for,
        kinds=OutputKind,
        may_import=bool(places_to_import_to(g.person)),
    )


def all_listed() -> Callable[[int], tuple[list[OutputLine], int]]:
    """Give what reads a page of the documents that the request asks for, and counts them all."""
    asked_for = _asked_for(answers.topics_with_documents(g.person))
    return lambda number: answers.documents(g.person, **asked_for, page=number)


def _asked_for(topics: list[tuple[int, str]]) -> dict[str, Any]:
    topic_id = request.args.get("topic", type=int)
    return {
        "words": request.args.get("words", "").replace("\0", "").strip(),
        "kind": request.args.get("kind", ""),
        "topic_id": topic_id if topic_id in dict(topics) else None,
    }


@views.get("/rollouts/<int:id>/outputs")
def of_rollout(id: int) -> Any:
    rollout = visible_or_404(rollouts_visible_to, id)
    lines, total = answers.outputs_of(rollout, g.person, page_number())
    return render_template(
        "outputs/of_rollout.html",
        rollout=rollout,
        lines=lines,
        total=total,
        published=answers.published_in(rollout),
        pages=pages(page_number(), total, size=answers.PAGE),
        may_plan=bool(topics_to_plan_on(rollout)),
    )
