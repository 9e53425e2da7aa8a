"""Every page that people can reach by links is sound: looked at with the eyes of axe."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from browser.looking import SIDES, Theme, looked_at, side_of
from browser.sites import Site, build, served
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from kt.views import BLUEPRINTS

pytestmark = pytest.mark.browser

PEOPLE = ("ana", "ben", "greta", "nora")

# Answered with a part of a page or a file, or reached by a link from outside.
NO_PAGES = {
    "coverage.table",
    "help.go",
    "help.places",
    "items.row",
    "outputs.export_all",
    "outputs.export_one",
    "outputs.image",
    "people.suggestions",
    "sharing.show",
    "signing_in.link",
    "static",
    "tables.everywhere",
    "tables.of_checklist",
    "tables.of_output",
    "tables.of_person",
    "tables.of_rollout",
    "tables.of_target",
    "tables.of_topic",
}

Key = tuple[str, tuple[str, ...]]


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


def sides_of(key: Key, person: str) -> tuple[tuple[str, Theme], ...]:
    """Choose one side of a page; the styleguide, which shows every part, has all of them once."""
    if key[0] == "styleguide.show" and person == PEOPLE[0]:
        return SIDES
    return side_of(f"{key[0]} {person}")


def faults_of(page: Page, path: str, status: int, sides: Iterable[tuple[str, Theme]]) -> list[str]:
    if status != 200:
        return [f"{path} answered {status}"]
    return [f"{path}: {fault}" for fault in looked_at(page, sides)]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_sound(site: Site, visit: Callable[..., Page], person: str) -> None:
    page = visit(site, person)
    faults = [
        fault
        for key, path, status in walk(page)
        for fault in faults_of(page, path, status, sides_of(key, person))
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
            fault
            for _, path, status in walk(page)
            for fault in faults_of(page, path, status, SIDES)
        ]
    assert not faults, "\n".join(faults)
