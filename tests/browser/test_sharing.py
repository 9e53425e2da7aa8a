"""A link for somebody outside is made in the report and opens a sound page that needs nobody."""

from collections.abc import Callable

import pytest
from browser.looking import looked_at, side_of
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_is_made_looked_at_and_revoked(own_site: Site, visit: Visit, scripts: bool) -> None:
    page = visit(own_site, "ana", "/rollouts/1/report", scripts=scripts)
    page.locator("#share summary").click()
    page.get_by_label("7 days").check()
    page.get_by_label("Whom it is for").fill("The board")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Link to the report").input_value()
    if scripts:
        assert looked_at(page, side_of("made")) == []
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("The board")).to_be_visible()

    outside = visit(own_site, None, address)
    expect(outside.get_by_role("heading", level=1)).to_contain_text("targets reached")
    if scripts:
        assert looked_at(outside, side_of("shared")) == []
    page.get_by_role("button", name="Revoke link 1").click()
    expect(page.locator("#notices")).to_contain_text("The link is revoked.")
    outside.reload()
    expect(outside.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    if scripts:
        assert looked_at(outside, side_of("gone")) == []
