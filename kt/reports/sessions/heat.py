"""When a pairing met and how, week by week: the line that is drawn beside it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from ...access import is_of_a_pair
from ...dates import ago_words, count_words, short_date, week_of
from ...dates import listed as listed_words
from ...db import compiled, listed
from ...models import (
    Attendance,
    CoachingSession,
    Pairing,
    Rollout,
    RolloutTopic,
    Seat,
    Way,
    Wording,
)

# So many weeks a line shows in a list, and on the pairing's own page.
IN_A_LIST, ON_ITS_PAGE = 14, 26

# What a week shows when several sessions were held: the one in which the learner did most.
FURTHEST_FIRST = (
    Way.ALONE,
    Way.TOGETHER,
    Way.SHOWN,
    Way.EXPLAINED,
    Way.COACH_DID_IT,
    Way.NOT_SAID,
)


@dataclass(frozen=True)
class Met:
    """A session that was held; between two of a pair its way is theirs, and not said."""

    on: date
    way: Way


@dataclass(frozen=True)
class HeatLine:
    """The weeks of a pairing up to this one, and the sessions it held in them, oldest first.

    `first` is the Monday of the first week; the pairing began in the week `began`, counted from 0.
    """

    first: date
    weeks: int
    began: int
    held: tuple[Met, ...]

    @property
    def marks(self) -> list[tuple[int, Way]]:
        """Give each week with a session, counted from 0, with the furthest way of its sessions."""
        ways: dict[int, list[Way]] = defaultdict(list)
        for each in self.held:
            ways[(each.on - self.first).days // 7].append(each.way)
        return [(week, min(found, key=FURTHEST_FIRST.index)) for week, found in ways.items()]

    def words(self, today: date, wording: Wording = Wording.COACHING) -> str:
        """Say it in a sentence: how many sessions since when, how, and when the last one was."""
        since = short_date(self.first + timedelta(weeks=self.began), today)
        if not self.held:
            return f"No session since the week of {since}."
        counts = Counter(each.way for each in self.held)
        said = [way for way in FURTHEST_FIRST if counts[way] and way != Way.NOT_SAID]
        ways = [f"{wording.say(way)} {_times(counts[way])}" for way in said]
        how = f": {listed_words(ways)}" if ways else ""
        number = count_words(len(self.held), "session")
        last = ago_words(self.held[-1].on, today)
        return f"{number} since the week of {since}{how}. The last one was {last}."


def heat_lines(
    rollout: Rollout, pairings: Iterable[int], today: date, *, weeks: int = IN_A_LIST
) -> dict[int, HeatLine]:
    """Draw when each of some pairings of a rollout met, by pairing (one query, if there are any).

    All lines begin in the week of the rollout's start, or so many weeks ago, and end in this one or
    that of the close. The kick-off is nobody's session.
    """
    last = week_of(min(today, rollout.closed_on or today))
    begun = week_of(rollout.started_on or rollout.start_date)
    first = min(last, max(begun, last - timedelta(weeks=weeks - 1)))
    began: dict[int, date] = {}
    held: dict[int, list[Met]] = defaultdict(list)
    ids = list(pairings)
    rows = _rows(pairings=ids, first=first, last=last + timedelta(days=6)) if ids else []
    for id, since, on, way, is_pair in rows:
        began[id] = since
        if on:
            held[id].append(Met(on, Way.NOT_SAID if is_pair else Way(way)))
    number = (last - first).days // 7
    return {
        id: HeatLine(
            first=first,
            weeks=number + 1,
            began=min(number, max(0, (week_of(since) - first).days // 7)),
            held=tuple(held[id]),
        )
        for id, since in began.items()
    }


@compiled
def _rows(pairings: Any, first: Any, last: Any) -> Any:
    held = (
        CoachingSession.held_on.between(first, last)
        & CoachingSession.cancelled_at.is_null()
        & CoachingSession.rollout_topic.is_null(False)
    )
    return (
        Pairing.select(
            Pairing.id,
            Pairing.since,
            CoachingSession.held_on,
            CoachingSession.way,
            is_of_a_pair(Pairing, Rollout),
        )
        .join(Seat, on=(Pairing.learner == Seat.id))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .join_from(Pairing, Attendance, JOIN.LEFT_OUTER, on=(Attendance.pairing == Pairing.id))
        .join(
            CoachingSession,
            JOIN.LEFT_OUTER,
            on=((Attendance.session == CoachingSession.id) & held),
        )
        .where(listed(Pairing.id, pairings))
        .order_by(CoachingSession.held_on, CoachingSession.id)
        .tuples()
    )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
