"""What advice counts with: who holds which topic, with how many hours, for how many learners."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from peewee import fn

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
    Standing,
    Topic,
)
from ...rules.seeding import has_beginners
from ..seating import held_on
from ..standings import newest_standings

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
    """Count what advice is based on, for each topic of a rollout (five queries)."""
    topics = _topics(rollout)
    seats = _seats(rollout, today)
    seated = {person_id for each in seats.values() for person_id, _, _ in each}
    levels, people = _standings([row["topic_id"] for row in topics], seated)
    elsewhere = _hours_elsewhere(rollout, people)
    agreed = _agreed_hours(rollout)
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
        Standing.select(newest.c.topic_id, newest.c.person_id, newest.c.level)
        .from_(newest)
        .where(
            newest.c.place == 1,
            (newest.c.level >= int(ABLE)) | newest.c.person_id.in_(list(seated)),
        )
        .order_by(newest.c.level.desc(), newest.c.person_id)
        .tuples()
    )
    levels: dict[int, dict[int, Level]] = defaultdict(dict)
    for topic_id, person_id, level in rows:
        levels[topic_id][person_id] = Level(level)
    holders = {id for each in levels.values() for id, level in each.items() if level >= ABLE}
    people = Person.select().where(Person.id.in_(holders))
    return levels, {person.id: person for person in people}


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


def _hours_elsewhere(rollout: Rollout, people: Iterable[int]) -> dict[int, int]:
    """Sum the hours a week that people agreed to coach in other open rollouts."""
    return dict(
        Pairing.select(Seat.person, fn.SUM(Pairing.agreed_hours))
        .join(Seat, on=(Pairing.guide == Seat.id))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Rollout)
        .where(
            Seat.person.in_(list(people)),
            Seat.role == Role.COACH,
            Rollout.id != rollout.id,
            Rollout.state.in_(OPEN),
            Pairing.ended_on.is_null(),
            Pairing.agreed_hours.is_null(False),
        )
        .group_by(Seat.person)
        .tuples()
    )


def _agreed_hours(rollout: Rollout) -> dict[int, int]:
    """Sum the hours a week that the pairings of a rollout agreed on, by topic."""
    return dict(
        Pairing.select(RolloutTopic.id, fn.SUM(Pairing.agreed_hours))
        .join(Seat, on=(Pairing.learner == Seat.id))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(
            RolloutTopic.rollout == rollout,
            Pairing.ended_on.is_null(),
            Pairing.agreed_hours.is_null(False),
        )
        .group_by(RolloutTopic.id)
        .tuples()
    )


def _holder(person: Person, elsewhere: int) -> Holder:
    hours = person.coaching_hours_week
    free = None if hours is None else max(0, hours - elsewhere)
    return Holder(person.id, person.name, free, person.leaving_date)


def _is_here(person: Person, rollout: Rollout) -> bool:
    return person.leaving_date is None or person.leaving_date > rollout.start_date
