"""The main tasks with JavaScript off."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.looking import PHONE
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

INPUTS = Path(__file__).parents[1] / "inputs"
PEOPLE = INPUTS / "people_csv" / "Veza__oaa-community__example.csv"
CHECKLIST = INPUTS / "onboarding" / "WeAreSnook__developer-manual__onboarding-checklist.md"


def test_a_new_hire_ticks_an_item_and_undoes_it(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "greta", scripts=False, size=PHONE)
    first = page.locator("#open-items .tick").first
    words = first.locator(".row-title").inner_text()
    first.get_by_role("checkbox").click()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator("#open-items")).not_to_contain_text(words)
    page.get_by_role("link", name=re.compile("by week")).click()
    item = page.locator(".tick", has_text=words)
    expect(item).to_contain_text("done · Greta")
    item.get_by_role("button", name="Undo").click()
    expect(item.get_by_role("checkbox")).to_have_attribute("aria-checked", "false")
    page.goto("/")
    expect(page.locator("#open-items .tick").first).to_contain_text(words)


def test_a_ticked_item_can_be_undone_where_it_was_ticked(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "greta", scripts=False)
    words = page.locator("#open-items .row-title").first.inner_text()
    page.locator("#open-items").get_by_role("checkbox").first.click()
    expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#open-items .tick").first).to_contain_text(words)


def test_a_veteran_says_that_it_happened_and_how(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben", scripts=False)
    page.get_by_role("button", name="It happened").click()
    expect(page.locator("#notices")).to_contain_text("It happened. How was it?")
    ways = page.locator("main").get_by_role("group", name="How was it?")
    ways.get_by_role("button", name="Done together").click()
    expect(page.locator("#notices")).to_contain_text("done together")


def test_a_veteran_logs_an_unplanned_session(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ben", scripts=False, size=PHONE)
    page.get_by_role("radio", name="Ana · Batch restart").check()
    page.get_by_role("radio", name="45").check()
    page.get_by_label("Note in one line").fill("Went through step 7 twice.")
    page.get_by_role("button", name="Shown").last.click()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator("#notices")).to_contain_text("Ana")
    expect(page.locator("#notices").get_by_role("button", name="Undo")).to_be_visible()
    learners = page.get_by_role("list", name="Your learners")
    learner = learners.locator(".row", has_text="Ana Duarte")
    expect(learner).to_contain_text("today")


def test_a_supervisor_seats_a_coach_for_a_gap(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", scripts=False)
    page.get_by_role("link", name=re.compile("^Choose: Nostro breaks nobody")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 gap")
    page.get_by_role("link", name="Choose who guides Mina Sato on Nostro breaks").click()
    page.get_by_label(re.compile(r"^Guide\b")).fill("raj@demo.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("gap")
    expect(page.locator("#notices, #seating").first).to_contain_text("Raj")
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("nobody guides Mina")


def test_a_supervisor_onboards_somebody(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/onboarding", scripts=False)
    page.get_by_role("button", name="Onboard", exact=True).click()
    expect(page.locator("#error-summary")).to_contain_text("somebody new")
    page.get_by_label(re.compile("^Or the name")).fill("Mira Tanaka")
    page.get_by_label(re.compile("^Buddy")).fill("Hugo Brandt")
    page.get_by_label(re.compile(r"^Coach\b")).fill("Ben Arroyo")
    page.get_by_label("Coached on").select_option(label="Batch restart")
    page.get_by_label("Checklist").select_option(label="First month in Settlements")
    page.get_by_role("button", name="Onboard", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mira can start")
    expect(page.locator("main")).to_contain_text("Hugo Brandt")


def test_an_administrator_imports_people_after_a_preview(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "nora", "/people", scripts=False)
    page.get_by_label("File").set_input_files(PEOPLE)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator("main")).to_contain_text("Nothing has changed yet.")
    page.locator("#confirm").click()
    expect(page.locator("#notices")).to_contain_text("20")
    page.goto("/people")
    expect(page.locator("main")).to_contain_text("Engineering")


def test_a_supervisor_imports_a_checklist_after_a_preview(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/templates", scripts=False)
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("File").set_input_files(CHECKLIST)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("items in")
    keep = page.get_by_role("checkbox", name=re.compile("^Keep:"))
    count = keep.count()
    keep.first.uncheck()
    page.get_by_label(re.compile("^Item:")).nth(1).fill("Say hello to everybody")
    page.get_by_role("button", name="Save as template").first.click()
    expect(page.locator("main")).to_contain_text("Say hello to everybody")
    page.goto("/templates")
    expect(page.locator("#templates")).to_contain_text(f"{count - 1} items")
