"""The tables of a rollout's report, and of the one for somebody outside, as files."""

from collections.abc import Iterable

from ...exporters.tables import Table
from ...models import Wording
from ..rollout_report import RolloutReport
from ..sharing import SharedTarget, SharedTopic


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


def shared_topics_table(topics: Iterable[SharedTopic], wording: Wording) -> Table:
    heads = (
        "Topic",
        "Learners",
        "Sessions",
        "Last session",
        "Outputs published",
        "Outputs",
        "Targets reached",
        "Targets",
    )
    return Table(
        "Topics",
        [wording.say(head) for head in heads],
        [
            [
                line.name,
                line.learners,
                line.sessions,
                line.last or "none yet",
                line.published,
                line.outputs,
                line.reached,
                line.targets,
            ]
            for line in topics
        ],
    )


def shared_targets_table(targets: Iterable[SharedTarget], wording: Wording) -> Table:
    """Write the targets without people: one for each learner says how many reached it."""
    heads = (
        "Topic",
        "What",
        "For",
        "Unit",
        "Baseline",
        "Now",
        "Learners who reached it",
        "Learners",
        "Limit",
        "Target",
        "By",
        "Met since",
        "Progress in %",
    )
    return Table(
        "Targets",
        [wording.say(head) for head in heads],
        [
            [
                line.topic or "The whole rollout",
                line.what,
                "" if line.learners is None else wording.say("for each learner"),
                line.unit,
                line.baseline,
                _now(line),
                None if line.learners is None else line.reached,
                line.learners,
                "at most" if line.limit else "",
                line.number,
                line.due or ("each by a day of their own" if line.own_days else "no date"),
                line.met_on or ("overdue" if line.late else "not yet"),
                round(line.progress * 100, 2),
            ]
            for line in targets
        ],
    )


def _now(line: SharedTarget) -> float | str | None:
    if line.learners is not None:
        return None
    return (line.missing or "no reading") if line.now is None else line.now
