"""Outputs through the browser: reading, planning, writing, publishing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Output, OutputKind, OutputState, Version
from kt.operations.outputs import publish_output, write_version

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

INPUTS = Path(__file__).parent.parent / "inputs" / "faq_manual"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield a_cast()


@pytest.fixture
def ben(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ben)


@pytest.fixture
def manual(cast: Cast) -> Output:
    return make.an_output("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)


def plan(cast: Cast) -> dict[str, object]:
    return {
        "form_key": "abc",
        "title": "Cut-off FAQ",
        "kind": "FAQ entry",
        "topic": cast.topic.id,
        "owner": "Cleo Marsh <cleo@example.com>",
        "due": "2026-12-04",
    }


def test_an_output_is_planned_once_however_often_it_is_sent(ben: Browser, cast: Cast) -> None:
    assert "Ben Arroyo &lt;ben@example.com&gt;" in ben.get("/rollouts/1/outputs/new").text
    first = ben.post("/rollouts/1/outputs/new", data=plan(cast))
    second = ben.post("/rollouts/1/outputs/new", data=plan(cast))
    assert first.location == second.location
    assert (Output.get().kind, Output.get().owner) == (OutputKind.FAQ_ENTRY, cast.cleo)
    page = ben.get("/rollouts/1/outputs").text
    assert "0 of 1 output published." in page
    assert "due Fri 4 Dec" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"owner": "Nobody Atall"}, "Nobody here is called “Nobody Atall”"),
        ({"url": "javascript:alert(1)"}, "not the address of a web page"),
        ({"title": ""}, "Give it a title"),
        ({"topic": "999"}, "Choose the topic"),
        ({"due": "2026-02-30"}, "is not a day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_planned(
    ben: Browser, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    answer = ben.post("/rollouts/1/outputs/new", data=plan(cast) | {"title": "Kept"} | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept" in answer.text or change.get("title") == ""
    assert not Output.select().exists()


def test_who_may_plan_nothing_is_told_who_may(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.cleo).get("/rollouts/1/outputs/new").text
    assert "Outputs are planned by the rollout" in page
    assert "<form" not in page.partition("<main")[2]


def test_a_text_is_written_previewed_and_published(
    ben: Browser, cast: Cast, manual: Output
) -> None:
    text = {"version": "0", "text": "# Restart\r\n\r\nStop the <queue>."}
    preview = ben.post(f"/outputs/{manual.id}/preview", data=text, headers=HTMX).text
    assert '<h2 id="doc-restart">Restart</h2>' in preview
    assert "&lt;queue&gt;" in preview
    assert not Version.select().exists()
    answer = ben.post(f"/outputs/{manual.id}/text", data=text)
    assert "Saved as version 1." in ben.get(answer.location).text
    ben.post(f"/outputs/{manual.id}/published", data={"published": 1})
    assert "“Manual” is published." in ben.get(f"/outputs/{manual.id}").text
    ben.post(f"/outputs/{manual.id}/published?published=0")
    assert Output.get().state == OutputState.DRAFT


def test_without_scripts_the_preview_is_a_page_that_keeps_the_text(
    ben: Browser, manual: Output
) -> None:
    answer = ben.post(f"/outputs/{manual.id}/preview", data={"version": "0", "text": "*Hello*"})
    assert answer.status_code == 200
    assert "<em>Hello</em>" in answer.text
    assert ">*Hello*</textarea>" in answer.text.replace("\r\n", "")


def test_two_editors_lose_nothing(ben: Browser, cast: Cast, manual: Output) -> None:
    write_version(manual, by=cast.ben, text="One", opened_with=0)
    write_version(manual, by=cast.dan, text="Dan's words", opened_with=1)
    answer = ben.post(
        f"/outputs/{manual.id}/text", data={"version": "1", "text": "Ben's words", "why": "Mine"}
    )
    assert answer.status_code == 409
    for kept in ("Dan&#39;s words", "Ben&#39;s words", "Mine", 'name="version" value="2"'):
        assert kept in answer.text
    assert Version.select().count() == 2
    ben.post(f"/outputs/{manual.id}/text", data={"version": "2", "text": "Both"})
    assert [version.text for version in manual.versions] == ["One", "Dan's words", "Both"]


def test_an_earlier_version_can_be_read_and_is_named_as_one(
    ben: Browser, cast: Cast, manual: Output
) -> None:
    write_version(manual, by=cast.ben, text="Old words", opened_with=0)
    write_version(manual, by=cast.ben, text="New words", opened_with=1)
    page = ben.get(f"/outputs/{manual.id}?version=1").text
    assert "Old words" in page
    assert "This is version 1 as it was" in page
    assert ben.get(f"/outputs/{manual.id}?version=9").status_code == 404


def test_a_reader_sees_the_text_whom_to_ask_and_no_buttons(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    write_version(manual, by=cast.ben, text="# One\n\n# Two", opened_with=0)
    eve = browser.sign_in(cast.eve)
    assert eve.get(f"/outputs/{manual.id}").status_code == 404
    publish_output(manual, by=cast.ben, today=make.TODAY)
    page = eve.get(f"/outputs/{manual.id}").text
    assert 'href="#doc-two"' in page
    assert "mailto:ben@example.com" in page
    assert "Settlement engine" not in page.partition("History")[0]
    for button in ("Edit the text", "Take it back", "Obsolete"):
        assert button not in page


def test_documents_are_filtered_on_the_same_page(ben: Browser, cast: Cast, manual: Output) -> None:
    write_version(manual, by=cast.ben, text="Stop the queue", opened_with=0)
    publish_output(manual, by=cast.ben, today=make.TODAY)
    assert "1 document" in ben.get("/outputs").text
    assert "Manual" in ben.get("/outputs?words=queue&kind=manual&topic=1").text
    assert "No published document has" in ben.get("/outputs?words=zebra").text
    assert ben.get("/outputs?topic=x&kind=y&page=z").status_code == 200
    assert ben.get("/outputs?topic=99999999999999999999&words=%25").status_code == 200


def test_an_obsolete_document_says_so_and_comes_back(
    ben: Browser, cast: Cast, manual: Output
) -> None:
    ben.post(f"/outputs/{manual.id}/obsolete", data={"obsolete": 1})
    assert "do not follow it any more" in ben.get(f"/outputs/{manual.id}").text
    ben.post(f"/outputs/{manual.id}/obsolete", data={"obsolete": 0})
    assert Output.get().state == OutputState.PLANNED


def test_an_edit_starts_from_what_is_stored(ben: Browser, cast: Cast, manual: Output) -> None:
    page = ben.get(f"/outputs/{manual.id}/edit").text
    assert 'value="Manual"' in page
    assert "Ben Arroyo &lt;ben@example.com&gt;" in page
    sent = {"title": "Handbook", "kind": "manual", "owner": "dan@example.com"}
    ben.post(f"/outputs/{manual.id}", data=sent)
    assert (Output.get().title, Output.get().owner) == ("Handbook", cast.dan)


@pytest.mark.parametrize("path", sorted(INPUTS.glob("*.md")), ids=lambda path: path.name)
def test_real_documents_go_in_and_are_shown_with_their_contents(
    ben: Browser, cast: Cast, manual: Output, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    ben.post(f"/outputs/{manual.id}/text", data={"version": "0", "text": text})
    answer = ben.get(f"/outputs/{manual.id}")
    assert answer.status_code == 200
    assert Version.get().text == text.strip()
    contents = answer.text.partition('class="contents"')[2].partition("</ol>")[0]
    anchors = set(re.findall(r'href="#(doc-[^"]+)"', contents))
    assert anchors <= set(re.findall(r' id="(doc-[^"]+)"', answer.text))
    assert len(anchors) > 1 or "fastly" in path.name


def test_the_statements_of_the_pages_do_not_depend_on_how_much_there_is(
    ben: Browser, cast: Cast, manual: Output
) -> None:
    def add(count: int) -> None:
        for _ in range(count):
            output = make.an_output(topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
            for each in (output, manual):
                number = each.versions.count()
                write_version(each, by=cast.ben, text=f"Text {number}", opened_with=number)
            publish_output(output, by=cast.ben, today=make.TODAY)

    def statements() -> list[int]:
        counts = []
        for url in ("/outputs", "/rollouts/1/outputs", f"/outputs/{manual.id}"):
            with counted_statements() as seen:
                assert ben.get(url).status_code == 200
            counts.append(len(seen))
        return counts

    add(1)
    few = statements()
    add(10)
    assert statements() == few
    assert max(few) <= 12
