"""Answers about rollouts: the list, one rollout's page, what is missing in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, Case, Expression, ModelSelect, Node, Value, fn

from ..access import (
    ids_of,
    rollouts_and_pairs_visible_to,
    rollouts_visible_to,
    run_by,
    spelled_by_access,
)
from ..dates import count_words
from ..db import compiled
from ..models import (
    Person,
    Purpose,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Topic,
    TransferModel,
    Wording,
)
from ..rules.broken import TopicFacts, nobody_runs, read_topic, select_topics
from ..rules.rollout_days import zone_called
from .seating import gaps_by_rollout, held_on

Deputy, Original = Person.alias("deputy"), Rollout.alias("original")

# What the next team wants to know of the rollout that theirs was copied from.
LAST_TIME = (Original.id, Original.name, Original.keep, Original.change, Original.tell_next)

STATES_IN_ORDER = (
    RolloutState.RUNNING,
    RolloutState.DRAFT,
    RolloutState.COMPLETED,
    RolloutState.CANCELLED,
)


@dataclass(frozen=True)
class RolloutRow:
    """A rollout in the list; `is_run` by whoever reads it."""

    id: int
    name: str
    state: RolloutState
    model: TransferModel
    wording: Wording
    department: str
    supervisor: str
    start_date: date
    end_date: date | None
    rolling: bool
    is_mine: bool
    is_run: bool
    topics: int
    learners: int
    gaps: int


@dataclass(frozen=True)
class TopicLine:
    """A topic of a rollout with its facts; `newest` is the number of the newest revision."""

    facts: TopicFacts
    number: int
    newest: int
    has_process: bool

    @property
    def id(self) -> int:
        return self.facts.id

    @property
    def topic_id(self) -> int:
        return self.facts.topic_id

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def learners(self) -> int:
        return self.facts.learners

    @property
    def guides(self) -> int:
        return self.facts.guides

    @property
    def smes(self) -> int:
        return self.facts.smes

    @property
    def gaps(self) -> int:
        return self.facts.gaps


@dataclass(frozen=True)
class Missing:
    """What a rollout still lacks; `place` is where it is added: topics, people or process."""

    sentence: str
    place: str
    topic_id: int | None = None


def rollouts_run_by(person: Person, today: date) -> list[Rollout]:
    """List the open rollouts somebody runs: running ones first, the one that ends first on top.

    Those that nobody may run any more come last for an administrator, who can name somebody.
    """
    return sorted(
        _run_by(person=person, today=today),
        key=lambda each: (
            not each.is_run_by(person),
            each.state != RolloutState.RUNNING,
            each.rolling,
            each.end_date or date.max,
            each.id,
        ),
    )


@spelled_by_access
def _run_by(person: Any, today: Any) -> ModelSelect:
    theirs = (Rollout.supervisor == person) | (Rollout.deputy == person)
    if person.is_administrator:
        theirs |= nobody_runs(today)
    return Rollout.select().where(
        theirs,
        Rollout.purpose == Purpose.TEAM,
        Rollout.state.in_((RolloutState.RUNNING, RolloutState.DRAFT)),
    )


def rollouts_named(person: Person, words: str, limit: int) -> list[tuple[int, str]]:
    """Find the ids and names of rollouts that a person may see, those that go on first."""
    going_on = Case(Rollout.state, [(state, at) for at, state in enumerate(STATES_IN_ORDER)])
    return list(
        rollouts_visible_to(person)
        .select(Rollout.id, Rollout.name)
        .where(Rollout.name.contains(words))
        .order_by(going_on, Rollout.name)
        .limit(limit)
        .tuples()
    )


def rollout_rows(
    person: Person,
    *,
    state: RolloutState | None,
    words: str,
    now: datetime,
    page: int,
    size: int,
) -> tuple[list[RolloutRow], int]:
    """List a page of the rollouts a person may see, their own first, and how many there are.

    Seats are counted as of each rollout's own day.
    """
    query = rollouts_visible_to(person)
    if state:
        query = query.where(Rollout.state == state)
    if words:
        query = query.where(Rollout.name.contains(words) | Rollout.department.contains(words))
    total = query.count()
    mine = _is_mine(person)
    order = Case(Rollout.state, [(state, at) for at, state in enumerate(STATES_IN_ORDER)])
    rows = list(
        query.join(Person, on=(Rollout.supervisor == Person.id))
        .select(
            Rollout.id,
            Rollout.name,
            Rollout.state,
            Rollout.model,
            Rollout.wording,
            Rollout.department,
            Person.name.alias("supervisor"),
            Rollout.start_date,
            Rollout.end_date,
            Rollout.rolling,
            mine.alias("is_mine"),
            _is_run(person).alias("is_run"),
            Rollout.time_zone,
        )
        .order_by(mine.desc(), order, Rollout.start_date.desc(), Rollout.id)
        .paginate(page, size)
        .dicts()
    )
    ids = [row["id"] for row in rows]
    topics = _topics_by_rollout(ids)
    today = _days_of(rows, now)
    learners = _learners_by_rollout(ids, today)
    gaps = gaps_by_rollout(ids, today)
    return [
        RolloutRow(
            **row | {name: bool(row[name]) for name in ("is_mine", "is_run")},
            topics=topics.get(row["id"], 0),
            learners=learners.get(row["id"], 0),
            gaps=gaps.get(row["id"], 0),
        )
        for row in rows
    ], total


def rollouts_with_people(person: Person) -> ModelSelect:
    """Select the rollouts a person may see, each with its supervisor, deputy and original."""
    return _with_people(rollouts_visible_to(person))


def rollouts_and_pairs_with_people(person: Person) -> ModelSelect:
    """Select what `rollouts_with_people` does, and the rollouts behind somebody's pairs."""
    return _with_people(rollouts_and_pairs_visible_to(person))


def _with_people(rollouts: ModelSelect) -> ModelSelect:
    return (
        rollouts.select(Rollout, Person, Deputy, *LAST_TIME)
        .join(Person, on=(Rollout.supervisor == Person.id))
        .switch(Rollout)
        .join(Deputy, JOIN.LEFT_OUTER, on=(Rollout.deputy == Deputy.id), attr="deputy")
        .switch(Rollout)
        .join(
            Original, JOIN.LEFT_OUTER, on=(Rollout.copied_from == Original.id), attr="copied_from"
        )
    )


def topic_lines(rollout: Rollout, today: date) -> list[TopicLine]:
    """List the topics of a rollout with their facts and counts (one query)."""
    rows = _topic_rows(rollout=rollout, today=today, yesterday=today - timedelta(days=1))
    return [_topic_line(*row) for row in rows]


def _topic_line(*row: Any) -> TopicLine:
    *facts, number, newest, has_process = row
    return TopicLine(read_topic(*facts), number, newest, bool(has_process))


@compiled
def _topic_rows(rollout: Any, today: Any, yesterday: Any) -> Any:
    later = Revision.alias()
    newest = later.select(fn.MAX(later.number)).where(later.topic == Topic.id)
    return (
        select_topics(rollout, today, yesterday)
        .select_extend(
            Revision.number,
            newest,
            Revision.process != "",
        )
        .tuples()
    )


def missing_in(rollout: Rollout, topics: Iterable[TopicLine]) -> list[Missing]:
    """Say what an open rollout still lacks, in the order in which one would add it (no query).

    A topic without an SME is a warning, unless that was overridden: then it stands here with the
    reason.
    """
    topics = list(topics)
    if not rollout.is_open:
        return []
    if not topics:
        return [Missing("It has no topic yet. Choose what is to be passed on.", "topics")]
    say = rollout.wording.say
    missing = [
        Missing(f"{topic.name} has no written process yet.", "process", topic.topic_id)
        for topic in topics
        if not topic.has_process
    ]
    if rollout.model.is_seeded:
        missing += [
            Missing(f"{topic.name} has no SME. Overridden by {topic.facts.without_sme}", "people")
            for topic in topics
            if topic.facts.without_sme and not topic.smes
        ]
    if not rollout.rolling and not any(topic.learners for topic in topics):
        missing.append(Missing(say("Nobody learns here yet. Seat the first learner."), "people"))
    return missing


def gaps_in(rollout: Rollout, topics: Iterable[TopicLine]) -> list[Missing]:
    """Say on which topics of an open rollout learners have nobody to guide them (no query)."""
    learner = rollout.wording.say("learner")
    return [
        Missing(f"{topic.name}: nobody guides {count_words(topic.gaps, learner)} yet.", "people")
        for topic in topics
        if topic.gaps and rollout.is_open
    ]


def _is_mine(person: Person) -> Expression:
    seated = (
        RolloutTopic.select(RolloutTopic.rollout)
        .join(Seat)
        .where(Seat.person == person, Seat.until.is_null())
    )
    return Case(None, [(Rollout.id.in_(ids_of(run_by, person)) | Rollout.id.in_(seated), 1)], 0)


def _is_run(person: Person) -> Expression:
    if person.is_administrator:
        return Value(1)
    return Case(None, [(Rollout.id.in_(ids_of(run_by, person)), 1)], 0)


def _topics_by_rollout(rollouts: list[int]) -> dict[int, int]:
    return dict(
        RolloutTopic.select(RolloutTopic.rollout, fn.COUNT(RolloutTopic.id))
        .where(RolloutTopic.rollout.in_(rollouts))
        .group_by(RolloutTopic.rollout)
        .tuples()
    )


def _days_of(rows: Iterable[dict[str, Any]], now: datetime) -> date | Node:
    """Give the day in the rollouts, or the SQL of it where it is not the same in all of them.

    Their rows lose their zones.
    """
    days: dict[date, list[int]] = defaultdict(list)
    for row in rows:
        days[now.astimezone(zone_called(row.pop("time_zone"))).date()].append(row["id"])
    if len(days) < 2:
        return next(iter(days), now.date())
    return Case(None, [(RolloutTopic.rollout.in_(ids), day) for day, ids in days.items()])


def _learners_by_rollout(rollouts: list[int], today: date | Node) -> dict[int, int]:
    return dict(
        Seat.select(RolloutTopic.rollout, fn.COUNT(Seat.person.distinct()))
        .join(RolloutTopic)
        .where(
            RolloutTopic.rollout.in_(rollouts),
            Seat.role == Role.LEARNER,
            held_on(today),
        )
        .group_by(RolloutTopic.rollout)
        .tuples()
    )
