"""A real Chromium, and copies of kt for it to look at."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browser.looking import DESKTOP, LISTEN, faults_heard, sign_in
from browser.sites import Built, Site, build, served
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE = 10_000

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium that KT_CHROMIUM or the PATH names; skips where there is none.

    With KT_REQUIRE_BROWSER set, fails instead.
    """
    path = os.environ.get("KT_CHROMIUM") or shutil.which("chromium")
    if path is None:
        reason = "Chromium is not installed: apt install chromium, or name one by KT_CHROMIUM"
        if os.environ.get("KT_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def typical(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A database with something for every page."""
    return build(tmp_path_factory.mktemp("typical"), "typical")


@pytest.fixture(scope="session")
def site(typical: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of kt that is only looked at."""
    with served(typical, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def own_site(typical: Built, tmp_path: Path) -> Iterator[Site]:
    """A copy of kt of one's own, to change."""
    with served(typical, tmp_path) as site:
        yield site


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open a page of a site as one of its people; what it complained of is said at the end."""
    complaints: list[list[str]] = []
    with ExitStack() as contexts:

        def visit(
            site: Site,
            person: str | None,
            path: str = "/",
            *,
            size: Any = DESKTOP,
            theme: Any = "light",
            scripts: bool = True,
        ) -> Page:
            context = contexts.enter_context(
                chromium.new_context(
                    base_url=site.url,
                    viewport=size,
                    color_scheme=theme,
                    java_script_enabled=scripts,
                    reduced_motion="reduce",
                )
            )
            context.set_default_timeout(PATIENCE)
            context.add_init_script(LISTEN)
            page = context.new_page()
            complaints.append(faults_heard(page))
            if person:
                sign_in(page, site.url, site.tokens[person])
            page.goto(path)
            return page

        yield visit
    assert [each for heard in complaints for each in heard] == []
