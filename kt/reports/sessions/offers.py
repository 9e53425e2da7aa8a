"""Whom one can plan or log a session with."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ModelSelect

from ...access import may_run_rollout, pairings_visible_to, spelled_by_access
from ...db import listed
from ...errors import Refused
from ...models import (
    Attendance,
    CoachingSession,
    Pairing,
    Person,
    Rollout,
    RolloutTopic,
    Seat,
    Wording,
)
from ...rules.pairings import PairingFacts, pairings_guided_by, pairings_of_rollout
from .lines import SessionLine


@dataclass(frozen=True)
class Offer:
    """Somebody a session can be with: a pairing and the words of its chip."""

    pairing_id: int
    words: str
    wording: Wording
    learner: str = ""
    topic: str = ""


def offers_to(
    person: Person, rollout: Rollout | None = None, *, to_plan: bool = False
) -> list[Offer]:
    """List the pairings a person can plan or log with: longest without a session first.

    Without a rollout it is whom they guide themselves; whoever runs a rollout is offered all of
    its pairings that have a guide. Of pairs they only plan: what was said is logged by the two,
    on the pair's own page.
    """
    if rollout is not None and may_run_rollout(person, rollout):
        facts = [each for each in pairings_of_rollout(rollout) if to_plan or not each.is_pair]
    else:
        facts = [each for each in pairings_guided_by(person) if not each.is_pair]
        if rollout is not None:
            facts = [each for each in facts if each.rollout_id == rollout.id]
    return offers_from([each for each in facts if not each.is_gap], person)


def offers_from(pairings: Iterable[PairingFacts], person: Person) -> list[Offer]:
    """Make offers of pairings: "Cleo · Cut-off rules", with the guide's name if it is another."""
    waiting = sorted(pairings, key=lambda each: (each.last_held or date.min, each.learner_name))
    learners = {(each.learner_id, each.learner_name.split()[0]) for each in waiting}
    first_names = Counter(first for _, first in learners)
    offers = []
    for each in waiting:
        first = each.learner_name.split()[0]
        words = f"{first if first_names[first] == 1 else each.learner_name} · {each.topic_name}"
        if each.guide_id != person.id:
            words += f" · with {(each.guide_name or '').split()[0]}"
        offers.append(Offer(each.id, words, each.wording, each.learner_name, each.topic_name))
    return offers


@spelled_by_access
def pairings_chosen(person: Any, ids: Any) -> ModelSelect:
    """Find those of some pairings that a person may see, with their rollouts (one query)."""
    return (
        pairings_visible_to(person)
        .select(Pairing, Seat, RolloutTopic, Rollout)
        .join(Seat, on=(Pairing.learner == Seat.id), attr="learner")
        .join(RolloutTopic)
        .join(Rollout)
        .where(listed(Pairing.id, ids))
    )


def offers_for(session: CoachingSession, line: SessionLine, person: Person) -> list[Offer]:
    """List who may have taken part: those who did, and others of its guide and topic."""
    facts = [
        each
        for each in pairings_of_rollout(line.rollout_id)
        if each.topic_name == line.topic and each.guide_id == line.guide.id
    ]
    offers = offers_from(facts, person)
    known = {offer.pairing_id for offer in offers}
    took_part = (
        Attendance.select(Attendance.pairing, Person.name)
        .join(Pairing)
        .join(Seat, on=(Pairing.learner == Seat.id))
        .join(Person, on=(Seat.person == Person.id))
        .where(Attendance.session == session)
        .tuples()
    )
    return offers + [Offer(id, name, line.wording) for id, name in took_part if id not in known]


def pairings_meant(ids: Iterable[int]) -> list[Pairing]:
    """Find the pairings of offers that were chosen."""
    return list(Pairing.select().where(Pairing.id.in_(list(ids))))


def pairings_named(
    rollout: Rollout, topic: str, emails: Sequence[str], *, by: Person
) -> list[Pairing]:
    """Find the pairings of these learners on a topic of a rollout, those of `by` before others'.

    Raises Refused where a name fits nothing here.
    """
    facts = pairings_of_rollout(rollout)
    on_topic = [each for each in facts if each.topic_name.casefold() == topic.strip().casefold()]
    if not on_topic:
        raise Refused(
            f"Nobody learns “{topic}” in “{rollout.name}”. Write the topic as its page does.",
            field="topic",
        )
    found = []
    for email in emails:
        theirs = [each for each in on_topic if each.learner_email == email.strip().lower()]
        if not theirs:
            raise Refused(
                f"{email} does not learn {on_topic[0].topic_name} in “{rollout.name}”. Check the "
                "e-mail, or have them seated first.",
                field="whom",
            )
        found.append(min(theirs, key=lambda each: (each.guide_id != by.id, each.is_gap)).id)
    return list(Pairing.select().where(Pairing.id.in_(found)))
