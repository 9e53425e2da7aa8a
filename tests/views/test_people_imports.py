"""Importing people by upload: look at it first, change columns, confirm."""

import io
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import make
import pytest
from conftest import Browser

from kt import clock, models
from kt.models import Access, Person, Upload
from kt.operations.people import disable_person

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

INPUTS = Path(__file__).parents[1] / "inputs" / "people_csv"

TEAM = """\
Employee ID,Name,Email,Title,Squad
1,Greta Lind,greta@example.com,Lead,Blue
2,Nell Ito,,Clerk,Red
"""


@pytest.fixture
def root(database: str) -> Person:
    return make.a_person("Root Adams", access=Access.ADMINISTRATOR)


@pytest.fixture
def signed_in(browser: Browser, root: Person) -> Browser:
    return browser.sign_in(root)


def upload(browser: Browser, data: str | bytes, name: str = "team.csv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    response = browser.post("/people/imports", data={"file": (io.BytesIO(content), name)})
    # The test client spools a large body into a file and leaves it open.
    response.request.environ["wsgi.input"].close()
    return response


def preview(browser: Browser, data: str | bytes, query: str = "") -> tuple[str, str]:
    """Upload a file; give the address of its preview and the page."""
    url = upload(browser, data).location
    return url, read(browser.get(url + query))


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status
    return unescape(response.text)


def confirm(browser: Browser, url: str, html: str) -> Any:
    version = re.search(r'name="version" value="([^"]+)"', html)
    return browser.post(f"{url}/confirmation", data={"version": version[1]})


def chosen(html: str) -> list[str]:
    """Read which field each column is mapped to."""
    selects = re.findall(r'<select[^>]*name="columns-\d+".*?</select>', html, re.DOTALL)
    return [re.search(r'<option selected value="([^"]*)"', each)[1] for each in selects]


def test_a_file_is_looked_at_first_and_imported_when_confirmed(signed_in: Browser) -> None:
    url, html = preview(signed_in, TEAM)
    assert "2 people would be added, 0 changed." in html
    assert Person.select().count() == 1
    done = confirm(signed_in, url, html)
    assert done.location == "/people"
    assert "Imported: 2 added, 0 changed, 0 as they were." in read(signed_in.get("/people"))
    assert {person.name for person in Person.select()} == {"Root Adams", "Greta Lind", "Nell Ito"}


def test_the_preview_lists_added_changed_unchanged_absent_people_and_problems(
    signed_in: Browser,
) -> None:
    make.a_person("Greta Lind", employee_id="1", email="greta@example.com", title="Chief")
    make.a_person("Sam Roth", employee_id="3", email="sam@example.com")
    text = TEAM + "3,Sam Roth,sam@example.com,,\n"
    url, html = preview(signed_in, text)
    assert "Line 3" in html
    assert "Nell Ito has no e-mail and cannot sign in until there is one." in html
    shown = {
        part: " ".join(read(signed_in.get(f"{url}?show={part}")).partition('id="plan"')[2].split())
        for part in ("added", "changed", "unchanged", "absent")
    }
    assert "Nell Ito" in shown["added"]
    assert "title: Chief → Lead" in shown["changed"]
    assert "Sam Roth" in shown["unchanged"]
    assert "Root Adams" in shown["absent"]


def test_columns_can_be_changed_with_a_button_and_are_remembered(signed_in: Browser) -> None:
    url, html = preview(signed_in, TEAM)
    assert chosen(html) == ["employee_id", "name", "email", "title", ""]
    columns = {f"columns-{at}": field for at, field in enumerate(chosen(html))}
    sent = columns | {"columns-4": "department"}
    assert signed_in.post(f"{url}/columns", data=sent).location == url
    html = read(signed_in.get(url))
    assert chosen(html)[4] == "department"
    confirm(signed_in, url, html)
    assert Person.get(Person.name == "Greta Lind").department == "Blue"
    assert chosen(preview(signed_in, TEAM)[1])[4] == "department"


def test_what_is_no_field_is_not_taken_for_one(signed_in: Browser) -> None:
    url, _ = preview(signed_in, TEAM)
    assert signed_in.post(f"{url}/columns", data={"columns-0": "salary"}).status_code == 422
    assert chosen(read(signed_in.get(url)))[0] == "employee_id"


def test_a_date_that_reads_both_ways_is_asked_about(signed_in: Browser) -> None:
    text = "Employee ID,Name,Hire Date\n1,Greta Lind,09-10-2023\n"
    url, html = preview(signed_in, text)
    assert "What comes first in them?" in html
    assert 'id="confirm"' not in html
    columns = {f"columns-{at}": field for at, field in enumerate(chosen(html))}
    signed_in.post(f"{url}/columns", data=columns | {"first": "month"})
    html = read(signed_in.get(url))
    assert re.search(r"<input[^>]*checked[^>]*value=\"month\"", html)
    confirm(signed_in, url, html)
    assert str(Person.get(Person.name == "Greta Lind").start_date) == "2023-09-10"


def test_a_file_with_errors_names_their_lines_and_cannot_be_confirmed(signed_in: Browser) -> None:
    url, html = preview(signed_in, TEAM + ",Sam Roth,,,\n")
    assert "This file cannot be imported yet: it has errors." in html
    assert "This row has neither an employee number nor an e-mail" in html
    assert "Line 4" in html
    assert 'id="confirm"' not in html
    assert signed_in.post(f"{url}/confirmation").status_code == 409
    assert Person.select().count() == 1


def test_what_a_rule_refuses_is_said_on_the_preview(signed_in: Browser) -> None:
    url, html = preview(signed_in, "Email,Name,Status\nroot@example.com,Root Adams,Left\n")
    response = confirm(signed_in, url, html)
    html = read(response, 422)
    assert "The file says that the only administrator has left" in html
    assert "0 people would be added, 1 changed." in html
    assert Person.get().active


def test_a_file_that_changes_nothing_says_so(signed_in: Browser) -> None:
    url, html = preview(signed_in, TEAM)
    confirm(signed_in, url, html)
    _, html = preview(signed_in, TEAM)
    assert "There is nothing to import" in html
    assert 'id="confirm"' not in html


def test_an_import_does_what_its_preview_said_or_shows_another(
    signed_in: Browser, root: Person
) -> None:
    greta = make.a_person("Greta Lind", employee_id="1", title="Chief")
    url, html = preview(signed_in, TEAM.replace("Lead", "Lead,").replace("Squad", "Squad,Status"))
    disable_person(greta, by=root)
    make.a_person("Nell Ito", employee_id="2", email=None, title="Clerk")
    response = confirm(signed_in, url, html)
    html = read(response, 409)
    assert "People were changed since you looked at this file." in html
    assert "0 people would be added, 1 changed." in html
    assert Person.get_by_id(greta.id).title == "Chief"
    assert confirm(signed_in, url, html).status_code == 303
    assert Person.get_by_id(greta.id).title == "Lead"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "empty.csv", "“empty.csv” is empty."),
        (b"\xff\xfe\x00", "odd.csv", "“odd.csv” is not text in an encoding"),
        (b"PK\x03\x04nonsense", "broken.xlsx", "cannot be read as an Excel workbook"),
        (b"just,some\nother,table\n", "table.csv", "No header row was found"),
        (b"a" * (10 * 1024 * 1024 + 1), "huge.csv", "“huge.csv” is larger than 10 MB."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_is_not_kept(
    signed_in: Browser, data: bytes, name: str, sentence: str
) -> None:
    assert sentence in read(upload(signed_in, data, name), 422)
    assert Upload.select().count() == 0


def test_a_file_has_to_be_chosen(signed_in: Browser) -> None:
    response = signed_in.post("/people/imports", data={"file": (io.BytesIO(), "")})
    assert "Choose a file." in read(response, 422)


def test_an_upload_goes_when_it_was_imported_or_forgotten_for_a_day(signed_in: Browser) -> None:
    url, html = preview(signed_in, TEAM)
    confirm(signed_in, url, html)
    assert Upload.select().count() == 0
    upload(signed_in, TEAM)
    of_another_kind = Upload.create(
        person=Person.get(), purpose="checklist", filename="list.md", data=b""
    )
    Upload.update(at=clock.now() - timedelta(hours=25)).execute()
    preview(signed_in, TEAM)
    assert Upload.select().where(Upload.purpose == "people").count() == 1
    assert Upload.get_by_id(of_another_kind.id)


def test_nobody_sees_the_upload_of_another(signed_in: Browser) -> None:
    url, html = preview(signed_in, TEAM)
    other = make.a_person("Second Adams", access=Access.ADMINISTRATOR)
    theirs = signed_in.application.test_client().sign_in(other)
    assert theirs.get(url).status_code == 404
    assert confirm(theirs, url, html).status_code == 404
    assert theirs.post(f"{url}/columns").status_code == 404


def test_an_administrator_no_more_cannot_go_on_with_their_upload(
    signed_in: Browser, root: Person
) -> None:
    url, html = preview(signed_in, TEAM)
    Person.update(access=Access.MEMBER).where(Person.id == root.id).execute()
    assert signed_in.get(url).status_code == 404
    assert confirm(signed_in, url, html).status_code == 404
    assert Person.select().count() == 1


def test_a_long_plan_comes_in_pages(signed_in: Browser) -> None:
    rows = "".join(f"{number},Person {number},p{number}@example.com\n" for number in range(120))
    url, html = preview(signed_in, "Employee ID,Name,Email\n" + rows)
    assert "1 to 50 of 120" in html
    last = read(signed_in.get(f"{url}?show=added&page=3"))
    assert "101 to 120 of 120" in last
    assert "Person 119" in last
    assert "Person 99" not in last


@pytest.mark.parametrize("path", sorted(INPUTS.iterdir()), ids=lambda path: path.name)
def test_every_real_file_has_a_preview(signed_in: Browser, path: Path) -> None:
    response = upload(signed_in, path.read_bytes(), path.name)
    html = read(signed_in.get(response.location))
    assert path.name in html
    assert "Password" not in [person.name for person in Person.select()]
    assert (
        models.AuditEntry.select().where(models.AuditEntry.deed == "people.imported").count() == 0
    )
