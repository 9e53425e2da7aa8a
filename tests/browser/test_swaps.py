"""Whatever htmx does to a page: the focus stays somewhere, and one thing is said aloud.

Each kind of action that a page offers is done once, by keyboard, and then what came of it is
looked through for kinds that stand there only now: the undo of a tick, the ways of a session.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from browser.looking import focus, open_everything, wait_for_announcement
from browser.sites import Site
from browser.test_every_page import ADDRESSES, PERSONAL, key_of
from playwright.sync_api import Error, Locator, Page
from werkzeug.exceptions import HTTPException

pytestmark = pytest.mark.browser

PEOPLE = ("ana", "ben", "greta", "nora", "cleo")
VERBS = ("get", "post", "put", "patch", "delete")

# The styleguide's are drawn to be seen, and the list of places opens by a key: test_keys.
ELSEWHERE = {"styleguide.show", "help.places"}


@dataclass(frozen=True)
class Action:
    """Something that asks for a part of a page."""

    verb: str
    url: str
    tag: str
    classes: str
    trigger: str

    @property
    def endpoint(self) -> str:
        try:
            return ADDRESSES.match(urlsplit(self.url).path, self.verb.upper())[0]
        except HTTPException:
            return "styleguide.show"

    @property
    def kind(self) -> tuple[str, str, str, bool]:
        return self.endpoint, self.tag, self.classes, self.is_typed

    @property
    def is_typed(self) -> bool:
        return self.trigger.startswith("input")

    def on(self, page: Page) -> Locator:
        same = f'{self.tag}[hx-{self.verb}="{self.url}"]'
        return page.locator(f"{same}.{self.classes}" if self.classes else same)


class Actions(HTMLParser):
    """The actions and the links of a page that nobody looks at."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path = path
        self.found: list[Action] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.append(urljoin(self.path, given["href"]))
        for verb in VERBS:
            if url := given.get(f"hx-{verb}"):
                classes = given.get("class", "").split()
                trigger = given.get("hx-trigger", "")
                self.found.append(Action(verb, url, tag, (classes or [""])[0], trigger))


def offered(page: Page, read: set[Any]) -> Iterator[tuple[str, Action]]:
    """Read one page of each kind that was not read before, and the personal ones; give actions."""
    ahead, seen = ["/"], set()
    while ahead:
        path = ahead.pop(0)
        key = key_of(path)
        if key is None or key in seen or (key in read and key[0] not in PERSONAL):
            continue
        seen.add(key)
        read.add(key)
        answer = page.request.get(path)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        html = Actions(path, answer.text())
        ahead += html.links
        yield from ((path, each) for each in html.found)


def filled(form: Locator) -> None:
    """Put something into whatever of a form is empty."""
    form.evaluate(
        """(form) => {
            for (const each of form.querySelectorAll("input, textarea, select")) {
                if (each.type === "hidden" || each.value || each.readOnly) continue;
                if (each.localName === "select") each.selectedIndex = each.options.length - 1;
                else if (each.type === "date") each.value = "2030-01-07";
                else if (each.type === "number") each.value = "3";
                else if (each.type !== "file") each.value = "As it is done.";
            }
        }"""
    )


def do(page: Page, action: Action) -> bool:
    """Do it by keyboard, if it is there and may be done."""
    there = action.on(page).locator("visible=true")
    if there.count() == 0:
        return False
    control = there.first
    if action.is_typed:
        if action.tag == "form":
            control = control.locator("input:not([type=hidden]), select").first
        if control.evaluate("each => each.localName === 'select'"):
            control.select_option(index=1)
            control.focus()
        else:
            control.focus()
            page.keyboard.type("re")
        return True
    if action.tag == "form":
        filled(control)
        control = control.locator("button:not([type=button]):enabled").locator("visible=true")
        if control.count() == 0:
            return False
    control.first.press("Enter")
    return True


# From before an action on: when htmx is done with it, or the page was left.
WATCH = """() => {
    announced.length = 0;
    window.swapped = new Promise((done) => {
        for (const name of ["htmx:afterSettle", "htmx:responseError", "htmx:sendError"]) {
            document.addEventListener(name, () => setTimeout(done, 60), {once: true});
        }
        setTimeout(done, 5000);
    });
}"""


def faults_of(page: Page, action: Action) -> list[str]:
    """Tell what is wrong after an action, done just now."""
    try:
        page.evaluate("() => window.swapped")
        is_deed = action.verb != "get" and page.locator("#error-summary").count() == 0
        said = wait_for_announcement(page, 250 if is_deed and not action.is_typed else 1)
    except Error:
        # A new page says itself what it is, and is begun at its top.
        page.wait_for_load_state()
        return []
    now = focus(page)
    faults = []
    if now["tag"] == "body":
        faults.append("the focus is nowhere")
    elif not now["visible"]:
        faults.append(f"nobody sees that the focus is on {now}")
    # What opens or is wrong says itself, for the focus goes there; what is typed is not yet done.
    expected = (0, 1) if action.verb == "get" or action.is_typed else (1,)
    if len(said) not in ((0,) if now["id"] == "error-summary" else expected):
        faults.append(f"said: {said}")
    return faults


def test_whatever_is_swapped_the_focus_stays_and_one_thing_is_said(
    own_site: Site, visit: Callable[..., Page]
) -> None:
    read: set[Any] = set()
    done: dict[Any, list[str]] = {}
    for person in PEOPLE:
        page = visit(own_site, person)
        for path, action in sorted(offered(page, read), key=lambda each: each[1].verb):
            if action.kind in done or action.endpoint in ELSEWHERE:
                continue
            page.goto(path)
            if page.locator("[data-announce]").count():
                wait_for_announcement(page)
            ahead = [action]
            while ahead:
                next = ahead.pop()
                if next.kind in done or next.endpoint in ELSEWHERE:
                    continue
                open_everything(page)
                page.evaluate(WATCH)
                if not do(page, next):
                    continue
                faults = faults_of(page, next)
                done[next.kind] = [f"{person}, {path}: {next.kind}: {each}" for each in faults]
                ahead = Actions(urlsplit(page.url).path, page.content()).found
    faults = [fault for found in done.values() for fault in found]
    assert not faults, "\n".join(faults)
    assert len(done) > 40
