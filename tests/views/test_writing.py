"""Writing a document in the browser: preview, images, saving, and nothing that is lost."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Attachment, AuditEntry, Output, OutputState, Version
from kt.operations.outputs import publish_output, write_version

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

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


def a_file(data: bytes | None = None, name: str = "plan.png") -> tuple[io.BytesIO, str]:
    return io.BytesIO(make.a_picture() if data is None else data), name


def typed_in(html: str) -> str:
    """Read what stands in the text field of a page."""
    return html.partition('name="text"')[2].partition(">")[2].partition("</textarea>")[0].strip()


def test_the_preview_shows_the_text_as_it_would_be_read_and_keeps_nothing(
    ben: Browser, manual: Output
) -> None:
    sent = {"text": "| a |\n|---|\n| b |\n\n- [ ] c\n\n![Plan](plan.png)", "version": "0"}
    live = ben.post(f"/outputs/{manual.id}/preview", data=sent | {"live": "1"}, headers=HTMX)
    assert '<div id="preview">' in live.text
    assert f'<img src="/outputs/{manual.id}/images/plan.png" alt="Plan">' in live.text
    assert "There is no image plan.png here yet" in live.text
    assert "announce" not in live.headers.get("HX-Trigger", "")
    pressed = ben.post(f"/outputs/{manual.id}/preview", data=sent, headers=HTMX)
    assert "The preview shows your text." in pressed.headers["HX-Trigger"]
    plain = ben.post(f"/outputs/{manual.id}/preview", data=sent)
    assert typed_in(plain.text).startswith("| a |")
    assert '<li class="task">' in plain.text
    assert not Version.select().exists()


def test_an_image_is_added_beside_the_text_and_shown_by_its_name(
    ben: Browser, manual: Output
) -> None:
    page = ben.post(
        f"/outputs/{manual.id}/images",
        data={"text": "Look:", "why": "With a plan", "version": "0", "image": a_file()},
    )
    assert page.status_code == 200
    assert typed_in(page.text) == "Look:\n\n![plan](plan.png)"
    assert 'value="With a plan"' in page.text
    address = f"/outputs/{manual.id}/images/plan.png"
    assert f'<img src="{address}" alt="plan">' in page.text
    answer = ben.get(address)
    assert answer.data == make.a_picture()
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = ben.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_with_htmx_an_image_is_put_where_one_was_writing(ben: Browser, manual: Output) -> None:
    answer = ben.post(f"/outputs/{manual.id}/images", data={"image": a_file()}, headers=HTMX)
    assert answer.text.lstrip().startswith('<div class="form" id="images">')
    assert '"insert": {"into": "text", "text": "![plan](plan.png)"}' in answer.headers["HX-Trigger"]
    refused = ben.post(
        f"/outputs/{manual.id}/images", data={"image": a_file(b"<svg/>")}, headers=HTMX
    )
    assert refused.status_code == 422
    assert "Save the drawing as PNG" in refused.text
    assert "insert" not in refused.headers["HX-Trigger"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"image": a_file(b"<svg onload=alert(1)>", "x.png")}, "Save the drawing as PNG"),
        ({"image": a_file(make.a_picture()[:-9])}, "not whole"),
        ({"image": a_file(b"")}, "empty"),
        ({}, "Choose an image first."),
    ],
)
def test_a_refused_image_leaves_what_was_typed(
    ben: Browser, manual: Output, sent: dict[str, Any], sentence: str
) -> None:
    for path in ("images", "text") if sent else ("images",):
        # A client closes the files it has sent.
        files = {key: (io.BytesIO(file.getvalue()), name) for key, (file, name) in sent.items()}
        data = {"text": "Half a page", "version": "0"} | files
        page = ben.post(f"/outputs/{manual.id}/{path}", data=data)
        assert page.status_code == 422
        assert sentence in page.text
        assert typed_in(page.text) == "Half a page"
    assert not Attachment.select().exists()
    assert not Version.select().exists()


def test_two_images_of_one_name_are_two_and_the_same_image_again_is_one(
    ben: Browser, manual: Output
) -> None:
    other = make.a_picture(size=(9, 9))
    for data in (None, other, None, other):
        ben.post(f"/outputs/{manual.id}/images", data={"image": a_file(data)})
    assert [each.name for each in Attachment.select()] == ["plan.png", "plan-2.png"]
    assert AuditEntry.select().where(AuditEntry.deed == "output.image-added").count() == 2


def test_an_image_chosen_and_not_added_is_saved_with_the_text(ben: Browser, manual: Output) -> None:
    ben.post(
        f"/outputs/{manual.id}/text", data={"text": "Look:", "version": "0", "image": a_file()}
    )
    assert Version.get().text == "Look:\n\n![plan](plan.png)"


def test_an_image_is_removed_while_no_version_shows_it(ben: Browser, manual: Output) -> None:
    make.an_image(manual, "old.png")
    make.an_image(manual, "der-Plän.png")
    write_version(manual, by=manual.owner, text="![Plan](<der-Plän.png>)", opened_with=0)
    removal = f"/outputs/{manual.id}/images/%s/removal"
    page = ben.post(removal % "old.png", data={"text": "Half a page", "version": "1"})
    assert typed_in(page.text) == "Half a page"
    assert "Remove old.png" not in page.text
    assert "Remove der-Plän.png" not in page.text
    refused = ben.post(removal % "der-Plän.png", data={"text": "x", "version": "1"})
    assert refused.status_code == 422
    assert "is shown in version 1" in refused.text
    assert [each.name for each in Attachment.select()] == ["der-Plän.png"]


def test_a_version_shows_an_image_that_came_after_it(ben: Browser, manual: Output) -> None:
    write_version(manual, by=manual.owner, text="![Plan](plan.png)", opened_with=0)
    address = re.findall(r'<img src="([^"]+)"', ben.get(f"/outputs/{manual.id}").text)[0]
    assert ben.get(address).status_code == 404
    ben.post(f"/outputs/{manual.id}/images", data={"image": a_file()})
    assert ben.get(address).status_code == 200


def test_an_image_is_for_those_who_may_see_the_document(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    write_version(manual, by=cast.ben, text="![Plan](plan.png)", opened_with=0)
    address = f"/outputs/{manual.id}/images/{make.an_image(manual).name}"
    eve = browser.sign_in(cast.eve)
    assert eve.get(address).status_code == 404
    publish_output(manual, by=cast.ben, today=make.TODAY)
    assert eve.get(address).status_code == 200


def test_saving_can_publish_at_once_and_says_both(ben: Browser, manual: Output) -> None:
    sent = {"text": "Stop the queue.", "version": "0", "then": "publish"}
    page = ben.post(f"/outputs/{manual.id}/text", data=sent, follow_redirects=True).text
    assert "Saved as version 1. “Manual” is published." in page
    assert Output.get().state == OutputState.PUBLISHED


def test_who_is_signed_out_meanwhile_loses_nothing(browser: Browser, manual: Output) -> None:
    sent = {"text": "An hour of work", "version": "0"}
    answer = browser.post(f"/outputs/{manual.id}/text", data=sent)
    assert answer.status_code == 401
    assert "An hour of work" in answer.text
    kept = browser.post(f"/outputs/{manual.id}/text", data=sent, headers=HTMX)
    assert (kept.status_code, kept.headers["HX-Reswap"]) == (401, "none")


def test_the_statements_of_writing_do_not_depend_on_how_many_images_and_versions_there_are(
    ben: Browser, manual: Output
) -> None:
    def add(count: int) -> None:
        for _ in range(count):
            number = Attachment.select().count()
            make.an_image(manual, f"{number}.png")
            text = f"{number} ![a]({number}.png)"
            write_version(manual, by=manual.owner, text=text, opened_with=number)

    def statements() -> list[int]:
        counts = []
        for method, path in (("GET", "text"), ("POST", "preview")):
            with counted_statements() as seen:
                text = {"text": "![a](1.png)"}
                ben.open(f"/outputs/{manual.id}/{path}", method=method, data=text)
            counts.append(len(seen))
        return counts

    add(1)
    few = statements()
    add(10)
    assert statements() == few
    assert max(few) <= 12
