"""Answers about topics: the know-how page, one topic, who can do what on it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, ModelSelect, Value, fn

from ..access import (
    documents_for_all,
    newest_standings_seen_by,
    outputs_for_some,
    rollouts_visible_to,
    spelled_by_access,
    topics_visible_to,
)
from ..db import among, compiled, of_each_row
from ..models import (
    Basis,
    Expert,
    Kind,
    Level,
    Output,
    OutputState,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Standing,
    Topic,
)
from ..rules.coverage import PERSONAL
from ..rules.revisions import Behind, behind_on
from ..rules.standings import counts_of_holders
from ..rules.trust import badge

# As many documents and rollouts stand beside the people of a topic.
BESIDE = 25


@dataclass(frozen=True)
class TopicRow:
    """A topic in the list of know-how."""

    id: int
    name: str
    kind: Kind
    technical: bool
    smes: tuple[str, ...]
    holders: int
    holders_needed: int
    published: int

    @property
    def needs_holders(self) -> bool:
        return self.kind not in PERSONAL

    @property
    def lacks_holders(self) -> bool:
        return self.needs_holders and self.holders < self.holders_needed


@dataclass(frozen=True)
class StandingRow:
    """The newest standing of a person on a topic."""

    id: int
    person_id: int
    person_name: str
    level: Level
    basis: Basis
    reason: str
    judged_by: str | None
    on: date
    refresh_on: date | None
    number: int

    def is_to_be_refreshed(self, today: date) -> bool:
        return self.refresh_on is not None and self.refresh_on <= today

    def needs_the_difference(self, newest: int) -> bool:
        """Tell whether it was on an earlier revision than the newest (rule 8)."""
        return self.number < newest and self.level > Level.NOT_YET


@dataclass(frozen=True)
class TopicPage:
    """Everything a topic's page shows but its history.

    `standings` may be one page of `standings_total`; of documents and rollouts the newest stand
    here, of as many as their totals say.
    """

    topic: Topic
    revision: Revision
    revisions: tuple[Revision, ...]
    behind: tuple[Behind, ...]
    experts: tuple[Person, ...]
    standings: tuple[StandingRow, ...]
    standings_total: int
    holders: int
    rollouts: tuple[Rollout, ...]
    rollouts_total: int
    documents: tuple[Output, ...]
    documents_total: int

    @property
    def needs_holders(self) -> bool:
        return self.topic.kind not in PERSONAL


def topic_rows(
    person: Person, *, kind: Kind | None, words: str, page: int, size: int
) -> tuple[list[TopicRow], int]:
    """List a page of the topics a person may see, by name, and how many there are in all."""
    query = topics_visible_to(person)
    if kind:
        query = query.where(Topic.kind == kind)
    if words:
        query = query.where(Topic.name.contains(words) | Topic.description.contains(words))
    total = query.count()
    topics = list(query.order_by(Topic.name).paginate(page, size))
    ids = [topic.id for topic in topics]
    smes = _smes_by_topic(ids)
    holders = counts_of_holders(ids)
    published = _published_by_topic(person, ids)
    rows = [
        TopicRow(
            id=topic.id,
            name=topic.name,
            kind=topic.kind,
            technical=topic.technical,
            smes=tuple(smes[topic.id]),
            holders=holders[topic.id],
            holders_needed=topic.holders_needed,
            published=published[topic.id],
        )
        for topic in topics
    ]
    return rows, total


def topic_page(
    topic: Topic, person: Person, *, page: int = 1, size: int | None = None
) -> TopicPage:
    """Gather what a person may see of a topic (six queries, seven where its process changed).

    Without a `size` all standings are on one page.
    """
    revisions = _revisions(topic=topic)
    newest = revisions[0]
    changed = newest.number > 1
    rollouts = _rollouts_on(person=person, topic=topic)
    documents = _documents_on(person=person, topic=topic)
    standings = _standings_on(topic, person)
    if size:
        standings = standings.paginate(page, size)
    rows = list(standings)
    return TopicPage(
        topic=newest.topic,
        revision=newest,
        revisions=tuple(revisions),
        behind=tuple(behind_on(topic, newest=newest.number, seen_by=person) if changed else ()),
        experts=tuple(_experts_on(topic=topic)),
        standings=tuple(_standing_row(row) for row in rows),
        standings_total=rows[0]["total"] if rows else 0,
        holders=counts_of_holders([topic.id])[topic.id],
        rollouts=tuple(rollouts),
        rollouts_total=rollouts[0].total if rollouts else 0,
        documents=tuple(documents),
        documents_total=documents[0].total if documents else 0,
    )


def topics_to_choose(person: Person) -> list[tuple[int, str]]:
    """List the ids and names of the topics a person may choose from, by name."""
    return list(
        topics_visible_to(person).order_by(Topic.name).select(Topic.id, Topic.name).tuples()
    )


@compiled
def _revisions(topic: Any) -> ModelSelect:
    return (
        Revision.select(Revision, Topic, Person)
        .join(Topic)
        .join(Person, JOIN.LEFT_OUTER, on=(Topic.owner == Person.id))
        .where(Revision.topic == topic)
        .order_by(Revision.number.desc())
    )


@compiled
def _experts_on(topic: Any) -> ModelSelect:
    return (
        Person.select()
        .join(Expert, on=(Expert.person == Person.id))
        .where(Expert.topic == topic)
        .order_by(Person.name)
    )


@spelled_by_access
def _rollouts_on(person: Any, topic: Any) -> ModelSelect:
    there = RolloutTopic.select(RolloutTopic.rollout).join(Revision).where(Revision.topic == topic)
    return (
        rollouts_visible_to(person)
        .where(Rollout.id.in_(there))
        .select_extend(fn.COUNT(Rollout.id).over().alias("total"))
        .order_by(Rollout.start_date.desc(), Rollout.name)
        .limit(BESIDE)
    )


@spelled_by_access
def _documents_on(person: Any, topic: Any) -> ModelSelect:
    newest_first = (Output.published_on.desc(), Output.title)
    newest = (
        Output.select(Output.id, fn.COUNT(Output.id).over().alias("total"))
        .where(
            Output.topic == topic,
            Output.state == OutputState.PUBLISHED,
            of_each_row(documents_for_all(person) | outputs_for_some(person)),
        )
        .order_by(*newest_first)
        .limit(BESIDE)
        .alias("newest")
    )
    # A badge takes longer to find than all the rest, so only those that are shown get theirs.
    return (
        Output.select(Output, badge().alias("badge"), newest.c.total.alias("total"))
        .join(newest, on=(newest.c.id == Output.id))
        .order_by(*newest_first)
        .objects()
    )


def _standings_on(topic: Topic, person: Person) -> ModelSelect:
    judge = Person.alias()
    return (
        Standing.select()
        .join(Revision)
        .join_from(Standing, Person, on=(Standing.person == Person.id))
        .join_from(Standing, judge, JOIN.LEFT_OUTER, on=(Standing.judged_by == judge.id))
        .where(among(Standing.id, newest_standings_seen_by(person, topic)), Person.active)
        .select(
            Standing.id,
            Person.id.alias("person_id"),
            Person.name.alias("person_name"),
            Standing.level,
            Standing.basis,
            Standing.reason,
            judge.name.alias("judged_by"),
            Standing.on,
            Standing.refresh_on,
            Revision.number,
            fn.COUNT(Standing.id).over().alias("total"),
        )
        .order_by(Standing.level.desc(), Person.name, Person.id)
        .dicts()
    )


def _standing_row(row: dict[str, Any]) -> StandingRow:
    values = {name: value for name, value in row.items() if name != "total"}
    return StandingRow(**values | {"level": Level(row["level"])})


def _smes_by_topic(topics: list[int]) -> dict[int, list[str]]:
    smes: dict[int, list[str]] = defaultdict(list)
    rows = (
        Expert.select(Expert.topic, Person.name)
        .join(Person)
        .where(Expert.topic.in_(topics), Person.active)
        .order_by(Person.name)
        .tuples()
    )
    for topic_id, name in rows:
        smes[topic_id].append(name)
    return smes


def _published_by_topic(person: Person, topics: list[int]) -> Counter[int]:
    for_all, for_some = documents_for_all(person), outputs_for_some(person)
    read = Output.select(fn.COUNT(SQL("*"))).where(Output.topic == Topic.id, for_all)
    one = Output.select(Output.topic, Value(1)).where(
        for_some, of_each_row((Output.state == OutputState.PUBLISHED) & ~for_all)
    )
    rows = Topic.select(Topic.id, read).where(Topic.id.in_(topics)).union_all(one)
    counts: Counter[int] = Counter()
    for topic, count in rows.tuples():
        counts[topic] += count
    return counts
