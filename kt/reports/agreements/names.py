"""The names behind the ids of an agreement, as they are today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from peewee import Value

from ...models import Output, Person, Revision, RolloutTopic, Topic, Wording
from ...rules.trust import Badge, badge


@dataclass(frozen=True)
class Names:
    """Names by id; somebody or something that was erased has none. Documents have their badges."""

    people: dict[int, str]
    topics: dict[int, str]
    wording: Wording = Wording.COACHING
    badges: dict[int, str] = field(default_factory=dict)

    def person(self, id: int | None) -> str:
        return self.people.get(id or 0, "somebody")

    def badge(self, output: int) -> str:
        """Say what a document says of itself, once there is something to say."""
        word = self.badges.get(output, Badge.PLANNED)
        return "" if word == Badge.PLANNED else word

    def topic(self, id: int | None) -> str:
        return self.topics.get(id or 0, "a topic")


def names_in(
    rollouts: Iterable[int],
    contents: Iterable[Any],
    people: Iterable[int] = (),
    *,
    wording: Wording = Wording.COACHING,
) -> Names:
    """Look the names up that some contents speak of (one query)."""
    wanted = {*people, *(id for content in contents for id in _people_in(content))}
    topics = (
        Topic.select(Value("topic"), Topic.id, Topic.name)
        .join(Revision)
        .join(RolloutTopic)
        .where(RolloutTopic.rollout.in_(list(rollouts)))
    )
    named = Person.select(Value("person"), Person.id, Person.name).where(Person.id.in_(wanted))
    written = Output.select(Value("output"), Output.id, badge()).where(
        Output.rollout.in_(list(rollouts))
    )
    found: dict[str, dict[int, str]] = {"topic": {}, "person": {}, "output": {}}
    for noun, id, name in named.union_all(topics).union_all(written).tuples():
        found[noun][id] = name
    return Names(found["person"], found["topic"], wording, found["output"])


def _people_in(content: Any) -> Iterator[int]:
    for partner in content.get("partners", ()):
        if partner["with"]:
            yield partner["with"]
    for output in content.get("outputs", ()):
        if output.get("owner"):
            yield output["owner"]
