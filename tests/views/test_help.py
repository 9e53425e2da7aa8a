"""Help: the eight tasks, the words, and the way to everything by its name."""

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from markupsafe import escape

from kt.models import AuditEntry, Kind, OutputKind, OutputState, Person, Role
from kt.operations.indexing import index_person, index_topic
from kt.views.tasks import TASKS


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def first_place(browser: Browser, words: str) -> str:
    return browser.get("/places/first", query_string={"words": words}).location


def test_help_says_of_each_task_how_where_and_by_which_key(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.cleo).get("/help").text
    assert len(TASKS) == 8
    for task in TASKS:
        assert task.name in page
        assert escape(task.how) in page
        assert f"{task.place}: " in page


def test_help_has_the_words_of_every_vocabulary(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.cleo).get("/help").text.lower()
    for vocabulary in (Role, Kind, OutputKind, OutputState):
        for word in vocabulary:
            assert word.value.lower() in page, word


def test_help_is_in_the_menu_of_every_page(cast: Cast, browser: Browser) -> None:
    assert 'href="/help"' in browser.sign_in(cast.cleo).get("/people").text


def test_a_task_a_person_a_topic_and_a_rollout_are_gone_to_by_name(
    cast: Cast, browser: Browser
) -> None:
    index_person(cast.cleo)
    index_topic(cast.topic)
    browser.sign_in(cast.ben)
    assert first_place(browser, "log") == "/sessions/log"
    assert first_place(browser, "ask") == "/questions/new"
    assert first_place(browser, "undo") == first_place(browser, "recent ch") == "/changes"
    assert first_place(browser, cast.rollout.name[:6].lower()) == f"/rollouts/{cast.rollout.id}"
    assert first_place(browser, "Cleo Marsh") == f"/people/{cast.cleo.id}"
    assert first_place(browser, cast.topic.name) == f"/topics/{cast.topic.id}"


def test_what_goes_by_no_name_is_searched_for(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ben)
    assert first_place(browser, "xyzzy") == "/search?words=xyzzy"
    assert "Nothing goes by that name." in browser.get("/places?words=xyzzy").text


def test_without_words_the_places_are_the_tasks(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.ben).get("/places").text
    assert page.count("<li") == len(TASKS)


def test_a_rollout_one_may_not_see_goes_by_no_name(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.eve)
    assert cast.rollout.name not in browser.get(f"/places?words={cast.rollout.name}").text


def test_looking_for_a_place_takes_few_statements(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ben)
    with counted_statements() as statements:
        browser.get("/places?words=cut-off")
    assert len(statements) <= 12


def test_keys_are_shown_where_they_work(cast: Cast, browser: Browser) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    make.an_item(checklist)
    page = browser.sign_in(cast.cleo).get("/").text
    assert 'data-key="x" aria-keyshortcuts="x" title="Tick (x)"' in page
    assert 'data-key="/" aria-keyshortcuts="/" title="Search (/)"' in page
    assert "keys.js" in page


def test_whoever_switches_the_keys_off_has_none_anywhere(cast: Cast, browser: Browser) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    make.an_item(checklist)
    browser.sign_in(cast.cleo).post("/account/keys", data={"on": "0"})
    for address in ("/", "/people", "/search?words=x"):
        page = browser.get(address).text
        assert "data-key" not in page
        assert "keyshortcuts" not in page
        assert "keys.js" not in page
    assert "switch them on" in browser.get("/help").text
    browser.post("/account/keys", data={"on": "1"})
    assert "keys.js" in browser.get("/").text
    assert AuditEntry.select().where(AuditEntry.deed == "person.keys").count() == 2


def test_the_keys_of_others_stay_as_they_are(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.cleo).post("/account/keys", data={"on": "0"})
    off = [each.name for each in Person.select().where(~Person.quick_keys)]
    assert off == [cast.cleo.name]
