"""What QUALITY.md grants somebody to do a task, counted from their home by mouse and by keyboard.

Some are counted where they are walked: asking, answering and finding in test_questions, reviewing
in test_documents, a rollout from an earlier one in test_designing.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.hands import Hands, onboard_mira
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

PEOPLE = next((Path(__file__).parents[1] / "inputs").glob("people_csv/*__example.csv"))


BOTH = pytest.mark.parametrize("hands", [False, True], ids=["mouse", "keyboard"], indirect=True)


@pytest.fixture
def hands(request: pytest.FixtureRequest) -> Hands:
    return Hands(request.param)


@BOTH
def test_an_item_is_ticked_with_one_press(own_site: Site, visit: Visit, hands: Hands) -> None:
    page = visit(own_site, "greta")
    item = page.locator("#open-items .tick").first
    hands.press(item.get_by_role("checkbox"))
    expect(item).to_contain_text("done")
    assert hands.done == 1
    page.reload()
    expect(page.locator("#open-items .tick", has_text="done")).to_have_count(0)


@BOTH
def test_sessions_are_logged_with_one_press_where_planned_and_else_with_three(
    own_site: Site, visit: Visit, hands: Hands
) -> None:
    page = visit(own_site, "ben")
    hands.press(page.get_by_role("button", name="It happened"))
    expect(page.get_by_role("group", name="How was it?")).to_be_visible()
    assert hands.done == 1

    page.reload()
    hands.done = 0
    log = page.locator("#log-form")
    hands.press(log.get_by_role("radio", name="Ana · Batch restart"))
    hands.press(log.get_by_role("radio", name="45"))
    hands.press(log.get_by_role("button", name="Shown"))
    expect(page.locator("#notices")).to_contain_text("Ana")
    expect(page.locator("#notices")).to_contain_text("45 min")
    learners = page.get_by_role("list", name="Your learners")
    expect(learners.locator(".row", has_text="Ana Duarte")).to_contain_text("today")
    assert hands.done == 3


@BOTH
def test_who_is_late_is_nudged_and_a_learner_signed_off_with_one_press_each(
    own_site: Site, visit: Visit, hands: Hands
) -> None:
    ana = visit(own_site, "ana")
    hands.press(ana.get_by_role("button", name="Nudge Raj: Whom to call at which bank"))
    expect(ana.locator("#notices")).to_contain_text("Nudged Raj")
    assert hands.done == 1

    hands.done = 0
    ben = visit(own_site, "ben")
    hands.press(ben.get_by_role("button", name="Sign off: Ana Duarte"))
    expect(ben.locator("#notices")).to_contain_text("Yes is said")
    expect(ben.locator("#to-sign-off")).to_have_count(0)
    assert hands.done == 1


@BOTH
def test_people_are_imported_in_four_interactions(
    own_site: Site, visit: Visit, hands: Hands
) -> None:
    page = visit(own_site, "nora")
    hands.press(page.get_by_role("link", name="People", exact=True).first)
    page.get_by_label("File").set_input_files(PEOPLE)
    hands.done += 1
    hands.press(page.get_by_role("button", name="Look at it first"))
    hands.press(page.locator("#confirm"))
    expect(page.locator("#notices")).to_contain_text("20")
    assert hands.done == 4


@BOTH
def test_somebody_is_onboarded_and_ticks_within_five_interactions_of_their_invitation(
    own_site: Site, visit: Visit, hands: Hands
) -> None:
    ana = visit(own_site, "ana", "/onboarding")
    onboard_mira(ana)
    ana.get_by_role("button", name="Make the invitation link").click()
    link = ana.get_by_label("One-time link").input_value()

    mira = visit(own_site, None, link)
    hands.fill(mira.get_by_label("Password"), "three wet umbrellas")
    hands.press(mira.get_by_role("button", name="Choose it and sign in"))
    item = mira.locator("#open-items .tick").first
    hands.press(item.get_by_role("checkbox"))
    expect(item).to_contain_text("done")
    assert hands.done <= 5
