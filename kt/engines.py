"""The two engines as kt uses them: what their connections are told, measured on the pages."""

from functools import lru_cache
from typing import Any

import cysqlite
import peewee
from playhouse.cysqlite_ext import CySqliteDatabase
from playhouse.postgres_ext import Psycopg3Database

# The driver, or nothing where kt came without it.
RawCursor: Any = getattr(peewee.psycopg, "RawCursor", object)

# The WAL-reset corruption fixed in this release: before it, the rollback journal is safer.
FIRST_SAFE_WAL = (3, 51, 3)


class PostgreSQL(Psycopg3Database):
    """PostgreSQL, asked to prepare what is asked twice and to remember all that a thread asks.

    The queries of a home take longer to plan than to run (measured: 60 ms instead of 29). By
    default the driver plans each five times more, and forgets the oldest of a hundred, which are
    those of seven pages.

    Its index of terms notes what is new before it sorts it in, and a search reads the notes, too:
    64 kB of them are no more to read than a few pages (operations/bulk.py lifts that).
    """

    def _initialize_connection(self, connection: Any) -> None:
        connection.prepared_max = 400
        connection.cursor_factory = NumberedCursor
        connection.execute("SET gin_pending_list_limit = '64kB'")
        # Compiling a long query to machine code takes longer than any of ours runs.
        connection.execute("SET jit = off")
        # The stock setting is one of disks with a head. By it small tables are looked through whole
        # (measured: a rollout's page an eighth quicker at 100 learners, as quick at 10,000).
        connection.execute("SET random_page_cost = 1.1")


class NumberedCursor(RawCursor):
    """A cursor that remembers how a query is put to the server, however long it is.

    peewee writes `%s` for each value and the server wants their numbers. The driver looks for them
    anew in each run of a query that is longer than a page.
    """

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        return super().execute(_numbered(query), *arguments, **options)

    def executemany(self, query: Any, *arguments: Any, **options: Any) -> Any:
        return super().executemany(_numbered(query), *arguments, **options)


# Those of all pages are not half as many.
@lru_cache(maxsize=1000)
def _numbered(query: str) -> bytes:
    first, *others = query.split("%s")
    numbered = (f"${place}{each}" for place, each in enumerate(others, start=1))
    return "".join([first, *numbered]).replace("%%", "%").encode()


class SQLite(CySqliteDatabase):
    """SQLite, told to keep a statement's plan whatever its parameters are.

    By default it plans every join anew for each run (measured: 2.5 ms for a home's queries instead
    of 0.7).
    """

    def _add_conn_hooks(self, connection: Any) -> None:
        super()._add_conn_hooks(connection)
        connection.db_config(cysqlite.SQLITE_DBCONFIG_ENABLE_QPSG, 1)


def a_sqlite(path: str) -> SQLite:
    """Make the database in this file; nothing is opened yet."""
    wal_is_safe = cysqlite.sqlite_version_info >= FIRST_SAFE_WAL
    return SQLite(
        path,
        rank_functions=False,
        timeout=10,
        cached_statements=400,
        pragmas={
            "journal_mode": "wal" if wal_is_safe else "delete",
            "synchronous": "full",
            "foreign_keys": 1,
            "busy_timeout": 10_000,
        },
    )
