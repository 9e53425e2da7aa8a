"""The permission matrix: every address × person × {own, others', missing}, from the URL map."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from permissions import PERMISSIONS, Line, Stage, a_stage, kinds_of_things
from werkzeug.routing import Rule

from kt import db

IN = (200, 303, 422)


@pytest.fixture(scope="module")
def built_stage(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Stage]:
    """A database with everybody on the stage, built once: each test gets its own copy."""
    path = tmp_path_factory.mktemp("stage") / "kt.db"
    shutil.copy(sqlite_template, path)
    db.connect(f"sqlite:///{path}")
    db.open_connection()
    with db.transaction():
        stage = a_stage()
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.drop_connection()
    return path, stage


@pytest.fixture
def database_url(built_stage: tuple[Path, Stage], tmp_path: Path) -> str:
    path = tmp_path / "kt.db"
    shutil.copy(built_stage[0], path)
    return f"sqlite:///{path}"


def test_every_address_has_its_line_and_every_line_its_address(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert endpoints - set(PERMISSIONS) == set(), "add these to tests/permissions.py"
    assert set(PERMISSIONS) - endpoints == set(), "nothing has these names any more"


@pytest.mark.parametrize("endpoint", sorted(PERMISSIONS))
def test_each_person_gets_what_the_matrix_says(
    app: Flask, built_stage: tuple[Path, Stage], endpoint: str
) -> None:
    line = PERMISSIONS[endpoint]
    _, stage = built_stage
    clients: dict[str, Any] = {"nobody": app.test_client()}
    for name, person in stage.cast.everybody.items():
        clients[name] = app.test_client().sign_in(person)
    wrong = [
        f"{method} {rule.rule} for {name} ({whose}): {said}"
        for rule in app.url_map.iter_rules(endpoint)
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"})
        for name, client in clients.items()
        for whose, said in faults_of_cells(app, client, stage, line, rule, method, name)
    ]
    assert wrong == []


def faults_of_cells(
    app: Flask,
    client: Any,
    stage: Stage,
    line: Line,
    rule: Rule,
    method: str,
    name: str,
) -> list[tuple[str, str]]:
    """Ask for what is missing, one's own and others', and tell what was not as the line says."""
    faults = []
    missing: bytes | None = None
    me = stage.cast.everybody.get(name, stage.cast.cleo)
    for whose in ("missing", "own", "others") if line.kinds else ("own",):
        values = {argument: stage.id_of(kind, whose, me) for argument, kind in line.kinds.items()}
        with app.test_request_context():
            url = app.url_for(rule.endpoint, **values)
        world = stage.others if whose == "others" else stage.own
        sent = line.sent(world) if callable(line.sent) else line.sent
        with db.database.atomic() as everything_undone:
            before = rows_changed()
            response = client.open(url, method=method, data=None if method == "GET" else sent)
            changed = rows_changed() != before
            everything_undone.rollback()
            body = response.data
            response.close()
        # What a deed has to say would be shown on the next page, and tell it from a missing one.
        client.delete_cookie("session")
        expected = line.expected(name, whose)
        fits = {
            "in": response.status_code in IN,
            "denied": response.status_code == 403,
            "hidden": response.status_code == 404,
            "sign in": response.status_code == (303 if method == "GET" else 401),
        }[expected]
        if not fits:
            faults.append((whose, f"{expected} was expected, not {response.status}"))
        if changed and (expected != "in" or method == "GET"):
            faults.append((whose, f"{expected}, and yet the database was changed"))
        if whose == "missing":
            missing = body
        elif expected == "hidden" and missing is not None and body != missing:
            faults.append((whose, "hidden, but it does not answer like what is missing"))
    return faults


def rows_changed() -> int:
    """Count the rows that were inserted, changed or deleted since the database was opened."""
    return db.database.execute_sql("SELECT total_changes()").fetchone()[0]


@pytest.mark.parametrize("endpoint", sorted(PERMISSIONS))
def test_the_kinds_of_things_of_a_line_exist(endpoint: str) -> None:
    assert set(PERMISSIONS[endpoint].kinds.values()) <= kinds_of_things()
