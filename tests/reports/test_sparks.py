"""Small lines for lists: the same figures as the burn-up, in a bounded number of statements."""

from datetime import UTC, date, datetime, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Holiday, Measure, Role, Rollout, Target
from kt.reports.targets import Pace, figures_of, goings_of, spark_of

# The cast's rollout began on 1 October and is to end on 1 December: 61 days, of which 53 are over.
TODAY = make.TODAY
END = date(2026, 12, 1)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    cast.rollout.end_date = END
    cast.rollout.save()
    return cast


def held(cast: Cast, *days: int) -> None:
    for day in days:
        on = make.LONG_AGO + timedelta(days=day)
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=on)


def a_target(cast: Cast, number: float = 4, **values: object) -> Target:
    values.setdefault("due", END)
    return make.a_target(cast.rollout, number=number, rollout_topic=cast.rollout_topic, **values)


def test_a_list_shows_what_the_burn_up_does(cast: Cast) -> None:
    a_target(cast, 1)
    a_target(cast, 40)
    held(cast, 10, 30, 50)
    going = goings_of([cast.rollout.id], NOW)[cast.rollout.id]
    assert (going.met, going.targets) == (1, 2)
    assert going.outlook.pace == Pace.LATE
    assert going.is_late
    assert going.words == f"{going.outlook.days} days late"
    assert going.spark.done == ((0, 0), (0.164, 0.5), (0.869, 0.5))
    assert going.spark.agreed == ((0, 0), (1, 1))


def test_a_draft_a_closed_one_and_one_without_targets_have_no_line(cast: Cast) -> None:
    assert goings_of([cast.rollout.id], NOW) == {}
    a_target(cast)
    for state in ("draft", "completed"):
        Rollout.update(state=state).execute()
        assert goings_of([cast.rollout.id], NOW) == {}


def test_many_rollouts_take_no_more_statements_and_each_of_them_has_a_line(
    cast: Cast,
) -> None:
    a_target(cast)
    cast.ada.location = "Lisbon"
    cast.ada.save()
    Holiday.create(location="Lisbon", day=date(2026, 12, 1))
    ids = [cast.rollout.id]
    with counted_statements() as few:
        goings_of(ids, NOW)
    for number in range(12):
        rollout = make.a_rollout(f"Rollout {number}", supervisor=cast.ada, end_date=END)
        make.a_target(rollout, Measure.NUMBER, name="Late trades", number=3, due=END)
        ids.append(rollout.id)
    with counted_statements() as many:
        assert list(goings_of(ids, NOW)) == ids
    assert len(many) == len(few) == 4


def test_each_rollout_is_told_as_of_its_own_day(cast: Cast) -> None:
    """At 9:00 UTC on Monday it is still Sunday on Pago Pago."""
    a_target(cast, 1)
    held(cast, 53)
    assert goings_of([cast.rollout.id], NOW)[cast.rollout.id].met == 1
    Rollout.update(time_zone="Pacific/Pago_Pago").execute()
    assert goings_of([cast.rollout.id], NOW)[cast.rollout.id].met == 0


def test_each_rollout_counts_its_own_rows_only(cast: Cast) -> None:
    a_target(cast, 1)
    other = make.a_rollout("Another", supervisor=cast.ada, end_date=END)
    there = make.a_rollout_topic(other, cast.topic)
    make.a_pairing(
        make.a_seat(there, cast.ben, Role.COACH), make.a_seat(there, cast.cleo, Role.LEARNER)
    )
    make.a_target(other, number=1, rollout_topic=there, due=END)
    held(cast, 10)
    goings = goings_of([other.id, cast.rollout.id], NOW)
    assert [goings[each.id].met for each in (other, cast.rollout)] == [0, 1]


def test_the_line_of_a_target_is_its_progress_towards_its_day(cast: Cast) -> None:
    a_target(cast)
    held(cast, 0, 10)
    spark = spark_of(figures_of(cast.rollout, TODAY)[0], cast.rollout, TODAY)
    assert spark
    assert spark.done == ((0, 0), (0, 0.25), (0.164, 0.5), (0.869, 0.5))
    assert spark.agreed == ((0, 0), (1, 1))


def test_a_limit_has_no_line_and_a_target_without_a_day_none_that_was_agreed(cast: Cast) -> None:
    a_target(cast, 2, measure=Measure.NUMBER, name="Complaints", limit=True)
    a_target(cast, due=None)
    limit, open_one = figures_of(cast.rollout, TODAY)
    assert spark_of(limit, cast.rollout, TODAY) is None
    spark = spark_of(open_one, cast.rollout, TODAY)
    assert spark
    assert spark.agreed == ()
