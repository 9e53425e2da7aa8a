"""What the forms of targets read: numbers, choices, only what fits the measure."""

import pytest

from kt.forms.targets import ReadingForm, TargetForm
from kt.models import Measure


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("12", 12),
        (" 2.5 ", 2.5),
        ("1,234.5", 1234.5),
        ("-3", -3),
        ("−3", -3),
        ("+4", 4),
        ("0", 0),
        ("", None),
        ("  ", None),
    ],
)
def test_numbers_are_read_as_people_write_them(sent: str, number: float | None) -> None:
    form = ReadingForm.of({"value": sent})
    assert form.validate()
    assert form.value.data == number


@pytest.mark.parametrize(
    "sent", ["twelve", "5,5", "1,23", "1.2.3", "nan", "inf", "1e5", "½", "٣", "1_000", "0x10", "-"]
)
def test_what_is_no_number_is_refused_in_words_and_kept(sent: str) -> None:
    form = ReadingForm.of({"value": sent})
    assert not form.validate()
    assert form.value.errors == [f"“{sent}” is not a number. Write it like 12 or 2.5."]
    assert f'value="{sent}"' in form.value()


def test_a_stored_number_is_shown_as_it_was_typed() -> None:
    shown = [ReadingForm(data={"value": value}).value() for value in (5.0, 0.1, 1e12)]
    assert ['value="5"' in shown[0], 'value="0.1"' in shown[1]] == [True, True]
    assert 'value="1000000000000"' in shown[2]


def test_what_does_not_fit_the_measure_is_not_agreed() -> None:
    form = TargetForm.of(
        {
            "measure": "sessions held",
            "number": "4",
            "baseline": "20",
            "unit": "min",
            "limit": "y",
            "level": "3",
            "output_kind": "manual",
        }
    )
    assert form.validate()
    agreed = form.agreed(Measure.SESSIONS_HELD)
    assert (agreed["number"], agreed["baseline"], agreed["unit"]) == (4, 0, "")
    assert (agreed["limit"], agreed["level"], agreed["output_kind"]) == (False, None, None)


def test_a_number_that_starts_nowhere_starts_at_nothing() -> None:
    form = TargetForm.of({"measure": "number", "name": "Faults", "number": "4"})
    assert form.agreed(Measure.NUMBER)["baseline"] == 0


def test_a_standing_for_each_learner_needs_no_number() -> None:
    sent = {"measure": "learners at a standing", "level": "3", "each_learner": "y"}
    form = TargetForm.of(sent)
    assert form.agreed(Measure.LEARNERS_AT_STANDING)["number"] == 1


def test_only_what_can_be_a_share_is_one() -> None:
    sent = {"measure": "items done on time", "number": "80", "share": "y"}
    form = TargetForm.of(sent)
    assert form.agreed(Measure.ITEMS_ON_TIME)["share"]
    assert not form.agreed(Measure.SESSIONS_HELD)["share"]
    each = TargetForm.of({"measure": "learners signed off", "share": "y", "each_learner": "y"})
    agreed = each.agreed(Measure.LEARNERS_SIGNED_OFF)
    assert (agreed["share"], agreed["number"]) == (False, 1)


@pytest.mark.parametrize(("sent", "days"), [("", 2), ("5", 5)])
def test_an_answer_may_take_two_working_days_unless_one_says_otherwise(
    sent: str, days: int
) -> None:
    form = TargetForm.of({"measure": "questions answered", "within_workdays": sent})
    assert form.agreed(Measure.QUESTIONS_ANSWERED)["within_workdays"] == days
    assert form.agreed(Measure.SESSIONS_HELD)["within_workdays"] is None


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 40, "٣"])
def test_what_is_no_row_is_none(sent: str) -> None:
    assert TargetForm.of({"measure": "number", "rollout_topic": sent}).rollout_topic.data is None
