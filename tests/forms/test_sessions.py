"""What a session's forms read: lines, next steps, lengths."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from kt.forms.sessions import LogForm, PlanForm, lines_of, read_next_step
from kt.models import Way

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "who", "text", "due"),
    [
        ("Cleo: try the restart on Friday", "Cleo", "try the restart on Friday", (2026, 11, 27)),
        ("Cleo: try it by Mon", "Cleo", "try it by Mon", (2026, 11, 30)),
        ("Send the log by 4 Dec.", "", "Send the log by 4 Dec.", (2026, 12, 4)),
        ("coach: ask again by 4 Jan", "coach", "ask again by 4 Jan", (2027, 1, 4)),
        ("done by 2026-11-01", "", "done by 2026-11-01", (2026, 11, 1)),
        ("Answer by e-mail", "", "Answer by e-mail", None),
        ("by 31 Feb", "", "by 31 Feb", None),
        ("on", "", "on", None),
        ("Cleo:", "", "", None),
    ],
)
def test_a_next_step_says_whose_it_is_and_maybe_when(written, who, text, due) -> None:
    step = read_next_step(written, MONDAY)
    assert (step.who, step.text, step.whole) == (who, text, written)
    assert step.due == (due and date(*due))


def test_lines_lose_bullets_and_empty_ones() -> None:
    assert lines_of("- One\n\n * Two\n3. Three\n") == ["One", "Two", "Three"]


def test_another_number_of_minutes_wins_over_the_chips() -> None:
    assert LogForm.of({"minutes": "45"}).length == 45
    assert LogForm.of({"minutes": "45", "other_minutes": "20"}).length == 20
    assert LogForm.of({"minutes": "44"}).length == 0
    assert LogForm().length == 30


def test_without_a_way_it_is_not_said() -> None:
    assert LogForm.of({"minutes": "45"}).way.data == Way.NOT_SAID


def test_what_is_no_pairing_is_passed_over() -> None:
    sent = MultiDict([("whom", "3"), ("whom", "x"), ("whom", "99999999999999999999")])
    assert LogForm.of(sent).whom.ids == [3]


@pytest.mark.parametrize("sent", ["tomorrow", "2026-02-30T10:00", "0001-01-01T00:00"])
def test_a_time_that_does_not_exist_is_refused_in_words(sent: str) -> None:
    form = PlanForm.of({"planned_at": sent})
    assert not form.validate()
    assert any(word in form.errors["planned_at"][0] for word in ("Write it like", "Check the year"))
