"""A supervisor's Monday: who needs me, why, and done, in a handful of presses.

By keyboard with scripts, by mouse without.
"""

import re
from collections.abc import Callable

import pytest
from browser.hands import Hands
from browser.sites import Site
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def needs_of(page: Page) -> Locator:
    return page.get_by_role("list", name="Needs you").get_by_role("listitem")


@BOTH
def test_the_verdict_is_read_and_the_first_two_needs_are_done_in_five_presses(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    ana, hands = visit(own_site, "ana", scripts=scripts), Hands(keyboard=scripts)

    # How does it go, and why: nothing is pressed for that.
    expect(ana.get_by_role("heading", level=1)).to_contain_text("At this pace you finish")
    reason = re.compile(r"Nostro breaks lacks \d sessions\.")
    expect(ana.locator(".column-head").first).to_contain_text(reason)

    # Who needs me first, and why: nobody guides Mina. Raj can.
    first, second = needs_of(ana).nth(0), needs_of(ana).nth(1)
    expect(first).to_contain_text("Nostro breaks nobody guides Mina")
    expect(second).to_contain_text("no session for")
    hands.press(first.get_by_role("link", name="Choose"))
    hands.fill(ana.locator("#guide-form").get_by_label("Guide (optional)"), "Raj Patel")
    hands.press(ana.get_by_role("button", name="Save"))
    assert hands.done == 3
    expect(ana.locator("body")).to_contain_text("Raj Patel is coach of Mina Sato on Nostro breaks.")

    # Who is next: a pairing that went quiet. One press asks the two whether it is still on.
    hands.press(ana.get_by_role("link", name="Home").first)
    quiet = needs_of(ana).nth(0)
    expect(quiet).to_contain_text("Cut-off rules Ben with Cleo")
    hands.press(quiet.get_by_role("button", name="Ask both"))
    assert hands.done == 5
    expect(ana.locator("#notices")).to_contain_text("both are asked at home")
    expect(needs_of(ana).filter(has_text="nobody guides Mina")).to_have_count(0)
    expect(needs_of(ana).filter(has_text="Ben with Cleo")).to_contain_text("asked today")


def test_another_rollout_is_one_press_away_with_its_own_verdict(site: Site, visit: Visit) -> None:
    ana = visit(site, "ana")
    for name, verdict in (
        ("Month-end close, revision 2", "On pace for"),
        ("Settling in: Settlements", "Too early to tell"),
    ):
        ana.get_by_role("link", name=name).first.click()
        expect(ana.get_by_role("heading", level=1)).to_contain_text(verdict)
        ana.get_by_role("link", name="Home").first.click()
