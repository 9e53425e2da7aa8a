"""How far a newcomer and their buddy are: the meetings they agreed on, held, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import ModelSelect, fn

from ..dates import count_words, short_date
from ..models import (
    Attendance,
    CoachingSession,
    Kind,
    Measure,
    Pairing,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    Topic,
)
from ..rules.pairings import PairingFacts
from ..rules.time_boxes import box_end

# A learner, in a rollout, on a topic.
Place = tuple[int, int, int]


@dataclass(frozen=True)
class TimeBox:
    """A buddy is there for so many meetings until a day (rule 7), which a target says."""

    held: int
    agreed: int
    until: date | None

    def words(self, today: date) -> str:
        """Say it as people do: "3 of 8 meetings, until 21 Feb"."""
        said = f"{self.held} of {count_words(self.agreed, 'meeting')}"
        return f"{said}, until {short_date(self.until, today)}" if self.until else said


def boxes_of(pairings: Iterable[PairingFacts], today: date) -> dict[int, TimeBox]:
    """Find the time boxes of those pairings that a buddy guides, by pairing (one query or none)."""
    guided = [each for each in pairings if each.role == Role.BUDDY]
    if not guided:
        return {}
    boxes = boxes_of_learners({each.learner_id for each in guided}, today)
    places = {each.id: (each.learner_id, each.rollout_id, each.topic_id) for each in guided}
    return {id: boxes[place] for id, place in places.items() if place in boxes}


def boxes_of_learners(learners: Iterable[int], today: date) -> dict[Place, TimeBox]:
    """Find the time boxes of some people's orientation (one query).

    Their first target of sessions held by each learner is the box; of two seats on one topic the
    earlier says when it opened, as in the figures of the target.
    """
    rows = (
        Seat.select(
            Seat.person,
            RolloutTopic.rollout,
            Topic.id,
            Target.number,
            Target.due,
            Target.within_days,
            Seat.since,
            _held(today),
        )
        .join(RolloutTopic)
        .join(Revision)
        .join(Topic)
        .join_from(RolloutTopic, Rollout)
        .join_from(RolloutTopic, Target, on=(Target.rollout_topic == RolloutTopic.id))
        .where(
            Seat.person.in_(list(learners)),
            Seat.role == Role.LEARNER,
            Seat.until.is_null() | (Seat.until > today),
            Topic.kind == Kind.ORIENTATION,
            Target.measure == Measure.SESSIONS_HELD,
            Target.each_learner,
            Target.dropped_on.is_null(),
        )
        .order_by(Target.id.desc(), Seat.since.desc())
        .tuples()
    )
    return {
        (person, rollout, topic): TimeBox(
            held=held,
            agreed=int(number),
            until=box_end(since, within_days, due),
        )
        for person, rollout, topic, number, due, within_days, since, held in rows
    }


def _held(today: date) -> ModelSelect:
    """Count the sessions of a seat's person on its topic, from the rollout's start on (rule 16)."""
    learner = Seat.alias()
    return (
        Attendance.select(fn.COUNT(CoachingSession.id.distinct()))
        .join(CoachingSession)
        .join_from(Attendance, Pairing)
        .join(learner, on=(Pairing.learner == learner.id))
        .where(
            learner.person == Seat.person,
            CoachingSession.rollout_topic == RolloutTopic.id,
            CoachingSession.held_on.between(
                fn.COALESCE(Rollout.started_on, Rollout.start_date), today
            ),
            CoachingSession.cancelled_at.is_null(),
        )
    )
