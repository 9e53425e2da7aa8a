"""Importing and exporting documents in the browser."""

import io
import zipfile
from pathlib import Path

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Attachment, Kind, Output, OutputState, Topic, Upload
from kt.operations.outputs import write_version

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

FAQ = Path(__file__).parents[1] / "inputs/faq_manual/sourcegraph__handbook__people-ops-faqs.md"


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


def a_file(name: str, data: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def sent(client: Browser, *files: tuple[str, bytes], place: str = "1") -> str:
    """Send files, and give the address of their preview."""
    given = [a_file(*file) for file in files]
    answer = client.post("/outputs/import", data={"files": given, "place": place})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_page_of_questions_is_looked_at_and_becomes_that_many_drafts(
    ada: Browser, cast: Cast
) -> None:
    here = sent(ada, (FAQ.name, FAQ.read_bytes()))
    page = ada.get(here).text
    assert "How do I have Sourcegraph verify my employment?" in page
    assert "FAQ entry" in page
    assert not Output.select().exists()
    kept = [str(number) for number in range(page.count('name="keep"'))]
    answer = ada.post(here, data={"keep": kept[1:]}, follow_redirects=True)
    assert f"Imported: {len(kept) - 1} new, 0 changed, 0 as they were." in answer.text
    assert Output.select().where(Output.state == OutputState.DRAFT).count() == len(kept) - 1
    assert not Upload.select().exists()
    again = ada.get(sent(ada, (FAQ.name, FAQ.read_bytes()))).text
    assert f"{len(kept)} documents: 1 new, {len(kept) - 1} as they are." in again


def test_several_files_and_their_pictures_come_together(ada: Browser, cast: Cast) -> None:
    here = sent(
        ada,
        ("a.md", b"# A\n\n![Plan](plan.png)"),
        ("b.html.md.erb", b"# B\n\nWords"),
        ("plan.png", make.a_picture()),
    )
    assert "2 documents: 2 new." in ada.get(here).text
    ada.post(here, data={"keep": ["0", "1"], "publish": "y"})
    assert {each.state for each in Output.select()} == {OutputState.PUBLISHED}
    assert Attachment.get().name == "plan.png"


def test_where_documents_go_can_be_chosen_again(ada: Browser, cast: Cast) -> None:
    here = sent(ada, ("a.md", b"---\ntopic: Night shift\n---\n# A\n\nWords"), place="")
    assert "There is no topic “Night shift” yet" in ada.get(here).text
    refused = ada.post(here, data={"keep": "0"})
    assert refused.status_code == 422
    assert "A: There is no topic" in refused.text
    ada.post(f"{here}/place", data={"place": "", "make_topics": "y"})
    assert "1 document: 1 new." in ada.get(here).text
    ada.post(f"{here}/place", data={"place": "1-1"})
    ada.post(here, data={"keep": "0"})
    assert (Output.get().topic, Output.get().rollout) == (cast.topic, cast.rollout)


def test_what_new_topics_are_and_who_sees_them_is_chosen_and_said(ada: Browser, cast: Cast) -> None:
    file = ("a.md", b"---\ntopic: Night shift\n---\n# A\n\nWords")
    for name, sent_too, kind, is_open in (
        ("Night shift", {"topic_kind": ""}, Kind.PROCESS_CHANGE, False),
        ("Day shift", {"topic_kind": "niche skill", "open_to_all": "y"}, Kind.NICHE_SKILL, True),
    ):
        here = sent(ada, (file[0], file[1].replace(b"Night shift", name.encode())), place="")
        ada.post(f"{here}/place", data={"place": "", "make_topics": "y"})
        page = ada.get(here).text
        assert f"New topics: {name}" in page
        assert "Everybody may see the new topics" in page
        told = ada.post(here, data={"keep": "0"} | sent_too, follow_redirects=True).text
        topic = Topic.get(Topic.name == name)
        assert (topic.kind, topic.open_to_all) == (kind, is_open)
        who = "everybody" if is_open else "supervisors and those who have to do with it"
        assert f"Topics made: {name} ({kind}, seen by {who})." in told
    assert "New topics" not in ada.get(sent(ada, ("a.md", b"# A\n\nWords"))).text


def test_a_long_import_is_looked_at_in_pages_and_imported_whole(ada: Browser, cast: Cast) -> None:
    parts = "".join(f"## What is number {n}?\n\nIt.\n\n" for n in range(230))
    here = sent(ada, ("faq.md", f"# FAQ\n\n{parts}".encode()))
    page = ada.get(here).text
    assert (page.count('name="keep"'), "Page 1 of 3" in page) == (100, True)
    ticked = [str(at) for at in range(1, 100)]
    moved = ada.post(f"{here}/place", data={"keep": ticked, "page": "1", "to": "3"})
    assert moved.location.endswith("?page=3#lines")
    page = ada.get(f"{here}?page=3").text
    assert page.count('name="keep"') == 30
    assert 'id="keep-0" aria-label="Import What is number 0?">' in ada.get(here).text
    answer = ada.post(here, data={"keep": ["200", "201"], "page": "3"}, follow_redirects=True)
    assert "Imported: 201 new, 0 changed, 0 as they were." in answer.text
    titles = {each.title for each in Output.select()}
    assert {"What is number 1?", "What is number 150?", "What is number 201?"} <= titles
    assert not {"What is number 0?", "What is number 202?"} & titles


def test_who_coaches_may_import_into_their_rollout_and_nowhere_else(
    browser: Browser, cast: Cast
) -> None:
    ben = browser.sign_in(cast.ben)
    page = ben.get("/outputs/import").text
    assert "Cut-off rules, for Settlement engine" in page
    here = sent(ben, ("a.md", b"# A\n\nWords"), place="1")
    assert "It names no topic" in ben.get(here).text


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.md", b"", "empty"),
        ("a.pdf", b"%PDF-1.7\x00\x01", "text"),
        ("a.zip", b"PK\x03\x04broken", "This zip cannot be read."),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(
    ada: Browser, name: str, data: bytes, sentence: str
) -> None:
    answer = ada.post("/outputs/import", data={"files": [a_file(name, data)], "place": "1"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Upload.select().exists()


def test_a_zip_that_unpacks_to_far_more_than_it_holds_is_refused(ada: Browser) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.md", bytes(120 * 1024 * 1024))
    answer = ada.post(
        "/outputs/import", data={"files": [a_file("b.zip", packed.getvalue())], "place": "1"}
    )
    assert answer.status_code == 422
    assert "This zip would unpack to more than 100 MB" in answer.text


def test_no_files_are_no_import(ada: Browser) -> None:
    answer = ada.post("/outputs/import", data={"place": "1"})
    assert (answer.status_code, "Choose the files first." in answer.text) == (422, True)


def test_an_import_can_be_left(ada: Browser) -> None:
    here = sent(ada, ("a.md", b"# A\n\nWords"))
    assert "a.md is not imported." in ada.post(f"{here}/removal", follow_redirects=True).text
    assert ada.get(here).status_code == 404


def test_a_document_leaves_as_markdown_and_with_its_pictures_as_a_zip(
    ada: Browser, cast: Cast
) -> None:
    output = make.an_output("Über: uns", topic=cast.topic, owner=cast.ada)
    write_version(output, by=cast.ada, text="Words", opened_with=0)
    assert f'href="/outputs/{output.id}/export"' in ada.get(f"/outputs/{output.id}").text
    answer = ada.get(f"/outputs/{output.id}/export")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.text.endswith("---\n\nWords\n")
    make.an_image(output)
    write_version(output, by=cast.ada, text="![Plan](plan.png)", opened_with=1)
    answer = ada.get(f"/outputs/{output.id}/export")
    assert len(zipfile.ZipFile(io.BytesIO(answer.data)).namelist()) == 2


def test_all_documents_that_one_may_see_leave_as_one_zip(ada: Browser, cast: Cast) -> None:
    other = make.a_topic("Night shift")
    for topic in (cast.topic, other):
        output = make.an_output("One", topic=topic, owner=cast.ada)
        write_version(output, by=cast.ada, text="Words", opened_with=0)
    names = zipfile.ZipFile(io.BytesIO(ada.get("/outputs/export").data)).namelist()
    assert names == ["Cut-off rules/One.md", "Night shift/One.md"]
    one = ada.get(f"/outputs/export?topic={other.id}").data
    assert zipfile.ZipFile(io.BytesIO(one)).namelist() == ["Night shift/One.md"]
    assert ada.get("/outputs/export?topic=99").status_code == 404


def test_the_statements_of_a_preview_do_not_depend_on_how_many_documents_there_are(
    ada: Browser, cast: Cast
) -> None:
    def statements(count: int) -> int:
        parts = "".join(f"## Question {number}?\n\nAnswer.\n\n" for number in range(count))
        here = sent(ada, ("faq.md", f"# FAQ\n\n{parts}".encode()))
        with counted_statements() as seen:
            ada.get(here)
        return len(seen)

    assert statements(5) == statements(40) <= 12
