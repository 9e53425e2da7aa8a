"""The sessions of a rollout, or those of them that a figure elsewhere counted."""

from datetime import date
from typing import Any

from flask import abort, g, request

from ..access import may_run_rollout, people_visible_to
from ..models import Rollout
from ..reports import sessions as answers
from ..reports.pairing_lines import PairingLine, pairing_line
from ..rules.rollout_days import today_in
from ..web import find_or_404
from .paging import page_number, pages


def listed(rollout: Rollout) -> dict[str, Any]:
    """Gather what the list of a rollout's sessions shows."""
    only, today = asked_for(rollout), today_in(rollout)
    may_run = may_run_rollout(g.person, rollout)
    past = answers.past_sessions(rollout, g.person, page_number(), only)
    return {
        "rollout": rollout,
        "only": only,
        "load": answers.load_words(rollout, only, today) if may_run else "",
        "planned": answers.planned_sessions(rollout, g.person, only),
        "past": past,
        "pages": pages(page_number(), past.total, size=answers.PAGE),
        "offers": answers.offers_to(g.person, rollout),
        "to_plan": answers.offers_to(g.person, rollout, to_plan=True),
        "may_run": may_run,
    }


def asked_for(rollout: Rollout) -> answers.Narrowed:
    """Read which of them the request asks for; whom or what one may not see answers 404."""
    pairing, guide, learner, topic = (
        request.args.get(name, type=int) for name in ("pairing", "guide", "learner", "topic")
    )
    return answers.Narrowed(
        pairing=None if pairing is None else _pairing(rollout, pairing),
        guide=None if guide is None else find_or_404(people_visible_to(g.person), guide),
        learner=None if learner is None else find_or_404(people_visible_to(g.person), learner),
        topic=None if topic is None else find_or_404(rollout.rollout_topics, topic).id,
        since=request.args.get("since", type=date.fromisoformat),
    )


def _pairing(rollout: Rollout, id: int) -> PairingLine:
    return (pairing_line(rollout, id, g.person) if abs(id) < 2**31 else None) or abort(404)
