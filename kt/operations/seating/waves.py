"""The next wave of a process change: a learner who is signed off becomes its coach (rule 8)."""

from datetime import date

from ...access import may_run_rollout, require
from ...dates import count_words
from ...db import transaction
from ...errors import Refused
from ...models import Attendance, CoachingSession, Pairing, Person, Role, Seat
from ...rules.waves import next_coaches_of
from ..agreements import refresh_agreement
from ..audit import record
from .hours import ask_for_hours
from .pairings import fill_gap
from .rules import refuse_closed
from .seats import NOT_YOURS, close_seat, new_seat, take_up_seat


def promote_to_coach(seat: Seat, *, on: date, by: Person) -> Seat:
    """Have a learner who is signed off coach those of the next wave whom nobody guides.

    The seat as learner ends (rule 2); return the one as coach. In a one-way rollout it is refused
    to somebody who still learns another topic there (rule 1).
    """
    require(may_run_rollout(by, seat.rollout_topic.rollout), NOT_YOURS)
    with transaction():
        seat = Seat.get_by_id(seat.id)
        rollout_topic, person = seat.rollout_topic, seat.person
        rollout = rollout_topic.rollout
        refuse_closed(rollout)
        say = rollout.wording.say
        offer = next((each for each in next_coaches_of(rollout) if each.seat_id == seat.id), None)
        if offer is None:
            raise Refused(
                f"{person.name} can {say('coach')} the next wave once signed off on revision "
                f"{rollout_topic.revision.number} of {rollout_topic.revision.topic.name}, and if "
                f"somebody of it waits for a guide. Name the standing first, or choose a guide."
            )
        if offer.still_learns:
            raise Refused(
                f"This rollout is {rollout.model}, so nobody guides and learns in it at any one "
                f"time, and {person.name} still learns {offer.still_learns}. End that "
                f"seat first, or make the rollout two-way."
            )
        close_seat(seat, on)
        coach = new_seat(rollout_topic, person, Role.COACH, on, None, field="person")
        gaps = list(Pairing.select().where(Pairing.id.in_(offer.pairings)))
        for gap in gaps:
            fill_gap(gap, coach, on)
            ask_for_hours(gap, "", by=by, on=on)
        _record("seat.promoted", coach, gaps, by=by)
    return coach


def take_promotion_back(seat: Seat, *, by: Person) -> Seat:
    """Make a coach of a later wave a learner again, as long as they have not coached yet.

    Those they were to coach wait for a guide again; return the learner's seat.
    """
    require(may_run_rollout(by, seat.rollout_topic.rollout), NOT_YOURS)
    with transaction():
        coach = Seat.get_by_id(seat.id)
        say = coach.rollout_topic.rollout.wording.say
        refuse_closed(coach.rollout_topic.rollout)
        learner = _learnt_before(coach)
        if learner is None or coach.until is not None:
            raise Refused(
                f"{coach.person.name} is no longer a {say('coach')} who learnt it here until "
                f"then. Reload the page to see who sits where."
            )
        guided = list(Pairing.select().where(Pairing.guide == coach, Pairing.ended_on.is_null()))
        if _has_coached(coach):
            raise Refused(
                f"{coach.person.name} has {say('coached')} already, and a session is not undone. "
                + say("End the seat as coach instead, and give a new one as learner.")
            )
        Pairing.update(guide=None).where(Pairing.id.in_(guided)).execute()
        close_seat(coach, coach.since)
        take_up_seat(learner)
        _record("seat.promotion-taken-back", coach, guided, by=by)
    return learner


def _learnt_before(coach: Seat) -> Seat | None:
    return Seat.get_or_none(
        Seat.rollout_topic == coach.rollout_topic_id,
        Seat.person == coach.person_id,
        Seat.role == Role.LEARNER,
        Seat.until == coach.since,
    )


def _has_coached(coach: Seat) -> bool:
    """Tell whether a coach led a session with somebody; a kick-off before does not count."""
    return (
        Attendance.select()
        .join(Pairing)
        .switch(Attendance)
        .join(CoachingSession)
        .where(Pairing.guide == coach, CoachingSession.guide == coach.person)
        .exists()
    )


def _record(deed: str, coach: Seat, pairings: list[Pairing], *, by: Person) -> None:
    rollout_topic = coach.rollout_topic
    learners = [pairing.learner.person for pairing in pairings]
    record(
        deed,
        by=by,
        about=[rollout_topic.rollout, coach.person, *learners, coach],
        person=coach.person,
        topic=rollout_topic.revision.topic_id,
        people=count_words(len(learners), "learner"),
    )
    refresh_agreement(rollout_topic.rollout, by=by)
