"""Asked, answered, found again: in how few presses, by keyboard with scripts, by mouse without."""

import re
from collections.abc import Callable

import pytest
from browser.hands import Hands
from browser.looking import PHONE
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
QUESTION = "Who is told when a restart takes longer than an hour?"


def ask(page: Page, words: str, hands: Hands) -> None:
    hands.fill(page.get_by_role("textbox", name="What do you want to know?"), words)
    hands.press(page.get_by_role("button", name="Ask", exact=True))


@BOTH
def test_a_new_hire_asks_gets_an_answer_and_finds_it_next_time_in_two_interactions(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    greta, hands = visit(own_site, "greta", scripts=scripts), Hands(keyboard=scripts)
    ask(greta, QUESTION, hands)
    assert hands.done == 2
    expect(greta.locator("#notices")).to_contain_text("Ben Arroyo is asked, as your coach")

    ben, hands = visit(own_site, "ben", scripts=scripts), Hands(keyboard=scripts)
    row = ben.locator("#questions-for-you .row", has_text=QUESTION)
    hands.fill(row.get_by_role("textbox"), "The **desk**, by phone; then Ana, in writing.")
    hands.press(row.get_by_role("button", name=f"Answer: {QUESTION}"))
    assert hands.done == 2
    put = ben.get_by_role("button", name=f"Put into the FAQ: {QUESTION}")
    expect(put).to_be_visible()
    answered = ben.locator(".row", has=put).locator(".row-body")
    assert answered.evaluate("body => body.offsetWidth") > 240
    hands.press(put)
    expect(ben.locator(".row", has_text=QUESTION).first).to_contain_text("in the FAQ")

    greta.goto("/")
    answer = greta.locator("#your-answers .row", has_text=QUESTION)
    expect(answer).to_contain_text("The desk, by phone; then Ana, in writing.")
    answer.get_by_role("button", name="Got it").click()
    expect(greta.locator("#your-answers")).to_have_count(0)

    # The next one, who has forgotten the words: looks, and reads it.
    tomas, hands = visit(own_site, "tomas", scripts=scripts), Hands()
    search = tomas.get_by_role("searchbox").first
    hands.fill(search, "restart longer than an hour")
    search.press("Enter")
    hands.done += 1
    assert hands.done == 2
    expect(tomas.locator("main")).to_contain_text("The desk, by phone; then Ana, in writing.")


def test_while_one_types_what_is_answered_already_appears(site: Site, visit: Visit) -> None:
    page = visit(site, "tomas")
    page.get_by_role("textbox", name="What do you want to know?").press_sequentially(
        "cancel a trade"
    )
    found = page.locator("#ask-words-found")
    expect(found).to_contain_text("Can a trade still be cancelled after the cut-off?")
    found.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("until the run begins at 18:20")


@BOTH
def test_a_veteran_answers_three_questions_and_publishes_them_in_a_dozen_interactions(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    ask(visit(own_site, "greta"), QUESTION, Hands())
    page, hands = visit(own_site, "ben", scripts=scripts), Hands()
    rows = page.locator("#questions-for-you .row")
    expect(rows).to_have_count(3)
    texts = rows.locator(".row-title").all_inner_texts()
    for text in texts:
        row = page.locator("#questions-for-you .row", has_text=text)
        hands.fill(row.get_by_role("textbox"), f"This is how: {len(text)}.")
        hands.press(row.get_by_role("button", name=f"Answer: {text}"))
        hands.press(page.get_by_role("button", name=f"Put into the FAQ: {text}"))
        expect(page.locator(".row", has_text=text).first).to_contain_text("in the FAQ")
        if not scripts:
            hands.press(page.get_by_role("link", name="Home").first)
    assert hands.done == (9 if scripts else 12)
    page.goto("/topics")
    page.get_by_role("link", name="Batch restart", exact=True).first.click()
    page.get_by_role("link", name="FAQ", exact=True).click()
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def test_an_answer_is_taken_back_in_its_row_and_its_text_is_still_there(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "ben")
    row = page.locator("#questions-for-you .row").first
    text = row.locator(".row-title").inner_text()
    row.get_by_role("textbox").fill("Not before nine.")
    row.get_by_role("button", name=f"Answer: {text}").click()
    expect(row).to_contain_text("Ben Arroyo, today")
    row.get_by_role("button", name=f"undo the answer: {text}").click()
    expect(row.get_by_role("textbox")).to_have_value("Not before nine.")
    # Focus never falls to the body.
    assert page.evaluate("document.activeElement !== document.body")


def test_the_faq_reads_and_prints_well_on_a_phone_and_on_paper(site: Site, visit: Visit) -> None:
    page = visit(site, "tomas", size=PHONE)
    page.goto("/topics")
    page.get_by_role("link", name="Cut-off rules", exact=True).first.click()
    page.get_by_role("link", name="FAQ", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("FAQ of Cut-off rules")
    link = page.locator(".contents").get_by_role("link").last
    link.click()
    expect(page).to_have_url(re.compile(r"#entry-\d+$"))
    expect(page.locator(":target")).to_be_in_viewport()
    page.emulate_media(media="print")
    for part in ("nav", "button", "form"):
        expect(page.locator(f"{part}:visible")).to_have_count(0)
