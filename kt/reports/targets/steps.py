"""The values that a target came to, each from a day on, counted from the rows behind it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ...models import Measure, Target
from .evidence import Evidence
from .learners import Learner, revision_of

Steps = list[tuple[date, float]]


def steps_of(target: Target, people: Sequence[Learner], rows: Sequence[Evidence]) -> Steps:
    """Give the value of a target after each dated row, oldest first; `people` are its learners."""
    dated = [row for row in rows if row.on is not None]
    match target.measure:
        case Measure.NUMBER:
            return [(row.on, row.amount) for row in dated if row.on]
        case Measure.ITEMS_DONE:
            return [(row.on, 100 * n / len(rows)) for n, row in enumerate(dated, 1) if row.on]
        case Measure.ITEMS_ON_TIME:
            return _on_time(target, rows)
        case Measure.QUESTIONS_ANSWERED:
            return _answered(target, rows)
        case Measure.LEARNERS_AT_STANDING | Measure.LEARNERS_SIGNED_OFF:
            return _standings(target, people, dated)
    return list(_sums(dated, hours=target.measure == Measure.COACHING_HOURS))


def can_be_said(target: Target, people: Sequence[Learner], rows: Sequence[Evidence]) -> bool:
    """Tell whether a target without steps is at 0: a share of nobody, or of nothing, is not."""
    if target.measure == Measure.NUMBER:
        return False
    if not target.share:
        return True
    if target.measure == Measure.QUESTIONS_ANSWERED:
        return False
    return bool(people if target.measure.has_level else rows)


def those_counted(
    target: Target, people: Sequence[Learner], rows: Sequence[Evidence]
) -> list[Learner]:
    """Keep who learns, and those who left once they had reached the standing.

    What somebody reached stays reached, as when a learner of the first wave becomes a coach;
    somebody who left before neither counts nor is missed.
    """
    revision = revision_of(target)
    newest = _Newest(people)
    for row in rows:
        newest.take(row)
    return [each for each in people if each.learns(revision) or newest.reach(each, target)]


class _Newest:
    """The newest standing of each learner on each revision, of the time when they learnt it."""

    def __init__(self, people: Iterable[Learner]):
        self._left = {person.id: person.left for person in people}
        self._levels: dict[tuple[int | None, int | None], float] = {}

    def take(self, row: Evidence) -> None:
        until = self._left.get(row.person_id or 0, {}).get(row.revision_id or 0)
        if until is None or (row.on and row.on <= until):
            self._levels[row.person_id, row.revision_id] = row.amount

    def reach(self, person: Learner, target: Target) -> bool:
        """Tell whether somebody stands at the level on its topic, or on all that they learn."""
        revision = revision_of(target)
        return all(
            self._levels.get((person.id, each), -1) >= (target.level or 0)
            for each in ([revision] if revision else person.revisions)
        )


def _sums(rows: Iterable[Evidence], *, hours: bool) -> Iterable[tuple[date, float]]:
    # A session with three learners has three rows and counts once.
    seen: set[int] = set()
    minutes = 0
    for row in rows:
        if row.id in seen or row.on is None:
            continue
        seen.add(row.id)
        minutes += row.minutes
        yield row.on, minutes / 60 if hours else float(len(seen))


def _on_time(target: Target, rows: Sequence[Evidence]) -> Steps:
    """Count the items done by their days; a share is one of all that have a day, done or not.

    So it grows as the work goes on, and an item that was missed cannot come back.
    """
    whole = len(rows) / 100 if target.share else 1
    timely = [row.on for row in rows if row.on and not row.missed]
    return [(day, n / whole) for n, day in enumerate(timely, start=1)]


def _answered(target: Target, rows: Sequence[Evidence]) -> Steps:
    """Count the questions answered in time; a share is one of those answered or out of time.

    One that still has time is on neither side. A late one is missed from the day after its last.
    """
    decided: dict[int, tuple[date, bool]] = {}
    for row in rows:
        if row.missed and row.due:
            decided[row.id] = (row.due + timedelta(days=1), False)
        elif row.on:
            decided[row.id] = (row.on, True)
    steps: Steps = []
    timely = 0
    for n, (day, is_timely) in enumerate(sorted(decided.values()), start=1):
        timely += is_timely
        if target.share:
            steps.append((day, 100 * timely / n))
        elif is_timely:
            steps.append((day, float(timely)))
    return steps


def _standings(target: Target, people: Sequence[Learner], rows: Sequence[Evidence]) -> Steps:
    """Count who reached the level after each row; of nobody there is no share."""
    if target.share and not people:
        return []
    whole = len(people) / 100 if target.share else 1
    newest = _Newest(people)
    steps: Steps = []
    for row in rows:
        newest.take(row)
        reached = sum(newest.reach(person, target) for person in people)
        if row.on:
            steps.append((row.on, reached / whole))
    return steps
