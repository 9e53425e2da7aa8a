"""The report of a rollout is one or two sheets of A4, without navigation, readable in grey."""

import re
from collections.abc import Callable

import pytest
from browser.sites import Site
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

# What a browser prints by itself: no backgrounds, and paper is white.
PALE = """
    () => {
        const light = (colour) => {
            const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
                const share = part / 255;
                return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        return [...document.querySelectorAll("body *")]
            .filter((each) => [...each.childNodes].some(
                (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
            .filter((each) => each.checkVisibility())
            .filter((each) => 1.05 / (light(getComputedStyle(each).color) + 0.05) < 4.5)
            .map((each) => each.textContent.trim().slice(0, 60));
    }
"""
UNPRINTABLE = "nav, form, button, .button, .disclosure, .top-bar, .bottom-bar, #links"


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def sizes_of(pdf: bytes) -> set[tuple[int, int]]:
    """Give the sizes of a PDF's pages in millimetres."""
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return {(round(float(x) / 72 * 25.4), round(float(y) / 72 * 25.4)) for x, y in boxes}


def reports(page: Page) -> list[str]:
    page.goto("/rollouts")
    links = page.eval_on_selector_all("main a[href]", "all => all.map(each => each.pathname)")
    return sorted({f"{path}/report" for path in links if re.fullmatch(r"/rollouts/\d+", path)})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_report_is_one_or_two_sheets_of_a4(site: Site, visit: Visit, theme: str) -> None:
    page = visit(site, "nora", theme=theme)
    paths = reports(page)
    assert len(paths) == 6
    for path in paths:
        page.goto(path)
        pdf = page.pdf(format="A4", prefer_css_page_size=True)
        assert 1 <= pages_of(pdf) <= 2, path
        assert sizes_of(pdf) == {(210, 297)}
        page.emulate_media(media="print", color_scheme=theme)
        seen = [
            each.evaluate("it => it.checkVisibility()") for each in page.locator(UNPRINTABLE).all()
        ]
        assert not any(seen), path
        assert page.evaluate(PALE) == []
        assert page.locator("h1").is_visible()


def test_what_a_link_shows_is_one_or_two_sheets_too(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/rollouts/1/report")
    page.locator("#share summary").click()
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("link", name="Look at it").click()
    page.wait_for_url("**/shared/*")
    assert pages_of(page.pdf(format="A4", prefer_css_page_size=True)) <= 2
