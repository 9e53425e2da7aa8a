"""The audit: every deed leaves one entry in its own transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..db import BaseModel
from ..models import AuditEntry, AuditSubject, Person


def record(
    deed: str, *, by: Person | None, about: Iterable[BaseModel | None], **values: Any
) -> AuditEntry:
    """Write down a deed, in the transaction of the deed itself.

    `about` are the rows whose histories it belongs to (None is passed over). `values` are what
    the words of the history need: a row stands for its id under a noun (person=…, topic=…), days
    become ISO text; private text never goes in. `kt.reports.history` has a sentence per deed.
    """
    entry = AuditEntry.create(
        deed=deed, by=by, values={key: _plain(value) for key, value in values.items()}
    )
    subjects = {(row._meta.table_name, row.id) for row in about if row is not None}
    AuditSubject.insert_many(
        [{"entry": entry, "noun": noun, "ref": ref} for noun, ref in sorted(subjects)]
    ).execute()
    return entry


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.id
    if isinstance(value, date):
        return value.isoformat()
    return value
