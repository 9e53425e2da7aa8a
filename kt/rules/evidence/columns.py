"""The columns of the rows behind targets, of whatever kind they are."""

from typing import Any

from peewee import Cast, ModelSelect, Node, Value

from ...models import KeptEvidence, Person

# Outputs that count only once people have come to trust them.
TRUSTED = "trusted"

QUESTION = "question"

# Days off say how to count other rows, and are none themselves.
HOLIDAY = "holiday"

# So do the seats of those who learn.
LEARNER = "learner"

# What is counted from takes their words, too: where an answer comes from, who learns.
SAYING = (QUESTION, HOLIDAY, LEARNER)

# The columns of all rows, as they are kept: all but the id.
COLUMNS = KeptEvidence._meta.sorted_fields[1:]


def columns(
    noun: str,
    id: Node,
    on: Node,
    amount: Any = 1,
    *,
    rollout: Any,
    revision: Any = None,
    person: Any = None,
    kind: Any = "",
    target: Any = None,
    minutes: Any = 0,
    who: Any = "",
    what: Any = "",
) -> list[Node]:
    """Give the columns that every kind of row has, each of one type on both engines.

    They have names that no column of a table has, for of a union peewee reads each like its
    namesake (measured: a tenth of reading a rollout's evidence).
    """
    typed = (
        (noun, "text"),
        (id, "integer"),
        (on, "text"),
        (amount, "float"),
        (revision, "integer"),
        (person, "integer"),
        (kind, "text"),
        (target, "integer"),
        (minutes, "integer"),
        (who, "text"),
        (what, "text"),
        (rollout, "integer"),
    )
    return [
        Cast(each if isinstance(each, Node) else Value(each), type).alias(f"column{place}")
        for place, (each, type) in enumerate(typed)
    ]


def name_of(person: Any) -> ModelSelect:
    """Select somebody's name, for each row whose words are asked for."""
    named = Person.alias()
    return named.select(named.name).where(named.id == person)
