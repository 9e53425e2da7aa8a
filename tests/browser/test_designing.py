"""A new supervisor designs a rollout from nothing to an offered agreement, without JavaScript."""

import re
from collections.abc import Callable

import pytest
from browser import hands
from browser.looking import PHONE
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

# What somebody does by hand: a click, a choice or a field that is filled.
ENOUGH = 25


class Hands:
    """Count what one person does on a page, where each thing is known by its words."""

    def __init__(self, page: Page, *, keyboard: bool = False):
        self.page = page
        self.hands = hands.Hands(keyboard)

    @property
    def count(self) -> int:
        return self.hands.done

    def press(self, name: str) -> None:
        self.hands.press(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.hands.press(self.page.get_by_role("link", name=name, exact=True).first)

    def fill(self, label: str, text: str) -> None:
        self.hands.fill(self.page.get_by_label(re.compile(f"^{label}")).first, text)

    def tick(self, label: str) -> None:
        self.hands.press(self.page.get_by_label(re.compile(f"^{label}")))


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_a_rollout_is_designed_without_javascript_and_without_reading_help(
    own_site: Site, visit: Visit, size: object
) -> None:
    sized = {"size": size} if size else {}
    page = visit(own_site, "ana", "/rollouts", scripts=False, **sized)
    anas = Hands(page)
    headline = page.get_by_role("heading", level=1)

    anas.follow("Plan a rollout")
    anas.tick("Niche skill")
    anas.fill("Name", "Dividend claims")
    anas.fill("Agreed end", "2030-03-01")
    anas.press("Make the draft and go on")
    expect(headline).to_have_text("What holds there?")

    anas.press("Save and go on")
    expect(headline).to_have_text("What is to be passed on?")

    anas.fill("Or the name of a new one", "Dividend claims")
    anas.fill("How it is done", "1. Open the claim.\n2. Match it.")
    anas.press("Save and go on")
    expect(headline).to_have_text("Who learns, and who guides them?")

    for number, (learner, guide) in enumerate((("Mina Sato", "Ben"), ("Leo Novak", "Ben")), 1):
        anas.fill(f"Person of seat {number}", learner)
        anas.fill(f"Guide of seat {number}", guide)
    anas.press("Save and go on")
    expect(headline).to_have_text("How are the roles shared out?")
    expect(page.locator("#advice")).to_contain_text("Nobody is known to do Dividend claims alone")

    anas.press("Save and go on")
    expect(headline).to_have_text("What will exist, and what will people be able to do?")
    anas.press("Agree and go on")
    expect(page).to_have_url(re.compile(r"/agreement$"))
    expect(page.locator("#notices")).to_contain_text("4 targets agreed.")
    anas.press("Offer it for signing")
    expect(headline).to_have_text("0 of 3 have signed.")
    assert anas.count <= ENOUGH


def test_a_design_is_left_and_taken_up_again_where_it_asks(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "paula", "/rollouts", scripts=False)
    page.get_by_role("link", name="Go on designing Roller change without a stop").click()
    steps = page.locator("#steps")
    expect(steps.locator("#step-topics")).to_contain_text("Roller change")
    expect(steps.locator("#step-topics")).to_contain_text("done")
    expect(steps.locator("#step-readiness")).to_contain_text("for Line 3, safe and steady")
    page.get_by_role("button", name="The same here: readiness").click()
    expect(steps.locator("#step-readiness")).to_contain_text(
        "Begin in Production line, and widen it when that has worked."
    )
    page.get_by_role("link", name="Choose: Model").click()
    expect(page.locator("#advice")).to_contain_text("SME-seeded one-way")
    page.get_by_label(re.compile(r"\(advised\)$")).check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="All steps").click()
    expect(steps.locator("#step-model")).to_contain_text("SME-seeded one-way")
    expect(steps.locator("#step-people")).to_contain_text("has no SME to call on")


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_rollout_starts_from_an_earlier_one_in_five_interactions(
    own_site: Site, visit: Visit, keyboard: bool
) -> None:
    page = visit(own_site, "paula")
    paulas = Hands(page, keyboard=keyboard)
    paulas.follow("Line 3, safe and steady")
    paulas.follow("Copy")
    paulas.fill("Start", "2030-01-07")
    paulas.press("Copy it")
    paulas.press("The same here: readiness")
    assert paulas.count == 5
    steps = page.locator("#steps")
    for step in ("change", "readiness", "topics", "targets"):
        expect(steps.locator(f"#step-{step}")).to_contain_text("done")
