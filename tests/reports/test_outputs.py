"""Answers about outputs: who reads which documents, what a rollout is to leave behind."""

from datetime import date
from pathlib import Path

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.markup import render
from kt.models import Output, OutputKind, OutputState, Version
from kt.operations.outputs import write_version
from kt.reports.outputs import (
    document_of,
    documents,
    outputs_of,
    topics_with_documents,
)

TODAY = make.TODAY
INPUTS = Path(__file__).parent.parent / "inputs" / "faq_manual"


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def published(cast: Cast, title: str, *texts: str, **values: object) -> Output:
    values = {
        "topic": cast.topic,
        "owner": cast.ben,
        "rollout": cast.rollout,
        "published_number": len(texts) or None,
    } | values
    output = make.an_output(title, state=OutputState.PUBLISHED, published_on=TODAY, **values)
    for number, text in enumerate(texts, start=1):
        html = str(render(text).html)
        Version.create(output=output, number=number, text=text, html=html, by=cast.ben)
    return output


def titles(found: tuple[list, int]) -> list[str]:
    return [line.title for line in found[0]]


def test_everybody_reads_published_documents_of_topics_open_to_all(cast: Cast) -> None:
    published(cast, "Cut-off FAQ", "text")
    make.an_output("Draft", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    secret = make.a_topic("Payroll", open_to_all=False)
    published(cast, "Salaries", "text", topic=secret, rollout=None)
    assert titles(documents(cast.eve)) == ["Cut-off FAQ"]
    assert titles(documents(cast.ben)) == ["Cut-off FAQ", "Salaries"]
    assert topics_with_documents(cast.eve) == [(cast.topic.id, "Cut-off rules")]


def test_no_words_of_a_draft_find_a_document_whose_published_text_lacks_them(cast: Cast) -> None:
    published(cast, "Plans", "We stay.", "We move to Lisbon.", published_number=1)
    assert titles(documents(cast.eve, words="Lisbon")) == []
    assert titles(documents(cast.eve, words="stay")) == ["Plans"]


def test_documents_are_found_by_topic_kind_and_words(cast: Cast) -> None:
    restart = make.a_topic("Restart")
    published(cast, "Cut-off FAQ", "Which trades count?", kind=OutputKind.FAQ_ENTRY)
    published(cast, "Restart manual", "old words", "Stop the queue 100%.", topic=restart)
    assert titles(documents(cast.eve, topic_id=restart.id)) == ["Restart manual"]
    assert titles(documents(cast.eve, kind="FAQ entry")) == ["Cut-off FAQ"]
    assert titles(documents(cast.eve, words="queue MANUAL")) == ["Restart manual"]
    assert titles(documents(cast.eve, words="100%")) == ["Restart manual"]
    assert titles(documents(cast.eve, words="old")) == []
    assert titles(documents(cast.eve, words="_")) == []


def test_long_lists_of_documents_come_in_pages(cast: Cast) -> None:
    for number in range(60):
        published(cast, f"Note {number:02}")
    lines, total = documents(cast.eve, page=2)
    assert total == 60
    assert [line.title for line in lines] == [f"Note {number}" for number in range(50, 60)]


def test_a_rollout_lists_what_is_unfinished_first_and_soonest(cast: Cast) -> None:
    values = {"topic": cast.topic, "owner": cast.ben, "rollout": cast.rollout}
    make.an_output("Later", due=date(2026, 12, 10), **values)
    make.an_output("No date", **values)
    make.an_output("Late", due=date(2026, 11, 20), **values)
    published(cast, "Done")
    lines, total = outputs_of(cast.rollout, cast.cleo)
    assert [line.title for line in lines] == ["Late", "Later", "No date", "Done"]
    assert total == 4
    assert [line.title for line in lines if line.is_late(TODAY)] == ["Late"]


def test_a_document_is_shown_in_its_newest_or_in_an_earlier_text(cast: Cast) -> None:
    output = published(cast, "Manual", "# One", "# Two")
    newest = document_of(output, cast.ben)
    assert newest.rendered.html == '<h2 id="doc-two">Two</h2>\n'
    assert (newest.version.number, newest.is_newest) == (2, True)
    earlier = document_of(output, cast.ben, 1)
    assert [heading.text for heading in earlier.rendered.contents] == ["One"]
    assert not earlier.is_newest
    assert document_of(output, cast.ben, 3) is None


def test_an_output_that_is_only_a_link_has_no_text(cast: Cast) -> None:
    output = published(cast, "Elsewhere", url="https://example.com")
    assert document_of(output, cast.ben).rendered is None


@pytest.mark.parametrize("path", sorted(INPUTS.glob("*.md")), ids=lambda path: path.name)
def test_real_documents_keep_their_contents_when_stored(cast: Cast, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    output = make.an_output(topic=cast.topic, owner=cast.ben)
    write_version(output, by=cast.ben, text=text, opened_with=0)
    shown = document_of(output, cast.ben).rendered
    assert shown == render(text)
    assert len(shown.html) > len(text) / 2


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_statements_of_a_list_do_not_depend_on_its_length(cast: Cast) -> None:
    published(cast, "First", "text")
    with counted_statements() as few:
        documents(cast.eve, words="text")
    for number in range(20):
        published(cast, f"Note {number}", "some text")
    with counted_statements() as many:
        documents(cast.eve, words="text")
    assert len(few) == len(many) == 3
