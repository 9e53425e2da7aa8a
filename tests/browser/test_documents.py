"""Documents are reviewed and tried in a few presses, with scripts (by keyboard) and without."""

import re
from collections.abc import Callable

import pytest
from browser.hands import Hands
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("scripts", [True, False])]

Visit = Callable[..., Page]

QUESTIONS = "Cut-off rules: questions and answers"
MANUAL = "Settlement engine: design manual"


def test_a_document_is_approved_in_two_presses_from_home(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    page, hands = visit(own_site, "ben", scripts=scripts), Hands(keyboard=scripts)
    hands.press(page.get_by_role("link", name=f"Review: {QUESTIONS}"))
    hands.press(page.get_by_role("button", name="Approve", exact=True))
    assert hands.done == 2
    expect(page.locator(".page-head-kicker")).to_contain_text("approved")
    page.goto("/")
    expect(page.get_by_role("link", name=f"Review: {QUESTIONS}")).to_have_count(0)


def test_a_document_is_returned_with_a_sentence_in_three_steps_from_home(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    page, hands = visit(own_site, "ben", scripts=scripts), Hands(keyboard=scripts)
    hands.press(page.get_by_role("link", name=f"Review: {QUESTIONS}"))
    hands.fill(page.get_by_label("What should change"), "Say which clock counts.")
    hands.press(page.get_by_role("button", name="Return it"))
    assert hands.done == 3
    expect(page.locator("#notices")).to_contain_text("is returned")
    author = visit(own_site, "ines", scripts=scripts)
    expect(author.locator("#desk")).to_contain_text("Say which clock counts.")


def test_did_it_with_this_is_one_press_and_undone_in_its_place(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    page = visit(own_site, "greta", "/outputs", scripts=scripts)
    page.get_by_role("link", name=MANUAL).click()
    page.get_by_role("button", name="Did it with this").click()
    expect(page.locator("#use")).to_contain_text("You did it with this")
    page.locator("#use").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Did it with this")).to_be_visible()


def test_what_did_not_work_is_said_in_place_and_reopens_the_document(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    page = visit(own_site, "greta", "/outputs", scripts=scripts)
    page.get_by_role("link", name=MANUAL).click()
    page.locator("#use-failed summary").click()
    page.locator("#use-failed textarea").fill("Step 2 names no room.")
    page.get_by_role("button", name="It did not work").click()
    expect(page.locator(".page-head-kicker")).to_contain_text("reopened")
    expect(page).to_have_url(re.compile(r"#uses$|/outputs/\d+"))


def test_code_can_be_copied_where_there_are_scripts(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    page = visit(own_site, "greta", "/outputs", scripts=scripts)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name=MANUAL).click()
    copies = page.get_by_role("button", name="Copy")
    if not scripts:
        expect(page.locator(".prose pre")).to_be_visible()
        expect(copies).to_have_count(0)
        return
    copies.first.click()
    expect(page.locator("#announcer")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("claim 2291 batch=nightly")
