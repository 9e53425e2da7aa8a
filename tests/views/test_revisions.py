"""The process changes, through the browser."""

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Basis, Measure, Reading, Revision, Rollout, Standing

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

CHANGE = {
    "written_process": "Stop the queue, tell the desk, restart.",
    "old_way": "By phone.",
    "new_way": "By the form.",
    "effective": "2026-12-01",
}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    with time_machine.travel(make.TODAY, tick=False):
        yield browser.sign_in(cast.ada)


def change(browser: Browser, cast: Cast, **values: str):
    page = browser.get(f"/topics/{cast.topic.id}/revisions/new").text
    version = page.partition('name="version" type="hidden" value="')[2].partition('"')[0]
    return browser.post(
        f"/topics/{cast.topic.id}/revisions", data=CHANGE | {"version": version} | values
    )


def knows(cast: Cast, *people: object) -> None:
    for person in people:
        Standing.create(
            person=person,
            revision=make.a_revision(cast.topic),
            level=3,
            basis=Basis.NAMED,
            reason="Seen.",
            on=make.LONG_AGO,
        )


def test_the_form_is_filled_with_the_process_as_it_is(ada: Browser, cast: Cast) -> None:
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert f'href="/topics/{cast.topic.id}/revisions/new">The process changes<' in page
    page = ada.get(f"/topics/{cast.topic.id}/revisions/new").text
    assert "Stop the queue, check the log, restart." in page
    assert "Make it revision 2" in page


def test_the_next_revision_can_be_undone_at_once(ada: Browser, cast: Cast) -> None:
    assert change(ada, cast).status_code == 303
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert "Revision 2 of Cut-off rules is there." in page
    second = make.a_revision(cast.topic)
    assert f'action="/revisions/{second.id}/withdrawal"' in page
    ada.post(f"/revisions/{second.id}/withdrawal")
    assert make.a_revision(cast.topic).number == 1


def test_a_revision_that_something_rests_on_offers_no_way_back(ada: Browser, cast: Cast) -> None:
    change(ada, cast)
    second = make.a_revision(cast.topic)
    assert "Take it back" in ada.get(f"/revisions/{second.id}").text
    knows(cast, cast.ben)
    assert "Take it back" not in ada.get(f"/revisions/{second.id}").text


def test_what_is_wrong_stands_at_its_field_with_the_words_kept(ada: Browser, cast: Cast) -> None:
    answer = change(ada, cast, written_process=make.a_revision(cast.topic).process, new_way="")
    assert answer.status_code == 422
    assert "Nothing is different from revision 1." in answer.text
    assert "By phone." in answer.text
    answer = change(ada, cast, effective="2026-02-30")
    assert "is not a day" in answer.text


def test_a_stale_change_is_answered_with_both_texts(ada: Browser, cast: Cast) -> None:
    change(ada, cast)
    stale = change(ada, cast, version="old", written_process="Mine.")
    assert stale.status_code == 409
    assert "Mine." in stale.text
    assert "Stop the queue, tell the desk, restart." in stale.text
    assert Revision.select().where(Revision.topic == cast.topic).count() == 2


def test_a_topics_page_tells_its_revisions_and_each_says_what_changed(
    ada: Browser, cast: Cast
) -> None:
    change(ada, cast)
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert "Revision 2</span> from Tue 1 Dec" in page
    assert "By the form." in page
    second = make.a_revision(cast.topic)
    page = ada.get(f"/revisions/{second.id}").text
    assert "<del>check</del>" in page
    assert "<ins>tell</ins>" in page
    assert "By phone." in page
    page = ada.get(f"/revisions/{Revision.get(Revision.number == 1).id}").text
    assert "Stop the queue, check the log, restart." in page
    assert "followed by revision 2" in page
    assert "What changed" not in page


def test_the_people_of_an_earlier_revision_are_listed_and_planned_for_with_one_press(
    ada: Browser, cast: Cast
) -> None:
    knows(cast, cast.ben, cast.eve)
    change(ada, cast)
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert "Need only the difference" in page
    assert "Plan a rollout for these 2" in page
    url = f"/topics/{cast.topic.id}/revisions/rollout"
    first = ada.post(url, data={"form_key": "once"})
    second = ada.post(url, data={"form_key": "once"})
    rollout = Rollout.get(Rollout.name == "Cut-off rules, revision 2")
    assert first.location == second.location == f"/rollouts/{rollout.id}/design"
    page = ada.get(f"/topics/{cast.topic.id}").text
    assert "has a seat on the newest" in page
    assert "Plan a rollout for" not in page
    assert ada.post(url).status_code == 422


def test_members_see_only_whom_they_may_and_no_button(ada: Browser, app, cast: Cast) -> None:
    knows(cast, cast.ben, cast.eve)
    change(ada, cast)
    page = app.test_client().sign_in(cast.eve).get(f"/topics/{cast.topic.id}").text
    assert "behind-" + str(cast.eve.id) in page
    assert "behind-" + str(cast.ben.id) not in page
    assert "Plan a rollout" not in page


def test_a_rollout_takes_the_newer_revision_with_one_press(ada: Browser, cast: Cast) -> None:
    change(ada, cast)
    page = ada.get(f"/rollouts/{cast.rollout.id}").text
    assert "revision 1; 2 is there" in page
    assert "Take revision 2" in page
    url = f"/rollouts/{cast.rollout.id}/topics/{cast.rollout_topic.id}/revision"
    ada.post(url, data={"number": "2"})
    page = ada.get(f"/rollouts/{cast.rollout.id}").text
    assert "passes on revision 2 now" in page
    assert f"{url}?number=1" in page
    assert ada.post(url, data={"number": "9" * 30}).status_code == 422


def test_how_far_people_work_the_new_way_stands_on_the_topics_page(
    ada: Browser, cast: Cast
) -> None:
    target = make.a_target(
        cast.rollout,
        Measure.NUMBER,
        name="People working the new way",
        rollout_topic=cast.rollout_topic,
        number=7,
    )
    assert "no reading yet" in ada.get(f"/topics/{cast.topic.id}").text
    wrong = Reading.create(target=target, on=make.TODAY, value=5, by=cast.ada)
    Reading.create(target=target, on=make.TODAY, value=3, by=cast.ada, corrects=wrong)
    assert "3 of 7, today" in ada.get(f"/topics/{cast.topic.id}").text


def test_the_pages_take_twelve_statements_at_most(ada: Browser, cast: Cast) -> None:
    cast.topic.owner = cast.ben
    cast.topic.save()
    knows(cast, cast.ben, cast.eve, cast.dan)
    change(ada, cast)
    change(ada, cast, written_process="Restart.")
    ada.post(f"/topics/{cast.topic.id}/smes", data={"person": "eve@example.com"})
    ada.get("/topics")
    newest = make.a_revision(cast.topic).id
    for address in (
        f"/topics/{cast.topic.id}",
        f"/topics/{cast.topic.id}/revisions/new",
        f"/revisions/{newest}",
    ):
        with counted_statements() as taken:
            assert ada.get(address).status_code == 200
        assert len(taken) <= 12, taken
