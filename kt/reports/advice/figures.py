"""What advice counts with: who holds which topic, with how many hours, for how many learners."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from peewee import fn

from ...access import is_of_a_pair
from ...models import (
    Expert,
    Kind,
    Level,
    Output,
    OutputState,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Topic,
)
from ...rules.seeding import has_beginners
from ...rules.standings import newest_standings
from ..seating import held_on

# Whoever does it alone is experienced enough to coach it (rule 4).
ABLE = Level.DOES_IT_ALONE

# What a learner needs of a coach where the two have not agreed on hours.
HOURS_A_LEARNER = 1

OPEN = (RolloutState.DRAFT, RolloutState.RUNNING)


@dataclass(frozen=True)
class Holder:
    """Somebody who does a topic alone; `hours` a week are free for it, None where nobody said."""

    id: int
    name: str
    hours: int | None
    leaves: date | None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Sitting:
    """Somebody who has a seat on a topic here; the level is None where nobody named a standing."""

    person_id: int
    role: Role
    level: Level | None
    mentor_places: int


@dataclass(frozen=True)
class TopicFigures:
    """One topic of a rollout in numbers; hours are those of a week.

    `holders` are all who are known to do it alone, whether or not they sit here. `asks_for_seed`
    is rule 4: technical, and its learners or coaches are beginners.
    """

    id: int
    topic_id: int
    name: str
    kind: Kind
    has_process: bool
    holders_needed: int
    documents: int
    experts: int
    asks_for_seed: bool
    holders: tuple[Holder, ...]
    seats: tuple[Sitting, ...]
    agreed_hours: int

    @cached_property
    def guides(self) -> list[Sitting]:
        return [seat for seat in self.seats if seat.role.guides]

    @cached_property
    def learners(self) -> list[Sitting]:
        return [seat for seat in self.seats if seat.role == Role.LEARNER]

    @cached_property
    def able(self) -> list[Holder]:
        """The holders who guide here; while none of them does, those who could."""
        guide = {seat.person_id for seat in self.guides}
        learn = {seat.person_id for seat in self.learners}
        seated = [holder for holder in self.holders if holder.id in guide]
        return seated or [holder for holder in self.holders if holder.id not in learn]

    @property
    def hours(self) -> int | None:
        """The hours of those who are able; None where somebody's are not known."""
        hours = [holder.hours for holder in self.able]
        return None if None in hours else sum(each for each in hours if each is not None)

    @property
    def hours_needed(self) -> int:
        """What was agreed, or an hour for each learner where that is more."""
        return max(self.agreed_hours, HOURS_A_LEARNER * len(self.learners))

    @property
    def unknown(self) -> int:
        """How many of those who guide or learn have no standing."""
        return sum(seat.level is None for seat in (*self.guides, *self.learners))


def figures_of(rollout: Rollout, today: date) -> list[TopicFigures]:
    """Count what advice is based on, for each topic of a rollout (four queries)."""
    topics = _topics(rollout)
    seats = _seats(rollout, today)
    seated = {person_id for each in seats.values() for person_id, _, _ in each}
    levels, people = _standings([row["topic_id"] for row in topics], seated)
    elsewhere, agreed = _hours(rollout, people)
    return [
        TopicFigures(
            **row,
            holders=tuple(
                _holder(people[id], elsewhere.get(id, 0))
                for id, level in levels[row["topic_id"]].items()
                if level >= ABLE and _is_here(people[id], rollout)
            ),
            seats=tuple(
                Sitting(person_id, role, levels[row["topic_id"]].get(person_id), places)
                for person_id, role, places in seats[row["id"]]
            ),
            agreed_hours=agreed.get(row["id"], 0),
        )
        for row in topics
    ]


def _topics(rollout: Rollout) -> list[dict]:
    documents = Output.select(fn.COUNT(Output.id)).where(
        Output.topic == Topic.id, Output.state == OutputState.PUBLISHED
    )
    experts = Expert.select(fn.COUNT(Expert.id)).where(Expert.topic == Topic.id)
    rows = (
        RolloutTopic.select(
            RolloutTopic.id,
            Topic.id.alias("topic_id"),
            Topic.name,
            Topic.kind,
            (Revision.process != "").alias("has_process"),
            Topic.holders_needed,
            documents.alias("documents"),
            experts.alias("experts"),
            (Topic.technical & has_beginners(RolloutTopic.id, Topic.id)).alias("asks_for_seed"),
        )
        .join(Revision)
        .join(Topic)
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, RolloutTopic.id)
        .dicts()
    )
    return [
        row
        | {
            "kind": Kind(row["kind"]),
            "has_process": bool(row["has_process"]),
            "asks_for_seed": bool(row["asks_for_seed"]),
        }
        for row in rows
    ]


def _standings(
    topics: list[int], seated: Iterable[int]
) -> tuple[dict[int, dict[int, Level]], dict[int, Person]]:
    """Give the newest levels of holders and seated people by topic, and who the holders are."""
    newest = newest_standings(topics)
    rows = (
        Person.select(Person, newest.c.topic_id, newest.c.level)
        .join(newest, on=(newest.c.person_id == Person.id))
        .where(
            (newest.c.level >= int(ABLE)) | Person.id.in_(list(seated)),
        )
        .order_by(newest.c.level.desc(), Person.id)
        .objects()
    )
    levels: dict[int, dict[int, Level]] = defaultdict(dict)
    people: dict[int, Person] = {}
    for person in rows:
        level = Level(person.level)
        levels[person.topic_id][person.id] = level
        if level >= ABLE:
            people[person.id] = person
    return levels, people


def _seats(rollout: Rollout, today: date) -> dict[int, list[tuple[int, Role, int]]]:
    rows = (
        Seat.select(Seat.rollout_topic, Seat.person, Seat.role, Person.mentor_places)
        .join(RolloutTopic)
        .switch(Seat)
        .join(Person)
        .where(RolloutTopic.rollout == rollout, held_on(today))
        .order_by(Seat.id)
        .tuples()
    )
    seats: dict[int, list[tuple[int, Role, int]]] = defaultdict(list)
    for topic_id, person_id, role, places in rows:
        seats[topic_id].append((person_id, Role(role), places))
    return seats


def _hours(rollout: Rollout, people: Iterable[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Sum the agreed hours a week: of coaches in other rollouts, and of the topics of this one."""
    is_here = RolloutTopic.rollout == rollout
    is_elsewhere = (
        Seat.person.in_(list(people))
        & (Seat.role == Role.COACH)
        & Rollout.state.in_(OPEN)
        & ~is_of_a_pair(Pairing, Rollout)
    )
    rows = (
        Pairing.select(
            RolloutTopic.rollout, RolloutTopic.id, Seat.person, fn.SUM(Pairing.agreed_hours)
        )
        .join(Seat, on=(Pairing.guide == Seat.id))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Rollout)
        .where(
            is_here | is_elsewhere,
            Pairing.ended_on.is_null(),
            Pairing.agreed_hours.is_null(False),
        )
        .group_by(RolloutTopic.rollout, RolloutTopic.id, Seat.person)
        .tuples()
    )
    elsewhere: Counter[int] = Counter()
    agreed: Counter[int] = Counter()
    for rollout_id, topic_id, person_id, hours in rows:
        if rollout_id == rollout.id:
            agreed[topic_id] += int(hours)
        else:
            elsewhere[person_id] += int(hours)
    return elsewhere, agreed


def _holder(person: Person, elsewhere: int) -> Holder:
    hours = person.coaching_hours_week
    free = None if hours is None else max(0, hours - elsewhere)
    return Holder(person.id, person.name, free, person.leaving_date)


def _is_here(person: Person, rollout: Rollout) -> bool:
    return person.leaving_date is None or person.leaving_date > rollout.start_date
