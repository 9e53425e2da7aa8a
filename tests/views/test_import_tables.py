"""What the preview of an import shows, as a file: the same rows and words, typed and harmless."""

import io
import re
from datetime import date
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from screens import Cell, Page, lines_of, workbook

from kt.exporters.tables import FORMULA_SIGNS
from kt.models import Basis, Person, Upload

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TEAM = """\
Employee ID,Name,Email,Title,Department,Location,Start date,Manager email,Status
7,Greta Lind,greta@example.com,Lead,Blue,Oslo,2026-12-01,ada@example.com,
8,Nell Ito,,Clerk,Red,,,,inactive
9,Ben Cook,ben@example.com,Chief,,,2026-12-24,ada@example.com,
10,Dan Smith,dan@example.com,,,,,,
11,Nobody,not an address,,,,,,
"""
SKILLS = """\
Name,Skill,Level,Date,Expiry date
Eve Nobody,Cut-off rules,3,2026-11-02,2027-02-01
Cleo Marsh,Cut-off rules,3,2026-11-03,
Ben Arroyo,Cut-off rules,2,2026-11-04,
Dan Weiss,Cut-off rules,1,2026-11-05,
Nobody Known,Cut-off rules,3,2026-11-06,
"""
DOCUMENT = "---\ntopic: Cut-off rules\n---\n# {}\n\nOne two three\n"
LIST = (
    "# First week\n\n- [ ] Buddy: Show the office\n  - [ ] Kitchen\n\n## Day 3\n- [ ] Get a badge\n"
)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


@pytest.fixture
def root(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.root)


def kept(browser: Browser, path: str, text: str, name: str, **values: Any) -> str:
    """Upload a file, and give the address of its preview."""
    field = "files" if path == "/outputs/import" else "file"
    file = (io.BytesIO(text.encode()), name)
    answer = browser.post(path, data={field: [file] if field == "files" else file, **values})
    assert answer.status_code == 303, answer.text
    return answer.location


def files_on(browser: Browser, page: str) -> list[str]:
    html = browser.get(page).text.replace("&amp;", "&")
    return re.findall(r'href="([^"]*\.xlsx[^"]*)"', html)


def file_of(browser: Browser, page: str) -> list[list[Cell]]:
    """Open the workbook that a page leads to; the CSV beside it says the same."""
    (path,) = files_on(browser, page)
    book = workbook(browser.get(path).data)
    assert lines_of(browser.get(path.replace(".xlsx", ".csv")).data) == [
        [said(cell, iso=True) for cell in row] for row in book
    ]
    return book


def said(cell: Cell, *, iso: bool = False) -> str:
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d") if iso else f"{cell.day} {cell:%b %Y}"
    return f"{cell:g}" if isinstance(cell, float) else cell


def rows_of(browser: Browser, page: str, place: str) -> list[str]:
    return [row.text for row in Page(browser.get(page).text).rows(place)]


def missing(book: list[list[Cell]], there: list[str], unsaid: tuple[str, ...] = ()) -> list[str]:
    """List the cells of a file that its row of the page does not say."""
    heads, *rows = book
    return [
        f"{head} “{cell}” is not in “{text}”"
        for row, text in zip(rows, there, strict=True)
        for head, cell in zip(heads, row, strict=True)
        if head not in unsaid and said(cell) not in text
    ]


def test_each_part_of_a_preview_of_people_is_a_file(root: Browser) -> None:
    page = kept(root, "/people/imports", TEAM, "team.csv")
    for part, heads, many in (
        ("problems", ["Line", "Kind", "What is wrong"], 3),
        ("unchanged", ["Person", "Line"], 0),
        ("absent", ["Person", "Department"], 4),
        (
            "added",
            [
                *("Person", "Line", "Title", "Department", "Location", "E-mail", "Start date"),
                *("Manager", "Status"),
            ],
            2,
        ),
    ):
        there = rows_of(root, f"{page}?show={part}", part.capitalize())
        assert len(there) == many or part in ("problems", "absent")
        if not there:
            assert files_on(root, f"{page}?show={part}") == []
            continue
        book = file_of(root, f"{page}?show={part}")
        assert book[0] == heads
        assert missing(book, there) == []
    greta, nell = file_of(root, f"{page}?show=added")[1:]
    assert greta[6] == date(2026, 12, 1)
    assert (greta[7], nell[8]) == ("Ada Lovell", "disabled")


def test_what_would_change_of_people_is_a_row_for_each_fact(root: Browser) -> None:
    page = kept(root, "/people/imports", TEAM, "team.csv") + "?show=changed"
    heads, *rows = file_of(root, page)
    assert heads == ["Person", "Line", "What", "Now", "Then"]
    there = {
        title: text
        for text in rows_of(root, page, "Changed")
        for title in ("Ben Arroyo", "Dan Weiss")
        if text.startswith(title)
    }
    assert {row[0] for row in rows} == set(there)
    for person, line, what, before, then in rows:
        assert f"line {line:g}" in there[person]
        assert f"{what}: {said(before)} → {said(then)}" in there[person]
    assert ["Ben Arroyo", 4, "start date", "nothing", date(2026, 12, 24)] in rows


@pytest.fixture
def skills(cast: Cast, ada: Browser) -> str:
    for person, level, on in ((cast.cleo, 1, 1), (cast.ben, 3, 20)):
        make.a_standing(person, cast.topic, level, basis=Basis.IMPORTED, on=date(2026, 11, on))
    make.a_standing(cast.dan, cast.topic, 4, basis=Basis.SIGNED_OFF, on=date(2026, 10, 5))
    return kept(ada, "/standings/imports", SKILLS, "skills.csv")


@pytest.mark.parametrize(
    ("part", "label", "unsaid", "row"),
    [
        (
            "added",
            "Added",
            (),
            [
                *("Eve Nobody", "Cut-off rules", "", 2, "3", "does it alone"),
                *(date(2026, 11, 2), date(2027, 2, 1)),
            ],
        ),
        (
            "changed",
            "Changed",
            # The page says in its place what they stood at before.
            ("In the file",),
            [
                *("Cleo Marsh", "Cut-off rules", "", 3, "3", "does it alone", "knows about it"),
                *(date(2026, 11, 3), ""),
            ],
        ),
        (
            "kept",
            "Kept",
            (),
            [
                *("Dan Weiss", "Cut-off rules", "", 5, "1", "knows about it"),
                *("coaches others", "signed off", date(2026, 10, 5)),
            ],
        ),
        ("problems", "Problems", (), ["", 6, "warning"]),
    ],
)
def test_each_part_of_a_preview_of_standings_is_a_file(
    ada: Browser, skills: str, part: str, label: str, unsaid: tuple[str, ...], row: list[Cell]
) -> None:
    page = f"{skills}?show={part}"
    book = file_of(ada, page)
    assert missing(book, rows_of(ada, page, label), unsaid) == []
    assert row in [each[: len(row)] for each in book[1:]]


def test_a_standing_that_one_may_not_see_is_not_in_the_file(cast: Cast, ada: Browser) -> None:
    hal = make.a_person("Hal Stranger")
    topic = make.a_topic("Payroll run")
    make.a_standing(cast.eve, topic, 4, basis=Basis.SIGNED_OFF, judged_by=hal)
    text = "Name,Skill,Level\nEve Nobody,Payroll run,3\n"
    page = kept(ada, "/standings/imports", text, "skills.csv") + "?show=kept"
    book = file_of(ada, page)
    assert missing(book, rows_of(ada, page, "Kept")) == []
    assert book[1][-3:] == ["a sign-off on it", "", ""]


def test_documents_to_import_are_a_file_with_what_is_left_out_and_what_is_wrong(
    ada: Browser,
) -> None:
    many = [(io.BytesIO(DOCUMENT.format(f"Manual {at}").encode()), f"{at}.md") for at in range(120)]
    wrong = (io.BytesIO(b"---\ntopic: Night shift\n---\n# A guide\n\nWords"), "wrong.md")
    answer = ada.post("/outputs/import", data={"files": [*many, wrong], "place": ""})
    page = answer.location
    ada.post(
        f"{page}/place", data={"to": "2", "page": "1", "keep": [str(at) for at in range(1, 50)]}
    )
    found = files_on(ada, page)
    (path,) = [each for each in found if "documents-import" in each]
    heads, *rows = workbook(ada.get(path).data)
    assert heads == [
        "Title",
        "Import",
        "Kind",
        "Topic",
        "Words",
        "What happens",
        "What to do first",
    ]
    assert len(rows) == 121
    there = [
        row
        for number in (1, 2, 3)
        for row in Page(ada.get(f"{page}?page={number}").text).rows("Documents to import")
    ]
    for row, shown in zip(rows, there, strict=True):
        cells = [each for each in shown.inside if not isinstance(each, str)]
        (box,) = cells[0].all(lambda each: each.tag == "input")
        assert row[1] == ("yes" if "checked" in box.attributes else "no")
        assert [said(cell) for cell in row[:1] + row[2:5]] == [each.text for each in cells[1:5]]
        assert " ".join(filter(None, row[5:])) == cells[5].text
    assert [rows[0][1], rows[1][1]] == ["no", "yes"]
    assert "There is no topic “Night shift” yet" in str(rows[-1][6])


def test_what_to_look_at_in_documents_is_a_file(ada: Browser) -> None:
    text = DOCUMENT.format("A manual") + "\n![Plan](plan.png)\n"
    page = kept(ada, "/outputs/import", text, "a.md", place="")
    there = rows_of(ada, page, "To look at in the files")
    (path,) = [each for each in files_on(ada, page) if "to-look-at" in each]
    book = workbook(ada.get(path).data)
    assert book[0] == ["What", "File", "Line"]
    assert there
    assert missing(book, there) == []


def test_a_checklist_to_import_is_a_file(ada: Browser) -> None:
    page = kept(ada, "/template-imports", LIST, "list.md")
    heads, *rows = file_of(ada, page)
    assert heads == ["Item", "Level", "Heading", "Who", "When"]
    html = ada.get(page).text
    for at, (text, level, heading, who, when) in enumerate(rows):
        assert re.search(rf'<textarea[^>]*name="lines-{at}-text"[^>]*>\s*{text}</textarea>', html)
        for name, cell in (("heading", heading), ("due_text", when)):
            field = re.search(
                rf'<input[^>]*name="lines-{at}-{name.replace("heading", "group")}"[^>]*>', html
            )
            assert field
            assert f'value="{cell}"' in field[0]
        for name, cell in (("depth", f"{level:g}"), ("owners", who)):
            options = re.search(rf'name="lines-{at}-{name}".*?</select>', html, re.DOTALL)
            assert options
            assert f">{cell}</option>" in re.search(r"<option selected.*?</option>", options[0])[0]
    assert len(rows) == html.count("<textarea") == 3
    assert "buddy" in str(rows[0][3])


SHEETS = {
    "/people/imports": "Employee ID,Name,Title\n7,{0}1+1,{0}cmd\n",
    "/standings/imports": "Name,Skill,Level,Date\nEve Nobody,{0}1+1,3,2026-11-02\n",
    "/outputs/import": "# {0}1+1\n\nText\n",
    "/template-imports": "- [ ] {0}1+1\n",
}


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
@pytest.mark.parametrize("path", SHEETS)
def test_no_cell_of_a_kept_file_computes(
    browser: Browser, cast: Cast, path: str, sign: str
) -> None:
    browser.sign_in(cast.root)
    ending = "csv" if path.endswith("s/imports") else "md"
    values = {"place": ""} if path == "/outputs/import" else {}
    page = kept(browser, path, SHEETS[path].format(sign), f"file.{ending}", **values)
    if path == "/standings/imports":
        browser.post(f"{page}/choices", data={"add_topics": "y", "kind": "niche skill"})
    seen = []
    for part in ("problems", "added", "changed", "unchanged"):
        for link in files_on(browser, f"{page}?show={part}"):
            seen += lines_of(browser.get(link.replace(".xlsx", ".csv")).data)[1:]
    assert seen
    assert [cell for row in seen for cell in row if cell.startswith(FORMULA_SIGNS)] == []
    if sign in "=@":
        assert [cell for row in seen for cell in row if cell.startswith(f"'{sign}1+1")]


def test_a_file_that_is_gone_is_said_to_be_gone_to_everybody_alike(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.ada)
    page = kept(browser, "/template-imports", LIST, "list.md")
    (path,) = files_on(browser, page)
    before = Upload.get().__data__
    assert browser.get(path).status_code == 200
    assert Upload.get().__data__ == before
    browser.sign_in(cast.root)
    others = browser.get(path)
    browser.sign_in(cast.ada)
    browser.post(f"{page}/removal")
    answer = browser.get(path)
    assert (answer.status_code, others.status_code) == (404, 404)
    assert "A file to import is kept for whoever chose it" in answer.text
    assert "A file to import is kept for whoever chose it" in others.text


def test_people_of_other_purposes_are_not_read_as_people(root: Browser, cast: Cast) -> None:
    upload = Upload.create(person=cast.root, purpose="documents", filename="a.md", data=b"# A")
    assert root.get(f"/uploads/{upload.id}/tables/people-import.csv").status_code == 404
    assert Person.select().count() == 6
