"""Every table on every page comes as a file: its CSV and its XLSX stand beside it."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import make
import pytest
import time_machine
from conftest import Browser
from flask import Flask
from permissions import A_TEAM
from screens import Element, Page, is_head, is_row, lines_of, workbook
from werkzeug.exceptions import HTTPException

from kt import db, demo
from kt.models import Output, Person, Revision, Rollout, Sheet, Upload
from kt.operations.sharing import make_share_link

TEMPLATES = Path(__file__).parents[2] / "templates"
TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("UTC"))
PEOPLE = ("Ana Duarte", "Nora Ellis", "Ben Arroyo", "Greta Lind", "Jane Whitlock")

# So many pages of one kind are looked at by each: one shows what another has nothing of.
OF_A_KIND = 4

# Answered with a part of a page, with a file, or by going on to another page.
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
    "search.suggestions",
    "sharing.table",
    "signing_in.link",
    "static",
    "templates.show_item",
}

# Tables that are no data of the organisation's, each with the reason.
NO_DATA = {
    "Seats to give": "a form of empty lines; those who are seated stand above it, with their file",
}
NO_DATA_ON = {
    "styleguide.show": "made-up rows, which show what the parts look like",
    "help.show": "keys, words and commands",
}
# Rows of a table that are no rows of its file: a form that opens below a row, and the SMEs of each
# topic, who stand in “Guides and SMEs” further down with a file of their own.
NO_ROWS = {"matrix-form", "SMEs whom to ask"}
# What people wrote as a table in a text stands in `prose`: a text comes as Markdown.
TEXTS = {"prose", "document"}

# Lists in pages without a file, each with the reason.
NO_FILE = {
    "changes/index.html": "what one may undo for 30 days; each thing's history has its file",
    "macros/page.html": "the part itself",
    "outputs/versions.html": "texts to compare and restore; a document comes as Markdown",
    "search/show.html": "passages that were found, each a way to the thing itself",
    "styleguide/_rows.html": "made-up rows",
    "topics/_revisions.html": "who is behind: said in a column of the file of who can do what",
}

SKILLS = "Name,Skill,Level\nGreta Lind,Cut-off rules,3\nNobody Known,Cut-off rules,3\n"
DOCUMENTS = "# A manual\n\nText\n\n| a | b |\n|---|---|\n| c | d |\n"


@dataclass
class Seen:
    """What was seen on the way through all pages."""

    endpoints: Counter[str] = field(default_factory=Counter)
    labels: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def built(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[tuple[str, str]]]:
    """The demo with what no link leads to: who looks there, and at which address."""
    path = tmp_path_factory.mktemp("demo") / "kt.db"
    shutil.copy(sqlite_template, path)
    db.connect(f"sqlite:///{path}")
    db.open_connection()
    with time_machine.travel(NOON, tick=False):
        demo.build(today=TODAY, zone=ZoneInfo("UTC"))
        Person.update(active=False).where(Person.name == "Raj Patel").execute()
        addresses = [*kept_uploads(), a_shared_report(), a_changed_sheet(), *hardly_linked()]
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.drop_connection()
    return path, addresses


def kept_uploads() -> Iterator[tuple[str, str]]:
    for purpose, name, filename, text, address in (
        ("people", "Nora Ellis", "team.csv", A_TEAM, "/people/imports/{}"),
        ("standings", "Ana Duarte", "skills.csv", SKILLS, "/standings/imports/{}"),
        ("documents", "Ana Duarte", "a.md", DOCUMENTS, "/outputs/import/{}"),
        ("checklist", "Ana Duarte", "list.md", "- [ ] Say hello", "/template-imports/{}"),
    ):
        person = Person.get(Person.name == name)
        upload = Upload.create(
            person=person, purpose=purpose, filename=filename, data=text.encode()
        )
        yield name, address.format(upload.id)


def a_shared_report() -> tuple[str, str]:
    rollout = Rollout.get(Rollout.name.startswith("Settlement engine"))
    _, token = make_share_link(rollout, days=7, by=rollout.supervisor, today=TODAY)
    return "", f"/shared/{token}"


def a_changed_sheet() -> tuple[str, str]:
    """Have somebody's sheet be another than it was."""
    now = Sheet.get(Sheet.current, Sheet.person == Person.get(Person.name == "Ben Arroyo"))
    earlier = make.an_earlier_sheet(now)
    return "Ben Arroyo", f"/sheets/{now.id}?before={earlier.id}"


def hardly_linked() -> Iterator[tuple[str, str]]:
    """Give the pages that a few links lead to, which the first pages of a kind need not have."""
    revision = Revision.select().order_by(Revision.number.desc()).get()
    one, another = Output.select().limit(2)
    Output.update(title=one.title).where(Output.id == another.id).execute()
    yield "Nora Ellis", f"/outputs/titled?title={one.title}"
    yield "Nora Ellis", f"/revisions/{revision.id}"
    yield "Nora Ellis", f"/onboarding/{Person.get(Person.name == 'Greta Lind').id}"
    for path in ("/sign-in", "/demo", "/styleguide"):
        yield "", path


@pytest.fixture
def database_url(built: tuple[Path, list[tuple[str, str]]], tmp_path: Path) -> str:
    path = tmp_path / "kt.db"
    shutil.copy(built[0], path)
    return f"sqlite:///{path}"


def test_every_table_of_every_page_has_its_files_beside_it(
    app: Flask, built: tuple[Path, list[tuple[str, str]]]
) -> None:
    app.config["IS_DEMO"] = True
    seen = Seen()
    with time_machine.travel(NOON, tick=False):
        for name in PEOPLE:
            client = app.test_client().sign_in(Person.get(Person.name == name))
            walk(app, client, ["/", *(path for who, path in built[1] if who == name)], seen)
        walk(app, app.test_client(), [path for who, path in built[1] if not who], seen)
    assert seen.faults == []
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.endpoint for rule in rules if not rule.endpoint.startswith("tables.")}
    assert pages - NO_PAGES - set(seen.endpoints) == set(), "nobody came to these pages"
    assert labels_in_templates() - seen.labels == set(), "no page showed these tables"


def walk(app: Flask, client: Browser, ahead: list[str], seen: Seen) -> None:
    """Look at the pages that links lead to, at some of each kind."""
    adapter, kinds, known = app.url_map.bind("kt"), Counter[object](), set(ahead)
    while ahead:
        path = ahead.pop(0)
        parts = urlsplit(path)
        try:
            endpoint, _ = adapter.match(parts.path, "GET")
        except HTTPException:
            continue
        kind = endpoint, tuple(sorted(parse_qs(parts.query)))
        if endpoint == "static" or is_file(path) or kinds[kind] == OF_A_KIND:
            continue
        kinds[kind] += 1
        answer = client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        seen.endpoints[endpoint] += 1
        if endpoint not in NO_DATA_ON:
            look(client, path, answer.text, seen)
        for href in re.findall(r'<a [^>]*?href="([^"]*)"', answer.text):
            link = unescape(href).partition("#")[0]
            link = parts.path + link if link.startswith("?") else link
            if link.startswith("/") and link not in known:
                known.add(link)
                ahead.append(link)


def look(client: Browser, path: str, html: str, seen: Seen) -> None:
    """Find the files of each table of a page, each of its own, and open them."""
    taken: set[str] = set()
    for above, table in tables_in(Page(html).root, []):
        label = above[-1].attributes.get("aria-label", "")
        seen.labels.add(label)
        if label in NO_DATA or any(TEXTS & classes(each) for each in above):
            continue
        pair = next((pair for each in above[::-1] for pair in pairs_in(each, taken)), None)
        if pair is None:
            seen.faults.append(f"{path}: “{label}” has no CSV and XLSX of its own")
            continue
        taken |= set(pair)
        rows = [row for row in table.all(is_row) if not is_head(row) and not NO_ROWS & marks(row)]
        workbook_rows = workbook(client.get(pair[0]).data)
        if len(workbook_rows) <= len(rows) or len(lines_of(client.get(pair[1]).data)) <= len(rows):
            seen.faults.append(f"{path}: “{label}” has more rows than {pair[1]}")


def tables_in(element: Element, above: list[Element]) -> Iterator[tuple[list[Element], Element]]:
    """Give the tables of a page, each with what it stands in."""
    for each in element.inside:
        if isinstance(each, Element):
            if each.tag == "table":
                yield [*above, element], each
            else:
                yield from tables_in(each, [*above, element])


def pairs_in(element: Element, taken: set[str]) -> Iterator[tuple[str, str]]:
    """Give the addresses of XLSX and CSV that stand in something and are no other table's."""
    links = [each.attributes.get("href", "") for each in element.all(lambda one: one.tag == "a")]
    for link in links:
        other = re.sub(r"\.xlsx(?=\?|$)", ".csv", link)
        if other != link and other in links and link not in taken:
            yield link, other


def is_file(path: str) -> bool:
    return urlsplit(path).path.endswith((".csv", ".xlsx"))


def classes(element: Element) -> set[str]:
    return set(element.attributes.get("class", "").split())


def marks(row: Element) -> set[str]:
    """Tell by what a row is known: how its first cell looks, and what it says."""
    first = next(each for each in row.inside if isinstance(each, Element))
    return classes(first) | {first.text}


def labels_in_templates() -> set[str]:
    """List what the templates call their tables."""
    called = re.compile(r'call (?:table|matrix)\("([^"]*)"')
    return {
        label
        for path in TEMPLATES.rglob("*.html")
        if path.parent.name not in ("macros", "styleguide")
        for label in called.findall(path.read_text(encoding="utf-8"))
    }


def test_every_list_in_pages_has_its_files_or_a_reason() -> None:
    without = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        for text in [path.read_text(encoding="utf-8")]
        if "pagination(" in text and "files(" not in text
    }
    assert without == set(NO_FILE)
