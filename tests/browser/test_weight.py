"""What a first view weighs on the wire."""

from collections.abc import Callable

import pytest
from browser.looking import sign_in
from browser.sites import Site
from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

VIEW = 100_000
SCRIPTS = 25_000


@pytest.mark.parametrize("person", ["ana", "ben", "greta"])
def test_a_first_view_is_light_and_comes_from_us_alone(
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
