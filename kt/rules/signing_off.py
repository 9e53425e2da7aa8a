"""Rule 17: who signs off, and what evidence there is.

The coach judges with evidence; the SME confirms on technical topics of seeded rollouts; a
supervisor may act for somebody absent and is named as such. Whoever has no coach on the topic, as a
coach has not, is judged by its SMEs. One press only where the evidence stands in the row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Case, ModelSelect, fn

from ..access import coaches_of, smes_seated
from ..dates import count_words, listed
from ..models import (
    Attendance,
    CoachingSession,
    JudgedAs,
    Outcome,
    Output,
    Pairing,
    Person,
    RolloutTopic,
    Seat,
    Use,
    Way,
)
from .seeding import SEEDED, does_without_sme

# Ways in which the learner did something that can be judged.
SEEN_DOING = (Way.TOGETHER, Way.ALONE)


@dataclass(frozen=True)
class Judges:
    """Who judges somebody on a topic: their coaches there, its SMEs, and whether both have to."""

    coaches: tuple[Person, ...]
    smes: tuple[Person, ...]
    sme_confirms: bool

    def needed(self) -> tuple[JudgedAs, ...]:
        """List in which order whose yes is needed."""
        if not self.coaches:
            return (JudgedAs.SME,)
        return (JudgedAs.COACH, JudgedAs.SME) if self.sme_confirms else (JudgedAs.COACH,)

    def of(self, judged_as: JudgedAs) -> tuple[Person, ...]:
        return self.coaches if judged_as == JudgedAs.COACH else self.smes


@dataclass(frozen=True)
class Seen:
    """What was seen of somebody on a topic since the rollout's start."""

    sessions: int
    together: int
    alone: int
    used: int

    @property
    def stands_in_the_row(self) -> bool:
        """Say whether one press is enough: they were seen doing it."""
        return self.alone > 0 or self.together > 0

    @property
    def words(self) -> str:
        """Say it in a line: "5 sessions, 2 done together, 1 alone; did it with a document"."""
        parts = [count_words(self.sessions, "session") + " held"]
        if self.together:
            parts.append(f"{self.together} done together")
        if self.alone:
            parts.append(f"{self.alone} alone")
        said = ", ".join(parts)
        return f"{said}; did it with {count_words(self.used, 'document')}" if self.used else said


def judges_of(rollout_topic: RolloutTopic, person: Person) -> Judges:
    """Find who judges somebody on a topic of a rollout (three queries)."""
    rollout = rollout_topic.rollout
    topic = rollout_topic.revision.topic
    smes = tuple(each for each in smes_seated(rollout_topic) if each.id != person.id)
    concerned = topic.technical and rollout.model in SEEDED
    without = concerned and not smes and _is_overridden(rollout_topic)
    return Judges(
        coaches=tuple(coaches_of(person, rollout_topic)),
        smes=smes,
        sme_confirms=concerned and not without,
    )


def seen_of(rollout_topic: RolloutTopic, people: Iterable[int]) -> dict[int, Seen]:
    """Count what was seen of some people on a topic of a rollout (two queries)."""
    ids = list(people)
    started = rollout_topic.rollout.started_on or rollout_topic.rollout.start_date

    def held_as(way: Way) -> Any:
        return fn.COUNT(Case(None, [(CoachingSession.way == way, CoachingSession.id)]))

    held = (
        Attendance.select(
            Seat.person, fn.COUNT(CoachingSession.id), held_as(Way.TOGETHER), held_as(Way.ALONE)
        )
        .join(CoachingSession, on=(Attendance.session == CoachingSession.id))
        .join_from(Attendance, Pairing, on=(Attendance.pairing == Pairing.id))
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(
            CoachingSession.rollout_topic == rollout_topic,
            CoachingSession.held_on >= started,
            CoachingSession.cancelled_at.is_null(),
            Seat.person.in_(ids),
        )
        .group_by(Seat.person)
        .tuples()
    )
    sessions = {id: (count, together, alone) for id, count, together, alone in held}
    used = dict(_used(rollout_topic, ids, started).tuples())
    found = {}
    for id in ids:
        count, together, alone = sessions.get(id, (0, 0, 0))
        found[id] = Seen(count, together, alone, used.get(id, 0))
    return found


def judges_words(judges: Judges, judged_as: JudgedAs) -> str:
    """Name who is asked now."""
    return listed([each.first_name for each in judges.of(judged_as)]) or "nobody"


def _is_overridden(rollout_topic: RolloutTopic) -> bool:
    here = RolloutTopic.select().where(RolloutTopic.id == rollout_topic.id)
    return here.where(does_without_sme(RolloutTopic)).exists()


def _used(rollout_topic: RolloutTopic, people: list[int], started: date) -> ModelSelect:
    return (
        Use.select(Use.person, fn.COUNT(Use.output.distinct()))
        .join(Output, on=(Use.output == Output.id))
        .where(
            Output.topic == rollout_topic.revision.topic,
            Use.person.in_(people),
            Use.outcome == Outcome.WORKED,
            Use.on >= started,
        )
        .group_by(Use.person)
    )
