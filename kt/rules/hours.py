"""Agreed hours of coaching beside those that a coach has (rule 15)."""

from typing import Any

from peewee import Case, ModelSelect, Value, fn

from ..access import is_of_a_pair
from ..models import Override, Pairing, Role, Rollout, RolloutState, RolloutTopic, Seat

# Why a pairing agrees to more hours than its coach has is kept under this and its id.
HOURS = "hours-"


def agreed_hours_of(person: Any) -> ModelSelect:
    """Select the hours a week that somebody agreed to coach, over all open rollouts (rule 15).

    What two of a pair agreed on is theirs and does not count.
    """
    seat, pairing, topic, rollout = (
        table.alias() for table in (Seat, Pairing, RolloutTopic, Rollout)
    )
    return (
        pairing.select(fn.SUM(pairing.agreed_hours))
        .join(seat, on=(pairing.guide == seat.id))
        .join(topic, on=(seat.rollout_topic == topic.id))
        .join(rollout, on=(topic.rollout == rollout.id))
        .where(
            seat.person == person,
            seat.role == Role.COACH,
            pairing.ended_on.is_null(),
            ~is_of_a_pair(pairing, rollout),
            rollout.state.in_((RolloutState.DRAFT, RolloutState.RUNNING)),
        )
    )


def hours_reason() -> Any:
    """Give the SQL of why a pairing agreed to more hours than its coach has, if it was said."""
    reason = Override.select(Override.reason).where(
        Override.rollout == Rollout.id,
        Override.point == Value(HOURS).concat(Pairing.id.cast("text")),
        Override.withdrawn_on.is_null(),
    )
    return Case(None, [(Pairing.agreed_hours.is_null(False), reason)])
