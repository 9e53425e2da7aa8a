"""Topics: adding and editing them, naming their SMEs."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from ..access import may_add_task, may_add_topic, may_edit_topic, require, topics_visible_to
from ..db import transaction
from ..errors import Refused
from ..models import Expert, Kind, Person, Revision, Rollout, RolloutTopic, Topic
from .agreements import refresh_agreement
from .audit import record
from .editing import require_version, version_of
from .indexing import index_topic
from .turns import replan_topic

FIELD_WORDS = {
    "name": "the name",
    "kind": "the kind",
    "technical": "whether it is technical",
    "description": "the description",
    "process": "the written process",
    "holders_needed": "the holders needed",
    "owner": "the owner",
    "open_to_all": "who may see it",
}


def add_topic(
    *,
    by: Person,
    name: str,
    kind: Kind,
    technical: bool = False,
    description: str = "",
    process: str = "",
    holders_needed: int = 1,
    owner: Person | None = None,
    open_to_all: bool = True,
) -> Topic:
    """Add a topic with its first revision; refuses a name that is taken in other capitals."""
    require(may_add_topic(by), "Topics are added by supervisors. Ask one of them to add it.")
    name = _in_one_line(name)
    with transaction():
        topic = Topic.create(
            name=_free_name(name, by),
            kind=kind,
            technical=technical,
            description=description,
            holders_needed=holders_needed,
            owner=owner,
            open_to_all=open_to_all,
        )
        Revision.create(topic=topic, process=process)
        record("topic.added", by=by, about=[topic, owner], topic=topic)
        index_topic(topic)
    return topic


def add_task(name: str, *, by: Person) -> Topic:
    """Add a task of one's own, to hand it over; those who have to do with it see it."""
    require(may_add_task(by))
    name = _in_one_line(name)
    with transaction():
        name = _free_name(name, by)
        topic = Topic.create(name=name, kind=Kind.DELEGATION, owner=by, open_to_all=False)
        Revision.create(topic=topic)
        record("topic.added", by=by, about=[topic, by], topic=topic)
        index_topic(topic)
    return topic


def edit_topic(topic: Topic, *, by: Person, opened_with: str, **values: Any) -> Topic:
    """Change a topic and the written process of its newest revision.

    `values` are those of `add_topic`; one that is missing stays. Raises Stale where the topic is
    no longer what `opened_with` (from `version_of_topic`) names.
    """
    require(may_edit_topic(by, topic), "A topic is edited by its owner and by supervisors.")
    if "name" in values:
        values["name"] = _in_one_line(values["name"])
    with transaction():
        topic = Topic.get_by_id(topic.id)
        revision = newest_revision(topic)
        before = _values(topic, revision)
        require_version(opened_with, version_of(*before.values()))
        changed = {name: value for name, value in values.items() if value != before[name]}
        if "name" in changed:
            changed["name"] = _free_name(changed["name"], by, other_than=topic)
        if not changed:
            return topic
        words = ", ".join(FIELD_WORDS[name] for name in FIELD_WORDS if name in changed)
        revision.process = changed.pop("process", revision.process)
        revision.save(only=[Revision.process])
        for name, value in changed.items():
            setattr(topic, name, value)
        topic.save()
        record("topic.edited", by=by, about=[topic], topic=topic, changed=words)
        index_topic(topic)
        for rollout in _open_rollouts_with(revision):
            refresh_agreement(rollout, by=by)
        if "owner" in changed:
            replan_topic(topic)
    return topic


def version_of_topic(topic: Topic, revision: Revision) -> str:
    """Name the present state of a topic, for the form in which it is edited."""
    return version_of(*_values(topic, revision).values())


def newest_revision(topic: Topic) -> Revision:
    return topic.revisions.order_by(Revision.number.desc()).get()


def add_expert(topic: Topic, person: Person, *, by: Person) -> Expert:
    """Name a person as SME of a topic; naming them again changes nothing."""
    require(may_edit_topic(by, topic), "SMEs are named by the topic's owner and by supervisors.")
    with transaction():
        already = Expert.get_or_none((Expert.topic == topic) & (Expert.person == person))
        if already:
            return already
        if not person.active:
            raise Refused(
                f"{person.name} is disabled. Name an SME who can be asked.", field="person"
            )
        expert = Expert.create(topic=topic, person=person)
        record("sme.named", by=by, about=[topic, person], topic=topic, person=person)
        replan_topic(topic)
    return expert


def remove_expert(topic: Topic, person: Person, *, by: Person) -> int:
    """Take a person off a topic's SMEs and return how many rows that were: 1 or 0."""
    require(may_edit_topic(by, topic), "SMEs are named by the topic's owner and by supervisors.")
    with transaction():
        removed = Expert.delete().where(Expert.topic == topic, Expert.person == person).execute()
        if removed:
            record("sme.removed", by=by, about=[topic, person], topic=topic, person=person)
            replan_topic(topic)
    return removed


def _open_rollouts_with(revision: Revision) -> list[Rollout]:
    return list(
        Rollout.select()
        .join(RolloutTopic)
        .where(RolloutTopic.revision == revision, Rollout.closed_on.is_null())
    )


def _values(topic: Topic, revision: Revision) -> dict[str, Any]:
    return {
        "name": topic.name,
        "kind": topic.kind,
        "technical": topic.technical,
        "description": topic.description,
        "process": revision.process,
        "holders_needed": topic.holders_needed,
        "owner": topic.owner_id and topic.owner,
        "open_to_all": topic.open_to_all,
    }


def _in_one_line(name: str) -> str:
    return " ".join(name.split())


def _free_name(name: str, by: Person, *, other_than: Topic | None = None) -> str:
    """Give the name a topic may have: refuses one that is taken by a topic the doer sees.

    Names are unique, also those of topics that somebody may not see. To refuse such a name would
    tell that it is there, so the doer's own name goes behind it instead.
    """
    if not name:
        raise Refused("A topic needs a name.", field="name")
    # Compared here, because the two engines fold capitals beyond ASCII differently.
    names = Topic.select(Topic.id, Topic.name).tuples()
    taken = {each.casefold(): id for id, each in names if not other_than or id != other_than.id}
    candidates = _names_of_ones_own(name, by)
    while True:
        candidate = next(candidates)
        id = taken.get(candidate.casefold())
        if id is None:
            return candidate
        present = topics_visible_to(by).where(Topic.id == id).first()
        if present:
            raise Refused(
                f"There is a topic “{present.name}” already. Use that one, or choose another name.",
                field="name",
            )


def _names_of_ones_own(name: str, by: Person) -> Iterator[str]:
    yield name
    yield f"{name} ({by.name})"
    yield from (f"{name} ({by.name}, {number})" for number in count(2))
