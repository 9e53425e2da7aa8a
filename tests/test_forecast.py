"""When a target will be reached, told from the pace of dated evidence."""

from datetime import date, timedelta
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt.due import workdays_between, workdays_later
from kt.forecast import HORIZON, PROBABILITIES, Forecast, Pace, Way, forecast

# A Monday, and the Friday of the fourth week: twenty workdays.
START = date(2026, 1, 5)
TODAY = date(2026, 1, 30)


def every(days: int, count: int, *, each: float = 1) -> list[tuple[date, float]]:
    """Add as much at the end of every so many workdays."""
    return [
        (workdays_later(START, place * days - 1), each * place) for place in range(1, count + 1)
    ]


def told(steps: list[tuple[date, float]], goal: float, **values: object) -> Forecast | None:
    given = {"baseline": 0, "start": START, "today": TODAY} | values
    return forecast(Way(steps, given.pop("baseline"), goal), **given)


def test_an_even_pace_goes_on() -> None:
    # Four sessions, one every five workdays, in twenty workdays; four more take twenty more.
    found = told(every(5, 4), goal=8)
    assert found is not None
    assert found.likely == date(2026, 2, 27) == workdays_later(TODAY, 20)
    assert found.early < found.likely < found.late


def test_by_the_drift_method_the_span_is_as_wide_as_it_says() -> None:
    # Weekly sums are all 1, so the variance of a workday is only that of even work: two weeks of
    # 0.3 x 0.2 among six, 0.02. Of twenty workdays each weighs a little more than the one before,
    # together as much as 19.9 even ones, which puts the pace at a little over 0.2. After h more
    # the progress is 0.2 h with a spread of sqrt(0.02 h (1 + h/19.9)); it is 1.126 spreads (87 %)
    # beyond the missing 4 after 26 workdays.
    found = told(every(5, 4), goal=8)
    assert found is not None
    assert workdays_between(TODAY, found.late) == 26


def test_several_are_reached_when_the_last_of_them_is() -> None:
    slow, quick = Way(every(5, 4), 0, 8), Way(every(10, 2), 0, 2.5)
    one_step = Way(every(20, 1), 0, 9)
    alone = forecast(slow, start=START, today=TODAY)
    assert alone is not None
    both = forecast(Way(every(5, 4), 0, 5), slow, start=START, today=TODAY)
    assert both == alone
    assert both.last == 1
    # Of two steps it is too early to tell, and of one: they say nothing about the others.
    assert forecast(slow, quick, one_step, start=START, today=TODAY) == alone
    assert forecast(quick, one_step, start=START, today=TODAY) is None
    # What is reached already is not waited for.
    assert forecast(slow, Way(every(5, 4), 0, 4), start=START, today=TODAY) == alone
    done = forecast(Way(every(5, 4), 0, 4), start=START, today=TODAY)
    assert done == Forecast(TODAY, TODAY, TODAY)
    # One that takes longer than anybody plans has no date, and neither have they together.
    endless = forecast(slow, Way(every(5, 4), 0, 999), start=START, today=TODAY)
    assert endless == Forecast(None, None, None)


@pytest.mark.parametrize("left", [0.5, 1, 4, 9.75, 60])
@pytest.mark.parametrize("variance", [0, 0.001, 0.02, 0.4])
@pytest.mark.parametrize("probability", PROBABILITIES)
def test_a_date_is_the_first_workday_by_which_it_is_as_likely_as_it_says(
    left: float, variance: float, probability: float
) -> None:
    pace = Pace(mean=0.2, variance=variance, workdays=19.9)

    def reached(days: int) -> float:
        spread = sqrt(variance * days * (1 + days / pace.workdays))
        ahead = 0.2 * days - left
        return NormalDist().cdf(ahead / spread) if spread else float(ahead > -1e-9)

    days = pace.workdays_for(left, NormalDist().inv_cdf(probability))
    if days > HORIZON:
        assert reached(HORIZON) < probability
    else:
        assert reached(days) >= probability - 1e-9
        assert days == 1 or reached(days - 1) < probability


def test_weekends_and_holidays_are_no_days_of_the_pace() -> None:
    plain = told(every(5, 4), goal=8)
    week_off = frozenset(date(2026, 2, 9) + timedelta(days) for days in range(5))
    late = told(every(5, 4), goal=8, holidays=week_off)
    assert plain is not None
    assert late is not None
    assert late.likely == date(2026, 3, 6) == plain.likely + timedelta(7)
    assert late.likely.weekday() < 5


def test_what_happened_on_a_weekend_counts() -> None:
    saturdays = [(START + timedelta(5 + 7 * week), week + 1) for week in range(4)]
    found = told(saturdays, goal=8)
    assert found is not None
    assert found.likely is not None


@pytest.mark.parametrize(
    "steps",
    [
        [],
        every(5, 2),
        [(START, 1), (START, 2), (START, 3)],
        [(START, 1.0), (START + timedelta(1), 2.0), (START + timedelta(1), -1.0)],
    ],
    ids=["nothing", "two steps", "all on one day", "further away than before"],
)
def test_with_too_little_evidence_it_is_too_early_to_tell(steps: list[tuple[date, float]]) -> None:
    assert told(steps, goal=8) is None


def test_in_the_first_days_it_is_too_early_to_tell() -> None:
    assert told(every(1, 3), goal=8, today=workdays_later(START, 3)) is None


def test_a_target_that_is_reached_is_reached_today() -> None:
    assert told(every(5, 4), goal=4) == Forecast(TODAY, TODAY, TODAY)


def test_a_target_that_goes_down_is_reached_below() -> None:
    falling = [(day, 20 - value) for day, value in every(5, 4)]
    assert told(falling, goal=12, baseline=20) == told(every(5, 4), goal=8)


def test_hours_and_percent_are_told_like_pieces() -> None:
    assert told(every(5, 4, each=25), goal=200) == told(every(5, 4), goal=8)


def test_a_late_start_and_a_pause_are_not_the_pace() -> None:
    waited = [(day + timedelta(28), value) for day, value in every(5, 4)]
    later = told(waited, goal=8, today=TODAY + timedelta(28))
    assert later is not None
    assert workdays_between(TODAY + timedelta(28), later.likely) <= 21


def test_what_is_further_than_anybody_plans_has_no_date() -> None:
    found = told(every(5, 4), goal=5_000)
    assert found is not None
    assert (found.likely, found.late) == (None, None)


def test_more_to_do_moves_the_dates_out() -> None:
    less, more = told(every(5, 4), goal=8), told(every(5, 4), goal=10)
    assert less is not None
    assert more is not None
    assert less.likely < more.likely
    assert less.late < more.late


@given(
    st.lists(
        st.tuples(st.integers(-30, 300), st.floats(-1e6, 1e6)),
        max_size=30,
    ),
    st.floats(-1e6, 1e6),
    st.integers(0, 300),
)
def test_whatever_happened_the_dates_are_in_order(
    added: list[tuple[int, float]], goal: float, today: int
) -> None:
    steps = [(START + timedelta(day), value) for day, value in sorted(added) if day <= today]
    now = START + timedelta(today)
    found = told(steps, goal=goal, today=now)
    if found is not None:
        dates = [each for each in (found.early, found.likely, found.late) if each is not None]
        assert dates == sorted(dates)
        assert all(now <= each <= workdays_later(now, HORIZON) for each in dates)
