"""Importing people from a file: all of it or nothing, as often as one likes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from peewee import Case

from .. import db
from ..access import may_import_people, require
from ..db import transaction
from ..errors import Refused
from ..importers.people import KnownPerson, PersonRow, Plan, Update, compare, read_people
from ..models import Access, AuditSubject, Checklist, Login, Person
from .audit import record
from .bulk import batches, insert_rows, run_for_all, stored
from .indexing import index_people
from .moving_dates import move_date
from .remembering import remember, remembered
from .turns import replan_people

PURPOSE = "people"
# What decides whose turn it is to answer a question, and from when.
TURNING = frozenset({"location", "time_zone", "leaving_date", "email", "manager_id", "status"})

ONLY_ADMINISTRATORS = "Only administrators import people. Ask one of them."

Mapped = Mapping[str, str | None]


@dataclass(frozen=True)
class PlannedImport:
    """What an import would do, worked out from the people known and the columns chosen by hand."""

    plan: Plan
    known: tuple[KnownPerson, ...]
    chosen: Mapped


@dataclass(frozen=True)
class Imported:
    """How many people an import added, changed and left, and how many items it re-dated."""

    created: int
    updated: int
    unchanged: int
    redated: int


def plan_import(
    data: bytes,
    filename: str,
    *,
    mapping: Mapped | None = None,
    day_first: bool | None = None,
    by: Person | None,
) -> PlannedImport:
    """Work out what importing a file would do; nothing is changed.

    `mapping` are columns chosen by hand; the others are as they were chosen for this header line
    last time, or as their names say. `by` is None on the command line of the machine itself.
    Raises Refused for a file that cannot be read.
    """
    if by is not None:
        require(may_import_people(by), ONLY_ADMINISTRATORS)
    # Only the header line tells what was chosen for it last time.
    file = read_people(data, filename, mapping=mapping, day_first=day_first)
    chosen = {**remembered(PURPOSE, file.header_key), **(mapping or {})}
    if chosen != (mapping or {}):
        file = read_people(data, filename, mapping=chosen, day_first=day_first)
    known = known_people()
    return PlannedImport(compare(file, known), known, chosen)


def import_people(
    planned: PlannedImport, *, by: Person, tell: Callable[[int], object] = lambda rows: None
) -> Imported:
    """Do what was planned, whole, in one transaction and one audit entry.

    `tell` hears, step by step, how many more rows are done. Raises Refused where the file has
    errors, or where people were changed since the plan was made.
    """
    require(may_import_people(by), ONLY_ADMINISTRATORS)
    plan = planned.plan
    if plan.refused:
        raise Refused("Nothing was imported: the file has errors. Correct them and try again.")
    with transaction():
        if known_people() != planned.known:
            raise Refused(
                "People were changed while you looked at the file, so nothing was imported. "
                "Read the file again and compare."
            )
        ids = _add(plan.creates, tell)
        managed = {**ids, **{update.row.line: update.person_id for update in plan.updates}}
        redated = _move_dates(plan.updates, by)
        _change(plan.updates, tell)
        _set_managers(plan, managed)
        _end_logins(plan.updates)
        replan_people(each.person_id for each in plan.updates if TURNING & each.changes.keys())
        _refuse_without_administrator()
        remember(PURPOSE, plan.file.header_key, planned.chosen)
        _record(plan, managed.values(), by)
        index_people(managed.values())
    tell(len(plan.unchanged))
    return Imported(len(plan.creates), len(plan.updates), len(plan.unchanged), redated)


def known_people() -> tuple[KnownPerson, ...]:
    """Give everybody as an import compares them, by id."""
    rows = Person.select(
        Person.id,
        Person.name,
        Person.employee_id,
        Person.email,
        Person.title,
        Person.department,
        Person.manager,
        Person.location,
        Person.time_zone,
        Person.start_date,
        Person.leaving_date,
        Case(None, [(Person.active, "active")], "inactive"),
    ).order_by(Person.id)
    return tuple(KnownPerson(*row) for row in rows.tuples())


def _add(rows: Sequence[PersonRow], tell: Callable[[int], object]) -> dict[int, int]:
    """Insert new people; answer with their ids by the line they stand on."""
    last = Person.select(Person.id).order_by(Person.id.desc()).limit(1).scalar() or 0
    for batch in batches(rows):
        insert_rows(Person, [_facts(row) for row in batch])
        tell(len(batch))
    lines = {row.employee_id or row.email.lower(): row.line for row in rows}
    added = Person.select(Person.id, Person.employee_id, Person.email).where(Person.id > last)
    return {lines[employee_id or email]: id for id, employee_id, email in added.tuples()}


def _facts(row: PersonRow) -> dict[str, Any]:
    return {
        "employee_id": row.employee_id or None,
        "name": row.name or row.email or row.employee_id,
        "email": row.email.lower() or None,
        "title": row.title,
        "department": row.department,
        "location": row.location,
        "time_zone": row.time_zone or None,
        "start_date": row.start_date,
        "leaving_date": row.leaving_date,
        "active": row.status != "inactive",
        "access": Access.MEMBER,
        "mentor_places": 0,
    }


def _move_dates(updates: Iterable[Update], by: Person) -> int:
    """Move the dates that items may count from; answer with how many items got a new one."""
    with_checklists = {
        id for (id,) in Checklist.select(Checklist.person).distinct().tuples() if id is not None
    }
    redated = 0
    for update in updates:
        if update.person_id not in with_checklists:
            continue
        for field in ("start_date", "leaving_date"):
            if field in update.changes:
                person = Person.get_by_id(update.person_id)
                redated += move_date(person, field, update.changes[field][1], by=by).count
    return redated


def _change(updates: Sequence[Update], tell: Callable[[int], object]) -> None:
    """Write the changes, one prepared statement for all people in whom the same fields differ."""
    changed = [(update.person_id, _columns(update)) for update in updates]
    by_columns = sorted((tuple(columns), id, columns) for id, columns in changed if columns)
    for names, group in groupby(by_columns, key=lambda each: each[0]):
        fields = [Person._meta.fields[name] for name in names]
        sets = ", ".join(f'"{field.column_name}" = {db.database.param}' for field in fields)
        sql = f'UPDATE "person" SET {sets} WHERE "id" = {db.database.param}'
        for batch in batches(group):
            run_for_all(sql, ([*stored(fields, columns), id] for _, id, columns in batch))
            tell(len(batch))


def _columns(update: Update) -> dict[str, Any]:
    columns = {field: new for field, (_, new) in update.changes.items() if field != "manager_id"}
    if "status" in columns:
        columns["active"] = columns.pop("status") != "inactive"
    if "email" in columns:
        columns["email"] = columns["email"].lower()
    return columns


def _set_managers(plan: Plan, managed: Mapping[int, int]) -> None:
    """Point people at their managers, once everybody in the file has an id."""
    known_already = {row.line for row in plan.unchanged}
    known_already |= {each.row.line for each in plan.updates if "manager_id" not in each.changes}
    rows = [
        (manager.person_id or managed[manager.line or 0], managed[line])
        for line, manager in plan.managers.items()
        if line not in known_already and line in managed
    ]
    param = db.database.param
    sql = f'UPDATE "person" SET "manager_id" = {param} WHERE "id" = {param}'
    run_for_all(sql, rows)


def _end_logins(updates: Iterable[Update]) -> None:
    gone = [each.person_id for each in updates if _columns(each).get("active") is False]
    for batch in batches(gone):
        Login.delete().where(Login.person.in_(batch)).execute()


def _refuse_without_administrator() -> None:
    administrators = Person.select().where(
        Person.access == Access.ADMINISTRATOR, Person.active, Person.email.is_null(False)
    )
    if not administrators.exists():
        raise Refused(
            "The file says that the only administrator has left, so nothing was imported. Make "
            "somebody else an administrator first."
        )


def _record(plan: Plan, ids: Iterable[int], by: Person) -> None:
    entry = record(
        "people.imported",
        by=by,
        about=[by],
        created=len(plan.creates),
        updated=len(plan.updates),
        unchanged=len(plan.unchanged),
    )
    for batch in batches(set(ids) - {by.id}):
        insert_rows(
            AuditSubject, [{"entry": entry.id, "noun": "person", "ref": id} for id in batch]
        )
