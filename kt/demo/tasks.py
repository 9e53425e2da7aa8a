"""Delegation: Ana hands her own tasks over, one half way, one for good; Sam is asked for one."""

from ..operations.handovers import accept_handover, hand_over, sign_step
from .stage import Stage

BEGAN = 28

# From whom, to whom, the task, a note, then each step signed: days ago, what was seen.
TASKS: tuple[tuple[str, str, str, str, tuple[tuple[int, str], ...]], ...] = (
    (
        "ana",
        "ines",
        "Month-end call with the custodian",
        "They want one name and one number; the questions are always the same five.",
        (
            (24, "Sat in on the October call."),
            (17, "Led it, I listened."),
            (10, "Led it alone and wrote to me after."),
            (3, "The custodian calls her now."),
        ),
    ),
    (
        "ana",
        "raj",
        "Weekly settlement report",
        "Fridays before noon. The comment matters more than the figures.",
        ((21, "Watched two of them."), (7, "Wrote it, I changed one line.")),
    ),
    ("paula", "sam", "Order of gloves and tags", "Before the store runs out, so monthly.", ()),
)


def build(stage: Stage) -> None:
    """Have the tasks handed over, accepted and signed as far as they came."""
    for owner, delegate, task, note, steps in TASKS:
        delegator, person = stage.people[owner], stage.people[delegate]
        with stage.on(BEGAN if steps else 1) as day:
            (handover,) = hand_over([], person, by=delegator, on=day, note=note, new_tasks=[task])
        if not steps:
            continue
        with stage.on(BEGAN - 1) as day:
            accept_handover(handover, by=person, on=day)
        for step, (days_ago, seen) in enumerate(steps, start=1):
            with stage.on(days_ago) as day:
                sign_step(handover, step, by=delegator, on=day, evidence=seen)
