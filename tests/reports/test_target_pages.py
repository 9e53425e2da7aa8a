"""Targets as their pages show them: lines, the chart, the rows behind each, to whom."""

from datetime import date, timedelta
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import (
    Basis,
    ItemEvent,
    ItemState,
    Measure,
    Pairing,
    Person,
    Reading,
    Role,
    RolloutState,
    Standing,
    Target,
)
from kt.reports.targets import (
    Part,
    Row,
    TargetPage,
    burn_up_of,
    figures_of,
    lines_of,
    target_page,
    targets_page,
    targets_with_topics,
)

TODAY = make.TODAY
START = make.LONG_AGO


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def a_learner(cast: Cast, name: str) -> Pairing:
    person = make.a_person(name, email=None)
    seat = make.a_seat(cast.rollout_topic, person, Role.LEARNER)
    return make.a_pairing(cast.bens_seat, seat)


def a_reading(target: Target, value: float, on: date, **values: Any) -> Reading:
    return Reading.create(target=target, value=value, on=on, **values)


def page_of(target: Target, person: Person, **options: Any) -> TargetPage:
    return target_page(
        targets_with_topics(person).where(Target.id == target.id).get(), person, TODAY, **options
    )


def rows_of(page: TargetPage, part: Part) -> list[Row]:
    return [row for rows in page.parts if rows.part == part for row in rows.rows]


# ------------------------------------------------------------------ lines and the chart


def test_lines_stand_by_topic_the_whole_rollout_first(cast: Cast) -> None:
    restart = make.a_rollout_topic(cast.rollout, make.a_topic("Batch restart"))
    for topic in (restart, cast.rollout_topic, None, restart):
        make.a_target(cast.rollout, rollout_topic=topic)
    lines = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert [line.topic for line in lines] == [
        "",
        "Batch restart",
        "Batch restart",
        "Cut-off rules",
    ]


def test_learners_are_named_by_first_name_unless_two_share_it(cast: Cast) -> None:
    make.a_target(cast.rollout, each_learner=True)
    a_learner(cast, "Cleo Stern")
    a_learner(cast, "Greta Lind")
    lines = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert [line.whom for line in lines] == ["Cleo Marsh", "Cleo Stern", "Greta"]


def test_what_is_counted_by_dividing_has_two_decimals_and_a_reading_keeps_all(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, minutes=50)
    make.a_target(cast.rollout, Measure.COACHING_HOURS)
    faults = make.a_target(cast.rollout, Measure.NUMBER, name="Faults")
    a_reading(faults, 0.0625, TODAY, by=cast.ben)
    lines = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert [(line.now, line.unit) for line in lines] == [(0.83, "h"), (0.0625, "")]


def test_a_line_past_its_date_is_late_until_it_is_met(cast: Cast) -> None:
    make.a_target(cast.rollout, number=1, due=TODAY - timedelta(days=1))
    (line,) = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert line.late
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    (line,) = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert (line.late, line.met_on, line.progress) == (False, date(2026, 11, 19), 1)


def test_the_chart_goes_from_the_start_to_today_and_to_the_agreed_end(cast: Cast) -> None:
    for number in (1, 1, 2):
        make.a_target(cast.rollout, number=number)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    chart = burn_up_of(cast.rollout, figures_of(cast.rollout, TODAY), TODAY)
    assert chart is not None
    assert chart.reached == [(START, 0), (date(2026, 11, 19), 2), (TODAY, 2)]
    assert chart.agreed == [(START, 0), (date(2026, 12, 12), 3)]
    assert chart.now == "today"


def test_the_chart_of_a_closed_rollout_ends_at_its_close(cast: Cast) -> None:
    make.a_target(cast.rollout, number=1)
    cast.rollout.state, cast.rollout.closed_on = RolloutState.COMPLETED, date(2026, 11, 1)
    chart = burn_up_of(cast.rollout, figures_of(cast.rollout, TODAY), TODAY)
    assert chart is not None
    assert (chart.reached[-1], chart.now) == ((date(2026, 11, 1), 0), "at the close")


def test_there_is_no_chart_without_targets_an_agreed_end_or_a_start(cast: Cast) -> None:
    assert burn_up_of(cast.rollout, [], TODAY) is None
    make.a_target(cast.rollout)
    figures = figures_of(cast.rollout, TODAY)
    cast.rollout.state = RolloutState.DRAFT
    assert burn_up_of(cast.rollout, figures, TODAY) is None
    cast.rollout.state, cast.rollout.end_date = RolloutState.RUNNING, None
    assert burn_up_of(cast.rollout, figures, TODAY) is None


# ------------------------------------------------------------------ the rows behind a target


def test_rows_are_counted_open_or_earlier_and_the_newest_comes_first(cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    for text, on in (
        ("Old", date(2026, 9, 28)),
        ("Read", date(2026, 10, 6)),
        ("Do", TODAY),
        ("Ask", None),
    ):
        item = make.an_item(checklist, text, state=ItemState.DONE if on else ItemState.OPEN)
        if on:
            ItemEvent.create(item=item, state=ItemState.DONE, by=cast.cleo, on=on)
    page = page_of(make.a_target(cast.rollout, Measure.ITEMS_DONE, number=100), cast.ada)
    told = [(rows.part, rows.total, [row.words for row in rows.rows]) for rows in page.parts]
    assert told == [
        (Part.COUNTED, 2, ["Cleo Marsh: Do", "Cleo Marsh: Read"]),
        (Part.OPEN, 1, ["Cleo Marsh: Ask"]),
        (Part.EARLIER, 1, ["Cleo Marsh: Old"]),
    ]


def test_a_session_with_several_learners_is_one_row(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, a_learner(cast, "Greta Lind"))
    page = page_of(make.a_target(cast.rollout), cast.ada)
    (row,) = rows_of(page, Part.COUNTED)
    assert (row.noun, row.words) == ("session", "Ben Arroyo with Cleo Marsh, 45 min")
    assert (row.others, page.lines[0].now) == (1, 1)


def test_a_standing_leads_to_its_person_and_a_coachs_own_does_not_count(cast: Cast) -> None:
    for person in (cast.ben, cast.cleo):
        Standing.create(
            person=person,
            revision=make.a_revision(cast.topic),
            level=3,
            basis=Basis.NAMED,
            judged_by=cast.ada,
            on=TODAY,
        )
    target = make.a_target(cast.rollout, Measure.LEARNERS_AT_STANDING, level=3, number=1)
    (row,) = rows_of(page_of(target, cast.ada), Part.COUNTED)
    assert (row.words, row.ref) == (
        "Cleo Marsh: does it alone, named by a supervisor",
        cast.cleo.id,
    )


def test_a_corrected_reading_stays_visible_beside_its_correction(cast: Cast) -> None:
    target = make.a_target(cast.rollout, Measure.NUMBER, name="Late trades", baseline=20)
    a_reading(target, 30, date(2026, 9, 21), by=cast.ben)
    mistyped = a_reading(target, 14, date(2026, 10, 19), by=cast.ben)
    a_reading(target, 11, date(2026, 10, 19), by=cast.ada, corrects=mistyped)
    page = page_of(target, cast.ada)
    assert [(row.value, row.corrected, row.words) for row in rows_of(page, Part.COUNTED)] == [
        (11, None, "read by Ada Lovell"),
        (14, 11, "read by Ben Arroyo"),
    ]
    assert [row.value for row in rows_of(page, Part.EARLIER)] == [30]
    assert page.lines[0].now == 11


def test_a_target_can_be_looked_at_for_one_learner(cast: Cast) -> None:
    greta = a_learner(cast, "Greta Lind").learner.person
    target = make.a_target(cast.rollout, Measure.NUMBER, name="Faults", each_learner=True)
    for person, value in ((cast.cleo, 3), (greta, 4)):
        a_reading(target, value, TODAY, by=cast.ben, person=person)
    page = page_of(target, cast.ada, learner_id=greta.id)
    assert [line.whom for line in page.lines] == ["Greta"]
    assert [row.words for row in rows_of(page, Part.COUNTED)] == ["Greta Lind, read by Ben Arroyo"]
    assert [name for _, name in page.learners] == ["Cleo Marsh", "Greta Lind"]
    assert [row.value for row in rows_of(page_of(target, cast.ada), Part.COUNTED)] == [4, 3]


def test_a_dropped_target_is_still_counted_on_its_own_page(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    target = make.a_target(cast.rollout, number=1, dropped_on=TODAY)
    assert page_of(target, cast.ada).lines[0].now == 1
    page = targets_page(cast.rollout, cast.ada, TODAY)
    assert (page.groups, page.dropped) == ([], [target])


def test_rows_over_a_hundred_come_in_pages(cast: Cast) -> None:
    target = make.a_target(cast.rollout, Measure.NUMBER, name="Faults")
    for value in range(103):
        a_reading(target, value, TODAY, by=cast.ben)
    first, second = page_of(target, cast.ada), page_of(target, cast.ada, page=2)
    assert [len(rows_of(page, Part.COUNTED)) for page in (first, second)] == [100, 3]
    assert (first.total, second.parts[0].total) == (103, 103)


def test_lines_over_a_hundred_come_in_pages(cast: Cast) -> None:
    for _ in range(103):
        make.a_target(cast.rollout)
    page = targets_page(cast.rollout, cast.ada, TODAY, page=2)
    assert [len(lines) for _, lines in page.groups] == [3]
    assert (page.total, page.verdict) == (
        103,
        "0 of 103 targets reached. Nothing has happened yet.",
    )


# ------------------------------------------------------------------ who sees what


def test_learners_see_their_own_figures_and_how_many_others_count(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, a_learner(cast, "Greta Lind"))
    make.a_target(cast.rollout, number=1, each_learner=True)
    make.a_target(cast.rollout, number=1)

    def seen_by(person: Person) -> tuple[list[str], str]:
        page = targets_page(cast.rollout, person, TODAY)
        assert page.verdict == ("2 of 3 targets reached. Too early to tell when the rest will be.")
        return [line.whom for _, lines in page.groups for line in lines], page.others

    assert seen_by(cast.ada) == (["Cleo", "Greta", ""], "")
    assert seen_by(cast.ben) == (["Cleo", "Greta", ""], "")
    assert seen_by(cast.cleo) == (
        ["Cleo", ""],
        "1 figure of another learner counts too, reached.",
    )
    assert seen_by(cast.dan) == ([""], "2 figures of others count too, 1 of them reached.")
    Person.update(manager=cast.dan).where(Person.id == cast.cleo.id).execute()
    assert seen_by(cast.dan)[0] == ["Cleo", ""]


def test_one_sees_the_rows_one_may_open_and_how_many_others_count(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, a_learner(cast, "Greta Lind"))
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    target = make.a_target(cast.rollout)
    told = {
        name: (len(rows_of(page, Part.COUNTED)), page.unseen, page.lines[0].now)
        for name, person in cast.everybody.items()
        if name != "eve"
        for page in [page_of(target, person)]
    }
    assert told == {
        "ada": (2, 0, 2),
        "ben": (2, 0, 2),
        "cleo": (1, 1, 2),
        "dan": (0, 2, 2),
        "root": (2, 0, 2),
    }


@pytest.mark.parametrize("measure", [Measure.ITEMS_DONE, Measure.LEARNERS_AT_STANDING])
def test_items_and_standings_of_others_are_not_shown(cast: Cast, measure: Measure) -> None:
    greta = a_learner(cast, "Greta Lind").learner.person
    checklist = make.a_checklist(person=greta, supervisor=cast.ada, rollout=cast.rollout)
    make.an_item(checklist)
    Standing.create(
        person=greta, revision=make.a_revision(cast.topic), level=3, basis=Basis.IMPORTED, on=TODAY
    )
    target = make.a_target(cast.rollout, measure, level=3, number=1)
    assert [len(page_of(target, who).parts) for who in (cast.ada, cast.ben, greta)] == [1, 1, 1]
    page = page_of(target, cast.cleo)
    assert (page.parts, page.unseen) == ([], 1)


def test_numbers_are_read_by_coaches_and_by_whoever_runs_the_rollout(cast: Cast) -> None:
    number = make.a_target(cast.rollout, Measure.NUMBER, name="Faults")
    may = {
        name: page_of(number, person).may_read
        for name, person in cast.everybody.items()
        if name != "eve"
    }
    assert may == {"ada": True, "ben": True, "cleo": False, "dan": False, "root": True}
    assert not page_of(make.a_target(cast.rollout), cast.ada).may_read


def test_pages_take_as_many_statements_whatever_there_is(cast: Cast) -> None:
    for measure in Measure:
        make.a_target(cast.rollout, measure, level=3, name="x")
    target = make.a_target(cast.rollout, each_learner=True)

    def statements() -> tuple[int, int]:
        with counted_statements() as index:
            targets_page(cast.rollout, cast.cleo, TODAY)
        with counted_statements() as show:
            page_of(target, cast.cleo)
        return len(index), len(show)

    few = statements()
    for number in range(12):
        make.a_session(cast.rollout_topic, cast.ben, a_learner(cast, f"Learner{number} Long"))
        make.a_target(cast.rollout, each_learner=True)
    assert statements() == few
