"""Who sees a session, and who may also read what was said there (rule 14)."""

from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression, ModelSelect, SelectBase, fn

from ..db import among
from ..models import (
    Attendance,
    CoachingSession,
    Pairing,
    Person,
    Rollout,
    RolloutTopic,
    Seat,
)
from .relations import ids_seen, is_of_a_pair, learners_of, run_by, sat_in_by
from .spelling import ids_of


def sessions_visible_to(person: Person) -> ModelSelect:
    """Sessions one held or attended, one's learners', those of rollouts one runs, kick-offs."""
    sessions = CoachingSession.select()
    if person.is_administrator:
        return sessions
    return sessions.where(reduce(or_, _ways_to_see_sessions(person)))


def _ways_to_see_sessions(person: Person) -> list[Expression]:
    """Give the reasons to see a session, each of which is enough and found by an index."""
    return [
        CoachingSession.guide == person,
        CoachingSession.rollout.in_(ids_of(run_by, person)),
        CoachingSession.id.in_(ids_of(attended_by, person)),
        CoachingSession.id.in_(ids_of(_attended_by_learners_of, person)),
        CoachingSession.rollout_topic.is_null()
        & CoachingSession.rollout.in_(ids_of(sat_in_by, person)),
    ]


def sessions_seen_by(person: Person) -> SelectBase:
    return ids_seen(CoachingSession, _ways_to_see_sessions(person))


def attended_by(person: Person) -> ModelSelect:
    """Select the sessions somebody learnt in; both seats of a mutual pairing are there to learn."""
    attendance, pairing, seat = Attendance.alias(), Pairing.alias(), Seat.alias()
    learnt = (
        Attendance.select(Attendance.session)
        .join(Pairing, on=(Attendance.pairing == Pairing.id))
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(Seat.person == person)
    )
    mutual = (
        attendance.select(attendance.session)
        .join(pairing, on=(attendance.pairing == pairing.id))
        .join(seat, on=(pairing.guide == seat.id))
        .where(seat.person == person, pairing.mutual)
    )
    # A union, because neither engine finds an OR of several tables by its indexes.
    return learnt | mutual


def _attended_by_learners_of(person: Person) -> ModelSelect:
    """Select the sessions of those whom somebody guides, without those of their pairs."""
    return (
        Attendance.select(Attendance.session)
        .join(Pairing, on=(Attendance.pairing == Pairing.id))
        .join(Seat, on=(Pairing.learner == Seat.id))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(among(Seat.person, ids_of(learners_of, person)), ~is_of_a_pair(Pairing, Rollout))
    )


def sessions_heard_by(person: Person) -> ModelSelect:
    """The visible sessions of which one may also read what was said (rule 14)."""
    return sessions_visible_to(person).where(~said_between_others(CoachingSession.id, person))


def said_between_others(session: Any, person: Person) -> Expression:
    """Match the sessions of pairs that somebody is not part of; `session` is a column of ids.

    What was said there, notes, questions and next steps, belongs to the two, whoever else may see
    that they met: not to a supervisor, a line manager or an administrator.
    """
    attendance, pairing, held = Attendance.alias(), Pairing.alias(), CoachingSession.alias()
    guide, learner = Seat.alias(), Seat.alias()
    rollout = Rollout.alias()
    return fn.EXISTS(
        attendance.select(attendance.id)
        .join(held, on=(attendance.session == held.id))
        .join(rollout, on=(held.rollout == rollout.id))
        .join_from(attendance, pairing, on=(attendance.pairing == pairing.id))
        .join(guide, on=(pairing.guide == guide.id))
        .join_from(pairing, learner, on=(pairing.learner == learner.id))
        .where(
            attendance.session == session,
            held.rollout_topic.is_null(False),
            is_of_a_pair(pairing, rollout),
            guide.person != person,
            learner.person != person,
        )
    )
