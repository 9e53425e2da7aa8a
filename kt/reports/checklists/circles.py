"""Who is who to the person a checklist is for: whom to ask about an item, who does it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from peewee import ModelSelect

from ...access import is_of_a_pair
from ...db import compiled, listed
from ...models import (
    Checklist,
    OwnerRole,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
)

# Whom to ask about one's own item where the item itself names nobody else, first choice first.
ASKED = (OwnerRole.BUDDY, OwnerRole.COACH, OwnerRole.SUPERVISOR, OwnerRole.MANAGER)


@dataclass(frozen=True)
class Contact:
    """Somebody to turn to, and how: their role towards the learner, their e-mail.

    `said` is the role in the words of its rollout, where those are others (rule 5).
    """

    id: int
    name: str
    email: str | None
    role: str
    said: str = ""

    @property
    def role_words(self) -> str:
        return self.said or self.role

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Guide:
    """A contact who guides somebody on a topic of a rollout."""

    contact: Contact
    rollout_id: int
    topic_id: int


@dataclass(frozen=True)
class Circle:
    """The people around one checklist. `learner` is None for a rollout's own checklist."""

    learner: Contact | None
    manager: Contact | None
    supervisor: Contact
    rollout_id: int | None
    guides: tuple[Guide, ...]

    def holder(self, role: OwnerRole, topic_id: int | None = None) -> Contact | None:
        """Find who holds a role: on the item's topic first, then in the checklist's rollout."""
        if role in (OwnerRole.LEARNER, OwnerRole.MANAGER, OwnerRole.SUPERVISOR):
            return getattr(self, role.value)
        guides = [guide for guide in self.guides if guide.contact.role == role]
        guides.sort(
            key=lambda guide: (guide.topic_id != topic_id, guide.rollout_id != self.rollout_id)
        )
        return guides[0].contact if guides else None

    def is_for_learner(self, item: Any) -> bool:
        """Tell whether an item is on the learner's own list; a rollout's list is nobody's own."""
        if item.owner_id is not None:
            return self.learner is not None and item.owner_id == self.learner.id
        return not item.owners or OwnerRole.LEARNER in item.owners

    def asked(self, item: Any, owner: Contact | None) -> Contact | None:
        """Choose whom to ask about the learner's item, or who does another one.

        None where the role that an item names has no holder yet.
        """
        if not self.is_for_learner(item):
            return owner or self._first(map(OwnerRole, item.owners), item.topic_id)
        others = [OwnerRole(role) for role in item.owners if role != OwnerRole.LEARNER]
        return self._first([*others, *ASKED], item.topic_id)

    def topic_of(self, item: Any, asked: Contact | None) -> int | None:
        """Tell what an item is about: its own topic, or the one its coach is asked on."""
        if item.topic_id is not None or asked is None or asked.role != OwnerRole.COACH:
            return item.topic_id
        return next((guide.topic_id for guide in self.guides if guide.contact == asked), None)

    def people(self) -> list[Contact]:
        """List everybody around the learner once, guides first."""
        around = [guide.contact for guide in self.guides]
        around += [each for each in (self.supervisor, self.manager) if each]
        seen: dict[int, Contact] = {}
        for each in around:
            known = seen.get(each.id)
            if known is None:
                seen[each.id] = each
            elif each.role_words not in known.role_words.split(", "):
                seen[each.id] = replace(known, said=f"{known.role_words}, {each.role_words}")
        if self.learner:
            seen.pop(self.learner.id, None)
        return list(seen.values())

    def _first(self, roles: Iterable[OwnerRole], topic_id: int | None) -> Contact | None:
        for role in roles:
            holder = self.holder(role, topic_id)
            if holder and (self.learner is None or holder.id != self.learner.id):
                return holder
        return None


def circle_of(checklist: Checklist, guides: Sequence[Guide]) -> Circle:
    """Draw the circle of a checklist that was loaded with its people."""
    learner = checklist.person
    manager = learner.manager if learner else None
    return Circle(
        learner=contact(learner, OwnerRole.LEARNER) if learner else None,
        manager=contact(manager, OwnerRole.MANAGER) if manager else None,
        supervisor=contact(checklist.supervisor, OwnerRole.SUPERVISOR),
        rollout_id=checklist.rollout_id,
        guides=tuple(guides),
    )


def circle_of_step(guide: Contact, owner_id: int | None, viewer: Person, rollout_id: int) -> Circle:
    """Draw the circle of a next step: its owner asks the guide, others see whose it is."""
    is_own = owner_id == viewer.id
    return Circle(
        learner=contact(viewer, OwnerRole.LEARNER) if is_own else None,
        manager=None,
        supervisor=guide,
        rollout_id=rollout_id,
        guides=(),
    )


def contact(person: Person, role: str, *, said: str = "") -> Contact:
    return Contact(person.id, person.name, person.email, str(role), said)


def guides_of(learner_ids: Iterable[int]) -> dict[int, list[Guide]]:
    """Find who guides some learners now, by learner; one statement."""
    found: dict[int, list[Guide]] = {}
    for row in _guiding_all(people=list(learner_ids)):
        found.setdefault(row.learner_id, []).append(_guide(row))
    return found


def guides_of_one(learner_id: int) -> list[Guide]:
    """Find who guides a learner now."""
    return [_guide(row) for row in _guiding_one(person=learner_id)]


@compiled
def _guiding_all(people: Any) -> ModelSelect:
    learner = Seat.alias("learner")
    return _guiding(learner).where(listed(learner.person, people))


@compiled
def _guiding_one(person: Any) -> ModelSelect:
    learner = Seat.alias("learner")
    return _guiding(learner).where(learner.person == person)


def _guiding(learner: Any) -> ModelSelect:
    guide = Seat.alias("guide")
    return (
        Pairing.select(
            learner.person.alias("learner_id"),
            Person.id,
            Person.name,
            Person.email,
            guide.role,
            Rollout.wording,
            RolloutTopic.rollout.alias("rollout_id"),
            Revision.topic.alias("topic_id"),
        )
        .join(learner, on=(Pairing.learner == learner.id))
        .join(guide, on=(Pairing.guide == guide.id))
        .join(Person, on=(guide.person == Person.id))
        .join(RolloutTopic, on=(guide.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join_from(RolloutTopic, Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(Pairing.ended_on.is_null(), ~is_of_a_pair(Pairing, Rollout))
        .order_by(Pairing.id)
        .namedtuples()
    )


def _guide(row: Any) -> Guide:
    said = row.wording.say(row.role)
    guide = Contact(row.id, row.name, row.email, row.role, said)
    return Guide(guide, row.rollout_id, row.topic_id)


def seated_in(rollout_id: int) -> list[Guide]:
    """Find the coaches and buddies of a rollout, whom a checklist of its own may name."""
    rows = (
        Seat.select(
            Person.id, Person.name, Person.email, Seat.role, Rollout.wording, Revision.topic
        )
        .join(Person, on=(Seat.person == Person.id))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join_from(RolloutTopic, Rollout)
        .where(
            RolloutTopic.rollout == rollout_id,
            Seat.until.is_null(),
            Seat.role.in_((Role.COACH, Role.BUDDY)),
        )
        .order_by(Seat.id)
    )
    return [
        Guide(Contact(id, name, email, role, wording.say(role)), rollout_id, topic_id)
        for id, name, email, role, wording, topic_id in rows.tuples()
    ]
