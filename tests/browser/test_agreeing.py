"""From an offered agreement to a started rollout: four people sign, each with one press at home."""

import re
from collections.abc import Callable

import pytest
from browser.sites import Site
from browser.test_designing import Hands
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

NAME = "Dividend claims"
# The sizes of a PDF's pages, in points.
BOXES = re.compile(rb"/MediaBox \[([^]]+)\]")

PAIRS = (("Mina Sato", "Ben"), ("Leo Novak", "Ben"), ("Hugo Brandt", "Ben"))


def test_a_rollout_is_signed_by_four_people_and_started(own_site: Site, visit: Visit) -> None:
    """Those who sign have no scripts; what these add to a signature, test_swaps looks at."""
    page = visit(own_site, "ana", "/rollouts")
    address = offered(page)
    headline = page.get_by_role("heading", level=1)
    expect(headline).to_have_text("0 of 4 have signed.")
    expect(page.locator("#gate")).to_contain_text("No kick-off is planned.")
    page.get_by_role("link", name="Do it: No kick-off is planned.").click()
    page.get_by_label("When", exact=False).first.fill("2030-01-07T10:00")
    page.get_by_role("button", name="Plan it", exact=False).first.click()

    for somebody in ("mina", "leo", "hugo", "ben"):
        signer = visit(own_site, somebody, scripts=False)
        signer.get_by_role("button", name=f"Sign my sheet of {NAME}").click()
        expect(signer.locator("body")).to_contain_text(f"You signed your sheet of {NAME}.")
        signer.goto(own_site.url)
        expect(signer.get_by_role("button", name=f"Sign my sheet of {NAME}")).to_have_count(0)

    page.goto(address)
    expect(headline).to_have_text("Everybody has signed.")
    page.get_by_role("button", name="Start the rollout").click()
    expect(page.locator("#notices")).to_contain_text(f"{NAME} has started.")


def test_declining_is_one_sentence_and_the_supervisor_reads_it_at_home(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "ana", "/rollouts")
    address = offered(page)
    mina = visit(own_site, "mina")
    mina.get_by_role("link", name=f"Read or decline: {NAME}").click()
    mina.get_by_text("Decline it").click()
    mina.get_by_label("What would have to change").fill("Not in the last week of a month.")
    mina.get_by_role("button", name="Decline", exact=True).click()
    expect(mina.get_by_role("heading", level=1)).to_have_text(re.compile("^Declined today"))
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("1 person declines"))
    expect(page.locator("#signers")).to_contain_text("“Not in the last week of a month.”")


def test_a_sheet_is_printed_on_a4_with_a_line_to_sign_and_nothing_to_press(
    site: Site, visit: Visit
) -> None:
    page = visit(site, "cleo")
    page.get_by_role("link", name="Read or decline").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you agree to, in five lines.")
    page.emulate_media(media="print")
    for part in ("nav", "button", "summary", "input:not([type=hidden])"):
        expect(page.locator(f"{part}:visible")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Witness")
    printed = page.pdf(prefer_css_page_size=True)
    (size,) = {tuple(map(float, each.split())) for each in BOXES.findall(printed)}
    assert [round(each / 72 * 25.4) for each in size] == [0, 0, 210, 297]


def offered(page: Page) -> str:
    """Design a small rollout, offer its agreement, and give the agreement's address."""
    hands = Hands(page)
    hands.follow("Plan a rollout")
    hands.tick("Niche skill")
    hands.fill("Name", NAME)
    hands.press("Make the draft and go on")
    hands.press("Save and go on")
    hands.fill("Or the name of a new one", NAME)
    hands.fill("How it is done", "1. Open the claim.\n2. Match it.")
    hands.press("Save and go on")
    for number, (learner, guide) in enumerate(PAIRS, 1):
        hands.fill(f"Person of seat {number}", learner)
        hands.fill(f"Guide of seat {number}", guide)
    hands.press("Save and go on")
    hands.press("Save and go on")
    hands.press("Agree and go on")
    address = page.url
    hands.press("Offer it for signing")
    return address
