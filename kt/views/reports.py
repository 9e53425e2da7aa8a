"""The report of a rollout: one or two sheets to print."""

from itertools import groupby
from typing import Any

from flask import Blueprint, g, render_template

from ..access import may_run_rollout, require
from ..reports.rollout_report import report_of
from ..reports.rollouts import rollouts_with_people
from ..web import visible_or_404
from .rollout_days import today_in

views = Blueprint("reports", __name__)


@views.get("/rollouts/<int:id>/report")
def show(id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    require(may_run_rollout(g.person, rollout))
    report = report_of(rollout, today_in(rollout))
    by_topic = groupby(report.figures, lambda line: line.topic)
    return render_template(
        "reports/show.html",
        rollout=rollout,
        report=report,
        groups=[(topic, list(lines)) for topic, lines in by_topic],
    )
