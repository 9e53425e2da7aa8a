"""Coaching sessions through the browser."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import CoachingSession, Item, Question, Role, RolloutState, SessionNote, Way

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TOMORROW_AT_TWO = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield a_cast()


@pytest.fixture
def ben(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ben)


@pytest.fixture
def planned(cast: Cast) -> CoachingSession:
    return make.a_session(
        cast.rollout_topic,
        cast.ben,
        cast.pairing,
        held_on=None,
        planned_at=TOMORROW_AT_TWO,
        place="Room 4",
    )


def form_key_in(page: str) -> str:
    return page.partition('name="form_key" value="')[2].partition('"')[0]


# ------------------------------------------------------------------ logging


def test_a_session_is_logged_with_whom_minutes_and_a_way(ben: Browser, cast: Cast) -> None:
    page = ben.get("/sessions/log").text
    assert "Cleo · Cut-off rules" in page
    sent = {
        "form_key": form_key_in(page),
        "back": "/",
        "whom": cast.pairing.id,
        "minutes": "45",
        "way": "shown",
    }
    answer = ben.post("/sessions", data=sent)
    assert (answer.status_code, answer.location) == (303, "/")
    session = CoachingSession.get()
    assert (session.held_on, session.minutes, session.way) == (make.TODAY, 45, Way.SHOWN)
    assert "Logged 45 min with Cleo Marsh on Cut-off rules, today: shown." in ben.get("/").text


def test_sending_the_form_twice_logs_one_session(ben: Browser, cast: Cast) -> None:
    sent = {"form_key": "abc", "whom": cast.pairing.id, "minutes": "45", "way": "shown"}
    first, second = ben.post("/sessions", data=sent), ben.post("/sessions", data=sent)
    assert first.location == second.location == "/sessions/1"
    assert CoachingSession.select().count() == 1


def test_what_was_typed_stays_when_a_rule_says_no(ben: Browser, cast: Cast) -> None:
    sent = {
        "whom": cast.pairing.id,
        "other_minutes": "20",
        "held_on": "2026-11-24",
        "questions": "Why?\nWhen?",
        "next_steps": "Cleo: try it",
        "way": "shown",
    }
    answer = ben.post("/sessions", data=sent)
    assert answer.status_code == 422
    for kept in ("Tomorrow is still to come", 'value="20"', "Why?\nWhen?", "Cleo: try it"):
        assert kept in answer.text
    assert not CoachingSession.select().exists()
    ben.post("/sessions", data=sent | {"held_on": ""})
    assert Question.select().count() == 2
    assert Item.get().owner == cast.cleo


def test_several_learners_are_chosen_with_boxes(ben: Browser, cast: Cast) -> None:
    finn = make.a_person("Finn Okoro")
    pairing = make.a_pairing(cast.bens_seat, make.a_seat(cast.rollout_topic, finn, Role.LEARNER))
    assert 'type="checkbox"' in ben.get("/sessions/log?several=1").text
    ben.post("/sessions", data={"whom": [cast.pairing.id, pairing.id], "minutes": "30"})
    assert CoachingSession.get().attendances.count() == 2


def test_the_supervisor_logs_for_a_coach(browser: Browser, cast: Cast) -> None:
    ada = browser.sign_in(cast.ada)
    assert "You guide nobody yet" in ada.get("/sessions/log").text
    assert "Cleo · Cut-off rules · with Ben" in ada.get("/sessions/log?rollout=1").text
    ada.post("/sessions?rollout=1", data={"whom": cast.pairing.id, "minutes": "30"})
    assert CoachingSession.get().guide == cast.ben


def test_the_way_back_stays_on_our_pages(ben: Browser, cast: Cast) -> None:
    sent = {"whom": cast.pairing.id, "minutes": "30", "back": "https://evil.example/"}
    assert ben.post("/sessions", data=sent).location == "/"
    assert ben.post("/sessions", data=sent, headers=HTMX).headers["HX-Redirect"] == "/"


def test_a_logged_session_can_be_undone_from_its_notice(ben: Browser, cast: Cast) -> None:
    ben.post("/sessions", data={"whom": cast.pairing.id, "minutes": "30", "back": "/"})
    undo = ben.get("/").text.partition('action="/sessions/1/cancelled')[2].partition('"')[0]
    ben.post("/sessions/1/cancelled" + undo)
    assert CoachingSession.get().cancelled_at is not None


# ------------------------------------------------------------------ it happened


def test_it_happened_is_one_press_and_then_offers_the_ways_in_the_row(
    ben: Browser, planned: CoachingSession
) -> None:
    answer = ben.post(f"/sessions/{planned.id}/held", data={"held": 1}, headers=HTMX)
    assert answer.status_code == 200
    assert f'id="session-{planned.id}-deeds"' in answer.text
    for way in ("explained", "shown", "done together", "learner did it alone", "coach did it"):
        assert f'value="{way}"' in answer.text
    assert "It happened. How was it?" in answer.headers["HX-Trigger"]
    answer = ben.post(f"/sessions/{planned.id}/way", data={"way": "shown"}, headers=HTMX)
    assert "shown" in answer.text
    assert CoachingSession.get().way == Way.SHOWN


def test_without_scripts_it_happened_leads_to_the_ways_and_an_undo(
    ben: Browser, planned: CoachingSession
) -> None:
    answer = ben.post(f"/sessions/{planned.id}/held", data={"held": 1, "back": "/"})
    assert answer.location == f"/sessions/{planned.id}"
    page = ben.get(answer.location).text
    assert "It happened. How was it?" in page
    assert 'name="way" value="done together"' in page
    ben.post(f"/sessions/{planned.id}/held?held=0")
    assert CoachingSession.get().is_planned


def test_a_way_that_is_none_is_refused(ben: Browser, planned: CoachingSession) -> None:
    answer = ben.post(f"/sessions/{planned.id}/way", data={"way": "danced"})
    assert answer.status_code == 422
    assert "press one of the buttons" in answer.text


def test_cancelling_keeps_the_row_with_an_undo(ben: Browser, planned: CoachingSession) -> None:
    ben.post(f"/sessions/{planned.id}/cancelled", data={"cancelled": 1})
    page = ben.get("/rollouts/1/sessions").text
    assert "cancelled" in page
    ben.post(f"/sessions/{planned.id}/cancelled", data={"cancelled": 0})
    assert CoachingSession.get().is_planned


# ------------------------------------------------------------------ planning


def test_a_session_is_planned_in_the_time_of_whoever_plans(ben: Browser, cast: Cast) -> None:
    cast.ben.time_zone = "Asia/Tokyo"
    cast.ben.save()
    sent = {"whom": cast.pairing.id, "planned_at": "2026-11-25T09:00", "minutes": "30"}
    answer = ben.post("/rollouts/1/sessions/new", data=sent | {"place": "Room 4", "remote": "y"})
    assert answer.status_code == 303
    session = CoachingSession.get()
    assert session.planned_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert (session.remote, session.place) == (True, "Room 4")


def test_a_pairing_that_was_pointed_at_is_chosen(ben: Browser, cast: Cast) -> None:
    assert "checked" not in whom_of(ben.get("/rollouts/1/sessions/new").text)
    page = ben.get(f"/rollouts/1/sessions/new?pairing={cast.pairing.id}").text
    assert "checked" in whom_of(page)


def whom_of(page: str) -> str:
    return page.partition(">With<")[2].partition("</fieldset>")[0]


def test_a_time_that_does_not_exist_is_refused(ben: Browser, cast: Cast) -> None:
    sent = {"whom": cast.pairing.id, "planned_at": "2026-02-31T09:00", "minutes": "30"}
    answer = ben.post("/rollouts/1/sessions/new", data=sent)
    assert answer.status_code == 422
    assert "is not a day and a time" in answer.text


def test_moving_can_be_undone(ben: Browser, planned: CoachingSession) -> None:
    sent = {"planned_at": "2026-11-26T10:00", "place": "Room 5"}
    answer = ben.post(f"/sessions/{planned.id}/move", data=sent)
    assert CoachingSession.get().place == "Room 5"
    page = ben.get(answer.location).text
    undo = page.partition(f'action="/sessions/{planned.id}/move?')[2].partition('"')[0]
    ben.post(f"/sessions/{planned.id}/move?" + undo.replace("&amp;", "&"))
    assert CoachingSession.get().planned_at == TOMORROW_AT_TWO
    assert CoachingSession.get().place == "Room 4"


def test_the_kick_off_is_planned_or_logged_by_who_runs_the_rollout(
    browser: Browser, cast: Cast
) -> None:
    ada = browser.sign_in(cast.ada)
    ada.post("/rollouts/1/kick-off", data={"planned_at": "2026-11-25T09:00", "minutes": "60"})
    sent = {"held-held_on": "2026-11-20", "held-minutes": "60", "held-note": "All agreed"}
    answer = ada.post("/rollouts/1/kick-off/held", data=sent)
    page = ada.get(answer.location).text
    assert "Kick-off of Settlement engine" in page
    assert "All agreed" in page
    assert CoachingSession.select().where(CoachingSession.rollout_topic.is_null()).count() == 2


# ------------------------------------------------------------------ putting right and reading


def test_an_edit_shows_what_is_stored_and_keeps_what_it_was(ben: Browser, cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing, minutes=50)
    SessionNote.create(session=session, text="First words", by=cast.ben)
    page = ben.get(f"/sessions/{session.id}/edit").text
    for stored in ("First words", 'value="50"', 'value="2026-11-19"'):
        assert stored in page
    sent = {
        "whom": cast.pairing.id,
        "held_on": "2026-11-18",
        "other_minutes": "40",
        "way": "done together",
        "note": "Better words",
    }
    answer = ben.post(f"/sessions/{session.id}", data=sent)
    page = ben.get(answer.location).text
    assert "Better words" in page
    assert "First words" in page
    assert "the minutes from 50 to 40" in page
    assert CoachingSession.get().held_on == date(2026, 11, 18)


def test_learners_see_their_sessions_without_the_buttons(browser: Browser, cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    cleo = browser.sign_in(cast.cleo)
    page = cleo.get(f"/sessions/{session.id}").text
    assert "Ben Arroyo with Cleo Marsh" in page
    assert "Edit" not in page
    assert "Log a session" not in cleo.get("/rollouts/1/sessions").text.partition("<main")[2]


def test_next_steps_can_be_ticked_on_the_page_of_the_session(ben: Browser, cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    step = Item.create(session=session, text="Try the restart", owner=cast.cleo)
    page = ben.get(f"/sessions/{session.id}").text
    assert f'action="/items/{step.id}/tick' in page


def test_a_next_step_that_its_guide_ticked_has_an_undo_and_reads_as_before_after_it(
    ben: Browser, cast: Cast
) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    step = Item.create(session=session, text="Try the restart", owner=cast.cleo)
    here = f"/sessions/{session.id}"

    def tick(done: int) -> str:
        url = f"/items/{step.id}/tick?here={here}&depth=1"
        return ben.post(url, data={"done": done}, headers=HTMX).text

    assert f'id="item-{step.id}-undo"' in tick(1)
    row = tick(0)
    assert "Cleo" in row
    first_load = ben.get(here).text
    assert [line for line in row.splitlines() if line not in first_load] == []


def test_a_closed_rollout_shows_no_dead_buttons(ben: Browser, planned: CoachingSession) -> None:
    planned.rollout.state = RolloutState.COMPLETED
    planned.rollout.save()
    page = ben.get("/rollouts/1/sessions").text
    assert "It happened" not in page
    assert "Plan a session" not in page


def test_the_statements_of_the_pages_do_not_depend_on_how_much_there_is(
    ben: Browser, cast: Cast
) -> None:
    def add(count: int) -> None:
        for number in range(count):
            person = make.a_person(f"Learner{number}of{count} Lind")
            pairing = make.a_pairing(
                cast.bens_seat, make.a_seat(cast.rollout_topic, person, Role.LEARNER)
            )
            session = make.a_session(cast.rollout_topic, cast.ben, pairing, cast.pairing)
            make.a_session(
                cast.rollout_topic, cast.ben, pairing, held_on=None, planned_at=TOMORROW_AT_TWO
            )
            Item.create(session_id=1, text=f"Step {number}", owner=person)
            Question.create(text="Why?", topic=cast.topic, session=session, asked_by=cast.ben)

    def statements() -> list[int]:
        counts = []
        for url in ("/rollouts/1/sessions", "/sessions/1", "/sessions/log", "/sessions/1/edit"):
            with counted_statements() as seen:
                assert ben.get(url).status_code == 200
            counts.append(len(seen))
        return counts

    add(1)
    few = statements()
    add(12)
    assert statements() == few
    assert max(few) <= 12


def filled(browser: Browser, line: str) -> str:
    return browser.get("/sessions/log", query_string={"line": line}).text


def test_a_line_fills_the_fields_and_saves_nothing(ben: Browser, cast: Cast) -> None:
    page = filled(ben, "45m yesterday Cleo cut-off, shown: both logs")
    assert "Understood: Cleo · Cut-off rules, 45 min, yesterday, shown" in page
    assert re.search(rf'<input checked [^>]*name="whom"[^>]* value="{cast.pairing.id}"', page)
    assert re.search(r'<input checked [^>]*name="minutes"[^>]* value="45"', page)
    assert 'name="held_on" type="date" value="2026-11-22"' in page
    assert 'name="note" type="text" value="both logs"' in page
    assert re.search(r'button-primary" id="log-way-2"[^>]* autofocus', page)
    assert CoachingSession.select().count() == 0


def test_a_line_that_names_several_ticks_them_all(ben: Browser, cast: Cast) -> None:
    finn = make.a_person("Finn Okoro")
    make.a_pairing(cast.bens_seat, make.a_seat(cast.rollout_topic, finn, Role.LEARNER))
    page = filled(ben, "1h Cleo and Finn")
    assert len(re.findall(r'<input checked [^>]*name="whom"[^>]* type="checkbox"', page)) == 2
    assert "60" in page


def test_a_line_that_is_not_clear_says_so_and_chooses_nobody(ben: Browser, cast: Cast) -> None:
    finn = make.a_person("Finn Okoro")
    make.a_pairing(cast.bens_seat, make.a_seat(cast.rollout_topic, finn, Role.LEARNER))
    page = filled(ben, "45m yesterday")
    assert "Understood: 45 min, yesterday. With whom is not said: choose." in page
    assert not re.search(r'<input checked [^>]*name="whom"', page)


@pytest.mark.parametrize("line", ["", " ", ":", "9" * 5_000, "<b>30m</b>", "4 Feb 30 Feb"])
def test_whatever_the_line_is_the_form_is_there(ben: Browser, cast: Cast, line: str) -> None:
    assert 'id="log-form"' in filled(ben, line)
    assert "<b>30m" not in filled(ben, line)
