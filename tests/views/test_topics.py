"""Know-how and standings through the browser."""

from datetime import date

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Expert, Kind, OutputState, Person, Revision, Standing, Topic

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TOPIC = {
    "name": "Nostro breaks",
    "kind": "niche skill",
    "holders_needed": "2",
    "written_process": "1. Open the list.",
    "owner": "Ben Arroyo",
    "open_to_all": "y",
}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser.sign_in(cast.ada)


def test_the_list_shows_kind_smes_holders_and_documents(ada: Browser, cast: Cast) -> None:
    page = ada.get("/topics").text
    assert "Know-how" in page
    assert "Cut-off rules" in page
    assert "Dan Weiss" in page
    assert "0 of 1" in page
    assert "too few" in page


def test_ones_own_growth_needs_no_holders(ada: Browser, cast: Cast) -> None:
    Topic.update(kind=Kind.DEVELOPMENT).execute()
    page = ada.get("/topics").text
    assert ("too few" in page, "0 of 1" in page) == (False, False)
    assert "0 people do it alone." in ada.get(f"/topics/{cast.topic.id}").text


def test_many_standings_come_in_pages_and_in_one_file(ada: Browser, cast: Cast) -> None:
    people = [{"name": f"Person {number:03}"} for number in range(104)]
    Person.insert_many(people).execute()
    known = {"revision": cast.topic.revisions.get(), "level": 2, "basis": "imported"}
    Standing.insert_many(
        {"person": person, "on": make.TODAY} | known
        for person in Person.select().where(Person.name.startswith("Person"))
    ).execute()
    Revision.create(topic=cast.topic, number=2, process="Anew.")
    here = f"/topics/{cast.topic.id}"
    first, second = ada.get(here).text, ada.get(f"{here}?page=2").text
    assert "1 to 100 of 104" in first
    assert "Person 099" in first
    assert 'id="standing-104"' not in first
    assert 'id="standing-104"' in second
    assert f'id="page-previous" href="{here}?page=1"' in second
    # Who needs the difference comes in pages of its own.
    assert f'id="people-behind-next" href="{here}?page=2&amp;behind=2"' in second
    assert first.count('id="behind-') == 100
    assert ada.get(f"{here}?behind=2").text.count('id="behind-') == 4
    refused = ada.post(f"{here}/smes", data={"person": "Nobody Here"}).text
    assert f'id="page-next" href="{here}?page=2"' in refused
    assert ada.get(f"{here}/tables/standings.csv").text.count("Person 0") == 100


def test_topics_are_found_by_kind_and_words_and_a_wrong_kind_is_ignored(
    ada: Browser, cast: Cast
) -> None:
    make.a_topic("Nostro breaks", kind=Kind.NICHE_SKILL)
    page = ada.get("/topics?kind=niche+skill&words=nostro").text
    assert "Nostro breaks" in page
    assert "Cut-off rules" not in page
    assert "Cut-off rules" in ada.get("/topics?kind=rubbish").text
    assert "No topic fits" in ada.get("/topics?words=xyz").text


def test_a_topic_is_added_once_however_often_the_form_is_sent(ada: Browser, cast: Cast) -> None:
    form = TOPIC | {"form_key": "once"}
    first = ada.post("/topics", data=form)
    second = ada.post("/topics", data=form)
    topic = Topic.get(Topic.name == "Nostro breaks")
    assert first.location == second.location == f"/topics/{topic.id}"
    assert (topic.owner, topic.holders_needed) == (cast.ben, 2)


def test_a_name_that_is_taken_is_refused_at_its_field_with_values_kept(
    ada: Browser, cast: Cast
) -> None:
    answer = ada.post("/topics", data=TOPIC | {"name": "CUT-OFF RULES"})
    assert answer.status_code == 422
    assert "There is a topic “Cut-off rules” already" in answer.text
    assert "1. Open the list." in answer.text


def test_an_owner_whom_nobody_knows_is_refused_at_its_field(ada: Browser, cast: Cast) -> None:
    answer = ada.post("/topics", data=TOPIC | {"owner": "Zoe"})
    assert answer.status_code == 422
    assert "Nobody here is called “Zoe”" in answer.text


def test_a_topics_page_renders_its_process_safely(ada: Browser, cast: Cast) -> None:
    Revision.update(process="## Steps\n\n- Stop\n\n<script>alert(1)</script>").execute()
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert "Steps</h" in page
    assert "<script>alert" not in page


def test_a_stale_edit_is_answered_with_both_texts(ada: Browser, cast: Cast) -> None:
    page = ada.get(f"/topics/{cast.topic.id}/edit").text
    version = page.partition('name="version" type="hidden" value="')[2].partition('"')[0]
    form = TOPIC | {"version": version}
    assert ada.post(f"/topics/{cast.topic.id}", data=form).status_code == 303
    stale = ada.post(f"/topics/{cast.topic.id}", data=form | {"written_process": "Mine"})
    assert stale.status_code == 409
    assert "1. Open the list." in stale.text
    assert "Mine" in stale.text
    assert Revision.get().process == "1. Open the list."
    version = stale.text.partition('name="version" type="hidden" value="')[2].partition('"')[0]
    again = ada.post(
        f"/topics/{cast.topic.id}", data=form | {"written_process": "Mine", "version": version}
    )
    assert again.status_code == 303
    assert Revision.get().process == "Mine"


def test_the_form_is_opened_with_what_is_there(ada: Browser, cast: Cast) -> None:
    cast.topic.owner = cast.ben
    cast.topic.save()
    page = ada.get(f"/topics/{cast.topic.id}/edit").text
    assert 'value="Ben Arroyo &lt;ben@' in page
    assert "Stop the queue, check the log, restart." in page
    assert '<option selected value="process change">' in page
    assert 'checked class="box" id="open_to_all"' in page


def test_smes_are_named_and_removed_with_undo(ada: Browser, cast: Cast) -> None:
    ada.post(f"/topics/{cast.topic.id}/smes", data={"person": "eve@example.com"})
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert "Eve Nobody is an SME of Cut-off rules now." in page
    assert f"/topics/{cast.topic.id}/smes/{cast.eve.id}?sme=0" in page
    ada.post(f"/topics/{cast.topic.id}/smes/{cast.eve.id}?sme=0")
    assert not Expert.select().where(Expert.person == cast.eve).exists()
    ada.post(f"/topics/{cast.topic.id}/smes/{cast.eve.id}?sme=1")
    assert Expert.select().where(Expert.person == cast.eve).exists()


def test_a_standing_is_named_with_a_reason(ada: Browser, cast: Cast) -> None:
    form = {"person": "Ben Arroyo", "level": "4", "reason": "Ran it twice.", "on": "2026-11-20"}
    ada.post(f"/topics/{cast.topic.id}/standings", data=form)
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert "coaches others" in page
    assert "veteran" in page
    assert "Ran it twice. · named by a supervisor, Ada Lovell, Fri 20 Nov" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "Say in a sentence"),
        ({"on": "2026-11-24"}, "cannot be in the future"),
        ({"on": "2026-02-30"}, "is not a day"),
        ({"level": "7"}, "Not a valid choice"),
        ({"person": "Zoe"}, "Nobody here is called"),
    ],
)
def test_a_standing_that_cannot_be_is_refused_in_words(
    ada: Browser, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    form = {"person": "Ben Arroyo", "level": "4", "reason": "Ran it twice.", "on": ""} | wrong
    answer = ada.post(f"/topics/{cast.topic.id}/standings", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Standing.select().exists()


def test_standings_one_may_not_see_are_not_shown(ada: Browser, app: object, cast: Cast) -> None:
    form = {"person": "Ben Arroyo", "level": "4", "reason": "Ran it twice."}
    ada.post(f"/topics/{cast.topic.id}/standings", data=form)
    eve = app.test_client().sign_in(cast.eve)
    assert "Ran it twice." not in eve.get(f"/topics/{cast.topic.id}").text


def test_both_pages_take_twelve_statements_at_most(ada: Browser, cast: Cast) -> None:
    cast.topic.owner = cast.ben
    cast.topic.save()
    ada.post(f"/topics/{cast.topic.id}/smes", data={"person": "eve@example.com"})
    make.an_output(
        topic=cast.topic, owner=cast.ben, state=OutputState.PUBLISHED, published_on=make.TODAY
    )
    ada.get("/topics")
    for address in ("/topics", f"/topics/{cast.topic.id}"):
        with counted_statements() as taken:
            assert ada.get(address).status_code == 200
        assert len(taken) <= 12, taken


def test_a_standing_that_is_to_be_refreshed_says_since_when_on_both_pages(
    ada: Browser, cast: Cast
) -> None:
    form = {"person": "ben@example.com", "level": "3", "reason": "Ran it.", "on": "2026-01-05"}
    ada.post(f"/topics/{cast.topic.id}/standings", data=form | {"refresh_on": "2027-03-05"})
    pages = (f"/topics/{cast.topic.id}", f"/people/{cast.ben.id}")
    for page in pages:
        assert "to be refreshed from Fri 5 Mar 2027" in ada.get(page).text
    with time_machine.travel(date(2027, 3, 12), tick=False):
        ada.sign_in(cast.ada)
        for page in pages:
            assert "to be refreshed since Fri 5 Mar" in ada.get(page).text


def test_a_standing_on_an_earlier_revision_needs_the_difference_on_both_pages(
    ada: Browser, cast: Cast
) -> None:
    make.a_standing(cast.ben, cast.topic, 3)
    pages = (f"/topics/{cast.topic.id}", f"/people/{cast.ben.id}")
    for page in pages:
        assert "needs the difference" not in ada.get(page).text
    Revision.create(topic=cast.topic, number=2, process="Anew.", effective=make.TODAY)
    for page in pages:
        assert "needs the difference" in ada.get(page).text
