"""Rule 8: whoever learnt a change first and is signed off may take coach seats in the next wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from peewee import JOIN, Case, ModelSelect, fn

from ..dates import listed
from ..models import (
    Basis,
    Kind,
    Level,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Standing,
    Topic,
    TransferModel,
)

WAVE_WORDS = {2: "the second wave", 3: "the third wave"}


@dataclass(frozen=True)
class NextCoach:
    """A learner who may coach the next wave of a topic, and who of it waits for a guide.

    `still_learns` names a topic that keeps them from it, by rule 1 in a one-way rollout; then
    `pairings` and `learners` are empty.
    """

    seat_id: int
    person_id: int
    name: str
    topic: str
    wave: int
    still_learns: str
    pairings: tuple[int, ...]
    learners: tuple[str, ...]

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def wave_words(self) -> str:
        return WAVE_WORDS.get(self.wave, "the next wave")

    @property
    def whom(self) -> str:
        return listed(self.learners)


def next_coaches_of(rollout: Rollout) -> list[NextCoach]:
    """List who may coach the next wave of a running process change (one query).

    The next wave of a topic is the first later one in which somebody waits for a guide. Several
    who may coach it share its learners.
    """
    if rollout.state != RolloutState.RUNNING:
        return []
    rows = _gaps_and_signed_off(rollout).namedtuples()
    by_topic = groupby(rows, key=lambda row: row.rollout_topic)
    return [coach for _, there in by_topic for coach in _of_topic(list(there))]


def _of_topic(rows: Sequence[Any]) -> list[NextCoach]:
    waiting = [row for row in rows if row.is_gap]
    if not waiting:
        return []
    wave = min(row.wave for row in waiting)
    gaps = [row for row in waiting if row.wave == wave]
    # By seat, because somebody with two guides comes twice; a seat without a pairing is in wave 1.
    able = {row.seat: row for row in rows if row.is_able and (row.own_wave or 1) < wave}
    free = [seat for seat, row in able.items() if not row.still_learns]
    coaches = []
    for seat, row in able.items():
        share = gaps[free.index(seat) :: len(free)] if seat in free else []
        if share or row.still_learns:
            coaches.append(
                NextCoach(
                    seat_id=seat,
                    person_id=row.person_id,
                    name=row.name,
                    topic=row.topic,
                    wave=wave,
                    still_learns=row.still_learns or "",
                    pairings=tuple(gap.pairing for gap in share),
                    learners=tuple(gap.name for gap in share),
                )
            )
    return coaches


def _gaps_and_signed_off(rollout: Rollout) -> ModelSelect:
    """Select the learners of later waves whom nobody guides, and those who are signed off."""
    is_gap = Pairing.id.is_null(False) & Pairing.guide.is_null() & (Pairing.wave > 1)
    is_able = fn.EXISTS(_sign_off())
    return (
        Seat.select(
            Seat.id.alias("seat"),
            Person.id.alias("person_id"),
            Person.name,
            RolloutTopic.id.alias("rollout_topic"),
            Topic.name.alias("topic"),
            Pairing.id.alias("pairing"),
            Pairing.wave,
            _own_wave().alias("own_wave"),
            is_gap.alias("is_gap"),
            is_able.alias("is_able"),
            _still_learnt().alias("still_learns"),
        )
        .join(Person)
        .join_from(Seat, RolloutTopic)
        .join(Rollout)
        .join_from(RolloutTopic, Revision)
        .join(Topic)
        .join_from(
            Seat,
            Pairing,
            JOIN.LEFT_OUTER,
            on=((Pairing.learner == Seat.id) & Pairing.ended_on.is_null()),
        )
        .where(
            RolloutTopic.rollout == rollout,
            fn.COALESCE(Rollout.kind, Topic.kind) == Kind.PROCESS_CHANGE,
            Seat.role == Role.LEARNER,
            Seat.until.is_null(),
            Person.active,
            is_gap | is_able,
        )
        .order_by(RolloutTopic.position, RolloutTopic.id, Person.name, Pairing.id)
    )


def next_coaches_there() -> Any:
    """Give the SQL of how many may coach the next wave of the topic of a rollout (no rule broken).

    For queries that join rollout topics with their topics and rollouts.
    """
    pairing, gap = Pairing.alias(), Seat.alias()
    waiting = Person.alias()
    gaps = (
        pairing.select(pairing.id)
        .join(gap, on=(pairing.learner == gap.id))
        .join(waiting, on=(gap.person == waiting.id))
        .where(
            gap.rollout_topic == RolloutTopic.id,
            gap.until.is_null(),
            waiting.active,
            pairing.ended_on.is_null(),
            pairing.guide.is_null(),
            pairing.wave > 1,
        )
    )
    able = (
        Seat.select(fn.COUNT(Seat.id))
        .join(Person)
        .where(
            Seat.rollout_topic == RolloutTopic.id,
            Seat.role == Role.LEARNER,
            Seat.until.is_null(),
            Person.active,
            fn.COALESCE(_own_wave(), 1) < gaps.select(fn.MIN(pairing.wave)),
            fn.EXISTS(_sign_off()),
            fn.COALESCE(_still_learnt(), "") == "",
        )
    )
    has_waves = fn.COALESCE(Rollout.kind, Topic.kind) == Kind.PROCESS_CHANGE
    is_wanted = has_waves & (Rollout.state == RolloutState.RUNNING) & fn.EXISTS(gaps)
    return Case(None, [(is_wanted, able)], 0)


def _sign_off() -> ModelSelect:
    """Select the standing by which the person of a seat does alone what is passed on here.

    It is their newest, on the rollout's revision: signed off, or named since the rollout started.
    """
    standing, newest, revision = Standing.alias(), Standing.alias(), Revision.alias()
    counting = (
        newest.select(newest.id)
        .join(revision, on=(newest.revision == revision.id))
        .where(newest.person == Seat.person, revision.topic == Topic.id)
        .order_by(newest.on.desc(), newest.id.desc())
        .limit(1)
    )
    since = fn.COALESCE(Rollout.started_on, Rollout.start_date)
    return standing.select(standing.id).where(
        standing.id == counting,
        standing.revision == RolloutTopic.revision,
        standing.level >= int(Level.DOES_IT_ALONE),
        (standing.basis == Basis.SIGNED_OFF)
        | ((standing.basis == Basis.NAMED) & (standing.on >= since)),
    )


def _own_wave() -> ModelSelect:
    own = Pairing.alias()
    return own.select(fn.MIN(own.wave)).where(own.learner == Seat.id)


def _still_learnt() -> ModelSelect:
    """Give the SQL of a topic that the person of a seat learns besides, in a one-way rollout."""
    seat, place = Seat.alias(), RolloutTopic.alias()
    revision, topic = Revision.alias(), Topic.alias()
    return (
        seat.select(fn.MIN(topic.name))
        .join(place, on=(seat.rollout_topic == place.id))
        .join(revision, on=(place.revision == revision.id))
        .join(topic, on=(revision.topic == topic.id))
        .where(
            Rollout.model.in_([model for model in TransferModel if model.is_one_way]),
            place.rollout == Rollout.id,
            place.id != RolloutTopic.id,
            seat.person == Seat.person,
            seat.role == Role.LEARNER,
            seat.until.is_null(),
        )
    )
