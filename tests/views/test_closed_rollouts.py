"""A closed rollout on its pages: the same figures everywhere; what was taken back is not named."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from printed import Tables, kt, spaced, tables_of_text, with_topics

from kt.models import (
    Holiday,
    ItemEvent,
    ItemState,
    Measure,
    Output,
    Question,
    Rollout,
    Target,
)
from kt.operations.items import redate_item
from kt.operations.outputs import unpublish_output
from kt.operations.questions import withdraw_question
from kt.operations.rollouts import complete_rollout

REPORT = ("rollout", "report", "1", "--as", "ada@example.com")


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Give the cast's rollout a manual, an entry of its topic, two items and two questions."""
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        cast = a_cast()
        make.a_document(topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
        make.a_document("Netting entry", topic=cast.topic, owner=cast.ben, kind="FAQ entry")
        checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
        for text, done in (("Read", 5), ("Watch", 7)):
            item = make.an_item(
                checklist, text, due=date(2026, 11, 6), state=ItemState.DONE, owner=cast.cleo
            )
            ItemEvent.create(item=item, state=ItemState.DONE, by=cast.cleo, on=date(2026, 11, done))
        for text, answered in (("Why so?", 11), ("And then?", 12)):
            make.a_question(
                cast.cleo,
                cast.topic,
                cast.ben,
                text=text,
                at=datetime(2026, 11, 10, 9, tzinfo=UTC),
                answered_by=cast.ben,
                answered_at=datetime(2026, 11, answered, 9, tzinfo=UTC),
            )
        share = {"share": True, "within_workdays": 1}
        make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=2)
        make.a_target(cast.rollout, Measure.ITEMS_ON_TIME, number=2)
        make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=90, **share)
        yield cast


def close(cast: Cast) -> None:
    complete_rollout(Rollout.get_by_id(cast.rollout.id), on=make.TODAY, by=cast.ada)


def change_everything(cast: Cast) -> None:
    """Move a due day, take all documents back and a question, add a holiday."""
    redate_item(cast.rollout.checklists[0].items[1], due=date(2026, 11, 30), by=cast.ada)
    for output in Output.select():
        unpublish_output(output, by=cast.ben)
    Question.update(answered_at=None, answered_by=None).where(Question.text == "Why so?").execute()
    withdraw_question(Question.get(Question.text == "Why so?"), by=cast.cleo)
    Holiday.create(location="", day=date(2026, 11, 11))


def figures(ada: Browser) -> dict[str, Any]:
    """Read the figures of the rollout wherever they are said."""
    link = ada.post("/rollouts/1/links", data={"days": "7", "note": ""}).text
    path = re.findall(r'value="http://127.0.0.1:8000(/shared/[^"]+)"', link)[-1]
    files = {
        name: ada.get(f"/rollouts/1/tables/{name}.csv").text for name in ("targets", "burn-up")
    }
    pages = {
        path: with_topics(Tables(ada.get(path).text).found["figures"])
        for path in ("/rollouts/1/targets", "/rollouts/1/report")
    }
    rollout = ada.get("/rollouts/1").text
    return (
        files
        | pages
        | {
            "link": Tables(ada.get(path).text).found["targets"],
            "text": tables_of_text(kt(*REPORT).stdout)["Targets"],
            "json": json.loads(kt(*REPORT, "--json").stdout)["figures"],
            "rollout": re.findall(r"\d of \d targets reached", rollout),
        }
    )


def test_wherever_its_figures_are_said_they_stay_those_of_the_close(
    cast: Cast, browser: Browser
) -> None:
    ada = browser.sign_in(cast.ada)
    close(cast)
    at_close = figures(ada)
    assert [line["now"] for line in at_close["json"]] == [2, 1, 50]
    assert set(at_close["rollout"]) == {"1 of 3 targets reached"}
    assert [row[3] for row in at_close["/rollouts/1/targets"][1:]] == ["2", "1", "50 %"]
    change_everything(cast)
    assert figures(ada) == at_close


@pytest.mark.parametrize(
    ("measure", "who", "named"),
    [
        (Measure.QUESTIONS_ANSWERED, "ada", False),
        (Measure.QUESTIONS_ANSWERED, "cleo", True),
        (Measure.QUESTIONS_ANSWERED, "ben", False),
        (Measure.QUESTIONS_ANSWERED, "root", False),
        (Measure.OUTPUTS_PUBLISHED, "ada", False),
        (Measure.OUTPUTS_PUBLISHED, "cleo", False),
        (Measure.OUTPUTS_PUBLISHED, "ben", True),
        (Measure.OUTPUTS_PUBLISHED, "root", True),
    ],
)
def test_what_was_taken_back_counts_and_is_named_to_whom_it_would_be_today(
    cast: Cast, browser: Browser, measure: Measure, who: str, named: bool
) -> None:
    close(cast)
    target = Target.get(Target.measure == measure)
    reader = browser.sign_in(cast.everybody[who])
    paths = (f"/targets/{target.id}", f"/targets/{target.id}/tables/evidence.csv")
    taken_back = "Why so?" if measure == Measure.QUESTIONS_ANSWERED else "Netting entry"
    for path in paths:
        assert taken_back in reader.get(path).text
    change_everything(cast)
    page, file = (reader.get(path).text for path in paths)
    assert (taken_back in page, taken_back in file) == (named, named)
    assert ("1 more row counts that only those involved can open." in spaced(page)) != named
    # What is still to be seen is named, and leads to its page.
    kept = "And then?" if measure == Measure.QUESTIONS_ANSWERED else "Cut-off manual"
    assert kept in page
    for link in re.findall(r'href="(/(?:outputs|questions)/\d+)"', page):
        assert reader.get(link, follow_redirects=True).status_code == 200


def test_a_target_of_a_closed_rollout_takes_twelve_statements_at_most(
    cast: Cast, browser: Browser
) -> None:
    close(cast)
    change_everything(cast)
    for who in ("ada", "cleo"):
        reader = browser.sign_in(cast.everybody[who])
        for path in ("/targets/1", "/targets/2", "/targets/3", "/rollouts/1/targets"):
            reader.get(path)
            with counted_statements() as taken:
                assert reader.get(path).status_code == 200
            assert len(taken) <= 12, path
