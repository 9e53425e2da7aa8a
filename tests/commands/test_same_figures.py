"""Page, file and command line say the same of coverage, leaving and a rollout, cell by cell."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner
from conftest import Browser
from screens import Cell, Element, Page, cells_of, is_head, is_row, workbook

from kt.commands import main
from kt.dates import count_words, day_words
from kt.models import (
    ItemEvent,
    ItemState,
    Kind,
    Level,
    Measure,
    OutputKind,
    OutputState,
    Person,
    Role,
)
from kt.reports.coverage import TOPICS
from kt.views import tables

TODAY = make.TODAY
SHORT = ["not yet", "knows", "with help", "alone", "coaches"]
Row = dict[str, Any]


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Give the cast topics of every risk, somebody who leaves, and something of each to report."""
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        cast = a_cast()
        lost = make.a_topic("Tape archive", kind=Kind.NICHE_SKILL, holders_needed=2)
        kept = make.a_topic("Health and safety")
        make.a_topic("Nobody’s", holders_needed=3)
        make.a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS)
        make.a_standing(cast.ben, lost, Level.DOES_IT_ALONE)
        make.a_standing(cast.cleo, lost, Level.DOES_IT_WITH_HELP)
        make.a_standing(cast.dan, lost, Level.DOES_IT_ALONE)
        make.a_standing(cast.dan, kept, Level.COACHES_OTHERS)
        make.a_standing(cast.eve, kept, Level.KNOWS_ABOUT_IT)
        make.a_document("Safety first", topic=kept, owner=cast.dan)
        for person, days in ((cast.ben, 30), (cast.dan, 60), (cast.root, 10)):
            day = TODAY + timedelta(days)
            Person.update(leaving_date=day).where(Person.id == person.id).execute()
        yield cast


@pytest.fixture
def root(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.root)


def told(*words: str) -> Any:
    result = CliRunner().invoke(main, [*words, "--as", "root@example.com", "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def said(*words: str) -> list[str]:
    return CliRunner().invoke(main, [*words, "--as", "root@example.com"]).stdout.splitlines()


def file_rows(browser: Browser, path: str) -> list[Row]:
    heads, *rows = workbook(browser.get(path).data)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def plain(cell: Cell) -> Any:
    """Give a cell of a workbook as JSON has it."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def test_topics_by_risk_are_the_same(root: Browser) -> None:
    made = told("coverage")
    rows = file_rows(root, "/tables/risks.xlsx")
    assert [{head: plain(cell) for head, cell in row.items()} for row in rows] == [
        {
            "Topic": topic["topic"],
            "Kind": sentence(topic["kind"]),
            "Risk": topic["risk"],
            "Holders": topic["holders"],
            "Needed": topic["needed"],
            "Coaches": topic["coaches"],
            "Documents": topic["documents"],
            "Reason": topic["reason"],
        }
        for topic in made["topics"]
    ]
    assert len({topic["risk"] for topic in made["topics"]}) == 4
    page = Page(root.get("/coverage").text)
    listed = page.rows("Topics at risk")
    assert [row.text for row in listed] == [
        f"{topic['topic']} {topic['risk']} {topic['reason']}" for topic in made["topics"]
    ][: len(listed)]
    assert said("coverage") == [
        made["headline"],
        *(f"  {each['topic']}: {each['risk']} ({each['reason']})" for each in made["topics"]),
    ]
    assert made["headline"] in root.get("/coverage").text


def test_the_matrix_is_the_same(root: Browser) -> None:
    made = told("coverage")
    topics = {topic["topic"]: topic for topic in made["topics"]}
    rows = file_rows(root, "/coverage/table.xlsx")
    people, below = rows[:-3], rows[-3:]
    assert [
        {
            "person": row["Person"],
            "department": row["Department"],
            "leaves_on": plain(row["Leaves on"]) or None,
            "levels": {name: row[name] for name in topics if row[name]},
        }
        for row in people
    ] == [
        each | {"levels": {name: Level(level).words for name, level in each["levels"].items()}}
        for each in made["people"]
    ]
    for row, key in zip(below, ("holders", "needed", "risk"), strict=True):
        assert {name: plain(row[name]) for name in topics} == {
            name: topic[key] for name, topic in topics.items()
        }
    (matrix,) = Page(root.get("/coverage").text).root.all(is_matrix)
    head, *lines = matrix.all(is_row)
    assert is_head(head)
    shown = [name for name in topics if any(name in each["levels"] for each in made["people"])]
    assert cells_of(head)[1:] == [
        f"{name} {topics[name]['holders']} of {topics[name]['needed']} · "
        f"{count_words(topics[name]['coaches'], 'coach', 'coaches')}"
        for name in shown
    ]
    assert [cells_of(line)[1:] for line in lines] == [
        [
            f"{'○◔◑◕●'[each['levels'][name]]} {SHORT[each['levels'][name]]}"
            if name in each["levels"]
            else ""
            for name in shown
        ]
        for each in made["people"]
    ]


def is_matrix(element: Element) -> bool:
    return element.attributes.get("id") == "coverage-matrix"


def test_who_leaves_and_what_is_lost_are_the_same(root: Browser, cast: Cast) -> None:
    made = told("leaving")
    rows = file_rows(root, "/tables/leavers.xlsx")
    assert [[plain(cell) for cell in row.values()] for row in rows] == [
        [
            leaver["person"],
            leaver["leaves_on"],
            leaver["days"],
            loss["topic"],
            loss["before"],
            loss["after"],
            loss["needed"],
            loss["documents"],
            loss["risk"],
            ", ".join(loss["candidates"]),
        ]
        for leaver in made
        for loss in leaver["topics"]
    ]
    assert [(each["person"], len(each["topics"])) for each in made] == [
        ("Ben Arroyo", 2),
        ("Dan Weiss", 2),
    ]
    listed = Page(root.get("/coverage").text).rows("Before they leave")
    assert len(listed) == len(made)
    for leaver, row in zip(made, listed, strict=True):
        day = day_words(date.fromisoformat(leaver["leaves_on"]), TODAY)
        names = ", ".join(loss["topic"] for loss in leaver["topics"])
        for words in (leaver["person"], f"leaves {day}", f"in {leaver['days']} days", names):
            assert words in row.text
    text = said("leaving")
    for leaver in made:
        person = Person.get(Person.name == leaver["person"])
        page = Page(root.get(f"/people/{person.id}/leaving").text)
        one = file_rows(root, f"/people/{person.id}/tables/losses.xlsx")
        assert one == [
            {head: cell for head, cell in row.items() if head in one[0]}
            for row in rows
            if row["Person"] == leaver["person"]
        ]
        at = text.index(f"{leaver['person']} leaves in {leaver['days']} days:")
        for loss, card in zip(leaver["topics"], page.rows("losses"), strict=True):
            at += 1
            topic, _, words = text[at].strip().partition(": ")
            assert topic == loss["topic"]
            assert words.startswith(
                f"{count_words(loss['after'], 'holder') if loss['after'] else 'nobody'} "
                f"of {loss['needed']} needed"
            )
            assert ("nothing is written" in words) == (loss["documents"] == 0)
            assert sentence(words) in card.text
            for each in (topic, loss["risk"], *loss["candidates"]):
                assert each in card.text


def test_the_report_of_a_rollout_is_the_same_in_its_files(root: Browser, cast: Cast) -> None:
    rollout = cast.rollout
    greta = make.a_seat(cast.rollout_topic, make.a_person("Greta Lind"), Role.LEARNER)
    make.a_pairing(None, greta)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, minutes=50)
    planned = {"topic": cast.topic, "owner": cast.ben, "rollout": rollout}
    make.an_output(state=OutputState.PUBLISHED, published_on=date(2026, 11, 4), **planned)
    make.an_output("Late", kind=OutputKind.FAQ_ENTRY, due=date(2026, 11, 18), **planned)
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=rollout)
    item = make.an_item(checklist, "Read", state=ItemState.DONE)
    ItemEvent.create(item=item, state=ItemState.DONE, by=cast.cleo, on=date(2026, 10, 6))
    make.an_item(checklist, "Watch", due=date(2026, 11, 9))
    make.a_target(rollout, number=1, rollout_topic=cast.rollout_topic, each_learner=True)
    make.a_target(rollout, Measure.COACHING_HOURS, number=3, due=date(2026, 11, 20))
    make.a_target(rollout, Measure.ITEMS_ON_TIME, number=80, share=True)
    make.a_target(rollout, Measure.QUESTIONS_ANSWERED, number=90, share=True, within_workdays=2)
    make.a_target(rollout, Measure.NUMBER, name="Faults", baseline=2, number=2, limit=True)
    made = told("rollout", "report", "1")

    def file(name: str) -> list[list[Any]]:
        rows = file_rows(root, f"/rollouts/1/tables/{name}.xlsx")
        return [[plain(cell) for cell in row.values()] for row in rows]

    assert file("targets") == [
        [
            line["topic"] or "The whole rollout",
            line["what"],
            line["whom"],
            line["unit"],
            plain(line["baseline"]),
            (line["missing"] or "no reading") if line["now"] is None else plain(line["now"]),
            "at most" if line["limit"] else "",
            plain(line["number"]),
            line["due"] or "no date",
            line["likely"] or line["untold"],
            line["latest"] or "",
            line["met_on"] or ("overdue" if line["late"] else "not yet"),
            plain(round(line["progress"] * 100, 2)),
        ]
        for line in made["figures"]
    ]
    assert file("report-pairings") == [
        [
            *(line["topic"], line["guide"] or "nobody yet", line["role"] or "", line["learner"]),
            *(line["sessions"], line["last"] or "never", ""),
        ]
        for line in made["pairings"]
    ]
    assert file("report-outputs") == [
        [
            *(line[name] for name in ("title", "kind", "topic", "owner", "badge")),
            *(line["due"] or "no date", line["published_on"] or "not yet"),
        ]
        for line in made["outputs"]
    ]
    assert file("report-checklists") == [
        [line["title"], line["person"], line["done"], line["items"]] for line in made["checklists"]
    ]
    assert file("report-overdue") == [
        [line["title"], line["noun"], line["whose"] or "the team", line["due"], line["days"]]
        for line in made["overdue"]
    ]
    names = ("targets", "report-pairings", "report-outputs", "report-checklists", "report-overdue")
    assert [len(file(name)) for name in names] == [6, 2, 2, 1, 3]


def test_all_topics_and_people_are_told_however_many_pages_the_screen_has(
    root: Browser, cast: Cast
) -> None:
    for at in range(TOPICS):
        make.a_standing(cast.eve, make.a_topic(f"Topic {at:02}"), Level.DOES_IT_ALONE)
    made = told("coverage")
    assert len(made["topics"]) == len({topic["topic"] for topic in made["topics"]}) == TOPICS + 4
    eve = next(each for each in made["people"] if each["person"] == "Eve Nobody")
    assert len(eve["levels"]) == TOPICS + 1
    assert len(file_rows(root, "/tables/risks.xlsx")) == TOPICS + 4
    assert len(said("coverage")) == TOPICS + 5


def test_every_file_is_made_by_both_engines(root: Browser, cast: Cast) -> None:
    target = make.a_target(cast.rollout)
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    make.an_item(checklist)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    make.a_question(cast.cleo, cast.topic, cast.ben)
    make.a_signoff(cast.rollout_topic, cast.cleo)
    paths = [f"/tables/{name}" for name in tables.EVERYWHERE]
    for folder, known in (
        (f"/rollouts/{cast.rollout.id}", tables.OF_ROLLOUT),
        (f"/checklists/{checklist.id}", tables.OF_CHECKLIST),
        (f"/targets/{target.id}", tables.OF_TARGET),
        (f"/topics/{cast.topic.id}", tables.OF_TOPIC),
        (f"/people/{cast.ben.id}", tables.OF_PERSON),
    ):
        paths += [f"{folder}/tables/{name}" for name in known]
    answers = {path: root.get(f"{path}.xlsx") for path in paths}
    assert {path: each.status_code for path, each in answers.items()} == dict.fromkeys(paths, 200)
    filled = [path for path, each in answers.items() if len(workbook(each.data)) > 1]
    assert len(filled) > 15
