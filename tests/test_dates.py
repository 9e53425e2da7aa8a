"""Days in words and words in days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt.dates import (
    DueGroup,
    ago_words,
    count_words,
    day_words,
    due_group,
    due_words,
    full_day_words,
    minutes_words,
    moment_words,
    parse_day,
    week_of,
    zone,
)

MONDAY = date(2026, 11, 23)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def day_or_sentence(text: str) -> date | str:
    try:
        return parse_day(text, MONDAY)
    except ValueError as refusal:
        return str(refusal)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 12, 4), "Fri 4 Dec"),
        (date(2026, 1, 1), "Thu 1 Jan"),
        (date(2027, 12, 4), "Sat 4 Dec 2027"),
    ],
)
def test_a_day_is_said_as_people_say_it(day, words):
    assert day_words(day, MONDAY) == words


def test_a_moment_is_said_in_the_zone_of_the_reader():
    berlin = zone("Europe/Berlin")
    just_after_midnight = datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert moment_words(just_after_midnight, berlin, MONDAY) == "today 0:05"
    assert moment_words(just_after_midnight, zone("UTC"), MONDAY) == "yesterday 23:05"
    assert moment_words(datetime(2026, 12, 4, 13, tzinfo=UTC), berlin, MONDAY) == "Fri 4 Dec 14:00"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment_words(datetime(2026, 11, 23, 9, 12), zone("UTC"), MONDAY)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 19), "4 days ago"),
        (date(2026, 11, 2), "21 days ago"),
        (date(2026, 10, 23), "31 days ago"),
        (date(2026, 10, 22), "4 weeks ago"),
        (date(2026, 9, 24), "8 weeks ago"),
        (date(2026, 9, 23), "2 months ago"),
        (date(2025, 11, 23), "12 months ago"),
        (date(2024, 11, 24), "23 months ago"),
        (date(2024, 11, 23), "2 years ago"),
    ],
)
def test_how_long_ago_is_said_in_the_unit_that_fits(day, words):
    assert ago_words(day, MONDAY) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "3 days overdue"),
        (date(2026, 11, 22), "1 day overdue"),
        (date(2026, 11, 23), "due today"),
        (date(2026, 11, 24), "due tomorrow"),
        (date(2026, 12, 4), "due Fri 4 Dec"),
        (None, "no date"),
    ],
)
def test_a_due_date_says_whether_it_is_late(day, words):
    assert due_words(day, MONDAY) == words


@pytest.mark.parametrize(
    ("day", "heading", "late"),
    [
        (date(2026, 11, 20), "Overdue by 3 days", True),
        (date(2026, 11, 22), "Overdue by 1 day", True),
        (date(2026, 11, 23), "Today", False),
        (date(2026, 11, 24), "Tomorrow", False),
        (date(2026, 11, 29), "This week", False),
        (date(2026, 11, 30), "Next week", False),
        (date(2026, 12, 6), "Next week", False),
        (date(2026, 12, 9), "Week of 7 Dec", False),
        (date(2027, 1, 6), "Week of 4 Jan 2027", False),
        (None, "No date", False),
    ],
)
def test_a_list_is_headed_by_when_things_are_due(day, heading, late):
    group = due_group(day, MONDAY)
    assert (group.heading, group.late) == (heading, late)


def test_on_a_sunday_the_next_day_is_tomorrow_and_the_one_after_is_next_week():
    sunday = date(2026, 11, 29)
    assert due_group(date(2026, 11, 30), sunday).heading == "Tomorrow"
    assert due_group(date(2026, 12, 1), sunday).heading == "Next week"


@given(days, st.integers(-400, 400))
def test_items_in_order_of_their_dates_come_in_whole_groups(today, start):
    groups: list[DueGroup] = []
    for step in range(start, start + 60):
        group = due_group(today + timedelta(days=step), today)
        if not groups or groups[-1] != group:
            groups.append(group)
    assert len({group.key for group in groups}) == len(groups)


def test_one_is_singular_and_everything_else_is_plural():
    assert count_words(1, "day") == "1 day"
    assert count_words(0, "day") == "0 days"
    assert count_words(2, "person", "people") == "2 people"
    assert count_words(12345, "item") == "12,345 items"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (65, "1 h 05"), (90, "1 h 30"), (600, "10 h")],
)
def test_minutes_become_hours_from_sixty_on(minutes, words):
    assert minutes_words(minutes) == words


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-04", date(2026, 12, 4)),
        (" Today ", date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 24)),
        ("4 Dec", date(2026, 12, 4)),
        ("4 december 2027", date(2027, 12, 4)),
        ("Fri, 4 Dec", date(2026, 12, 4)),
        ("4.12.2026", date(2026, 12, 4)),
        ("4. 12.", date(2026, 12, 4)),
        ("9 sept", date(2026, 9, 9)),
    ],
)
def test_a_day_can_be_written_in_the_usual_ways(text, day):
    assert parse_day(text, MONDAY) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "“” is not a date. Write it like 2026-12-04 or 4 Dec 2026."),
        ("12/04/2026", "“12/04/2026” is not a date. Write it like 2026-12-04 or 4 Dec 2026."),
        ("4 Foo", "“4 Foo” is not a date. Write it like 2026-12-04 or 4 Dec 2026."),
        ("Foo 4 Dec", "“Foo 4 Dec” is not a date. Write it like 2026-12-04 or 4 Dec 2026."),
        ("31 Feb", "There is no day 31 in month 2 of 2026. Check the day and the month."),
        ("2026-13-01", "There is no day 1 in month 13 of 2026. Check the day and the month."),
        (
            "Mon 4 Dec",
            "4 Dec 2026 is a Friday, not a Monday. Leave the weekday out or correct the date.",
        ),
    ],
)
def test_what_is_not_a_day_is_turned_down_in_a_sentence(text, sentence):
    assert day_or_sentence(text) == sentence


@given(days, days)
def test_a_day_as_it_is_said_can_be_read_again(day, today):
    assert parse_day(day_words(day, today), today) == day


@given(st.text())
def test_reading_a_day_answers_with_a_day_or_a_sentence(text):
    answer = day_or_sentence(text)
    assert isinstance(answer, date) or answer.endswith(".")


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "/etc/passwd", "America", "\0"])
def test_an_unknown_time_zone_is_turned_down_in_a_sentence(name):
    with pytest.raises(ValueError, match="is not a time zone"):
        zone(name)


@given(days)
def test_a_week_begins_on_its_monday(day):
    monday = week_of(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)


def test_a_day_is_said_in_full() -> None:
    assert full_day_words(date(2026, 11, 23)) == "Monday 23 November"
