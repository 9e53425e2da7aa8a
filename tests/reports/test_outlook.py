"""How a rollout goes towards its agreed day, told from dated evidence."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import Holiday, Measure, RolloutState
from kt.reports.targets import Outlook, Pace, figures_of, lines_of, outlook_of, verdict

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def held(cast: Cast, *days: date) -> None:
    for day in days:
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=day)


def weekly(count: int, *, last: date = date(2026, 11, 19)) -> list[date]:
    return [last - timedelta(7 * back) for back in reversed(range(count))]


def outlook(cast: Cast) -> Outlook:
    return outlook_of(cast.rollout, figures_of(cast.rollout, TODAY), TODAY)


def said(cast: Cast) -> str:
    return verdict(cast.rollout, figures_of(cast.rollout, TODAY), TODAY)


def test_weekly_sessions_reach_ten_before_the_agreed_day(cast: Cast) -> None:
    """A session a week, seven so far, three more to go; agreed was Friday 18 December.

    Seven in the 38 workdays of 1 October to 23 November are 0.184 a workday, so three more take
    16.3 workdays: until the seventeenth, Wednesday 16 December.
    """
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(7))
    cast.rollout.end_date = date(2026, 12, 18)
    found = outlook(cast)
    assert (found.pace, found.days) == (Pace.ON_PACE, 0)
    assert found.likely == date(2026, 12, 16)
    assert said(cast) == "0 of 1 target reached. On pace for Fri 18 Dec."
    assert found.dates(TODAY) == "Likely Wed 16 Dec, at the latest Mon 21 Dec."


def test_a_rollout_is_done_when_its_last_target_is(cast: Cast) -> None:
    """Six sessions were one target, ten are another: the seven so far make three more to go.

    Together 1.7 of 2 are done in 38 workdays, at which pace the rest would take seven; but three
    sessions take seventeen, until Wednesday 16 December, whatever else is reached.
    """
    for number in (6, 10):
        make.a_target(cast.rollout, number=number)
    held(cast, *weekly(7))
    _, of_ten = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    found = outlook(cast)
    assert (found.likely, found.late) == (of_ten.likely, of_ten.latest)
    assert found.likely == date(2026, 12, 16)


def test_the_same_pace_is_late_for_an_earlier_day(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(7))
    cast.rollout.end_date = date(2026, 12, 8)
    assert outlook(cast).pace == Pace.LATE
    assert said(cast) == (
        "0 of 1 target reached. At this pace you finish 8 days late: 3 sessions are missing."
    )


def test_days_off_where_the_supervisor_is_put_the_likely_day_off(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(7))
    before = outlook(cast).likely
    cast.ada.location = "Lisbon"
    cast.ada.save()
    for day in range(7, 12):
        Holiday.create(location="Lisbon", day=date(2026, 12, day))
        Holiday.create(location="Porto", day=date(2026, 11, day + 16))
    assert before is not None
    assert outlook(cast).likely == before + timedelta(7)


def test_two_sessions_are_too_few_to_tell(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(2))
    assert said(cast) == "0 of 1 target reached. Too early to tell when the rest will be."
    assert outlook(cast).dates(TODAY) == ""


def test_a_rollout_in_which_nothing_happens_any_more_stands_still(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(3, last=date(2026, 10, 29)))
    assert said(cast) == "0 of 1 target reached. Nothing was added since Thu 29 Oct."


def test_a_stopped_rollout_says_so_and_has_no_date(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(7))
    cast.rollout.state, cast.rollout.closed_on = RolloutState.CANCELLED, TODAY
    assert said(cast) == "0 of 1 target reached. It was stopped."
    assert outlook(cast).likely is None


def test_a_closed_rollout_says_of_which_day_its_figures_are(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    cast.rollout.state, cast.rollout.closed_on = RolloutState.COMPLETED, date(2026, 11, 20)
    assert outlook(cast).dates(TODAY) == (
        "Its targets are as they were at the close, Fri 20 Nov; all else is as of today."
    )
    cast.rollout.closed_on = TODAY
    assert outlook(cast).dates(TODAY) == ""


def test_a_rollout_without_an_end_tells_about_when(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(7))
    cast.rollout.end_date = None
    assert said(cast) == "0 of 1 target reached. At this pace you finish by about Wed 16 Dec."


def test_when_all_is_reached_early_no_date_is_told(cast: Cast) -> None:
    make.a_target(cast.rollout, number=7)
    held(cast, *weekly(7))
    assert said(cast) == "1 of 1 target reached."


def test_a_limit_takes_no_part_in_the_pace(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(7))
    before = outlook(cast).likely
    make.a_target(cast.rollout, Measure.NUMBER, name="Faults", number=2, limit=True)
    assert outlook(cast).likely == before


def test_each_target_tells_its_own_likely_day(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    make.a_target(cast.rollout, number=7)
    make.a_target(cast.rollout, Measure.NUMBER, name="Late trades", baseline=9, number=5)
    held(cast, *weekly(7))
    lines = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert [line.likely for line in lines] == [date(2026, 12, 16), None, None]
    first, reached, unread = lines
    assert (first.latest or date.min) > date(2026, 12, 16)
    assert first.outlook.startswith("Likely Wed 16 Dec, at the latest ")
    assert (reached.outlook, unread.outlook) == ("", "Too early to tell.")
    assert [line.untold for line in lines] == ["", "", "too early to tell"]


def test_a_target_that_stands_still_has_no_likely_day_as_its_rollout_has_none(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10)
    held(cast, *weekly(4))
    later = TODAY + timedelta(days=60)
    figures = figures_of(cast.rollout, later)
    assert outlook_of(cast.rollout, figures, later).pace == Pace.STANDS_STILL
    (line,) = lines_of(figures, cast.rollout, later)
    assert (line.likely, line.latest, line.outlook) == (None, None, "Stands still.")


def test_a_target_says_how_late_it_is_likely_met(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10, due=date(2026, 12, 10))
    make.a_target(cast.rollout, number=10, due=date(2026, 12, 16))
    make.a_target(cast.rollout, number=10_000)
    held(cast, *weekly(7))
    late, in_time, endless = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert late.outlook.endswith(": 6 days late.")
    assert in_time.outlook.endswith(": on pace.")
    assert endless.outlook == "Takes years at this pace."
    cast.rollout.state = RolloutState.CANCELLED
    cast.rollout.closed_on = TODAY
    lines = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert {(line.likely, line.untold, line.outlook) for line in lines} == {(None, "", "")}
