"""Rollouts through the browser."""

from collections.abc import Iterator
from datetime import date

import make
import pytest
import time_machine
from cast import Cast, a_cast, ready_to_start
from conftest import Browser

from kt.models import (
    Measure,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    TransferModel,
)
from kt.operations.seating import put_guide

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

PLAN = {
    "name": "Nostro handover",
    "kind": "niche skill",
    "model": "two-way",
    "start_date": "2026-12-01",
    "end_date": "2027-02-26",
    "why": "Two people do the breaks alone.",
}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Iterator[Browser]:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser.sign_in(cast.ada)


def version_in(page: str) -> str:
    return page.partition('name="version" type="hidden" value="')[2].partition('"')[0]


def test_the_list_says_state_dates_counts_and_whose(ada: Browser, cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    page = ada.get("/rollouts").text
    assert "Settlement engine" in page
    assert "running" in page
    assert "Thu 1 Oct" in page
    assert "Sat 12 Dec" in page
    assert "No rollout fits" in ada.get("/rollouts?state=draft").text
    assert "Settlement engine" in ada.get("/rollouts?state=rubbish").text


def test_somebody_without_a_seat_is_told_what_comes_next(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.eve).get("/rollouts").text
    assert "You have no seat in a rollout yet." in page
    assert "Plan a rollout" not in page


def test_a_rollout_is_planned_once_however_often_the_form_is_sent(ada: Browser, cast: Cast) -> None:
    first = ada.post("/rollouts", data=PLAN | {"form_key": "once"})
    second = ada.post("/rollouts", data=PLAN | {"form_key": "once"})
    rollout = Rollout.get(Rollout.name == "Nostro handover")
    assert first.location == second.location == f"/rollouts/{rollout.id}/design/readiness"
    assert (rollout.state, rollout.kind, rollout.supervisor) == ("draft", "niche skill", cast.ada)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "A rollout needs a name. Type one."),
        ({"start_date": ""}, "Choose the day on which it starts."),
        ({"end_date": "2026-02-30"}, "is not a day"),
        ({"end_date": "2026-11-01"}, "cannot end before it starts"),
        ({"supervisor": "Ben Arroyo"}, "Ben Arroyo may not run rollouts"),
        ({"deputy": "Zoe"}, "Nobody here is called “Zoe”"),
        ({"kind": ""}, "Choose what is changing."),
        ({"kind": "sideways"}, "Choice"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words_and_kept(
    ada: Browser, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    answer = ada.post("/rollouts", data=PLAN | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Two people do the breaks alone." in answer.text
    assert Rollout.select().count() == 1


def test_a_rollouts_page_says_its_state_its_topics_and_who_runs_it(
    ada: Browser, cast: Cast
) -> None:
    page = ada.get(f"/rollouts/{cast.rollout.id}").text
    assert "Running since Thu 1 Oct, agreed until Sat 12 Dec." in page
    assert "1 learner · 1 guide · 1 SME" in page
    assert "coached: not yet" in page
    assert "Ada Lovell" in page
    assert "One-way" in page


def test_its_tabs_lead_only_to_pages_that_exist(ada: Browser, cast: Cast) -> None:
    page = ada.get(f"/rollouts/{cast.rollout.id}").text
    tabs = page.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    for address in tabs.split('href="')[1:]:
        assert ada.get(address.partition('"')[0]).status_code == 200


def test_the_checklists_of_a_rollout_say_how_far_they_are(ada: Browser, cast: Cast) -> None:
    assert (
        "Nobody has a checklist here yet."
        in ada.get(f"/rollouts/{cast.rollout.id}/checklists").text
    )
    checklist = make.a_checklist(person=cast.cleo, rollout=cast.rollout, supervisor=cast.ada)
    make.an_item(checklist, state="done")
    make.an_item(checklist, "Meet the team", due=make.LONG_AGO)
    page = ada.get(f"/rollouts/{cast.rollout.id}/checklists").text
    assert "Cleo Marsh" in page
    assert "1 of 2 items done" in page
    assert "1 overdue" in page


def test_its_page_leads_with_the_verdict_and_then_what_needs_whoever_runs_it(
    ada: Browser, cast: Cast
) -> None:
    Person.update(manager=cast.ben).where(Person.id == cast.cleo.id).execute()
    Revision.update(process="").execute()
    make.a_target(cast.rollout, number=1)
    address = f"/rollouts/{cast.rollout.id}"
    page = ada.get(address).text
    parts = (
        "0 of 1 target reached. Nothing has happened yet.</h1>",
        "There was no session for 53 days.",
        'id="needs-you"',
        "Ask both",
        "the coach is the line manager",
        "Cut-off rules has no written process yet.",
        'id="topics"',
    )
    places = [page.index(each) for each in parts]
    assert places == sorted(places)
    assert f"cell={cast.rollout_topic.id}-{cast.cleo.id}" in page
    assert f'href="{address}/needs"' in page
    assert f'<input type="hidden" name="back" value="{address}">' in page
    answer = ada.post(f"/pairings/{cast.pairing.id}/question", data={"back": address})
    assert answer.location == address


def test_others_read_the_verdict_and_what_the_rules_warn_of(browser: Browser, cast: Cast) -> None:
    Person.update(manager=cast.ben).where(Person.id == cast.cleo.id).execute()
    make.a_target(cast.rollout, number=1)
    page = browser.sign_in(cast.cleo).get(f"/rollouts/{cast.rollout.id}").text
    assert "0 of 1 target reached." in page
    assert "Ben Arroyo with Cleo Marsh on Cut-off rules: the coach is the line manager." in page
    assert "Needs you" not in page
    assert "/needs" not in page


@pytest.mark.parametrize(
    ("state", "with_target", "verdict", "others"),
    [
        ("draft", True, "This rollout has not started yet.", ("A draft, to start", "Needs you")),
        ("running", False, "No targets are agreed yet.", ("Add a target", "Needs you")),
        ("completed", True, "0 of 1 target reached.", ("Completed Fri 20 Nov",)),
        ("completed", False, "No targets were agreed.", ("Completed Fri 20 Nov",)),
        ("cancelled", True, "0 of 1 target reached. It was stopped.", ("Cancelled Fri 20 Nov",)),
    ],
)
def test_the_verdict_fits_a_rollout_that_has_not_begun_is_over_or_agreed_on_nothing(
    ada: Browser,
    cast: Cast,
    state: str,
    with_target: bool,
    verdict: str,
    others: tuple[str, ...],
) -> None:
    if with_target:
        make.a_target(cast.rollout)
    closed_on = date(2026, 11, 20) if state in ("completed", "cancelled") else None
    Rollout.update(state=state, closed_on=closed_on).execute()
    page = ada.get(f"/rollouts/{cast.rollout.id}").text
    assert f'page-head-headline">{verdict}</h1>' in page
    for words in ("Add a target", "Needs you"):
        assert (words in page) == (words in others)
    assert all(words in page for words in others)
    assert ("no session for" in page) == (state == "running")


def test_a_rollout_is_edited_and_a_stale_edit_shows_both(ada: Browser, cast: Cast) -> None:
    address = f"/rollouts/{cast.rollout.id}"
    form = {
        "version": version_in(ada.get(f"{address}/edit").text),
        "name": "Settlement engine",
        "model": "one-way",
        "start_date": "2026-10-01",
        "end_date": "2026-12-12",
        "supervisor": "Ada Lovell <ada@example.com>",
    }
    assert ada.post(address, data=form | {"why": "First words"}).status_code == 303
    stale = ada.post(address, data=form | {"why": "Second words"})
    assert stale.status_code == 409
    assert "First words" in stale.text
    assert "Second words" in stale.text
    again = form | {"why": "Second words", "version": version_in(stale.text)}
    assert ada.post(address, data=again).status_code == 303
    assert Rollout.get_by_id(cast.rollout.id).why == "Second words"


def test_the_form_is_opened_with_what_is_there(ada: Browser, cast: Cast) -> None:
    cast.rollout.deputy = cast.ben
    cast.rollout.save()
    page = ada.get(f"/rollouts/{cast.rollout.id}/edit").text
    for value in ("Ada Lovell &lt;ada@", "Ben Arroyo &lt;ben@", "2026-10-01", "Settlement engine"):
        assert f'value="{value}' in page
    assert '<option selected value="one-way">' in page


def test_a_moved_start_says_how_many_items_moved_and_can_be_undone(
    ada: Browser, cast: Cast
) -> None:
    checklist = make.a_checklist(person=None, rollout=cast.rollout, supervisor=cast.ada)
    make.an_item(
        checklist,
        due=make.LONG_AGO,
        due_anchor="rollout",
        due_first=0,
        due_last=0,
        due_unit="days",
    )
    address = f"/rollouts/{cast.rollout.id}"
    form = {
        "version": version_in(ada.get(f"{address}/edit").text),
        "name": "Settlement engine",
        "model": "one-way",
        "start_date": "2026-10-05",
        "end_date": "2026-12-12",
    }
    ada.post(address, data=form)
    page = ada.get(address).text
    assert "The start moved, and 1 open item with it." in page
    undo = page.partition('action="/date-moves/')[2].partition('"')[0]
    ada.post(f"/date-moves/{undo}")
    assert Rollout.get_by_id(cast.rollout.id).start_date == make.LONG_AGO


def test_one_way_is_refused_at_the_model_when_seats_contradict_it(ada: Browser, cast: Cast) -> None:
    Rollout.update(model=TransferModel.TWO_WAY).execute()
    production = make.a_rollout_topic(
        Rollout.get_by_id(cast.rollout.id), make.a_topic("Production")
    )
    put_guide(production, cast.eve, cast.cleo, on=make.TODAY, by=cast.ada)
    address = f"/rollouts/{cast.rollout.id}"
    form = {
        "version": version_in(ada.get(f"{address}/edit").text),
        "name": "Settlement engine",
        "model": "one-way",
        "start_date": "2026-10-01",
        "end_date": "2026-12-12",
    }
    answer = ada.post(address, data=form)
    assert answer.status_code == 422
    assert "End one of the two seats first" in answer.text


def test_topics_are_added_and_removed_with_undo(ada: Browser, cast: Cast) -> None:
    topic = make.a_topic("Production")
    address = f"/rollouts/{cast.rollout.id}"
    assert "Production" in ada.get(f"{address}/topics/new").text
    ada.post(f"{address}/topics", data={"topic": topic.id})
    row = RolloutTopic.get(RolloutTopic.id != cast.rollout_topic.id)
    page = ada.get(address).text
    assert "Production is part of Settlement engine now." in page
    removal = f"{address}/topics/{row.id}/removal"
    assert removal in page
    ada.post(removal)
    page = ada.get(address).text
    assert f"{address}/topics?topic={topic.id}" in page
    ada.post(f"{address}/topics?topic={topic.id}")
    assert cast.rollout.rollout_topics.count() == 2


def test_a_topic_with_open_seats_is_not_removed(ada: Browser, cast: Cast) -> None:
    answer = ada.post(f"/rollouts/{cast.rollout.id}/topics/{cast.rollout_topic.id}/removal")
    assert answer.status_code == 422
    assert "End those seats first" in answer.text


def test_a_draft_says_what_it_lacks_and_starts_with_one_press(ada: Browser, cast: Cast) -> None:
    draft = make.a_rollout("New", supervisor=cast.ada, state=RolloutState.DRAFT, started_on=None)
    page = ada.get(f"/rollouts/{draft.id}").text
    assert "A draft, to start Thu 1 Oct" in page
    assert "It has no topic yet." in page
    answer = ada.post(f"/rollouts/{draft.id}/start")
    assert answer.status_code == 422
    assert "A rollout starts with at least one topic." in answer.text
    ready = ready_to_start(cast)
    assert ada.post(f"/rollouts/{ready.id}/start").status_code == 303
    assert "Running since today" in ada.get(f"/rollouts/{ready.id}").text


def test_closing_keeps_three_lines_and_can_be_undone(ada: Browser, cast: Cast) -> None:
    address = f"/rollouts/{cast.rollout.id}"
    ada.post(f"{address}/closure", data={"keep": "The rehearsal", "tell_next": "Ask Dan first"})
    page = ada.get(address).text
    assert "Completed today" in page
    assert "The rehearsal" in page
    assert "Ask Dan first" in page
    assert f"{address}/reopening" in page
    ada.post(f"{address}/reopening")
    assert Rollout.get_by_id(cast.rollout.id).state == RolloutState.RUNNING


def test_closing_with_open_points_asks_first(ada: Browser, cast: Cast) -> None:
    page = ada.get(f"/rollouts/{cast.rollout.id}/closure").text
    assert ">Complete it</button>" in page
    assert "Still open" not in page
    make.a_target(cast.rollout, rollout_topic=cast.rollout_topic)
    page = ada.get(f"/rollouts/{cast.rollout.id}/closure").text
    assert "Cut-off rules: Sessions held, not reached: 0 % of the way." in page
    assert ">Complete it all the same</button>" in page
    for name in ("keep", "change", "tell_next"):
        assert f'name="{name}"' in page


def test_a_half_done_two_way_rollout_is_not_completed(ada: Browser, cast: Cast) -> None:
    Rollout.update(model=TransferModel.TWO_WAY).execute()
    production = make.a_rollout_topic(
        Rollout.get_by_id(cast.rollout.id), make.a_topic("Production")
    )
    put_guide(production, cast.eve, cast.cleo, on=make.TODAY, by=cast.ada)
    answer = ada.post(f"/rollouts/{cast.rollout.id}/closure", data={"keep": "The rehearsal"})
    assert answer.status_code == 422
    assert "coaching on Production; learning Cut-off rules" in answer.text
    assert "The rehearsal" in answer.text


def test_a_cancelled_rollout_says_why_in_its_history(ada: Browser, cast: Cast) -> None:
    address = f"/rollouts/{cast.rollout.id}"
    ada.post(f"{address}/cancellation", data={"sentence": "The vendor left."})
    assert "Cancelled today" in ada.get(address).text
    page = ada.get(f"{address}/history").text
    assert "Ada Lovell cancelled Settlement engine: The vendor left." in page


def test_a_copy_shows_first_what_the_last_team_said(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout, Measure.SESSIONS_HELD)
    address = f"/rollouts/{cast.rollout.id}"
    ada.post(f"{address}/closure", data={"keep": "The rehearsal"})
    page = ada.get(f"{address}/copies/new").text
    assert page.index("The rehearsal") < page.index("With the same coaches and SMEs")
    form = {"name": "Again", "start_date": "2027-01-04", "with_guides": "y", "form_key": "once"}
    first = ada.post(f"{address}/copies", data=form)
    assert ada.post(f"{address}/copies", data=form).location == first.location
    page = ada.get(first.location).text
    assert "What the last team said" in page
    assert "The rehearsal" in page
    assert "0 learners · 1 guide · 1 SME" in page


def test_members_see_no_buttons_for_what_they_may_not_do(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.cleo).get(f"/rollouts/{cast.rollout.id}").text
    for words in ("Edit", "Close it", "Copy", "Add a topic"):
        assert words not in page


def test_the_list_says_how_each_running_rollout_goes(ada: Browser, cast: Cast) -> None:
    Rollout.update(end_date=date(2099, 12, 1)).execute()
    make.a_target(cast.rollout)
    page = ada.get("/rollouts").text
    assert 'class="spark"' in page
    assert "0 of 1 target" in page
    assert "stands still" in page
