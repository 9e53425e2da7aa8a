"""Rule 4: when an SME has to seed the content first, and whose pairings wait for it.

Seeding is asked for where the topic is technical and its learners (standing below 2) or its
coaches (below 3) are inexperienced in the content. A standing that nobody named counts as none.
It is done when the SME has signed the coach off; until then that coach's pairings wait.
"""

from typing import Any

from peewee import Case, Expression, ModelAlias, Value, fn

from ..models import (
    Basis,
    Level,
    Override,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    Topic,
    TransferModel,
)

SEEDED = (TransferModel.SEEDED_ONE_WAY, TransferModel.SEEDED_TWO_WAY)

# Below these a learner, or a coach, is inexperienced in the content.
LEARNER_KNOWS = Level.DOES_IT_WITH_HELP
COACH_KNOWS = Level.DOES_IT_ALONE


def newest_level(person: Any, topic: Any) -> Expression:
    """Give the SQL of what somebody's newest standing on a topic is, 0 where nobody named one."""
    standing, revision = Standing.alias(), Revision.alias()
    newest = (
        standing.select(standing.level)
        .join(revision, on=(standing.revision == revision.id))
        .where(standing.person == person, revision.topic == topic)
        .order_by(standing.on.desc(), standing.id.desc())
        .limit(1)
    )
    return fn.COALESCE(newest, int(Level.NOT_YET))


def has_beginners(rollout_topic: Any, topic: Any) -> Expression:
    """Give the SQL of whether learners or coaches seated on a topic are inexperienced in it."""
    seat = Seat.alias()
    known = newest_level(seat.person, topic)
    return fn.EXISTS(
        seat.select(seat.id).where(
            seat.rollout_topic == rollout_topic,
            seat.until.is_null(),
            ((seat.role == Role.LEARNER) & (known < int(LEARNER_KNOWS)))
            | ((seat.role == Role.COACH) & (known < int(COACH_KNOWS))),
        )
    )


def is_signed_off(person: Any, topic: Any) -> Expression:
    """Give the SQL of whether somebody was signed off as one who does a topic alone, and still is.

    A later standing below that takes it back.
    """
    standing, revision = Standing.alias(), Revision.alias()
    signed = (
        standing.select(standing.id)
        .join(revision, on=(standing.revision == revision.id))
        .where(
            standing.person == person,
            revision.topic == topic,
            standing.basis == Basis.SIGNED_OFF,
            standing.level >= int(COACH_KNOWS),
        )
    )
    return fn.EXISTS(signed) & (newest_level(person, topic) >= int(COACH_KNOWS))


def is_sme(person: Any, rollout_topic: Any) -> Expression:
    """Give the SQL of whether somebody has the SME's seat on a topic of a rollout."""
    seat = Seat.alias()
    return fn.EXISTS(
        seat.select(seat.id).where(
            seat.rollout_topic == rollout_topic,
            seat.person == person,
            seat.role == Role.SME,
            seat.until.is_null(),
        )
    )


def waits_for_seeding(guide: type[Seat] | ModelAlias) -> Expression:
    """Give the SQL, 1 or 0, of whether a pairing waits for the SME to sign its coach off.

    The query joins Topic, RolloutTopic and Rollout, and `guide` as the guide's seat. An SME who
    coaches needs nobody's sign-off; where the supervisor overrode that there is no SME, there is
    nobody to wait for.
    """
    concerned = Topic.technical & Rollout.model.in_(SEEDED) & (guide.role == Role.COACH)
    waits = (
        ~is_signed_off(guide.person, Topic.id)
        & ~is_sme(guide.person, RolloutTopic.id)
        & ~does_without_sme(RolloutTopic)
        & has_beginners(RolloutTopic.id, Topic.id)
    )
    # A CASE asks the costly part of the few pairings that it can concern.
    return Case(None, [(concerned, Case(None, [(waits, 1)], 0))], 0)


def does_without_sme(rollout_topic: Any) -> Expression:
    """Give the SQL of whether the supervisor overrode that a topic has no SME."""
    point = Value("sme-").concat(rollout_topic.id.cast("text"))
    return fn.EXISTS(
        Override.select(Override.id).where(
            Override.rollout == rollout_topic.rollout,
            Override.point == point,
            Override.withdrawn_on.is_null(),
        )
    )
