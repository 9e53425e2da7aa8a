"""Coverage: for each topic who does it and who coaches it, and its risk when somebody leaves."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from peewee import Expression, ModelSelect, Value, fn

from ..dates import count_words
from ..db import compiled, is_postgres, listed
from ..models import Kind, Level, NewestStanding, Output, OutputState, Person, Topic
from .standings import HOLDS, held_by

# Nobody holds somebody's own growth, or their settling in, for others.
PERSONAL = (Kind.DEVELOPMENT, Kind.ORIENTATION)

# A leaving date this near is something to act on.
QUARTER = timedelta(days=92)


class Risk(IntEnum):
    """How near a topic is to being lost, the worst first."""

    NOBODY = 1
    ONE_UNWRITTEN = 2
    ONE = 3
    LEAVING = 4
    TOO_FEW = 5
    COVERED = 6

    @property
    def is_gap(self) -> bool:
        return self != Risk.COVERED


RISK_WORDS = {
    Risk.NOBODY: "nobody does it alone",
    Risk.ONE_UNWRITTEN: "one, and nothing is written",
    Risk.ONE: "one",
    Risk.LEAVING: "too few when those leave who will",
    Risk.TOO_FEW: "fewer than needed",
    Risk.COVERED: "covered",
}


@dataclass(frozen=True)
class Holder:
    """Somebody who does a topic alone, or coaches it; `leaves_on` if that is known."""

    person_id: int
    name: str
    level: Level
    leaves_on: date | None

    def is_gone_by(self, day: date) -> bool:
        return self.leaves_on is not None and self.leaves_on <= day


@dataclass(frozen=True)
class Cover:
    """A topic with its holders; `documents` counts what is published about it.

    `holders` are those of whom it matters who they are: who leaves, who owns a task, and who was
    asked after. The others are counted.
    """

    topic_id: int
    name: str
    kind: Kind
    technical: bool
    needed: int
    holders: tuple[Holder, ...]
    documents: int
    others: int = 0
    other_coaches: int = 0

    @property
    def count(self) -> int:
        return len(self.holders) + self.others

    @property
    def coaches(self) -> int:
        named = sum(holder.level == Level.COACHES_OTHERS for holder in self.holders)
        return named + self.other_coaches

    def leaving(self, today: date) -> tuple[Holder, ...]:
        """Give the holders who leave within a quarter, first who leaves first."""
        soon = [each for each in self.holders if each.is_gone_by(today + QUARTER)]
        return tuple(sorted(soon, key=lambda each: (each.leaves_on or date.max, each.name)))

    def risk(self, today: date) -> Risk:
        """Judge how near the topic is to being lost; one that nobody needs is covered."""
        count = self.count
        if not self.needed:
            return Risk.COVERED
        if not count:
            return Risk.NOBODY
        if count == 1:
            return self._risk_of_one(today)
        leaving = len(self.leaving(today))
        if leaving >= 2 or (leaving and count - leaving < self.needed <= count):
            return Risk.LEAVING
        return Risk.TOO_FEW if count < self.needed else Risk.COVERED

    def _risk_of_one(self, today: date) -> Risk:
        if not self.documents:
            return Risk.ONE_UNWRITTEN
        return Risk.ONE if self.needed > 1 or self.leaving(today) else Risk.COVERED

    def reason(self, today: date) -> str:
        """Say the risk in words that name no person."""
        leaving = self.leaving(today)
        said = f"{count_words(self.count, 'holder')} of {self.needed} needed"
        if leaving and leaving[0].leaves_on:
            first = (leaving[0].leaves_on - today).days
            said += (
                f", {len(leaving)} {'leaves' if len(leaving) == 1 else 'leave'} within a quarter"
            )
            said += f", the first in {count_words(max(first, 0), 'day')}"
        return said if self.documents else said + ", nothing is written"


def covers_of(topics: ModelSelect, today: date, named: Collection[int] = ()) -> list[Cover]:
    """Tell who holds each of some topics (two queries); `named` are people who are asked after.

    Somebody past their leaving date holds nothing any more. The owner of a task holds it (rule 9).
    Topics that are one's own, growth and settling in, are left out.
    """
    rows = list(
        topics.where(Topic.kind.not_in(PERSONAL))
        .select(
            Topic.id, Topic.name, Topic.kind, Topic.technical, Topic.holders_needed, _documents()
        )
        .order_by(Topic.name, Topic.id)
        .tuples()
    )
    holders, others = _holders([row[0] for row in rows], today, named)
    return [
        Cover(
            id,
            name,
            Kind(kind),
            technical,
            needed,
            tuple(holders.get(id, ())),
            documents,
            sum(others[id].values()),
            others[id][Level.COACHES_OTHERS],
        )
        for id, name, kind, technical, needed, documents in rows
    ]


def by_risk(covers: Iterable[Cover], today: date) -> list[Cover]:
    """Order topics by their risk, then by how many holders they lack, then by name."""
    return sorted(
        covers,
        key=lambda each: (each.risk(today), each.count - each.needed, each.name.lower()),
    )


def without(cover: Cover, people: Collection[int]) -> Cover:
    """Give the topic as it is when these people, whom it names, are gone."""
    stay = tuple(holder for holder in cover.holders if holder.person_id not in people)
    return replace(cover, holders=stay)


def _documents() -> ModelSelect:
    return Output.select(fn.COUNT(Output.id)).where(
        Output.topic == Topic.id, Output.state == OutputState.PUBLISHED
    )


def _holders(
    topics: list[int], today: date, named: Collection[int]
) -> tuple[dict[int, list[Holder]], dict[int, Counter[int]]]:
    """Give the holders who are named by their topic, and count the others there by their level.

    All are counted by an index alone, and who is named or gone is taken off again: looking each
    of thousands up is dear.
    """
    rows = _rows_of_holders(topics=topics, today=today, named=list(named))
    found: dict[int, dict[int, Holder]] = defaultdict(dict)
    others: dict[int, Counter[int]] = defaultdict(Counter)
    for topic_id, person_id, known_as, level, leaves_on, count in sorted(
        rows, key=lambda row: -row[3]
    ):
        others[topic_id][level] += count
        if person_id is not None:
            # An owner with a standing comes twice; the standing says more.
            holder = Holder(person_id, known_as, Level(level), _day(leaves_on))
            found[topic_id].setdefault(person_id, holder)
    by_topic = {id: sorted(each.values(), key=_by_level_and_name) for id, each in found.items()}
    return by_topic, others


@compiled
def _rows_of_holders(topics: Any, today: Any, named: Any) -> ModelSelect:
    """Select topic, person, name, level, leaving date and how many more that makes of others."""
    return (
        _all_holders(topics)
        .union_all(_gone_holders(topics, today))
        .union_all(_named_holders(topics, today, named))
        .union_all(_owners(topics, today))
        .tuples()
    )


def _day(value: date | str | None) -> date | None:
    # A union's date comes back from SQLite as text.
    return date.fromisoformat(value) if isinstance(value, str) else value


def _by_level_and_name(holder: Holder) -> tuple[int, str]:
    return -holder.level, holder.name


def _all_holders(topics: Any) -> ModelSelect:
    """Count the holders of topics by their level, whoever they are."""
    return (
        NewestStanding.select(*_counted(fn.COUNT(NewestStanding.level)))
        .where(listed(NewestStanding.topic, topics), NewestStanding.level >= int(HOLDS))
        .group_by(NewestStanding.topic, NewestStanding.level)
    )


def _gone_holders(topics: Any, today: Any) -> ModelSelect:
    """Count those off again who are disabled or have left: they hold nothing any more."""
    return (
        held_by(Person.gone_or_going(), topics)
        .where(~_is_here(today))
        .select(*_counted(fn.COUNT(NewestStanding.level) * -1))
        .group_by(NewestStanding.topic, NewestStanding.level)
    )


def _counted(count: Any) -> list[Any]:
    nobody = Value(None)
    return [
        NewestStanding.topic,
        nobody.cast("integer"),
        Value("").cast("text"),
        NewestStanding.level,
        nobody.cast("date") if is_postgres() else nobody,
        count,
    ]


def _named_holders(topics: Any, today: Any, named: Any) -> ModelSelect:
    """Select the holders of whom it matters who they are, each counted off the others."""
    owners = Topic.select(Topic.owner).where(Topic.kind == Kind.DELEGATION, ~Topic.owner.is_null())
    person = Person.alias()
    asked_after = person.select(person.id).where(listed(person.id, named))
    return (
        held_by(Person.gone_or_going() | owners | asked_after, topics)
        .where(_is_here(today))
        .select(
            NewestStanding.topic,
            Person.id,
            Person.name,
            NewestStanding.level,
            Person.leaving_date,
            _number(-1),
        )
    )


def _owners(topics: Any, today: Any) -> ModelSelect:
    """Select who owns a task, with a standing on it or without."""
    return (
        Topic.select(
            Topic.id,
            Person.id,
            Person.name,
            _number(int(HOLDS)),
            Person.leaving_date,
            _number(0),
        )
        .join(Person, on=(Topic.owner == Person.id))
        .where(listed(Topic.id, topics), Topic.kind == Kind.DELEGATION, _is_here(today))
    )


def _is_here(today: Any) -> Expression:
    return Person.active & (Person.leaving_date.is_null() | (Person.leaving_date > today))


def _number(value: int) -> Any:
    return Value(value).cast("integer")
