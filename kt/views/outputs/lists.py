"""The documents one can read, and what a rollout is to leave behind."""

from typing import Any

from flask import g, render_template, request

from ...access import rollouts_visible_to
from ...models import OutputKind
from ...reports import outputs as answers
from ...reports.mentions import places_to_import_to
from ...web import visible_or_404
from ..paging import page_number, pages
from .blueprint import views
from .planning import topics_to_plan_on


@views.get("/outputs")
def index() -> Any:
    words = request.args.get("words", "").replace("\0", "").strip()
    kind = request.args.get("kind", "")
    topics = answers.topics_with_documents(g.person)
    asked_for = request.args.get("topic", type=int)
    topic_id = asked_for if asked_for in dict(topics) else None
    lines, total = answers.documents(
        g.person, topic_id=topic_id, kind=kind, words=words, page=page_number()
    )
    return render_template(
        "outputs/index.html",
        lines=lines,
        total=total,
        pages=pages(page_number(), total, size=answers.PAGE),
        topics=topics,
        words=words,
        kind=kind,
        topic_id=topic_id,
        kinds=OutputKind,
        may_import=bool(places_to_import_to(g.person)),
    )


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
