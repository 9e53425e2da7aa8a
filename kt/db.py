"""The database: rows, one connection a thread, one writer at a time, queries spelled once."""

import fcntl
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, wraps
from hashlib import sha256
from inspect import signature
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import peewee
from playhouse.migrations import Runner

from .engines import PostgreSQL, a_sqlite

database = peewee.DatabaseProxy()

# What means something else in a query, or to a driver, than in a word.
PECULIAR = re.compile(r"[^\w |,;:\x1e\x1f-]")

# Columns whose values the drivers give as words and whole numbers already, unless one reads them
# in its own way.
PLAIN = (peewee.TextField, peewee.CharField, peewee.IntegerField, peewee.ForeignKeyField)
READ_BY_PEEWEE = (peewee.Field.python_value, peewee.ForeignKeyField.python_value)

# Any number that nobody else in the same PostgreSQL database takes for its advisory lock.
WRITER_LOCK = 7_463_001


class BaseModel(peewee.Model):
    """A row, which is found by its id and written without spelling the SQL of that anew.

    peewee spells it for each row (measured: a third of logging a session).
    """

    _pk: Any

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def get(cls: Any, *query: Any, **filters: Any) -> Any:
        match query:
            case [peewee.Expression(op="=", rhs=int(id)) as by_id] if not filters:
                if by_id.lhs is cls._meta.primary_key:
                    if rows := _row_of(cls)(id=id):
                        return rows[0]
                    raise cls.DoesNotExist(f"There is no {cls.__name__} {id}.")
        return super().get(*query, **filters)

    def save(self, force_insert: bool = False, only: Any = None) -> Any:
        """Do as peewee's own, to which values that are expressions and given ids are left."""
        values = self.__data__.copy() if only is None else self._prune_fields(self.__data__, only)
        self._populate_unsaved_relations(values)
        values.pop("id", None)
        fields = tuple(field for field in self._meta.sorted_fields if field.name in values)
        is_new = self._pk is None
        if (
            not fields
            or (force_insert and not is_new)
            or (is_new and not self._meta.defaults.keys() <= set(fields))
            or any(isinstance(value, peewee.Node) for value in values.values())
        ):
            return super().save(force_insert, only)
        stored = [field.db_value(values[field.name]) for field in fields]
        names = tuple(field.name for field in fields)
        spelling = (type(database.obj), type(self), is_new, names)
        if spelling not in _spellings:
            query = self.insert(values) if is_new else self.update(values).where(self._pk_expr())
            _spellings[spelling] = query.sql()[0]
        cursor = database.execute_sql(
            _spellings[spelling], stored if is_new else [*stored, self._pk]
        )
        written = 1 if is_new else cursor.rowcount
        if is_new:
            self._pk = cursor.fetchone()[0] if is_postgres() else cursor.lastrowid
        cursor.close()
        self._dirty -= {"id", *values}
        return written


# How a row of a table with values in these fields is inserted or updated, by engine.
_spellings: dict[tuple[type, type, bool, tuple[str, ...]], str] = {}


def connect(url: str) -> peewee.Database:
    """Make the database of this URL the one that all models use; nothing is opened yet.

    Raises ValueError with a sentence for a URL of neither kind.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        chosen: peewee.Database = a_sqlite(unquote(url.removeprefix("sqlite:///")))
    elif parts.scheme in ("postgres", "postgresql"):
        chosen = PostgreSQL(url.replace("postgres://", "postgresql://", 1), prepare_threshold=1)
    else:
        raise ValueError(
            f"KT_DATABASE_URL must begin with sqlite:/// or postgresql://, not “{url}”."
        )
    if database.obj is not None and not database.is_closed():
        database.close()
    database.initialize(chosen)
    return chosen


def is_postgres() -> bool:
    return isinstance(database.obj, peewee.PostgresqlDatabase)


def open_connection() -> None:
    """Open this thread's connection, or go on with the one it has."""
    database.connect(reuse_if_open=True)


def drop_connection() -> None:
    """Close this thread's connection, whatever state it is in."""
    try:
        database.close()
    except peewee.PeeweeException:
        database._state.reset()


@contextmanager
def transaction() -> Iterator[None]:
    """Do all of a deed or nothing; inside another transaction, be part of that one.

    There is one writer at a time on both engines, so a rule that reads before it writes sees
    what it will still be true of: IMMEDIATE on SQLite (a deferred transaction that reads and
    then writes fails when another one wrote meanwhile), an advisory lock on PostgreSQL.
    """
    if database.in_transaction():
        yield
        return
    if is_postgres():
        with database.atomic():
            database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (WRITER_LOCK,))
            yield
    else:
        with database.atomic("IMMEDIATE"):
            yield


def among(column: Any, ids: peewee.SelectBase) -> Any:
    """Match a column with the ids of a query that is answered first, and then by an index.

    PostgreSQL orders eight joins at most; in a longer query it would join every row before it
    looked at a plain IN (measured: 80 ms instead of 2 at 200,000 items).
    """
    if is_postgres():
        return column == peewee.fn.ANY(peewee.fn.ARRAY(ids))
    return column.in_(ids)


def of_each_row(condition: Any) -> Any:
    """Ask a condition of each row of a list as it comes, in an order that an index has.

    SQLite would begin with the sides of an OR that have indexes, and then sort all it finds.
    """
    return condition if is_postgres() else peewee.Case(None, [(condition, 1)], 0) == 1


@dataclass(frozen=True)
class Alone:
    """The place of one id in a compiled query, where that of a list might stand."""

    id: Any


def listed(column: Any, ids: Any) -> Any:
    """Match a column with a list of ids whose place is in a compiled query, or with one alone."""
    if isinstance(ids, Alone):
        return column == ids.id
    if is_postgres():
        return column == peewee.fn.ANY(ids)
    return column.in_(
        peewee.NodeList((peewee.SQL("(SELECT value FROM json_each("), ids, peewee.SQL("))")))
    )


def ids_to_list(ids: list[int]) -> peewee.Value:
    """Give the ids themselves to `listed`, in a query that is spelled for one run."""
    return peewee.Value(_stored(ids), converter=False, unpack=False)


@dataclass(frozen=True)
class Given:
    """The place of a value in a query that is compiled before the value is known.

    `alone` is the place of the only one of a list.
    """

    name: str
    alone: bool = False

    def value_in(self, values: Mapping[str, Any]) -> Any:
        value = values[self.name]
        return _stored(value[0] if self.alone else value)


def compiled(build: Callable[..., peewee.SelectBase], *names: str) -> Callable[..., list[Any]]:
    """Spell a query's SQL once and run it with other values each time.

    peewee spells a query anew for every run, which for the queries of a home takes longer than
    running them (measured: 9 of 14 ms). `build` gets a placeholder for each of its parameters (for
    each of `names`, where there are any) and may only compare it (`Seat.person == person`; a list
    of ids by `listed`). Call the result with values by keyword: rows stand for their ids; it
    answers with the list of rows.

    What is the same in each run is written into the query. An engine that does not know it takes
    any value for as likely: one that nearly all rows have for rare (measured: 8 ms instead of 0.1).
    A list of one is spelled apart. PostgreSQL takes every list for one of ten, thinks a plan for
    any of them dear and plans anew for each run (measured: 2.5 ms instead of 0.7 for the evidence
    of a rollout).
    """
    names = names or tuple(signature(build).parameters)
    spelled: dict[Any, tuple[Any, str, list[Any]]] = {}
    readers: dict[Any, Callable[[Any], Any]] = {}

    @wraps(build)
    def run(**values: Any) -> list[Any]:
        alone = [name for name in names if type(values[name]) is list and len(values[name]) == 1]
        spelling = (type(database.obj), *alone)
        if spelling not in spelled:
            query: Any = build(**{name: _place(name, alone=name in alone) for name in names})
            spelled[spelling] = (query, *_with_constants(*query.sql()))
        query, sql, parameters = spelled[spelling]
        bound = [each.value_in(values) if isinstance(each, Given) else each for each in parameters]
        cursor = database.execute_sql(sql, bound)
        if spelling not in readers:
            readers[spelling] = _reader(query, cursor)
        rows = list(map(readers[spelling], cursor.fetchall()))
        cursor.close()
        return rows

    return run


def _with_constants(sql: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    """Write the known values into a query, and give it with the places of the others."""
    mark = database.param
    first, *others = sql.split(mark)
    written, left = [first], []
    for value, after in zip(parameters, others, strict=True):
        constant = _constant(value)
        if constant is None:
            left.append(value)
        written += [mark if constant is None else constant, after]
    return "".join(written), left


def _constant(value: Any) -> str | None:
    """Write a value as SQL; None where it is no plain word or whole number."""
    if isinstance(value, bool) or (isinstance(value, int) and value >= 0):
        return str(value) if is_postgres() else str(int(value))
    if isinstance(value, str) and not PECULIAR.search(value):
        return f"'{value}'"
    return None


def _place(name: str, *, alone: bool) -> Any:
    place = peewee.Value(Given(name, alone), converter=False)
    return Alone(place) if alone else place


@cache
def _row_of(model: Any) -> Callable[..., list[Any]]:
    return compiled(lambda id: model.select().where(model._meta.primary_key == id))


def _reader(query: Any, cursor: Any) -> Callable[[Any], Any]:
    """Give what makes a query's rows of those of its cursor, which its columns alone decide.

    peewee finds it out for each run (measured: as long as a third of running a home's queries), and
    reads words and whole numbers that need no reading (measured: a twentieth of a page).
    """
    reader = query._get_cursor_wrapper(cursor)
    reader.initialize()
    reader.cursor = None
    if not isinstance(reader, peewee.BaseModelCursorWrapper):
        return reader.process_row
    if isinstance(query, peewee.ModelSelect):
        plain = {place for place, field in enumerate(reader.fields) if _is_plain(field)}
    else:
        # Of a union the columns are guessed by their names.
        plain = set()
    reads = {
        place: read
        for place, read in enumerate(reader.converters)
        if read is not None and place not in plain
    }
    kind = type(reader)
    if kind is peewee.ModelTupleCursorWrapper:
        return _tuples(reads)
    if kind is peewee.ModelDictCursorWrapper:
        return _dicts(reader.unique_columns, reads)
    if kind is peewee.ModelCursorWrapper:
        reader._row_spec = [
            (place, *names, reads.get(place)) for place, *names, _ in reader._row_spec
        ]
    return reader.process_row


def _is_plain(field: Any) -> bool:
    """Tell whether a driver gives a column's values as they are in Python."""
    kind = type(field.field if isinstance(field, peewee.FieldAlias) else field)
    return issubclass(kind, PLAIN) and kind.python_value in READ_BY_PEEWEE


def _tuples(reads: Mapping[int, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def row(values: Any) -> tuple[Any, ...]:
        read = list(values)
        for place, convert in reads.items():
            read[place] = convert(read[place])
        return tuple(read)

    return row if reads else tuple


def _dicts(
    names: Sequence[str], reads: Mapping[int, Callable[[Any], Any]]
) -> Callable[[Any], dict[str, Any]]:
    named = [(names[place], convert) for place, convert in reads.items()]

    def row(values: Any) -> dict[str, Any]:
        read = dict(zip(names, values, strict=True))
        for name, convert in named:
            read[name] = convert(read[name])
        return read

    return row


def _stored(value: Any) -> Any:
    if isinstance(value, peewee.Model):
        return value._pk
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, list):
        return value if is_postgres() else json.dumps(value)
    return value


def migrations_folder() -> str:
    return str(Path(__file__).parent / "migrations")


def pending_migrations() -> list[str]:
    """Name the migrations that this database still lacks; all of them for an empty one."""
    return [each.name for each in _runner().status() if each.path and not each.applied]


def migrate() -> list[str]:
    """Bring the schema up to date and return the names of what was applied.

    One process at a time; afterwards SQLite's foreign keys are checked and a broken one raises
    RuntimeError.
    """
    with _migration_lock():
        applied = _runner().up()
    if not is_postgres():
        broken = database.execute_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The migration left rows without their parents: {broken[:5]}")
    return applied


def _runner() -> Runner:
    return Runner(database.obj, migrations_folder())


@contextmanager
def _migration_lock() -> Iterator[None]:
    # A file lock serves SQLite, whose users share one machine; PostgreSQL keeps its own.
    if is_postgres():
        database.execute_sql("SELECT pg_advisory_lock(%s)", (WRITER_LOCK + 1,))
        try:
            yield
        finally:
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (WRITER_LOCK + 1,))
        return
    name = sha256(str(database.database).encode()).hexdigest()[:16]
    with open(Path(tempfile.gettempdir()) / f"kt-migration-{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
