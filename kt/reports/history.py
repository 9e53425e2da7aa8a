"""Histories in words: what was done to a row, by whom, newest first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from peewee import Value

from .. import models
from ..db import BaseModel
from ..models import AuditEntry, AuditSubject, Person, Wording
from .sentences import SENTENCES

PAGE = 50

# A value under one of these nouns is the id of a row of the table, shown by the named column.
NOUNS: dict[str, tuple[type[BaseModel], str]] = {
    "person": (models.Person, "name"),
    "learner": (models.Person, "name"),
    "guide": (models.Person, "name"),
    "owner": (models.Person, "name"),
    "witness": (models.Person, "name"),
    "sme": (models.Person, "name"),
    "acts_for": (models.Person, "name"),
    "topic": (models.Topic, "name"),
    "rollout": (models.Rollout, "name"),
    "template": (models.Template, "title"),
    "checklist": (models.Checklist, "title"),
    "item": (models.Item, "text"),
    "output": (models.Output, "title"),
    "thing": (models.Snooze, "title"),
}


# Values under these keys are words of ours; of labels those that targets have by themselves.
OURS = frozenset({"role", "way", "people"})
OUR_LABEL = re.compile(r"Learners who stand at “|Coaching hours$")


@dataclass(frozen=True)
class Told:
    """One deed in words."""

    text: str
    at: datetime


def history_of(row: BaseModel, *, page: int = 1) -> list[Told]:
    """Tell the history of a row, newest first, a page of 50 (two queries)."""
    entries = list(
        AuditEntry.select(AuditEntry, Person)
        .join(AuditSubject, on=(AuditSubject.entry == AuditEntry.id))
        .switch(AuditEntry)
        .left_outer_join(Person, on=(AuditEntry.by == Person.id))
        .where(AuditSubject.noun == row._meta.table_name, AuditSubject.ref == row.id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .paginate(page, PAGE)
    )
    rollout = row if isinstance(row, models.Rollout) else getattr(row, "rollout", None)
    wording = rollout.wording if rollout else Wording.COACHING
    texts = told_in_words(entries, [wording] * len(entries))
    return [Told(text, entry.at) for entry, text in zip(entries, texts, strict=True)]


def told_in_words(entries: Sequence[AuditEntry], wordings: Sequence[Wording]) -> list[str]:
    """Tell deeds in words, each in the wording of its rollout (one query); who did it is loaded."""
    names = _names(entries)
    kept = [*names.values(), *(entry.by.name for entry in entries if entry.by_id)]
    kept += [text for entry in entries for text in _written(entry)]
    return [
        wording.say(_words(entry, names), *kept)
        for entry, wording in zip(entries, wordings, strict=True)
    ]


def history_length(row: BaseModel) -> int:
    """Count the deeds in the history of a row."""
    about = (AuditSubject.noun == row._meta.table_name) & (AuditSubject.ref == row.id)
    return AuditSubject.select().where(about).count()


def _written(entry: AuditEntry) -> Iterator[str]:
    """Give what people wrote in a deed: reasons, titles, the names of targets."""
    for key, value in entry.values.items():
        if isinstance(value, str) and key not in OURS and not OUR_LABEL.match(value):
            yield value


def _names(entries: Iterable[AuditEntry]) -> dict[tuple[type[BaseModel], int], str]:
    wanted: dict[type[BaseModel], set[int]] = defaultdict(set)
    for entry in entries:
        for key, value in entry.values.items():
            if key in NOUNS and value is not None:
                wanted[NOUNS[key][0]].add(value)
    if not wanted:
        return {}
    columns, tables = dict(NOUNS.values()), list(wanted)
    named = [
        table.select(Value(number), table.id, getattr(table, columns[table])).where(
            table.id.in_(wanted[table])
        )
        for number, table in enumerate(tables)
    ]
    rows = reduce(lambda some, more: some.union_all(more), named).tuples()
    return {(tables[number], id): name for number, id, name in rows}


def _words(entry: AuditEntry, names: dict[tuple[type[BaseModel], int], str]) -> str:
    values: dict[str, Any] = defaultdict(str)
    for key, value in entry.values.items():
        values[key] = value
        if key in NOUNS:
            values[key] = names.get((NOUNS[key][0], value), "nobody") if value else "nobody"
    by = entry.by.name if entry.by_id else "The administrator of the machine"
    sentence = SENTENCES[entry.deed]
    if callable(sentence):
        return sentence(by, values)
    return sentence.format_map(values | {"by": by})
