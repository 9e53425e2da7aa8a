"""The main tasks with the keyboard alone: where the focus is, and what is said aloud."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from browser.looking import SIZES, focus, wait_for_announcement
from browser.sites import Site
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def has_focus(control: Locator) -> bool:
    return control.count() == 1 and control.evaluate("each => each === document.activeElement")


def tab_to(page: Page, control: Locator) -> None:
    """Press Tab until a control has the focus; one can see where the focus is on the whole way."""
    for _ in range(200):
        page.keyboard.press("Tab")
        now = focus(page)
        assert now["tag"] != "body", "the page ended before the control came"
        assert now["visible"], f"nobody sees that the focus is on {now}"
        assert not now["covered"], f"something stands in front of {now}"
        if has_focus(control):
            return
    pytest.fail("the control never came")


def press(page: Page, control: Locator, key: str = "Enter") -> None:
    tab_to(page, control)
    page.keyboard.press(key)


def type_into(page: Page, control: Locator, words: str) -> None:
    tab_to(page, control)
    page.keyboard.type(words)


def assert_focus_stays(page: Page) -> None:
    now = focus(page)
    assert now["tag"] != "body"
    assert now["visible"], now


def test_a_new_hire_ticks_an_item_and_undoes_it(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "greta")
    first = page.locator("#open-items .tick").first
    press(page, first.get_by_role("checkbox"), "Space")
    expect(first).to_contain_text("done")
    assert [said[:6] for said in wait_for_announcement(page)] == ["Done: "]
    assert_focus_stays(page)
    press(page, first.get_by_role("button", name="Undo"))
    expect(first.get_by_role("checkbox")).to_have_attribute("aria-checked", "false")
    assert [said[:12] for said in wait_for_announcement(page)] == ["Open again: "]
    assert_focus_stays(page)


def test_a_new_hire_opens_an_item_and_says_that_they_are_stuck(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "greta")
    first = page.locator("#open-items .tick").first
    press(page, first.locator(".unfold"))
    expect(first.locator(".row-more")).to_be_visible()
    assert_focus_stays(page)
    type_into(page, first.get_by_label("What is in the way?"), "The badge office is closed.")
    page.keyboard.press("Enter")
    expect(first).to_contain_text("The badge office is closed.")
    assert len(wait_for_announcement(page)) == 1
    assert_focus_stays(page)


def test_a_veteran_says_that_it_happened_and_how(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben")
    press(page, page.get_by_role("button", name="It happened"))
    ways = page.get_by_role("group", name="How was it?")
    expect(ways).to_be_visible()
    assert wait_for_announcement(page) == ["It happened. How was it?"]
    assert_focus_stays(page)
    card = page.locator(".card", has=ways)
    shown = ways.get_by_role("button", name="Shown")
    if not has_focus(shown):
        tab_to(page, shown)
    page.keyboard.press("Enter")
    expect(page.locator(".card-accent")).to_contain_text("shown")
    assert wait_for_announcement(page) == ["Kept: shown."]
    assert_focus_stays(page)
    expect(card).to_have_count(0)


def test_a_veteran_logs_an_unplanned_session(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben")
    form = page.locator("#log-form")
    chosen = form.get_by_role("group", name="With").get_by_role("radio", checked=True)
    tab_to(page, chosen)
    while not form.get_by_role("radio", name="Ana · Batch restart").is_checked():
        page.keyboard.press("ArrowRight")
        assert_focus_stays(page)
    tab_to(page, form.get_by_role("radio", name="30"))
    page.keyboard.press("ArrowRight")
    expect(form.get_by_role("radio", name="45")).to_be_checked()
    press(page, form.get_by_role("button", name="Shown"))
    expect(page.locator("#notices")).to_contain_text("Ana")
    assert len(wait_for_announcement(page)) == 1


def test_enter_in_the_log_form_saves_nothing_by_accident(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben")
    type_into(page, page.get_by_label("Note in one line"), "Half a sentence")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note in one line")).to_have_value("Half a sentence")
    expect(page.locator("#notices")).to_be_empty()


def test_a_supervisor_seats_a_coach_for_a_gap(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana")
    press(page, page.get_by_role("link", name=re.compile("^Choose: Nostro breaks nobody")))
    page.wait_for_url("**/rollouts/*/people**")
    # The need leads to the very cell, with its form open and the guide to be typed.
    guide = page.get_by_label(re.compile(r"^Guide\b"))
    expect(guide).to_be_focused()
    page.wait_for_load_state("load")
    page.keyboard.type("raj@demo.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("gap")
    assert len(wait_for_announcement(page)) == 1
    change = page.get_by_role("link", name="Change who guides Mina Sato on Nostro breaks")
    expect(change).to_be_focused()


def test_a_supervisor_onboards_somebody(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/onboarding")
    for label, words in (
        ("Or the name", "Mira Tanaka"),
        ("Buddy", "Hugo Brandt"),
        ("Coach", "Ben Arroyo"),
        ("Coached on", "Batch"),
    ):
        type_into(page, page.get_by_label(re.compile(rf"^{label}\b")), words)
    press(page, page.get_by_role("button", name="Onboard", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mira can start")


def test_a_wrong_form_takes_the_focus_to_what_is_wrong(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/topics/new")
    press(page, page.locator("main").get_by_role("button").first)
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    tab_to(page, summary.get_by_role("link").first)
    page.keyboard.press("Enter")
    assert has_focus(page.get_by_label("Name"))


def test_the_account_menu_opens_and_closes(site: Site, visit: Visit) -> None:
    page = visit(site, "ben")
    summary = page.locator("#account-menu > summary")
    press(page, summary)
    tab_to(page, page.get_by_role("link", name="Account"))
    press(page, page.get_by_role("button", name="Sign out"), "Tab")
    expect(page.locator("#account-menu")).to_have_attribute("open", "")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("person", ["ana", "ben", "greta"])
def test_the_focus_can_be_followed_through_a_home(
    site: Site, visit: Visit, person: str, size: str
) -> None:
    page = visit(site, person, size=SIZES[size])
    lost: list[Any] = []
    passed = 0
    while True:
        page.keyboard.press("Tab")
        now = focus(page)
        if now["tag"] == "body":
            break
        passed += 1
        assert passed < 300
        if not now["visible"] or now["covered"]:
            lost.append(now)
    assert passed > 8
    assert lost == []
