"""A session in one line: what is understood, and what is left to say."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt.forms.one_line import MOST_MINUTES, read_line
from kt.models import Way

THURSDAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Offer:
    pairing_id: int
    learner: str
    topic: str

    @property
    def words(self) -> str:
        return f"{self.learner.split()[0]} · {self.topic}"


OFFERS = [
    Offer(1, "Cleo Marsh", "Release notes"),
    Offer(2, "Cleo Marsh", "Cut-off rules"),
    Offer(3, "Greta Lind", "Batch restart"),
    Offer(4, "Sam Ito", "Batch restart"),
    Offer(5, "Sam Okoro", "Batch restart"),
]


def whom(text: str) -> list[int]:
    return [each.pairing_id for each in read_line(text, OFFERS, THURSDAY).whom]


def unclear(text: str) -> str:
    return " ".join(read_line(text, OFFERS, THURSDAY).unclear)


def test_whom_how_long_and_when_are_understood_in_any_order() -> None:
    for text in ("45m yesterday Cleo releases", "Cleo, release notes yesterday 45 min"):
        line = read_line(text, OFFERS, THURSDAY)
        assert (line.minutes, line.day, line.note, line.unclear) == (
            45,
            date(2026, 11, 25),
            "",
            (),
        )
        assert [each.pairing_id for each in line.whom] == [1]
        assert line.said(THURSDAY) == "Cleo · Release notes, 45 min, yesterday"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("45m", 45),
        ("45 min", 45),
        ("90 minutes", 90),
        ("1h", 60),
        ("1.5h", 90),
        ("1,5 h", 90),
        ("1h30", 90),
        ("1 h 30", 90),
        ("1 hour 30 minutes", 90),
        ("half an hour", 30),
        ("an hour", 60),
        ("45", 45),
        ("30'", 30),
    ],
)
def test_a_length_is_understood_as_people_write_it(words: str, minutes: int) -> None:
    line = read_line(f"{words} Greta", OFFERS, THURSDAY)
    assert (line.minutes, line.note, line.unclear) == (minutes, "", ())


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", (2026, 11, 26)),
        ("yesterday", (2026, 11, 25)),
        ("3 days ago", (2026, 11, 23)),
        ("Monday", (2026, 11, 23)),
        ("on Fri", (2026, 11, 20)),
        ("last Thursday", (2026, 11, 19)),
        ("2026-11-02", (2026, 11, 2)),
        ("4.11.", (2026, 11, 4)),
        ("Mon 23 Nov", (2026, 11, 23)),
        ("4 Dec", (2025, 12, 4)),
        ("4 Dec 2025", (2025, 12, 4)),
    ],
)
def test_a_day_is_understood_as_people_write_it(words: str, day: tuple[int, int, int]) -> None:
    line = read_line(f"30m {words} Greta", OFFERS, THURSDAY)
    assert (line.day, line.note, line.unclear) == (date(*day), "", ())


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("explained", Way.EXPLAINED),
        ("showed", Way.SHOWN),
        ("together", Way.TOGETHER),
        ("did it alone", Way.ALONE),
        ("coach did it", Way.COACH_DID_IT),
        ("", None),
    ],
)
def test_the_way_is_understood_where_it_is_said(words: str, way: Way | None) -> None:
    line = read_line(f"30m Greta {words} remotely", OFFERS, THURSDAY)
    assert (line.way, line.remote, line.note, line.unclear) == (way, True, "", ())


def test_what_stands_behind_a_colon_is_the_note_to_the_letter() -> None:
    line = read_line("30m Greta: showed step 7, 2 h is too long", OFFERS, THURSDAY)
    assert (line.minutes, line.way) == (30, None)
    assert line.note == "showed step 7, 2 h is too long"


def test_words_that_mean_nothing_to_us_are_the_note() -> None:
    assert read_line("30m with Greta on step 7", OFFERS, THURSDAY).note == "step 7"


def test_several_people_are_named() -> None:
    assert whom("30m Greta and Sam Ito") == [3, 4]


def test_a_topic_tells_two_of_one_person_apart() -> None:
    assert whom("Cleo Marsh cut-off") == [2]
    assert whom("cleo's rules") == [2]
    assert unclear("30m Cleo") == (
        "With Cleo Marsh it may be Release notes or Cut-off rules: choose."
    )


def test_two_people_of_one_name_are_asked_about() -> None:
    assert whom("30m Sam") == []
    assert unclear("30m Sam") == "That may be Sam Ito or Sam Okoro: choose."


def test_a_topic_that_one_person_learns_names_the_person() -> None:
    assert whom("30m release notes") == [1]
    assert unclear("30m batch") == "With whom is not said: choose."


def test_where_there_is_one_person_it_is_that_one() -> None:
    line = read_line("30m yesterday", OFFERS[:1], THURSDAY)
    assert [each.pairing_id for each in line.whom] == [1]
    assert unclear("30m yesterday") == "With whom is not said: choose."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("30m Thursday Greta", "“Thursday” may be today or a week ago: choose the day."),
        ("30m 45m Greta", "30 min and 45 min are said: choose how long it was."),
        ("0m Greta", "A session does not last 0 minutes: say how long."),
        ("9999m Greta", "A session does not last 9999 minutes: say how long."),
        (
            "Greta shown, explained",
            "“shown” and “explained” are both said: choose how it was done.",
        ),
        ("30m 31 Feb Greta", "There is no day 31 in month 2 of 2026. Check the day and the month."),
    ],
)
def test_what_can_be_read_two_ways_is_said_and_left_open(text: str, sentence: str) -> None:
    assert unclear(text) == sentence


def test_nothing_is_understood_of_nothing() -> None:
    line = read_line("", OFFERS, THURSDAY)
    assert line.said(THURSDAY) == "nothing"
    assert line.whom == ()


PARTS = st.sampled_from(
    "45m 1h30 yesterday Cleo cleo's releases 31 Feb Feb 29.2. 4 Dec Thursday last : shown alone "
    "Sam 99 h 0000-00-00 ago days and , · ' ’ ٤٥m".split()
)


@given(
    st.one_of(st.text(), st.lists(PARTS).map(" ".join)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 5),
)
def test_whatever_is_typed_is_read_without_a_fault_and_only_into_what_fits(
    text: str, today: date, many: int
) -> None:
    line = read_line(text, OFFERS[:many], today)
    assert line.minutes is None or 1 <= line.minutes <= MOST_MINUTES
    assert set(line.whom) <= set(OFFERS[:many])
    assert all(sentence.strip() for sentence in line.unclear)
    assert line.said(today)
