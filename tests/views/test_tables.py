"""Every table and list of a screen as files: the same rows, the same words, typed and harmless."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import count, product
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import make
import pytest
import time_machine
from cast import a_cast
from conftest import Browser
from peewee import chunked
from screens import Cell, Element, Page, cells_of, is_head, is_row, lines_of, spaced, workbook

from kt import db, demo
from kt.dates import day_words, due_words, minutes_words, short_date
from kt.exporters.tables import FORMULA_SIGNS
from kt.filters import number
from kt.models import Person, Sheet
from kt.views.tables import (
    EVERYWHERE,
    OF_CHECKLIST,
    OF_OUTPUT,
    OF_PAIRING,
    OF_PERSON,
    OF_ROLLOUT,
    OF_SHEET,
    OF_TARGET,
    OF_TEMPLATE,
    OF_TOPIC,
)

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("UTC"))


# ------------------------------------------------------------------ which page shows which table


@dataclass(frozen=True)
class Shown:
    """Where a table stands: the page, its lists there, and the columns a row may leave unsaid.

    `unsaid` are heads: a screen does not repeat there what its reader knows, or says nothing for
    none. `gather` tells which row of the page says a row of the file, where they are not one.
    """

    page: str
    places: tuple[str, ...]
    unsaid: tuple[str, ...] = ()
    gather: Callable[[Sequence[Cell]], Any] | None = None


# A screen says nothing of these numbers, where a file has them.
USUAL = {
    *(("Wave", 1), ("Versions", 0), ("Overdue", 0), ("Stuck", 0), ("Gaps", 0)),
    ("Checklists made", 0),
}
# What a cell lists and a screen shows one by one, and what stands between.
BETWEEN = {"Could learn it": ", ", "With whom": "; "}
LOSSES = ("Holders now", "Holders left", "Needed", "Documents", "Risk", "Could learn it")

PLACES = {
    ("everywhere", "people"): Shown("/people", ("People",)),
    ("everywhere", "topics"): Shown("/topics", ("Topics",)),
    ("everywhere", "documents"): Shown("/outputs", ("Documents",)),
    ("everywhere", "questions"): Shown(
        "/questions?which=all", ("Questions",), unsaid=("Asked by", "State")
    ),
    ("everywhere", "rollouts"): Shown("/rollouts", ("Rollouts",), unsaid=("Supervisor",)),
    ("everywhere", "risks"): Shown(
        "/coverage",
        ("Topics at risk",),
        unsaid=("Kind", "Holders", "Needed", "Coaches", "Documents"),
    ),
    ("everywhere", "leavers"): Shown(
        "/coverage", ("Before they leave",), unsaid=LOSSES, gather=lambda row: row[0]
    ),
    ("everywhere", "without-an-owner"): Shown(
        "/outputs/heirless", ("Documents to give on",), unsaid=("Could go to",)
    ),
    ("everywhere", "signoffs"): Shown("/signoffs", ("All sign-offs",)),
    ("everywhere", "titles"): Shown("/titles", ("Ranks of titles",)),
    ("everywhere", "handovers"): Shown(
        "/handovers?person={delegator}",
        ("received", "given", "over"),
        unsaid=("Offered on", "Accepted on"),
    ),
    ("everywhere", "pairs"): Shown(
        "/pairs", ("Your pairs", "Pairs that have ended"), unsaid=("Sessions", "Last", "Ended on")
    ),
    ("everywhere", "templates"): Shown("/templates", ("Templates",)),
    ("target", "evidence"): Shown(
        "/targets/{target}",
        ("Counted", "Readings", "Still to do", "Earlier, not counted"),
        unsaid=("Part",),
    ),
    ("rollout", "targets"): Shown("/rollouts/{rollout}/targets", ("figures",)),
    ("rollout", "targets-over-time"): Shown("/rollouts/{rollout}/targets", ("figure.chart",)),
    ("rollout", "guides"): Shown(
        "/rollouts/{rollout}/people", ("seats",), unsaid=("Topic", "As"), gather=lambda row: row[0]
    ),
    ("rollout", "guides-and-smes"): Shown("/rollouts/{rollout}/people", ("Guides and SMEs",)),
    ("rollout", "balance"): Shown("/rollouts/{two_way}/people", ("balances",)),
    ("rollout", "sessions"): Shown(
        "/rollouts/{rollout}/sessions",
        ("Sessions to come", "Sessions behind you"),
        unsaid=("State", "How"),
    ),
    ("rollout", "checklists"): Shown("/rollouts/{rolling}/checklists", ("Checklists",)),
    ("rollout", "outputs"): Shown(
        "/rollouts/{rollout}/outputs", ("Outputs",), unsaid=("State", "By", "Published")
    ),
    ("rollout", "needs"): Shown(
        "/rollouts/{rollout}/needs", ("Needs you",), unsaid=("Person", "Nudged on")
    ),
    ("rollout", "history"): Shown("/rollouts/{rollout}/history", ("ol.history",)),
    ("rollout", "seats"): Shown("/rollouts/{draft}/design/people", ("Seated",)),
    ("rollout", "signers"): Shown("/rollouts/{rollout}/agreement", ("signer-rows",)),
    ("rollout", "report-pairings"): Shown("/rollouts/{rollout}/report", ("pairings",)),
    ("rollout", "report-outputs"): Shown("/rollouts/{rollout}/report", ("outputs",)),
    ("rollout", "report-checklists"): Shown("/rollouts/{rolling}/report", ("checklists",)),
    ("rollout", "report-overdue"): Shown("/rollouts/{rollout}/report", ("overdue",)),
    ("checklist", "items"): Shown(
        "/checklists/{checklist}",
        ("div.column column-main",),
        unsaid=("When", "State", "Whom to ask"),
    ),
    ("checklist", "history"): Shown("/checklists/{checklist}/history", ("ol.history",)),
    # How deep an item stands is seen, and its heading is said once above all that stand below it.
    ("template", "items"): Shown(
        "/templates/{template}", ("template-items",), unsaid=("Heading", "Level")
    ),
    ("template", "history"): Shown("/templates/{template}/history", ("ol.history",)),
    ("pairing", "held"): Shown("/pairings/{pairing}/rest", ("details.disclosure",)),
    ("sheet", "difference"): Shown("/sheets/{sheet}?before={earlier}", ("difference",)),
    ("topic", "history"): Shown("/topics/{topic}/history", ("ol.history",)),
    ("output", "history"): Shown("/outputs/{output}/history", ("ol.history",)),
    ("person", "history"): Shown("/people/{person}/history", ("ol.history",)),
    ("topic", "standings"): Shown("/topics/{topic}", ("Standings",)),
    ("person", "standings"): Shown("/people/{person}", ("Standings",)),
    ("person", "losses"): Shown(
        "/people/{leaver}/leaving", ("losses",), unsaid=("Holders now", "Documents")
    ),
}

FILES = {
    "everywhere": (EVERYWHERE, "/tables/{name}.{ending}"),
    "rollout": (OF_ROLLOUT, "/rollouts/{id}/tables/{name}.{ending}"),
    "checklist": (OF_CHECKLIST, "/checklists/{id}/tables/{name}.{ending}"),
    "template": (OF_TEMPLATE, "/templates/{id}/tables/{name}.{ending}"),
    "pairing": (OF_PAIRING, "/pairings/{id}/tables/{name}.{ending}"),
    "sheet": (OF_SHEET, "/sheets/{id}/tables/{name}.{ending}"),
    "target": (OF_TARGET, "/targets/{id}/tables/{name}.{ending}"),
    "output": (OF_OUTPUT, "/outputs/{id}/tables/{name}.{ending}"),
    "topic": (OF_TOPIC, "/topics/{id}/tables/{name}.{ending}"),
    "person": (OF_PERSON, "/people/{id}/tables/{name}.{ending}"),
}
ALL = [(noun, name) for noun, (known, _) in FILES.items() for name in known]


@pytest.fixture(scope="module")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of a Monday, built once: each test looks at a copy."""
    path = tmp_path_factory.mktemp("demo") / "kt.db"
    shutil.copy(sqlite_template, path)
    db.connect(f"sqlite:///{path}")
    db.open_connection()
    with time_machine.travel(NOON, tick=False):
        demo.build(today=TODAY, zone=ZoneInfo("UTC"))
        Person.update(active=False).where(Person.name == "Raj Patel").execute()
        Person.update(leaving_date=date(2027, 1, 15)).where(Person.name == "Ines Vogt").execute()
        make.an_earlier_sheet(Sheet.select().where(Sheet.current).order_by(Sheet.id).get())
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.drop_connection()
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> str:
    wants_demo = "nora" in request.fixturenames
    path = tmp_path / "kt.db"
    shutil.copy(request.getfixturevalue("built") if wants_demo else sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def nora(browser: Browser) -> Iterator[Browser]:
    """The administrator of the demo, who sees all of it."""
    with time_machine.travel(NOON, tick=False):
        yield browser.sign_in(Person.get(Person.name == "Nora Ellis"))


@pytest.fixture
def ada(browser: Browser) -> Iterator[Browser]:
    with time_machine.travel(NOON, tick=False):
        yield browser.sign_in(a_cast().ada)


def looking(nora: Browser, name: str) -> Browser:
    """Have somebody look who has such a table: pairs are seen by their two alone."""
    return nora.sign_in(Person.get(Person.name == "Jane Whitlock")) if name == "pairs" else nora


def ids() -> dict[str, int]:
    """Give the things of the demo that have something in each table."""
    asked = {
        "rollout": "SELECT id FROM rollout WHERE name LIKE 'Settlement engine%'",
        "two_way": "SELECT id FROM rollout WHERE model LIKE '%two-way' AND state = 'running'"
        " AND purpose = 'team' ORDER BY id LIMIT 1",
        "rolling": "SELECT id FROM rollout WHERE rolling",
        "checklist": "SELECT checklist_id FROM item WHERE state = 'stuck'",
        "draft": "SELECT id FROM rollout WHERE state = 'draft'",
        "template": "SELECT id FROM template ORDER BY id LIMIT 1",
        "pairing": "SELECT pairing_id FROM attendance ORDER BY id LIMIT 1",
        "sheet": "SELECT id FROM sheet WHERE current ORDER BY id LIMIT 1",
        "earlier": "SELECT id FROM sheet WHERE NOT current AND digest = 'another'",
        "target": "SELECT target_id FROM reading ORDER BY id LIMIT 1",
        "topic": "SELECT id FROM topic WHERE name = 'Cut-off rules'",
        "person": "SELECT id FROM person WHERE name = 'Ben Arroyo'",
        "output": "SELECT output_id FROM version ORDER BY id LIMIT 1",
        "delegator": "SELECT delegator_id FROM handover ORDER BY id LIMIT 1",
        "leaver": "SELECT id FROM person WHERE leaving_date IS NOT NULL ORDER BY leaving_date",
    }
    found = {key: db.database.execute_sql(sql).fetchone() for key, sql in asked.items()}
    assert [key for key, row in found.items() if row is None] == []
    return {key: row[0] for key, row in found.items()}


def path_of(noun: str, name: str, ending: str) -> str:
    """Give the address of a file that belongs to the page where its table is compared."""
    page, _, query = PLACES[noun, name].page.partition("?")
    key = re.findall(r"{(\w+)}", page)
    path = FILES[noun][1].format(id=ids()[key[0]] if key else "", name=name, ending=ending)
    return f"{path}?{query.format(**ids())}" if query else path


def page_rows(browser: Browser, shown: Shown) -> list[Element]:
    """Read the rows of all pages of a list."""
    path, rows = shown.page.format(**ids()), []
    for at in count(1):
        page = Page(browser.get(f"{path}{'&' if '?' in path else '?'}page={at}").text)
        rows += [row for place in shown.places for row in page.rows(place)]
        if not any(page.root.all(is_next)):
            break
    return rows


def is_next(element: Element) -> bool:
    return element.attributes.get("id") == "page-next"


def sayings(head: str, cell: Cell) -> set[str]:
    """List how a screen may say a cell."""
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return {short_date(day, TODAY), day_words(day, TODAY), due_words(day, TODAY)}
    if isinstance(cell, float | int):
        if head == "Holders left" and not cell:
            return {"nobody"}
        return {minutes_words(int(cell))} if head == "Minutes" else {number(cell)}
    return {spaced(cell)}


def is_said(head: str, cell: Cell, text: str) -> bool:
    return (
        cell == ""
        or (head, cell) in USUAL
        or any(
            re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)
            for words in sayings(head, cell)
        )
    )


# ------------------------------------------------------------------ the tests


def test_every_table_has_a_place_where_it_is_compared() -> None:
    assert set(ALL) == set(PLACES)


@pytest.mark.parametrize(("noun", "name"), ALL)
def test_a_file_has_the_rows_and_the_words_of_its_screen(
    nora: Browser, noun: str, name: str
) -> None:
    assert compared(looking(nora, name), noun, name), "the demo has nothing for this table"


@pytest.mark.parametrize("who", ["Ana Duarte", "Ben Arroyo", "Greta Lind", "Cleo Marsh"])
@pytest.mark.parametrize(("noun", "name"), ALL)
def test_a_file_shows_to_each_what_its_screen_shows_them(
    nora: Browser, noun: str, name: str, who: str
) -> None:
    browser = nora.sign_in(Person.get(Person.name == who))
    screen = browser.get(PLACES[noun, name].page.format(**ids()))
    file = browser.get(path_of(noun, name, "xlsx"))
    if name == "leavers" and who != "Ana Duarte":
        # The screen of everybody has this part for supervisors alone.
        assert (screen.status_code, file.status_code) == (200, 403)
        return
    assert file.status_code == screen.status_code
    if file.status_code == 200:
        compared(browser, noun, name)


def compared(browser: Browser, noun: str, name: str, query: str = "") -> int:
    """Compare a file with its screen, and tell how many rows there are."""
    shown = PLACES[noun, name]
    shown = replace(shown, page=shown.page.partition("?")[0] + query if query else shown.page)
    path = (
        path_of(noun, name, "xlsx").partition("?")[0] + query
        if query
        else path_of(noun, name, "xlsx")
    )
    heads, *rows = workbook(browser.get(path).data)
    there = page_rows(browser, shown)
    if name == "risks":
        # The screen lists those at risk; the file goes on, to those that are covered.
        there = [row for row in there if not row.text.startswith("Every topic")]
        rows = rows[: len(there)]
    pairs = list(zip(rows, there, strict=not shown.gather))
    if shown.gather:
        keys = list(dict.fromkeys(shown.gather(row) for row in rows))
        there = [row for row in there if any(is_said("", key, row.text) for key in keys)]
        assert len(there) == len(keys)
        pairs = [(row, there[keys.index(shown.gather(row))]) for row in rows]
    wrong = [
        f"{head} “{cell}” is not in “{element.text}”"
        for row, element in pairs
        for head, cell in zip(heads, row, strict=True)
        if head not in shown.unsaid and not is_fine(name, str(head), cell, element.text)
    ]
    assert wrong == []
    return len(rows)


def is_fine(name: str, head: str, cell: Cell, text: str) -> bool:
    if name == "targets" and head == "Topic":
        return True  # It stands in a row of its own; the next test compares it.
    if head in BETWEEN:
        return all(is_said(head, part, text) for part in str(cell).split(BETWEEN[head]))
    if head == "Progress in %" and isinstance(cell, float):
        return f"{cell:.0f} %" in text
    return is_said(head, cell, text)


@pytest.mark.parametrize(
    "name", ["report-pairings", "report-outputs", "report-checklists", "report-overdue"]
)
def test_the_tables_of_a_report_are_the_same_cell_by_cell(nora: Browser, name: str) -> None:
    heads, *rows = workbook(nora.get(path_of("rollout", name, "xlsx")).data)
    page = Page(nora.get(PLACES["rollout", name].page.format(**ids())).text)
    (place,) = PLACES["rollout", name].places
    (table,) = page.root.all(lambda each: each.attributes.get("id") == place)
    (head,) = [row for row in table.all(is_row) if is_head(row)]
    assert cells_of(head) == heads
    there = [cells_of(row) for row in page.rows(place)]
    for row, cells in zip(rows, there, strict=True):
        assert all(
            said in sayings(str(head), cell)
            for head, cell, said in zip(heads, row, cells, strict=True)
        ), (row, cells)


def test_targets_are_the_same_cell_by_cell_in_file_page_and_report(nora: Browser) -> None:
    heads, *rows = workbook(nora.get(path_of("rollout", "targets", "xlsx")).data)
    for path in ("targets", "report"):
        page = Page(nora.get(f"/rollouts/{ids()['rollout']}/{path}").text)
        (table,) = page.root.all(lambda each: each.attributes.get("id") == "figures")
        topic, there = "", []
        for row in list(table.all(is_row))[1:]:
            if is_head(row):
                topic = row.text
            else:
                there.append([topic, *cells_of(row)])
        for row, cells in zip(rows, there, strict=True):
            of = dict(zip(heads, row, strict=True))
            unit = f" {of['Unit']}" if of["Unit"] else ""
            assert cells[:2] == [of["Topic"], spaced(f"{of['What']} {of['For']}")]
            assert cells[2] == number(of["Baseline"]) + unit
            now = of["Now"]
            assert cells[3] == (now if isinstance(now, str) else number(now) + unit)
            assert cells[4] == spaced(f"{of['Limit']} {number(of['Target'])}{unit}")
            for place, head in ((5, "By"), (7, "Met since")):
                assert cells[place] in sayings(head, of[head])
            both = [sayings(head, of[head]) for head in ("Likely", "At the latest") if of[head]]
            assert cells[6] in {" – ".join(days) for days in product(*both)}


@pytest.mark.parametrize("path", ["/rollouts/{rollout}", "/?rollout={rollout}"])
def test_a_chart_has_the_file_of_its_figures_wherever_it_stands(nora: Browser, path: str) -> None:
    browser = nora.sign_in(Person.get(Person.name == "Ana Duarte"))
    html = browser.get(path.format(**ids())).text
    (figure,) = Page(html).root.all(lambda each: each.tag == "figure")
    (link,) = re.findall(r'href="([^"]*targets-over-time\.xlsx[^"]*)"', html)
    _, *rows = workbook(browser.get(link).data)
    there = [cells_of(row) for row in figure.all(is_row) if not is_head(row)]
    for row, cells in zip(rows, there, strict=True):
        assert all(said in sayings("", cell) for cell, said in zip(row, cells, strict=True))


@pytest.mark.parametrize(("noun", "name"), ALL)
def test_csv_and_workbook_say_the_same_and_days_are_days(
    nora: Browser, noun: str, name: str
) -> None:
    looking(nora, name)
    book = workbook(nora.get(path_of(noun, name, "xlsx")).data)
    answer = nora.get(path_of(noun, name, "csv"))
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}-{TODAY}.csv"
    assert lines_of(answer.data) == [[plain(cell) for cell in row] for row in book]
    texts = [cell for row in book for cell in row if isinstance(cell, str)]
    assert [text for text in texts if re.fullmatch(r"\d{4}-\d\d-\d\d|\d+|\d+\.\d+", text)] == []
    heads = book[0]
    assert len(set(heads)) == len(heads)
    assert all(isinstance(head, str) and head[0].isupper() for head in heads)
    assert not any("_" in str(head) for head in heads)


def plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


@pytest.mark.parametrize(
    ("noun", "name", "head"),
    [
        ("rollout", "targets", "By"),
        ("rollout", "sessions", "Day"),
        ("rollout", "history", "Day"),
        ("rollout", "report-overdue", "By"),
        ("everywhere", "rollouts", "Start"),
        ("everywhere", "documents", "Published"),
        ("topic", "standings", "On"),
        ("everywhere", "leavers", "Leaves on"),
    ],
)
def test_dates_are_typed_in_a_workbook(nora: Browser, noun: str, name: str, head: str) -> None:
    heads, *rows = workbook(nora.get(path_of(noun, name, "xlsx")).data)
    days = [row[heads.index(head)] for row in rows]
    assert days
    assert all(isinstance(day, date) or day == "no date" for day in days)
    assert any(isinstance(day, date) for day in days)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("people", "?q=ben"),
        ("people", "?department=Settlements"),
        ("people", "?state=disabled"),
        ("topics", "?kind=orientation"),
        ("topics", "?words=cut"),
        ("documents", "?kind=manual"),
        ("documents", "?words=batch"),
        ("rollouts", "?state=draft"),
        ("questions", "?which=mine"),
        ("risks", "?only=gaps"),
        ("templates", "?show=retired"),
    ],
)
def test_a_file_keeps_the_filters_of_its_screen(nora: Browser, name: str, query: str) -> None:
    page = PLACES["everywhere", name].page.partition("?")[0]
    browser = nora.sign_in(Person.get(Person.name == "Ana Duarte"))
    found = compared(browser, "everywhere", name, query)
    assert found < len(workbook(browser.get(f"/tables/{name}.xlsx?which=all").data)) - 1
    if found:
        links = browser.get(page + query).text.replace("&amp;", "&")
        assert f'href="/tables/{name}.csv{query}"' in links


TEXTS = {
    "person": ("name", "title"),
    "topic": ("name",),
    "rollout": ("name",),
    "output": ("title",),
    "target": ("name", "unit"),
    "item": ("text",),
    "checklist": ("title",),
    "question": ("text",),
    "template": ("title",),
    "template_item": ("text",),
}

# No cell of these holds a word that somebody wrote.
OWN_WORDS = ("targets-over-time", "held")


@pytest.mark.parametrize("sign", FORMULA_SIGNS[:4])
@pytest.mark.parametrize(("noun", "name"), [each for each in ALL if each[1] not in OWN_WORDS])
def test_what_people_wrote_never_computes(nora: Browser, noun: str, name: str, sign: str) -> None:
    looking(nora, name)
    place = path_of(noun, name, "csv")
    for table, columns in TEXTS.items():
        for column in columns:
            db.database.execute_sql(f"UPDATE {table} SET {column} = '{sign}1' || {column}")
    rows = lines_of(nora.get(place).data)
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA_SIGNS)] == []
    if name not in ("report-checklists", "evidence"):
        assert [cell for row in rows for cell in row if cell.startswith(f"'{sign}1")]
    with ZipFile(BytesIO(nora.get(place.replace(".csv", ".xlsx")).data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_a_file_has_all_pages_of_its_screen(ada: Browser) -> None:
    for at in range(120):
        make.a_person(f"Learner {at:03}", email=f"{at}@example.com")
    assert len(lines_of(ada.get("/tables/people.csv").data)) == 1 + 6 + 120
    assert len(Page(ada.get("/people").text).rows("People")) == 50


def test_a_list_that_is_too_long_for_a_file_is_refused_in_words(ada: Browser) -> None:
    rows = [{"name": f"Learner {at}", "email": f"{at}@example.com"} for at in range(20_001)]
    with db.transaction():
        for some in chunked(rows, 1_000):
            Person.insert_many(some).execute()
    answer = ada.get("/tables/people.csv")
    assert answer.status_code == 422
    assert "This list has 20,007 rows, and a file takes 20,000." in answer.text
    assert ada.get("/tables/people.csv?q=learner+7777").status_code == 200


@pytest.mark.parametrize("path", ["/tables/{}.csv", "/rollouts/1/tables/{}.csv"])
def test_an_unknown_table_or_ending_is_not_there(ada: Browser, path: str) -> None:
    assert ada.get(path.format("wages")).status_code == 404
    assert ada.get(path.format("targets").replace("csv", "exe")).status_code == 404


def test_a_day_that_is_none_is_refused_in_words(ada: Browser) -> None:
    answer = ada.get("/people/2/tables/losses.csv?on=soon")
    assert (answer.status_code, "“soon” is not a date." in answer.text) == (422, True)


def test_mentors_and_proteges_are_called_so_in_files(ada: Browser) -> None:
    db.database.execute_sql("UPDATE rollout SET wording = 'mentoring'")
    heads = lines_of(ada.get("/rollouts/1/tables/guides.csv").data)[0]
    assert heads[0] == "Protégé"
    assert lines_of(ada.get("/rollouts/1/tables/guides.csv").data)[1][4] == "mentor"


def test_a_link_on_a_page_cannot_be_bent_by_its_address(ada: Browser) -> None:
    html = ada.get("/people?_external=1&_scheme=ftp&ending=exe&name=wages&page=1").text
    assert re.findall(r'href="([^"]*tables[^"]*)"', html) == [
        "/tables/people.xlsx",
        "/tables/people.csv",
    ]
