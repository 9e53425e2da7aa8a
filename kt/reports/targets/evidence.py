"""The dated rows that targets are counted from, of all kinds in one query."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

from peewee import JOIN, Case

from ...dates import count_words, minutes_words
from ...db import compiled, listed
from ...due import workdays_later
from ...models import KeptEvidence, Level, Person, Rollout, Target, Way, Wording
from ...rules.evidence import (
    COLUMNS,
    HOLIDAY,
    LEARNER,
    QUESTION,
    TRUSTED,
    noun_of,
    nouns_of,
    rows_of,
    unnamed_rows_of,
)
from ...rules.rollout_days import zone_of
from .learners import LearnersSeat

# A row as its query finds it, of the columns that `rules.evidence` gives all of them.
Row = tuple[Any, ...]


class Evidence(NamedTuple):
    """One row that may count for a target; a rollout has hundreds, so it is a plain tuple.

    `on` is the day it happened (None: it has not, as an item that is still open); `amount` what
    it adds, or what a reading or a standing stood at. `noun` and `id` name the row to look at.
    `kind` is what an output is, or what a standing rests on. `due` is the day by which an item or
    a question was to be done, `missed` where it was not; a question has the day it was `asked` on,
    and the `days_off` where its answer comes from. `is_later` is what a closed rollout does not
    count, because it happened or was recorded only after the close. Its words are made of the `row`
    as it was found, when they are read; `late` says by how many days it is.
    """

    noun: str
    id: int
    on: date | None
    amount: float
    row: Row
    wording: Wording
    revision_id: int | None = None
    person_id: int | None = None
    kind: str = ""
    target_id: int | None = None
    minutes: int = 0
    due: date | None = None
    asked: date | None = None
    missed: bool = False
    days_off: frozenset[date] = frozenset()
    is_later: bool = False
    late: int = 0

    @property
    def words(self) -> str:
        """Say what it was; raises LookupError where it was collected without its name."""
        if self.row[10] is None:
            raise LookupError(f"The {self.noun} {self.id} was collected without its name.")
        words = _words(self.row, self.wording)
        return f"{words}, {count_words(self.late, 'day')} late" if self.late > 0 else words

    def as_of(self, day: date) -> "Evidence | None":
        """Give what was so on a day: what was done later was open then, or was not there at all."""
        if self.asked and self.asked > day:
            return None
        if self.on is None or self.on <= day:
            return self
        return self._replace(on=None) if self.asked or self.noun == "item" else None


Agreed = Sequence[tuple[Rollout, list[Target]]]
Found = dict[int, dict[str, list[Evidence]]]


def evidence_for(agreed: Agreed, *, named: bool = False) -> tuple[Found, list[LearnersSeat]]:
    """Collect by rollout the rows of its targets by noun, oldest first, and who learns.

    Only where they are `named` have they their words. Those of a closed rollout are what it kept at
    its close. One query for all that are open and one for all that are closed, none where there is
    no target.
    """
    is_open = [each for each in agreed if not each[0].closed_on]
    found, seats = _told(is_open, _rows_now if named else _unnamed_rows_now)
    if len(is_open) < len(agreed):
        kept, seated = _told([each for each in agreed if each[0].closed_on], _rows_kept)
        found, seats = found | kept, seats + seated
    return found, seats


def evidence_and_later(rollout: Rollout, target: Target) -> tuple[Found, list[LearnersSeat]]:
    """Collect the rows of one target, and of a closed rollout those that came later.

    One query more for a closed rollout.
    """
    agreed = [(rollout, [target])]
    found, seats = evidence_for(agreed, named=True)
    if rollout.closed_on:
        now, _ = _told(agreed, _rows_now)
        for noun, then in found[rollout.id].items():
            later = _then_and_later(then, now[rollout.id][noun], rollout.closed_on)
            found[rollout.id][noun] = later
    return found, seats


def _then_and_later(then: list[Evidence], now: list[Evidence], close: date) -> list[Evidence]:
    """Give what was so at a close, and what happened or was recorded only after it.

    It counts as it was then and is called what it is called today, where it is still there.
    """
    rows = {(row.id, row.person_id): row.row for row in now}
    at_close = [
        was._replace(row=rows.get((was.id, was.person_id), was.row))
        for row in then
        if (was := row.as_of(close))
    ]
    happened = {row.id for row in at_close if row.on}
    later = (
        row._replace(is_later=True)
        for row in now
        if row.id not in happened and (row.on or (row.asked and row.asked > close))
    )
    return [*at_close, *later]


def _told(
    agreed: Agreed, read: Callable[[list[int], frozenset[str]], list[Any]]
) -> tuple[Found, list[LearnersSeat]]:
    """Make evidence of the rows of some rollouts, and tell who learns."""
    nouns = nouns_of(target for _, targets in agreed for target in targets)
    rows: dict[tuple[int | None, str], list[Row]] = defaultdict(list)
    for row in read([rollout.id for rollout, _ in agreed], nouns) if nouns else ():
        rows[row[-1], row[0]].append(row)
    seats = [_seat(*row) for rollout, _ in agreed for row in rows[rollout.id, LEARNER]]
    # Those that a rollout kept are its own, the others are for all.
    days_off: dict[tuple[int | None, str], set[date]] = defaultdict(set)
    for rollout_id in (None, *(rollout.id for rollout, _ in agreed)):
        for row in rows[rollout_id, HOLIDAY]:
            days_off[rollout_id, row[9]].add(date.fromisoformat(row[2]))

    def made(rollout: Rollout, noun: str) -> list[Evidence]:
        found, wording = rows[rollout.id, noun], rollout.wording
        if noun != QUESTION:
            return sorted([_evidence(row, wording) for row in found], key=_by_day)
        off = (days_off[rollout.id, row[9]] | days_off[None, row[9]] for row in found)
        each = zip(found, off, strict=True)
        return sorted([_question(row, rollout, frozenset(off)) for row, off in each], key=_by_day)

    return {
        rollout.id: {noun: made(rollout, noun) for noun in {noun_of(each) for each in targets}}
        for rollout, targets in agreed
    }, seats


def _seat(*row: Any) -> LearnersSeat:
    _, _, since, _, revision, person, until, _, _, name, _, rollout_id = row
    return LearnersSeat(
        rollout_id,
        person,
        name,
        revision,
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
    )


def _by_day(row: Evidence) -> tuple[bool, date, int, str]:
    return row.on is None, row.on or date.max, row.id, row.row[10]


def _rows_now(rollouts: list[int], nouns: frozenset[str]) -> list[Any]:
    return _query_of(nouns, rows_of)(rollouts=rollouts)


def _unnamed_rows_now(rollouts: list[int], nouns: frozenset[str]) -> list[Any]:
    return _query_of(nouns, unnamed_rows_of)(rollouts=rollouts)


@cache
def _query_of(nouns: frozenset[str], rows: Callable[..., Any]) -> Callable[..., list[Any]]:
    """Make the query for some kinds of rows, to be run with a list of rollouts."""
    return compiled(lambda rollouts: rows(nouns, rollouts).tuples())


def _rows_kept(rollouts: list[int], nouns: frozenset[str]) -> list[Any]:
    return _kept(rollouts=rollouts, nouns=sorted(nouns))


@compiled
def _kept(rollouts: Any, nouns: Any) -> Any:
    """Select what was kept of some rollouts; who learns is called what they are called today."""
    who = Case(None, [(KeptEvidence.noun == LEARNER, Person.name)], KeptEvidence.who)
    columns = [who if column is KeptEvidence.who else column for column in COLUMNS]
    return (
        KeptEvidence.select(*columns)
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == KeptEvidence.person))
        .where(listed(KeptEvidence.rollout, rollouts), listed(KeptEvidence.noun, nouns))
        .tuples()
    )


def _evidence(row: Row, wording: Wording) -> Evidence:
    noun, id, on, amount, revision, person, kind, target, minutes, _, _, _ = row
    due = None
    if noun == "item":
        due, kind = date.fromisoformat(kind) if kind else None, ""
    elif noun == "session":
        kind = ""
    elif noun == TRUSTED:
        noun = "output"
    return Evidence(
        noun,
        id,
        date.fromisoformat(on) if on else None,
        amount,
        row,
        wording,
        revision,
        person,
        kind,
        target,
        minutes,
        due,
    )


def _question(row: Row, rollout: Rollout, days_off: frozenset[date]) -> Evidence:
    """Make the evidence of a question; its days are those of the rollout."""
    _, id, answered, _, revision, _, asked, *_ = row
    zone = zone_of(rollout)

    def day(moment: str) -> date:
        return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(zone).date()

    return Evidence(
        noun=QUESTION,
        id=id,
        on=day(answered) if answered else None,
        amount=1,
        row=row,
        wording=rollout.wording,
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
    return row._replace(due=due, missed=late > 0, late=late)


def _words(row: Row, wording: Wording) -> str:
    noun, _, _, amount, _, _, kind, _, minutes, who, what, _ = row
    match noun:
        case "session":
            return f"{who} with {what}, {minutes_words(minutes)}{_how(kind, wording)}"
        case "output":
            return f"{kind[:1].upper()}{kind[1:]} “{what}” published"
        case _ if noun == TRUSTED:
            return f"{kind[:1].upper()}{kind[1:]} “{what}” trusted"
        case _ if noun == QUESTION:
            return f"“{' '.join(what.split())}”"
        case "item":
            return f"{who}: {what}" if who else what
        case "standing":
            return f"{who}: {wording.say(Level(int(amount)).words)}, {kind}"
    return f"read by {who}"


@cache
def _how(way: str, wording: Wording) -> str:
    return "" if way == Way.NOT_SAID else f", {wording.say(way)}"
