"""Due rules: the day they mean and the words they are said in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt.due import (
    FURTHEST,
    Anchor,
    DueRule,
    Unit,
    as_json,
    due_day,
    next_workday,
    rule_words,
    workdays_between,
)

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
SATURDAY = date(2026, 11, 28)
CHRISTMAS = frozenset({date(2026, 12, 24), date(2026, 12, 25)})

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
holidays = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40)


@st.composite
def rules(draw):
    first = draw(st.integers(-FURTHEST, FURTHEST))
    last = draw(st.integers(first, FURTHEST))
    anchor = draw(st.sampled_from(Anchor))
    item = draw(st.none() | st.integers(0, 200)) if anchor is Anchor.ITEM else None
    return DueRule(anchor, first, last, draw(st.sampled_from(Unit)), item)


def rule(first: int, last: int, unit: str, anchor: str = "start") -> DueRule:
    item = 15 if anchor == "item" else None
    return DueRule(Anchor(anchor), first, last, Unit(unit), item)


@pytest.mark.parametrize(
    ("said", "first", "last", "unit", "anchor", "due"),
    [
        ("Day 1", 0, 0, "days", "start", MONDAY),
        ("Day 3", 2, 2, "days", "start", date(2026, 11, 25)),
        ("Day 6, a Saturday", 5, 5, "days", "start", SATURDAY),
        ("within 60 days", 0, 60, "days", "start", date(2027, 1, 22)),
        ("Week 1", 0, 0, "weeks", "start", date(2026, 11, 29)),
        ("First week", 0, 1, "weeks", "start", date(2026, 11, 29)),
        ("First two weeks", 0, 2, "weeks", "start", date(2026, 12, 6)),
        ("Week 2", 1, 1, "weeks", "start", date(2026, 12, 6)),
        ("Week 2-4", 1, 3, "weeks", "start", date(2026, 12, 20)),
        ("Week 2 of the rollout", 1, 1, "weeks", "rollout", date(2026, 12, 6)),
        ("Two weeks before EOD", -2, -2, "weeks", "start", date(2026, 11, 9)),
        ("The week before", -1, 0, "weeks", "start", date(2026, 11, 22)),
        ("First month", 0, 1, "months", "start", date(2026, 12, 22)),
        ("Month 1", 0, 0, "months", "start", date(2026, 12, 22)),
        ("Three months in", 3, 3, "months", "start", date(2027, 2, 23)),
        ("Within 24 hours of departure", 0, 1, "days", "departure", date(2026, 11, 24)),
        ("Two weeks after departure", 2, 2, "weeks", "departure", date(2026, 12, 7)),
        ("Once item 16 is done", 0, 0, "days", "item", MONDAY),
        ("Workday 6", 5, 5, "workdays", "start", date(2026, 11, 30)),
        ("A workday before", -1, -1, "workdays", "start", date(2026, 11, 20)),
    ],
)
def test_an_item_is_due_on_the_last_day_of_its_window(said, first, last, unit, anchor, due):
    assert due_day(rule(first, last, unit, anchor), MONDAY) == due


def test_a_month_after_the_last_of_january_is_the_last_of_february():
    assert due_day(rule(1, 1, "months"), date(2026, 1, 31)) == date(2026, 2, 28)
    assert due_day(rule(1, 1, "months"), date(2028, 1, 31)) == date(2028, 2, 29)
    assert due_day(rule(-1, -1, "months"), date(2026, 3, 31)) == date(2026, 2, 28)


def test_workdays_skip_weekends_and_holidays():
    workday_2 = rule(1, 1, "workdays")
    assert due_day(workday_2, FRIDAY) == date(2026, 11, 30)
    assert due_day(workday_2, SATURDAY) == date(2026, 12, 1)
    assert due_day(workday_2, date(2026, 12, 23), CHRISTMAS) == date(2026, 12, 28)
    assert due_day(rule(-1, -1, "workdays"), date(2026, 12, 28), CHRISTMAS) == date(2026, 12, 23)


def test_workday_one_of_somebody_who_starts_on_a_saturday_is_the_monday():
    assert due_day(rule(0, 0, "workdays"), SATURDAY) == date(2026, 11, 30)


@given(rules(), days, st.integers(0, 60), holidays)
def test_a_later_anchor_never_makes_an_earlier_due_day(any_rule, anchor_day, later, free):
    slipped = anchor_day + timedelta(days=later)
    assert due_day(any_rule, anchor_day, free) <= due_day(any_rule, slipped, free)


@given(rules(), days, holidays)
def test_a_larger_last_number_never_makes_an_earlier_due_day(any_rule, anchor_day, free):
    if any_rule.last == FURTHEST:
        return
    longer = DueRule(
        any_rule.anchor, any_rule.first, any_rule.last + 1, any_rule.unit, any_rule.item
    )
    assert due_day(any_rule, anchor_day, free) <= due_day(longer, anchor_day, free)


@given(st.integers(-400, 400), days, holidays)
def test_workdays_never_fall_on_a_weekend_or_holiday(number, anchor_day, free):
    due = due_day(rule(number, number, "workdays"), anchor_day, free)
    assert due.weekday() < 5
    assert due not in free


@given(st.integers(-300, 300), days, holidays)
def test_as_many_workdays_lie_between_a_workday_and_the_due_day(number, day, free):
    anchor_day = next_workday(day, free)
    due = due_day(rule(number, number, "workdays"), anchor_day, free)
    assert workdays_between(anchor_day, due, free) == number


@given(days, holidays)
def test_the_next_workday_is_the_only_one_up_to_itself(day, free):
    assert next_workday(day, free) > day
    assert workdays_between(day, next_workday(day, free), free) == 1


def test_the_workday_after_a_friday_is_the_monday():
    assert next_workday(FRIDAY) == date(2026, 11, 30)
    assert workdays_between(FRIDAY, date(2026, 11, 30)) == 1
    assert workdays_between(date(2026, 11, 30), FRIDAY) == -1
    assert workdays_between(FRIDAY, FRIDAY) == 0


@pytest.mark.parametrize(
    ("first", "last", "unit", "anchor", "words"),
    [
        (0, 0, "days", "start", "on day 1"),
        (2, 2, "days", "start", "on day 3"),
        (2, 4, "days", "start", "on day 3 to 5"),
        (0, 60, "days", "start", "within 60 days of the start"),
        (4, 4, "workdays", "start", "on workday 5"),
        (0, 0, "weeks", "start", "in week 1"),
        (0, 1, "weeks", "start", "in the first week"),
        (0, 2, "weeks", "start", "in the first 2 weeks"),
        (1, 3, "weeks", "start", "in week 2 to 4"),
        (1, 3, "weeks", "rollout", "in week 2 to 4 of the rollout"),
        (0, 1, "months", "start", "in the first month"),
        (3, 3, "months", "start", "3 months after the start"),
        (1, 3, "months", "rollout", "1 to 3 months after the start of the rollout"),
        (-2, -2, "weeks", "start", "2 weeks before the start"),
        (-4, -2, "weeks", "start", "4 to 2 weeks before the start"),
        (-1, 0, "weeks", "start", "in the week up to the start"),
        (-3, 0, "workdays", "start", "in the 3 workdays up to the start"),
        (-1, 2, "weeks", "start", "from 1 week before to 2 weeks after the start"),
        (0, 0, "days", "departure", "on the last day"),
        (0, 1, "days", "departure", "within 1 day of leaving"),
        (-2, -2, "weeks", "departure", "2 weeks before leaving"),
        (2, 2, "weeks", "departure", "2 weeks after leaving"),
        (0, 0, "days", "item", "after item 16"),
        (3, 3, "days", "item", "3 days after item 16"),
        (0, 0, "weeks", "item", "within 1 week of item 16"),
    ],
)
def test_a_rule_is_said_in_words(first, last, unit, anchor, words):
    assert rule_words(rule(first, last, unit, anchor)) == words


def test_a_rule_may_leave_it_to_others_to_know_which_item_it_counts_from():
    waiting = DueRule(Anchor.ITEM, 3, 3, Unit.DAYS)
    assert rule_words(waiting) == "3 days after another item"
    assert due_day(waiting, MONDAY) == date(2026, 11, 26)


def test_a_rule_in_json_uses_the_words_of_the_exports():
    assert as_json(rule(0, 0, "days", "item")) == {
        "anchor": "item",
        "from": 0,
        "to": 0,
        "unit": "days",
        "item": 15,
    }


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((Anchor.START, 2, 1, Unit.DAYS), "from the smaller to the larger"),
        ((Anchor.START, 0, 10**9, Unit.DAYS), "between -1000 and 1000"),
        ((Anchor.START, 0, 0, Unit.DAYS, 1), "only if it counts from one"),
    ],
)
def test_what_is_not_a_rule_is_turned_down_in_a_sentence(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        DueRule(*values)
