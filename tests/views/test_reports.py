"""The report of a rollout as a page to print."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Measure, Role

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def test_the_report_begins_with_the_verdict_and_has_no_navigation(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout, due=date(2026, 11, 20))
    html = ada.get("/rollouts/1/report").text
    words = plain(html.partition("<main")[2])
    assert re.search(r"<h1[^>]*>0 of 1 target reached. 1 is past the agreed date. [^<]+</h1>", html)
    assert "From 1 Oct until 12 Dec. As of 23 November 2026." in words
    assert "Settlement engine · running · Ada Lovell" in words
    assert [part for part in ("<nav", "top-bar", "bottom-bar") if part in html] == []


def test_a_report_of_nothing_says_so(ada: Browser, cast: Cast) -> None:
    make.a_rollout("Empty", supervisor=cast.ada, end_date=None)
    words = plain(ada.get("/rollouts/2/report").text)
    for sentence in (
        "No targets are agreed yet.",
        "Nobody learns here yet.",
        "No output is planned.",
        "There is no checklist.",
        "Nothing is past its date.",
        "From 1 Oct. As of",
    ):
        assert sentence in words


def test_every_row_of_the_report_leads_to_what_is_behind_it(ada: Browser, cast: Cast) -> None:
    rollout = cast.rollout
    make.an_output(topic=cast.topic, owner=cast.ben, rollout=rollout, due=date(2026, 11, 20))
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=rollout)
    item = make.an_item(checklist, "Read", due=date(2026, 11, 13))
    make.a_target(rollout, due=date(2026, 11, 20))
    html = ada.get("/rollouts/1/report").text
    tables = re.findall(r'id="(figures|outputs|checklists|overdue)".*?</table>', html, re.DOTALL)
    links = re.findall(r'<th scope="row"[^>]*><a href="([^"]+)"', html)
    assert tables == ["figures", "outputs", "checklists", "overdue"]
    assert links == [
        "/targets/1",
        "/outputs/1",
        f"/checklists/{checklist.id}",
        f"/items/{item.id}",
        "/targets/1",
        "#output-1",
    ]
    assert 'id="output-1"' in html
    assert {ada.get(link).status_code for link in links if link.startswith("/")} == {200}


def test_the_targets_that_are_reached_lead_to_the_targets(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout, rollout_topic=cast.rollout_topic)
    for place, words in (("/", "0 of 1"), ("/rollouts", "0 of 1 target")):
        assert re.search(
            rf'<a href="/rollouts/1/targets" aria-label="[^"]+">{words}</a>', ada.get(place).text
        )


def test_the_report_is_for_whoever_runs_the_rollout(ada: Browser, cast: Cast) -> None:
    ada.sign_in(cast.ben)
    assert ada.get("/rollouts/1/report").status_code == 403
    assert "/report" not in ada.get("/rollouts/1/targets").text
    ada.sign_in(cast.eve)
    assert ada.get("/rollouts/1/report").status_code == 404


def test_the_report_takes_at_most_twelve_statements(ada: Browser, cast: Cast) -> None:
    for measure in Measure:
        make.a_target(cast.rollout, measure, level=3, name="x")
    for number in range(12):
        person = make.a_person(f"Learner{number} Long")
        seat = make.a_seat(cast.rollout_topic, person, Role.LEARNER)
        make.a_session(cast.rollout_topic, cast.ben, make.a_pairing(cast.bens_seat, seat))
        make.an_item(make.a_checklist(person=person, supervisor=cast.ada, rollout=cast.rollout))
    with counted_statements() as statements:
        assert ada.get("/rollouts/1/report").status_code == 200
    assert len(statements) <= 12
