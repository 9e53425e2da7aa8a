"""The report of a rollout, worked out by hand."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import (
    ItemEvent,
    ItemState,
    Measure,
    OutputKind,
    OutputState,
    Pairing,
    Role,
    Rollout,
    RolloutState,
)
from kt.operations.seating import end_pairing, pause_pairing
from kt.reports.rollout_report import (
    ChecklistLine,
    OutputLine,
    OverdueLine,
    report_of,
)
from kt.rules.trust import Badge

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def test_a_report_says_how_a_rollout_stands(cast: Cast) -> None:
    make.a_target(cast.rollout, number=1, due=date(2026, 11, 20))
    report = report_of(cast.rollout, TODAY)
    assert (report.name, report.state, report.supervisor) == (
        "Settlement engine",
        "running",
        "Ada Lovell",
    )
    assert (report.start, report.end, report.on) == (
        date(2026, 10, 1),
        date(2026, 12, 12),
        TODAY,
    )
    assert report.verdict == (
        "0 of 1 target reached. 1 is past the agreed date. Nothing has happened yet."
    )
    assert [line.what for line in report.figures] == ["Sessions held"]


def test_a_report_names_who_guides_whom_and_the_gaps(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 2))
    make.a_pairing(None, make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER))
    assert [
        (line.topic, line.guide, line.role, line.learner, line.sessions, line.last)
        for line in report_of(cast.rollout, TODAY).pairings
    ] == [
        ("Cut-off rules", "Ben Arroyo", "coach", "Cleo Marsh", 2, date(2026, 11, 19)),
        ("Cut-off rules", None, None, "Eve Nobody", 0, None),
    ]


def test_an_ended_pairing_is_shown_as_ended_with_its_note_and_never_as_completed(
    cast: Cast,
) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    pause_pairing(cast.pairing, until=date(2026, 12, 4), by=cast.ben, on=TODAY)
    (paused,) = report_of(cast.rollout, TODAY).pairings
    assert paused.rest(TODAY) == "paused until 4 Dec"
    assert paused.rest(date(2026, 12, 4)) == ""
    end_pairing(cast.pairing, on=TODAY, by=cast.ben, note="Ben moved to Lisbon.")
    make.a_pairing(None, cast.cleos_seat)
    gap, ended = report_of(cast.rollout, TODAY).pairings
    assert (gap.guide, gap.rest(TODAY)) == (None, "")
    assert (ended.sessions, ended.rest(TODAY)) == (1, "ended 23 Nov: Ben moved to Lisbon.")


def test_the_note_of_two_who_coached_each_other_is_theirs(cast: Cast) -> None:
    Pairing.update(mutual=True, ended_on=TODAY, end_note="We fell out.").execute()
    (ended,) = report_of(cast.rollout, TODAY).pairings
    assert ended.rest(TODAY) == "ended 23 Nov"


def test_a_report_lists_the_outputs_of_its_rollout(cast: Cast) -> None:
    make.an_output(
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        kind=OutputKind.FAQ_ENTRY,
        state=OutputState.PUBLISHED,
        published_on=TODAY,
    )
    make.an_output("Elsewhere", topic=cast.topic, owner=cast.ben)
    assert report_of(cast.rollout, TODAY).outputs == [
        OutputLine(
            id=1,
            title="Cut-off FAQ",
            kind=OutputKind.FAQ_ENTRY,
            topic="Cut-off rules",
            owner="Ben Arroyo",
            state=OutputState.PUBLISHED,
            badge=Badge.PUBLISHED,
            due=None,
            published_on=TODAY,
        )
    ]


def test_a_report_counts_the_required_items_that_its_targets_count(cast: Cast) -> None:
    cleos = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    teams = make.a_checklist("Move", person=None, supervisor=cast.ada, rollout=cast.rollout)
    make.an_item(cleos, "Fly", optional=True)
    make.an_item(cleos, "Sing", state=ItemState.NOT_NEEDED)
    make.an_item(cleos, "Ask", state=ItemState.STUCK)
    for checklist in (cleos, teams):
        item = make.an_item(checklist, "Read", state=ItemState.DONE)
        ItemEvent.create(item=item, state=ItemState.DONE, by=cast.cleo, on=TODAY)
    make.a_target(cast.rollout, Measure.ITEMS_DONE, number=100)
    report = report_of(cast.rollout, TODAY)
    assert report.checklists == [
        ChecklistLine(teams.id, "Move", "", done=1, items=1),
        ChecklistLine(cleos.id, "First week", "Cleo Marsh", done=1, items=2),
    ]
    assert report.figures[0].now == 66.67


def test_what_is_past_its_date_stands_longest_first(cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    item = make.an_item(checklist, "Read **this**", due=date(2026, 11, 13))
    make.an_item(checklist, "Done late", due=date(2026, 11, 2), state=ItemState.DONE)
    make.an_item(checklist, "Due today", due=TODAY)
    output = {"topic": cast.topic, "owner": cast.ben, "rollout": cast.rollout}
    faq = make.an_output("FAQ", due=date(2026, 11, 20), **output)
    make.an_output("Old", due=date(2026, 11, 1), state=OutputState.OBSOLETE, **output)
    target = make.a_target(cast.rollout, each_learner=True, due=date(2026, 11, 16))
    assert report_of(cast.rollout, TODAY).overdue == [
        OverdueLine("item", item.id, "Read this", "Cleo Marsh", date(2026, 11, 13), 10),
        OverdueLine("target", target.id, "Sessions held", "Cleo", date(2026, 11, 16), 7),
        OverdueLine("output", faq.id, "FAQ", "Ben Arroyo", date(2026, 11, 20), 3),
    ]


@pytest.mark.parametrize("state", [RolloutState.DRAFT, RolloutState.COMPLETED])
def test_only_a_running_rollout_has_dates_to_keep(cast: Cast, state: RolloutState) -> None:
    make.a_target(cast.rollout, due=date(2026, 11, 2))
    cast.rollout.state = state
    assert report_of(cast.rollout, TODAY).overdue == []


def test_a_report_takes_as_many_statements_whatever_there_is(cast: Cast) -> None:
    for measure in Measure:
        make.a_target(cast.rollout, measure, level=3, name="x")

    def statements() -> int:
        rollout = Rollout.get_by_id(cast.rollout.id)
        with counted_statements() as counted:
            report_of(rollout, TODAY)
        return len(counted)

    few = statements()
    for number in range(12):
        seat = make.a_seat(cast.rollout_topic, make.a_person(f"Learner{number} Long"), Role.LEARNER)
        make.a_session(cast.rollout_topic, cast.ben, make.a_pairing(cast.bens_seat, seat))
        make.a_target(cast.rollout, each_learner=True)
        make.an_output(f"Output {number}", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
        make.an_item(
            make.a_checklist(person=seat.person, supervisor=cast.ada, rollout=cast.rollout)
        )
    assert statements() == few
