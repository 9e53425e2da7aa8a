"""Ranks of titles through the browser."""

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import TitleRank

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    for person, title in ((cast.ben, "Analyst"), (cast.cleo, "Analyst"), (cast.dan, "Head")):
        person.title = title
        person.save()
    return cast


@pytest.fixture
def root(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.root)


def ranks() -> dict[str, int]:
    return dict(TitleRank.select(TitleRank.title, TitleRank.rank).tuples())


def version_in(page: str) -> str:
    return page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]


def sent(page: str, **values: str) -> dict[str, str]:
    titles = {"title-0": "Analyst", "rank-0": "", "title-1": "Head", "rank-1": ""}
    return titles | {"version": version_in(page)} | values


def test_all_titles_in_use_are_ranked_in_one_form(root: Browser) -> None:
    with counted_statements() as statements:
        page = root.get("/titles").text
    assert len(statements) <= 12
    assert "0 of 2 titles have a rank" in page
    answer = root.post("/titles", data=sent(page, **{"rank-0": "3", "rank-1": "7"}))
    assert (answer.status_code, answer.location) == (303, "/titles")
    assert ranks() == {"Analyst": 3, "Head": 7}
    assert "2 of 2 titles have a rank" in root.get("/titles").text


def test_an_empty_rank_takes_it_away(root: Browser) -> None:
    make.a_rank("Head", 7)
    root.post("/titles", data=sent(root.get("/titles").text))
    assert ranks() == {}


def test_a_wrong_rank_is_refused_and_what_was_typed_stays(root: Browser) -> None:
    page = root.get("/titles").text
    answer = root.post("/titles", data=sent(page, **{"rank-0": "21"}))
    assert answer.status_code == 422
    assert "Ranks go from 1 to 20, and “Analyst” would have 21" in answer.text
    assert 'value="21"' in answer.text
    assert ranks() == {}


def test_two_administrators_do_not_overwrite_each_other(root: Browser) -> None:
    page = root.get("/titles").text
    make.a_rank("Head", 7)
    answer = root.post("/titles", data=sent(page, **{"rank-1": "5"}))
    assert answer.status_code == 409
    assert "Somebody else changed ranks meanwhile" in answer.text
    assert ranks() == {"Head": 7}
    again = root.post("/titles", data=sent(answer.text, **{"rank-1": "5"}))
    assert (again.status_code, ranks()) == (303, {"Head": 5})


def test_a_persons_page_says_their_rank_or_that_it_is_unknown(root: Browser, cast: Cast) -> None:
    assert "unknown" in root.get(f"/people/{cast.ben.id}").text
    make.a_rank("Analyst", 3)
    page = root.get(f"/people/{cast.ben.id}").text
    assert "<dt>Rank</dt><dd>3</dd>" in page


def test_a_persons_page_warns_while_they_have_more_proteges_than_places(
    root: Browser, cast: Cast
) -> None:
    make.a_pair(cast.dan, cast.cleo, wording=make.Wording.MENTORING)
    page = root.get(f"/people/{cast.dan.id}").text
    assert "Dan mentors 1 protégé and offers no mentor place." in page
    cast.dan.mentor_places = 2
    cast.dan.save()
    page = root.get(f"/people/{cast.dan.id}").text
    assert "offers no mentor place" not in page
    assert "1 of 2 free" in page
