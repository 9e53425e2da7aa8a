"""The report on the command line says what its page says, cell by cell, as text and as JSON."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from printed import Tables, kt, tables_of_text, with_topics

from kt.models import (
    Basis,
    ItemEvent,
    ItemState,
    Measure,
    OutputKind,
    OutputState,
    Reading,
    Role,
    Rollout,
    Standing,
    Wording,
)

TODAY = make.TODAY
REPORT = ("rollout", "report", "1", "--as", "ada@example.com")
Table = list[list[str]]


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield a_cast()


@pytest.fixture
def full(cast: Cast) -> Cast:
    """Give the cast something of everything that a report can say."""
    rollout, topic, session_topic = cast.rollout, cast.topic, cast.rollout_topic
    greta = make.a_person("Greta Lind")
    gretas_seat = make.a_seat(session_topic, greta, Role.LEARNER)
    make.a_pairing(None, gretas_seat)
    make.a_pairing(cast.bens_seat, gretas_seat, ended_on=date(2026, 11, 12), end_note="Moved.")
    make.a_session(session_topic, cast.ben, cast.pairing, minutes=50)
    make.an_output(
        topic=topic,
        owner=cast.ben,
        rollout=rollout,
        state=OutputState.PUBLISHED,
        published_on=date(2026, 11, 4),
    )
    make.an_output(
        "Late trades",
        topic=topic,
        owner=cast.dan,
        rollout=rollout,
        kind=OutputKind.FAQ_ENTRY,
        due=date(2026, 11, 18),
    )
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=rollout)
    item = make.an_item(checklist, "Read", state=ItemState.DONE)
    ItemEvent.create(item=item, state=ItemState.DONE, by=cast.cleo, on=date(2026, 10, 6))
    make.an_item(checklist, "Watch `batch`", due=date(2026, 11, 9))
    make.an_item(make.a_checklist("Move", person=None, supervisor=cast.ada, rollout=rollout))
    Standing.create(
        person=cast.cleo, revision=make.a_revision(topic), level=3, basis=Basis.IMPORTED, on=TODAY
    )
    due = date(2026, 12, 12)
    # 60 days from Cleo's start on 1 October are 30 November.
    make.a_target(rollout, number=1, rollout_topic=session_topic, each_learner=True, within_days=60)
    make.a_target(rollout, Measure.COACHING_HOURS, number=3, due=date(2026, 11, 20))
    make.a_target(rollout, Measure.ITEMS_DONE, number=100, due=due)
    make.a_target(
        rollout, Measure.LEARNERS_AT_STANDING, level=3, number=1, rollout_topic=session_topic
    )
    trades = make.a_target(
        rollout, Measure.NUMBER, name="Late", unit="trades", baseline=2000, number=5
    )
    Reading.create(target=trades, value=1234.5, on=TODAY, by=cast.ben)
    make.a_target(rollout, Measure.NUMBER, name="Faults", baseline=2, number=2, limit=True)
    return cast


TITLES = {
    "Who guides whom": "pairings",
    "Outputs": "outputs",
    "Required items done": "checklists",
    "Overdue": "overdue",
}


def test_page_and_text_say_the_same_cell_by_cell(full: Cast, browser: Browser) -> None:
    page = Tables(browser.sign_in(full.ada).get("/rollouts/1/report").text).found
    text = tables_of_text(kt(*REPORT).stdout)
    assert text["Targets"] == with_topics(page["figures"])
    for title, id in TITLES.items():
        assert text[title] == page[id]
    assert {title: len(rows) - 1 for title, rows in text.items()} == {
        "Targets": 7,
        "Who guides whom": 3,
        "Outputs": 2,
        "Required items done": 2,
        "Overdue": 3,
    }


def test_text_and_json_say_the_same_cell_by_cell(full: Cast) -> None:
    made = json.loads(kt(*REPORT, "--json").stdout)
    text = tables_of_text(kt(*REPORT).stdout)

    def day(said: str | None, otherwise: str) -> str:
        found = date.fromisoformat(said) if said else None
        return f"{found.day} {found:%b}" if found else otherwise

    def amount(value: float | None, unit: str) -> str:
        if value is None:
            return "no reading"
        return f"{value:,.15g} {unit}".strip()

    assert text["Targets"][1:] == [
        [
            line["topic"] or "The whole rollout",
            f"{line['what']} {line['whom']}".strip(),
            amount(line["baseline"], line["unit"]),
            amount(line["now"], line["unit"]),
            ("at most " if line["limit"] else "") + amount(line["number"], line["unit"]),
            day(line["due"], "no date"),
            " – ".join(day(line[at], "") for at in ("likely", "latest") if line[at])
            or line["untold"],
            "overdue" if line["late"] else day(line["met_on"], "not yet"),
            f"{line['progress'] * 100:.0f} %",
        ]
        for line in made["figures"]
    ]
    assert text["Who guides whom"][1:] == [
        [
            line["topic"],
            line["guide"] or "nobody yet",
            line["role"] or "",
            line["learner"],
            str(line["sessions"]),
            day(line["last"], "never"),
            f"ended {day(line['ended_on'], '')}: {line['note']}" if line["ended_on"] else "",
        ]
        for line in made["pairings"]
    ]
    assert text["Outputs"][1:] == [
        [
            *(line[name] for name in ("title", "kind", "topic", "owner", "badge")),
            day(line["due"], "no date"),
            day(line["published_on"], "not yet"),
        ]
        for line in made["outputs"]
    ]
    assert text["Required items done"][1:] == [
        [line["title"], line["person"] or "the team", str(line["done"]), str(line["items"])]
        for line in made["checklists"]
    ]
    assert text["Overdue"][1:] == [
        [
            line["title"],
            line["noun"],
            line["whose"] or "the team",
            day(line["due"], ""),
            str(line["days"]),
        ]
        for line in made["overdue"]
    ]


def test_the_report_as_text_is_what_was_worked_out_by_hand(full: Cast) -> None:
    text = kt(*REPORT).stdout.replace("\u00a0", " ")
    assert text.startswith(
        "Settlement engine · running · Ada Lovell\n"
        "2 of 7 targets reached. 1 is past the agreed date. On pace for Sat 12 Dec.\n"
        "Likely Mon 7 Dec, at the latest Wed 13 Jan 2027.\n"
        "From 1 Oct until 12 Dec. As of 23 November 2026.\n"
    )
    found = tables_of_text(text)
    assert [" | ".join(row) for row in found["Targets"]] == [
        "Topic | What | Baseline | Now | Target | By | Likely – late | Met since | Progress",
        "The whole rollout | Coaching hours | 0 h | 0.83 h | 3 h | 20 Nov | too early to tell | "
        "overdue | 28 %",
        "The whole rollout | Required items done | 0 % | 33.33 % | 100 % | 12 Dec | "
        "too early to tell | not yet | 33 %",
        "The whole rollout | Late | 2,000 trades | 1,234.5 trades | 5 trades | no date | "
        "too early to tell | not yet | 38 %",
        "The whole rollout | Faults | 2 | no reading | at most 2 | no date |  | not yet | 0 %",
        "Cut-off rules | Sessions held Cleo | 0 | 1 | 1 | 30 Nov |  | 19 Nov | 100 %",
        "Cut-off rules | Sessions held Greta | 0 | 0 | 1 | 30 Nov | too early to tell | "
        "not yet | 0 %",
        "Cut-off rules | Learners who stand at “does it alone” | 0 | 1 | 1 | no date |  | 23 Nov | "
        "100 %",
    ]
    assert found["Overdue"][1:] == [
        ["Watch batch", "item", "Cleo Marsh", "9 Nov", "14"],
        ["Late trades", "output", "Dan Weiss", "18 Nov", "5"],
        ["Coaching hours", "target", "the team", "20 Nov", "3"],
    ]


def test_an_empty_report_says_none_of_each(cast: Cast) -> None:
    Rollout.update(end_date=None).execute()
    text = kt(*REPORT).stdout
    assert "No targets are agreed yet.\nFrom 1 Oct. As of 23 November 2026." in text
    for title in ("Targets", "Outputs", "Required items done", "Overdue"):
        assert f"\n{title}: none\n" in text


def test_the_figures_count_the_days_of_the_rollouts_own_zone(cast: Cast) -> None:
    Rollout.update(time_zone="Pacific/Kiritimati").execute()
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        assert json.loads(kt(*REPORT, "--json").stdout)["on"] == "2026-11-24"


def test_the_report_is_for_whoever_runs_the_rollout(cast: Cast) -> None:
    for email, sentence in (
        ("ben", "You may not do this. Ask the supervisor of the rollout."),
        ("eve", "There is no rollout 1 that you can see. Look at “kt rollout list”."),
    ):
        result = kt("rollout", "report", "1", "--as", f"{email}@example.com")
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence + "\n")


def test_the_report_of_a_mentoring_rollout_speaks_of_mentors_and_proteges(full: Cast) -> None:
    full.rollout.wording = Wording.MENTORING
    full.rollout.save()
    for command in ("report", "show"):
        for form in ((), ("--json",)):
            said = kt("rollout", command, "1", "--as", "ada@example.com", *form).stdout
            # The names of values are for programs and stay.
            words = re.sub(r'"[a-z_]+":', "", said)
            assert "mentor" in words
            assert not re.search(r"\b(coach\w*|learners?|mentee)\b", words, re.IGNORECASE), said
    text = kt(*REPORT).stdout
    assert "Mentoring hours" in text
    assert "Protégés who stand at “does it alone”" in text
    assert "2 protégés" in kt("rollout", "list", "--as", "ada@example.com").stdout
