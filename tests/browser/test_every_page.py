"""Every page that people can reach by links is sound: looked at with the eyes of axe."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit
from zlib import crc32

import pytest
from browser.looking import (
    SIZES,
    THEMES,
    Theme,
    open_everything,
    scrolls_sideways,
    violations,
)
from browser.sites import Site, build, served
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from kt.views import BLUEPRINTS

pytestmark = pytest.mark.browser

PEOPLE = ("ana", "ben", "greta", "nora")
VIEWS = tuple((size, theme) for size in SIZES for theme in THEMES)

# Answered with a part of a page, or reached by a link from outside.
NO_PAGES = {"items.row", "people.suggestions", "signing_in.link", "static"}

Key = tuple[str, tuple[str, ...]]
View = tuple[str, Theme]


def rules() -> Flask:
    """The addresses of kt, without a database behind them."""
    app = Flask("rules", static_folder=None)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


ADDRESSES = rules().url_map.bind("kt")


def key_of(path: str) -> Key | None:
    """Tell which page an address is of: its endpoint, and which questions it is asked."""
    parts = urlsplit(path)
    try:
        endpoint, _ = ADDRESSES.match(parts.path, "GET")
    except HTTPException:
        return None
    return endpoint, tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))


def walk(page: Page, start: str = "/") -> Iterator[tuple[Key, str, int]]:
    """Follow the links of our own from page to page, to one page of each kind; tell its status."""
    seen: set[Key] = set()
    ahead = [start]
    while ahead:
        path = ahead.pop(0)
        key = key_of(path)
        if key is None or key in seen or key[0] in NO_PAGES:
            continue
        seen.add(key)
        answer = page.goto(path)
        assert answer is not None
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        ours = [urlsplit(link) for link in links if link.startswith(urljoin(page.url, "/"))]
        ahead += [f"{each.path}?{each.query}" if each.query else each.path for each in ours]
        yield key, path, answer.status


def look(page: Page, status: int, views: tuple[View, ...]) -> list[str]:
    """Look at a page from these sides, opened wide; list what is wrong with it."""
    if status != 200:
        return [f"answered {status}"]
    open_everything(page)
    found = scrolls_sideways(page)
    for size, theme in views:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=theme)
        found += [f"{size}, {theme}: {each}" for each in violations(page)]
    return found


def one_view(key: Key, person: str) -> tuple[View, ...]:
    """Choose one size and theme for a page, always the same one."""
    return (VIEWS[crc32(f"{key[0]} {person}".encode()) % len(VIEWS)],)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_sound(site: Site, visit: Callable[..., Page], person: str) -> None:
    page = visit(site, person)
    faults = [
        f"{path}: {fault}"
        for key, path, status in walk(page)
        for fault in look(page, status, one_view(key, person))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.whole
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("data", ["empty", "typical", "full"])
def test_every_page_is_sound_at_every_size_and_in_every_theme(
    data: str, visit: Callable[..., Page], person: str, tmp_path: Path
) -> None:
    with served(build(tmp_path, data), tmp_path) as site:
        page = visit(site, person)
        faults = [
            f"{path}: {fault}"
            for _, path, status in walk(page)
            for fault in look(page, status, VIEWS)
        ]
    assert not faults, "\n".join(faults)
