"""The schema, the one writer at a time, the tables that only grow."""

import re
import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import cysqlite
import make
import peewee
import pytest
from cast import a_cast
from counting import counted_statements

from kt import db, models
from kt.operations.audit import record


def shape_of_schema() -> dict[str, set[str]]:
    """Describe each table by its columns, CHECKs and indexes, as the engine tells them."""
    if db.is_postgres():
        rows = db.database.execute_sql(
            """
            SELECT table_name, column_name || ' ' || data_type || ' ' || is_nullable
              FROM information_schema.columns WHERE table_schema = current_schema()
            UNION ALL
            SELECT rel.relname, pg_get_constraintdef(con.oid)
              FROM pg_constraint con JOIN pg_class rel ON rel.oid = con.conrelid
             WHERE con.connamespace = current_schema()::regnamespace
            UNION ALL
            SELECT tablename, replace(indexdef, current_schema() || '.', '')
              FROM pg_indexes WHERE schemaname = current_schema()
            """
        )
    else:
        rows = db.database.execute_sql(
            "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql <> ''"
        )
    shape: dict[str, set[str]] = {}
    for table, line in rows:
        shape.setdefault(table, set()).update(_parts(line))
    shape.pop("schema_migration", None)
    return shape


def _parts(line: str) -> list[str]:
    """Split SQLite's text of a table into columns and CHECKs.

    A column that was added later stands last, with the default that earlier rows got and with
    the table it refers to, which otherwise stands apart.
    """
    head, _, body = line.partition("(")
    if not head.startswith("CREATE TABLE"):
        return [line]
    parts, depth = [""], 0
    for letter in body.strip()[:-1]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    parts = [re.sub(r" DEFAULT \S+", "", part).strip() for part in parts]
    reference = re.compile(r'("\w+") INTEGER( REFERENCES .*)')
    apart = [found.expand(r"FOREIGN KEY (\1)\2") for found in map(reference.match, parts) if found]
    return [reference.sub(r"\1 INTEGER", part) for part in parts] + apart


def test_the_migrations_make_the_schema_of_the_models(database: str) -> None:
    migrated = shape_of_schema()
    if db.is_postgres():
        db.database.execute_sql("CREATE SCHEMA fresh")
        db.database.execute_sql("SET search_path TO fresh")
    else:
        db.connect("sqlite:///:memory:")
        db.open_connection()
    try:
        db.database.create_tables(models.TABLES)
        assert shape_of_schema() == migrated
    finally:
        if db.is_postgres():
            db.database.execute_sql("SET search_path TO public")
            db.database.execute_sql("DROP SCHEMA fresh CASCADE")


@pytest.mark.parametrize("table", models.APPEND_ONLY, ids=lambda table: table._meta.table_name)
def test_evidence_can_be_added_but_not_changed_or_deleted(
    database: str, table: type[peewee.Model]
) -> None:
    ada = make.a_person("Ada Lovell")
    name = table._meta.table_name
    events = {
        "UPDATE": f"UPDATE {name} SET id = id + 1",
        "DELETE": f"DELETE FROM {name}",
    }
    _one_row_of(table, ada)
    for sql in events.values():
        with pytest.raises(peewee.PeeweeException, match="append-only"), db.transaction():
            db.database.execute_sql(sql)
    assert table.select().count() == 1


def _one_row_of(table: type[peewee.Model], ada: models.Person) -> None:
    topic = make.a_topic()
    rollout = make.a_rollout(supervisor=ada)
    rollout_topic = make.a_rollout_topic(rollout, topic)
    session = make.a_session(rollout_topic, ada)
    item = make.an_item(make.a_checklist(person=ada, supervisor=ada))
    output = make.an_output(topic=topic, owner=ada)
    target = make.a_target(rollout)
    entry = (
        models.AuditEntry.create(deed="x", by=ada) if "audit" in table._meta.table_name else None
    )
    values = {
        models.Standing: {
            "person": ada,
            "revision": make.a_revision(topic),
            "level": 1,
            "basis": models.Basis.NAMED,
            "on": make.TODAY,
        },
        models.SessionNote: {"session": session, "text": "Went well", "by": ada},
        models.ItemEvent: {"item": item, "state": "done", "by": ada, "on": make.TODAY},
        models.Version: {"output": output, "number": 1, "text": "a", "html": "a", "by": ada},
        models.Publication: {
            "version": table is models.Publication and make.a_version(output, ada),
            "on": make.TODAY,
        },
        models.Reading: {"target": target, "on": make.TODAY, "value": 1, "by": ada},
        models.AuditSubject: {"entry": entry, "noun": "person", "ref": ada.id},
        models.Agreement: {"rollout": rollout, "number": 1, "content": {}, "by": ada},
        models.Use: {
            "output": output,
            "number": 1,
            "person": ada,
            "outcome": "worked",
            "on": make.TODAY,
        },
        models.UseAnswer: {
            "use": table is models.UseAnswer and make.a_use(output, ada),
            "sentence": "It was the printer.",
            "by": ada,
        },
        models.Opinion: {
            "signoff": table is models.Opinion and make.a_signoff(rollout_topic, ada),
            "by": ada,
            "judged_as": models.JudgedAs.COACH,
            "yes": True,
            "on": make.TODAY,
        },
        models.Signature: {
            "sheet": table is models.Signature and make.a_sheet(rollout, ada),
            "answer": models.Answer.SIGNED,
            "on": make.TODAY,
            "by": ada,
        },
    }
    if table is not models.AuditEntry:
        table.create(**values[table])


def test_moments_come_back_as_they_went_in(database: str) -> None:
    moment = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    key = models.FormKey.create(key="k", person=make.a_person(), url="/", at=moment)
    assert models.FormKey.get_by_id(key.id).at == moment


def test_of_eight_writers_who_read_first_none_is_lost(database: str) -> None:
    ada = make.a_person("Ada Lovell", mentor_places=0)
    faults: list[BaseException] = []

    def add_one() -> None:
        try:
            db.open_connection()
            for _ in range(10):
                with db.transaction():
                    places = models.Person.get_by_id(ada.id).mentor_places
                    models.Person.update(mentor_places=places + 1).execute()
        except BaseException as fault:
            faults.append(fault)
        finally:
            db.drop_connection()

    writers = [threading.Thread(target=add_one) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert models.Person.get_by_id(ada.id).mentor_places == 80


def test_a_deed_that_fails_half_way_leaves_nothing(database: str) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction():
        make.a_person()
        raise ZeroDivisionError
    assert models.Person.select().count() == 0


@db.compiled
def people_called(name: str) -> peewee.ModelSelect:
    return models.Person.select().where(models.Person.name == name)


@db.compiled
def reports_since(manager: models.Person, since: date) -> peewee.ModelSelect:
    return (
        models.Person.select(models.Person.name, models.Person.start_date)
        .where(models.Person.manager == manager, models.Person.start_date >= since)
        .dicts()
    )


def test_a_compiled_query_answers_anew_each_time(database: str) -> None:
    ada = make.a_person("Ada Lovell")
    make.a_person("Ben Arroyo", manager=ada, start_date=date(2026, 11, 2))
    assert [person.id for person in people_called(name="Ada Lovell")] == [ada.id]
    assert people_called(name="Nobody") == []
    assert reports_since(manager=ada, since=date(2026, 11, 1)) == [
        {"name": "Ben Arroyo", "start_date": date(2026, 11, 2)}
    ]
    assert reports_since(manager=ada, since=date(2026, 11, 3)) == []


@pytest.mark.parametrize("rows", ["tuples", "dicts", "namedtuples", "objects"])
def test_a_compiled_query_makes_the_same_rows_each_time(database: str, rows: str) -> None:
    def reports(manager: object) -> peewee.ModelSelect:
        boss = models.Person.alias()
        return getattr(
            models.Person.select(models.Person.name, models.Person.access, boss.name.alias("boss"))
            .join(boss, on=(models.Person.manager == boss.id))
            .where(models.Person.manager == manager),
            rows,
        )()

    ada = make.a_person("Ada Lovell")
    make.a_person("Ben Arroyo", manager=ada)

    def told(found: Iterable[Any]) -> list[Any]:
        return [row.__data__ | {"boss": row.boss} if rows == "objects" else row for row in found]

    run = db.compiled(reports)
    for _ in range(2):
        assert told(run(manager=ada)) == told(reports(ada))


@pytest.mark.parametrize("rows", ["tuples", "dicts", "namedtuples", ""])
def test_a_compiled_query_reads_columns_of_every_kind(database: str, rows: str) -> None:
    cast = a_cast()
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    item = make.an_item(checklist, owners=[models.OwnerRole.LEARNER], due=make.TODAY)
    record("item.added", by=cast.ada, about=[item], title="Ü")
    make.a_target(cast.rollout, models.Measure.NUMBER, number=2.5, name="Errors")
    for table, other, key in (
        (models.Item, models.Checklist, models.Item.checklist),
        (models.AuditEntry, models.Person, models.AuditEntry.by),
        (models.Target, models.Rollout, models.Target.rollout),
        (models.Pairing, models.Seat, models.Pairing.learner),
    ):
        query = table.select(table, other).join(other, on=(key == other.id))
        if rows:
            query = getattr(query, rows)()
        read, expected = db.compiled(query.clone)(), list(query)
        if not rows:
            read, expected = (
                [each.__data__ | getattr(each, key.name).__data__ for each in found]
                for found in (read, expected)
            )
        assert read == expected


@db.compiled
def names_of(ids: list[int]) -> peewee.ModelSelect:
    people = models.Person.select(models.Person.name).where(db.listed(models.Person.id, ids))
    return people.order_by(models.Person.id).tuples()


def test_a_compiled_query_takes_lists_of_any_length(database: str) -> None:
    ids = [make.a_person(name).id for name in ("Ada Lovell", "Ben Arroyo", "Cleo Nakamura")]
    assert names_of(ids=ids) == [("Ada Lovell",), ("Ben Arroyo",), ("Cleo Nakamura",)]
    assert names_of(ids=ids[1:2]) == [("Ben Arroyo",)]
    assert names_of(ids=[]) == []


@pytest.mark.parametrize("name", ["Ada Lovell", "O'Hara", "100 %s?", "“Ana”", 'a"b\\c'])
def test_what_is_the_same_in_each_run_is_written_into_a_compiled_query(
    database: str, name: str
) -> None:
    ada = make.a_person(name, email="ada@example.com")
    make.a_person("Ben Arroyo")

    def named(ids: list[int]) -> peewee.ModelSelect:
        person = models.Person
        called = (person.name == name) & (person.name != "Cleo | Adams, R&D")
        there = called & (person.active == True) & (person.coaching_hours_week.is_null())  # noqa: E712
        columns = person.id, peewee.Value(7), peewee.Value(-7), peewee.Value(name)
        return person.select(*columns).where(there, db.listed(person.id, ids)).limit(2).tuples()

    with counted_statements() as asked:
        assert db.compiled(named)(ids=[ada.id]) == [(ada.id, 7, -7, name)]
    assert ", 7, " in asked[0]
    assert ("'Ada Lovell'" in asked[0]) == (name == "Ada Lovell")


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_what_a_thread_asks_twice_is_planned_and_kept(database: None) -> None:
    for number in range(150):
        for _ in range(2):
            db.database.execute_sql(f"SELECT {number} + %s", (1,))
    kept = db.database.execute_sql("SELECT count(*) FROM pg_prepared_statements").fetchone()[0]
    assert kept >= 150


def test_the_newest_standing_on_a_topic_is_kept_in_whatever_order_they_come(
    database: None,
) -> None:
    cleo, dan = make.a_person("Cleo Adams"), make.a_person("Dan Moss")
    topic, other = make.a_topic("Releases"), make.a_topic("Cut-off rules")
    first = topic.revisions.get()
    second = models.Revision.create(topic=topic, number=2)
    days = [date(2026, 3, 1), date(2026, 3, 9), date(2026, 3, 4), date(2026, 3, 9)]
    rows = [
        {"person": person, "revision": revision, "level": level, "on": day}
        for level, day in enumerate(days)
        for person, revision in [(cleo, first), (dan, other.revisions.get()), (cleo, second)]
    ]
    basis = {"basis": models.Basis.NAMED}
    models.Standing.insert_many([row | basis for row in rows[:7]]).execute()
    models.Standing.insert_many([row | basis for row in rows[7:]]).execute()
    kept = models.NewestStanding.select().order_by(models.NewestStanding.person)
    newest = max(each.id for each in models.Standing.select() if each.person_id == cleo.id)
    assert [(each.person, each.topic, each.level, each.on) for each in kept] == [
        (cleo, topic, 3, date(2026, 3, 9)),
        (dan, other, 3, date(2026, 3, 9)),
    ]
    assert kept[0].standing_id == newest
    assert kept[0].standing.revision == second


def test_a_row_is_written_and_found_by_its_id_like_the_first_one(database: str) -> None:
    for name in ("Ada Lovell", "Ben Arroyo"):
        person = models.Person.create(name=name, email=f"{name[:3]}@example.test")
        found = models.Person.get_by_id(person.id)
        assert (found.name, found.active, found.manager) == (name, True, None)

        found.name, found.title = f"{name} II", "not to be saved"
        assert found.save(only=["name"]) == 1
        again = models.Person.get_by_id(person.id)
        assert (again.name, again.title) == (f"{name} II", "")

        again.title = models.Person.name.concat(", who coaches")
        assert again.save() == 1
        assert models.Person.get_by_id(person.id).title == f"{name} II, who coaches"

    gone = models.Person(id=person.id + 1, name="Nobody")
    assert gone.save() == 0
    with pytest.raises(models.Person.DoesNotExist):
        models.Person.get_by_id(gone.id)
    assert gone.save(force_insert=True) == 1
    assert models.Person.get_by_id(gone.id).name == "Nobody"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_plan_is_kept_whatever_the_parameters_and_finds_what_waits_by_its_index(
    database: None,
) -> None:
    assert db.database.connection().db_config(cysqlite.SQLITE_DBCONFIG_ENABLE_QPSG)
    review = models.Review.alias()
    for table in (models.Review, review):
        waiting = table.select(table.version).where(table.answer == models.ReviewAnswer.WAITING)
        sql, parameters = waiting.sql()
        plan = db.database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
        assert "review_one_waiting" in str(plan)
