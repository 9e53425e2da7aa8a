"""What targets stand at: now, how far, met since when, and what the rollout amounts to."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import JOIN, fn

from ...models import (
    Measure,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    Topic,
)
from .evidence import Evidence, evidence_for, noun_of


@dataclass(frozen=True)
class Learner:
    """Somebody who learns in a rollout: which revisions, and each since when."""

    id: int
    name: str
    since: Mapping[int, date]

    @property
    def revisions(self) -> Set[int]:
        return self.since.keys()

    def start_on(self, revision: int | None) -> date:
        """Give the day they start with a revision, or with the first of the rollout."""
        return self.since[revision] if revision else min(self.since.values())


@dataclass(frozen=True)
class Figure:
    """One target, or one learner's part of a target that counts for each learner.

    `now` is None while a number has no reading. `steps` are the values it came to, each from a day
    on. `counted` are the rows it was counted from, `earlier` those from before the rollout's start:
    shown, not counted (rule 16).
    """

    target: Target
    topic_name: str
    learner: Learner | None
    now: float | None
    met_on: date | None
    steps: tuple[tuple[date, float], ...]
    counted: tuple[Evidence, ...]
    earlier: tuple[Evidence, ...]

    @property
    def is_met(self) -> bool:
        return self.met_on is not None

    @property
    def progress(self) -> float:
        """Rule 16: (now - baseline) / (target - baseline), kept between 0 and 1."""
        if self.target.limit or self.now is None:
            return 1.0 if self.is_met else 0.0
        return self._share(self.now)

    @property
    def shares(self) -> list[tuple[date, float]]:
        """Give the progress after each step; a limit has none."""
        return [] if self.target.limit else [(day, self._share(value)) for day, value in self.steps]

    def _share(self, value: float) -> float:
        target = self.target
        share = (value - target.baseline) / (target.number - target.baseline)
        return min(1.0, max(0.0, share))

    @property
    def due(self) -> date | None:
        """Give the agreed day: one for everybody, or counted from the learner's own start."""
        target = self.target
        if self.learner is None or target.within_days is None:
            return target.due
        start = self.learner.start_on(_revision_of(target))
        return start + timedelta(days=target.within_days)

    def is_past_its_date(self, today: date) -> bool:
        return not self.is_met and self.due is not None and self.due < today


def figures_of(rollout: Rollout, today: date) -> list[Figure]:
    """Count every target of a rollout, one figure per learner where it counts for each.

    Takes three queries, whatever its targets ask for.
    """
    return figures_of_each([rollout], today)[rollout.id]


def figures_of_each(rollouts: Sequence[Rollout], today: date) -> dict[int, list[Figure]]:
    """Count every target of some rollouts, by rollout (three queries, however many they are)."""
    targets: dict[int, list[Target]] = {rollout.id: [] for rollout in rollouts}
    for target in _targets(rollouts):
        targets[target.rollout_id].append(target)
    return _counted([(rollout, targets[rollout.id]) for rollout in rollouts], today)


def figures_of_target(target: Target, today: date) -> list[Figure]:
    """Count one target, a dropped one too (two queries)."""
    return _counted([(target.rollout, [target])], today)[target.rollout_id]


def started_on(rollout: Rollout) -> date:
    """Give the day from which evidence counts."""
    return rollout.started_on or rollout.start_date


def reached_over_time(figures: Iterable[Figure]) -> list[tuple[date, int]]:
    """Count the targets that were met by each day on which one was."""
    days = sorted(figure.met_on for figure in figures if figure.met_on is not None)
    return [(day, place) for place, day in enumerate(days, start=1)]


def _counted(
    agreed: Sequence[tuple[Rollout, list[Target]]], today: date
) -> dict[int, list[Figure]]:
    learners = _learners([rollout for rollout, _ in agreed], today)
    rows = evidence_for(agreed)
    return {
        rollout.id: [
            _figure(target, learner, there, found[noun_of(target)], rollout, today)
            for target in targets
            for learner in (_those_who_learn(target, there) if target.each_learner else [None])
        ]
        for (rollout, targets), there, found in zip(agreed, learners, rows, strict=True)
    }


def _targets(rollouts: Sequence[Rollout]) -> list[Target]:
    return list(
        Target.select(Target, RolloutTopic, Revision, Topic)
        .join(RolloutTopic, JOIN.LEFT_OUTER)
        .join(Revision, JOIN.LEFT_OUTER)
        .join(Topic, JOIN.LEFT_OUTER)
        .where(Target.rollout.in_([each.id for each in rollouts]), Target.dropped_on.is_null())
        .order_by(RolloutTopic.position, Target.id)
    )


def _learners(rollouts: Sequence[Rollout], today: date) -> list[list[Learner]]:
    """List for each rollout who learns now; in a closed one, who learnt on its last day."""
    rows = (
        Seat.select(
            RolloutTopic.rollout,
            Person.id,
            Person.name,
            RolloutTopic.revision,
            Seat.since,
        )
        .join(Person, on=(Seat.person == Person.id))
        .switch(Seat)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            Rollout.id.in_([each.id for each in rollouts]),
            Seat.role == Role.LEARNER,
            Seat.until.is_null() | (Seat.until > fn.COALESCE(Rollout.closed_on, today)),
        )
        .order_by(Person.name, Person.id, Seat.since.desc())
        .tuples()
    )
    learners: dict[int, dict[tuple[int, str], dict[int, date]]] = {each.id: {} for each in rollouts}
    for rollout, id, name, revision, since in rows:
        # Of two seats on one topic the earlier comes last and says when they started.
        learners[rollout].setdefault((id, name), {})[revision] = since
    return [
        [Learner(id, name, since) for (id, name), since in learners[each.id].items()]
        for each in rollouts
    ]


def _revision_of(target: Target) -> int | None:
    return target.rollout_topic.revision_id if target.rollout_topic_id else None


def _those_who_learn(target: Target, learners: list[Learner]) -> list[Learner]:
    revision = _revision_of(target)
    return [each for each in learners if revision is None or revision in each.revisions]


def _figure(
    target: Target,
    learner: Learner | None,
    learners: list[Learner],
    rows: list[Evidence],
    rollout: Rollout,
    today: date,
) -> Figure:
    mine = [row for row in rows if _belongs(row, target, learner)]
    started = started_on(rollout)
    earlier = tuple(row for row in mine if row.on and row.on < started)
    counted = tuple(
        row for row in mine if row.on is None or (row.on >= started and row.on <= today)
    )
    steps = list(_steps(target, learner, learners, counted))
    return Figure(
        target=target,
        topic_name=target.rollout_topic.revision.topic.name if target.rollout_topic_id else "",
        learner=learner,
        now=steps[-1][1] if steps else (None if target.measure == Measure.NUMBER else 0.0),
        met_on=_met_on(target, steps),
        steps=tuple(steps),
        counted=counted,
        earlier=earlier,
    )


def _belongs(row: Evidence, target: Target, learner: Learner | None) -> bool:
    if row.target_id is not None and row.target_id != target.id:
        return False
    revision = _revision_of(target)
    has_a_topic = row.noun in ("session", "output", "standing")
    if revision is not None and has_a_topic and row.revision_id != revision:
        return False
    if target.output_kind and row.kind != target.output_kind:
        return False
    return learner is None or row.person_id == learner.id


def _steps(
    target: Target, learner: Learner | None, learners: list[Learner], rows: Iterable[Evidence]
) -> Iterable[tuple[date, float]]:
    """Give the value of a target after each dated row, oldest first."""
    rows = list(rows)
    dated = [row for row in rows if row.on is not None]
    if target.measure == Measure.NUMBER:
        return [(row.on, row.amount) for row in dated if row.on]
    if target.measure == Measure.ITEMS_DONE:
        return [(row.on, 100 * n / len(rows)) for n, row in enumerate(dated, 1) if row.on]
    if target.measure == Measure.LEARNERS_AT_STANDING:
        people = [learner] if learner else _those_who_learn(target, learners)
        return _standing_steps(target, people, dated)
    return _sums(dated, hours=target.measure == Measure.COACHING_HOURS)


def _sums(rows: list[Evidence], *, hours: bool) -> Iterable[tuple[date, float]]:
    # A session with three learners has three rows and counts once.
    seen: set[int] = set()
    minutes = 0
    for row in rows:
        if row.id in seen or row.on is None:
            continue
        seen.add(row.id)
        minutes += row.minutes
        yield row.on, minutes / 60 if hours else float(len(seen))


def _standing_steps(
    target: Target, people: list[Learner], rows: list[Evidence]
) -> Iterable[tuple[date, float]]:
    """Count who stands at the level on the target's topic, or on all the topics they learn."""
    revision = _revision_of(target)
    newest: dict[tuple[int | None, int | None], float] = {}
    for row in rows:
        if row.on is None:
            continue
        newest[row.person_id, row.revision_id] = row.amount
        reached = sum(
            all(
                newest.get((person.id, each), -1) >= (target.level or 0)
                for each in ([revision] if revision else person.revisions)
            )
            for person in people
        )
        yield row.on, float(reached)


def _met_on(target: Target, steps: list[tuple[date, float]]) -> date | None:
    """Find the day since which a target has been met without a break; None if it is not."""
    since = None
    for day, value in steps:
        met = value <= target.number if target.goes_down else value >= target.number
        since = (since or day) if met else None
    return since
