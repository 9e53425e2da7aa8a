"""The screen of learners × topics: guides put, changed and ended in place."""

import re
from collections.abc import Iterator
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import (
    Basis,
    Kind,
    Pairing,
    Person,
    ReadinessAnswer,
    ReadinessQuestion,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    TransferModel,
    Way,
)
from kt.reports.seating import LEARNERS

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

HTMX = {"HX-Request": "true"}
GUIDE = {"role": "coach", "cadence_days": "7", "agreed_hours": "", "wave": "1"}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def second(cast: Cast) -> RolloutTopic:
    return make.a_rollout_topic(cast.rollout, make.a_topic("Production"))


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Iterator[Browser]:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser.sign_in(cast.ada)


def people(cast: Cast) -> str:
    return f"/rollouts/{cast.rollout.id}/people"


def put_url(cast: Cast, topic: RolloutTopic, learner: Person) -> str:
    return f"/rollouts/{cast.rollout.id}/topics/{topic.id}/learners/{learner.id}"


def test_the_screen_shows_guides_smes_and_gaps(
    ada: Browser, cast: Cast, second: RolloutTopic
) -> None:
    make.a_seat(second, cast.eve, Role.LEARNER)
    page = ada.get(people(cast)).text
    assert "2 learners on 2 topics, 1 gap" in page
    assert "nobody yet" in page
    assert "every 7 days" in page
    assert f'id="cell-{second.id}-{cast.eve.id}"' in page
    assert f'id="pairing-{cast.pairing.id}"' in page


def test_a_two_way_rollout_shows_its_balance(
    ada: Browser, cast: Cast, second: RolloutTopic
) -> None:
    assert "Balance" not in ada.get(people(cast)).text
    Rollout.update(model=TransferModel.TWO_WAY).execute()
    assert "so it is really one-way." in ada.get(people(cast)).text
    make.a_pairing(
        make.a_seat(second, cast.cleo, Role.COACH), make.a_seat(second, cast.eve, Role.LEARNER)
    )
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    page = ada.get(people(cast)).text
    balance = " ".join(re.sub(r"<[^>]+>", " ", page.split('id="balances"')[1]).split())
    assert "Cleo Marsh Production 0 Cut-off rules 1 one as coach" in balance
    # What others held in their roles is for whoever runs it.
    assert "Cleo Marsh</th>" in ada.sign_in(cast.cleo).get(people(cast)).text.split("balances")[1]
    assert "Somebody does both here; you do not." in ada.sign_in(cast.ben).get(people(cast)).text


def test_a_guide_is_put_into_a_gap(ada: Browser, cast: Cast, second: RolloutTopic) -> None:
    page = ada.get(f"{people(cast)}?cell={second.id}-{cast.cleo.id}").text
    url = put_url(cast, second, cast.cleo)
    assert f'action="{url}?page=1"' in page
    answer = ada.post(url, data=GUIDE | {"guide": "Ben Arroyo", "agreed_hours": "2"})
    assert answer.status_code == 303
    assert "Ben Arroyo is coach of Cleo Marsh on Production." in ada.get(answer.location).text
    pairing = Pairing.get(Pairing.id != cast.pairing.id)
    assert (pairing.guide.person, pairing.agreed_hours) == (cast.ben, 2)


def test_with_htmx_the_answer_is_the_part_of_the_page_and_is_announced(
    ada: Browser, cast: Cast, second: RolloutTopic
) -> None:
    url = put_url(cast, second, cast.cleo)
    answer = ada.post(url, data=GUIDE | {"guide": "Ben Arroyo"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="seating">')
    assert "<html" not in answer.text
    assert "Ben Arroyo is coach of Cleo Marsh on Production." in answer.headers["HX-Trigger"]

    (focused,) = re.findall(r'<a id="([^"]*)"[^>]* autofocus>', answer.text)
    assert focused == f"edit-pairing-{Pairing.get(Pairing.id != cast.pairing.id).id}"


def test_no_two_elements_have_the_same_id_while_a_guide_is_chosen(
    ada: Browser, cast: Cast, second: RolloutTopic
) -> None:
    page = ada.get(f"{people(cast)}?cell={second.id}-{cast.cleo.id}").text
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"guide": "Cleo Marsh"}, "Nobody guides themselves."),
        ({"guide": "Eve Nobody", "role": "buddy"}, "a buddy is never the line manager"),
        ({"guide": "Root Adams"}, "one-way"),
        ({"guide": "Zoe"}, "Nobody here is called “Zoe”"),
        ({"cadence_days": "0"}, "at least 1"),
        ({"agreed_hours": "many"}, "is not a whole number"),
        ({"wave": ""}, "Waves are counted from 1."),
        ({"role": "learner"}, "Not a valid choice"),
    ],
)
def test_a_rule_refuses_in_the_cell_and_keeps_what_was_typed(
    ada: Browser,
    cast: Cast,
    second: RolloutTopic,
    wrong: dict[str, str],
    sentence: str,
    headers: dict[str, str],
) -> None:
    Person.update(manager=cast.eve).where(Person.id == cast.cleo.id).execute()
    make.a_seat(cast.rollout_topic, cast.root, Role.LEARNER)
    form = GUIDE | {"guide": "Ben Arroyo", "agreed_hours": "3"} | wrong
    answer = ada.post(put_url(cast, second, cast.cleo), data=form, headers=headers)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{form["guide"]}"' in answer.text
    assert not second.seats.exists()


def test_two_way_refuses_both_on_one_topic_through_the_browser(ada: Browser, cast: Cast) -> None:
    Rollout.update(model=TransferModel.TWO_WAY).execute()
    answer = ada.post(
        f"/rollouts/{cast.rollout.id}/seats",
        data={"person": "Cleo Marsh", "role": "coach", "topic": cast.rollout_topic.id},
    )
    assert answer.status_code == 422
    assert "Cleo Marsh cannot be learner and coach of Cut-off rules" in answer.text


def test_a_pairing_is_changed_in_its_own_small_form(ada: Browser, cast: Cast) -> None:
    cell = f"{cast.rollout_topic.id}-{cast.cleo.id}"
    page = ada.get(f"{people(cast)}?cell={cell}&pairing={cast.pairing.id}").text
    assert "Ben Arroyo &lt;ben@example.com" in page
    form = {"guide": "Ben Arroyo <ben@example.com>", "role": "coach", "cadence_days": "14"}
    ada.post(f"/pairings/{cast.pairing.id}", data=form | {"agreed_hours": "3", "wave": "2"})
    pairing = Pairing.get_by_id(cast.pairing.id)
    assert (pairing.cadence_days, pairing.agreed_hours, pairing.wave) == (14, 3, 2)
    page = ada.get(people(cast)).text
    assert "every 14 days, 3 h a week" in page
    assert "wave 2" in page


def test_a_guide_is_changed_and_left_out(ada: Browser, cast: Cast) -> None:
    ada.post(f"/pairings/{cast.pairing.id}", data=GUIDE | {"guide": "eve@example.com"})
    now = Pairing.get(Pairing.ended_on.is_null())
    assert now.guide.person == cast.eve
    ada.post(f"/pairings/{now.id}", data=GUIDE | {"guide": ""})
    assert Pairing.get(Pairing.ended_on.is_null()).guide is None
    page = ada.get(people(cast)).text
    assert "1 gap" in page
    assert "no learner" in page


def test_a_refused_change_stays_open_with_what_was_typed(ada: Browser, cast: Cast) -> None:
    answer = ada.post(f"/pairings/{cast.pairing.id}", data=GUIDE | {"guide": "Cleo Marsh"})
    assert answer.status_code == 422
    assert "Nobody guides themselves." in answer.text
    assert f'action="/pairings/{cast.pairing.id}?page=1"' in answer.text


def test_ending_a_pairing_leaves_undo(ada: Browser, cast: Cast) -> None:
    ada.post(f"/pairings/{cast.pairing.id}/end")
    page = ada.get(people(cast)).text
    assert "Ben Arroyo guides Cleo Marsh no longer." in page
    assert f"/pairings/{cast.pairing.id}/reopening" in page
    ada.post(f"/pairings/{cast.pairing.id}/reopening")
    assert Pairing.get_by_id(cast.pairing.id).ended_on is None


def test_ending_a_seat_leaves_undo_and_lists_it_below(ada: Browser, cast: Cast) -> None:
    answer = ada.post(f"/seats/{cast.bens_seat.id}/end", headers=HTMX)
    assert f"/seats/{cast.bens_seat.id}/reopening" in answer.text
    assert "Seats that ended" in answer.text
    assert "Thu 1 Oct to today" in answer.text
    ada.post(f"/seats/{cast.bens_seat.id}/reopening")
    assert Seat.get_by_id(cast.bens_seat.id).until is None
    assert Pairing.get_by_id(cast.pairing.id).ended_on is None


def test_somebody_is_seated_on_all_topics_at_once(
    ada: Browser, cast: Cast, second: RolloutTopic
) -> None:
    form = {"person": "Eve Nobody", "role": "learner", "topic": "", "guide": "Ben Arroyo"}
    ada.post(f"/rollouts/{cast.rollout.id}/seats", data=form | {"since": "2026-11-02"})
    seats = list(Seat.select().where(Seat.person == cast.eve))
    assert [(seat.role, str(seat.since)) for seat in seats] == [("learner", "2026-11-02")] * 2
    assert all(seat.learner_pairings.get().guide.person == cast.ben for seat in seats)


def test_one_who_knows_the_content_is_seated_as_sme_with_one_press(
    ada: Browser, cast: Cast
) -> None:
    ada.post(f"/seats/{Seat.get(Seat.role == Role.SME).id}/end")
    page = ada.get(people(cast)).text
    assert "Seat Dan Weiss as SME of Cut-off rules" in page
    form = {"person": "dan@example.com", "role": "SME", "topic": cast.rollout_topic.id}
    ada.post(f"/rollouts/{cast.rollout.id}/seats", data=form)
    seat = Seat.get(Seat.role == Role.SME, Seat.until.is_null())
    assert (seat.person, seat.since) == (cast.dan, make.TODAY)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"person": ""}, "Type the name or the e-mail"),
        ({"person": "Ben Arroyo", "role": "coach"}, "already has a seat as coach"),
        ({"guide": "Ben Arroyo", "role": "SME"}, "Only somebody who learns is guided."),
        ({"guide": "Eve Nobody"}, "Nobody guides themselves."),
        ({"until": "2026-10-01", "since": "2026-11-01"}, "cannot end before it begins"),
        ({"topic": "999"}, "Not a valid choice"),
    ],
)
def test_a_seat_that_cannot_be_is_refused_in_words(
    ada: Browser, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    form: dict[str, Any] = {"person": "Eve Nobody", "role": "learner"}
    form |= {"topic": cast.rollout_topic.id} | wrong
    answer = ada.post(f"/rollouts/{cast.rollout.id}/seats", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Seat.select().count() == 3


def test_whoever_is_signed_off_is_offered_as_coach_of_wave_2_and_it_can_be_undone(
    ada: Browser, cast: Cast
) -> None:
    seat = make.a_seat(cast.rollout_topic, make.a_person("Finn Ode"), Role.LEARNER)
    make.a_pairing(None, seat, wave=2)
    assert "can coach" not in ada.get(people(cast)).text
    make.a_standing(cast.cleo, cast.topic, 3, basis=Basis.SIGNED_OFF)
    page = ada.get(people(cast)).text
    assert "Cleo can coach the second wave of Cut-off rules" in page
    assert "with Finn Ode" in page
    assert ada.post(f"/seats/{cast.cleos_seat.id}/coaching").status_code == 303
    page = ada.get(people(cast)).text
    assert "Cleo Marsh coaches Finn Ode on Cut-off rules." in page
    coach = Seat.get(Seat.person == cast.cleo, Seat.role == Role.COACH)
    assert f'action="/seats/{coach.id}/learning"' in page
    ada.post(f"/seats/{coach.id}/learning")
    assert "Cleo can coach the second wave" in ada.get(people(cast)).text


def test_who_may_coach_next_is_for_those_who_run_the_rollout(browser: Browser, cast: Cast) -> None:
    seat = make.a_seat(cast.rollout_topic, make.a_person("Finn Ode"), Role.LEARNER)
    make.a_pairing(None, seat, wave=2)
    make.a_standing(cast.cleo, cast.topic, 3, basis=Basis.SIGNED_OFF)
    page = browser.sign_in(cast.ben).get(people(cast)).text
    assert "can coach" not in page


def test_in_a_closed_rollout_the_screen_is_for_reading(ada: Browser, cast: Cast) -> None:
    Rollout.update(state=RolloutState.COMPLETED).execute()
    page = ada.get(people(cast)).text
    assert "Ben Arroyo" in page
    assert "Seat somebody" not in page
    assert "Change" not in page
    answer = ada.post(f"/seats/{cast.bens_seat.id}/end")
    assert answer.status_code == 422
    assert "Reopen it first." in answer.text


def test_members_see_the_screen_and_change_nothing(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.cleo)
    page = browser.get(people(cast)).text
    assert "Ben Arroyo" in page
    assert "Change" not in page
    assert browser.post(f"/seats/{cast.bens_seat.id}/end").status_code == 403
    cell = f"?cell={cast.rollout_topic.id}-{cast.cleo.id}"
    assert "guide-form" not in browser.get(people(cast) + cell).text


def test_why_a_coach_agrees_to_more_than_there_is_stands_beside_the_pairing(
    ada: Browser, cast: Cast
) -> None:
    Person.update(coaching_hours_week=3).where(Person.id == cast.ben.id).execute()
    sent = {**GUIDE, "guide": "Ben Arroyo", "agreed_hours": "4"}
    refused = ada.post(f"/pairings/{cast.pairing.id}", data=sent)
    assert refused.status_code == 422
    assert "Ben Arroyo has 3 hours a week for coaching" in refused.text
    ada.post(f"/pairings/{cast.pairing.id}", data=sent | {"hours_reason": "The year end."})
    assert "4 h a week, more than there are: The year end." in ada.get(people(cast)).text


def test_where_people_never_meet_the_screen_says_who_has_met(ada: Browser, cast: Cast) -> None:
    assert "not met yet" not in ada.get(people(cast)).text
    ReadinessAnswer.create(
        rollout=cast.rollout,
        question=ReadinessQuestion.NEVER_MEET,
        yes=True,
        by=cast.ada,
        on=make.TODAY,
    )
    assert "not met yet" in ada.get(people(cast)).text


def test_settling_in_offers_a_buddy_first(ada: Browser, cast: Cast) -> None:
    topic = make.a_rollout_topic(cast.rollout, make.a_topic("Settling in", kind=Kind.ORIENTATION))
    page = ada.get(f"{people(cast)}?cell={topic.id}-{cast.cleo.id}").text
    assert '<option selected value="buddy">' in page


def test_whoever_runs_it_sees_when_every_pairing_met_and_others_see_it_of_their_own(
    ada: Browser, cast: Cast
) -> None:
    finn = make.a_seat(cast.rollout_topic, make.a_person("Finn Okoro"), Role.LEARNER)
    finns = make.a_pairing(cast.bens_seat, finn)
    make.a_session(cast.rollout_topic, cast.ben, finns, way=Way.ALONE)
    met = "1 session since the week of 28 Sep: learner did it alone once."
    not_met = "No session since the week of 28 Sep."
    for person, seen in (
        (cast.ada, (True, True)),
        (cast.ben, (True, True)),
        (cast.cleo, (False, True)),
        (cast.dan, (False, False)),
    ):
        with time_machine.travel(make.TODAY, tick=False):
            page = ada.sign_in(person).get(people(cast)).text
        assert (met in page, not_met in page) == seen, person.name


def test_the_screen_takes_twelve_statements_at_most_however_many_sit_there(
    ada: Browser, cast: Cast
) -> None:
    for number in range(LEARNERS + 10):
        person = make.a_person(f"L{number:03} Lind", email=f"l{number}@example.com")
        make.a_pairing(cast.bens_seat, make.a_seat(cast.rollout_topic, person, Role.LEARNER))
    make.a_pairing(None, Seat.get(Seat.person == person), wave=2)
    make.a_standing(cast.cleo, cast.topic, 3, basis=Basis.SIGNED_OFF)
    ada.get(people(cast))
    cell = f"{cast.rollout_topic.id}-{cast.cleo.id}"
    for query in ("", "?page=2", f"?cell={cell}&pairing={cast.pairing.id}"):
        with counted_statements() as taken:
            assert ada.get(people(cast) + query).status_code == 200
        assert len(taken) <= 12, (query, taken)
    assert "1 to 50 of 61" in ada.get(people(cast)).text


def test_two_supervisors_editing_one_pairing_never_overwrite_each_other(
    ada: Browser, cast: Cast
) -> None:
    address = f"/rollouts/{cast.rollout.id}/people"
    page = ada.get(f"{address}?cell={cast.rollout_topic.id}-{cast.cleo.id}").text
    version = re.findall(r'name="version"[^>]*value="([^"]+)"', page)[0]
    sent = {"guide": "Ben Arroyo", "role": "coach", "wave": "1", "version": version}
    first = ada.post(f"/pairings/{cast.pairing.id}", data=sent | {"cadence_days": "5"})
    assert first.status_code == 303
    second = ada.post(f"/pairings/{cast.pairing.id}", data=sent | {"cadence_days": "9"})
    assert second.status_code == 409
    assert "Now it is Ben Arroyo, every 5 days, wave 1." in second.text
    assert Pairing.get_by_id(cast.pairing.id).cadence_days == 5
    version = re.findall(r'name="version"[^>]*value="([^"]+)"', second.text)[0]
    again = sent | {"cadence_days": "9", "version": version}
    assert ada.post(f"/pairings/{cast.pairing.id}", data=again).status_code == 303
    assert Pairing.get_by_id(cast.pairing.id).cadence_days == 9
