"""People on the web: the list, one person, adding, changing, inviting and disabling them."""

import re
from datetime import date
from html import unescape
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kt import models
from kt.models import Access, Person
from kt.operations.signing_in import sign_in_to_demo

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

BUTTONS = ["Onboard", "Make a checklist", "Invite", "Edit", "Disable", "History"]


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def root(database: str) -> Person:
    return make.a_person("Root Adams", access=Access.ADMINISTRATOR)


def read(response: Any) -> str:
    assert response.status_code == 200, response.status
    return unescape(response.text)


def names_listed(response: Any) -> list[str]:
    return re.findall(r'class="row-title" href="/people/\d+">([^<]+)<', read(response))


def fields_of(response: Any) -> dict[str, str]:
    """Read the values of the inputs of a page, as a browser would send them."""
    html = response.text
    inputs = re.findall(r"<input[^>]*>", html)
    named = [(re.search(r' name="([^"]+)"', each), each) for each in inputs]
    fields = {
        name[1]: unescape(value[1]) if (value := re.search(r' value="([^"]*)"', each)) else ""
        for name, each in named
        if name
    }
    selects = re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL)
    for name, options in selects:
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    return fields


# ------------------------------------------------------------------ the list


def test_everybody_sees_the_names_and_titles_of_all_colleagues(
    browser: Browser, cast: Cast
) -> None:
    make.a_person("Gone Away", active=False)
    browser.sign_in(cast.eve)
    assert names_listed(browser.get("/people")) == [
        "Ada Lovell",
        "Ben Arroyo",
        "Cleo Marsh",
        "Dan Weiss",
        "Eve Nobody",
        "Root Adams",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=marsh", ["Cleo Marsh"]),
        ("q=CHIEF", ["Nell Ito"]),
        ("q=back+nell", ["Nell Ito"]),
        ("q=özil", ["Mesut Özil"]),
        ("q=100%25", []),
        ("department=Back+office", ["Nell Ito", "Tom Berg"]),
        ("department=Back+office&q=tom", ["Tom Berg"]),
        ("q=nobody+at+all", []),
    ],
)
def test_people_are_found_by_name_title_and_department(
    browser: Browser, cast: Cast, query: str, found: list[str]
) -> None:
    make.a_person("Nell Ito", title="Chief clerk", department="Back office")
    make.a_person("Tom Berg", department="Back office")
    make.a_person("Mesut Özil")
    assert names_listed(browser.sign_in(cast.eve).get(f"/people?{query}")) == found


@pytest.mark.parametrize("words", ["a " * 3000, "a" * 60_000, "%_\\", "\u200b"])
def test_a_search_without_sense_finds_nobody_or_somebody_but_never_fails(
    browser: Browser, cast: Cast, words: str
) -> None:
    browser.sign_in(cast.eve)
    for address in ("/people", "/people/suggestions"):
        assert browser.get(address, query_string={"q": words}).status_code == 200


def test_the_list_comes_in_pages_of_fifty_that_keep_the_filter(
    browser: Browser, cast: Cast
) -> None:
    for number in range(60):
        make.a_person(f"Nell {number:02}", email=None, department="Back office")
    browser.sign_in(cast.eve)
    html = read(browser.get("/people?department=Back+office"))
    assert "1 to 50 of 60" in html
    following = re.search(r'id="page-next" href="([^"]+)"', html)
    assert len(names_listed(browser.get(following[1]))) == 10


def test_the_list_takes_as_many_statements_for_many_people_as_for_few(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.root)
    with counted_statements() as few:
        browser.get("/people")
    for number in range(100):
        make.a_person(f"Nell {number}", email=None, department=f"Department {number}")
    with counted_statements() as many:
        browser.get("/people")
    assert len(many) == len(few) <= 12


def test_only_administrators_list_disabled_people(browser: Browser, cast: Cast) -> None:
    make.a_person("Gone Away", active=False)
    assert names_listed(browser.sign_in(cast.root).get("/people?state=disabled")) == ["Gone Away"]
    assert "Disabled" not in read(browser.sign_in(cast.ada).get("/people"))


# ------------------------------------------------------------------ suggestions


def test_people_are_suggested_while_one_types_a_name_or_an_e_mail(
    browser: Browser, cast: Cast
) -> None:
    make.a_person("Ben Gone", email="gone@example.com", active=False)
    browser.sign_in(cast.eve)
    for asked in ("q=be", "manager=arroyo", "buddy=BEN@ex"):
        suggested = read(browser.get(f"/people/suggestions?{asked}"))
        assert re.findall('value="([^"]+)"', suggested) == ["Ben Arroyo <ben@example.com>"]


def test_no_more_than_ten_people_are_suggested_and_none_for_a_single_letter(
    browser: Browser, cast: Cast
) -> None:
    for number in range(20):
        make.a_person(f"Nell {number}", email=None)
    browser.sign_in(cast.eve)
    assert read(browser.get("/people/suggestions?q=ne")).count("<option") == 10
    assert read(browser.get("/people/suggestions?q=n")).count("<option") == 0
    assert read(browser.get("/people/suggestions")).count("<option") == 0


# ------------------------------------------------------------------ one person


def test_a_page_tells_who_somebody_is_and_whom_to_reach(browser: Browser, cast: Cast) -> None:
    nell = make.a_person("Nell Ito", title="Clerk", department="Back office", manager=cast.ben)
    make.a_person("Tom Berg", manager=nell)
    html = read(browser.sign_in(cast.eve).get(f"/people/{nell.id}"))
    for words in ("Nell Ito", "Clerk", "Back office", "nell@example.com", "Ben Arroyo", "Tom Berg"):
        assert words in html


def test_dates_of_somebody_are_for_them_their_manager_supervisors_and_administrators(
    browser: Browser, cast: Cast
) -> None:
    nell = make.a_person("Nell Ito", manager=cast.ben, leaving_date=date(2031, 4, 9))
    seen = {
        name: "9 Apr 2031" in read(browser.sign_in(person).get(f"/people/{nell.id}"))
        for name, person in {**cast.everybody, "nell": nell}.items()
    }
    assert seen == {
        "ada": True,
        "ben": True,
        "cleo": False,
        "dan": False,
        "eve": False,
        "root": True,
        "nell": True,
    }


def test_a_person_page_takes_as_many_statements_for_much_as_for_little(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.root)
    with counted_statements() as little:
        read(browser.get(f"/people/{cast.eve.id}"))
    for number in range(20):
        topic = make.a_topic(f"Topic {number}")
        models.Expert.create(topic=topic, person=cast.eve)
        rollout_topic = make.a_rollout_topic(cast.rollout, topic)
        guide = make.a_seat(rollout_topic, cast.eve, models.Role.SME)
        learner = make.a_seat(rollout_topic, cast.cleo, models.Role.LEARNER)
        make.a_pairing(guide, learner, ended_on=make.TODAY, end_note=f"Note {number}")
        make.an_item(make.a_checklist(person=cast.eve, supervisor=cast.ada))
        make.a_person(f"Nell {number}", email=None, manager=cast.eve)
        models.Standing.create(
            person=cast.eve,
            revision=make.a_revision(topic),
            level=4,
            basis=models.Basis.NAMED,
            on=make.TODAY,
        )
    with counted_statements() as much:
        html = read(browser.get(f"/people/{cast.eve.id}"))
    assert "Topic 19" in html
    assert "coaches others" in html
    assert "ended 23\u00a0Nov" in html
    assert "Note 19" in html
    assert len(much) == len(little) <= 12


def test_what_a_reader_may_not_see_of_somebody_is_not_on_their_page(
    browser: Browser, cast: Cast
) -> None:
    make.a_checklist("Secret list", person=cast.cleo, supervisor=cast.ada)
    page = f"/people/{cast.cleo.id}"
    for reader, seen in ((cast.ada, True), (cast.ben, True), (cast.dan, False), (cast.eve, False)):
        html = read(browser.sign_in(reader).get(page))
        assert ("Secret list" in html) is seen
        assert ("Settlement engine" in html) is (reader != cast.eve)


def test_the_history_tells_in_words_what_was_done(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.root).post(f"/people/{cast.eve.id}/access", data={"access": "supervisor"})
    for reader in (cast.root, cast.eve):
        html = read(browser.sign_in(reader).get(f"/people/{cast.eve.id}/history"))
        assert "Root Adams made Eve Nobody a supervisor" in html
    assert browser.sign_in(cast.ben).get(f"/people/{cast.eve.id}/history").status_code == 403


# ------------------------------------------------------------------ adding and changing


def test_a_supervisor_adds_somebody_with_a_manager_typed_by_name(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.ada)
    form = fields_of(browser.get("/people/new"))
    sent = form | {"name": "Nell Ito", "manager": "Ben Arroyo", "start_date": "2026-12-01"}
    response = browser.post("/people", data=sent)
    nell = Person.get(Person.name == "Nell Ito")
    assert response.location == f"/people/{nell.id}"
    assert (nell.manager, nell.start_date) == (cast.ben, date(2026, 12, 1))
    assert browser.post("/people", data=sent).location == response.location
    assert Person.select().where(Person.name == "Nell Ito").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Everybody has a name. Type it."),
        ({"email": "BEN@example.com"}, "Ben Arroyo already has the e-mail ben@example.com."),
        ({"manager": "Nobody Known"}, "Nobody here is called “Nobody Known”."),
        ({"start_date": "2026-02-30"}, "“2026-02-30” is not a day."),
        ({"coaching_hours_week": "many"}, "“many” is not a whole number."),
        ({"time_zone": "Mars/Phobos"}, "Not a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_keeps_what_was_typed_and_changes_nothing(
    browser: Browser, cast: Cast, typed: dict[str, str], sentence: str
) -> None:
    browser.sign_in(cast.root)
    sent = {"name": "Nell Ito", "title": "Clerk of the books", **typed}
    response = browser.post("/people", data=sent)
    html = unescape(response.text)
    assert response.status_code == 422
    assert html.count(sentence) == 2
    assert fields_of(response)["title"] == "Clerk of the books"
    assert Person.select().count() == 6


def test_saving_an_untouched_form_changes_nothing(browser: Browser, cast: Cast) -> None:
    gone = make.a_person("Gone Manager", active=False)
    nell = make.a_person(
        "Nell Ito",
        employee_id="007",
        title="Clerk",
        manager=gone,
        start_date=date(2026, 12, 1),
        time_zone="Europe/Berlin",
        coaching_hours_week=3,
    )
    browser.sign_in(cast.root)
    before = Person.select().where(Person.id == nell.id).tuples().get()
    form = fields_of(browser.get(f"/people/{nell.id}/edit"))
    assert browser.post(f"/people/{nell.id}", data=form).status_code == 303
    assert Person.select().where(Person.id == nell.id).tuples().get() == before
    assert models.AuditEntry.select().where(models.AuditEntry.deed == "person.edited").count() == 0


def test_a_moved_start_date_says_how_many_items_it_took_along_and_can_be_undone(
    browser: Browser, cast: Cast
) -> None:
    nell = make.a_person("Nell Ito", start_date=make.LONG_AGO)
    item = make.an_item(
        make.a_checklist(person=nell, supervisor=cast.ada),
        due=make.LONG_AGO,
        due_anchor="start",
        due_first=0,
        due_last=0,
        due_unit="days",
    )
    browser.sign_in(cast.root)
    form = fields_of(browser.get(f"/people/{nell.id}/edit"))
    browser.post(f"/people/{nell.id}", data=form | {"start_date": "2026-10-12"})
    html = read(browser.get(f"/people/{nell.id}"))
    assert "The start date moved, and 1 open item with it." in html
    undo = re.search(r'action="(/date-moves/\d+/undo)"', html)
    browser.post(undo[1])
    assert models.Item.get_by_id(item.id).due == make.LONG_AGO
    assert Person.get_by_id(nell.id).start_date == make.LONG_AGO


def test_of_two_editors_the_second_is_shown_what_the_first_saved(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.root)
    url = f"/people/{cast.eve.id}"
    first = fields_of(browser.get(f"{url}/edit"))
    second = dict(first)
    browser.post(url, data=first | {"title": "Cook"})
    response = browser.post(url, data=second | {"title": "Baker"})
    assert response.status_code == 409
    html = unescape(response.text)
    assert "Somebody else changed Eve Nobody meanwhile" in html
    assert "<dt>Title</dt><dd>Cook</dd>" in html
    assert Person.get_by_id(cast.eve.id).title == "Cook"
    assert browser.post(url, data=fields_of(response)).status_code == 303
    assert Person.get_by_id(cast.eve.id).title == "Baker"


# ------------------------------------------------------------------ links, access, disabling


def test_a_link_is_shown_once_to_copy_with_what_to_do_with_it(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.ada)
    html = read(browser.post(f"/people/{cast.eve.id}/links"))
    assert "Send this link to Eve" in html
    address = re.search(r'value="http://127.0.0.1:8000(/links/[^"]+)"', html)
    fresh = browser.application.test_client()
    assert "Welcome, Eve. Choose a password." in read(fresh.get(address[1]))
    assert address[1] not in read(browser.get(f"/people/{cast.eve.id}"))


def test_the_buttons_are_there_for_whoever_may(browser: Browser, cast: Cast) -> None:
    page = f"/people/{cast.eve.id}"
    buttons = {
        name: [words for words in BUTTONS if f">{words}<" in html]
        for name, person in cast.everybody.items()
        for html in [read(browser.sign_in(person).get(page))]
    }
    assert buttons == {
        "ada": ["Onboard", "Make a checklist", "Invite"],
        "ben": [],
        "cleo": [],
        "dan": [],
        "eve": ["History"],
        "root": BUTTONS,
    }


def test_a_disabled_person_is_out_on_their_next_request_and_undo_lets_them_back(
    browser: Browser, cast: Cast
) -> None:
    eves = browser.application.test_client().sign_in(cast.eve)
    browser.sign_in(cast.root).post(f"/people/{cast.eve.id}/disabling")
    assert eves.get("/people").location == "/sign-in?next=/people"
    html = read(browser.get(f"/people/{cast.eve.id}"))
    assert "Eve Nobody is disabled and signed out." in html
    undo = re.search(
        r'<form method="post" action="([^"]+)"><button type="submit" class="link">', html
    )
    assert browser.post(undo[1]).status_code == 303
    assert Person.get_by_id(cast.eve.id).active
    assert sign_in_to_demo(cast.eve)


def test_access_works_on_the_very_next_request(browser: Browser, cast: Cast) -> None:
    eves = browser.application.test_client().sign_in(cast.eve)
    assert eves.get("/people/new").status_code == 403
    browser.sign_in(cast.root).post(f"/people/{cast.eve.id}/access", data={"access": "supervisor"})
    assert eves.get("/people/new").status_code == 200
    assert Person.get_by_id(cast.eve.id).access == Access.SUPERVISOR


def test_the_only_administrator_is_told_why_they_stay_one(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.root)
    for url, sent in (("access", {"access": "member"}), ("disabling", {})):
        response = browser.post(f"/people/{cast.root.id}/{url}", data=sent)
        assert response.status_code == 422
        assert "Root Adams is the only administrator" in unescape(response.text)


# ------------------------------------------------------------------ whatever is sent


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sent=st.dictionaries(
        st.sampled_from(
            [
                "name",
                "email",
                "manager",
                "start_date",
                "away_until",
                "coaching_hours_week",
                "version",
            ]
        ),
        st.text(max_size=80)
        | st.sampled_from(["2026-11-23", "Ben Arroyo", "ben@example.com", "7"]),
    )
)
def test_whatever_is_sent_is_saved_or_answered_in_words(
    browser: Browser, root: Person, sent: dict[str, str]
) -> None:
    browser.sign_in(root)
    for address in ("/people", f"/people/{root.id}", "/account/profile"):
        assert browser.post(address, data=sent).status_code in (303, 400, 409, 422)
