"""Importing standings by upload: look at it first, say what its words mean, confirm."""

import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import make
import pytest
from conftest import Browser

from kt.models import Access, Basis, Kind, Person, Standing, Topic, Upload

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

INPUTS = Path(__file__).parents[1] / "inputs" / "skills"
MATRIX = "Name,Python,SQL\nGreta Lind,Jedi,2\nNell Ito,Padawan,Jedi\n"


@pytest.fixture
def ada(database: str) -> Person:
    make.a_topic("Python")
    make.a_person("Greta Lind")
    make.a_person("Nell Ito")
    return make.a_person("Ada Adams", access=Access.SUPERVISOR)


@pytest.fixture
def signed_in(browser: Browser, ada: Person) -> Browser:
    return browser.sign_in(ada)


def upload(browser: Browser, data: str | bytes, name: str = "skills.csv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    response = browser.post("/standings/imports", data={"file": (io.BytesIO(content), name)})
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


def sent(html: str) -> dict[str, str]:
    """Read what the form of a preview would send as it stands."""
    values = {}
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', inside)
        values[name] = chosen[1] if chosen else ""
    return values


def choose(browser: Browser, url: str, **changed: str) -> Any:
    values = sent(read(browser.get(url))) | {
        name.replace("_", "-", 1) if name[-1].isdigit() else name: value
        for name, value in changed.items()
    }
    return browser.post(f"{url}/choices", data=values)


def confirm(browser: Browser, url: str) -> Any:
    version = re.search(r'name="version" value="([^"]+)"', browser.get(url).text)
    return browser.post(f"{url}/confirmation", data={"version": version[1]})


def test_a_file_is_looked_at_first_and_imported_when_confirmed(signed_in: Browser) -> None:
    url, html = preview(signed_in, "Name,Skill,Level\nGreta Lind,Python,Expert\n")
    assert "1 standing would be added, 0 would follow an earlier one." in html
    assert "a list: person, topic and level in each row" in html
    assert "“Expert”: coaches others" in html
    assert not Standing.select().exists()
    assert confirm(signed_in, url).location == "/topics"
    assert "Imported: 1 added, 0 after an earlier one" in read(signed_in.get("/topics"))
    assert [(each.level, each.basis) for each in Standing.select()] == [(4, Basis.IMPORTED)]
    assert not Upload.select().exists()


def test_words_that_are_not_known_are_asked_about_and_mapped_once(signed_in: Browser) -> None:
    url, html = preview(signed_in, MATRIX)
    assert "What do the levels in this file mean?" in html
    assert 'id="confirm"' not in html
    assert [sent(html)[f"levels-{at}"] for at in range(3)] == ["?", "?", "2"]
    assert choose(signed_in, url, levels_0="4", levels_1="").location == url
    html = read(signed_in.get(url))
    assert "1 standing would be added" in html
    assert "There is no topic “SQL” that you can see (lines 2, 3)" in html
    confirm(signed_in, url)
    assert [(each.person.name, each.level) for each in Standing.select()] == [("Greta Lind", 4)]
    again = preview(signed_in, MATRIX)[1]
    assert "There is nothing to import" in again


def test_days_and_new_topics_are_chosen_in_the_preview(signed_in: Browser) -> None:
    url, html = preview(signed_in, "Name,Python,SQL\nGreta Lind,3,2\n")
    assert "Not known: SQL" in html
    choose(
        signed_in,
        url,
        on="2026-01-05",
        refresh_on="2030-01-05",
        add_topics="y",
        kind="development",
    )
    html = read(signed_in.get(url))
    assert "2 standings would be added" in html
    assert "5 Jan 2026 · to be refreshed from 5 Jan 2030" in html
    confirm(signed_in, url)
    assert {(str(each.on), str(each.refresh_on)) for each in Standing.select()} == {
        ("2026-01-05", "2030-01-05")
    }
    assert Topic.get(Topic.name == "SQL").kind == Kind.DEVELOPMENT


def test_a_sign_off_is_kept_and_listed_until_one_says_otherwise(signed_in: Browser, ada) -> None:
    greta = Person.get(Person.name == "Greta Lind")
    make.a_standing(greta, Topic.get(), 3, basis=Basis.SIGNED_OFF, judged_by=ada)
    url, html = preview(signed_in, "Name,Skill,Level\nGreta Lind,Python,1\n", "?show=kept")
    assert "“1”: knows about it · does it alone stays, signed off 1 Oct 2026" in html
    choose(signed_in, url, over_sign_offs="y")
    assert "does it alone → knows about it" in read(signed_in.get(url + "?show=changed"))


def test_columns_can_be_changed_with_a_button_and_are_remembered(signed_in: Browser) -> None:
    text = "Name,Thing,Mark\nGreta Lind,Python,3\n"
    url, html = preview(signed_in, text)
    assert "Mark: levels" not in html
    values = sent(html)
    assert [values[f"columns-{at}"] for at in range(3)] == ["name", "", "levels"]
    choose(signed_in, url, columns_1="topic", columns_2="level")
    assert "1 standing would be added" in read(signed_in.get(url))
    confirm(signed_in, url)
    assert "nothing to import" in preview(signed_in, text)[1]


def test_columns_that_make_no_table_are_refused_and_nothing_is_forgotten(
    signed_in: Browser,
) -> None:
    url, _ = preview(signed_in, "Name,Skill,Level\nGreta Lind,Python,3\n")
    html = read(choose(signed_in, url, columns_1="", columns_2=""), 422)
    assert "does not say who can do what" in html
    assert "1 standing would be added" in read(signed_in.get(url))


def test_a_day_to_come_is_refused_at_its_field(signed_in: Browser) -> None:
    url, _ = preview(signed_in, "Name,Skill,Level\nGreta Lind,Python,3\n")
    html = read(choose(signed_in, url, on="2999-01-01"), 422)
    assert "A standing says what was seen, so its day cannot be in the future." in html
    assert 'value="2999-01-01"' in html


def test_a_preview_that_no_longer_holds_is_shown_again(signed_in: Browser, ada) -> None:
    url, html = preview(signed_in, "Name,Skill,Level\nGreta Lind,Python,3\n")
    version = re.search(r'name="version" value="([^"]+)"', html)[1]
    greta = Person.get(Person.name == "Greta Lind")
    make.a_standing(greta, Topic.get(), 3, judged_by=ada)
    html = read(signed_in.post(f"{url}/confirmation", data={"version": version}), 409)
    assert "were changed since you looked at this file" in html
    assert Standing.select().count() == 1


@pytest.mark.parametrize("beginning", ["artsy", "kubernetes", "sourcegraph", "CivicActions"])
def test_what_is_no_skills_table_is_refused_with_a_sentence(signed_in, beginning) -> None:
    (file,) = INPUTS.glob(f"{beginning}*")
    html = read(upload(signed_in, file.read_bytes(), file.name), 422)
    assert "who can do what" in html
    assert not Upload.select().exists()


def test_no_file_is_asked_for(signed_in: Browser) -> None:
    assert "Choose a file." in read(signed_in.post("/standings/imports"), 422)


def test_supervisors_find_it_on_the_page_of_know_how_and_members_do_not(
    signed_in: Browser, app
) -> None:
    assert 'href="/standings/imports"' in read(signed_in.get("/topics"))
    member = app.test_client().sign_in(Person.get(Person.name == "Greta Lind"))
    assert "/standings/imports" not in read(member.get("/topics"))


def test_a_page_of_a_large_matrix_takes_few_statements(signed_in: Browser) -> None:
    names = [f"Person {at}" for at in range(120)]
    Person.insert_many([{"name": name} for name in names]).execute()
    rows = "".join(f"{name},{at % 4},{at % 3}\n" for at, name in enumerate(names))
    url, html = preview(signed_in, "Name,Python,SQL\n" + rows)
    assert "120 standings would be added" in html
    assert "Person 60" in read(signed_in.get(url + "?show=added&page=2"))
