"""Checklists on the web: made, shown, printed, their dates moved and put back."""

import re
from datetime import date
from html import unescape
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.due import Anchor, DueRule, Unit
from kt.models import AuditEntry, Checklist, Item, Person, Template, due_columns

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

START = date(2026, 11, 2)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def template(cast: Cast) -> Template:
    template = make.a_template(made_by=cast.ada, source="first-week.md, CC-BY Example Ltd")
    day_1 = due_columns(DueRule(Anchor.START, 0, 0, Unit.DAYS))
    make.a_template_item(template, "Get a badge", **day_1)
    return template


@pytest.fixture
def checklist(cast: Cast, template: Template) -> Checklist:
    checklist = make.a_checklist(
        person=cast.cleo, supervisor=cast.ada, start_day=START, template=template
    )
    make.an_item(
        checklist,
        "Get a [badge](https://example.com/badge)",
        due=START,
        **due_columns(DueRule(Anchor.START, 0, 0, Unit.DAYS)),
    )
    make.an_item(checklist, "Show the office", owners=("coach",))
    return checklist


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status
    return unescape(response.text)


def test_a_checklist_is_made_for_a_person_whose_start_date_it_takes(
    browser: Browser, cast: Cast, template: Template
) -> None:
    Person.update(start_date=START).where(Person.id == cast.cleo.id).execute()
    browser.sign_in(cast.ada)
    page = read(browser.get(f"/checklists/new?template={template.id}&person={cast.cleo.id}"))
    assert 'value="cleo@example.com"' in page
    assert 'value="2026-11-02"' in page

    sent = {"template": template.id, "person": "Cleo Marsh", "form_key": "k"}
    for _ in range(2):
        shown = browser.post("/checklists", data=sent, follow_redirects=True)
        assert "Get a badge" in read(shown)
    assert Checklist.select().count() == 1
    assert Item.get().due == START


def test_who_cannot_be_found_is_said_at_the_field_and_what_was_typed_stays(
    browser: Browser, cast: Cast, template: Template
) -> None:
    browser.sign_in(cast.ada)
    response = browser.post("/checklists", data={"template": template.id, "person": "Nemo"})
    page = read(response, 422)
    assert "Nobody here is called “Nemo”." in page
    assert 'value="Nemo"' in page
    nobody = browser.post("/checklists", data={"template": template.id})
    assert "for a person or for a rollout. Choose one." in read(nobody, 422)


def test_without_a_template_the_page_says_where_to_get_one(browser: Browser, cast: Cast) -> None:
    page = read(browser.sign_in(cast.ada).get("/checklists/new"))
    assert "There is no template to make it from yet." in page


def test_the_page_shows_what_to_do_what_others_do_and_the_credit_line(
    browser: Browser, cast: Cast, checklist: Checklist
) -> None:
    page = read(browser.sign_in(cast.cleo).get(f"/checklists/{checklist.id}"))
    assert '<a href="https://example.com/badge" rel="noopener noreferrer">badge</a>' in page
    assert "1 thing others do for you" in page
    # Rule 7: an item says whether it belongs to the buddy or to the coach.
    assert "ask Ben, coach" in page
    assert "mailto:ben@example.com" in page
    assert "first-week.md, CC-BY Example Ltd" in page
    assert "Add an item" not in page


def test_a_page_takes_at_most_twelve_statements_whatever_the_amount(
    browser: Browser, cast: Cast, checklist: Checklist
) -> None:
    browser.sign_in(cast.ada)
    for number in range(50):
        make.an_item(checklist, f"item {number}", owners=("buddy",) if number % 2 else ())
    with counted_statements() as run:
        read(browser.get(f"/checklists/{checklist.id}"))
    assert len(run) <= 12, run


def test_a_long_checklist_comes_in_pages_and_on_paper_whole(
    browser: Browser, cast: Cast, checklist: Checklist
) -> None:
    for number in range(99):
        make.an_item(checklist, f"Open {number}")
    whole = make.an_item(checklist, "The whole")
    part = make.an_item(checklist, "Its part", parent=whole)
    browser.sign_in(cast.cleo)
    address = f"/checklists/{checklist.id}"

    first, second = read(browser.get(address)), read(browser.get(f"{address}?page=2"))

    assert len(set(re.findall(r'id="(item-\d+)"', first))) == 100
    assert "1 to 100 of 103" in first
    assert "Open 98" in first
    assert "The whole" not in first
    assert all(words in second for words in ("The whole", "Its part", "1 thing others do for you"))
    assert first.count("of 102") == second.count("of 102") > 0
    assert "103 in all" in read(browser.get(f"{address}?page=9"))
    sheet = read(browser.get(f"{address}/sheet"))
    assert "Get a " in sheet
    assert "Its part" in sheet
    assert "Show the office" in sheet

    # A tick is shown in its row, with what it changes on the same page, and is undone there.
    (tick,) = re.findall(rf'action="(/items/{part.id}/tick[^"]*)"', second)
    row = read(browser.post(tick, data={"done": 1}, headers={"HX-Request": "true"}))
    assert f'id="progress-checklist-{checklist.id}"' in row
    assert f'id="item-{whole.id}-parts"' in row
    assert browser.post(tick, data={"done": 0}).location == f"{address}?page=2"


def test_it_prints_with_boxes_and_lines_to_sign(
    browser: Browser, cast: Cast, checklist: Checklist
) -> None:
    page = read(browser.sign_in(cast.ada).get(f"/checklists/{checklist.id}/sheet"))
    assert "sheet-box" in page
    assert "Cleo Marsh</span><span>Supervisor: Ada Lovell</span><span>Date" in page


def test_a_moved_start_says_how_many_items_it_took_along_and_can_be_undone(
    browser: Browser, cast: Cast, checklist: Checklist
) -> None:
    browser.sign_in(cast.ada)
    moved = browser.post(
        f"/checklists/{checklist.id}/start-day",
        data={"start_day-day": "2026-11-16"},
        follow_redirects=True,
    )
    page = read(moved)
    assert "The date is moved, and 1 open item with it." in page
    entry = AuditEntry.get(AuditEntry.deed == "date.moved")
    assert f'action="/date-moves/{entry.id}/undo"' in page

    back = browser.post(f"/date-moves/{entry.id}/undo", follow_redirects=True)
    assert "The date is back, and 1 open item with it." in read(back)
    assert Checklist.get_by_id(checklist.id).start_day == START


def test_a_day_that_does_not_exist_is_refused_in_words(
    browser: Browser, cast: Cast, checklist: Checklist
) -> None:
    browser.sign_in(cast.ada)
    response = browser.post(
        f"/checklists/{checklist.id}/departure-day", data={"departure_day-day": "2026-02-30"}
    )
    assert "“2026-02-30” is not a day." in read(response, 422)


def test_a_checklist_can_be_renamed_and_shows_its_history(
    browser: Browser, cast: Cast, checklist: Checklist
) -> None:
    browser.sign_in(cast.ada)
    renamed = browser.post(
        f"/checklists/{checklist.id}", data={"title": "Arrival"}, follow_redirects=True
    )
    assert "Arrival" in read(renamed)
    history = read(browser.get(f"/checklists/{checklist.id}/history"))
    assert "Ada Lovell changed the checklist Arrival" in history
    empty = browser.post(f"/checklists/{checklist.id}", data={"title": " "})
    assert "A checklist needs a title." in read(empty, 422)
