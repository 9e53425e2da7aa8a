"""Who is who to whom, as queries of ids."""

from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression, ModelSelect, SelectBase

from ..models import Pairing, Person, Purpose, Role, Rollout, RolloutTopic, Seat


def run_by(person: Person) -> ModelSelect:
    """Select the ids of the rollouts a person supervises or deputises for; nobody runs a pair."""
    return Rollout.select(Rollout.id).where(
        (Rollout.supervisor == person) | (Rollout.deputy == person),
        Rollout.purpose == Purpose.TEAM,
    )


def sat_in_by(person: Person) -> ModelSelect:
    """Select the ids of the rollouts a person has or had a seat in."""
    return (
        RolloutTopic.select(RolloutTopic.rollout)
        .join(Seat, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(Seat.person == person)
    )


def learners_of(person: Person, *roles: Role) -> ModelSelect:
    """Select the ids of the people somebody guides now, as coach or buddy unless roles say.

    Those of a pair are nobody's learners: what is theirs stays their own (rule 14).
    """
    guide, learner = Seat.alias(), Seat.alias()
    return (
        learner.select(learner.person)
        .join(Pairing, on=(Pairing.learner == learner.id))
        .join(guide, on=(Pairing.guide == guide.id))
        .join(RolloutTopic, on=(guide.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            guide.person == person,
            guide.role.in_(roles or (Role.COACH, Role.BUDDY)),
            Pairing.ended_on.is_null(),
            ~is_of_a_pair(Pairing, Rollout),
        )
    )


def reports_of(person: Person) -> ModelSelect:
    """Select the ids of the people whose line manager somebody is."""
    report = Person.alias()
    return report.select(report.id).where(report.manager == person)


def is_of_a_pair(pairing: Any, rollout: Any) -> Expression:
    """Match the pairings of two people who agreed on it, or who coach each other in a circle."""
    return pairing.mutual | (rollout.purpose == Purpose.PAIR)


def ids_seen(model: Any, ways: list[Expression]) -> SelectBase:
    """Select the ids of what is seen for any of some reasons.

    A union, because PostgreSQL finds an OR of several tables by no index: to find one item it
    looked through all checklists.
    """
    return reduce(or_, [model.select(model.id).where(way) for way in ways])
