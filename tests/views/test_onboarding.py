"""Onboarding one person through the browser: one form, values kept, gaps visible."""

from collections.abc import Iterator

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Checklist, Pairing, Person, Rollout, Seat, Template

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

FORM = {
    "name": "Greta Lind",
    "email": "greta@example.com",
    "department": "Payments",
    "manager": "Ada Lovell",
    "start": "2026-12-01",
    "buddy": "dan@example.com",
    "coach": "Ben Arroyo",
}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def template(cast: Cast) -> Template:
    template = make.a_template(made_by=cast.ada)
    make.a_template_item(template, "Set up your accounts")
    return template


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Iterator[Browser]:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser.sign_in(cast.ada)


def test_one_form_seats_a_newcomer_and_gives_the_checklist(
    ada: Browser, cast: Cast, template: Template
) -> None:
    page = ada.get("/onboarding").text
    assert "First week" in page
    assert "Cut-off rules" in page
    form = FORM | {"topic": cast.topic.id, "template": template.id, "form_key": "once"}
    first = ada.post("/onboarding", data=form)
    assert ada.post("/onboarding", data=form).location == first.location
    greta = Person.get(Person.name == "Greta Lind")
    assert first.location == f"/onboarding/{greta.id}"
    page = ada.get(first.location).text
    assert "Greta can start on Tue 1 Dec." in page
    assert "Dan Weiss" in page
    assert "buddy on Settling in" in page
    assert "0 of 8 meetings, until 1 Mar 2027 · Settling in: Payments" in page
    assert "coach on Cut-off rules" in page
    assert "First week" in page
    assert f'action="/people/{greta.id}/links"' in page


def test_the_buddys_time_box_stands_on_both_homes_and_on_the_newcomers_page(
    ada: Browser, cast: Cast
) -> None:
    ada.post("/onboarding", data=FORM | {"topic": cast.topic.id})
    greta = Person.get(Person.name == "Greta Lind")
    box = "0 of 8 meetings, until 1 Mar 2027"
    assert f"{box} with the buddy" in ada.get(f"/people/{greta.id}").text
    home = ada.sign_in(cast.dan).get("/").text
    assert "Greta Lind</a> · Settling in" in " ".join(home.split())
    assert box in home
    assert f"buddy · {box}" in ada.sign_in(greta).get("/").text


def test_what_is_left_empty_is_shown_as_a_gap(ada: Browser, cast: Cast) -> None:
    answer = ada.post("/onboarding", data={"name": "Hal Berg", "start": "2026-12-01"})
    page = ada.get(answer.location).text
    assert "nobody yet" in page
    assert "There is no checklist yet." in page
    assert "Make the invitation link" not in page


def test_somebody_who_is_here_is_chosen_by_name(ada: Browser, cast: Cast) -> None:
    answer = ada.post("/onboarding", data={"person": "Eve Nobody", "start": "2026-12-01"})
    assert answer.location == f"/onboarding/{cast.eve.id}"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"buddy": "Ada Lovell"}, "a buddy is never the line manager"),
        ({"buddy": "Zoe"}, "Nobody here is called “Zoe”"),
        ({"coach": "Cleo Marsh", "topic": ""}, "Choose the topic on which Cleo Marsh coaches"),
        ({"start": ""}, "Choose the first day."),
        ({"start": "2026-02-30"}, "is not a day"),
        ({"email": "ben@example.com"}, "already has the e-mail"),
        ({"name": "", "email": ""}, "or type the name of somebody new below"),
        ({"person": "Eve Nobody"}, "or say who is new; not both"),
        ({"topic": "999"}, "Not a valid choice"),
        ({"template": "999"}, "Not a valid choice"),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_changes_nothing(
    ada: Browser, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    tables = (Person, Rollout, Seat, Pairing, Checklist)
    before = [table.select().count() for table in tables]
    answer = ada.post("/onboarding", data=FORM | {"topic": cast.topic.id} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Payments"' in answer.text
    assert [table.select().count() for table in tables] == before


def test_what_one_may_not_see_of_a_newcomer_is_not_shown(ada: Browser, cast: Cast) -> None:
    hal = make.a_person("Hal Stranger", access="supervisor")
    theirs = make.a_rollout_topic(
        make.a_rollout("Payroll", supervisor=hal), make.a_topic("Payroll run")
    )
    make.a_pairing(make.a_seat(theirs, cast.dan, "coach"), make.a_seat(theirs, cast.eve, "learner"))
    assert "Payroll run" not in ada.get(f"/onboarding/{cast.eve.id}").text


def test_both_pages_take_twelve_statements_at_most(
    ada: Browser, cast: Cast, template: Template
) -> None:
    answer = ada.post("/onboarding", data=FORM | {"topic": cast.topic.id})
    ada.get(answer.location)
    for address in ("/onboarding", answer.location):
        with counted_statements() as taken:
            assert ada.get(address).status_code == 200
        assert len(taken) <= 12, taken
