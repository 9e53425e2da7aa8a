"""The index: never behind a commit, the same as if it were made anew."""

from datetime import date
from zoneinfo import ZoneInfo

import make
import pytest
from cast import a_cast

from kt import clock, db, demo
from kt.db import transaction
from kt.models import Fact, Found, Output, OutputKind, Passage, Person, Question, Version, Word
from kt.operations.importing_people import import_people, plan_import
from kt.operations.indexing import (
    index_output,
    index_people,
    index_question,
    is_indexed,
    reindex,
)
from kt.operations.outputs import (
    plan_output,
    publish_output,
    set_obsolete,
    unpublish_output,
    write_version,
)
from kt.operations.people import disable_person, edit_person, enable_person, version_of_person
from kt.operations.setting_up import set_up
from kt.operations.topics import add_topic, edit_topic, newest_revision, version_of_topic

TEXT = "# Restart\n\nStop the queue.\n\n## Log\n\nCheck the log."


def index() -> tuple[list[tuple], list[tuple], list[tuple]]:
    """Tell what the index holds, whatever ids it has: passages, words, and which term is where."""
    rows = list(Passage.select().order_by(Passage.id).dicts())
    passages = sorted(
        tuple(str(value) for name, value in row.items() if name != "id") for row in rows
    )
    where = {row["id"]: (row["kind"], row["title"], row["heading"], row["number"]) for row in rows}
    if db.is_postgres():
        sql = "SELECT rowid, (unnest(terms)).lexeme FROM passage_index"
    else:
        db.database.execute_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms "
            "USING fts5vocab(main, passage_index, instance)"
        )
        sql = "SELECT DISTINCT doc, term FROM temp.terms"
    terms = sorted(
        (*map(str, where[id]), term) for id, term in db.database.execute_sql(sql).fetchall()
    )
    return passages, sorted(Word.select(Word.word, Word.stem, Word.passages).tuples()), terms


def assert_as_if_made_anew() -> None:
    kept = index()
    reindex()
    assert index() == kept


def found(kind: Found) -> list[tuple[str, str, str, bool]]:
    rows = Passage.select(Passage.title, Passage.heading, Passage.text, Passage.shared)
    return list(rows.where(Passage.kind == kind).order_by(Passage.number, Passage.id).tuples())


def a_document(**values) -> Output:
    cast = a_cast()
    output = plan_output(
        by=cast.root, title="Restart", kind=OutputKind.MANUAL, topic=cast.topic, owner=cast.ben
    )
    write_version(output, by=cast.ben, text=TEXT, opened_with=0)
    return output


def test_a_document_is_found_by_its_title_and_once_it_is_published_by_its_text(
    database: str,
) -> None:
    output = a_document()
    assert found(Found.DOCUMENT) == [("Restart", "", "", False)]
    publish_output(output, by=output.owner, today=make.TODAY)
    published = [
        ("Restart", "", "Stop the queue.", True),
        ("Restart", "Log", "Check the log.", True),
    ]
    assert found(Found.DOCUMENT) == published
    write_version(output, by=output.owner, text="Something else", opened_with=1)
    assert found(Found.DOCUMENT) == published
    set_obsolete(output, by=output.owner, obsolete=True)
    assert found(Found.DOCUMENT) == [("Restart", "", "", False)]
    set_obsolete(output, by=output.owner, obsolete=False)
    assert found(Found.DOCUMENT) == published
    unpublish_output(output, by=output.owner)
    assert found(Found.DOCUMENT) == [("Restart", "", "", False)]


def test_a_topic_is_found_with_its_newest_process(database: str) -> None:
    ada = a_cast().ada
    topic = add_topic(by=ada, name="Pay", kind="niche skill", description="Who is paid when.")
    opened_with = version_of_topic(topic, newest_revision(topic))
    edit_topic(topic, by=ada, opened_with=opened_with, process="# Monthly\n\nOn the last day.")
    assert ("Pay", "", "Who is paid when.", True) in found(Found.TOPIC)
    assert ("Pay", "Monthly", "On the last day.", True) in found(Found.TOPIC)


def test_people_are_found_as_long_as_they_are_active(database: str) -> None:
    cast = a_cast()
    index_people([cast.eve.id])
    edit_person(
        cast.eve,
        by=cast.root,
        opened_with=version_of_person(cast.eve),
        title="Baker",
        department="Kitchen",
    )
    assert found(Found.PERSON) == [("Eve Nobody", "Baker", "Kitchen", True)]
    disable_person(Person.get_by_id(cast.eve.id), by=cast.root)
    assert found(Found.PERSON) == []
    assert not Word.select().exists()
    enable_person(Person.get_by_id(cast.eve.id), by=cast.root)
    assert len(found(Found.PERSON)) == 1


def test_a_question_is_found_with_its_answer_and_by_the_words_of_those_merged_into_it(
    database: str,
) -> None:
    cast = a_cast()
    reindex()
    kept = make.a_question(cast.cleo, cast.topic, text="When is the cut-off?")
    merged, private = (
        make.a_question(cast.cleo, cast.topic, text=text, merged_into=kept, private=private)
        for text, private in (("How late may I book?", False), ("My own worry", True))
    )
    kept.answer, kept.answer_html = "At *four*.", "<p>At <em>four</em>.</p>"
    kept.answered_by, kept.answered_at = cast.ben, clock.now()
    kept.save()
    for question in (kept, merged, private):
        index_question(question)
    assert found(Found.QUESTION) == [
        ("When is the cut-off?", "", "At four.", True),
        ("My own worry", "", "", False),
        ("How late may I book?", "", "At four.", True),
    ]
    Question.update(withdrawn_at=merged.at).where(Question.id == merged.id).execute()
    index_question(Question.get_by_id(merged.id))
    assert ("How late may I book?", "", "At four.", True) not in found(Found.QUESTION)
    assert_as_if_made_anew()


def test_the_index_is_as_if_it_had_been_made_anew_after_all_deeds_of_the_demo(
    database: str,
) -> None:
    demo.build(today=make.TODAY, zone=ZoneInfo("UTC"))
    assert Passage.select().where(Passage.kind == Found.DOCUMENT).count() > 3
    assert_as_if_made_anew()


def test_an_import_of_people_is_found_at_once(database: str) -> None:
    root = a_cast().root
    reindex()
    file = b"Employee ID,Name,Email,Job title\n1,Zoe Zapp,zoe@example.com,Pilot\n"
    import_people(plan_import(file, "people.csv", by=root), by=root)
    assert ("Zoe Zapp", "Pilot", "", True) in found(Found.PERSON)
    assert_as_if_made_anew()


def test_a_deed_that_fails_leaves_the_index_as_it_was(database: str) -> None:
    output = a_document()
    before = index()
    with pytest.raises(ZeroDivisionError), transaction():
        publish_output(output, by=output.owner, today=date(2026, 1, 1))
        assert index() != before
        raise ZeroDivisionError
    assert index() == before


def test_a_database_that_comes_from_before_is_indexed_when_it_is_set_up(database: str) -> None:
    topic = make.a_topic("Cut-off rules")
    assert not Passage.select().exists()
    Fact.delete().where(Fact.name == "search rules").execute()
    assert not is_indexed()
    set_up()
    assert is_indexed()
    assert Passage.get().title == topic.name


def test_making_it_anew_tells_how_much_there_is(database: str) -> None:
    output = a_document()
    publish_output(output, by=output.owner, today=make.TODAY)
    heard: list[int] = []
    assert reindex(heard.append) == {Found.DOCUMENT: 2, Found.TOPIC: 1, Found.PERSON: 6}
    assert sum(heard) == 8


def test_texts_of_any_kind_can_be_indexed(database: str) -> None:
    cast = a_cast()
    nasty = (
        "'quote\" \\back \u200b" * 46 + " \u202eabc ½ ʼn 日本語 " + "x" * 9_000 + " word" * 20_000
    )
    reindex()
    output = make.an_output(topic=cast.topic, owner=cast.ben, title=nasty[:300])
    Output.update(state="published", published_on=make.TODAY, published_number=1).where(
        Output.id == output.id
    ).execute()
    Version.create(output=output, number=1, text="", html=f"<p>{nasty}</p>", by=cast.ben)
    index_output(output)
    assert Passage.select().where(Passage.output == output).count() > 5
    assert_as_if_made_anew()
