"""What the rules warn of in a rollout: nothing here is refused, all of it stays visible."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import Case, fn

from ..dates import count_words
from ..models import (
    Kind,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Topic,
)
from .seating import held_on

# So many are listed; a rollout with more has one reason for all of them.
LISTED = 50

OPEN = (RolloutState.DRAFT, RolloutState.RUNNING)


@dataclass(frozen=True)
class SeatingWarning:
    """One thing to look at, and why. `cell` is the place among the seats where it is changed."""

    sentence: str
    reason: str
    cell: str = ""


def warnings_of(rollout: Rollout, today: date) -> list[SeatingWarning]:
    """List what the rules warn of in an open rollout (two queries)."""
    if not rollout.is_open:
        return []
    return [*_about_pairings(rollout), *_about_people(rollout, today)]


def _about_pairings(rollout: Rollout) -> Iterable[SeatingWarning]:
    """Rule 6: the guide is the manager; rule 15: more hours agreed than a coach has a week.

    A buddy who is the manager was refused when it was known; a manager may change afterwards.
    """
    guide, learner, boss, who = Seat.alias(), Seat.alias(), Person.alias(), Person.alias()
    agreed = _agreed_hours(boss)
    manages = (who.manager == boss.id) & (
        (guide.role == Role.BUDDY) | (Topic.kind != Kind.DELEGATION)
    )
    rows = (
        Pairing.select(
            RolloutTopic.id.alias("rollout_topic_id"),
            Topic.name.alias("topic"),
            guide.role,
            boss.id.alias("guide_id"),
            boss.name.alias("guide"),
            boss.coaching_hours_week.alias("hours"),
            who.id.alias("learner_id"),
            who.name.alias("learner"),
            manages.alias("manages"),
            agreed.alias("agreed"),
        )
        .join(guide, on=(Pairing.guide == guide.id))
        .join(boss, on=(guide.person == boss.id))
        .switch(Pairing)
        .join(learner, on=(Pairing.learner == learner.id))
        .join(who, on=(learner.person == who.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Revision)
        .join(Topic)
        .where(
            RolloutTopic.rollout == rollout,
            Pairing.ended_on.is_null(),
            manages
            | (
                (guide.role == Role.COACH)
                & Pairing.agreed_hours.is_null(False)
                & (agreed > boss.coaching_hours_week)
            ),
        )
        .order_by(RolloutTopic.position, who.name, Pairing.id)
        .limit(LISTED)
        .dicts()
    )
    over = set()
    for row in rows:
        if row["manages"]:
            yield _manager(row)
        elif row["guide_id"] not in over:
            over.add(row["guide_id"])
            yield _over(row)


def _agreed_hours(person: type[Person]):
    """Select the hours a week that somebody agreed to coach, over all open rollouts."""
    seat, pairing, topic, rollout = (
        table.alias() for table in (Seat, Pairing, RolloutTopic, Rollout)
    )
    return (
        pairing.select(fn.SUM(pairing.agreed_hours))
        .join(seat, on=(pairing.guide == seat.id))
        .join(topic, on=(seat.rollout_topic == topic.id))
        .join(rollout, on=(topic.rollout == rollout.id))
        .where(
            seat.person == person.id,
            seat.role == Role.COACH,
            pairing.ended_on.is_null(),
            rollout.state.in_(OPEN),
        )
    )


def _manager(row: dict) -> SeatingWarning:
    pair = f"{row['guide']} with {row['learner']} on {row['topic']}"
    cell = f"{row['rollout_topic_id']}-{row['learner_id']}"
    if row["role"] == Role.BUDDY:
        return SeatingWarning(
            f"{pair}: the buddy is the line manager.",
            "A buddy is somebody one can ask without being judged. Choose a colleague.",
            cell,
        )
    return SeatingWarning(
        f"{pair}: the coach is the line manager.",
        "That is team leadership under another name. Choose a coach without authority.",
        cell,
    )


def _over(row: dict) -> SeatingWarning:
    return SeatingWarning(
        f"{row['guide']} has agreed to {count_words(row['agreed'], 'hour')} a week of coaching, "
        f"and has {row['hours']}.",
        "Share the learners out, or agree on fewer hours.",
        f"{row['rollout_topic_id']}-{row['learner_id']}",
    )


def _about_people(rollout: Rollout, today: date) -> Iterable[SeatingWarning]:
    """Who left and still has a seat; rule 2: a two-way rollout in which nobody does both."""
    learns = fn.SUM(Case(None, [(Seat.role == Role.LEARNER, 1)], 0))
    guides = fn.SUM(Case(None, [(Seat.role.in_((Role.COACH, Role.BUDDY)), 1)], 0))
    is_gone = ~Person.active | (Person.leaving_date <= today)
    does_both = (learns > 0) & (guides > 0)
    rows = list(
        Seat.select(Person.name, is_gone, does_both)
        .join(RolloutTopic)
        .switch(Seat)
        .join(Person)
        .where(RolloutTopic.rollout == rollout, held_on(today))
        .group_by(Person.id)
        .having(is_gone | does_both)
        .order_by(Person.name)
        .tuples()
    )
    for name, gone, _ in rows:
        if gone:
            yield SeatingWarning(
                f"{name} has left or is disabled, and still has a seat.",
                "End it and seat somebody else, or nothing will happen there.",
            )
    if not rollout.model.is_one_way and not any(both for _, _, both in rows):
        yield SeatingWarning(
            "Nobody coaches one topic and learns another, so this rollout is really one-way.",
            "Make it one-way, or give somebody both roles.",
        )
