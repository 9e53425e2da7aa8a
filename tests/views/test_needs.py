"""Needs you, nudging and putting off through the browser."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner
from conftest import Browser
from markupsafe import Markup

from kt.commands import main
from kt.models import Nudge, Person, Rollout, Snooze

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(make.TODAY, tick=False):
        cast = a_cast()
        make.signed(cast.rollout, cast.ben, cast.cleo, cast.dan)
        yield cast


@pytest.fixture
def item(cast: Cast) -> int:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    return make.an_item(checklist, "Get a badge", due=make.TODAY - timedelta(days=2)).id


def home(browser: Browser, person: Person) -> str:
    return browser.sign_in(person).get("/").text


def needs_of(browser: Browser, cast: Cast) -> str:
    return browser.sign_in(cast.ada).get(f"/rollouts/{cast.rollout.id}/needs").text


def test_one_press_nudges_and_the_nudge_stands_on_the_home_until_it_is_heard(
    browser: Browser, cast: Cast, item: int
) -> None:
    assert "Nudge Cleo" in home(browser, cast.ada)
    answer = browser.post(f"/rollouts/{cast.rollout.id}/nudges", data={"key": f"item-{item}"})
    assert answer.status_code == 303
    page = browser.get("/").text
    assert "Nudged Cleo: it stands on their home." in page
    assert "nudged today" in Markup(page).striptags()
    assert "Nudge Cleo" not in page
    page = home(browser, cast.cleo)
    assert "“Get a badge” was due Sat 21 Nov" in page
    assert page.count("Ada asks you to see to it") == 1
    assert f'href="/items/{item}"' in page
    (nudge,) = Nudge.select()
    browser.post(f"/nudges/{nudge.id}/heard")
    assert "asks you to see to it" not in home(browser, cast.cleo)


def test_a_nudge_is_taken_back_by_undo(browser: Browser, cast: Cast, item: int) -> None:
    browser.sign_in(cast.ada)
    browser.post(f"/rollouts/{cast.rollout.id}/nudges", data={"key": f"item-{item}"})
    undo = f"/rollouts/{cast.rollout.id}/nudges/item-{item}/withdrawal"
    assert undo in browser.get("/").text
    browser.post(undo)
    assert "The nudge is taken back." in browser.get("/").text
    assert "asks you to see to it" not in home(browser, cast.cleo)


def test_all_late_are_nudged_with_one_press(browser: Browser, cast: Cast, item: int) -> None:
    assert "Nudge all late" not in needs_of(browser, cast)
    checklist = make.a_checklist(person=cast.ben, supervisor=cast.ada, rollout=cast.rollout)
    make.an_item(checklist, "Write it down", due=make.TODAY - timedelta(days=1))
    assert "Nudge all late (2)" in needs_of(browser, cast)
    browser.post(f"/rollouts/{cast.rollout.id}/nudges/all")
    assert "Nudged Cleo and Ben about 2 things." in needs_of(browser, cast)
    assert "Nudge all late" not in needs_of(browser, cast)
    assert browser.post(f"/rollouts/{cast.rollout.id}/nudges/all").status_code == 422


def test_what_is_put_off_leaves_the_home_and_is_brought_back(
    browser: Browser, cast: Cast, item: int
) -> None:
    assert "Tomorrow" in needs_of(browser, cast)
    browser.post(
        f"/rollouts/{cast.rollout.id}/snoozes",
        data={"key": f"item-{item}", "until": "2026-12-04"},
    )
    page = needs_of(browser, cast)
    assert "Put off until Fri 4 Dec: Cleo Marsh · Get a badge." in page
    assert "Nudge Cleo" not in page
    assert "comes back" in page
    page = home(browser, cast.ada)
    assert "Nudge Cleo" not in page
    assert "All, 1 put off" in page
    put_off = "put “Cleo Marsh · Get a badge” off until 4 Dec"
    assert put_off in browser.get("/changes").text
    (row,) = Snooze.select()
    browser.post(f"/rollouts/{cast.rollout.id}/snoozes/{row.id}/end")
    assert "It is back: Cleo Marsh · Get a badge." in needs_of(browser, cast)
    assert "Nudge Cleo" in home(browser, cast.ada)
    assert "put something off until 4 Dec" in browser.get("/changes").text


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("", "Choose the day on which it comes back."),
        ("2026-11-20", "It comes back on a day to come"),
        ("2029-01-01", "for a year at most"),
    ],
)
def test_a_day_that_will_not_do_changes_nothing_and_says_so_at_its_row(
    browser: Browser, cast: Cast, item: int, until: str, sentence: str
) -> None:
    browser.sign_in(cast.ada)
    answer = browser.post(
        f"/rollouts/{cast.rollout.id}/snoozes", data={"key": f"item-{item}", "until": until}
    )
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2, "in the summary and at its field"
    assert not Snooze.select().exists()


@pytest.mark.parametrize("key", ["", "item-999999", "item-x", "rule-6", "item--1", "item-٣"])
def test_a_key_of_nothing_is_answered_in_words(browser: Browser, cast: Cast, key: str) -> None:
    browser.sign_in(cast.ada)
    for path, data in (("nudges", {"key": key}), ("snoozes", {"key": key, "until": "2026-12-04"})):
        answer = browser.post(f"/rollouts/{cast.rollout.id}/{path}", data=data)
        assert answer.status_code == 422
        assert "does not wait for anybody any more" in answer.text


def test_days_are_the_rollouts_on_the_page_the_home_the_file_and_the_command_line(
    browser: Browser, cast: Cast, item: int, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is Monday for Ada, and Sunday yet where the rollout is: one day overdue, not two."""
    Rollout.update(time_zone="Pacific/Pago_Pago").execute()
    monkeypatch.setenv("KT_DATABASE_URL", database)
    needs = f"/rollouts/{cast.rollout.id}/needs"
    assert "1 day overdue" in needs_of(browser, cast)
    assert "1 day overdue" in browser.get("/").text
    assert "1 day overdue" in browser.get(f"/rollouts/{cast.rollout.id}/tables/needs.csv").text
    told = CliRunner().invoke(main, ["needs", "--as", "ada@example.com"])
    assert "1 day overdue" in told.stdout
    browser.post(f"/rollouts/{cast.rollout.id}/nudges", data={"key": f"item-{item}"})
    assert Nudge.get().on == make.TODAY - timedelta(days=1)
    assert "nudged today" in Markup(browser.get("/").text).striptags()
    later = {"key": f"item-{item}", "until": make.TODAY}
    browser.post(f"/rollouts/{cast.rollout.id}/snoozes", data=later)
    assert "Put off until tomorrow" in browser.get(needs).text
    assert "1 put off" in browser.get("/").text
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        assert "2 days overdue" in browser.get("/").text


def test_nothing_needs_you_is_said(browser: Browser, cast: Cast) -> None:
    make.a_kick_off(cast.rollout)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert "Nothing needs you." in needs_of(browser, cast)


def test_more_than_a_hundred_late_items_are_counted_and_lead_to_the_checklists(
    browser: Browser, cast: Cast
) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    for number in range(107):
        make.an_item(checklist, f"Item {number}", due=make.TODAY - timedelta(days=9))
    browser.sign_in(cast.ada)
    page = browser.get(f"/rollouts/{cast.rollout.id}/needs?page=2").text
    assert "7 more items" in page
    assert f'href="/rollouts/{cast.rollout.id}/checklists"' in page
