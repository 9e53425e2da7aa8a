"""The demo: built through the same deeds as everybody, on any day of the week."""

import os
import re
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from conftest import ENGINES
from counting import counted_statements
from postgres import postgres_url

from kt import clock, create_app, db, demo
from kt.config import Settings
from kt.models import (
    AuditEntry,
    Checklist,
    CoachingSession,
    Item,
    ItemState,
    Output,
    OutputState,
    Pairing,
    Person,
    Purpose,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    Target,
    TransferModel,
    Version,
)
from kt.operations.setting_up import set_up
from kt.operations.sharing import make_share_link
from kt.reports.coverage import coverage_page
from kt.reports.handovers import handovers_page
from kt.reports.history import history_of
from kt.reports.homes import SupervisorPart, home_of
from kt.reports.leaving import leavers
from kt.reports.rollouts import rollout_rows
from kt.reports.sharing import share_links_of
from kt.reports.targets import Pace, figures_of, goings_of, outlook_of
from kt.rules.activity import activities_of
from kt.rules.rollout_days import today_in
from kt.rules.trust import badge_of

UTC = ZoneInfo("UTC")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)

Built = tuple[str, dict[str, Person]]


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demo of one day in a database of its own, built once for all who only look at it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'kt.db'}"
    else:
        url = postgres_url(f"demo_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    db.connect(url)
    db.open_connection()
    db.migrate()
    set_up()
    people = demo.build(today=TODAY, zone=UTC)
    db.drop_connection()
    return url, people


@pytest.fixture
def people(built: Built) -> Iterator[dict[str, Person]]:
    """The people of the demo, in whose database one is meanwhile."""
    url, people = built
    db.connect(url)
    db.open_connection()
    yield people
    db.drop_connection()


@pytest.mark.parametrize(
    ("engine", "day"),
    [
        ("sqlite", date(2026, 11, 23)),
        ("postgres", date(2027, 1, 2)),
        ("sqlite", date(2028, 3, 1)),
    ],
    ids=str,
    indirect=["engine"],
)
def test_the_demo_has_something_for_every_screen(database: str, day: date) -> None:
    with time_machine.travel(f"{day}T15:00:00+00:00", tick=False):
        people = demo.build(today=day, zone=UTC)
        teams = Rollout.select().where(Rollout.purpose == Purpose.TEAM)
        assert (teams.count(), Rollout.select().count()) == (6, 7)
        assert Output.select().where(Output.state == OutputState.PUBLISHED).count() == 7
        assert Pairing.select().where(Pairing.guide.is_null()).count() == 2
        assert {rollout.model for rollout in teams} == set(TransferModel)
        unsigned = {
            name for team in teams for each in activities_of(team) for name in each.unsigned
        }
        assert unsigned == {"Cleo Marsh", "Tomas Riva"}
        assert CoachingSession.select().where(CoachingSession.held_on.is_null()).count() == 6
        assert Item.select().where(Item.state == ItemState.STUCK).count() == 1
        assert 24 <= Checklist.get().items.count() <= 30
        assert Standing.select().count() > 5
        assert Target.select().count() > 10
        paces = {
            rollout.name: outlook_of(rollout, figures_of(rollout, day), day).pace
            for rollout in teams.where(Rollout.supervisor == people["ana"])
        }
        kinds = {
            key: [part.kind for part in home_of(people[key], today=day, now=clock.now()).parts]
            for key in demo.CAST
        }
    assert paces == {
        "Settlement engine handover": Pace.LATE,
        "Month-end close, revision 2": Pace.ON_PACE,
        "Settling in: Settlements": Pace.TOO_EARLY,
    }
    assert kinds["ana"][0] == "supervisor"
    assert kinds["ben"][0] == "guide"
    assert kinds["greta"] == ["learner"]
    assert sorted(kinds["sam"]) == ["guide", "learner"]
    assert kinds["cleo"][0] == "pairs"


def test_ana_runs_one_that_is_late_one_on_pace_and_one_of_which_it_is_too_early_to_tell(
    people: dict[str, Person],
) -> None:
    def part(rollout_id: int | None = None) -> SupervisorPart:
        home = home_of(people["ana"], today=TODAY, now=NOW, rollout_id=rollout_id)
        return next(each for each in home.parts if isinstance(each, SupervisorPart))

    late = part()
    assert late.headline == (
        "7 of 18 targets reached. 2 are past the agreed date. At this pace you finish 14 days late."
    )
    assert late.verdict.held_up == (
        "7 outputs are not published yet. Nostro breaks lacks 4 sessions."
    )
    assert {each.name: part(each.id).headline for each in late.others} == {
        "Month-end close, revision 2": "1 of 2 targets reached. On pace for Mon 21 Dec.",
        "Settling in: Settlements": (
            "0 of 4 targets reached. Too early to tell when the rest will be."
        ),
    }
    rows, _ = rollout_rows(people["ana"], state=None, words="", now=NOW, page=1, size=9)
    goings = goings_of([row.id for row in rows], NOW)
    assert [going.words for going in goings.values()] == [
        "too early to tell",
        "on pace",
        "14 days late",
    ]


def test_the_only_holder_of_a_topic_leaves_within_the_quarter_and_coverage_says_so(
    people: dict[str, Person],
) -> None:
    (olga,) = leavers(people["nora"], TODAY)
    assert (olga.name, olga.days) == ("Olga Brenner", 38)
    assert [(loss.name, loss.after, loss.needed) for loss in olga.losses] == [
        ("Tape archive", 0, 2)
    ]
    page = coverage_page(people["ana"], today=TODAY)
    archive = next(each for each in page.columns if each.name == "Tape archive")
    assert archive.reason == (
        "1 holder of 2 needed, 1 leaves within a quarter, the first in 38 days, nothing is written"
    )


def test_every_deed_of_the_demo_can_be_told_in_words(people: dict[str, Person]) -> None:
    rows = [*Rollout.select(), *Person.select(), *Checklist.select()]
    told = [line.text for row in rows for page in (1, 2, 3) for line in history_of(row, page=page)]
    assert len(told) > AuditEntry.select().count()
    assert not [text for text in told if "{" in text or "None" in text or "  " in text]


def test_nothing_of_the_demo_was_done_in_the_future(database: str) -> None:
    demo.build(today=clock.today(UTC), zone=UTC)
    assert AuditEntry.select().where(AuditEntry.at > clock.now()).count() == 0
    held = CoachingSession.select().where(CoachingSession.held_on > clock.today(UTC))
    assert held.count() == 0


def test_the_demo_shows_a_delegation_half_way_one_owned_and_one_that_waits(
    people: dict[str, Person],
) -> None:
    given = {
        row.delegate.first_name: (row.state, row.reached)
        for key in ("ana", "paula")
        for row in handovers_page(people[key], people[key]).given
    }
    assert given == {"Ines": ("owned", 4), "Raj": ("accepted", 2), "Sam": ("waiting", 0)}


def test_the_design_manual_has_three_versions_by_two_people_and_one_document_is_reopened(
    people: dict[str, Person],
) -> None:
    badges = {output.title: badge_of(output) for output in Output.select()}
    assert badges["Settlement engine: design manual"] == "trusted"
    assert badges["Batch restart"] == "reopened"
    assert badges["Cut-off rules: questions and answers"] == "in review"
    manual = Output.get(Output.title == "Settlement engine: design manual")
    writers = [version.by.first_name for version in manual.versions.order_by(Version.number)]
    assert writers == ["Raj", "Raj", "Ben"]


def test_a_home_takes_at_most_twenty_statements(people: dict[str, Person]) -> None:
    for key in demo.CAST:
        with counted_statements() as statements:
            home_of(people[key], today=TODAY, now=NOW)
        # One more finds out who is signed in.
        assert len(statements) < 20, f"{key}: {len(statements)}"


def test_somebody_outside_reads_the_report_that_ana_shared(
    built: Built, people: dict[str, Person]
) -> None:
    client = create_app(Settings(database_url=built[0])).test_client()
    with db.database.atomic() as as_if:
        answer = client.get(f"/shared/{demo.share(people['ana'])}")
        (line,) = share_links_of(Rollout.get(), clock.today(UTC))
        as_if.rollback()
    assert "Settlement engine handover" in answer.text
    assert (line.note, line.is_usable) == ("The head of trading", True)


def test_what_a_link_shows_of_any_rollout_names_nobody(
    built: Built, people: dict[str, Person]
) -> None:
    client = create_app(Settings(database_url=built[0])).test_client()
    everybody = {person.name for person in Person.select()}
    for rollout in Rollout.select().where(Rollout.purpose == Purpose.TEAM):
        today = today_in(rollout)
        with db.database.atomic() as as_if:
            _, token = make_share_link(rollout, days=7, by=rollout.supervisor, today=today)
            answer = client.get(f"/shared/{token}")
            as_if.rollback()
        assert answer.status_code == 200
        said = re.sub(r"<[^>]+>", " ", answer.text)
        seated = Person.select().join(Seat).join(RolloutTopic)
        named = [*seated.where(RolloutTopic.rollout == rollout), rollout.supervisor]
        assert len(named) > 1
        words = {word for person in named for word in person.name.split()}
        assert [word for word in words if re.search(rf"\b{word}\b", said, re.IGNORECASE)] == []
        assert [name for name in everybody if name in said] == []
        assert "@" not in said
