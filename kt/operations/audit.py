"""The audit: every deed leaves one entry in its own transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..db import BaseModel
from ..models import AuditEntry, AuditSubject, Person
from .bulk import insert_all, insert_few, insert_rows


def record(
    deed: str, *, by: Person | None, about: Iterable[BaseModel | None], **values: Any
) -> AuditEntry:
    """Write down a deed, in the transaction of the deed itself.

    `about` are the rows whose histories it belongs to and the one it was done to, by which it can
    be undone (None is passed over). `values` are what the words of the history need: a row stands
    for its id under a noun (person=…, topic=…), days become ISO text; private text never goes in.
    `kt.reports.history` has a sentence for each deed, `operations.undoing` what undoes it.
    """
    entry = AuditEntry.create(
        deed=deed, by=by, values={key: _plain(value) for key, value in values.items()}
    )
    subjects = {(row._meta.table_name, row.id) for row in about if row is not None}
    rows = [{"entry": entry.id, "noun": noun, "ref": ref} for noun, ref in sorted(subjects)]
    if rows:
        insert_few(AuditSubject, rows)
    return entry


@dataclass(frozen=True)
class Deed:
    """What `record` is told of one deed, but who did it."""

    name: str
    about: Sequence[BaseModel | None]
    values: Mapping[str, Any]


def record_all(deeds: Sequence[Deed], *, by: Person | None) -> None:
    """Do as `record` for many deeds of one person."""
    entries = insert_all(
        AuditEntry,
        [
            AuditEntry(
                deed=deed.name,
                by=by,
                values={key: _plain(value) for key, value in deed.values.items()},
            )
            for deed in deeds
        ],
    )
    subjects = [
        {"entry": entry.id, "noun": row._meta.table_name, "ref": row.id}
        for entry, deed in zip(entries, deeds, strict=True)
        for row in deed.about
        if row is not None
    ]
    if subjects:
        insert_rows(AuditSubject, subjects)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.id
    if isinstance(value, date):
        return value.isoformat()
    return value
