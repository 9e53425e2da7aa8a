"""The queries that find the rows behind targets, of one shape for all kinds of rows.

Each takes the place of a list of rollouts, and names the rollout in its last column. They find what
is so now; what was so when a rollout was closed is kept, in rows of the same columns.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from peewee import Cast, ModelSelect, SelectBase, Value

from ...models import Measure, Target
from . import documents, rows
from .columns import COLUMNS, HOLIDAY, LEARNER, QUESTION, SAYING, TRUSTED
from .documents import output_rows
from .rows import days_done, holidays_since, item_rows

__all__ = [
    "COLUMNS",
    "HOLIDAY",
    "LEARNER",
    "LOADERS",
    "QUESTION",
    "TRUSTED",
    "Loader",
    "days_done",
    "holidays_since",
    "item_rows",
    "noun_of",
    "nouns_of",
    "output_rows",
    "rows_of",
    "unnamed_rows_of",
]

NOUNS = {
    Measure.SESSIONS_HELD: "session",
    Measure.COACHING_HOURS: "session",
    Measure.OUTPUTS_PUBLISHED: "output",
    Measure.ITEMS_DONE: "item",
    Measure.ITEMS_ON_TIME: "item",
    Measure.LEARNERS_AT_STANDING: "standing",
    Measure.LEARNERS_SIGNED_OFF: "standing",
    Measure.QUESTIONS_ANSWERED: QUESTION,
    Measure.NUMBER: "reading",
}

Loader = Callable[[Any], ModelSelect]

LOADERS: dict[str, Loader] = {
    "session": rows.sessions,
    "output": documents.outputs,
    TRUSTED: documents.trusted,
    "item": rows.items,
    "standing": rows.standings,
    "reading": rows.readings,
    QUESTION: rows.questions,
    HOLIDAY: rows.holidays,
    LEARNER: rows.learners,
}


def noun_of(target: Target) -> str:
    """Name the kind of rows that a target is counted from."""
    if target.measure == Measure.OUTPUTS_PUBLISHED and target.trusted:
        return TRUSTED
    return NOUNS[Measure(target.measure)]


def nouns_of(targets: Iterable[Target]) -> frozenset[str]:
    """Name the kinds of rows that it takes to count some targets, none for none."""
    nouns = frozenset(noun_of(target) for target in targets)
    if nouns:
        nouns |= {LEARNER}
    if QUESTION in nouns:
        nouns |= {HOLIDAY}
    return nouns


def rows_of(
    nouns: Iterable[str], rollouts: Any, loaders: Mapping[str, Loader] | None = None
) -> SelectBase:
    """Select the rows of some kinds behind the targets of some rollouts."""
    return _together((loaders or LOADERS)[noun](rollouts) for noun in sorted(nouns))


def unnamed_rows_of(nouns: Iterable[str], rollouts: Any) -> SelectBase:
    """Select these rows without the words that they are called by.

    To count them takes two thirds of the time of naming them, too (measured).
    """
    return _together(_unnamed(noun, rollouts) for noun in sorted(nouns))


def _unnamed(noun: str, rollouts: Any) -> ModelSelect:
    found = LOADERS[noun](rollouts)
    if noun in SAYING:
        return found
    *columns, who, what, rollout = found.selected_columns
    unsaid = (Cast(Value(None), "text").alias(each.name) for each in (who, what))
    return found.select(*columns, *unsaid, rollout)


def _together(selected: Iterable[ModelSelect]) -> SelectBase:
    first, *others = selected
    for other in others:
        first = first.union_all(other)
    return first
