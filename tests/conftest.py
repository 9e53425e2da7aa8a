"""Databases, clients and the clock for every test."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from postgres import a_broom, postgres_url

import kt
from kt import db, models
from kt.config import Settings
from kt.operations.setting_up import set_up
from kt.operations.signing_in import sign_in_to_demo
from kt.web import COOKIE

ENGINES = ("sqlite", "postgres")


class Browser(FlaskClient):
    """A client that says where its forms come from, as browsers do."""

    def open(self, *args: Any, **options: Any) -> Any:
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        return super().open(*args, headers=headers, **options)

    def sign_in(self, person: models.Person) -> "Browser":
        self.set_cookie(COOKIE, sign_in_to_demo(person))
        return self


def pytest_collection_finish() -> None:
    # What was collected lives to the end, so it need not be searched for garbage again and again.
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite file that each test gets its own copy of."""
    path = tmp_path_factory.mktemp("template") / "kt.db"
    db.connect(f"sqlite:///{path}")
    _prepare()
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.drop_connection()
    return path


@pytest.fixture(scope="session")
def postgres_prepared() -> str:
    """The address of a migrated PostgreSQL database of this worker."""
    url = postgres_url(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    db.connect(url)
    _prepare()
    # Tests do not outlive a power cut, so they need not wait for the disk.
    name = db.database.execute_sql("SELECT current_database()").fetchone()[0]
    db.database.execute_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    db.drop_connection()
    return url


@pytest.fixture(scope="session")
def sweep(postgres_prepared: str) -> Iterator[Callable[[], object]]:
    """Empty this worker's PostgreSQL database."""
    with a_broom(postgres_prepared) as sweep:
        yield sweep


def _prepare() -> None:
    db.open_connection()
    db.migrate()
    set_up()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every test that needs a database runs on both; parametrise this to choose one."""
    return request.param


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if engine == "sqlite":
        path = tmp_path / "kt.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    sweep = request.getfixturevalue("sweep")
    yield request.getfixturevalue("postgres_prepared")
    db.drop_connection()
    sweep()


@pytest.fixture
def database(database_url: str) -> Iterator[str]:
    """An empty database that the models use."""
    db.connect(database_url)
    db.open_connection()
    if not db.is_postgres():
        # As on PostgreSQL: what these tests write need not outlive a power cut.
        db.database.pragma("synchronous", "off", permanent=True)
    yield database_url
    db.drop_connection()


@pytest.fixture(scope="session")
def built_app(sqlite_template: Path) -> Flask:
    """The application, built once for all tests of this worker, with its templates compiled."""
    app = kt.create_app(Settings(database_url=f"sqlite:///{sqlite_template}"))
    db.drop_connection()
    app.testing = True
    return app


@pytest.fixture
def app(built_app: Flask, database: str) -> Iterator[Flask]:
    """The application on this test's database; what a test sets in it is gone afterwards."""
    as_built = dict(built_app.config)
    built_app.config.update(KT=Settings(database_url=database))
    built_app.test_client_class = Browser
    yield built_app
    built_app.config.clear()
    built_app.config.update(as_built)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return app.test_client()
