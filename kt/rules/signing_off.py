"""Rule 17: who signs off, and what evidence there is.

The coach judges with evidence; the SME confirms on technical topics of seeded rollouts; a
supervisor may act for somebody absent and is named as such. Whoever has no coach on the topic, as a
coach has not, is judged by its SMEs. One press only where the evidence stands in the row: who is
to do it alone was seen doing it alone.
"""

from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect, fn

from ..access import coaches_of, smes_seated
from ..dates import count_words, listed
from ..models import (
    Attendance,
    CoachingSession,
    Item,
    ItemState,
    JudgedAs,
    Level,
    Outcome,
    Output,
    Pairing,
    Person,
    Rollout,
    RolloutTopic,
    Seat,
    Use,
    Way,
    is_newest_use,
)
from .seeding import SEEDED, does_without_sme


@dataclass(frozen=True)
class Judges:
    """Who judges somebody on a topic: their coaches there, its SMEs, and whether both have to."""

    coaches: tuple[Person, ...]
    smes: tuple[Person, ...]
    sme_confirms: bool

    def needed(self) -> tuple[JudgedAs, ...]:
        """List in which order whose yes is needed; where nobody is left, it was the coach's."""
        if not self.coaches and self.smes:
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
    steps: int
    used: int

    def shows(self, level: int) -> bool:
        """Say whether one press is enough: they were seen doing it, and alone where that is it."""
        return self.alone > 0 or (self.together > 0 and level <= Level.DOES_IT_WITH_HELP)

    @property
    def words(self) -> str:
        """Say it in a line: "5 sessions held, 2 done together; 1 next step done"."""
        parts = [count_words(self.sessions, "session") + " held"]
        if self.together:
            parts.append(f"{self.together} done together")
        if self.alone:
            parts.append(f"{self.alone} alone")
        said = [", ".join(parts)]
        if self.steps:
            said.append(f"{count_words(self.steps, 'next step')} done")
        if self.used:
            said.append(f"did it with {count_words(self.used, 'document')}")
        return "; ".join(said)


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


def seen_of(rollout_topic: RolloutTopic, person: Person) -> Seen:
    """Count what was seen of somebody on a topic of a rollout (one query)."""
    columns = seen_columns(Person.id, rollout_topic.id, rollout_topic.revision.topic_id)
    return Seen(*Person.select(*columns).where(Person.id == person).tuples().get())


def seen_columns(person: Any, rollout_topic: Any, topic: Any) -> tuple[ModelSelect, ...]:
    """Give the SQL of the five counts of `Seen`, since the rollout's start."""
    return (
        _held(person, rollout_topic),
        _held(person, rollout_topic, Way.TOGETHER),
        _held(person, rollout_topic, Way.ALONE),
        _steps(person, rollout_topic),
        _used(person, rollout_topic, topic),
    )


def judges_words(judges: Judges, judged_as: JudgedAs) -> str:
    """Name who is asked now."""
    return listed([each.first_name for each in judges.of(judged_as)]) or "nobody"


def _is_overridden(rollout_topic: RolloutTopic) -> bool:
    here = RolloutTopic.select().where(RolloutTopic.id == rollout_topic.id)
    return here.where(does_without_sme(RolloutTopic)).exists()


def _held(person: Any, rollout_topic: Any, way: Way | None = None) -> ModelSelect:
    session, seat = CoachingSession.alias(), Seat.alias()
    held = (
        Attendance.select(fn.COUNT(session.id))
        .join(session, on=(Attendance.session == session.id))
        .join_from(Attendance, Pairing, on=(Attendance.pairing == Pairing.id))
        .join(seat, on=(Pairing.learner == seat.id))
        .where(
            seat.person == person,
            session.rollout_topic == rollout_topic,
            session.held_on >= _started(rollout_topic),
            session.cancelled_at.is_null(),
        )
    )
    return held.where(session.way == way) if way else held


def _steps(person: Any, rollout_topic: Any) -> ModelSelect:
    """Count the next steps of sessions on the topic that somebody has done."""
    item, session = Item.alias(), CoachingSession.alias()
    return (
        item.select(fn.COUNT(item.id))
        .join(session, on=(item.session == session.id))
        .where(
            item.owner == person,
            item.state == ItemState.DONE,
            session.rollout_topic == rollout_topic,
            session.held_on >= _started(rollout_topic),
            session.cancelled_at.is_null(),
        )
    )


def _used(person: Any, rollout_topic: Any, topic: Any) -> ModelSelect:
    use, output = Use.alias(), Output.alias()
    return (
        use.select(fn.COUNT(use.output.distinct()))
        .join(output, on=(use.output == output.id))
        .where(
            output.topic == topic,
            use.person == person,
            use.outcome == Outcome.WORKED,
            is_newest_use(use),
            use.on >= _started(rollout_topic),
        )
    )


def _started(rollout_topic: Any) -> ModelSelect:
    here, rollout = RolloutTopic.alias(), Rollout.alias()
    return (
        here.select(fn.COALESCE(rollout.started_on, rollout.start_date))
        .join(rollout, on=(here.rollout == rollout.id))
        .where(here.id == rollout_topic)
    )
