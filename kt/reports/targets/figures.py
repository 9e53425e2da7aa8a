"""What targets stand at: now, how far, met since when, and what the rollout amounts to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, ModelSelect

from ...db import compiled, listed
from ...models import Basis, Measure, Revision, Rollout, RolloutTopic, Target, Topic
from ...rules.evidence import noun_of
from .evidence import Evidence, Found, evidence_and_later, evidence_for, timed
from .learners import Learner, LearnersSeat, learners_of_each, revision_of, those_who_count
from .steps import can_be_said, steps_of, those_counted

# What these count was to be done by a day.
IN_TIME = (Measure.ITEMS_ON_TIME, Measure.QUESTIONS_ANSWERED)

# The rows that are about the topic of a target, where it has one.
OF_A_TOPIC = ("session", "output", "standing", "question")

# Why nothing is known yet of a share that is one of nothing.
NOTHING = {
    Measure.LEARNERS_AT_STANDING: "nobody learns here yet",
    Measure.LEARNERS_SIGNED_OFF: "nobody learns here yet",
    Measure.ITEMS_ON_TIME: "no item has a day",
    Measure.QUESTIONS_ANSWERED: "no question yet",
}


@dataclass(frozen=True)
class Figure:
    """One target, or one learner's part of a target that counts for each learner.

    `now` is None while a number has no reading, and for a share of nothing. `steps` are the values
    it came to, each from a day on. `counted` are the rows it was counted from; `earlier` are those
    from before the rollout's start, `later` what came only after its close: shown, not counted
    (rule 16). These are found for one target only (`figures_of_target`).
    """

    target: Target
    topic_name: str
    learner: Learner | None
    now: float | None
    met_on: date | None
    steps: tuple[tuple[date, float], ...]
    counted: tuple[Evidence, ...]
    earlier: tuple[Evidence, ...]
    later: tuple[Evidence, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.met_on is not None

    @property
    def progress(self) -> float:
        """Rule 16: (now - baseline) / (target - baseline), kept between 0 and 1."""
        if self.target.limit or self.now is None:
            return 1.0 if self.is_met else 0.0
        return self._shares([(date.max, self.now)])[0][1]

    @property
    def shares(self) -> list[tuple[date, float]]:
        """Give the progress after each step; what is kept or broken on the way has none."""
        return [] if self.target.is_kept else self._shares(self.steps)

    def _shares(self, steps: Iterable[tuple[date, float]]) -> list[tuple[date, float]]:
        baseline, whole = self.target.baseline, self.target.number - self.target.baseline
        return [
            (day, share if 0 < (share := (value - baseline) / whole) < 1 else float(share >= 1))
            for day, value in steps
        ]

    @property
    def missing(self) -> str:
        """Say in words why nothing is known yet; "" where there is a figure."""
        return NOTHING.get(self.target.measure, "no reading") if self.now is None else ""

    @property
    def due(self) -> date | None:
        """Give the agreed day: one for everybody, or counted from the learner's own start."""
        target = self.target
        if self.learner is None or target.within_days is None:
            return target.due
        start = self.learner.start_on(revision_of(target))
        return start + timedelta(days=target.within_days)

    def is_past_its_date(self, today: date) -> bool:
        return not self.is_met and self.due is not None and self.due < today


def figures_of(rollout: Rollout, today: date) -> list[Figure]:
    """Count every target of a rollout, one figure per learner where it counts for each.

    Takes three queries, whatever its targets ask for.
    """
    return figures_of_each([(rollout, today)])[rollout.id]


def figures_of_each(dated: Sequence[tuple[Rollout, date]]) -> dict[int, list[Figure]]:
    """Count every target of some rollouts as of each one's own day, by rollout.

    Takes two queries, however many they are.
    """
    targets: dict[int, list[Target]] = {rollout.id: [] for rollout, _ in dated}
    for target in _targets(rollouts=[rollout.id for rollout, _ in dated]):
        targets[target.rollout_id].append(target)
    found, seats = evidence_for([(rollout, targets[rollout.id]) for rollout, _ in dated])
    return _counted([(rollout, targets[rollout.id], day) for rollout, day in dated], found, seats)


def figures_of_target(target: Target, today: date) -> list[Figure]:
    """Count one target, a dropped one too, and find what came after a close.

    Takes one query, two for a closed rollout.
    """
    found, seats = evidence_and_later(target.rollout, target)
    return _counted([(target.rollout, [target], today)], found, seats)[target.rollout_id]


def started_on(rollout: Rollout) -> date:
    """Give the day from which evidence counts."""
    return rollout.started_on or rollout.start_date


def as_of(rollout: Rollout, today: date) -> date:
    """Give the day as of which figures stand: today, or once it is closed the day of the close."""
    return min(today, rollout.closed_on or today)


def reached_over_time(figures: Iterable[Figure]) -> list[tuple[date, int]]:
    """Count the targets that were met by each day on which one was."""
    days = sorted(figure.met_on for figure in figures if figure.met_on is not None)
    return [(day, place) for place, day in enumerate(days, start=1)]


def _counted(
    agreed: Sequence[tuple[Rollout, list[Target], date]],
    found: Found,
    seats: Sequence[LearnersSeat],
) -> dict[int, list[Figure]]:
    learners = learners_of_each([(rollout, today) for rollout, _, today in agreed], seats)
    return {
        rollout.id: [
            figure
            for target in targets
            for figure in _figures(
                target, there, found[rollout.id][noun_of(target)], rollout, today
            )
        ]
        for (rollout, targets, today), there in zip(agreed, learners, strict=True)
    }


def _figures(
    target: Target, learners: list[Learner], rows: list[Evidence], rollout: Rollout, today: date
) -> Iterable[Figure]:
    people = those_who_count(target, learners)
    rows = _belonging(rows, target)
    if not target.each_learner:
        yield _figure(target, None, people, rows, rollout, today)
        return
    theirs: dict[int | None, list[Evidence]] = defaultdict(list)
    for row in rows:
        theirs[row.person_id].append(row)
    for learner in people:
        figure = _figure(target, learner, [learner], theirs[learner.id], rollout, today)
        if figure.is_met or learner.learns(revision_of(target)):
            yield figure


@compiled
def _targets(rollouts: Any) -> ModelSelect:
    return (
        Target.select(Target, RolloutTopic, Revision, Topic)
        .join(RolloutTopic, JOIN.LEFT_OUTER)
        .join(Revision, JOIN.LEFT_OUTER)
        .join(Topic, JOIN.LEFT_OUTER)
        .where(listed(Target.rollout, rollouts), Target.dropped_on.is_null())
        .order_by(RolloutTopic.position, Target.id)
    )


def _figure(
    target: Target,
    learner: Learner | None,
    people: list[Learner],
    rows: list[Evidence],
    rollout: Rollout,
    today: date,
) -> Figure:
    started, until = started_on(rollout), as_of(rollout, today)
    earlier, counted, later = [], [], []
    in_time = target.measure in IN_TIME
    for row in rows:
        if row.is_later:
            later.append(timed(row, target, today) if in_time else row)
            continue
        on, asked = row.on, row.asked
        # A question counts from the day it was asked on.
        began = asked or on
        if began and began < started:
            earlier.append(timed(row, target, until) if in_time else row)
            continue
        was_so = not asked and (on is None or on <= until)
        then = row if was_so else row.as_of(until)
        if then:
            counted.append(timed(then, target, until) if in_time else then)
    if target.measure.has_level:
        people = those_counted(target, people, counted)
    steps = steps_of(target, people, counted)
    nothing = 0.0 if can_be_said(target, people, counted) else None
    return Figure(
        target=target,
        topic_name=target.rollout_topic.revision.topic.name if target.rollout_topic_id else "",
        learner=learner,
        now=steps[-1][1] if steps else nothing,
        met_on=_met_on(target, steps),
        steps=tuple(steps),
        counted=tuple(counted),
        earlier=tuple(earlier),
        later=tuple(later),
    )


def _belonging(rows: list[Evidence], target: Target) -> list[Evidence]:
    """Keep the rows of a target's kind that may count for it."""
    id, kind, revision = target.id, target.output_kind, revision_of(target)
    rows = [row for row in rows if row.target_id is None or row.target_id == id]
    if revision is not None:
        rows = [row for row in rows if row.revision_id == revision or row.noun not in OF_A_TOPIC]
    if kind:
        rows = [row for row in rows if row.kind == kind]
    if target.measure == Measure.ITEMS_ON_TIME:
        rows = [row for row in rows if row.due is not None]
    if target.measure == Measure.LEARNERS_SIGNED_OFF:
        rows = [row for row in rows if _is_judged(row, target)]
    return rows


def _is_judged(row: Evidence, target: Target) -> bool:
    """Keep the sign-offs, and whatever later says that somebody fell below the level."""
    return row.kind == Basis.SIGNED_OFF or row.amount < (target.level or 0)


def _met_on(target: Target, steps: list[tuple[date, float]]) -> date | None:
    """Find the day since which a target has been met without a break; None if it is not."""
    since, number, goes_down = None, target.number, target.goes_down
    for day, value in steps:
        met = value <= number if goes_down else value >= number
        since = (since or day) if met else None
    return since
