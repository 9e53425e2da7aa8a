"""Every page that people can reach by links is sound: looked at with the eyes of axe."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
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
    "import_tables.show",
    "items.row",
    "outputs.export_all",
    "outputs.export_one",
    "outputs.image",
    "people.suggestions",
    "sharing.show",
    "sharing.table",
    "signing_in.link",
    "static",
    "tables.everywhere",
    "tables.of_checklist",
    "tables.of_output",
    "tables.of_pairing",
    "tables.of_person",
    "tables.of_rollout",
    "tables.of_sheet",
    "tables.of_target",
    "tables.of_template",
    "tables.of_topic",
}

# These look so unlike for another person that they are shown for each.
PERSONAL = {
    "checklists.show",
    "home.show",
    "outputs.show",
    "people.show",
    "rollouts.show",
    "topics.show",
}

HREF = re.compile(r'<a [^>]*?href="([^"]*)"')

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


def walk(
    page: Page, start: str = "/", shown: set[Key] | None = None
) -> Iterator[tuple[Key, str, int]]:
    """Follow the links of our own from page to page, to one page of each kind; tell its status.

    Kinds among `shown`, which grows, are passed through without being shown again, except those
    that look most unlike for another person.
    """
    seen: set[Key] = set()
    ahead = [start]
    while ahead:
        path = ahead.pop(0)
        key = key_of(path)
        if key is None or key in seen or key[0] in NO_PAGES:
            continue
        seen.add(key)
        if shown is not None and key in shown and key[0] not in PERSONAL:
            ahead += _links_of(page, path)
            continue
        answer = page.goto(path)
        assert answer is not None
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        ahead += _ours(page, links)
        if shown is not None:
            shown.add(key)
        yield key, path, answer.status


def _links_of(page: Page, path: str) -> list[str]:
    """Give the links of a page that is not shown."""
    answer = page.request.get(path)
    assert answer.status < 500, path
    return _ours(
        page, [urljoin(answer.url, unescape(link)) for link in HREF.findall(answer.text())]
    )


def _ours(page: Page, links: Iterable[str]) -> list[str]:
    parts = [urlsplit(link) for link in links if link.startswith(urljoin(page.url, "/"))]
    return [f"{each.path}?{each.query}" if each.query else each.path for each in parts]


def sides_of(key: Key, person: str) -> tuple[tuple[str, Theme], ...]:
    """Choose one side of a page; the styleguide, which shows every part, has all of them once."""
    if key[0] == "styleguide.show" and person == PEOPLE[0]:
        return SIDES
    return side_of(f"{key[0]} {person}")


def faults_of(page: Page, path: str, status: int, sides: Iterable[tuple[str, Theme]]) -> list[str]:
    if status != 200:
        return [f"{path} answered {status}"]
    return [f"{path}: {fault}" for fault in looked_at(page, sides)]


def test_every_page_is_sound(site: Site, visit: Callable[..., Page]) -> None:
    shown: set[Key] = set()
    faults = []
    for person in PEOPLE:
        page = visit(site, person)
        for key, path, status in walk(page, shown=shown):
            found = faults_of(page, path, status, sides_of(key, person))
            faults += [f"{person}, {fault}" for fault in found]
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
