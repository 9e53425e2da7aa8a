"""The thread of a topic in a rollout: agreed, coached, written, signed off, from evidence alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from peewee import JOIN, fn

from ..models import (
    Answer,
    Attendance,
    CoachingSession,
    Measure,
    Output,
    OutputState,
    Pairing,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
)
from ..rules.activity import GuideSheet, LearnerSheet, with_sheets


class Bead(StrEnum):
    EMPTY = "empty"
    HALF = "half"
    FULL = "full"


@dataclass(frozen=True)
class Thread:
    """Four beads; one without a source is None and not drawn, as before an agreement is offered."""

    coached: Bead
    written: Bead
    signed_off: Bead | None = None
    agreed: Bead | None = None


def threads_of(rollouts: Iterable[int]) -> dict[int, Thread]:
    """String the beads of every topic of some rollouts, by the topic's id (six queries)."""
    topics, learners = _topics_and_learners(rollouts)
    coached = _coached(topics, learners)
    written = _written(topics)
    agreed = _agreed(topics)
    return {
        id: Thread(coached=coached[id], written=written[id], agreed=agreed.get(id)) for id in topics
    }


def _topics_and_learners(rollouts: Iterable[int]) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Tell which topic each one of a rollout is, and who learns it there now."""
    topics: dict[int, int] = {}
    learners: dict[int, set[int]] = defaultdict(set)
    rows = (
        RolloutTopic.select(RolloutTopic.id, Revision.topic, Seat.person)
        .join(Revision)
        .switch(RolloutTopic)
        .join(
            Seat,
            JOIN.LEFT_OUTER,
            on=(
                (Seat.rollout_topic == RolloutTopic.id)
                & (Seat.role == Role.LEARNER)
                & Seat.until.is_null()
            ),
        )
        .where(RolloutTopic.rollout.in_(list(rollouts)))
        .tuples()
    )
    for id, topic_id, person_id in rows:
        topics[id] = topic_id
        if person_id:
            learners[id].add(person_id)
    return topics, learners


def _coached(topics: Iterable[int], learners: Mapping[int, set[int]]) -> dict[int, Bead]:
    """Half: a session was held; full: the topic's target of sessions is met."""
    targets = list(
        Target.select(Target.rollout_topic, Target.number, Target.each_learner)
        .where(
            Target.rollout_topic.in_(list(topics)),
            Target.measure == Measure.SESSIONS_HELD,
            Target.dropped_on.is_null(),
        )
        .tuples()
    )
    held = _held(topics)
    attended = _attended(topics) if any(each for _, _, each in targets) else {}
    beads = {id: Bead.HALF if held.get(id) else Bead.EMPTY for id in topics}
    by_topic: dict[int, list[bool]] = defaultdict(list)
    for id, number, each_learner in targets:
        counts = (
            [attended.get((id, person), 0) for person in learners[id]] or [0]
            if each_learner
            else [held.get(id, 0)]
        )
        by_topic[id].append(min(counts) >= number)
    for id, met in by_topic.items():
        if all(met):
            beads[id] = Bead.FULL
    return beads


def _held(topics: Iterable[int]) -> dict[int, int]:
    return dict(
        CoachingSession.select(CoachingSession.rollout_topic, fn.COUNT(CoachingSession.id))
        .join(Rollout)
        .where(CoachingSession.rollout_topic.in_(list(topics)), *_counts())
        .group_by(CoachingSession.rollout_topic)
        .tuples()
    )


def _attended(topics: Iterable[int]) -> dict[tuple[int, int], int]:
    rows = (
        Attendance.select(
            CoachingSession.rollout_topic,
            Seat.person,
            fn.COUNT(CoachingSession.id.distinct()),
        )
        .join(CoachingSession)
        .join(Rollout)
        .switch(Attendance)
        .join(Pairing)
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(CoachingSession.rollout_topic.in_(list(topics)), *_counts())
        .group_by(CoachingSession.rollout_topic, Seat.person)
        .tuples()
    )
    return {(topic, person): count for topic, person, count in rows}


def _counts() -> tuple:
    """Keep the sessions that were held, from the rollout's start on (rule 16)."""
    return (
        CoachingSession.held_on >= fn.COALESCE(Rollout.started_on, Rollout.start_date),
        CoachingSession.cancelled_at.is_null(),
    )


def _agreed(topics: Iterable[int]) -> dict[int, Bead]:
    """Half: one of the two people of a pairing has signed; full: both of each have."""
    guide, learner = Seat.alias(), Seat.alias()
    pairings = (
        Pairing.select(RolloutTopic.id, GuideSheet.answer, LearnerSheet.answer)
        .join(learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Rollout)
        .join_from(Pairing, guide, on=(Pairing.guide == guide.id))
    )
    rows = with_sheets(pairings, guide, learner).where(
        RolloutTopic.id.in_(list(topics)), Pairing.ended_on.is_null(), Rollout.agreement_version > 0
    )
    answers: dict[int, list[str | None]] = defaultdict(list)
    for id, *said in rows.tuples():
        answers[id] += said
    return {id: agreed_bead(said) for id, said in answers.items()}


def agreed_bead(answers: Sequence[str | None]) -> Bead:
    """Half: one of the two has signed; full: both have, in every pairing of the topic."""
    signed = [answer == Answer.SIGNED for answer in answers]
    return Bead.FULL if all(signed) else Bead.HALF if any(signed) else Bead.EMPTY


def _written(topics: Iterable[int]) -> dict[int, Bead]:
    """Half: something is in draft or further; full: all that is planned for the topic is out."""
    states: dict[int, set[OutputState]] = defaultdict(set)
    rows = (
        Output.select(RolloutTopic.id, Output.state)
        .join(Revision, on=(Output.topic == Revision.topic))
        .join(
            RolloutTopic,
            on=((RolloutTopic.revision == Revision.id) & (RolloutTopic.rollout == Output.rollout)),
        )
        .where(RolloutTopic.id.in_(list(topics)), Output.state != OutputState.OBSOLETE)
        .distinct()
        .tuples()
    )
    for id, state in rows:
        states[id].add(OutputState(state))
    return {id: written_bead(states[id]) for id in topics}


def written_bead(states: set[OutputState]) -> Bead:
    """Half: something is in draft or further; full: all that is planned is out."""
    if states == {OutputState.PUBLISHED}:
        return Bead.FULL
    return Bead.HALF if states - {OutputState.PLANNED} else Bead.EMPTY
