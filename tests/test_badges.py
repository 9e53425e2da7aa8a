"""On every page of the demo: what a document says of itself, and the rows behind a figure."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from conftest import Browser
from figures import dead_figures
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from kt import demo
from kt.markup import key_of, to_html
from kt.models import (
    Item,
    Output,
    OutputKind,
    OutputState,
    Person,
    Question,
    Revision,
    Rollout,
    Topic,
    Version,
)
from kt.rules.trust import Badge

TODAY = date(2026, 11, 23)

# A link that leads on from the document that its own page is about, or back to that, is exempt:
# the crumbs of its text, versions and review, "Edit the text", "Back", each of its versions.
WAYS_BACK = {"crumbs", "page-head-actions"}


# Where the demo links to documents, whoever looks.
LINKING = {
    "/",
    "/checklists/N",
    "/checklists/N/sheet",
    "/items/N",
    "/outputs",
    "/outputs/N",
    "/questions/N",
    "/revisions/N",
    "/rollouts/N",
    "/topics/N",
    "/topics/N/faq",
}


class Element:
    def __init__(self, tag: str, attrs: dict[str, str], parent: "Element | None") -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Element | str] = []

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    @property
    def is_badge(self) -> bool:
        return "badge" in self.classes and self.words in set(Badge)

    @property
    def words(self) -> str:
        return "".join(each if isinstance(each, str) else each.words for each in self.children)

    def within(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.within()

    def around(self) -> Iterator["Element"]:
        yield self
        if self.parent:
            yield from self.parent.around()


class Page(HTMLParser):
    """A page as a tree of elements."""

    VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = self.here = Element("", {}, None)
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in self.VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        closed = next((each for each in self.here.around() if each.tag == tag), None)
        if closed and closed.parent:
            self.here = closed.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)

    def links(self) -> Iterator[Element]:
        for element in self.root.within():
            if element.tag == "a" and element.attrs.get("href", "").startswith("/"):
                yield element


def has_its_badge(link: Element) -> bool:
    """In a running text a badge is the next thing behind the link; elsewhere it is in its row."""
    assert link.parent
    behind = link.parent.children[link.parent.children.index(link) + 1 :]
    nearest = next((each for each in behind if isinstance(each, Element) or each.strip()), None)
    if isinstance(nearest, Element) and nearest.is_badge:
        return True
    if any("prose" in each.classes for each in link.around()):
        is_entry = "did it help?" in link.words
        return is_entry and any(each.is_badge for each in link.parent.within())
    holder = next((each for each in link.around() if each.tag in ("li", "tr", "p")), None)
    return holder is not None and any(each.is_badge for each in holder.within())


def is_way_on(link: Element, path: str) -> bool:
    """Tell whether a link belongs to the document that its page is about."""
    own = urlsplit(link.attrs["href"]).path
    return path == own or path.startswith(f"{own}/")


def pages_of(app: Flask, browser: Browser) -> Iterator[tuple[str, Page]]:
    """Follow the links to one page of each address, whatever it is asked."""
    addresses = app.url_map.bind("kt")
    ahead, seen = ["/"], {"/"}
    while ahead:
        path = ahead.pop(0)
        answer = browser.get(path, follow_redirects=True)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = Page(answer.get_data(as_text=True))
        yield answer.request.path, page
        for link in page.links():
            parts = urlsplit(link.attrs["href"])
            try:
                addresses.match(parts.path, "GET")
            except (NotFound, MethodNotAllowed):
                continue
            if parts.path not in seen:
                seen.add(parts.path)
                ahead.append(link.attrs["href"])


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    """The people of the demo, who link to a document wherever one can write."""
    people = demo.build(today=TODAY, zone=ZoneInfo("UTC"))
    document = Output.get(Output.state == OutputState.PUBLISHED, Output.kind == OutputKind.MANUAL)
    for field in (
        Item.text,
        Item.detail,
        Question.text,
        Revision.process,
        Rollout.why,
        Topic.description,
    ):
        field.model.update({field: field.concat(f" See [[{document.title}]].")}).execute()
    for text in Question.select().where(Question.answered_at.is_null(False)):
        text.answer_html += to_html(f"See [[{document.title}]].")
        text.save()
    for output in Output.select().where(Output.published_number.is_null(False)):
        text = output.versions.order_by(Version.number.desc()).get()
        link = to_html(f"See [[{document.title}]].")
        number = text.number + 1
        Version.create(output=output, number=number, text="", html=text.html + link, by=text.by)
        Output.update(published_number=number).where(Output.id == output).execute()
    return people


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("name", ["ana", "ben", "greta"])
def test_beside_every_document_stands_its_badge_and_behind_every_figure_are_its_rows(
    app: Flask, people: dict[str, Person], name: str
) -> None:
    bare: list[str] = []
    dead: list[str] = []
    beside: set[str] = set()
    for path, page in pages_of(app, Browser(app).sign_in(people[name])):
        # The page of a target is the rows behind its figures, those of the styleguide are made up,
        # and a history tells what happened.
        if not re.fullmatch(r"/targets/\d+|/styleguide|/changes", path):
            dead += [f"{path}: {figure}" for figure in dead_figures(page.root)]
        for link in page.links():
            if key_of(link.attrs["href"]) is None or is_way_on(link, path):
                continue
            if not has_its_badge(link):
                bare.append(f"{path}: {link.words}")
            beside.add(re.sub(r"\d+", "N", path))
    assert bare == []
    assert dead == []
    assert beside >= LINKING
