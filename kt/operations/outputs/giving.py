"""Giving an output another owner, above all that of somebody who left."""

from typing import Any

from ...access import may_edit_output, require
from ...db import transaction
from ...errors import Refused
from ...models import AuditEntry, AuditSubject, Output, Person
from ..audit import record
from ..indexing import index_output
from .rows import NOT_YOURS, about_of, refresh


def give_output(output: Output, *, to: Person, by: Person) -> Output:
    """Let somebody else own an output; the one who owned it can have it back (`give_back`)."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.owner_id == to.id:
            return row
        if not Person.get_by_id(to.id).active:
            raise Refused(f"{to.name} is disabled. Choose an owner who can be asked.")
        before = row.owner
        _own(row, to, by)
        about = [*about_of(row), before]
        record("output.given", by=by, about=about, output=row, person=to, owner=before)
    return row


def give_back(output: Output, *, by: Person) -> Output:
    """Undo the last giving of an output, unless it was given on since."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        entry = (
            AuditEntry.select()
            .join(AuditSubject)
            .where(
                AuditEntry.deed.in_(("output.given", "output.given-back")),
                AuditSubject.noun == Output._meta.table_name,
                AuditSubject.ref == row.id,
            )
            .order_by(AuditEntry.id.desc())
            .first()
        )
        if entry is None or entry.deed != "output.given" or entry.values["person"] != row.owner_id:
            raise Refused("This was given on meanwhile. Its page says who owns it.")
        before = row.owner
        _own(row, Person.get_by_id(entry.values["owner"]), by)
        record(
            "output.given-back", by=by, about=[*about_of(row), before], output=row, person=row.owner
        )
    return row


def _own(row: Any, person: Person, by: Person) -> None:
    row.owner = person
    row.save(only=[Output.owner])
    refresh(row, by)
    index_output(row)
