"""Seats: giving, ending and reopening them."""

from datetime import date

from ...access import may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import Pairing, Person, Role, RolloutTopic, Seat
from ..agreements import refresh_agreement
from ..audit import record
from .rules import (
    refuse_closed,
    refuse_contradiction,
    refuse_full_mentor,
    refuse_inactive,
)

NOT_YOURS = "Seats are given by whoever runs the rollout. Ask its supervisor."


def give_seat(
    rollout_topic: RolloutTopic,
    person: Person,
    role: Role,
    *,
    since: date,
    until: date | None = None,
    by: Person,
    field: str = "person",
) -> Seat:
    """Seat a person on a topic, from one day until another (open while None).

    `field` is the input that a refusal is shown at.
    """
    require(may_run_rollout(by, rollout_topic.rollout), NOT_YOURS)
    with transaction():
        seat = new_seat(rollout_topic, person, role, since, until, field=field)
        record(
            "seat.given",
            by=by,
            about=[rollout_topic.rollout, person, seat],
            person=person,
            role=role,
            topic=rollout_topic.revision.topic_id,
            since=since,
            until=until,
        )
        refresh_agreement(rollout_topic.rollout, by=by)
    return seat


def end_seat(seat: Seat, *, on: date, by: Person) -> Seat:
    """End a seat and the pairings it is part of; a seat that has not begun was never held."""
    rollout = seat.rollout_topic.rollout
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        seat = Seat.get_by_id(seat.id)
        refuse_closed(rollout)
        if seat.until is not None and seat.until <= on:
            return seat
        close_seat(seat, on)
        _record("seat.ended", seat, by=by, on=seat.until)
        refresh_agreement(rollout, by=by)
    return seat


def reopen_seat(seat: Seat, *, by: Person) -> Seat:
    """Take a seat's end back, and that of the pairings that ended with it."""
    rollout_topic = seat.rollout_topic
    require(may_run_rollout(by, rollout_topic.rollout), NOT_YOURS)
    with transaction():
        seat = Seat.get_by_id(seat.id)
        if seat.until is None:
            return seat
        take_up_seat(seat)
        _record("seat.reopened", seat, by=by)
        refresh_agreement(rollout_topic.rollout, by=by)
    return seat


def close_seat(seat: Seat, on: date) -> None:
    """End a seat with its pairings; for deeds that record themselves."""
    seat.until = max(on, seat.since)
    seat.save(only=[Seat.until])
    Pairing.update(ended_on=seat.until).where(
        (Pairing.guide == seat) | (Pairing.learner == seat), Pairing.ended_on.is_null()
    ).execute()


def take_up_seat(seat: Seat) -> None:
    """Ask every rule and open an ended seat with its pairings; for deeds that record themselves."""
    rollout_topic, ended = seat.rollout_topic, seat.until
    refuse_closed(rollout_topic.rollout)
    refuse_inactive(seat.person, field="person")
    refuse_contradiction(
        rollout_topic, seat.person, seat.role, seat.since, None, field="person", besides=seat
    )
    seat.until = None
    seat.save(only=[Seat.until])
    for pairing in _ended_with(seat, ended):
        if pairing.guide is not None and not pairing.mutual:
            refuse_full_mentor(
                rollout_topic.rollout,
                pairing.guide.person,
                pairing.learner.person,
                field="person",
            )
        pairing.ended_on = None
        pairing.save(only=[Pairing.ended_on])


def seat_for(
    rollout_topic: RolloutTopic, person: Person, role: Role, on: date, *, field: str
) -> Seat:
    """Find the seat a person holds from a day on, or give it; for deeds that record themselves."""
    held = (
        Seat.select()
        .where(
            Seat.rollout_topic == rollout_topic,
            Seat.person == person,
            Seat.role == role,
            Seat.until.is_null() | (Seat.until > on),
        )
        .order_by(Seat.since)
        .first()
    )
    if held:
        refuse_inactive(person, field=field)
        return held
    return new_seat(rollout_topic, person, role, on, None, field=field)


def new_seat(
    rollout_topic: RolloutTopic,
    person: Person,
    role: Role,
    since: date,
    until: date | None,
    *,
    field: str,
) -> Seat:
    """Ask every rule and make the row; for deeds that record themselves."""
    refuse_closed(rollout_topic.rollout)
    refuse_inactive(person, field=field)
    if until is not None and until < since:
        raise Refused("A seat cannot end before it begins. Choose a later last day.", field="until")
    refuse_contradiction(rollout_topic, person, role, since, until, field=field)
    return Seat.create(
        rollout_topic=rollout_topic, person=person, role=role, since=since, until=until
    )


def _ended_with(seat: Seat, day: date) -> list[Pairing]:
    guide, learner = Seat.alias(), Seat.alias()
    return list(
        Pairing.select(Pairing)
        .join(learner, on=(Pairing.learner == learner.id))
        .switch(Pairing)
        .left_outer_join(guide, on=(Pairing.guide == guide.id))
        .where(
            (Pairing.guide == seat) | (Pairing.learner == seat),
            Pairing.ended_on == day,
            learner.until.is_null(),
            guide.until.is_null(),
        )
    )


def _record(deed: str, seat: Seat, *, by: Person, **values: date) -> None:
    record(
        deed,
        by=by,
        about=[seat.rollout_topic.rollout, seat.person, seat],
        person=seat.person,
        role=seat.role,
        topic=seat.rollout_topic.revision.topic_id,
        **values,
    )
