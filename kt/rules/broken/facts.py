"""What is asked of the database to tell what is broken in a rollout's topics."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, Case, Expression, ModelSelect, Value, fn

from ...db import compiled
from ...models import (
    Access,
    CoachingSession,
    Kind,
    Output,
    OutputState,
    Override,
    Pairing,
    Person,
    Question,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
    Turn,
)
from ...packing import packed, unpacked
from ..readiness import must_meet
from ..standings import count_of_holders
from ..waves import next_coaches_there

GUIDES = (Role.COACH, Role.BUDDY)


@dataclass(frozen=True)
class TopicFacts:
    """A topic of a rollout as the rules see it, and what is so of the whole rollout.

    `learners`, `guides` and `smes` count who is seated there; `without_sme` tells who overrode that
    it has no SME, and why. `unguided` counts the learners without any pairing, as those whose only
    one has ended; the id of the first of them by name stands beside it. `gaps` counts them, too,
    and whoever misses one guide of several. It `is_empty` where nobody ever coached or learnt it
    there. `next_coaches` counts who may coach the next wave (rule 8). `questions` counts what
    people of the rollout asked before yesterday and nobody has answered, without private ones and
    those that have climbed to the supervisor already; the oldest and its day stand beside it.
    `begun` tells whether a session was held there since the rollout's start (rule 16).
    """

    id: int
    rollout_id: int
    topic_id: int
    name: str
    kind: Kind
    learners: int
    guides: int
    smes: int
    has_sme: bool
    without_sme: str | None
    holders_needed: int
    holders: int
    gaps: int
    unguided: int
    first_unguided: int | None
    is_empty: bool
    next_coaches: int
    questions: int
    first_question: int | None
    asked_on: date | None
    is_written: bool
    begun: bool
    has_kick_off: bool
    must_meet: bool
    supervisor: str
    supervisor_is_fit: bool
    deputy: str
    deputy_is_fit: bool


def topic_facts(rollout: Rollout, today: date) -> list[TopicFacts]:
    """Read the topics of a rollout and what the rules ask of them (one query)."""
    rows = _topics(rollout=rollout, today=today, yesterday=today - timedelta(days=1))
    return [read_topic(*row) for row in rows]


@compiled
def _topics(rollout: Any, today: Any, yesterday: Any) -> ModelSelect:
    return select_topics(rollout, today, yesterday).tuples()


def select_topics(rollout: Any, today: Any, yesterday: Any) -> ModelSelect:
    """Select the topics of a rollout with their facts, as `read_topic` reads them."""
    supervisor, deputy = Person.alias(), Person.alias()
    return (
        RolloutTopic.select(
            RolloutTopic.id,
            RolloutTopic.rollout,
            Topic.id,
            Topic.name,
            Topic.kind,
            _seats(today),
            _without_sme(),
            Topic.holders_needed,
            Case(None, [(Topic.kind == Kind.NICHE_SKILL, _holders(today))], 0),
            next_coaches_there(),
            _unanswered(today, yesterday),
            _is_written(),
            _has_begun(),
            _has_kick_off() | _is_overridden("kick-off"),
            must_meet(RolloutTopic.rollout),
            supervisor.name,
            is_here(supervisor, today) & (supervisor.access != Access.MEMBER),
            fn.COALESCE(deputy.name, ""),
            deputy.id.is_null() | is_here(deputy, today),
        )
        .join(Revision)
        .join(Topic)
        .join_from(RolloutTopic, Rollout)
        .join(supervisor, on=(Rollout.supervisor == supervisor.id))
        .join_from(Rollout, deputy, JOIN.LEFT_OUTER, on=(Rollout.deputy == deputy.id))
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, RolloutTopic.id)
    )


def read_topic(
    id: int, rollout_id: int, topic_id: int, name: str, kind: Kind, *row: Any
) -> TopicFacts:
    """Read the facts of a topic from a row of `select_topics`."""
    seats, without, needed, holders, next_coaches, unanswered, *of_rollout = row
    *counts, first = unpacked(seats)
    learners, guides, smes, smes_here, taken, gaps, unguided = map(int, counts)
    questions, first_question, asked_on = unpacked(unanswered)
    written, begun, kick_off, must_meet, *people = of_rollout
    supervisor, supervisor_is_fit, deputy, deputy_is_fit = people
    return TopicFacts(
        id,
        rollout_id,
        topic_id,
        name,
        kind,
        learners=learners,
        guides=guides,
        smes=smes,
        has_sme=smes_here > 0,
        without_sme=without,
        holders_needed=needed,
        holders=holders,
        gaps=gaps,
        unguided=unguided,
        first_unguided=int(first.split()[-1]) if first else None,
        is_empty=taken == 0,
        next_coaches=next_coaches,
        questions=int(questions),
        first_question=int(first_question) if first_question else None,
        asked_on=date.fromisoformat(asked_on) if asked_on else None,
        is_written=bool(written),
        begun=bool(begun),
        has_kick_off=bool(kick_off),
        must_meet=bool(must_meet),
        supervisor=supervisor,
        supervisor_is_fit=bool(supervisor_is_fit),
        deputy=deputy,
        deputy_is_fit=bool(deputy_is_fit),
    )


def _unanswered(today: Any, yesterday: Any) -> ModelSelect:
    """Select how many questions wait, the oldest one's id and its day."""
    there, climbed = RolloutTopic.alias(), Turn.alias()
    asker = (
        Seat.select(Seat.person)
        .join(there, on=(Seat.rollout_topic == there.id))
        .where(there.rollout == RolloutTopic.rollout)
    )
    with_supervisor = climbed.select(climbed.id).where(
        climbed.question == Question.id,
        climbed.person == Rollout.supervisor,
        fn.DATE(climbed.starts_at) <= today,
    )
    # All in one column, so that the questions are looked at once.
    said = packed(fn.COUNT(Question.id), fn.MIN(Question.id), fn.MIN(fn.DATE(Question.at)))
    return Question.select(said).where(
        Question.topic == Topic.id,
        Question.asked_by.in_(asker),
        Question.is_open(),
        ~Question.private,
        fn.DATE(Question.at) < yesterday,
        ~fn.EXISTS(with_supervisor),
    )


def _seats(today: Any) -> ModelSelect:
    """Count the seats of a topic, as `read_topic` reads them.

    All in one column, so that they are looked at once.
    """
    held = Seat.until.is_null() | (Seat.until > today)
    learns, is_sme = held & (Seat.role == Role.LEARNER), held & (Seat.role == Role.SME)
    is_unguided = learns & ~fn.EXISTS(_going_on())
    lacks_one = ~fn.EXISTS(_going_on(has_guide=True)) | fn.EXISTS(_going_on(has_guide=False))
    counted = (
        learns,
        held & Seat.role.in_(GUIDES),
        is_sme,
        is_sme & is_here(Person, today),
        Seat.role != str(Role.SME),
        learns & lacks_one,
        is_unguided,
    )
    counts = (fn.COUNT(Seat.id).filter(which) for which in counted)
    named = Person.name.concat(" ").concat(Person.id.cast("text"))
    first = fn.MIN(named).filter(is_unguided)
    there = Seat.select(packed(*counts, first)).join(Person)
    return there.where(Seat.rollout_topic == RolloutTopic.id)


def _going_on(*, has_guide: bool | None = None) -> ModelSelect:
    """Select the pairings of a learner's seat that have not ended, with or without a guide."""
    pairing = Pairing.alias()
    going_on = pairing.select(pairing.id).where(
        pairing.learner == Seat.id, pairing.ended_on.is_null()
    )
    if has_guide is None:
        return going_on
    return going_on.where(pairing.guide.is_null(not has_guide))


def is_here(person: Any, today: date) -> Expression:
    """Match who is neither disabled nor past their leaving date."""
    return person.active & (person.leaving_date.is_null() | (person.leaving_date > today))


def nobody_runs(today: date) -> Expression:
    """Match the rollouts whose supervisor may not run them any more, nor is a deputy there."""
    supervisor, deputy = Person.alias(), Person.alias()
    fit = is_here(supervisor, today) & (supervisor.access != Access.MEMBER)
    return ~fn.EXISTS(
        supervisor.select(supervisor.id).where(supervisor.id == Rollout.supervisor, fit)
    ) & ~fn.EXISTS(
        deputy.select(deputy.id).where(deputy.id == Rollout.deputy, is_here(deputy, today))
    )


def _is_overridden(point: Any) -> Expression:
    return fn.EXISTS(_overrides(point))


def _without_sme() -> ModelSelect:
    """Select who overrode that a topic has no SME, and with which reason."""
    overrides = _overrides(Value("sme-").concat(RolloutTopic.id.cast("text")))
    said = Person.name.concat(": ").concat(Override.reason)
    return overrides.select(said).join(Person, on=(Override.by == Person.id))


def _overrides(point: Any) -> ModelSelect:
    return Override.select(Override.id).where(
        Override.rollout == RolloutTopic.rollout,
        Override.point == point,
        Override.withdrawn_on.is_null(),
    )


def _holders(today: Any) -> ModelSelect:
    person = Person.alias()
    return count_of_holders(Topic.id, person).where(is_here(person, today))


def _is_written() -> Expression:
    return fn.EXISTS(
        Output.select(Output.id).where(
            Output.topic == Topic.id, Output.state == OutputState.PUBLISHED
        )
    )


def _has_begun() -> Expression:
    return fn.EXISTS(
        CoachingSession.select(CoachingSession.id).where(
            CoachingSession.rollout_topic == RolloutTopic.id,
            CoachingSession.held_on >= fn.COALESCE(Rollout.started_on, Rollout.start_date),
            CoachingSession.cancelled_at.is_null(),
        )
    )


def _has_kick_off() -> Expression:
    return fn.EXISTS(
        CoachingSession.select(CoachingSession.id).where(
            CoachingSession.rollout == RolloutTopic.rollout,
            CoachingSession.rollout_topic.is_null(),
            CoachingSession.cancelled_at.is_null(),
        )
    )
