"""Items on the web: ticked in the row with one press, also without JavaScript."""

import json
from html import unescape
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser

from kt.models import Checklist, Item, ItemEvent, ItemState
from kt.operations.items import version_of_item

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def checklist(cast: Cast) -> Checklist:
    return make.a_checklist(person=cast.cleo, supervisor=cast.ada)


@pytest.fixture
def item(checklist: Checklist) -> Item:
    return make.an_item(checklist, detail="Ask for a *token*.")


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status
    return unescape(response.text)


def announced(response: Any) -> str:
    return json.loads(response.headers["HX-Trigger"])["announce"]["text"]


def state_of(item: Item) -> str:
    return Item.get_by_id(item.id).state


def test_one_press_ticks_and_the_row_comes_back_with_undo_and_the_figures(
    browser: Browser, cast: Cast, checklist: Checklist, item: Item
) -> None:
    part = make.an_item(checklist, "Mail", parent=item)
    here = f"/checklists/{checklist.id}"
    browser.sign_in(cast.cleo)
    response = browser.post(
        f"/items/{part.id}/tick?here={here}&depth=2", data={"done": "1"}, headers=FRAGMENT
    )
    row = read(response)
    assert f'<li class="row tick row-2 tick-over" id="item-{part.id}"' in row
    assert f'id="item-{part.id}-undo"' in row
    assert "done · Cleo, " in row
    assert f'id="progress-checklist-{checklist.id}" hx-swap-oob="true"' in row
    assert f'id="item-{item.id}-parts" hx-swap-oob="true">1 of 1<' in row
    assert announced(response) == "Done: Mail"


def test_elsewhere_only_the_row_comes_back(browser: Browser, cast: Cast, item: Item) -> None:
    browser.sign_in(cast.cleo)
    response = browser.post(f"/items/{item.id}/tick?here=/", data={"done": "1"}, headers=FRAGMENT)
    assert "hx-swap-oob" not in read(response)


def test_without_javascript_a_tick_leads_back_to_where_the_row_stood(
    browser: Browser, cast: Cast, item: Item
) -> None:
    browser.sign_in(cast.cleo)
    response = browser.post(f"/items/{item.id}/tick?here=/", data={"done": "1"})
    assert (response.status_code, response.location) == (303, "/")
    foreign = browser.post(f"/items/{item.id}/tick?here=//evil.example", data={"done": "1"})
    assert foreign.location == "/"
    assert state_of(item) == ItemState.DONE


def test_without_javascript_a_tick_says_what_was_done_and_offers_undo(
    browser: Browser, cast: Cast, item: Item
) -> None:
    browser.sign_in(cast.cleo)
    browser.post(f"/items/{item.id}/tick?here=/", data={"done": "1"})
    home = read(browser.get("/"))
    assert "Done: Set up your accounts" in home
    undo = f"/items/{item.id}/tick?here=/&done=0"
    assert f'action="{undo}"' in home
    assert browser.post(undo).location == "/"
    assert state_of(item) == ItemState.OPEN
    browser.sign_in(cast.ada)
    browser.post(f"/items/{item.id}/need", data={"needed": "0"})
    browser.post(f"/items/{item.id}/need?needed=1")
    assert state_of(item) == ItemState.OPEN


def test_a_tick_sets_a_value_and_never_toggles(browser: Browser, cast: Cast, item: Item) -> None:
    browser.sign_in(cast.cleo)
    for done, state in (("1", "done"), ("1", "done"), ("0", "open"), ("0", "open")):
        browser.post(f"/items/{item.id}/tick", data={"done": done})
        assert state_of(item) == state
    assert browser.post(f"/items/{item.id}/tick", data={}).status_code == 400
    assert ItemEvent.select().count() == 2


def test_a_row_opens_in_place_and_on_a_page_of_its_own(
    browser: Browser, cast: Cast, item: Item
) -> None:
    browser.sign_in(cast.cleo)
    opened = read(browser.get(f"/items/{item.id}", headers=FRAGMENT))
    assert opened.startswith("<li") or "<li" in opened[:400]
    assert "<em>token</em>" in opened
    assert "<html" not in opened
    page = read(browser.get(f"/items/{item.id}"))
    assert "<em>token</em>" in page
    assert "mailto:ben@example.com" in page
    closed = read(browser.get(f"/items/{item.id}/row", headers=FRAGMENT))
    assert "token" not in closed
    assert browser.get(f"/items/{item.id}/row").status_code == 303


def test_who_is_stuck_says_so_in_one_sentence_and_goes_on_later(
    browser: Browser, cast: Cast, item: Item
) -> None:
    browser.sign_in(cast.cleo)
    sent = {"sentence": "No form for me."}
    response = browser.post(f"/items/{item.id}/stuck", data=sent, headers=FRAGMENT)
    assert "“No form for me.”" in read(response)
    assert announced(response) == "Stuck: Set up your accounts"
    browser.sign_in(cast.ada)
    assert "No form for me." not in read(browser.get(f"/items/{item.id}"))
    browser.post(f"/items/{item.id}/tick", data={"done": "0"})
    assert state_of(item) == ItemState.OPEN


def test_a_sentence_without_end_is_refused_in_the_row(
    browser: Browser, cast: Cast, item: Item
) -> None:
    browser.sign_in(cast.cleo)
    sent = {"sentence": "a" * 5_000}
    for headers in (FRAGMENT, {}):
        response = browser.post(f"/items/{item.id}/stuck", data=sent, headers=headers)
        assert "This is longer than 4,000 characters." in read(response, 422)
    assert state_of(item) == ItemState.OPEN


def test_the_supervisor_drops_an_item_and_takes_it_up_again(
    browser: Browser, cast: Cast, checklist: Checklist, item: Item
) -> None:
    browser.sign_in(cast.ada)
    dropped = browser.post(f"/items/{item.id}/need", data={"needed": "0"}, headers=FRAGMENT)
    assert "not needed" in read(dropped)
    browser.post(f"/items/{item.id}/need", data={"needed": "1"})
    assert state_of(item) == ItemState.OPEN


def test_the_supervisor_edits_in_the_row(browser: Browser, cast: Cast, item: Item) -> None:
    browser.sign_in(cast.ada)
    form = read(browser.get(f"/items/{item.id}/edit", headers=FRAGMENT))
    assert f'id="item-{item.id}"' in form
    assert "Ask for a *token*." in form
    sent = {
        "text": "Get your accounts",
        "owner": "Dan Weiss",
        "owners": ["learner", "coach"],
        "version": version_of_item(item),
    }
    saved = browser.post(f"/items/{item.id}", data=sent, headers=FRAGMENT)
    assert "Get your accounts" in read(saved)
    fresh = Item.get_by_id(item.id)
    assert (fresh.owner, fresh.owners) == (cast.dan, ("learner", "coach"))

    stale = browser.post(f"/items/{item.id}", data=sent | {"text": "Mine"}, headers=FRAGMENT)
    both = read(stale, 409)
    assert "Somebody else changed this item meanwhile." in both
    assert "Get your accounts" in both
    assert 'value="Mine"' in both

    empty = browser.post(f"/items/{item.id}", data=sent | {"text": ""})
    assert "Type what is to be done." in read(empty, 422)
    nobody = browser.post(f"/items/{item.id}", data=sent | {"owner": "Nemo"})
    assert "Nobody here is called “Nemo”." in read(nobody, 422)


def test_a_date_set_by_hand_is_said(browser: Browser, cast: Cast, item: Item) -> None:
    browser.sign_in(cast.ada)
    response = browser.post(
        f"/items/{item.id}/due", data={"due": "2027-12-04"}, follow_redirects=True
    )
    assert "“Set up your accounts” is due Sat 4 Dec 2027 now." in read(response)
    wrong = browser.post(f"/items/{item.id}/due", data={"due": "soon"})
    assert "“soon” is not a day." in read(wrong, 422)


def test_an_item_is_added_once(browser: Browser, cast: Cast, checklist: Checklist) -> None:
    browser.sign_in(cast.ada)
    assert "Add an item" in read(browser.get(f"/checklists/{checklist.id}/items/new"))
    url = f"/checklists/{checklist.id}/items"
    for _ in range(2):
        browser.post(url, data={"text": "Tour", "due_text": "day 3", "form_key": "k"})
    assert [item.text for item in checklist.items] == ["Tour"]
    assert checklist.items.get().due == date_of(checklist, 2)
    assert "Type what is to be done." in read(browser.post(url, data={}), 422)


def date_of(checklist: Checklist, days: int) -> Any:
    return checklist.start_day.replace(day=checklist.start_day.day + days)
