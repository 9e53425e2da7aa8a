"""What QUALITY.md grants somebody to do a task, counted from their home by mouse and by keyboard.

Ticking, logging, asking, answering, finding and reviewing are counted where they are walked:
test_first_screens, test_questions, test_documents; a rollout from an earlier one in test_designing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser.hands import onboard_mira
from browser.sites import Site
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

PEOPLE = next((Path(__file__).parents[1] / "inputs").glob("people_csv/*__example.csv"))


@dataclass
class Hands:
    """Press and fill by mouse or by keyboard, and count it."""

    keyboard: bool
    done: int = 0

    def press(self, control: Locator) -> None:
        if self.keyboard:
            control.press("Enter")
        else:
            control.click()
        self.done += 1

    def fill(self, field: Locator, words: str) -> None:
        field.fill(words)
        self.done += 1


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_who_is_late_is_nudged_and_a_learner_signed_off_with_one_press_each(
    own_site: Site, visit: Visit, keyboard: bool
) -> None:
    hands = Hands(keyboard)
    ana = visit(own_site, "ana")
    hands.press(ana.get_by_role("button", name="Nudge Raj: Whom to call at which bank"))
    expect(ana.locator("#notices")).to_contain_text("Nudged Raj")
    assert hands.done == 1

    hands = Hands(keyboard)
    ben = visit(own_site, "ben")
    hands.press(ben.get_by_role("button", name="Sign off: Ana Duarte"))
    expect(ben.locator("#notices")).to_contain_text("Yes is said")
    expect(ben.locator("#to-sign-off")).to_have_count(0)
    assert hands.done == 1


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_people_are_imported_in_four_interactions(
    own_site: Site, visit: Visit, keyboard: bool
) -> None:
    page, hands = visit(own_site, "nora"), Hands(keyboard)
    hands.press(page.get_by_role("link", name="People", exact=True).first)
    page.get_by_label("File").set_input_files(PEOPLE)
    hands.done += 1
    hands.press(page.get_by_role("button", name="Look at it first"))
    hands.press(page.locator("#confirm"))
    expect(page.locator("#notices")).to_contain_text("20")
    assert hands.done == 4


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_somebody_is_onboarded_and_ticks_within_five_interactions_of_their_invitation(
    own_site: Site, visit: Visit, keyboard: bool
) -> None:
    ana = visit(own_site, "ana", "/onboarding")
    onboard_mira(ana)
    ana.get_by_role("button", name="Make the invitation link").click()
    link = ana.get_by_label("One-time link").input_value()

    mira, hands = visit(own_site, None, link), Hands(keyboard)
    hands.fill(mira.get_by_label("Password"), "three wet umbrellas")
    hands.press(mira.get_by_role("button", name="Choose it and sign in"))
    item = mira.locator("#open-items .tick").first
    hands.press(item.get_by_role("checkbox"))
    expect(item).to_contain_text("done")
    assert hands.done <= 5
