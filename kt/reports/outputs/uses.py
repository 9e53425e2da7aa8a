"""What people say of doing the task with a document."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect, fn

from ...db import compiled
from ...models import Outcome, Output, Person, Use, UseAnswer, is_newest_use


@dataclass(frozen=True)
class UseLine:
    """What somebody said last of a document, and what was answered to it."""

    id: int
    outcome: Outcome
    number: int
    sentence: str
    on: date
    person_id: int
    person_name: str
    fixed_in: int | None
    answer: str
    answered_by: str

    @property
    def is_failure(self) -> bool:
        return self.outcome == Outcome.FAILED

    @property
    def is_answered(self) -> bool:
        return bool(self.answered_by)

    def is_open(self, published: int | None) -> bool:
        """Tell whether it reopens the document for those who read the version `published`."""
        if not self.is_failure:
            return False
        return not self.is_answered or bool(self.fixed_in and self.fixed_in > (published or 0))


@dataclass(frozen=True)
class Uses:
    """One's own word about a document, and what did not work for whom."""

    mine: UseLine | None
    failures: tuple[UseLine, ...]

    def open_failures(self, published: int | None) -> list[UseLine]:
        return [line for line in self.failures if line.is_open(published)]

    def unanswered(self) -> list[UseLine]:
        return [line for line in self.failures if not line.is_answered]


def uses_of(output: Output, person: Person) -> Uses:
    """Read the newest failed uses of a document, and one's own newest (one query)."""
    lines = [UseLine(*row) for row in _rows(output=output, person=person)]
    said = [line for line in lines if line.outcome != Outcome.TAKEN_BACK]
    return Uses(
        mine=next((line for line in said if line.person_id == person.id), None),
        failures=tuple(line for line in said if line.is_failure),
    )


def failures_of(output: Output, person: Person) -> list[tuple[int, str]]:
    """List the failed uses that wait for an answer, for a choice (one query)."""
    return [
        (line.id, f"“{line.sentence}” ({line.person_name})")
        for line in uses_of(output, person).unanswered()
    ]


@compiled
def _rows(output: Any, person: Any) -> ModelSelect:
    answerer = Person.alias()
    return (
        Use.select(
            Use.id,
            Use.outcome,
            Use.number,
            Use.sentence,
            Use.on,
            Person.id,
            Person.name,
            UseAnswer.fixed_in,
            fn.COALESCE(UseAnswer.sentence, ""),
            fn.COALESCE(answerer.name, ""),
        )
        .join(Person, on=(Use.person == Person.id))
        .join_from(Use, UseAnswer, JOIN.LEFT_OUTER, on=(UseAnswer.use == Use.id))
        .join(answerer, JOIN.LEFT_OUTER, on=(UseAnswer.by == answerer.id))
        .where(
            Use.output == output,
            is_newest_use(Use),
            (Use.outcome == Outcome.FAILED) | (Use.person == person),
        )
        .order_by(Use.id.desc())
        .tuples()
    )
