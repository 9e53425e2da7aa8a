"""Answers about links by title: which documents have it, and which texts name a document."""

from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect, fn

from ..access import (
    ids_of,
    may_edit_topic,
    outputs_visible_to,
    run_by,
    spelled_by_access,
    topics_visible_to,
)
from ..folding import folded
from ..models import (
    Output,
    Person,
    Purpose,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
)
from ..rules.trust import Badge, badge

MOST_TOPICS = 20


def documents_titled(titles: Iterable[str], person: Person) -> list[int]:
    """Give the ids of the documents that somebody may see under these titles, however written."""
    wanted = {folded(title) for title in titles}
    rows = outputs_visible_to(person).select(Output.id, Output.title).order_by(Output.id).tuples()
    # No database folds words as we do; ten thousand titles take 20 ms.
    return [id for id, title in rows if folded(title) in wanted]


def badges_behind(keys: Iterable[str], person: Person) -> dict[str, Badge]:
    """Say what stands beside links to the documents of these keys (one query, two for titles).

    A key is a folded title, or # and an id; what somebody may not read says nothing.
    """
    ids = [int(key[1:]) for key in keys if key.startswith("#") and key[1:].isdigit()]
    titles = [key for key in keys if not key.startswith("#")]
    if titles:
        ids += documents_titled(titles, person)
    rows = (
        outputs_visible_to(person)
        .where(Output.id.in_(ids))
        .select(Output.id, Output.title, badge())
        .order_by(Output.id)
        .tuples()
    )
    found: dict[str, Badge] = {}
    for id, title, word in rows:
        for key in (f"#{id}", folded(title)):
            found.setdefault(key, Badge(word))
    return found


def topics_to_plan_on(person: Person) -> list[Topic]:
    """List the topics on which somebody may plan a document, as many as one can choose from."""
    topics = topics_visible_to(person).order_by(fn.LOWER(Topic.name))
    if not person.supervises:
        topics = topics.where(Topic.owner == person)
    return [topic for topic in topics.limit(MOST_TOPICS) if may_edit_topic(person, topic)]


def places_to_import_to(person: Person) -> list[tuple[str, str]]:
    """List where somebody may put documents, as choices: topics, and rollouts' work on a topic.

    The value is the topic's id, with the rollout's id behind a hyphen where there is one.
    """
    own = [(str(id), name) for id, name in _own_topics(person=person)]
    work = _work(person=person)
    return own + [(f"{id}-{of}", f"{name}, for {rollout}") for id, name, of, rollout in work]


@spelled_by_access
def _own_topics(person: Any) -> ModelSelect:
    topics = topics_visible_to(person)
    if not person.supervises:
        topics = topics.where(Topic.owner == person)
    return topics.order_by(fn.LOWER(Topic.name)).select(Topic.id, Topic.name).tuples()


@spelled_by_access
def _work(person: Any) -> ModelSelect:
    guides = Seat.select(Seat.rollout_topic).where(
        Seat.person == person, Seat.role.in_((Role.COACH, Role.SME)), Seat.until.is_null()
    )
    return (
        RolloutTopic.select(Topic.id, Topic.name, Rollout.id, Rollout.name)
        .join(Rollout)
        .join_from(RolloutTopic, Revision)
        .join(Topic)
        .where(
            Rollout.purpose == Purpose.TEAM,
            RolloutTopic.rollout.in_(ids_of(run_by, person)) | RolloutTopic.id.in_(guides),
        )
        .order_by(fn.LOWER(Topic.name), fn.LOWER(Rollout.name))
        .tuples()
    )
