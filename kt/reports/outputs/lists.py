"""Lists of outputs: the documents one can read, what a rollout is to leave behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ModelSelect, fn

from ...access import (
    documents_for_all,
    outputs_for_some,
    outputs_visible_to,
    spelled_by_access,
)
from ...db import compiled, listed, of_each_row
from ...models import (
    UNFINISHED,
    Output,
    OutputKind,
    OutputState,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Topic,
    Version,
)
from ...rules.trust import Badge, badge
from ..cutting import counted

PAGE = 50


@dataclass(frozen=True)
class OutputLine:
    """An output as lists show it; `versions` counts its texts."""

    id: int
    title: str
    kind: OutputKind
    state: OutputState
    topic_id: int
    topic_name: str
    owner_id: int
    owner_name: str
    due: date | None
    url: str
    published_on: date | None
    badge: Badge
    versions: int

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    def is_late(self, today: date) -> bool:
        return not self.is_finished and self.due is not None and self.due < today


def documents(
    person: Person,
    *,
    topic_id: int | None = None,
    kind: str = "",
    words: str = "",
    page: int = 1,
) -> tuple[list[OutputLine], int]:
    """List a page of the published documents a person may read, and count them all.

    Every one of the words must be in the title or in the text that readers see.
    """
    asked_for = Output.state == OutputState.PUBLISHED
    if topic_id is not None:
        asked_for &= Output.topic == topic_id
    if kind in set(OutputKind):
        asked_for &= Output.kind == OutputKind(kind)
    for word in words.split()[:10]:
        asked_for &= Output.title.contains(word) | Output.id.in_(_texts_with(word))
    for_all, for_some = documents_for_all(person), outputs_for_some(person)
    ids = Output.select(Output.id)
    seen = ids.where(asked_for, of_each_row(for_all | for_some))
    shown = _alphabetical(seen).paginate(page, PAGE).tuples()
    total = counted(
        ids.where(asked_for, for_all), ids.where(for_some, of_each_row(asked_for & ~for_all))
    )
    return lines_of([id for (id,) in shown]), total


def topics_with_documents(person: Person) -> list[tuple[int, str]]:
    """List the topics that have a published document which a person may read."""
    return _topics_with_documents(person=person)


@spelled_by_access
def _topics_with_documents(person: Any) -> ModelSelect:
    for_all = Output.select(Output.id).where(Output.topic == Topic.id, documents_for_all(person))
    for_some = Output.select(Output.topic).where(
        outputs_for_some(person), of_each_row(Output.state == OutputState.PUBLISHED)
    )
    topics = Topic.select(Topic.id, Topic.name)
    return topics.where(fn.EXISTS(for_all) | Topic.id.in_(for_some)).order_by(Topic.name).tuples()


def outputs_of(rollout: Rollout, person: Person, page: int = 1) -> tuple[list[OutputLine], int]:
    """List a page of what a rollout is to leave behind, unfinished first, and count it all."""
    query = outputs_visible_to(person).where(Output.rollout == rollout)
    unfinished_first = (Output.state.in_(UNFINISHED)).desc()
    no_date_last = Output.due.is_null().asc()
    ordered = query.order_by(unfinished_first, no_date_last, Output.due, Output.title, Output.id)
    return lines_from(ordered.paginate(page, PAGE)), query.count()


def published_in(rollout: Rollout) -> int:
    """Count the outputs of a rollout that are published."""
    published = Output.state == OutputState.PUBLISHED
    return Output.select().where(Output.rollout == rollout, published).count()


def topics_of(rollout: Rollout) -> list[tuple[int, str]]:
    """List the topics of a rollout for a choice."""
    rows = (
        Topic.select(Topic.id, Topic.name)
        .join(Revision)
        .join(RolloutTopic)
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, Topic.name)
    )
    return list(rows.tuples())


def line_of(output: Output) -> OutputLine:
    """Show one output as lists do."""
    return lines_of([output.id])[0]


def lines_of(ids: Sequence[int]) -> list[OutputLine]:
    """Show these outputs as lists do, at most a page of them."""
    return [_line(row) for row in _lines_of(ids=list(ids[:PAGE]))]


@compiled
def _lines_of(ids: Any) -> ModelSelect:
    return _lines(_alphabetical(Output.select().where(listed(Output.id, ids))))


def _alphabetical(outputs: ModelSelect) -> ModelSelect:
    return outputs.order_by(fn.LOWER(Output.title), Output.id)


def _texts_with(word: str) -> ModelSelect:
    """Select the outputs whose text that readers see contains a word."""
    shown = Output.alias()
    return (
        Version.select(Version.output)
        .join(shown, on=(Version.output == shown.id))
        .where(Version.number == shown.published_number, Version.text.contains(word))
    )


def lines_from(outputs: ModelSelect) -> list[OutputLine]:
    """Read the outputs of a query as lists show them (one query)."""
    return [_line(row) for row in _lines(outputs)]


def _lines(outputs: ModelSelect) -> ModelSelect:
    texts = Version.select(fn.COUNT(Version.id)).where(Version.output == Output.id)
    return (
        outputs.select(
            Output.id,
            Output.title,
            Output.kind,
            Output.state,
            Topic.id.alias("topic_id"),
            Topic.name.alias("topic_name"),
            Person.id.alias("owner_id"),
            Person.name.alias("owner_name"),
            Output.due,
            Output.url,
            Output.published_on,
            badge().alias("badge"),
            texts.alias("versions"),
        )
        .join(Topic, on=(Output.topic == Topic.id))
        .switch(Output)
        .join(Person, on=(Output.owner == Person.id))
        .dicts()
    )


def _line(row: Any) -> OutputLine:
    return OutputLine(**row | {"badge": Badge(row["badge"])})
