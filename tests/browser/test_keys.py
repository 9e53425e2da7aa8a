"""Keys that do the most frequent things, outside of fields, for those who want them."""

from collections.abc import Callable

import pytest
from browser.looking import SIDES, focus, looked_at, wait_for_announcement
from browser.sites import Site
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def first_tick(page: Page) -> Locator:
    return page.locator("#open-items .tick").first


def commands(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Go to or do")


def test_x_ticks_the_next_item_and_takes_the_tick_back_in_its_row(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "greta")
    box = first_tick(page).get_by_role("checkbox")
    page.keyboard.press("x")
    expect(box).to_have_attribute("aria-checked", "true")
    expect(box).to_be_focused()
    page.keyboard.press("x")
    expect(box).to_have_attribute("aria-checked", "false")


def test_j_and_k_go_along_the_rows_and_x_ticks_the_one_that_is_reached(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "greta")
    boxes = page.locator("#open-items").get_by_role("checkbox")
    boxes.first.focus()
    page.keyboard.press("j")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(boxes.nth(1)).to_be_focused()
    assert focus(page)["visible"]
    page.keyboard.press("x")
    expect(boxes.nth(1)).to_have_attribute("aria-checked", "true")
    expect(boxes.first).to_have_attribute("aria-checked", "false")


def test_j_goes_along_the_rows_of_a_table(site: Site, visit: Visit) -> None:
    page = visit(site, "ana", "/people")
    page.keyboard.press("j")
    first = focus(page)["text"]
    page.keyboard.press("j")
    assert focus(page)["tag"] == "a"
    assert focus(page)["text"] != first


def test_a_session_is_logged_by_l_a_line_and_enter(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben")
    page.keyboard.press("l")
    expect(page.get_by_label("The session in a line")).to_be_focused()
    page.keyboard.type("45m yesterday Cleo cut-off shown")
    page.keyboard.press("Enter")
    shown = page.locator("#log-form").get_by_role("button", name="Shown")
    expect(shown).to_be_focused()
    assert len(wait_for_announcement(page)) == 1
    expect(page.locator("#log-form")).to_contain_text("45 min, yesterday, shown")
    expect(page).to_have_title("Home · kt")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("45 min with Cleo Marsh")


def test_without_scripts_a_line_fills_the_form_of_a_page_of_its_own(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "ben", scripts=False)
    page.get_by_label("The session in a line").fill("20m Greta together")
    page.get_by_role("button", name="Fill in").click()
    page.wait_for_url("**/sessions/log?*")
    page.get_by_role("button", name="Done together").click()
    expect(page.locator("#notices")).to_contain_text("20 min with Greta Lind")


def test_a_goes_to_the_ask_box_of_the_home(site: Site, visit: Visit) -> None:
    page = visit(site, "ben")
    page.keyboard.press("a")
    expect(page.locator("#ask-box").get_by_role("textbox").first).to_be_focused()


def test_elsewhere_a_and_l_lead_to_their_pages(site: Site, visit: Visit) -> None:
    page = visit(site, "ben", "/people")
    page.keyboard.press("l")
    page.wait_for_url("**/sessions/log")
    page.goto("/people")
    page.keyboard.press("a")
    page.wait_for_url("**/questions/new")


def test_a_question_mark_opens_the_help(site: Site, visit: Visit) -> None:
    page = visit(site, "greta")
    page.keyboard.press("?")
    page.wait_for_url("**/help")
    assert looked_at(page, SIDES) == []


def test_what_one_writes_is_never_a_key(site: Site, visit: Visit) -> None:
    page = visit(site, "greta")
    box = page.locator("#ask-box").get_by_role("textbox").first
    box.focus()
    page.keyboard.type("a jolly? lax/k")
    expect(box).to_have_value("a jolly? lax/k")
    expect(page.locator("#open-items [aria-checked=true]")).to_have_count(0)


@pytest.mark.parametrize("chord", ["Control+k", "Meta+k"])
def test_a_chord_opens_what_goes_anywhere_by_name(site: Site, visit: Visit, chord: str) -> None:
    page = visit(site, "ben")
    page.keyboard.press(chord)
    expect(commands(page)).to_be_visible()
    expect(commands(page).get_by_role("searchbox")).to_be_focused()
    expect(commands(page).get_by_role("link")).to_have_count(8)
    assert looked_at(page, SIDES) == []
    page.keyboard.press("Escape")
    expect(commands(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("greta l", "**/people/*"),
        ("settlement engine", "**/rollouts/*"),
        ("cut-off rules", "**/topics/*"),
        ("nudge", "**/"),
        ("sign o", "**/signoffs"),
    ],
)
def test_enter_goes_to_the_first_place_of_a_name(
    site: Site, visit: Visit, words: str, place: str
) -> None:
    page = visit(site, "ben", "/people")
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(place)


def test_arrows_choose_among_the_places(site: Site, visit: Visit) -> None:
    page = visit(site, "ben")
    page.keyboard.press("Control+k")
    page.keyboard.type("Greta")
    link = commands(page).get_by_role("link", name="Greta Lind", exact=True)
    expect(link).to_be_visible()
    expect(commands(page).get_by_role("link")).not_to_have_count(8)
    page.keyboard.press("ArrowDown")
    assert focus(page)["visible"]
    page.keyboard.press("ArrowUp")
    expect(commands(page).get_by_role("searchbox")).to_be_focused()
    while not link.evaluate("each => each === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*")


def test_whoever_switched_them_off_presses_letters_in_vain(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "greta", "/account")
    page.get_by_role("button", name="Switch them off").click()
    page.goto("/")
    for key in ("x", "l", "?", "Control+k"):
        page.keyboard.press(key)
    assert page.url == own_site.url + "/"
    expect(page.locator("#open-items [aria-checked=true]")).to_have_count(0)
    expect(commands(page)).to_have_count(0)


def test_without_scripts_the_help_leads_to_every_task(site: Site, visit: Visit) -> None:
    page = visit(site, "ben", "/help", scripts=False)
    page.locator("#tasks").get_by_role("link", name="Log a session").click()
    page.wait_for_url("**/sessions/log")
