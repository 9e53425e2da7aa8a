"""The queries for all rows behind targets but documents; each takes the place of some rollouts."""

from typing import Any

from peewee import JOIN, Case, Cast, ModelSelect, fn

from ...db import listed
from ...models import (
    Attendance,
    Checklist,
    CoachingSession,
    Holiday,
    Item,
    ItemEvent,
    ItemState,
    Pairing,
    Person,
    Question,
    Reading,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    Target,
    Turn,
)
from .columns import HOLIDAY, LEARNER, QUESTION, columns, name_of


def sessions(rollouts: Any) -> ModelSelect:
    """One row per session and learner; the kick-off is no coaching and does not count.

    A mutual pairing counts where its learner sits, whoever of the two coached that time.
    """
    is_turned = Pairing.mutual & (CoachingSession.guide == Seat.person)
    seat = Seat.alias()
    partner = seat.select(seat.person).where(seat.id == Pairing.guide)
    # Said twice, or PostgreSQL would read the topics of all rollouts.
    of_its_rollout = (CoachingSession.rollout_topic == RolloutTopic.id) & (
        CoachingSession.rollout == RolloutTopic.rollout
    )
    return (
        CoachingSession.select(
            *columns(
                "session",
                CoachingSession.id,
                CoachingSession.held_on,
                revision=RolloutTopic.revision,
                person=Seat.person,
                kind=CoachingSession.way,
                minutes=fn.COALESCE(CoachingSession.minutes, 0),
                who=name_of(CoachingSession.guide),
                what=name_of(Case(None, [(is_turned, partner)], Seat.person)),
                rollout=CoachingSession.rollout,
            )
        )
        .join(RolloutTopic, on=of_its_rollout)
        .switch(CoachingSession)
        .join(Attendance, on=(Attendance.session == CoachingSession.id))
        .join(Pairing, on=(Attendance.pairing == Pairing.id))
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(
            listed(CoachingSession.rollout, rollouts),
            CoachingSession.held_on.is_null(False),
            CoachingSession.cancelled_at.is_null(),
        )
    )


def items(rollouts: Any) -> ModelSelect:
    return item_rows(rollouts, Item.state, days_done())


def days_done() -> ModelSelect:
    """Select the newest day on which an item was done."""
    return ItemEvent.select(fn.MAX(ItemEvent.on)).where(
        ItemEvent.item == Item.id, ItemEvent.state == ItemState.DONE
    )


def item_rows(rollouts: Any, state: Any, done: ModelSelect) -> ModelSelect:
    """Required items, done or still to do; those that are not needed are left out."""
    return (
        Item.select(
            *columns(
                "item",
                Item.id,
                Case(None, [(state == ItemState.DONE, done)]),
                person=Checklist.person,
                kind=fn.COALESCE(Cast(Item.due, "text"), ""),
                who=fn.COALESCE(name_of(Checklist.person), ""),
                what=Item.text,
                rollout=Checklist.rollout,
            )
        )
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .where(listed(Checklist.rollout, rollouts), ~Item.optional, state != ItemState.NOT_NEEDED)
    )


def questions(rollouts: Any) -> ModelSelect:
    """The questions on the rollout's topics, whoever asked them; `who` is where an answer is from.

    Private ones are left out, since they are their askers' alone, and so are those that were taken
    back or merged into another, which is counted in their place.
    """
    answerer = Person.alias()
    return (
        Question.select(
            *columns(
                QUESTION,
                Question.id,
                Question.answered_at,
                revision=Revision.id,
                kind=Question.at,
                who=answerer.location,
                what=Question.text,
                rollout=RolloutTopic.rollout,
            )
        )
        .join(Revision, on=(Revision.topic == Question.topic))
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .join_from(
            Question,
            Turn,
            JOIN.LEFT_OUTER,
            on=((Turn.question == Question.id) & (Turn.position == 0)),
        )
        .join_from(
            Question,
            answerer,
            JOIN.LEFT_OUTER,
            on=(answerer.id == fn.COALESCE(Question.answered_by, Turn.person)),
        )
        .where(
            listed(RolloutTopic.rollout, rollouts),
            ~Question.private,
            Question.withdrawn_at.is_null(),
            Question.merged_into.is_null(),
        )
    )


def learners(rollouts: Any) -> ModelSelect:
    """Who learns or learnt in the rollouts: since when, and until when, which is "" for now."""
    return (
        Seat.select(
            *columns(
                LEARNER,
                Seat.id,
                Seat.since,
                revision=RolloutTopic.revision,
                person=Person.id,
                kind=fn.COALESCE(Cast(Seat.until, "text"), ""),
                who=Person.name,
                rollout=RolloutTopic.rollout,
            )
        )
        .join(Person, on=(Seat.person == Person.id))
        .join_from(Seat, RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(listed(RolloutTopic.rollout, rollouts), Seat.role == Role.LEARNER)
    )


def holidays(rollouts: Any) -> ModelSelect:
    """The days off since the first of the starts, to date what counts in working days."""
    first = Rollout.select(fn.MIN(fn.COALESCE(Rollout.started_on, Rollout.start_date)))
    return holidays_since(first.where(listed(Rollout.id, rollouts)))


def holidays_since(day: Any, *, rollout: int | None = None) -> ModelSelect:
    found = columns(HOLIDAY, Holiday.id, Holiday.day, who=Holiday.location, rollout=rollout)
    return Holiday.select(*found).where(Holiday.day >= day)


def standings(rollouts: Any) -> ModelSelect:
    """Every standing of the rollout's learners on its topics; the newest of each counts."""
    elsewhere = RolloutTopic.alias()
    learns_there = (
        Seat.select(Seat.id)
        .join(elsewhere, on=(Seat.rollout_topic == elsewhere.id))
        .where(
            elsewhere.rollout == RolloutTopic.rollout,
            Seat.role == Role.LEARNER,
            Seat.person == Standing.person,
        )
    )
    return (
        Standing.select(
            *columns(
                "standing",
                Standing.id,
                Standing.on,
                Standing.level,
                revision=Standing.revision,
                person=Standing.person,
                kind=Standing.basis,
                who=name_of(Standing.person),
                rollout=RolloutTopic.rollout,
            )
        )
        .join(RolloutTopic, on=(RolloutTopic.revision == Standing.revision))
        .where(listed(RolloutTopic.rollout, rollouts), fn.EXISTS(learns_there))
    )


def readings(rollouts: Any) -> ModelSelect:
    """The readings that were not corrected by a later one."""
    correction = Reading.alias()
    return (
        Reading.select(
            *columns(
                "reading",
                Reading.id,
                Reading.on,
                Reading.value,
                person=Reading.person,
                target=Reading.target,
                who=name_of(Reading.by),
                rollout=Target.rollout,
            )
        )
        .join(Target, on=(Reading.target == Target.id))
        .switch(Reading)
        .join(correction, JOIN.LEFT_OUTER, on=(correction.corrects == Reading.id))
        .where(listed(Target.rollout, rollouts), correction.id.is_null())
    )
