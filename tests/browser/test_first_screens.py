"""What each of the three kinds of people must see without scrolling, and what one form does."""

from collections.abc import Callable

import pytest
from browser.hands import onboard_mira
from browser.looking import PHONE, is_in_view
from browser.sites import Site
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def part(page: Page, title: str) -> Locator:
    """Find a section of a page by the words its heading begins with."""
    return page.locator("section", has=page.get_by_role("heading", name=title))


def seen(page: Page, **parts: Locator) -> dict[str, bool]:
    """Tell of each part whether all its elements are in view; there must be one."""
    return {
        name: found.count() > 0 and all(is_in_view(each) for each in found.all())
        for name, found in parts.items()
    }


def hidden(page: Page, **parts: Locator) -> list[str]:
    return [name for name, is_seen in seen(page, **parts).items() if not is_seen]


# ------------------------------------------------------------------ in view


def test_a_supervisor_sees_the_verdict_and_what_needs_them(site: Site, visit: Visit) -> None:
    page = visit(site, "ana")
    needs = part(page, "Needs you").locator(".row")
    assert 1 <= needs.count() <= 5
    assert (
        hidden(
            page,
            verdict=page.get_by_role("heading", level=1),
            reason=page.locator(".page-head-text").first,
            done_against_target=page.locator(".chart svg"),
            needs=needs,
            actions=needs.get_by_role("link"),
            load_of_coaches=part(page, "Coaches this week").locator(".meter"),
            threads=part(page, "Threads").locator(".thread-row"),
            switch=page.get_by_role("link", name="switch to"),
        )
        == []
    )


def test_a_rollouts_own_page_leads_with_the_same(site: Site, visit: Visit) -> None:
    page = visit(site, "ana")
    verdict = page.get_by_role("heading", level=1).inner_text()
    page.locator(".page-head-kicker").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(verdict)
    needs = part(page, "Needs you").locator(".row")
    assert (
        hidden(
            page,
            reason=page.locator(".page-head-text"),
            done_against_target=page.locator(".chart svg"),
            needs=needs,
            all_of_them=part(page, "Needs you").get_by_role("link", name="All"),
        )
        == []
    )


def test_a_supervisor_sees_the_verdict_and_the_first_needs_on_a_phone(
    site: Site, visit: Visit
) -> None:
    page = visit(site, "ana", size=PHONE)
    needs = part(page, "Needs you").locator(".row")
    assert (
        hidden(
            page,
            verdict=page.get_by_role("heading", level=1),
            first_need=needs.nth(0),
            second_need=needs.nth(1),
        )
        == []
    )


def test_a_veteran_sees_the_next_session_an_open_log_form_and_all_that_waits(
    site: Site, visit: Visit
) -> None:
    page = visit(site, "ben")
    log = part(page, "Log a session")
    questions = part(page, "Questions for you").locator(".row")
    documents = part(page, "Documents").locator(".row")
    assert (questions.count(), documents.count()) == (2, 2)
    assert (
        hidden(
            page,
            headline=page.get_by_role("heading", level=1),
            it_happened=page.get_by_role("button", name="It happened"),
            whom=log.get_by_role("group", name="With").get_by_role("radio"),
            minutes=log.get_by_role("group", name="Minutes").get_by_role("radio"),
            ways=log.get_by_role("group", name="Save as").get_by_role("button"),
            questions=questions,
            answers=questions.get_by_role("textbox"),
            documents=documents,
            review=documents.get_by_role("link", name="Review"),
            learners=part(page, "Your learners").locator(".row"),
        )
        == []
    )


def test_a_veteran_sees_the_next_session_and_the_start_of_the_log_form_on_a_phone(
    site: Site, visit: Visit
) -> None:
    page = visit(site, "ben", size=PHONE)
    log = part(page, "Log a session")
    assert (
        hidden(
            page,
            headline=page.get_by_role("heading", level=1),
            it_happened=page.get_by_role("button", name="It happened"),
            whom=log.get_by_role("group", name="With").get_by_role("radio").first,
        )
        == []
    )


def test_a_new_hire_sees_what_is_late_what_is_next_and_whom_to_ask(
    site: Site, visit: Visit
) -> None:
    page = visit(site, "greta")
    items = page.locator("#open-items .tick")
    assert items.count() == 5
    assert (
        hidden(
            page,
            headline=page.get_by_role("heading", level=1),
            items=items,
            boxes=items.get_by_role("checkbox"),
            due=items.get_by_text("overdue").or_(items.get_by_text("due ")),
            whom_to_ask=items.locator(".who"),
            next_session=part(page, "Next session").locator(".card"),
            people=part(page, "Your people").locator(".row"),
            how_to_reach_them=part(page, "Your people").locator("a[href^='mailto:']"),
        )
        == []
    )


def test_a_new_hire_sees_the_first_items_on_a_phone(site: Site, visit: Visit) -> None:
    page = visit(site, "greta", size=PHONE)
    items = page.locator("#open-items .tick")
    assert (
        hidden(
            page,
            headline=page.get_by_role("heading", level=1),
            first_item=items.nth(0),
            second_item=items.nth(1),
        )
        == []
    )


@pytest.mark.parametrize("person", ["ana", "ben", "greta"])
def test_controls_of_a_home_can_be_hit_with_a_thumb(site: Site, visit: Visit, person: str) -> None:
    page = visit(site, person, size=PHONE)
    small = page.locator("main").evaluate(
        """(main) => [...main.querySelectorAll(".button, .input, .tick-press, .chip-label")]
            .map((each) => [each.innerText || each.id, each.getBoundingClientRect().height])
            .filter(([, height]) => height > 0 && height < 44)"""
    )
    assert small == []


def test_a_home_with_several_parts_has_the_most_urgent_first(site: Site, visit: Visit) -> None:
    page = visit(site, "ana")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_contain_text("targets")
    expect(page.get_by_role("heading", level=2).filter(has_text="You learn")).to_be_visible()


def test_what_is_late_is_seen_without_a_press(site: Site, visit: Visit) -> None:
    needs = part(visit(site, "ana"), "Needs you")
    late = needs.get_by_text("overdue").or_(needs.get_by_text("no session for"))
    assert is_in_view(late.first)
    expect(visit(site, "greta").get_by_role("heading", level=1)).to_contain_text("overdue")


def test_somebody_is_onboarded_with_one_form(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana")
    page.get_by_role("link", name="Rollouts").first.click()
    page.get_by_role("link", name="Onboard somebody").click()
    onboard_mira(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mira can start")
    help = part(page, "Who helps")
    expect(help.locator(".row", has_text="Hugo Brandt")).to_contain_text("buddy")
    expect(help.locator(".row", has_text="Ben Arroyo")).to_contain_text("coach on Batch restart")
    expect(part(page, "What there is to do")).to_contain_text("First month in Settlements")
