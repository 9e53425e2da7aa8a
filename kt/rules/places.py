"""Mentor places (rule 15): how many protégés have taken somebody's.

A place is a person's: whoever is mentored on several topics takes one. Pairs that two people
agreed on count, and so do the guides of mentoring rollouts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect, fn

from ..models import (
    PairAnswer,
    Pairing,
    PairKind,
    PairRequest,
    Person,
    Rollout,
    RolloutTopic,
    Seat,
    Wording,
)
from .peers import Colleague, colleagues


@dataclass(frozen=True)
class Mentor(Colleague):
    """A colleague with the mentor places they offer and those that are taken.

    Lowering places below what is taken is never refused; it stays listed until it is resolved.
    """

    places: int
    taken: int

    @property
    def is_over(self) -> bool:
        return self.taken > self.places


def mentors_by_id(ids: Iterable[int]) -> dict[int, Mentor]:
    """See some people as the rules of pairs and of mentoring do (one query)."""
    rows = (
        colleagues(Person.select().where(Person.id.in_(list(ids))))
        .select_extend(Person.mentor_places, taken_places(Person.id))
        .order_by(Person.name, Person.id)
    )
    return {row[0]: Mentor(*row) for row in rows.tuples()}


def proteges_of(mentor: Person) -> set[int]:
    """Give the ids of those whom somebody mentors now."""
    guide, learner = Seat.alias(), Seat.alias()
    rows = _mentoring(guide, learner).where(guide.person == mentor)
    return {id for (id,) in rows.select(learner.person).distinct().tuples()}


def taken_places(mentor: Any) -> ModelSelect:
    """Select how many places are taken of a mentor; `mentor` is a column of ids of people."""
    guide, learner = Seat.alias(), Seat.alias()
    rows = _mentoring(guide, learner).where(guide.person == mentor)
    return rows.select(fn.COUNT(learner.person.distinct()))


def offered_to(mentor: Any) -> ModelSelect:
    """Select those who wait in line for any mentor, while somebody has a free place for them.

    Nobody mentors themselves, and whoever has this mentor already waits for another one.
    """
    person, guide, learner = Person.alias(), Seat.alias(), Seat.alias()
    places = person.select(person.mentor_places).where(person.id == mentor)
    proteges = _mentoring(guide, learner).select(learner.person).where(guide.person == mentor)
    request = PairRequest.alias()
    return request.select(request.id).where(
        request.kind == PairKind.MENTORING,
        request.asked.is_null(),
        request.answer == PairAnswer.WAITING,
        request.asked_by != mentor,
        request.asked_by.not_in(proteges),
        taken_places(mentor) < places,
    )


def mentors_in(rollout: Rollout) -> dict[int, set[int]]:
    """Tell whom each guide of a rollout guides there, as ids, whatever its wording."""
    guide, learner = Seat.alias(), Seat.alias()
    rows = _pairings(guide, learner).where(RolloutTopic.rollout == rollout)
    found: dict[int, set[int]] = {}
    for mentor, protege in rows.select(guide.person, learner.person).tuples():
        found.setdefault(mentor, set()).add(protege)
    return found


def _mentoring(guide: Any, learner: Any) -> ModelSelect:
    return (
        _pairings(guide, learner)
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(Rollout.wording == Wording.MENTORING, Rollout.closed_on.is_null())
    )


def _pairings(guide: Any, learner: Any) -> ModelSelect:
    """Select the pairings that go on and in which one of the two is the guide."""
    return (
        Pairing.select()
        .join(guide, on=(Pairing.guide == guide.id))
        .join_from(Pairing, learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .where(Pairing.ended_on.is_null(), ~Pairing.mutual)
    )
