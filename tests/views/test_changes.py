"""Recent changes: what one did in the last 30 days, with Undo in the row."""

import json
from datetime import UTC, datetime, timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import AuditEntry, Item, ItemState, Pairing, Role, Rollout, Seat
from kt.operations.audit import record
from kt.operations.items import report_stuck, tick_item
from kt.operations.people import disable_person
from kt.operations.seating import end_seat, give_seat

TODAY = make.TODAY
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def cast(app: object) -> Cast:
    return a_cast()


@pytest.fixture(autouse=True)
def _at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def ticked(cast: Cast, text: str = "Read the handbook") -> AuditEntry:
    item = make.an_item(make.a_checklist(person=cast.cleo, supervisor=cast.ada), text)
    tick_item(item, done=True, by=cast.cleo, on=TODAY)
    return AuditEntry.select().order_by(AuditEntry.id.desc()).get()


def shown(browser: Browser, url: str = "/changes") -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.text


def press(browser: Browser, entry: AuditEntry, undone: int = 1, *, htmx: bool = True) -> object:
    headers = {"HX-Request": "true"} if htmx else {}
    url = f"/changes/{entry.id}/undoing"
    return browser.post(url, data={"undone": undone, "back": "/changes"}, headers=headers)


def test_my_deeds_stand_there_newest_first_by_day_with_undo(browser: Browser, cast: Cast) -> None:
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        ticked(cast, "Say hello")
    ticked(cast)
    page = shown(browser.sign_in(cast.cleo))
    assert page.index("Today") < page.index("Read the handbook") < page.index("Yesterday")
    assert page.index("Yesterday") < page.index("Cleo Marsh ticked “Say hello”")
    assert page.count(">Undo</button>") == 2
    # Only what she did: there is no rollout that she runs.
    assert "In your rollouts" not in page


def test_after_30_days_a_deed_is_history(browser: Browser, cast: Cast) -> None:
    with time_machine.travel(NOON - timedelta(days=31), tick=False):
        ticked(cast)
    page = shown(browser.sign_in(cast.cleo))
    assert "You have changed nothing in the last 30 days." in page
    assert press(browser, AuditEntry.get()).status_code == 404


def test_undo_stays_in_the_row_says_so_once_and_offers_it_again(
    browser: Browser, cast: Cast
) -> None:
    entry = ticked(cast)
    answer = press(browser.sign_in(cast.cleo), entry)
    assert answer.status_code == 200
    (said,) = json.loads(answer.headers["HX-Trigger"]).values()
    assert said == {"text": "Undone: Cleo Marsh ticked “Read the handbook”."}
    assert "Undone</span>" in answer.text
    # The control keeps its name, so that the focus stays on it.
    assert f'id="change-{entry.id}-press"' in answer.text
    assert ">Do it again</button>" in answer.text
    assert Item.get().state == ItemState.OPEN
    assert "data-announce" not in answer.text
    again = press(browser, entry, undone=0)
    assert "Done again" in again.text
    assert Item.get().state == ItemState.DONE


def test_without_javascript_one_comes_back_to_the_list(browser: Browser, cast: Cast) -> None:
    entry = ticked(cast)
    answer = press(browser.sign_in(cast.cleo), entry, htmx=False)
    assert (answer.status_code, answer.location) == (303, "/changes")
    page = shown(browser)
    assert "Undone: Cleo Marsh ticked “Read the handbook”." in page
    assert "Cleo Marsh opened “Read the handbook” again" in page


def test_what_came_after_is_said_instead_of_a_dead_control(browser: Browser, cast: Cast) -> None:
    entry = ticked(cast)
    report_stuck(Item.get(), by=cast.ada, on=TODAY)
    page = shown(browser.sign_in(cast.cleo))
    assert "changed again since" in page
    assert ">Undo</button>" not in page
    assert press(browser, entry).status_code == 422
    assert Item.get().state == ItemState.STUCK


def test_a_rule_that_says_no_gives_its_sentence_in_the_row(browser: Browser, cast: Cast) -> None:
    end_seat(cast.cleos_seat, on=TODAY, by=cast.ada)
    entry = AuditEntry.select().where(AuditEntry.deed == "seat.ended").get()
    disable_person(cast.cleo, by=cast.root)
    answer = press(browser.sign_in(cast.ada), entry)
    assert answer.status_code == 422
    assert "Cleo Marsh is disabled" in answer.text
    assert Seat.get_by_id(cast.cleos_seat.id).until == TODAY
    plain = press(browser, entry, htmx=False)
    assert (plain.status_code, "Cleo Marsh is disabled" in plain.text) == (422, True)


def test_who_runs_rollouts_reads_there_what_others_did_and_undoes_what_is_theirs_to_say(
    browser: Browser, cast: Cast
) -> None:
    give_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=TODAY, by=cast.root)
    browser.sign_in(cast.ada)
    assert "Root Adams seated Eve Nobody" not in shown(browser)
    page = shown(browser, "/changes/rollouts")
    assert "Root Adams seated Eve Nobody as learner on Cut-off rules" in page
    assert page.count(">Undo</button>") == 1
    entry = AuditEntry.select().where(AuditEntry.deed == "seat.given").get()
    assert press(browser, entry).status_code == 200
    assert Seat.select().where(Seat.person == cast.eve, Seat.until.is_null()).count() == 0


def test_what_one_may_not_see_any_more_is_not_there(browser: Browser, cast: Cast) -> None:
    give_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=TODAY, by=cast.ada)
    entry = AuditEntry.select().where(AuditEntry.deed == "seat.given").get()
    Rollout.update(supervisor=cast.root).execute()
    page = shown(browser.sign_in(cast.ada))
    assert "Eve Nobody" not in page
    assert press(browser, entry).status_code == 404
    assert press(browser.sign_in(cast.eve), entry).status_code == 404


def test_a_mentoring_rollout_speaks_of_mentors_in_its_rows(browser: Browser, cast: Cast) -> None:
    give_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=TODAY, by=cast.ada)
    Rollout.update(wording="mentoring").execute()
    assert "seated Eve Nobody as protégé" in shown(browser.sign_in(cast.ada))


def test_a_long_list_has_pages_and_takes_as_many_statements(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.ada)
    for number in range(3):
        busy(cast, number)
    with counted_statements() as few:
        shown(browser)
    for number in range(3, 33):
        busy(cast, number)
    with counted_statements() as many:
        page = shown(browser)
    assert "1 to 100<" in page
    assert "101 to 132<" in shown(browser, "/changes?page=2")
    assert "no more" in shown(browser, "/changes?page=3")
    assert len(many) == len(few) <= 12
    with counted_statements() as run:
        shown(browser, "/changes/rollouts")
    assert len(run) <= 12


def busy(cast: Cast, number: int) -> None:
    """Do something to several kinds of things."""
    topic = make.a_topic(f"Topic {number}")
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    item = make.an_item(checklist, f"Item {number}")
    tick_item(item, done=True, by=cast.ada, on=TODAY)
    seat = make.a_seat(cast.rollout_topic, make.a_person(f"P{number} Ode"), Role.LEARNER)
    Pairing.create(guide=None, learner=seat, since=TODAY)
    end_seat(seat, on=TODAY, by=cast.ada)
    record("topic.added", by=cast.ada, about=[topic], topic=topic)
    template = make.a_template(f"List {number}", made_by=cast.ada)
    record("template.retired", by=cast.ada, about=[template], template=template)
