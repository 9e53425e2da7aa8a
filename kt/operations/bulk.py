"""Thousands of rows at once, with one prepared statement: the write lock is held meanwhile."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from .. import db
from ..db import BaseModel

BATCH = 500

Thing = TypeVar("Thing")


def insert_rows(table: type[BaseModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns, with one prepared statement."""
    fields = [table._meta.fields[name] for name in rows[0]]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    values = ", ".join([db.database.param] * len(fields))
    sql = f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({values})'
    run_for_all(sql, (stored(fields, row) for row in rows))


def insert_all(table: Any, rows: Sequence[Any]) -> list[Any]:
    """Insert new rows of a table in batches, and give them the ids that they got."""
    fields = [field for field in table._meta.sorted_fields if field.name != "id"]
    for batch in batches(rows):
        values = [tuple(row.__data__.get(field.name) for field in fields) for row in batch]
        found = table.insert_many(values, fields).returning(table.id).tuples().execute()
        for row, (id,) in zip(batch, sorted(found), strict=True):
            row.id = id
    return list(rows)


def stored(fields: Iterable[Any], row: Mapping[str, Any]) -> list[Any]:
    return [field.db_value(row[field.name]) for field in fields]


def run_for_all(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    # The write lock is held meanwhile: spelling ten thousand statements would take longer
    # than running them.
    db.database.cursor().executemany(sql, list(rows))


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    left = iter(things)
    while batch := list(islice(left, BATCH)):
        yield batch
