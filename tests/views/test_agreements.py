"""The agreement's page, everybody's own sheet, and what happens when it changed meanwhile."""

import make
import pytest
import time_machine
from cast import Cast, a_cast, ready_to_start
from conftest import Browser
from counting import counted_statements
from flask import Flask

from kt.models import (
    Answer,
    Override,
    Person,
    Role,
    Rollout,
    RolloutState,
    Seat,
    Sheet,
    Topic,
    TransferModel,
    Way,
)
from kt.operations.agreements import decline_sheet, offer_agreement, sign_sheet
from kt.operations.seating import agree
from kt.operations.sessions import log_session

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TODAY = make.TODAY


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def cast(app: Flask) -> Cast:
    return a_cast()


@pytest.fixture
def ada(app: Flask, cast: Cast) -> Browser:
    return app.test_client().sign_in(cast.ada)


@pytest.fixture
def cleo(app: Flask, cast: Cast) -> Browser:
    return app.test_client().sign_in(cast.cleo)


def sheet_of(person: Person) -> Sheet:
    return Sheet.get(Sheet.person == person, Sheet.current)


def test_an_agreement_is_readable_before_it_is_offered(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout, rollout_topic=cast.rollout_topic, due=TODAY)
    page = ada.get(f"/rollouts/{cast.rollout.id}/agreement").text
    assert "Not offered yet: nobody can sign." in page
    assert "Coach of Cut-off rules" in page
    assert "Cut-off rules with Ben Arroyo (coach), every week" in page
    assert "Sessions held: 5, by 23 Nov" in page
    assert "Stop the queue, check the log, restart." in page
    ada.post(f"/rollouts/{cast.rollout.id}/agreement")
    assert "0 of 3 have signed." in ada.get(f"/rollouts/{cast.rollout.id}/agreement").text


def test_the_gate_lists_each_missing_point_with_the_way_to_it(ada: Browser, cast: Cast) -> None:
    Rollout.update(state=RolloutState.DRAFT, started_on=None).execute()
    page = ada.get(f"/rollouts/{cast.rollout.id}/agreement").text
    assert "No kick-off is planned." in page
    assert f'href="/rollouts/{cast.rollout.id}/kick-off"' in page
    assert "Cut-off rules has no target." in page


def test_a_reason_stays_in_view_and_can_be_taken_back(ada: Browser, cast: Cast) -> None:
    draft = ready_to_start(cast)
    draft.sessions.model.delete().execute()
    address = f"/rollouts/{draft.id}"
    answer = ada.post(f"{address}/overrides", data={"point": "kick-off", "reason": ""})
    assert answer.status_code == 422
    assert "why it can start without this" in answer.text
    ada.post(f"{address}/overrides", data={"point": "kick-off", "reason": "One room."})
    assert "Overridden by Ada Lovell: One room." in ada.get(f"{address}/agreement").text
    ada.post(f"{address}/start")
    assert "One room." in ada.get(f"{address}/agreement").text
    ada.post(f"{address}/overrides/{Override.get().id}/withdrawal")
    assert "One room." not in ada.get(f"{address}/agreement").text


def test_a_new_hire_finds_the_agreement_first_in_five_plain_lines(
    cleo: Browser, cast: Cast
) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    home = cleo.get("/").text
    assert "First: agree on Settlement engine" in home
    for line in ("You are", "You meet", "Written process", "At the end", "When and how"):
        assert f"<dt>{line}</dt>" in home
    sheet = sheet_of(cast.cleo)
    answer = cleo.post(f"/sheets/{sheet.id}/signature", data={"back": "/"})
    assert answer.headers["Location"] == "/"
    assert "First: agree on" not in cleo.get("/").text
    cleo.post(f"/sheets/{sheet.id}/withdrawal")
    assert "First: agree on" in cleo.get("/").text


def test_one_press_signs_in_place(cleo: Browser, cast: Cast) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    sheet = sheet_of(cast.cleo)
    answer = cleo.post(f"/sheets/{sheet.id}/signature", headers={"HX-Request": "true"})
    assert "You signed your sheet of Settlement engine." in answer.text
    assert f'id="sheet-{sheet.id}-undo"' in answer.text
    assert sheet_of(cast.cleo).answer == Answer.SIGNED


def test_declining_shows_its_sentence_to_the_supervisor_and_to_nobody_else(
    app: Flask, cleo: Browser, ada: Browser, cast: Cast
) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    sheet = sheet_of(cast.cleo)
    refused = cleo.post(f"/sheets/{sheet.id}/refusal", data={"sentence": " "})
    assert refused.status_code == 422
    cleo.post(f"/sheets/{sheet.id}/refusal", data={"sentence": "Not on Fridays."})
    address = f"/rollouts/{cast.rollout.id}/agreement"
    assert "Not on Fridays." in ada.get(address).text
    assert "1 person declines" in ada.get(address).text
    ben = app.test_client().sign_in(cast.ben)
    assert "Not on Fridays." not in ben.get(address).text


def test_a_sheet_that_was_replaced_meanwhile_is_refused_and_shows_the_difference(
    cleo: Browser, cast: Cast
) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    opened = sheet_of(cast.cleo)
    agree(cast.pairing, cadence_days=14, agreed_hours=None, wave=1, by=cast.ada)
    answer = cleo.post(f"/sheets/{opened.id}/signature")
    assert answer.status_code == 409
    assert "This sheet has been replaced meanwhile." in answer.text
    assert "every week" in answer.text
    assert "every 14 days" in answer.text
    in_place = cleo.post(f"/sheets/{opened.id}/signature", headers={"HX-Request": "true"})
    where = in_place.headers["HX-Redirect"]
    assert "every week" in cleo.get(where).text
    assert sheet_of(cast.cleo).answer == Answer.WAITING
    assert "This sheet has been replaced." in cleo.get(f"/sheets/{opened.id}").text


def test_a_signature_on_paper_is_shown_as_such(ada: Browser, cast: Cast) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    sheet = sheet_of(cast.cleo)
    sent = {"signed_on": "2026-11-20", "witness": "dan@example.com"}
    ada.post(f"/sheets/{sheet.id}/paper", data=sent)
    page = ada.get(f"/sheets/{sheet.id}").text
    assert "on paper, recorded by Ada Lovell, witnessed by Dan Weiss" in page
    assert "signed on paper" in ada.get(f"/rollouts/{cast.rollout.id}/agreement").text


def test_a_version_says_in_one_line_what_changed_for_whom(ada: Browser, cast: Cast) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    agree(cast.pairing, cadence_days=14, agreed_hours=None, wave=1, by=cast.ada)
    address = f"/rollouts/{cast.rollout.id}/agreement"
    line = "Partners changed for Ben Arroyo and Cleo Marsh."
    assert line in ada.get(address).text
    assert line in ada.get(f"{address}/versions/2").text
    assert ada.get(f"{address}/versions/3").status_code == 404


def test_the_sme_signs_a_coach_off_in_place(app: Flask, ada: Browser, cast: Cast) -> None:
    Topic.update(technical=True).execute()
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    offer_agreement(cast.rollout, by=cast.ada)
    dan = app.test_client().sign_in(cast.dan)
    page = dan.get(f"/rollouts/{cast.rollout.id}/agreement").text
    assert "waits for the SME" in page
    where = f"/rollouts/{cast.rollout.id}/topics/{cast.rollout_topic.id}/coaches/{cast.ben.id}"
    assert dan.post(f"{where}/sign-off", data={"evidence": ""}).status_code == 422
    dan.post(f"{where}/sign-off", data={"evidence": "Restarted it twice before me."})
    page = dan.get(f"/rollouts/{cast.rollout.id}/agreement").text
    assert "waits for the SME" not in page


def test_a_rollout_from_before_agreements_says_so_and_is_offered_one(
    ada: Browser, cast: Cast
) -> None:
    Rollout.update(before_agreements=True).execute()
    page = ada.get(f"/rollouts/{cast.rollout.id}/agreement").text
    assert "It started before agreements." in page
    assert "Offer it for signing" in page


def test_an_agreements_page_takes_at_most_twelve_statements(ada: Browser, cast: Cast) -> None:
    ready_to_start(cast)
    address = f"/rollouts/{cast.rollout.id}/agreement"
    for state in (RolloutState.DRAFT, RolloutState.RUNNING):
        Rollout.update(state=state).execute()
        with counted_statements() as statements:
            assert ada.get(address).status_code == 200
        assert len(statements) <= 12, len(statements)


def test_signed_and_declined_are_counted(ada: Browser, cast: Cast) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    sign_sheet(sheet_of(cast.ben), by=cast.ben, on=TODAY)
    sign_sheet(sheet_of(cast.dan), by=cast.dan, on=TODAY)
    decline_sheet(sheet_of(cast.cleo), sentence="Later.", by=cast.cleo, on=TODAY)
    page = ada.get(f"/rollouts/{cast.rollout.id}/agreement").text
    assert "1 person declines, 2 of 3 have signed." in page


def test_a_session_before_the_signatures_is_kept_and_marked(ada: Browser, cast: Cast) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    log_session([cast.pairing], by=cast.ben, minutes=30, way=Way.SHOWN, today=TODAY)
    address = f"/rollouts/{cast.rollout.id}/sessions"
    assert "before the signatures" in ada.get(address).text
    for person in (cast.ben, cast.cleo):
        sign_sheet(sheet_of(person), by=person, on=TODAY)
    log_session([cast.pairing], by=cast.ben, minutes=30, way=Way.SHOWN, today=TODAY)
    assert ada.get(address).text.count("before the signatures") == 1


def test_a_coach_who_waits_where_no_sme_sits_is_said_to_wait_for_one(
    ada: Browser, cast: Cast
) -> None:
    Topic.update(technical=True).execute()
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    Seat.delete().where(Seat.role == Role.SME).execute()
    page = ada.get(f"/rollouts/{cast.rollout.id}/agreement").text
    assert "no SME sits on it yet" in page


def test_a_refused_form_leads_to_the_other_pages_of_those_who_sign(
    ada: Browser, cast: Cast
) -> None:
    Rollout.update(state=RolloutState.DRAFT).execute()
    for number in range(50):
        make.a_seat(
            cast.rollout_topic,
            make.a_person(f"N{number} Learner", email=f"n{number}@x.org"),
            Role.LEARNER,
        )
    address = f"/rollouts/{cast.rollout.id}/agreement"
    refused = ada.post(f"/rollouts/{cast.rollout.id}/overrides", data={"point": "kick-off"})
    assert refused.status_code == 422
    assert f'href="{address}?page=2"' in refused.text
    assert "51 to 53 of 53" in ada.get(f"{address}?page=2").text
