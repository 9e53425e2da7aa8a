"""Templates on the web: written, ordered by buttons, copied, retired."""

import json
from html import unescape
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.due import Anchor, DueRule, Unit
from kt.models import Template, TemplateItem, due_columns
from kt.operations.template_items import version_of_item
from kt.operations.templates import items_of, version_of_template

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def browser(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


@pytest.fixture
def template(cast: Cast) -> Template:
    template = make.a_template(made_by=cast.ada)
    make.a_template_item(template, "Badge", group="Day 1")
    make.a_template_item(template, "Tour", group="Day 1")
    return template


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status
    return unescape(response.text)


def texts(template: Template) -> list[str]:
    return [item.text for item in items_of(template)]


def item(text: str) -> TemplateItem:
    return TemplateItem.get(TemplateItem.text == text)


def test_the_list_finds_templates_in_use_and_retired_ones(
    browser: Browser, cast: Cast, template: Template
) -> None:
    make.a_template("Last week", made_by=cast.ada, retired_on=make.TODAY)
    page = read(browser.get("/templates"))
    assert "First week" in page
    assert "2 items · for a person" in page
    assert "Last week" not in page
    retired = read(browser.get("/templates?show=retired"))
    assert "Last week" in retired
    assert "First week" not in retired
    assert "No template fits." in read(browser.get("/templates?words=nothing"))


def test_the_list_takes_as_many_statements_for_many_as_for_few(
    browser: Browser, cast: Cast, template: Template
) -> None:
    def statements() -> int:
        with counted_statements() as run:
            browser.get("/templates")
        return len(run)

    few = statements()
    for number in range(20):
        make.a_template(f"Template {number}", made_by=cast.ada)
    assert statements() == few <= 12


def test_a_template_is_written_by_hand(browser: Browser) -> None:
    sent = {"title": "Leaving", "applies_to": "person", "form_key": "k"}
    for _ in range(2):
        page = read(browser.post("/templates", data=sent, follow_redirects=True))
    assert "This template has no items yet." in page
    template = Template.get()
    added = browser.post(
        f"/templates/{template.id}/items",
        data={"text": "Return the badge", "due_text": "two weeks before leaving"},
        follow_redirects=True,
    )
    assert "Return the badge" in read(added)
    assert item("Return the badge").due_rule == DueRule(Anchor.DEPARTURE, -2, -2, Unit.WEEKS)
    assert "A template needs a title." in read(browser.post("/templates", data={}), 422)


def test_after_adding_one_item_the_next_is_under_the_same_heading(
    browser: Browser, template: Template
) -> None:
    response = browser.post(
        f"/templates/{template.id}/items",
        data={"text": "Lunch", "group": "Day 1", "then": "another"},
    )
    assert response.location == f"/templates/{template.id}/items/new?group=Day+1"


def test_an_exact_rule_counts_before_the_words(browser: Browser, template: Template) -> None:
    url = f"/templates/{template.id}/items"
    exact = {"text": "Laptop", "anchor": "start", "first": "-3", "unit": "workdays"}
    browser.post(url, data=exact | {"due_text": "in good time"})
    assert item("Laptop").due_rule == DueRule(Anchor.START, -3, -3, Unit.WORKDAYS)

    after = {"text": "Mail", "anchor": "item", "first": "1", "unit": "days"}
    browser.post(url, data=after | {"after": item("Laptop").id})
    assert item("Mail").after == item("Laptop")

    for wrong, words in (
        ({"anchor": "start"}, "Give the number and the unit"),
        ({"anchor": "start", "first": "3", "last": "1", "unit": "days"}, "3 to 1 does not"),
        ({"anchor": "item", "first": "3", "unit": "days"}, "Choose the item"),
        ({"anchor": "start", "first": "9999", "unit": "days"}, "between -1000 and 1000"),
    ):
        response = browser.post(url, data={"text": "Wrong", **wrong})
        assert words in read(response, 422)
    assert texts(template)[-1] == "Mail"


def test_buttons_move_an_item_and_the_list_comes_back(browser: Browser, template: Template) -> None:
    moved = browser.post(
        f"/template-items/{item('Tour').id}/moves", data={"to": "up"}, headers=FRAGMENT
    )
    assert read(moved).index("Tour") < read(moved).index("Badge")
    assert json.loads(moved.headers["HX-Trigger"])["announce"]["text"] == "Moved up: Tour"
    browser.post(f"/template-items/{item('Badge').id}/moves", data={"to": "into"})
    assert item("Badge").parent == item("Tour")
    nowhere = browser.post(f"/template-items/{item('Tour').id}/moves", data={"to": "up"})
    assert "cannot go further up" in read(nowhere, 422)
    unsaid = browser.post(f"/template-items/{item('Tour').id}/moves", data={"to": "left"})
    assert unsaid.status_code == 400


def test_a_long_template_comes_in_pages_and_an_item_is_found_on_its_own(
    browser: Browser, template: Template
) -> None:
    for number in range(98):
        make.a_template_item(template, f"Item {number}", group="Day 1")
    make.a_template_item(template, "Cup", group="Day 2")
    over = make.a_template_item(template, "Plant", group="Day 2")
    address = f"/templates/{template.id}"

    first, second = read(browser.get(address)), read(browser.get(f"{address}?page=2"))
    assert "1 to 100 of 102" in first
    assert "Item 97" in first
    assert "Day 2" not in first
    assert "101 to 102 of 102" in second
    assert "Cup" in second
    assert "Tour" not in second

    # What moves to another page is followed there; on its page the list comes back in place.
    down = {"data": {"to": "down"}, "headers": FRAGMENT}
    browser.post(f"/template-items/{item('Item 97').id}/moves", **down)
    crossing = browser.post(f"/template-items/{item('Item 97').id}/moves", **down)
    assert crossing.headers["HX-Redirect"].startswith(f"{address}?page=2#template-item-")
    staying = read(
        browser.post(f"/template-items/{over.id}/moves", data={"to": "up"}, headers=FRAGMENT)
    )
    assert "Plant" in staying
    assert "Badge" not in staying
    found = browser.get(f"/template-items/{over.id}")
    assert found.location == f"{address}?page=2#template-item-{over.id}"


def test_an_item_is_edited_in_its_row_where_its_rule_stays(
    browser: Browser, template: Template
) -> None:
    tour = item("Tour")
    rule = due_columns(DueRule(Anchor.START, 2, 2, Unit.WORKDAYS))
    TemplateItem.update(**rule).where(TemplateItem.id == tour.id).execute()
    tour = item("Tour")
    form = read(browser.get(f"/template-items/{tour.id}/edit", headers=FRAGMENT))
    assert 'value="on workday 3"' in form
    # The words alone would not give this rule, so it stands there exactly.
    assert '<option selected value="workdays">' in form

    sent = {
        "text": "Long tour",
        "group": "Day 1",
        "due_text": "on workday 3",
        "anchor": "start",
        "first": "2",
        "unit": "workdays",
        "version": version_of_item(tour),
    }
    saved = read(browser.post(f"/template-items/{tour.id}", data=sent, headers=FRAGMENT))
    assert "Long tour" in saved
    assert item("Long tour").due_rule == DueRule(Anchor.START, 2, 2, Unit.WORKDAYS)

    stale = browser.post(f"/template-items/{tour.id}", data=sent | {"text": "Mine"})
    assert "Somebody else changed this item meanwhile." in read(stale, 409)
    assert "Long tour" in read(stale, 409)
    fresh = sent | {"version": version_of_item(item("Long tour")), "group": "Day 2"}
    regrouped = browser.post(f"/template-items/{tour.id}", data=fresh, headers=FRAGMENT)
    assert regrouped.headers["HX-Redirect"].endswith(f"#template-item-{tour.id}")
    empty = browser.post(f"/template-items/{tour.id}", data=fresh | {"text": ""}, headers=FRAGMENT)
    assert "Type what is to be done." in read(empty, 422)


def test_a_removed_item_can_be_put_back(browser: Browser, template: Template) -> None:
    removed = browser.post(f"/template-items/{item('Badge').id}/removal", follow_redirects=True)
    page = read(removed)
    assert "“Badge” is removed." in page
    undo = page.partition('action="/template-removals/')[2].partition('"')[0]
    assert texts(template) == ["Tour"]
    back = browser.post(f"/template-removals/{undo}", follow_redirects=True)
    assert "“Badge” is back." in read(back)
    assert texts(template) == ["Badge", "Tour"]


def test_a_template_is_edited_copied_retired_and_brought_back(
    browser: Browser, cast: Cast, template: Template
) -> None:
    sent = {
        "title": "Week one",
        "applies_to": "rollout",
        "description": "For *all*",
        "version": version_of_template(template),
    }
    url = f"/templates/{template.id}"
    assert "<em>all</em>" in read(browser.post(url, data=sent, follow_redirects=True))
    stale = browser.post(url, data=sent | {"title": "Other"})
    assert "Somebody else changed this template meanwhile." in read(stale, 409)
    assert "A template needs a title." in read(browser.post(url, data=sent | {"title": ""}), 422)

    copied = read(browser.post(f"{url}/copies", follow_redirects=True))
    assert "Copy of Week one" in copied
    retired = read(browser.post(f"{url}/retirement", follow_redirects=True))
    assert f'action="{url}/return"' in retired
    assert "Retired" in read(browser.get(url))
    browser.post(f"{url}/return")
    assert "Retire" in read(browser.get(url))
    history = read(browser.get(f"{url}/history"))
    assert "Ada Lovell retired the template Week one" in history


def test_every_page_of_a_template_opens(browser: Browser, template: Template) -> None:
    tour = item("Tour").id
    for address in (
        "/templates/new",
        f"/templates/{template.id}/edit",
        f"/templates/{template.id}/items/new",
        f"/template-items/{tour}/edit",
    ):
        assert "</html>" in read(browser.get(address))
    row = read(browser.get(f"/template-items/{tour}", headers=FRAGMENT))
    assert f'id="template-item-{tour}"' in row
    assert browser.get(f"/template-items/{tour}").status_code == 303
