"""Searching with the keyboard, by thumb and without looking."""

from collections.abc import Callable

import pytest
from browser.looking import SIDES, focus, looked_at
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def test_a_slash_goes_to_the_box_and_enter_to_the_passages(site: Site, visit: Visit) -> None:
    page = visit(site, "greta")
    page.keyboard.press("/")
    assert focus(page)["id"] == "search"
    page.keyboard.type("when is the cut-off?/")
    page.keyboard.press("Enter")
    expect(page.locator("#found h2")).to_contain_text("something about “when is the cut-off?/”")
    page.keyboard.press("/")
    assert focus(page)["id"] == "filter-words"


def test_a_slash_that_one_writes_stays_where_it_is(site: Site, visit: Visit) -> None:
    page = visit(site, "greta")
    page.goto("/people")
    page.locator("#filter-q").focus()
    page.keyboard.type("a/b")
    expect(page.locator("#filter-q")).to_have_value("a/b")


def test_a_passage_leads_to_its_very_place(site: Site, visit: Visit) -> None:
    page = visit(site, "greta")
    page.goto("/search?words=batch+restart")
    link = page.locator(".result a[href*='#doc-']").first
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


@pytest.mark.parametrize("words", ["cut-off", "xyzzy", "restrat"])
def test_the_page_of_passages_is_sound(site: Site, visit: Visit, words: str) -> None:
    page = visit(site, "greta")
    page.goto(f"/search?words={words}")
    assert looked_at(page, SIDES) == []


def test_on_a_phone_a_sign_leads_to_the_box(site: Site, visit: Visit) -> None:
    page = visit(site, "greta")
    page.set_viewport_size({"width": 390, "height": 844})
    sign = page.locator(".top-bar-find")
    size = sign.bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44
    sign.click()
    expect(page.get_by_label("Words or a question")).to_be_visible()
