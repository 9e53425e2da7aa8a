"""Some of a rollout's sessions: those that a figure counted."""

from dataclasses import dataclass
from datetime import date

from peewee import ModelSelect

from ...dates import minutes_words
from ...models import Attendance, CoachingSession, Pairing, Person, Rollout, Seat
from ...rules.hours import Held, minutes_held, week_of
from ..pairing_lines import PairingLine


@dataclass(frozen=True)
class Narrowed:
    """Which sessions: of a pairing, by a guide, with a learner, held from a day on; None: all."""

    pairing: PairingLine | None = None
    guide: Person | None = None
    learner: Person | None = None
    topic: int | None = None
    since: date | None = None

    def __bool__(self) -> bool:
        return any((self.pairing, self.guide, self.learner, self.topic))

    @property
    def whose(self) -> str:
        if self.pairing:
            guide = self.pairing.guide or "Nobody"
            return f"{guide} with {self.pairing.learner} on {self.pairing.topic}"
        if self.guide:
            return f"{self.guide.name} guides"
        return f"{self.learner.name} learns" if self.learner else ""


ALL = Narrowed()


def narrowed_down(sessions: ModelSelect, only: Narrowed) -> ModelSelect:
    """Keep the sessions that are meant; none of them is a kick-off, where nobody is coached."""
    if not only:
        return sessions
    sessions = sessions.where(CoachingSession.rollout_topic.is_null(False))
    if only.pairing:
        attended = Attendance.select(Attendance.session)
        attended = attended.where(Attendance.pairing == only.pairing.id)
        sessions = sessions.where(CoachingSession.id.in_(attended))
    if only.guide:
        sessions = sessions.where(CoachingSession.guide == only.guide)
    if only.learner:
        sessions = sessions.where(CoachingSession.id.in_(_learnt_by(only.learner)))
    if only.topic:
        sessions = sessions.where(CoachingSession.rollout_topic == only.topic)
    if only.since:
        # What is still to come was not counted, but belongs beside it.
        not_before = CoachingSession.held_on.is_null() | (CoachingSession.held_on >= only.since)
        sessions = sessions.where(not_before)
    return sessions


def load_words(rollout: Rollout, only: Narrowed, today: date) -> str:
    """Say how this week's hours of a guide come about, where other rollouts have some of them.

    For whoever runs the rollout and is told the hours themselves (two queries).
    """
    if not only.guide or only.since != week_of(today):
        return ""
    guide = only.guide.id
    total = minutes_held([guide], today).get(guide, Held()).this_week
    elsewhere = minutes_held([guide], today, outside=rollout).get(guide, Held()).this_week
    if not elsewhere:
        return ""
    here = minutes_words(total - elsewhere)
    return f"{here} in this rollout, and {minutes_words(elsewhere)} in others."


def _learnt_by(learner: Person) -> ModelSelect:
    return (
        Attendance.select(Attendance.session)
        .join(Pairing)
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(Seat.person == learner)
    )
