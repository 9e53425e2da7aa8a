"""The SMEs whom a rollout may call on for the content of a topic (rule 3), within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..db import compiled, listed
from ..models import Person, Revision, Role, RolloutTopic, Seat, Topic
from ..rules.pairings import PairingFacts


@dataclass(frozen=True)
class Sme:
    """Somebody with the seat as SME on a topic of a rollout, and how to reach them."""

    id: int
    name: str
    email: str | None
    rollout_id: int
    topic_id: int
    topic: str


def smes_on(places: Iterable[tuple[int, int]], today: date) -> list[Sme]:
    """List the SMEs of topics in rollouts, given as pairs of their ids (one query or none)."""
    wanted = set(places)
    if not wanted:
        return []
    rows = _seated(rollouts=sorted({rollout for rollout, _ in wanted}), today=today)
    found = [Sme(*row) for row in rows]
    return [each for each in found if (each.rollout_id, each.topic_id) in wanted]


@compiled
def _seated(rollouts: Any, today: Any) -> Any:
    return (
        Seat.select(
            Person.id, Person.name, Person.email, RolloutTopic.rollout, Topic.id, Topic.name
        )
        .join(Person)
        .join_from(Seat, RolloutTopic)
        .join(Revision)
        .join(Topic)
        .where(
            listed(RolloutTopic.rollout, rollouts),
            Seat.role == Role.SME,
            Seat.since <= today,
            Seat.until.is_null() | (Seat.until > today),
            Person.active,
        )
        .order_by(RolloutTopic.position, Person.name, Seat.id)
        .tuples()
    )


def smes_beside(pairings: Iterable[PairingFacts], smes: Iterable[Sme]) -> tuple[Sme, ...]:
    """Keep the SMEs on whom the people of these pairings can call."""
    places = places_of(pairings)
    return tuple(each for each in smes if (each.rollout_id, each.topic_id) in places)


def places_of(pairings: Iterable[PairingFacts]) -> set[tuple[int, int]]:
    return {(each.rollout_id, each.topic_id) for each in pairings}
