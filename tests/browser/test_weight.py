"""What a first view weighs on the wire, and how still it stands while it is drawn."""

from collections.abc import Callable

import pytest
from browser.looking import sign_in
from browser.sites import Site
from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

VIEW = 100_000
SCRIPTS = 25_000

# What of a page has moved while it was drawn: its cumulative layout shift, 0 for nothing.
SHIFT = 0.02
SHIFTED = """() => new Promise((told) => {
    new PerformanceObserver((list) => told(
        list.getEntries().reduce((sum, each) => sum + (each.value ?? 0), 0)
    )).observe({type: "layout-shift", buffered: true});
    setTimeout(() => told(0), 200);
})"""


@pytest.mark.parametrize("person", ["ana", "ben", "greta"])
def test_a_first_view_is_light_stands_still_and_comes_from_us_alone(
    site: Site, visit: Callable[..., Page], person: str
) -> None:
    page = visit(site, None, "/static/kt.svg")
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    sign_in(page, site.url, site.tokens[person])
    page.goto("/", wait_until="networkidle")
    weights = {each.url: each.request.sizes()["responseBodySize"] for each in answers}
    assert all(url.startswith(site.url) for url in weights)
    assert len(weights) >= 4
    assert len(weights) == len(answers) <= 8
    kept = [each.headers["cache-control"] for each in answers if "/static/" in each.url]
    assert all("immutable" in each for each in kept)
    assert sum(weights.values()) <= VIEW
    assert sum(size for url, size in weights.items() if ".js" in url) <= SCRIPTS
    assert page.evaluate(SHIFTED) <= SHIFT
