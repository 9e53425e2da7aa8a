"""Who learns in a rollout, for the targets that count learners."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from ...models import Rollout, Target


@dataclass(frozen=True)
class Learner:
    """Somebody who learns in a rollout: which revisions, and each since when.

    `left` says until when they sat on those that they learn no more.
    """

    id: int
    name: str
    since: Mapping[int, date]
    left: Mapping[int, date] = field(default_factory=dict)

    @property
    def revisions(self) -> Set[int]:
        """Give what they learn now; of somebody who left them all, what they learnt."""
        return (self.since.keys() - self.left.keys()) or self.since.keys()

    @property
    def has_left(self) -> bool:
        return self.since.keys() == self.left.keys()

    def learns(self, revision: int | None) -> bool:
        """Tell whether they learn a revision now, or any of the rollout."""
        if revision is None:
            return not self.has_left
        return revision in self.since and revision not in self.left

    def learnt(self, revision: int | None) -> bool:
        """Tell whether they did, and do no more."""
        return self.has_left if revision is None else revision in self.left

    def start_on(self, revision: int | None) -> date:
        """Give the day they start with a revision, or with the first of the rollout."""
        return self.since[revision] if revision else min(self.since[id] for id in self.revisions)


@dataclass(frozen=True)
class LearnersSeat:
    """A seat from which somebody learns or learnt; `until` is None for as long as they do."""

    rollout_id: int
    person_id: int
    name: str
    revision_id: int
    since: date
    until: date | None


def learners_of_each(
    dated: Sequence[tuple[Rollout, date]], seats: Iterable[LearnersSeat]
) -> list[list[Learner]]:
    """List for each rollout who learns or learnt there on its day; in a closed one, on its last."""
    days = {rollout.id: min(today, rollout.closed_on or today) for rollout, today in dated}
    names: dict[int, dict[int, str]] = {id: {} for id in days}
    starts: dict[tuple[int, int, bool], dict[int, date]] = defaultdict(dict)
    ends: dict[tuple[int, int], dict[int, date]] = defaultdict(dict)
    for seat in sorted(seats, key=lambda each: (each.name, each.person_id, each.since)):
        rollout, id, revision, until = seat.rollout_id, seat.person_id, seat.revision_id, seat.until
        names[rollout][id] = seat.name
        is_open = until is None or until > days[rollout]
        # Of two seats on one topic the earlier says when they started.
        starts[rollout, id, is_open].setdefault(revision, seat.since)
        if until and not is_open:
            ends[rollout, id][revision] = max(until, ends[rollout, id].get(revision, until))
    return [
        [
            _learner(
                id, name, starts[rollout, id, True], starts[rollout, id, False], ends[rollout, id]
            )
            for id, name in there.items()
        ]
        for rollout, there in names.items()
    ]


def revision_of(target: Target) -> int | None:
    return target.rollout_topic.revision_id if target.rollout_topic_id else None


def those_who_learn(target: Target, learners: Sequence[Learner]) -> list[Learner]:
    return [each for each in learners if each.learns(revision_of(target))]


def those_who_count(target: Target, learners: Sequence[Learner]) -> list[Learner]:
    """List those whose figures may count: where standings do, also those who left with one."""
    if not target.measure.has_level:
        return those_who_learn(target, learners)
    revision = revision_of(target)
    return [each for each in learners if each.learns(revision) or each.learnt(revision)]


def _learner(
    id: int,
    name: str,
    now: dict[int, date],
    before: dict[int, date],
    ends: dict[int, date],
) -> Learner:
    left = {revision: until for revision, until in ends.items() if revision not in now}
    return Learner(id, name, before | now, left)
