"""Undo on Recent changes: the focus stays, one thing is said, and it can be done again."""

from collections.abc import Callable

import pytest
from browser.looking import wait_for_announcement
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_undo_in_the_row_keeps_the_focus_and_is_announced_once(
    own_site: Site, visit: Callable[..., Page]
) -> None:
    page = visit(own_site, "greta")
    page.locator("#open-items .tick").first.get_by_role("checkbox").press("Enter")
    expect(page.locator("#open-items")).to_contain_text("done")
    page.goto("/changes")
    undo = page.get_by_role("button", name="Undo: ").first
    undo.press("Enter")
    expect(page.get_by_role("button", name="Do it again: ").first).to_be_focused()
    (said,) = wait_for_announcement(page)
    assert said.startswith("Undone: Greta Lind ticked “")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo: ").first).to_be_focused()
    expect(page.locator("#changes")).to_contain_text("Done again")
