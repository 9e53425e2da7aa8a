"""The tables of a rollout's report as files."""

from ...exporters.tables import Table
from ..rollout_report import RolloutReport


def report_pairings_table(report: RolloutReport) -> Table:
    heads = ("Topic", "Guide", "As", "Learner", "Sessions", "Last", "Paused or ended")
    return Table(
        "Who guides whom",
        [report.wording.say(head) for head in heads],
        [
            [
                line.topic,
                line.guide or "nobody yet",
                line.role or "",
                line.learner,
                line.sessions,
                line.last or "never",
                line.rest(report.on),
            ]
            for line in report.pairings
        ],
    )


def report_outputs_table(report: RolloutReport) -> Table:
    return Table(
        "Outputs",
        ("Output", "Kind", "Topic", "Owner", "State", "By", "Published"),
        [
            [
                line.title,
                line.kind,
                line.topic,
                line.owner,
                line.badge,
                line.due or "no date",
                line.published_on or "not yet",
            ]
            for line in report.outputs
        ],
    )


def report_checklists_table(report: RolloutReport) -> Table:
    return Table(
        "Required items done",
        ("Checklist", "For", "Done", "Of"),
        [
            [line.title, line.person or "the team", line.done, line.items]
            for line in report.checklists
        ],
    )


def overdue_table(report: RolloutReport) -> Table:
    return Table(
        "Overdue",
        ("What", "Kind", "Whose", "By", "Days"),
        [
            [line.title, line.noun, line.whose or "the team", line.due, line.days]
            for line in report.overdue
        ],
    )
