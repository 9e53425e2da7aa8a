"""A real database breaks under the running app: the page says so, nothing is half done."""

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cysqlite
import make
import pytest
from conftest import Browser
from postgres import a_server_of_its_own, stop

import kt
from kt import db
from kt.config import Settings
from kt.models import AuditEntry, Item, ItemEvent, ItemState
from kt.operations.setting_up import set_up

NOBODY = 65_534


@contextmanager
def as_somebody_without_rights() -> Iterator[None]:
    """Root may write to read-only files, so step down from being root for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    # The temporary folders of the tests are closed to others; this one is not.
    folder = Path(tempfile.mkdtemp(prefix="kt-fault-"))
    folder.chmod(0o755)
    yield folder
    db.drop_connection()
    shutil.rmtree(folder)


def a_browser_with_an_item(url: str) -> tuple[Browser, Item]:
    app = kt.create_app(Settings(database_url=url))
    app.test_client_class = Browser
    greta = make.a_person()
    item = make.an_item(make.a_checklist(person=greta, supervisor=greta))
    browser = app.test_client()
    browser.sign_in(greta)
    return browser, item


def assert_ticking_says(browser: Browser, item: Item, sentence: str) -> None:
    answer = browser.post(f"/items/{item.id}/tick", data={"done": "1"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert sentence in answer.text


def assert_nothing_was_done(item: Item, deeds: int) -> None:
    assert Item.get_by_id(item.id).state == ItemState.OPEN
    assert ItemEvent.select().count() == 0
    assert AuditEntry.select().count() == deeds


def test_a_read_only_file_is_said_in_words(sqlite_template: Path, folder: Path) -> None:
    path = folder / "kt.db"
    shutil.copy(sqlite_template, path)
    browser, item = a_browser_with_an_item(f"sqlite:///{path}")
    deeds = AuditEntry.select().count()
    db.database.execute_sql("PRAGMA journal_mode = delete")
    db.drop_connection()
    path.chmod(0o444)
    with as_somebody_without_rights():
        assert_ticking_says(browser, item, "read-only")
    db.drop_connection()
    assert_nothing_was_done(item, deeds)


def test_a_locked_file_is_said_in_words_and_works_again_afterwards(
    sqlite_template: Path, folder: Path
) -> None:
    path = folder / "kt.db"
    shutil.copy(sqlite_template, path)
    browser, item = a_browser_with_an_item(f"sqlite:///{path}")
    deeds = AuditEntry.select().count()
    # Ten seconds of patience are right for people, not for a test.
    db.database.execute_sql("PRAGMA busy_timeout = 20")
    other = cysqlite.connect(str(path))
    other.execute("BEGIN EXCLUSIVE")
    assert_ticking_says(browser, item, "busy with another change")
    other.execute("ROLLBACK")
    other.close()
    assert_nothing_was_done(item, deeds)
    assert browser.post(f"/items/{item.id}/tick", data={"done": "1"}).status_code == 303
    assert Item.get_by_id(item.id).state == ItemState.DONE


def test_a_stopped_postgresql_is_said_in_words_and_works_again_afterwards() -> None:
    with a_server_of_its_own() as server:
        db.connect(server.get_uri())
        db.open_connection()
        db.migrate()
        set_up()
        browser, item = a_browser_with_an_item(server.get_uri())
        deeds = AuditEntry.select().count()
        stop(server)
        assert_ticking_says(browser, item, "The database does not answer")
        assert browser.get("/").status_code == 503
        server.ensure_postgres_running()
        assert_nothing_was_done(item, deeds)
        assert browser.post(f"/items/{item.id}/tick", data={"done": "1"}).status_code == 303
        db.drop_connection()


def test_a_thread_that_waits_for_the_writer_does_not_lose_its_deed(database: str) -> None:
    greta = make.a_person()
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        db.open_connection()
        with db.transaction():
            begun.set()
            go_on.wait(5)
        db.drop_connection()

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(5)
    threading.Timer(0.05, go_on.set).start()
    with db.transaction():
        greta.title = "Analyst"
        greta.save()
    holder.join()
    assert type(greta).get_by_id(greta.id).title == "Analyst"
