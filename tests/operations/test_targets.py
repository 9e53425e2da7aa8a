"""Targets: agreed by whoever runs the rollout, changed with a history, read with corrections."""

from datetime import date, timedelta
from typing import Any

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import Measure, OutputKind, Reading, Role, Rollout, RolloutState, Target
from kt.operations.targets import (
    add_target,
    bring_target_back,
    drop_target,
    edit_target,
    take_reading,
)
from kt.reports.history import history_of

TODAY = make.TODAY
READING = {"value": 8, "on": TODAY, "today": TODAY}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def late_trades(cast: Cast) -> Target:
    return agree(cast, measure=Measure.NUMBER, name="Late trades", baseline=20, number=5)


def agree(cast: Cast, **values: Any) -> Target:
    return add_target(
        cast.rollout,
        **{"by": cast.ada, "measure": Measure.SESSIONS_HELD, "number": 4} | values,
    )


def change(target: Target, **values: Any) -> Target:
    names = ("measure", "number", "baseline", "limit", "name", "unit", "level", "due")
    others = ("output_kind", "each_learner", "within_days")
    kept = {name: getattr(target, name) for name in (*names, *others)}
    kept["rollout_topic"] = target.rollout_topic
    return edit_target(target, **kept | values)


def read(target: Target, cast: Cast, **values: Any) -> Reading:
    return take_reading(target, **READING | {"by": cast.ben} | values)


def refusal_of(cast: Cast, **values: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        agree(cast, **values)
    assert Target.select().count() == 0
    return refusal.value


def words(row: Target | Rollout) -> list[str]:
    return [told.text for told in history_of(row)]


# ------------------------------------------------------------------ agreeing


def test_a_target_keeps_what_was_agreed(cast: Cast) -> None:
    target = agree(
        cast,
        measure=Measure.OUTPUTS_PUBLISHED,
        output_kind=OutputKind.MANUAL,
        number=1,
        rollout_topic=cast.rollout_topic,
        due=date(2026, 12, 4),
    )
    target = Target.get_by_id(target.id)
    assert (target.label, target.number, target.due) == ("Manual published", 1, date(2026, 12, 4))
    assert target.rollout_topic == cast.rollout_topic
    assert words(cast.rollout) == ["Ada Lovell agreed on the target “Manual published”: 1"]


def test_what_does_not_fit_the_measure_is_left_out(cast: Cast) -> None:
    target = agree(cast, baseline=2, limit=True, unit="min", level=3, output_kind=OutputKind.MANUAL)
    assert (target.baseline, target.limit, target.unit) == (0, False, "")
    assert (target.level, target.output_kind) == (None, None)


def test_each_learner_reaches_a_standing_or_does_not(cast: Cast) -> None:
    target = agree(cast, measure=Measure.LEARNERS_AT_STANDING, level=3, number=7, each_learner=True)
    assert target.number == 1
    assert words(target) == [
        "Ada Lovell agreed on the target “Learners who stand at ‘does it alone’”: 1"
    ]


def test_a_target_is_agreed_by_whoever_runs_the_rollout(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        agree(cast, by=cast.ben)


def test_a_target_without_a_number_is_refused(cast: Cast) -> None:
    refusal = refusal_of(cast, number=None)
    assert "needs a number" in refusal.sentence
    assert refusal.field == "number"


@pytest.mark.parametrize("number", [0, -1])
def test_what_is_counted_from_nothing_needs_a_number_above_it(cast: Cast, number: float) -> None:
    refusal = refusal_of(cast, number=number)
    assert "above 0" in refusal.sentence
    assert refusal.field == "number"


def test_a_target_equal_to_its_baseline_is_refused(cast: Cast) -> None:
    refusal = refusal_of(cast, measure=Measure.NUMBER, name="Faults", baseline=4, number=4)
    assert "where it stands already" in refusal.sentence
    assert refusal.field == "number"


def test_a_limit_may_equal_its_baseline(cast: Cast) -> None:
    limit = {"measure": Measure.NUMBER, "name": "Faults", "baseline": 4, "limit": True}
    assert agree(cast, **limit).number == 4


def test_a_number_without_a_name_is_refused(cast: Cast) -> None:
    refusal = refusal_of(cast, measure=Measure.NUMBER, baseline=9)
    assert "Say what is measured" in refusal.sentence
    assert refusal.field == "name"


def test_a_share_of_items_is_at_most_100_percent(cast: Cast) -> None:
    refusal = refusal_of(cast, measure=Measure.ITEMS_DONE, number=101)
    assert "at most 100 %" in refusal.sentence
    assert refusal.field == "number"


@pytest.mark.parametrize("level", [None, 5, -1])
def test_a_target_of_standings_says_which_standing(cast: Cast, level: int | None) -> None:
    refusal = refusal_of(cast, measure=Measure.LEARNERS_AT_STANDING, level=level)
    assert "Choose the standing" in refusal.sentence
    assert refusal.field == "level"


def test_a_target_is_about_a_topic_of_its_own_rollout(cast: Cast) -> None:
    other = make.a_rollout("Payroll", supervisor=cast.ada)
    refusal = refusal_of(cast, rollout_topic=make.a_rollout_topic(other, cast.topic))
    assert "a topic of this rollout" in refusal.sentence
    assert refusal.field == "rollout_topic"


def test_items_are_counted_for_the_whole_rollout(cast: Cast) -> None:
    refusal = refusal_of(cast, measure=Measure.ITEMS_DONE, rollout_topic=cast.rollout_topic)
    assert "for the whole rollout" in refusal.sentence
    assert refusal.field == "rollout_topic"


def test_a_target_may_be_due_within_days_of_each_learners_own_start(cast: Cast) -> None:
    target = agree(cast, number=8, each_learner=True, within_days=90)
    assert (Target.get().within_days, Target.get().due) == (90, None)
    assert words(target) == [
        "Ada Lovell agreed on the target “Sessions held”: 8, within 90 days of each one's start"
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"each_learner": False}, "Choose “For each learner”, or give it a date"),
        ({"due": TODAY}, "keep one of the two and leave the other empty"),
        ({"within_days": 0}, "between 1 and 3,650 days"),
        ({"within_days": 3651}, "between 1 and 3,650 days"),
    ],
)
def test_days_count_from_a_learners_start_and_exclude_a_date(
    cast: Cast, values: dict[str, Any], sentence: str
) -> None:
    refusal = refusal_of(cast, **{"each_learner": True, "within_days": 90} | values)
    assert sentence in refusal.sentence
    assert refusal.field == "within_days"


@pytest.mark.parametrize("number", [1e13, -1e13, float("inf"), float("nan")])
@pytest.mark.parametrize("field", ["number", "baseline"])
def test_a_number_that_nobody_can_mean_is_refused(cast: Cast, field: str, number: float) -> None:
    refusal = refusal_of(cast, measure=Measure.NUMBER, name="Faults", **{field: number})
    assert "below a million million" in refusal.sentence
    assert refusal.field == field


# ------------------------------------------------------------------ changing and dropping


def test_changing_a_target_keeps_what_was_agreed_in_its_history(late_trades: Target) -> None:
    ada = late_trades.rollout.supervisor
    target = change(late_trades, by=ada, number=4, due=date(2026, 12, 4))
    target = change(target, by=ada, due=date(2026, 12, 11))
    change(target, by=ada, name="Late trades a week")
    assert Target.get().label == "Late trades a week"
    assert words(late_trades)[:3] == [
        "Ada Lovell changed the target “Late trades”",
        "Ada Lovell changed the target “Late trades” from 4 Dec 2026 to 11 Dec 2026",
        "Ada Lovell changed the target “Late trades” from 5 to 4, from no date to 4 Dec 2026",
    ]


def test_the_history_says_the_unit_of_each_number(cast: Cast) -> None:
    terms = {"name": "Late trades", "unit": "a week", "baseline": 14, "number": 2}
    late = agree(cast, measure=Measure.NUMBER, **terms)
    read(late, cast, value=9, by=cast.ada)
    share = agree(cast, measure=Measure.ITEMS_ON_TIME, share=True, number=60)
    share = change(share, by=cast.ada, share=True, number=80)
    change(share, by=cast.ada, number=12)
    assert [each.replace("\u00a0", " ") for each in words(cast.rollout)] == [
        "Ada Lovell changed the target “Items done on time” from 80 % to 12",
        "Ada Lovell changed the target “Items done on time” from 60 % to 80 %",
        "Ada Lovell agreed on the target “Items done on time”: 60 %",
        "Ada Lovell read “Late trades”: 9 a week, 23 Nov 2026",
        "Ada Lovell agreed on the target “Late trades”: 2 a week",
    ]


def test_the_history_tells_a_day_that_became_days_of_each_start(cast: Cast) -> None:
    target = agree(cast, each_learner=True, due=date(2026, 12, 4))
    target = change(target, by=cast.ada, due=None, within_days=90)
    change(target, by=cast.ada, within_days=1)
    assert words(target)[:2] == [
        "Ada Lovell changed the target “Sessions held” from within 90 days of each one's start to "
        "within 1 day of each one's start",
        "Ada Lovell changed the target “Sessions held” from 4 Dec 2026 to within 90 days of each "
        "one's start",
    ]


def test_a_change_obeys_the_rules_of_agreeing(cast: Cast, late_trades: Target) -> None:
    with pytest.raises(Refused, match="where it stands already"):
        change(late_trades, by=cast.ada, number=20)
    with pytest.raises(NotAllowed):
        change(late_trades, by=cast.ben)
    assert Target.get().number == 5


def test_a_dropped_target_can_come_back(cast: Cast, late_trades: Target) -> None:
    drop_target(late_trades, by=cast.ada, on=TODAY)
    assert Target.get().dropped_on == TODAY
    bring_target_back(late_trades, by=cast.ada)
    assert Target.get().dropped_on is None
    assert words(late_trades)[:2] == [
        "Ada Lovell brought the target “Late trades” back",
        "Ada Lovell dropped the target “Late trades”",
    ]


def test_a_target_is_dropped_by_whoever_runs_the_rollout(cast: Cast, late_trades: Target) -> None:
    with pytest.raises(NotAllowed):
        drop_target(late_trades, by=cast.ben, on=TODAY)


# ------------------------------------------------------------------ readings


def test_a_coach_reads_a_number_and_the_history_tells_it(cast: Cast, late_trades: Target) -> None:
    reading = read(late_trades, cast, value=1234567.5)
    assert (reading.value, reading.on, reading.by) == (1234567.5, TODAY, cast.ben)
    assert words(late_trades)[0] == "Ben Arroyo read “Late trades”: 1,234,567.5, 23 Nov 2026"


def test_a_learner_takes_no_readings(cast: Cast, late_trades: Target) -> None:
    with pytest.raises(NotAllowed):
        read(late_trades, cast, by=cast.cleo)


def test_a_correction_is_a_new_row_beside_the_old_one(cast: Cast, late_trades: Target) -> None:
    mistyped = read(late_trades, cast, value=14)
    read(late_trades, cast, value=11, corrects=mistyped)
    assert [row.value for row in Reading.select().order_by(Reading.id)] == [14, 11]
    assert words(late_trades)[0] == (
        "Ben Arroyo corrected a reading of “Late trades” from 14 to 11, 23 Nov 2026"
    )


def test_a_corrected_reading_is_not_corrected_twice(cast: Cast, late_trades: Target) -> None:
    mistyped = read(late_trades, cast, value=14)
    read(late_trades, cast, value=11, corrects=mistyped)
    with pytest.raises(Refused, match="was corrected already"):
        read(late_trades, cast, value=12, corrects=mistyped)


def test_a_reading_corrects_one_of_its_own_target(cast: Cast, late_trades: Target) -> None:
    other = agree(cast, measure=Measure.NUMBER, name="Faults", baseline=9)
    with pytest.raises(Refused, match="Correct the newer one"):
        read(other, cast, corrects=read(late_trades, cast))


def test_only_a_number_takes_readings(cast: Cast) -> None:
    with pytest.raises(Refused, match="this one is counted"):
        read(agree(cast), cast)


@pytest.mark.parametrize(
    ("field", "values", "sentence"),
    [
        ("value", {"value": None}, "Type the number"),
        ("value", {"value": float("nan")}, "below a million million"),
        ("on", {"on": TODAY + timedelta(days=1)}, "cannot be from the future"),
    ],
)
def test_a_reading_is_a_number_of_a_day_that_was(
    cast: Cast, late_trades: Target, field: str, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        read(late_trades, cast, **values)
    assert refusal.value.field == field
    assert Reading.select().count() == 0


def test_a_number_for_each_learner_says_whose_it_is(cast: Cast) -> None:
    target = agree(cast, measure=Measure.NUMBER, name="Faults", baseline=9, each_learner=True)
    with pytest.raises(Refused, match="Say whose number") as refusal:
        read(target, cast)
    assert refusal.value.field == "person"
    assert read(target, cast, person=cast.cleo).person == cast.cleo


def test_whose_number_it_is_learns_in_the_rollout(cast: Cast) -> None:
    target = agree(cast, measure=Measure.NUMBER, name="Faults", baseline=9, each_learner=True)
    with pytest.raises(Refused, match="Ben Arroyo does not learn") as refusal:
        read(target, cast, person=cast.ben)
    assert refusal.value.field == "person"
    other = make.a_rollout_topic(make.a_rollout("Payroll", supervisor=cast.ada), cast.topic)
    make.a_seat(other, cast.ben, Role.LEARNER)
    with pytest.raises(Refused, match="Ben Arroyo does not learn"):
        read(target, cast, person=cast.ben)


def test_a_number_of_the_rollout_is_nobodys(cast: Cast, late_trades: Target) -> None:
    assert read(late_trades, cast, person=cast.cleo).person is None


# ------------------------------------------------------------------ closed


@pytest.mark.parametrize("state", [RolloutState.COMPLETED, RolloutState.CANCELLED])
def test_what_was_agreed_and_read_in_a_closed_rollout_stays(
    cast: Cast, late_trades: Target, state: RolloutState
) -> None:
    # Somebody closes it while others have its pages open.
    type(cast.rollout).update(state=state, closed_on=TODAY).execute()
    deeds = (
        lambda: agree(cast),
        lambda: change(late_trades, by=cast.ada, number=4),
        lambda: drop_target(late_trades, by=cast.ada, on=TODAY),
        lambda: bring_target_back(late_trades, by=cast.ada),
        lambda: read(late_trades, cast),
    )
    for deed in deeds:
        with pytest.raises(Refused, match=f"“Settlement engine” is {state}, .* Reopen it first"):
            deed()
    assert len(words(late_trades)) == 1
