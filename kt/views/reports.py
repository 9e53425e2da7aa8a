"""The report of a rollout: one or two sheets to print."""

from itertools import groupby
from typing import Any

from flask import Blueprint, g, render_template

from ..access import may_run_rollout, require
from ..forms.sharing import ShareForm
from ..models import Rollout
from ..reports.rollout_report import report_of
from ..reports.rollouts import rollouts_with_people
from ..reports.sharing import share_links_of
from ..rules.rollout_days import today_in
from ..web import visible_or_404

views = Blueprint("reports", __name__)


@views.get("/rollouts/<int:id>/report")
def show(id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    require(may_run_rollout(g.person, rollout))
    return render_template("reports/show.html", **shown(rollout, ShareForm()))


def shown(rollout: Rollout, form: ShareForm) -> dict[str, Any]:
    """Give what the report's page needs; `form` asks for a link to send."""
    today = today_in(rollout)
    report = report_of(rollout, today)
    by_topic = groupby(report.figures, lambda line: line.topic)
    return {
        "rollout": rollout,
        "report": report,
        "groups": [(topic, list(lines)) for topic, lines in by_topic],
        "links": share_links_of(rollout, today),
        "form": form,
    }
