"""Thousands of rows at once: the write lock is held meanwhile, so no statement is spelled twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from peewee import PeeweeException, fn

from .. import db
from ..db import BaseModel, transaction

BATCH = 500

Thing = TypeVar("Thing")


@contextmanager
def many_at_once() -> Iterator[None]:
    """Be the transaction of a deed by which thousands of texts can be found.

    While the lock is held PostgreSQL notes their terms, which searches read as they read the index;
    it sorts the notes in when all is committed.
    """
    with transaction():
        if db.is_postgres():
            db.database.execute_sql("SET LOCAL gin_pending_list_limit = '1GB'")
        yield
    if db.is_postgres() and not db.database.in_transaction():
        try:
            db.database.execute_sql("SELECT gin_clean_pending_list('passage_index_terms')")
        except PeeweeException:
            # Only the index's owner may; then whoever next adds to it sorts the notes in.
            return


def insert_rows(table: type[BaseModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    fields = [table._meta.fields[name] for name in rows[0]]
    columns = [field.column_name for field in fields]
    copy_in(table._meta.table_name, columns, [stored(fields, row) for row in rows])


def insert_few(table: type[BaseModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert a few rows that all have the same columns by one statement."""
    fields = [table._meta.fields[name] for name in rows[0]]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    values = ", ".join([f"({', '.join([db.database.param] * len(fields))})"] * len(rows))
    db.database.execute_sql(
        f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES {values}',
        [value for row in rows for value in stored(fields, row)],
    )


def insert_all(table: Any, rows: Sequence[Any]) -> list[Any]:
    """Insert new rows of a table, and give them ids that follow one another."""
    if rows:
        for row, id in zip(rows, _new_ids(table, len(rows)), strict=True):
            row.id = id
        names = [field.name for field in table._meta.sorted_fields]
        insert_rows(table, [{name: row.__data__.get(name) for name in names} for row in rows])
    return list(rows)


def copy_in(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values as the database keeps them, in the way that is quickest there."""
    names = ", ".join(f'"{column}"' for column in columns)
    if db.is_postgres():
        with db.database.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    values = ", ".join([db.database.param] * len(columns))
    run_for_all(f'INSERT INTO "{table}" ({names}) VALUES ({values})', rows)


def _new_ids(table: Any, count: int) -> Sequence[int]:
    """Take ids for new rows; on SQLite whoever writes is the only one who gives any."""
    name = table._meta.table_name
    if not db.is_postgres():
        last = table.select(fn.MAX(table.id)).scalar() or 0
        return range(last + 1, last + 1 + count)
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return sorted(id for (id,) in db.database.execute_sql(sql, (f'"{name}"', count)).fetchall())


def stored(fields: Iterable[Any], row: Mapping[str, Any]) -> list[Any]:
    return [field.db_value(row[field.name]) for field in fields]


def run_for_all(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    # The write lock is held meanwhile: spelling ten thousand statements would take longer
    # than running them.
    given = list(rows)
    if given:
        db.database.cursor().executemany(sql, given)


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    left = iter(things)
    while batch := list(islice(left, BATCH)):
        yield batch
