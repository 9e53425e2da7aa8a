"""Peer coaching and mentoring through the browser."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner
from conftest import Browser
from counting import counted_statements
from flask import Flask

from kt.commands import main
from kt.models import (
    CoachingSession,
    Kind,
    PairAnswer,
    Pairing,
    PairKind,
    PairRequest,
    Person,
    Purpose,
    Rollout,
    Way,
    Wording,
)
from kt.operations.items import tick_item
from kt.operations.pairs import set_up_circle
from kt.operations.sessions import log_session

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

SECRET = "I think of leaving in March"


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield a_cast()


@pytest.fixture
def eve(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.eve)


def signed_in(app: Flask, person: Person) -> Browser:
    return app.test_client().sign_in(person)


# ------------------------------------------------------------------ asking and answering


def test_a_suggested_colleague_is_asked_with_one_press(eve: Browser, cast: Cast) -> None:
    page = eve.get("/pairs").text
    assert "Ask Ben Arroyo to coach each other" in page
    sent = {"kind": "peer coaching", "person": cast.ben.id, "cadence_days": "14"}
    answer = eve.post("/pairs/requests", data=sent)
    assert (answer.status_code, answer.location) == (303, "/pairs#ask-1")
    assert PairRequest.get().asked == cast.ben
    page = eve.get("/pairs").text
    assert "You asked Ben Arroyo." in page
    assert "Ask Ben Arroyo to coach each other" not in page


def test_suggestions_say_why_and_say_so_when_a_rank_is_unknown(eve: Browser, cast: Cast) -> None:
    make.a_rank("Analyst", 3)
    for person, title, department in ((cast.eve, "Analyst", "IT"), (cast.ben, "Analyst", "Legal")):
        person.title, person.department = title, department
        person.save()
    page = eve.get("/pairs").text
    assert "Both of rank 3, IT and Legal" in page
    assert "he rank of Cleo is unknown" in page


def test_a_waiting_ask_shows_on_the_home_and_is_accepted_there(app: Flask, cast: Cast) -> None:
    ask = make.an_ask(cast.eve, cast.ben, sentence="You chair meetings well.")
    ben = signed_in(app, cast.ben)
    page = ben.get("/").text
    assert "Eve asks you to coach each other" in page
    answer = ben.post(f"/pairs/requests/{ask.id}/acceptance")
    pairing = Pairing.get(Pairing.mutual)
    assert answer.location == f"/pairs/{pairing.id}"
    assert "You and Eve Nobody coach each other now." in ben.get(answer.location).text
    assert "Your pairs" in ben.get("/").text


def test_declining_in_place_asks_for_a_sentence_that_the_asker_reads(
    app: Flask, cast: Cast
) -> None:
    ask = make.an_ask(cast.eve, cast.ben)
    ben = signed_in(app, cast.ben)
    refused = ben.post(f"/pairs/requests/{ask.id}/refusal", data={"sentence": ""})
    assert refused.status_code == 422
    assert "Say in a sentence why not" in refused.text
    ben.post(f"/pairs/requests/{ask.id}/refusal", data={"sentence": "I move to Lyon."})
    assert PairRequest.get().answer == PairAnswer.DECLINED
    assert "“I move to Lyon.”" in signed_in(app, cast.eve).get("/pairs").text
    assert "Lyon" not in signed_in(app, cast.ada).get("/pairs").text


def test_a_colleague_outside_the_suggestions_is_asked_and_the_rule_is_shown(
    eve: Browser, cast: Cast
) -> None:
    for person in (cast.eve, cast.ben):
        person.title, person.department = "Analyst", "Finance"
        person.save()
    assert "Ask Ben Arroyo to coach" not in eve.get("/pairs").text
    page = eve.get("/pairs/new?person=Ben+Arroyo+<ben@example.com>").text
    assert "both Analyst in Finance" in page
    sent = {"kind": "peer coaching", "asked": "ben@example.com", "cadence_days": "14"}
    assert eve.post("/pairs/requests", data=sent).status_code == 303
    assert "both Analyst in Finance" in eve.get("/pairs").text


def test_a_refused_ask_keeps_what_was_typed(eve: Browser, cast: Cast) -> None:
    sent = {
        "kind": "peer coaching",
        "asked": "nobody@example.com",
        "cadence_days": "10",
        "sentence": "Please",
    }
    answer = eve.post("/pairs/requests", data=sent)
    assert answer.status_code == 422
    assert "Nobody here is called “nobody@example.com”" in answer.text
    assert 'value="Please"' in answer.text


def test_the_form_sent_twice_asks_once(eve: Browser, cast: Cast) -> None:
    sent = {"kind": "mentoring", "asked": "", "cadence_days": "14", "form_key": "abc"}
    first, second = (eve.post("/pairs/requests", data=sent) for _ in range(2))
    assert first.location == second.location
    assert PairRequest.select().count() == 1


# ------------------------------------------------------------------ sessions of two


def test_the_agenda_with_its_questions_is_in_the_session_form(app: Flask, cast: Cast) -> None:
    pairing = make.a_pair(cast.eve, cast.ben)
    ben = signed_in(app, cast.ben)
    page = ben.get(f"/pairs/{pairing.id}").text
    for question in ("What is going on?", "What works?", "What does not?", "What will you change?"):
        assert question in page
    sent = {
        "coach": cast.eve.id,
        "minutes": "45",
        "going_on": "The reorganisation",
        "will_change": "Ask first",
        "next_steps": "Ask Ada by Friday",
    }
    answer = ben.post(f"/pairs/{pairing.id}/sessions", data=sent)
    assert answer.location == f"/pairs/{pairing.id}"
    session = CoachingSession.get()
    assert (session.guide, session.way) == (cast.eve, Way.NOT_SAID)
    shown = ben.get(f"/sessions/{session.id}").text
    assert "<strong>What is going on?</strong> The reorganisation" in shown
    assert "Ask Ada by Friday" in shown


def test_who_coached_whom_last_is_shown_so_that_both_directions_stay_in_balance(
    app: Flask, cast: Cast
) -> None:
    pairing = make.a_pair(cast.eve, cast.ben)
    topic = pairing.learner.rollout_topic
    make.a_session(topic, cast.eve, pairing)
    make.a_session(topic, cast.eve, pairing, held_on=make.TODAY)
    page = signed_in(app, cast.ben).get(f"/pairs/{pairing.id}").text
    assert "Eve coached last, today. So far Eve 2 times and Ben 0 times: it is Ben’s turn." in page
    checked = re.search(r'<input checked [^>]*name="coach"[^>]*>', page)
    assert checked
    assert f'value="{cast.ben.id}"' in checked.group()


def test_the_next_session_of_two_stands_on_both_homes(app: Flask, cast: Cast) -> None:
    pairing = make.a_pair(cast.eve, cast.ben)
    for person in (cast.eve, cast.ben):
        sent = {"coach": person.id, "planned_at": "2026-11-24T14:00", "minutes": "30"}
        signed_in(app, person).post(f"/pairs/{pairing.id}/sessions/new", data=sent)
        assert CoachingSession.get().guide == person
        for either in (cast.eve, cast.ben):
            home = signed_in(app, either).get("/").text
            assert "It happened" in home
            assert "tomorrow 14:00" in home
        CoachingSession.get().attendances.get().delete_instance()
        CoachingSession.get().delete_instance()


def test_a_session_of_two_is_put_right_without_ways_and_others(app: Flask, cast: Cast) -> None:
    pairing = make.a_pair(cast.eve, cast.ben)
    session = make.a_session(pairing.learner.rollout_topic, cast.eve, pairing)
    ben = signed_in(app, cast.ben)
    page = ben.get(f"/sessions/{session.id}/edit").text
    assert "Who coached" in page
    assert "Done together" not in page
    sent = {
        "coach": cast.ben.id,
        "held_on": "2026-11-19",
        "minutes": "30",
        "way": "not said",
        "note": "Short",
    }
    assert ben.post(f"/sessions/{session.id}", data=sent).status_code == 303
    assert CoachingSession.get().guide == cast.ben


# ------------------------------------------------------------------ what was said


@pytest.fixture
def said(cast: Cast) -> CoachingSession:
    """A session of Ben and Cleo in a circle that Ada runs; Root manages Cleo and administers."""
    cast.cleo.manager = cast.root
    cast.cleo.save()
    set_up_circle("Leads", [(cast.ben, cast.cleo)], by=cast.ada, on=make.TODAY)
    return log_session(
        [Pairing.get(Pairing.mutual)],
        by=cast.cleo,
        guide=cast.cleo,
        minutes=45,
        way=Way.NOT_SAID,
        note=SECRET,
        questions=[f"What if {SECRET}?"],
        next_steps=[f"Ben: {SECRET}"],
        today=make.TODAY,
    )


def test_what_was_said_belongs_to_the_two(app: Flask, cast: Cast, said: CoachingSession) -> None:
    step = said.next_steps.get()
    tick_item(step, done=True, by=cast.ben, on=make.TODAY)
    rollout, pair = said.rollout_id, Pairing.get(Pairing.mutual).id
    pages = [
        f"/sessions/{said.id}",
        f"/sessions/{said.id}/edit",
        f"/items/{step.id}",
        f"/pairs/{pair}",
        "/",
        f"/rollouts/{rollout}",
        f"/rollouts/{rollout}/sessions",
        f"/rollouts/{rollout}/history",
        f"/rollouts/{rollout}/report",
        f"/people/{cast.cleo.id}",
        f"/people/{cast.cleo.id}/history",
        f"/topics/{said.rollout_topic.revision.topic_id}",
    ]
    for person in (cast.ada, cast.root):
        browser = signed_in(app, person)
        assert all(SECRET not in browser.get(page).text for page in pages)
        assert browser.get(f"/items/{step.id}").status_code == 404
        assert browser.get(f"/sessions/{said.id}/edit").status_code == 403
        seen = browser.get(f"/sessions/{said.id}").text
        assert "You see that and when the two met." in seen
        assert "Cleo Marsh with Ben Arroyo, today" in seen
    for person in (cast.ben, cast.cleo):
        seen = signed_in(app, person).get(f"/sessions/{said.id}").text
        assert seen.count(SECRET) >= 3


def test_what_was_said_is_in_no_command_and_no_report(
    app: Flask, cast: Cast, said: CoachingSession
) -> None:
    rollout, step = said.rollout_id, said.next_steps.get()
    for email in ("ada@example.com", "root@example.com"):
        for words in (
            f"rollout show {rollout} --json",
            f"rollout report {rollout} --json",
            f"rollout report {rollout}",
            "item list --person ben@example.com",
            "item list --person cleo@example.com --all",
            "pair list --json",
        ):
            result = CliRunner().invoke(main, [*words.split(), "--as", email])
            assert (result.exit_code, SECRET in result.output) == (0, False), words
        ticked = CliRunner().invoke(main, ["item", "tick", str(step.id), "--as", email])
        assert (ticked.exit_code, SECRET in ticked.output) == (1, False)
    assert not step.events.exists()


def test_a_supervisor_sees_when_each_pair_of_a_circle_met(
    app: Flask, cast: Cast, said: CoachingSession
) -> None:
    page = signed_in(app, cast.ada).get(f"/rollouts/{said.rollout_id}/sessions").text
    assert "with Cleo Marsh" in page
    assert "today" in page


def test_a_coach_elsewhere_and_a_partner_see_nothing_more_of_one_another(
    app: Flask, cast: Cast
) -> None:
    # Ben coaches Cleo elsewhere; Cleo is in a pair with Eve.
    pairing = make.a_pair(cast.cleo, cast.eve)
    session = make.a_session(pairing.learner.rollout_topic, cast.cleo, pairing)
    checklist = make.a_checklist(person=cast.eve, supervisor=cast.ada)
    assert signed_in(app, cast.ben).get(f"/sessions/{session.id}").status_code == 404
    assert signed_in(app, cast.cleo).get(f"/checklists/{checklist.id}").status_code == 404


def test_a_pair_leads_to_its_page_and_is_hidden_from_all_others(app: Flask, cast: Cast) -> None:
    pairing = make.a_pair(cast.ada, cast.ben)
    rollout = pairing.learner.rollout_topic.rollout_id
    for person in (cast.ada, cast.ben, cast.root):
        answer = signed_in(app, person).get(f"/rollouts/{rollout}")
        assert answer.location == f"/pairs/{pairing.id}"
    assert signed_in(app, cast.cleo).get(f"/rollouts/{rollout}").status_code == 404
    for person in (cast.ada, cast.root):
        browser = signed_in(app, person)
        assert "Ada Lovell and Ben Arroyo" not in browser.get("/rollouts").text
        assert browser.get(f"/rollouts/{rollout}/people").status_code == 404
    assert "Ada Lovell and Ben Arroyo" not in signed_in(app, cast.ada).get("/").text
    seen = signed_in(app, cast.root).get(f"/pairs/{pairing.id}").text
    assert "What was said belongs to them" in seen
    assert "Log it" not in seen


# ------------------------------------------------------------------ mentors


def test_mentors_with_a_free_place_are_shown_until_their_places_are_taken(
    app: Flask, cast: Cast
) -> None:
    cast.dan.mentor_places, cast.dan.title = 1, "Head"
    cast.dan.save()
    cast.eve.title = "Analyst"
    cast.eve.save()
    make.a_rank("Head", 7)
    make.a_rank("Analyst", 3)
    eve = signed_in(app, cast.eve)
    page = eve.get("/pairs").text
    assert "Ask Dan Weiss to be your mentor" in page
    assert "Rank 7, above 3 · 1 free place" in page
    make.a_pair(cast.dan, cast.cleo, wording=Wording.MENTORING)
    page = eve.get("/pairs").text
    assert "Ask Dan Weiss to be your mentor" not in page
    assert "No mentor has a free place now." in page


def test_somebody_waiting_sees_their_place_and_is_offered_a_peer_coach_meanwhile(
    app: Flask, cast: Cast
) -> None:
    for person in (cast.cleo, cast.eve):
        make.an_ask(person, None)
    page = signed_in(app, cast.eve).get("/pairs").text
    assert "place 2 in line" in page
    assert "Meanwhile, a peer coach" in page
    assert "Ask Root Adams" in page or "Ask Ada Lovell" in page


def test_the_first_in_line_is_offered_to_a_mentor_with_a_free_place(app: Flask, cast: Cast) -> None:
    first = make.an_ask(cast.cleo, None)
    make.an_ask(cast.eve, None)
    dan = signed_in(app, cast.dan)
    assert "First in line" not in dan.get("/pairs").text
    cast.dan.mentor_places = 1
    cast.dan.save()
    page = dan.get("/pairs").text
    assert "Be the mentor of Cleo Marsh" in page
    assert "Be the mentor of Eve" not in page
    dan.post(f"/pairs/requests/{first.id}/taking")
    pairing = Pairing.get(Pairing.id > cast.pairing.id)
    assert (pairing.guide.person, pairing.learner.person) == (cast.dan, cast.cleo)
    assert "First in line" not in dan.get("/pairs").text


# ------------------------------------------------------------------ circles


def test_a_circle_is_one_form_with_pairs_named_or_made_by_the_rules(app: Flask, cast: Cast) -> None:
    ada = signed_in(app, cast.ada)
    assert ada.get("/circles/new").status_code == 200
    people = "ben@example.com, cleo@example.com\nDan Weiss\n\nEve Nobody"
    sent = {"name": "Leads", "people": people, "cadence_days": "14"}
    answer = ada.post("/circles", data=sent)
    rollout = Rollout.get(Rollout.name == "Leads")
    assert answer.location == f"/rollouts/{rollout.id}"
    assert rollout.purpose == Purpose.TEAM
    assert Pairing.select().where(Pairing.mutual).count() == 2
    assert ada.get(answer.location).status_code == 200
    assert "coach each other" in ada.get(f"/rollouts/{rollout.id}/people").text


def test_a_circle_that_does_not_come_out_even_is_refused(app: Flask, cast: Cast) -> None:
    ada = signed_in(app, cast.ada)
    sent = {"name": "Leads", "people": "Ben Arroyo\nCleo Marsh\nDan Weiss", "cadence_days": "14"}
    answer = ada.post("/circles", data=sent)
    assert answer.status_code == 422
    assert "3 people cannot be paired two by two" in answer.text


# ------------------------------------------------------------------ statements


def test_the_pages_take_as_many_statements_however_many_pairs_there_are(
    app: Flask, cast: Cast
) -> None:
    cast.eve.mentor_places = 2
    cast.eve.save()
    topic = make.a_topic("Presenting", kind=Kind.DEVELOPMENT)
    for number in range(6):
        person = make.a_person(f"P{number} Peer", email=f"p{number}@example.com", mentor_places=2)
        pairing = make.a_pair(cast.eve, person, topic=topic)
        make.a_session(pairing.learner.rollout_topic, cast.eve, pairing)
        make.an_ask(person, cast.eve, kind=PairKind.MENTORING)
        make.an_ask(cast.eve, person, kind=PairKind.MENTORING)
        make.an_ask(person, None)
    eve = signed_in(app, cast.eve)
    for page in ("/pairs", f"/pairs/{pairing.id}", "/pairs/new?person=Ben+Arroyo"):
        with counted_statements() as statements:
            assert eve.get(page).status_code == 200
        assert len(statements) <= 12, page
    with counted_statements() as statements:
        assert eve.get("/").status_code == 200
    assert len(statements) <= 20
