"""The start gate (rule 12): what a rollout lacks before it starts, point by point.

A rollout starts when the process of each topic is in writing, each topic has an active pairing or
a first learner who has not started yet, an SME where rule 3 or 4 asks, at least one target
(development topics default to meetings held), and a kick-off is planned. A point may be overridden
with a reason that stays in view; signatures never.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from peewee import JOIN, Case, Expression, ModelSelect, fn

from ..dates import count_words, listed
from ..models import (
    Answer,
    CoachingSession,
    Kind,
    Override,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Sheet,
    Target,
    Topic,
)
from .activity import Activity, Wait, activities_of
from .readiness import NOT_YET, Answers, all_must_sign, answers_of, pairs_must_meet
from .seeding import has_beginners

SIGNATURE_WAITS = {Wait.OFFER, Wait.SIGNATURES}


@dataclass(frozen=True)
class Point:
    """One thing that is missing, the way out, and who or what resolves it.

    `key` names the point for an override ("process-12", "kick-off"). `place` is the endpoint
    where it is resolved, with the arguments of its address in `at`. A signature is never
    overridden; an `override` that stands keeps its reason in view.
    """

    key: str
    sentence: str
    way_out: str
    place: str
    at: tuple[tuple[str, int], ...] = ()
    is_overridable: bool = True
    override: Override | None = None


@dataclass(frozen=True)
class _Topic:
    id: int
    topic_id: int
    name: str
    kind: Kind
    has_process: bool
    has_sme: bool
    has_target: bool
    beginners: bool
    kick_offs: int
    kick_offs_met: int
    without_buddy: int
    without_coach: int
    learners: int
    begun: int


def points_of(rollout: Rollout, today: date, *, answers: Answers | None = None) -> list[Point]:
    """List what a rollout lacks for its start, overridden points too (at most five queries).

    One less with the answers about its readiness, where one has them.
    """
    topics = _topics(rollout, today)
    if not topics:
        return [
            Point(
                "topics",
                "A rollout starts with at least one topic.",
                "Choose what is to be passed on.",
                "rollouts.new_topic",
                (("id", rollout.id),),
                is_overridable=False,
            )
        ]
    overrides = {
        row.point: row
        for row in Override.select(Override, Person)
        .join(Person)
        .where(Override.rollout == rollout, Override.withdrawn_on.is_null())
    }
    answers = answers_of(rollout) if answers is None else answers
    points = [
        *_readiness(rollout, answers),
        *_learners(rollout, topics),
        *_processes(topics),
        *_experts(rollout, topics),
        *_targets(rollout, topics),
        *_pairings(rollout, topics),
        *_kick_off(rollout, topics, pairs_must_meet(answers)),
        *_consent(rollout, all_must_sign(answers)),
        *_orientation(rollout, topics),
    ]
    names = [topic.name for topic in topics]
    say = rollout.wording.say
    return [
        replace(
            point,
            sentence=say(point.sentence, *names),
            way_out=say(point.way_out, *names),
            override=overrides.get(point.key),
        )
        for point in points
    ]


def unresolved(points: Iterable[Point]) -> list[Point]:
    """Keep the points that still hold the start up: neither resolved nor overridden."""
    return [each for each in points if not (each.override and each.is_overridable)]


def _topics(rollout: Rollout, today: date) -> list[_Topic]:
    sme = Seat.alias()
    learner = Case(None, [(Seat.role == Role.LEARNER, 1)], 0)
    begun = Case(None, [((Seat.role == Role.LEARNER) & (Seat.since <= today), 1)], 0)
    has_sme = fn.EXISTS(
        sme.select(sme.id).where(
            sme.rollout_topic == RolloutTopic.id, sme.role == Role.SME, sme.until.is_null()
        )
    )
    has_target = fn.EXISTS(
        Target.select(Target.id).where(
            Target.rollout_topic == RolloutTopic.id, Target.dropped_on.is_null()
        )
    )
    beginners = Topic.technical & has_beginners(RolloutTopic.id, Topic.id)
    rows = (
        RolloutTopic.select(
            RolloutTopic.id,
            Topic.id,
            Topic.name,
            Topic.kind,
            Revision.process,
            has_sme,
            has_target,
            Case(None, [(beginners, 1)], 0),
            _kick_offs(rollout),
            _kick_offs(rollout, ~CoachingSession.remote),
            _newcomers_without(rollout, Role.BUDDY),
            _newcomers_without(rollout, Role.COACH),
            fn.COALESCE(fn.SUM(learner), 0),
            fn.COALESCE(fn.SUM(begun), 0),
        )
        .join(Revision)
        .join(Topic)
        .join_from(
            RolloutTopic,
            Seat,
            JOIN.LEFT_OUTER,
            on=(
                (Seat.rollout_topic == RolloutTopic.id)
                & (Seat.until.is_null() | (Seat.until > today))
            ),
        )
        .where(RolloutTopic.rollout == rollout)
        .group_by(RolloutTopic.id, Topic.id, Revision.id)
        .order_by(RolloutTopic.position, RolloutTopic.id)
        .tuples()
    )
    return [
        _Topic(
            id,
            topic_id,
            name,
            kind,
            bool(process.strip()),
            bool(sme),
            bool(target),
            bool(new),
            *counts,
        )
        for id, topic_id, name, kind, process, sme, target, new, *counts in rows
    ]


def _readiness(rollout: Rollout, answers: Answers) -> Iterator[Point]:
    """Rules 6 and 11: appoint a leader first, fix weak supervision first."""
    for question, answer in answers.items():
        if answer.yes and question in NOT_YET:
            yield Point(
                f"readiness-{question.replace(' ', '-')}",
                NOT_YET[question].sentence,
                NOT_YET[question].way_out,
                "designs.show",
                (("id", rollout.id),),
            )


def _learners(rollout: Rollout, topics: Sequence[_Topic]) -> Iterator[Point]:
    if rollout.rolling or any(topic.learners for topic in topics):
        return
    yield Point(
        "learners",
        "A rollout starts with at least one learner.",
        "Seat the first one under People, or make it rolling.",
        "seats.index",
        (("id", rollout.id),),
        is_overridable=False,
    )


def _processes(topics: Sequence[_Topic]) -> Iterator[Point]:
    for topic in topics:
        if not topic.has_process:
            yield Point(
                f"process-{topic.id}",
                f"The process of {topic.name} is not in writing.",
                "Write down how it is done, in a few lines.",
                "topics.edit",
                (("id", topic.topic_id),),
            )


def _experts(rollout: Rollout, topics: Sequence[_Topic]) -> Iterator[Point]:
    """Rule 3: each topic of a seeded rollout has an SME; rule 4: when seeding is necessary."""
    for topic in topics:
        if rollout.model.is_seeded and not topic.has_sme:
            yield Point(
                f"sme-{topic.id}",
                f"{topic.name} has no SME to call on, as SME-seeding asks.",
                "Give somebody the seat as SME.",
                "seats.index",
                (("id", rollout.id),),
            )
        elif topic.beginners and not rollout.model.is_seeded:
            yield Point(
                f"seeding-{topic.id}",
                f"{topic.name} is technical, and its learners or coaches are inexperienced in it: "
                f"an SME seeds the content first.",
                "Make the rollout SME-seeded and seat an SME, or say why it does without.",
                "rollouts.edit",
                (("id", rollout.id),),
            )


def _targets(rollout: Rollout, topics: Sequence[_Topic]) -> Iterator[Point]:
    for topic in topics:
        if not topic.has_target and topic.kind != Kind.DEVELOPMENT:
            yield Point(
                f"target-{topic.id}",
                f"{topic.name} has no target.",
                "Agree on something measurable.",
                "targets.new",
                (("id", rollout.id),),
            )


def _pairings(rollout: Rollout, topics: Sequence[_Topic]) -> Iterator[Point]:
    """Ask each topic for an active pairing, or for a first learner who has not started yet."""
    by_topic: dict[int, list[Activity]] = defaultdict(list)
    for activity in activities_of(rollout):
        by_topic[activity.rollout_topic_id].append(activity)
    for topic in topics:
        pairings = by_topic[topic.id]
        nobody_began = topic.begun == 0 and (topic.learners > 0 or rollout.rolling)
        if nobody_began or any(each.is_active for each in pairings):
            continue
        yield _no_pairing(rollout, topic, pairings)


def _no_pairing(rollout: Rollout, topic: _Topic, pairings: Sequence[Activity]) -> Point:
    key, sentence = f"pairing-{topic.id}", f"{topic.name} has no active pairing."
    guided = [each for each in pairings if Wait.GUIDE not in each.waits]
    agreement = (("id", rollout.id),)
    if any(Wait.OFFER in each.waits for each in guided):
        way_out = "Offer the agreement; a pairing is active when both its people have signed."
        return Point(key, sentence, way_out, "agreements.show", agreement, is_overridable=False)
    unsigned = sorted({name for each in guided for name in each.unsigned})
    if unsigned:
        way_out = f"{listed(unsigned)} {'has' if len(unsigned) == 1 else 'have'} to sign first."
        return Point(key, sentence, way_out, "agreements.show", agreement, is_overridable=False)
    if guided:
        coaches = sorted({each.guide_name or "" for each in guided})
        way_out = f"The SME signs {listed(coaches)} off on the topic first."
        return Point(key, sentence, way_out, "agreements.show", agreement)
    way_out = "Seat a learner and somebody who guides them."
    return Point(key, sentence, way_out, "seats.index", (("id", rollout.id),))


def _kick_off(rollout: Rollout, topics: Sequence[_Topic], must_meet: bool) -> Iterator[Point]:
    """Ask for a kick-off; where people never meet, for one where each pair meets (rule 11)."""
    at = (("id", rollout.id),)
    if not topics[0].kick_offs:
        yield Point("kick-off", "No kick-off is planned.", "Plan it.", "sessions.new_kick_off", at)
    elif must_meet and not topics[0].kick_offs_met:
        yield Point(
            "kick-off",
            "Its people never meet, and the kick-off is not in person.",
            "Plan one where each pair meets, however briefly.",
            "sessions.new_kick_off",
            at,
        )


def _consent(rollout: Rollout, asked: bool) -> Iterator[Point]:
    """Rule 11: engineers agree personally before the start, all who are seated."""
    if not asked:
        return
    unsigned = _unsigned(rollout) if rollout.agreement_version else []
    if rollout.agreement_version and not unsigned:
        return
    yield Point(
        "consent",
        "Engineers agree personally before the start, all who are seated.",
        f"{listed(unsigned)} {'has' if len(unsigned) == 1 else 'have'} to sign first."
        if unsigned
        else "Offer the agreement, so that everybody can sign.",
        "agreements.show",
        (("id", rollout.id),),
        is_overridable=False,
    )


def _unsigned(rollout: Rollout) -> list[str]:
    rows = (
        Sheet.select(Person.name)
        .join(Person)
        .where(Sheet.rollout == rollout, Sheet.current, Sheet.answer != Answer.SIGNED)
        .order_by(Person.name)
    )
    return [name for (name,) in rows.tuples()]


def _orientation(rollout: Rollout, topics: Sequence[_Topic]) -> Iterator[Point]:
    """Rule 7: orientation combines a buddy with a coach, for each learner who is there."""
    if not any(topic.kind == Kind.ORIENTATION and topic.learners for topic in topics):
        return
    at = (("id", rollout.id),)
    for role, what, without in (
        (Role.BUDDY, "for settling in", topics[0].without_buddy),
        (Role.COACH, "for operational skills", topics[0].without_coach),
    ):
        if without:
            yield Point(
                f"orientation-{role}",
                f"{count_words(without, 'newcomer')} {'has' if without == 1 else 'have'} "
                f"no {role} yet.",
                f"Orientation combines a buddy with a coach: seat a {role} {what}.",
                "seats.index",
                at,
            )


def _kick_offs(rollout: Rollout, *which: Expression) -> ModelSelect:
    """Count, in SQL, the kick-offs of a rollout."""
    return CoachingSession.select(fn.COUNT(CoachingSession.id)).where(
        CoachingSession.rollout == rollout,
        CoachingSession.rollout_topic.is_null(),
        CoachingSession.cancelled_at.is_null(),
        *which,
    )


def _newcomers_without(rollout: Rollout, role: Role) -> ModelSelect:
    """Count, in SQL, who learns an orientation topic and has nobody as this role in the rollout."""
    newcomer, guide, learner = Seat.alias(), Seat.alias(), Seat.alias()
    place, there = RolloutTopic.alias(), RolloutTopic.alias()
    guided = (
        Pairing.select(Pairing.id)
        .join(guide, on=(Pairing.guide == guide.id))
        .join_from(Pairing, learner, on=(Pairing.learner == learner.id))
        .join(there, on=(learner.rollout_topic == there.id))
        .where(
            there.rollout == rollout,
            learner.person == newcomer.person,
            guide.role == role,
            Pairing.ended_on.is_null(),
        )
    )
    return (
        newcomer.select(fn.COUNT(newcomer.person.distinct()))
        .join(place, on=(newcomer.rollout_topic == place.id))
        .join(Revision, on=(place.revision == Revision.id))
        .join(Topic, on=(Revision.topic == Topic.id))
        .where(
            place.rollout == rollout,
            Topic.kind == Kind.ORIENTATION,
            newcomer.role == Role.LEARNER,
            newcomer.until.is_null(),
            ~fn.EXISTS(guided),
        )
    )
