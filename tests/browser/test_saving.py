"""Nothing looks saved that is not, and what was typed stays."""

import re
from collections.abc import Callable

import pytest
from browser.sites import Site
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def test_a_tick_without_a_connection_says_that_it_was_not_saved(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "greta")
    first = page.locator("#open-items .tick").first
    box = first.get_by_role("checkbox")
    page.context.set_offline(True)
    box.click()
    expect(first).to_contain_text("Not saved: no connection. Please try again.")
    expect(box).to_have_attribute("aria-checked", "false")
    expect(first).not_to_contain_text("done")
    page.context.set_offline(False)
    box.click()
    expect(first).to_contain_text("done")
    expect(first).not_to_contain_text("Not saved")
    page.reload()
    expect(page.locator("#open-items")).not_to_contain_text("Not saved")


def test_a_tick_on_its_way_is_seen_at_once_and_does_not_look_done(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "greta")
    first = page.locator("#open-items .tick").first
    box = first.get_by_role("checkbox")
    border = "each => getComputedStyle(each).borderTopStyle"
    held: list[Route] = []
    page.route("**/tick**", lambda route: held.append(route))
    with page.expect_request("**/tick**"):
        box.click()
    assert box.locator(".tick-box").evaluate(border) == "dashed"
    expect(box).to_have_attribute("aria-checked", "false")
    expect(first).not_to_contain_text("done")
    held[0].abort()
    expect(first).to_contain_text("Not saved")
    assert box.locator(".tick-box").evaluate(border) == "solid"


def test_it_happened_without_a_connection_says_that_it_was_not_saved(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "ben")
    held = page.get_by_role("button", name="It happened")
    page.context.set_offline(True)
    held.click()
    expect(page.locator(".card-accent")).to_contain_text("Not saved: no connection.")
    expect(held).to_be_visible()
    expect(page.get_by_role("group", name="How was it?")).to_have_count(0)


def test_a_tick_after_the_sign_in_ended_says_so_and_looks_open(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "greta")
    first = page.locator("#open-items .tick").first
    page.context.clear_cookies()
    first.get_by_role("checkbox").click()
    expect(first).to_contain_text("You are not signed in any more.")
    expect(first.get_by_role("checkbox")).to_have_attribute("aria-checked", "false")


def test_a_sentence_typed_before_the_sign_in_ended_is_still_there(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "greta")
    first = page.locator("#open-items .tick").first
    first.locator(".unfold").click()
    sentence = first.get_by_label("What is in the way?")
    sentence.fill("The badge office is closed.")
    page.context.clear_cookies()
    first.get_by_role("button", name="I am stuck").click()
    expect(first).to_contain_text("You are not signed in any more.")
    expect(sentence).to_have_value("The badge office is closed.")


def test_what_was_typed_before_the_sign_in_ended_is_shown_again(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "ben")
    note = page.get_by_label("Note in one line")
    note.fill("Went through step 7 twice.")
    page.context.clear_cookies()
    page.locator("#log-form").get_by_role("button", name="Shown").click()
    expect(page.get_by_text(re.compile("not signed in any more"))).to_be_visible()
    expect(page.get_by_text("Went through step 7 twice.")).to_be_visible()


def test_a_form_sent_without_a_connection_is_still_there(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben")
    note = page.get_by_label("Note in one line")
    note.fill("Went through step 7 twice.")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator("#log-form").get_by_role("button", name="Shown").click(no_wait_after=True)
    page.context.set_offline(False)
    if not note.is_visible():
        page.go_back()
    expect(note).to_have_value("Went through step 7 twice.")


def test_a_double_press_logs_one_session(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben")
    page.get_by_role("radio", name="Cleo · Cut-off rules").check()
    page.locator("#log-form").get_by_role("button", name="Shown").dblclick(no_wait_after=True)
    expect(page.locator("#notices")).to_contain_text("Cleo")
    page.goto("/rollouts/1/sessions")
    held = page.locator("#past .row", has_text="Cleo Marsh").filter(has_text="today")
    expect(held).to_have_count(1)
