"""Writing a document in a real browser: it is shown while one types, and nothing typed is lost."""

from collections.abc import Callable, Iterator

import make
import pytest
from browser.looking import focus, wait_for_announcement
from browser.sites import Built, Site, served
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WRITE = "/outputs/2/text"
PLAN = {"name": "the plan.PNG", "mimeType": "text/html", "buffer": make.a_picture()}


@pytest.fixture(scope="module")
def desk(typical: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of kt that only these tests write in."""
    with served(typical, tmp_path_factory.mktemp("desk")) as site:
        yield site


@pytest.fixture
def writing(desk: Site, visit: Callable[..., Page]) -> Page:
    page = visit(desk, "ben", WRITE)
    page.fill("#text", "# Restarting\n\nbefore  after")
    return page


def test_what_is_typed_is_shown_beside_it_and_not_read_aloud(writing: Page) -> None:
    expect(writing.locator("#preview .prose h2")).to_have_text("Restarting")
    writing.type("#text", "\n\n| a |\n|---|\n| b |")
    expect(writing.locator("#preview td")).to_have_text("b")
    assert writing.evaluate("announced") == []
    assert focus(writing)["id"] == "text"


def test_an_image_stands_at_the_cursor_and_its_words_are_marked(writing: Page) -> None:
    writing.evaluate("text.setSelectionRange(21, 21)")
    writing.set_input_files("#image", PLAN)
    assert wait_for_announcement(writing) == ["the-plan.png is added and stands in the text."]
    assert writing.input_value("#text") == "# Restarting\n\nbefore ![the plan](the-plan.png) after"
    marked = writing.evaluate("text.value.slice(text.selectionStart, text.selectionEnd)")
    assert marked == "the plan"
    expect(writing.locator("#preview img")).to_have_attribute("alt", "the plan")
    assert writing.evaluate("document.querySelector('#preview img').naturalWidth") == 4
    writing.click("[aria-label='Remove the-plan.png']")
    assert wait_for_announcement(writing) == ["the-plan.png is removed."]
    assert focus(writing)["tag"] != "body"


def test_an_image_stands_at_the_end_where_nobody_wrote_yet(
    desk: Site, visit: Callable[..., Page]
) -> None:
    page = visit(desk, "ben", WRITE)
    before = page.input_value("#text")
    page.set_input_files("#image", PLAN)
    wait_for_announcement(page)
    assert page.input_value("#text") == f"{before}\n\n![the plan](the-plan.png)"


def test_leaving_a_text_that_is_not_saved_is_asked_about_and_a_saved_one_is_not(
    writing: Page,
) -> None:
    asked: list[str] = []
    writing.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    writing.get_by_role("link", name="Back").click(no_wait_after=True)
    expect(writing.locator("#text")).to_have_value("# Restarting\n\nbefore  after")
    assert asked == ["beforeunload"]
    writing.click("#save")
    expect(writing.locator(".notice.tone-done")).to_contain_text("Saved as version")
    writing.goto(WRITE)
    writing.type("#text", "x")
    writing.press("#text", "Backspace")
    writing.get_by_role("link", name="Back").click()
    expect(writing.locator("#text")).to_have_count(0)
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("lost", ["connection", "sign-in"])
def test_what_was_typed_stays_where_saving_fails_and_is_saved_later(
    writing: Page, lost: str
) -> None:
    expect(writing.locator("#preview")).to_contain_text("after")
    cookies = writing.context.cookies()
    if lost == "connection":
        writing.context.set_offline(True)
    else:
        writing.context.clear_cookies()
    writing.click("#save")
    notice = writing.locator(".card .notice")
    expect(notice).to_contain_text("no connection" if lost == "connection" else "Sign in again")
    assert writing.input_value("#text") == "# Restarting\n\nbefore  after"
    writing.context.set_offline(False)
    writing.context.add_cookies(cookies)
    writing.click("#save")
    expect(writing.locator(".notice.tone-done")).to_contain_text("Saved as version")
    expect(writing.locator(".prose")).to_contain_text("before after")


def test_a_refused_text_keeps_its_place_and_the_focus_goes_to_what_is_wrong(writing: Page) -> None:
    writing.fill("#text", "")
    writing.fill("#why", "Nothing left")
    writing.click("#save")
    expect(writing.locator("#error-summary")).to_contain_text("Write the text first")
    expect(writing.locator("#error-summary")).to_be_focused()
    assert writing.input_value("#why") == "Nothing left"


def test_an_empty_line_that_is_new_takes_a_line_of_the_difference(
    desk: Site, visit: Callable[..., Page]
) -> None:
    page = visit(desk, "raj", "/outputs/1/versions")
    texts = page.locator(".difference-new").all_inner_texts()
    assert "" in [text.removeprefix("new:").strip() for text in texts]
    heights = page.eval_on_selector_all(
        ".difference p", "all => all.map(each => each.offsetHeight)"
    )
    assert min(heights) >= 20
