"""The balance of a two-way rollout (rule 2): who coaches what and learns what, and has done both.

It is complete only when everybody seated as both has held at least one session in each role.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from ..models import (
    Attendance,
    CoachingSession,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
    Wording,
)


@dataclass(frozen=True)
class Balance:
    """Somebody seated as both: the topics of each role, and the sessions held in it."""

    person_id: int
    name: str
    coaches: tuple[str, ...]
    learns: tuple[str, ...]
    coached: int
    learned: int

    @property
    def is_complete(self) -> bool:
        return self.coached > 0 and self.learned > 0


def balance_of(rollout: Rollout, today: date) -> list[Balance]:
    """List everybody seated as both in a two-way rollout, by name; nobody in another (one query).

    A closed rollout shows who sat there on its last day.
    """
    if rollout.model.is_one_way:
        return []
    topics: dict[tuple[int, str], dict[bool, list[str]]] = defaultdict(lambda: defaultdict(list))
    held: dict[int, tuple[int, int]] = {}
    for person_id, name, role, topic, coached, learned in _seats(rollout, today):
        topics[person_id, name][role.guides].append(topic)
        held[person_id] = (coached, learned)
    return [
        Balance(id, name, tuple(sides[True]), tuple(sides[False]), *held[id])
        for (id, name), sides in topics.items()
        if sides[True] and sides[False]
    ]


def still_missing(balances: Iterable[Balance], wording: Wording) -> list[str]:
    """Name the roles that were not taken yet, by their topics and not by their people."""
    balances = list(balances)
    to_coach = {topic for each in balances if not each.coached for topic in each.coaches}
    to_learn = {topic for each in balances if not each.learned for topic in each.learns}
    return [
        *(f"{wording.say('coaching')} on {topic}" for topic in sorted(to_coach)),
        *(f"learning {topic}" for topic in sorted(to_learn)),
    ]


def _seats(rollout: Rollout, today: date) -> Any:
    """Select the open seats with their people, and what each held there in both roles."""
    seated = Seat.alias()
    attended = (
        Attendance.select(Attendance.session)
        .join(Pairing)
        .join(seated, on=(Pairing.learner == seated.id))
        .where(seated.person == Person.id)
    )
    return (
        Seat.select(
            Person.id,
            Person.name,
            Seat.role,
            Topic.name,
            _held(rollout).where(CoachingSession.guide == Person.id),
            _held(rollout).where(CoachingSession.id.in_(attended)),
        )
        .join(Person)
        .join_from(Seat, RolloutTopic)
        .join(Revision)
        .join(Topic)
        .where(
            RolloutTopic.rollout == rollout,
            Seat.role != Role.SME,
            Seat.until.is_null() | (Seat.until > (rollout.closed_on or today)),
        )
        .order_by(Person.name, Person.id, RolloutTopic.position, Topic.name)
        .tuples()
    )


def _held(rollout: Rollout) -> Any:
    """Count the sessions held on its topics from its start on (rule 16); no kick-off is one."""
    return CoachingSession.select(fn.COUNT(CoachingSession.id)).where(
        CoachingSession.rollout == rollout,
        CoachingSession.rollout_topic.is_null(False),
        CoachingSession.held_on >= (rollout.started_on or rollout.start_date),
        CoachingSession.cancelled_at.is_null(),
    )
