"""Delegation through the browser."""

from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from flask import Flask

from kt.models import Handover, Kind, Person, Standing, Topic

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def report(cast: Cast) -> Topic:
    return make.a_topic("Weekly report", kind=Kind.DELEGATION, owner=cast.ben, open_to_all=False)


@pytest.fixture
def ben(browser: Browser, cast: Cast) -> Browser:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser.sign_in(cast.ben)


def as_(app: Flask, person: Person) -> Any:
    return app.test_client().sign_in(person)


def test_several_tasks_are_handed_over_with_one_form_sent_once(
    ben: Browser, cast: Cast, report: Topic
) -> None:
    page = ben.get(f"/handovers/new?topic={report.id}").text
    assert (
        f'checked class="chip-input" id="tasks-0" name="tasks" type="checkbox" value="{report.id}"'
        in page
    )
    form = {
        "delegate": "Cleo Marsh",
        "tasks": [str(report.id)],
        "new_tasks": "Order paper\n\n Rota \n",
        "note": "Ask me.",
        "form_key": "once",
    }
    first = ben.post("/handovers", data=form)
    second = ben.post("/handovers", data=form)
    assert first.location == second.location
    assert [each.topic.name for each in Handover.select().order_by(Handover.id)] == [
        "Weekly report",
        "Order paper",
        "Rota",
    ]
    page = ben.get("/handovers").text
    assert "3 tasks handed over." in page
    assert "to Cleo Marsh" in page


def test_what_is_wrong_stands_at_its_field_with_the_words_kept(
    ben: Browser, cast: Cast, report: Topic
) -> None:
    answer = ben.post("/handovers", data={"delegate": "Zoe", "tasks": str(report.id)})
    assert answer.status_code == 422
    assert "Nobody here is called “Zoe”" in answer.text
    answer = ben.post("/handovers", data={"delegate": "Cleo Marsh", "note": "Ask me."})
    assert answer.status_code == 422
    assert "Choose a task, or type a new one" in answer.text
    assert "Ask me." in answer.text
    answer = ben.post("/handovers", data={"delegate": "Cleo Marsh", "tasks": "999999"})
    assert answer.status_code == 404


def test_a_task_handed_over_waits_on_the_delegates_home_and_is_accepted_there(
    ben: Browser, app: Flask, cast: Cast, report: Topic
) -> None:
    handover = make.a_handover(cast.ben, cast.eve, topic=report, note="Fridays at ten.")
    eve = as_(app, cast.eve)
    page = eve.get("/").text
    assert "Handed to you" in page
    assert "“Fridays at ten.”" in page
    answer = eve.post(f"/handovers/{handover.id}/acceptance", data={"back": "/"})
    assert answer.location == "/"
    page = eve.get("/").text
    assert "You took Weekly report on." in page
    assert "Handed to you" not in page


def test_accepting_declining_and_signing_stand_in_the_row(
    ben: Browser, app: Flask, cast: Cast, report: Topic
) -> None:
    handover = make.a_handover(cast.ben, cast.cleo, topic=report)
    cleo = as_(app, cast.cleo)
    page = cleo.get("/handovers").text
    assert "Weekly report from Ben waits for an answer." in page
    assert f'action="/handovers/{handover.id}/acceptance"' in page
    assert f'action="/handovers/{handover.id}/refusal"' in page
    assert "/steps" not in page
    assert "Sign “" not in ben.get("/handovers").text
    cleo.post(f"/handovers/{handover.id}/acceptance")
    page = ben.get("/handovers").text
    assert "Sign “watches”" in page
    ben.post(f"/handovers/{handover.id}/steps", data={"step": "1"})
    page = ben.get("/handovers").text
    assert "Signed: Cleo Marsh watches: Weekly report." in page
    assert f"/handovers/{handover.id}/steps/undo" in page
    assert (
        '<span class="tone tone-done">watches</span><span class="unseen"> (reached)</span>' in page
    )
    assert "Sign “does it, checked”" in page
    assert Standing.get().level == 1


def test_a_step_pressed_twice_is_signed_once(ben: Browser, cast: Cast, report: Topic) -> None:
    handover = make.a_handover(cast.ben, cast.cleo, topic=report, accepted_on=make.TODAY)
    ben.post(f"/handovers/{handover.id}/steps", data={"step": "1"})
    again = ben.post(f"/handovers/{handover.id}/steps", data={"step": "1"})
    assert again.status_code == 303
    assert Standing.select().count() == 1
    skipped = ben.post(f"/handovers/{handover.id}/steps", data={"step": "3"})
    assert skipped.status_code == 422
    assert "one at a time. Sign “does it, checked” first." in skipped.text


def test_a_step_is_signed_with_what_was_seen_and_taken_back_with_why(
    ben: Browser, cast: Cast, report: Topic
) -> None:
    handover = make.a_handover(cast.ben, cast.cleo, topic=report, accepted_on=make.TODAY)
    url = f"/handovers/{handover.id}/steps"
    assert "Only the last step" not in ben.get("/handovers").text
    ben.post(url, data={"step": "1", "evidence": "She sat in."})
    assert Standing.get().reason == "She sat in."
    page = ben.get("/handovers").text
    assert "Weekly report is on the way to Cleo." in page
    assert f'formaction="{url}/undo?step=1"' in page
    ben.post(f"{url}/undo?step=1", data={"reason": "The wrong row."})
    newest = Standing.select().order_by(Standing.id.desc()).get()
    assert (newest.level, newest.reason) == (0, "“watches” is taken back: The wrong row.")


def test_declining_needs_a_sentence_and_opens_in_place(
    ben: Browser, app: Flask, cast: Cast, report: Topic
) -> None:
    handover = make.a_handover(cast.ben, cast.cleo, topic=report)
    other = make.a_handover(cast.ben, cast.cleo)
    cleo = as_(app, cast.cleo)
    answer = cleo.post(f"/handovers/{handover.id}/refusal", data={"sentence": ""})
    assert answer.status_code == 422
    assert answer.text.count("Say in a sentence why not") == 2
    assert f'id="handover-{handover.id}-decline" open' in answer.text
    assert f'id="handover-{other.id}-decline" open' not in answer.text
    cleo.post(f"/handovers/{handover.id}/refusal", data={"sentence": "Not before May."})
    page = ben.get("/handovers").text
    assert "Declined and taken back" in page
    assert "“Not before May.”" in page
    ben.post(f"/handovers/{handover.id}/offer")
    assert Handover.select().where(Handover.topic == report).count() == 2


def test_taking_it_back_needs_a_reason_and_can_be_undone(
    ben: Browser, cast: Cast, report: Topic
) -> None:
    handover = make.a_handover(cast.ben, cast.cleo, topic=report, accepted_on=make.TODAY)
    answer = ben.post(f"/handovers/{handover.id}/withdrawal", data={"reason": " "})
    assert answer.status_code == 422
    assert f'id="handover-{handover.id}-take-back" open' in answer.text
    ben.post(f"/handovers/{handover.id}/withdrawal", data={"reason": "The team changes."})
    page = ben.get("/handovers").text
    assert "“The team changes.”" in page
    assert f'action="/handovers/{handover.id}/offer"' in page


def test_the_line_manager_of_either_sees_it_and_colleagues_do_not(
    ben: Browser, app: Flask, cast: Cast, report: Topic
) -> None:
    Person.update(manager=cast.ada).where(Person.id == cast.ben.id).execute()
    handover = make.a_handover(
        cast.ben, cast.cleo, topic=report, accepted_on=make.TODAY, note="For two alone."
    )
    ada, eve = as_(app, cast.ada), as_(app, cast.eve)
    assert "For two alone." in ben.get("/handovers").text
    assert "For two alone." not in ada.get(f"/handovers?person={cast.ben.id}").text
    assert "Weekly report" in ada.get(f"/handovers?person={cast.ben.id}").text
    assert "Sign “watches”" in ada.get(f"/handovers?person={cast.ben.id}").text
    answer = ada.post(f"/handovers/{handover.id}/steps", data={"step": "1"})
    assert answer.location == f"/handovers?person={cast.ben.id}"
    assert "Weekly report" not in eve.get(f"/handovers?person={cast.ben.id}").text
    assert eve.get("/handovers?person=999999").status_code == 404
    assert f"/handovers?person={cast.ben.id}" in ada.get(f"/people/{cast.ben.id}").text
    assert "/handovers?person" not in eve.get(f"/people/{cast.ben.id}").text


def test_a_tasks_page_says_to_whom_it_is_handed_over_and_its_holder_can(
    ben: Browser, app: Flask, cast: Cast, report: Topic
) -> None:
    page = ben.get(f"/topics/{report.id}").text
    assert "It is handed over to nobody, as far as you may see." in page
    assert f'href="/handovers/new?topic={report.id}"' in page
    cleo = as_(app, cast.cleo)
    assert cleo.get(f"/topics/{report.id}").status_code == 404
    make.a_handover(cast.ben, cast.cleo, topic=report)
    page = cleo.get(f"/topics/{report.id}").text
    assert "not accepted yet" in page
    assert "Hand it over" not in page
    assert "Handed over" not in ben.get(f"/topics/{cast.topic.id}").text


def test_the_pages_say_when_there_is_nothing(ben: Browser, app: Flask, cast: Cast) -> None:
    page = ben.get("/handovers").text
    assert "Nothing is handed over." in page
    assert "Nobody handed you a task." in page
    assert "choose them" in page


def test_the_pages_take_twelve_statements_however_much_there_is(
    ben: Browser, cast: Cast, report: Topic
) -> None:
    def statements(address: str) -> int:
        with counted_statements() as taken:
            assert ben.get(address).status_code == 200
        return len(taken)

    pages = ("/handovers", "/handovers/new", f"/topics/{report.id}")
    for address in pages:
        statements(address)
    before = [statements(address) for address in pages]
    for number in range(5):
        person = make.a_person(f"Person{number} Lind")
        make.a_handover(cast.ben, person, topic=report, accepted_on=make.TODAY)
        make.a_handover(
            person,
            cast.ben,
            topic=make.a_topic(f"Task {number}", kind=Kind.DELEGATION, owner=person),
        )
    assert [statements(address) for address in pages] == before
    assert max(before) <= 12


def test_a_line_manager_reads_who_hands_what_to_whom_and_can_open_the_task(
    app: Flask, cast: Cast, report: Topic
) -> None:
    Person.update(manager=cast.eve).where(Person.id == cast.cleo.id).execute()
    make.a_handover(cast.ben, cast.cleo, topic=report, accepted_on=make.TODAY)
    eve = as_(app, cast.eve)
    page = eve.get(f"/handovers?person={cast.cleo.id}").text
    assert "from Ben Arroyo to Cleo Marsh" in page
    assert "Sign “" not in page
    assert f'href="/topics/{report.id}"' in page
    assert eve.get(f"/topics/{report.id}").status_code == 200


def test_undo_pressed_twice_takes_one_step_back(ben: Browser, cast: Cast, report: Topic) -> None:
    handover = make.a_handover(cast.ben, cast.cleo, topic=report, accepted_on=make.TODAY)
    for step in ("1", "2"):
        ben.post(f"/handovers/{handover.id}/steps", data={"step": step})
    assert f"/handovers/{handover.id}/steps/undo?step=2" in ben.get("/handovers").text
    for _ in range(2):
        answer = ben.post(f"/handovers/{handover.id}/steps/undo?step=2")
        assert answer.status_code == 303
    assert [each.level for each in Standing.select().order_by(Standing.id)] == [1, 2, 1]


def test_a_task_that_its_delegate_passed_on_is_not_said_to_be_theirs(
    ben: Browser, cast: Cast, report: Topic
) -> None:
    make.a_handover(cast.ben, cast.cleo, topic=report, accepted_on=make.TODAY, owned_on=make.TODAY)
    Topic.update(owner=cast.cleo).where(Topic.id == report.id).execute()
    assert "Cleo owns it" in ben.get("/handovers").text
    Topic.update(owner=cast.eve).where(Topic.id == report.id).execute()
    page = ben.get("/handovers").text
    assert "Cleo owns it" not in page
    assert "passed on" in page
