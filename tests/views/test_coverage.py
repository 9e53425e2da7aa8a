"""Coverage, and what is lost when somebody leaves, through the browser."""

from collections.abc import Iterator

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Kind, Level, Pairing, Rollout

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    make.a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS)
    make.a_standing(cast.cleo, cast.topic, Level.DOES_IT_WITH_HELP)
    return cast


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Iterator[Browser]:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser.sign_in(cast.ada)


def test_the_matrix_says_each_standing_in_a_word(ada: Browser) -> None:
    page = ada.get("/coverage").text
    assert "1 of 1 topic is at risk." in page
    assert "coaches" in page
    assert "with help" in page


def test_the_page_takes_nine_statements_at_most_whatever_it_shows(ada: Browser, cast: Cast) -> None:
    def statements(query: str) -> int:
        with counted_statements() as taken:
            assert ada.get(f"/coverage{query}").status_code == 200
        return len(taken)

    def hire(*numbers: int) -> None:
        for number in numbers:
            person = make.a_person(
                f"Person {number}",
                email=f"p{number}@example.com",
                department="Sales",
                leaving_date=make.TODAY.replace(month=12) if number % 4 == 0 else None,
                manager=cast.ada,
            )
            topic = make.a_topic(f"Topic {number}", kind=Kind.NICHE_SKILL)
            make.a_standing(person, topic, Level.DOES_IT_ALONE)
            make.a_standing(person, cast.topic, Level(number % 5))

    queries = ("", "?only=gaps", "?kind=niche+skill", "?department=Sales", "?page=9")
    hire(0)
    few = [statements(query) for query in queries]
    hire(*range(1, 21))
    assert [statements(query) for query in queries] == few
    assert max(few) <= 9


def test_cells_that_say_the_same_are_drawn_alike(ada: Browser, cast: Cast) -> None:
    for name in ("Finn Okoro", "Greta Lind"):
        make.a_standing(make.a_person(name), cast.topic, Level.DOES_IT_WITH_HELP)
    page = ada.get("/coverage").text
    assert page.count('<td class="level level-2"') == 3
    assert page.count('<td class="level level-4"') == 1


def test_the_matrix_comes_as_a_file(ada: Browser) -> None:
    answer = ada.get("/coverage/table.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=coverage-2026-11-23.csv"
    assert "Ben Arroyo,,,coaches others" in answer.text
    assert ada.get("/coverage/table.xlsx").data.startswith(b"PK")
    assert ada.get("/coverage/table.exe").status_code == 404


def test_what_if_somebody_leaves_on_another_day(ada: Browser, cast: Cast) -> None:
    page = ada.get(f"/people/{cast.ben.id}/leaving?on=2027-01-15").text
    assert "1 topic falls below what it needs." in page
    assert "Nobody of 1 needed is left" in page
    wrong = ada.get(f"/people/{cast.ben.id}/leaving?on=someday")
    assert wrong.status_code == 422
    assert "is not a date" in wrong.text


def test_one_press_drafts_the_rollout_and_a_second_shows_the_first(
    ada: Browser, cast: Cast
) -> None:
    url = f"/people/{cast.ben.id}/leaving"
    sent = {
        "on": "2027-01-15",
        "topic": [str(cast.topic.id)],
        f"learner-{cast.topic.id}": [str(cast.cleo.id)],
        "form_key": "one",
    }
    first, second = ada.post(url, data=sent), ada.post(url, data=sent)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert Rollout.select().count() == 2
    pairing = Pairing.select().order_by(Pairing.id.desc()).get()
    assert (pairing.guide.person, pairing.learner.person) == (cast.ben, cast.cleo)


def test_without_a_topic_the_sentence_says_what_to_do(ada: Browser, cast: Cast) -> None:
    answer = ada.post(f"/people/{cast.ben.id}/leaving", data={"on": "2027-01-15"})
    assert answer.status_code == 422
    assert "Choose at least one topic" in answer.text


def test_every_topic_at_risk_is_listed_the_first_of_them_at_once(ada: Browser) -> None:
    """Those that nobody does have no column in the matrix, where nobody is seen on them."""
    for number in range(12):
        make.a_topic(f"Lost {number:02}")
    page = ada.get("/coverage").text
    first, _, more = page.partition('id="more-risks"')
    assert [f"Lost {number:02}" in first for number in (0, 7, 8)] == [True, True, False]
    assert all(f"Lost {number:02}" in more for number in range(8, 12))
    assert "5 more" in more
