"""A file is looked at before it is saved as a template, without JavaScript too."""

import io
import re
from html import unescape
from typing import Any

import pytest
from cast import Cast, a_cast
from conftest import Browser

from kt.models import Template, TemplateItem, Upload
from kt.operations.templates import items_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

LIST = """# First week

## For your buddy
- [ ] Show the office
  - [x] Kitchen
- [ ] Have lunch

## Day 3
- [ ] New hire and buddy: Get a badge

<!--
- [ ] Hidden
-->
"""


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def browser(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status
    return unescape(response.text)


def upload(browser: Browser, text: str | bytes, name: str = "list.md") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return browser.post(
        "/template-imports", data={"file": (io.BytesIO(data), name)}, follow_redirects=True
    )


def fields_of(html: str) -> dict[str, str]:
    """Read what a browser would send for the preview as it stands."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            fields[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', html, re.S
    ):
        fields[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_the_preview_saves_what_it_shows(browser: Browser, cast: Cast) -> None:
    shown = upload(browser, LIST)
    assert "4 items in this file." in read(shown)
    path = shown.request.path
    saved = browser.post(f"{path}/template", data=fields_of(shown.text), follow_redirects=True)
    assert "The template is saved." in read(saved)

    template = Template.get()
    office, kitchen, lunch, badge = items_of(template)
    assert (template.title, template.source) == ("First week", "list.md")
    assert (office.owners, kitchen.parent, lunch.parent) == (("buddy",), office, None)
    assert kitchen.ticked
    assert badge.owners == ("learner", "buddy")
    assert badge.due_text == "Day 3"
    assert Upload.select().count() == 0


def test_items_can_be_dropped_nested_regrouped_and_given_an_owner_and_a_due_rule(
    browser: Browser, cast: Cast
) -> None:
    shown = upload(browser, LIST)
    fields = fields_of(shown.text)
    del fields["lines-1-keep"]
    fields |= {
        "title": "Week one",
        "lines-0-text": "Show the whole office",
        "lines-2-depth": "2",
        "lines-3-group": "Day 1",
        "lines-3-owners": "coach",
        "lines-3-due_text": "week 2",
    }
    browser.post(f"{shown.request.path}/template", data=fields)

    office, lunch, badge = items_of(Template.get())
    assert (office.text, lunch.parent) == ("Show the whole office", office)
    assert (badge.group, badge.owners, badge.due_text) == ("Day 1", ("coach",), "week 2")
    assert (badge.due_first, badge.due_unit) == (1, "weeks")


def test_what_was_skipped_is_said_with_a_button_to_include_it(browser: Browser) -> None:
    shown = upload(browser, LIST)
    page = read(shown)
    assert "1 task line inside comments." in page
    sent = {"with_comments": "y", "keep_ticks": "y"}
    again = browser.post(f"{shown.request.path}/reading", data=sent, follow_redirects=True)
    assert "Hidden" in read(again)
    assert "5 items in this file." in read(again)


def test_plain_lists_are_offered_where_there_are_no_boxes(browser: Browser) -> None:
    shown = upload(browser, "* One\n* Two\n")
    assert "This file has no boxes; it has 2 list items." in read(shown)
    again = browser.post(
        f"{shown.request.path}/reading", data={"plain_lists": "y"}, follow_redirects=True
    )
    assert "2 items in this file." in read(again)


def test_ticks_are_cleared_when_one_says_so(browser: Browser) -> None:
    shown = upload(browser, LIST)
    again = browser.post(f"{shown.request.path}/reading", data={}, follow_redirects=True)
    browser.post(f"{shown.request.path}/template", data=fields_of(again.text))
    assert not any(item.ticked for item in TemplateItem.select())


def test_what_is_wrong_is_said_on_top_and_what_was_typed_stays(browser: Browser) -> None:
    shown = upload(browser, LIST)
    fields = fields_of(shown.text) | {"title": "", "lines-0-text": "Mine"}
    page = read(browser.post(f"{shown.request.path}/template", data=fields), 422)
    assert "A template needs a title." in page
    assert "Mine</textarea>" in page
    nothing = {name: value for name, value in fields.items() if not name.endswith("-keep")}
    response = browser.post(f"{shown.request.path}/template", data=nothing | {"title": "a"})
    assert "Keep at least one of them." in read(response, 422)
    assert Template.select().count() == 0


def test_a_form_of_another_reading_is_not_saved(browser: Browser) -> None:
    shown = upload(browser, LIST)
    fields = fields_of(shown.text)
    browser.post(f"{shown.request.path}/reading", data={"with_comments": "y"})
    page = read(browser.post(f"{shown.request.path}/template", data=fields), 422)
    assert "read in another way meanwhile" in page
    assert Template.select().count() == 0


@pytest.mark.parametrize("data", [b"", b"\x00\x01" * 500, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_gets_a_sentence(browser: Browser, data: bytes) -> None:
    response = upload(browser, data)
    assert response.status_code in (200, 422)
    assert "</html>" in response.text
    assert "Choose a file." in read(browser.post("/template-imports", data={}), 422)


def test_an_import_can_be_given_up(browser: Browser) -> None:
    shown = upload(browser, LIST)
    given_up = browser.post(f"{shown.request.path}/removal", follow_redirects=True)
    assert "list.md is not imported." in read(given_up)
    assert Upload.select().count() == 0


def test_two_hundred_items_and_more_are_saved_from_one_form(browser: Browser) -> None:
    shown = upload(browser, "\n".join(f"- [ ] Item {number}" for number in range(600)))
    saved = browser.post(
        f"{shown.request.path}/template", data=fields_of(shown.text), follow_redirects=True
    )
    assert "The template is saved." in read(saved)
    assert TemplateItem.select().count() == 600
