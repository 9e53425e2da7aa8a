"""The dated rows that targets are counted from, of all kinds in one query."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

from ...dates import count_words, minutes_words
from ...db import compiled
from ...due import workdays_later
from ...models import Level, Measure, Rollout, Target, Way, Wording
from ...rules.evidence import HOLIDAY, LEARNER, LOADERS, QUESTION, TRUSTED
from ...rules.rollout_days import zone_of
from .learners import LearnersSeat

NOUNS = {
    Measure.SESSIONS_HELD: "session",
    Measure.COACHING_HOURS: "session",
    Measure.OUTPUTS_PUBLISHED: "output",
    Measure.ITEMS_DONE: "item",
    Measure.ITEMS_ON_TIME: "item",
    Measure.LEARNERS_AT_STANDING: "standing",
    Measure.LEARNERS_SIGNED_OFF: "standing",
    Measure.QUESTIONS_ANSWERED: QUESTION,
    Measure.NUMBER: "reading",
}


class Evidence(NamedTuple):
    """One row that may count for a target; a rollout has hundreds, so it is a plain tuple.

    `on` is the day it happened (None: it has not, as an item that is still open); `amount` what
    it adds, or what a reading or a standing stood at. `noun` and `id` name the row to look at.
    `kind` is what an output is, or what a standing rests on. `due` is the day by which an item or
    a question was to be done, `missed` where it was not; a question has the day it was `asked` on,
    and the `days_off` where its answer comes from.
    """

    noun: str
    id: int
    words: str
    on: date | None
    amount: float
    revision_id: int | None = None
    person_id: int | None = None
    kind: str = ""
    target_id: int | None = None
    minutes: int = 0
    due: date | None = None
    asked: date | None = None
    missed: bool = False
    days_off: frozenset[date] = frozenset()

    def as_of(self, day: date) -> "Evidence | None":
        """Give what was so on a day: what was done later was open then, or was not there at all."""
        if self.asked and self.asked > day:
            return None
        if self.on is None or self.on <= day:
            return self
        return self._replace(on=None) if self.asked or self.noun == "item" else None


def noun_of(target: Target) -> str:
    """Name the kind of rows that a target is counted from."""
    if target.measure == Measure.OUTPUTS_PUBLISHED and target.trusted:
        return TRUSTED
    return NOUNS[Measure(target.measure)]


def evidence_for(
    agreed: Sequence[tuple[Rollout, list[Target]]],
) -> tuple[list[dict[str, list[Evidence]]], list[LearnersSeat]]:
    """Collect for some rollouts the rows of their targets by noun, oldest first, and who learns.

    One query, none where there is no target.
    """
    found: list[dict[str, list[Evidence]]] = [
        {noun_of(target): [] for target in targets} for _, targets in agreed
    ]
    nouns = frozenset(noun for rows in found for noun in rows)
    if nouns:
        nouns |= {LEARNER}
    if QUESTION in nouns:
        nouns |= {HOLIDAY}
    days_off: dict[str, set[date]] = defaultdict(set)
    questions: list[tuple[int, list[Any]]] = []
    seats = []
    places = {rollout.id: place for place, (rollout, _) in enumerate(agreed)}
    for *row, rollout_id in _rows_of(nouns)(rollouts=list(places)) if nouns else ():
        if row[0] == HOLIDAY:
            days_off[row[9]].add(date.fromisoformat(row[2]))
            continue
        if row[0] == LEARNER:
            seats.append(_seat(rollout_id, *row))
            continue
        place = places[rollout_id]
        if row[0] == QUESTION in found[place]:
            questions.append((place, row))
        elif row[0] in found[place]:
            found[place][row[0]].append(_evidence(agreed[place][0].wording, *row))
    for place, row in questions:
        rollout = agreed[place][0]
        found[place][QUESTION].append(_question(rollout, frozenset(days_off[row[9]]), row))
    for evidence in (evidence for rows in found for evidence in rows.values()):
        evidence.sort(key=_by_day)
    return found, seats


def _seat(rollout_id: int, *row: Any) -> LearnersSeat:
    _, _, since, _, revision, person, until, _, _, name, _ = row
    return LearnersSeat(
        rollout_id,
        person,
        name,
        revision,
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
    )


def _by_day(row: Evidence) -> tuple[bool, date, int, str]:
    return row.on is None, row.on or date.max, row.id, row.words


@cache
def _rows_of(nouns: frozenset[str]) -> Callable[..., list[Any]]:
    """Make the query for some kinds of rows, to be run with a list of rollouts."""

    @compiled
    def rows(rollouts: Any) -> Any:
        first, *others = (LOADERS[noun](rollouts) for noun in sorted(nouns))
        for other in others:
            first = first.union_all(other)
        return first.tuples()

    return rows


def _evidence(
    wording: Wording,
    noun: str,
    id: int,
    on: str | None,
    amount: float,
    revision: int | None,
    person: int | None,
    kind: str,
    target: int | None,
    minutes: int,
    who: str,
    what: str,
) -> Evidence:
    match noun:
        case "session":
            words = f"{who} with {what}, {minutes_words(minutes)}{_how(kind, wording)}"
        case "output":
            words = f"{kind[:1].upper()}{kind[1:]} “{what}” published"
        case _ if noun == TRUSTED:
            words = f"{kind[:1].upper()}{kind[1:]} “{what}” trusted"
        case "item":
            words = f"{who}: {what}" if who else what
        case "standing":
            words = f"{who}: {wording.say(Level(int(amount)).words)}, {kind}"
        case _:
            words = f"read by {who}"
    is_output = noun in ("output", TRUSTED)
    return Evidence(
        "output" if is_output else noun,
        id,
        words,
        date.fromisoformat(on) if on else None,
        amount,
        revision,
        person,
        kind if is_output or noun == "standing" else "",
        target,
        minutes,
        date.fromisoformat(kind) if noun == "item" and kind else None,
    )


def _question(rollout: Rollout, days_off: frozenset[date], row: list[Any]) -> Evidence:
    """Make the evidence of a question; its days are those of the rollout."""
    _, id, answered, _, revision, _, asked, *_, words = row
    zone = zone_of(rollout)

    def day(moment: str) -> date:
        return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(zone).date()

    return Evidence(
        noun=QUESTION,
        id=id,
        words=f"“{' '.join(words.split())}”",
        on=day(answered) if answered else None,
        amount=1,
        revision_id=revision,
        asked=day(asked),
        days_off=days_off,
    )


def timed(row: Evidence, target: Target, today: date) -> Evidence:
    """Say by when an item or a question was to be done for a target that counts those in time.

    The last day of a question is so many working days after the one it was asked on. Weekends do
    not count, nor holidays at the location of whoever answered it, or is asked first until then.
    """
    due = row.due
    if row.asked:
        due = workdays_later(row.asked, target.within_workdays or 1, row.days_off)
    late = ((row.on or today) - due).days if due else 0
    words = f"{row.words}, {count_words(late, 'day')} late" if late > 0 else row.words
    return row._replace(words=words, due=due, missed=late > 0)


@cache
def _how(way: str, wording: Wording) -> str:
    return "" if way == Way.NOT_SAID else f", {wording.say(way)}"
