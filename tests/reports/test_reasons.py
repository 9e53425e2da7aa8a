"""Why a rollout is late: at most two reasons, of topics and outputs and never of persons."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import Basis, Level, Measure, OutputState, Role, RolloutState, Wording
from kt.reports.targets import figures_of, outlook_of, verdict
from kt.reports.targets.reasons import reasons_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def reasons(cast: Cast) -> list[str]:
    return reasons_of(cast.rollout, figures_of(cast.rollout, TODAY), TODAY)


def held(cast: Cast, *days: date) -> None:
    for day in days:
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=day)


def test_a_late_rollout_names_its_silent_topic_and_the_outputs_that_are_missing(cast: Cast) -> None:
    """Four sessions of ten until 2 November, three weeks ago; none of two manuals is published.

    Sessions lack 6 / 10, outputs 2 / 2. Four steps of 0.1 in the 38 workdays until today leave 1.6
    of 2, far beyond 12 December.
    """
    topic = cast.rollout_topic
    make.a_target(cast.rollout, number=10, rollout_topic=topic)
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=2)
    held(cast, *(date(2026, 11, 2) - timedelta(weeks=each) for each in range(4)))
    said = verdict(cast.rollout, figures_of(cast.rollout, TODAY), TODAY)
    assert said.endswith(
        " days late: Cut-off rules has had no session for 21 days; 2 outputs are not published yet."
    )


def test_what_lacks_most_stands_first_and_no_third_is_said(cast: Cast) -> None:
    """Sessions lack 1 of 4, a quarter; the output lacks all; items lack 80 %."""
    make.a_target(cast.rollout, number=4, rollout_topic=cast.rollout_topic)
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=1, trusted=True)
    make.a_target(cast.rollout, Measure.NUMBER, name="Late trades", baseline=20, number=5)
    held(cast, *(TODAY - timedelta(days=each) for each in range(3)))
    assert reasons(cast) == ["1 output is not trusted yet", "Late trades has no reading"]


def test_what_is_likely_reached_last_stands_before_what_lacks_more(cast: Cast) -> None:
    """Of eight sessions four were held, one a week, which is enough for three targets more.

    The output lacks all, but of that it is too early to tell.
    """
    for number in (2, 3, 4, 8):
        make.a_target(cast.rollout, number=number, rollout_topic=cast.rollout_topic)
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=1)
    held(cast, *(TODAY - timedelta(weeks=each) for each in range(4)))
    figures = figures_of(cast.rollout, TODAY)
    outlook = outlook_of(cast.rollout, figures, TODAY)
    assert outlook.last in figures
    assert reasons(cast)[0] == "1 output is not published yet"
    assert reasons_of(cast.rollout, figures, TODAY, outlook.last) == [
        "Cut-off rules lacks 4 sessions",
        "1 output is not published yet",
    ]


def test_a_topic_that_goes_on_lacks_sessions_for_all_its_learners_together(cast: Cast) -> None:
    """Cleo had 2 of 3, Eve 1 of 3, both lately: 1 and 2 are missing."""
    seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    pairing = make.a_pairing(cast.bens_seat, seat)
    make.a_target(cast.rollout, number=3, each_learner=True, rollout_topic=cast.rollout_topic)
    held(cast, TODAY)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, pairing, held_on=TODAY)
    assert reasons(cast) == ["Cut-off rules lacks 3 sessions"]


def test_learners_are_counted_and_never_named(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    values = {"level": 3, "number": 1, "each_learner": True, "rollout_topic": cast.rollout_topic}
    make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, **values)
    assert reasons(cast) == ["Cut-off rules: 2 learners not signed off at “does it alone”"]
    cast.rollout.wording = Wording.MENTORING
    assert reasons(cast) == ["Cut-off rules: 2 protégés not signed off at “does it alone”"]


def test_what_is_reached_or_kept_on_the_way_is_no_reason(cast: Cast) -> None:
    make.a_target(cast.rollout, number=1)
    make.a_target(cast.rollout, Measure.NUMBER, name="Faults", baseline=2, number=2, limit=True)
    held(cast, TODAY)
    assert reasons(cast) == []


def test_a_stopped_rollout_says_so_and_gives_no_reason(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10, rollout_topic=cast.rollout_topic)
    cast.rollout.state = RolloutState.CANCELLED
    figures = figures_of(cast.rollout, TODAY)
    assert verdict(cast.rollout, figures, TODAY) == "0 of 1 target reached. It was stopped."


def test_too_little_evidence_gives_no_reason_either(cast: Cast) -> None:
    make.a_target(cast.rollout, number=10, rollout_topic=cast.rollout_topic)
    held(cast, TODAY)
    figures = figures_of(cast.rollout, TODAY)
    assert verdict(cast.rollout, figures, TODAY) == (
        "0 of 1 target reached. Too early to tell when the rest will be."
    )


# ------------------------------------------------------------------ edges of the figures


def test_everybody_done_early_is_reached_with_nothing_left_to_forecast(cast: Cast) -> None:
    """Agreed for 12 December: one session held and one manual published by 2 November."""
    make.a_target(cast.rollout, number=1)
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=1)
    held(cast, date(2026, 10, 5))
    make.an_output(
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        state=OutputState.PUBLISHED,
        published_on=date(2026, 11, 2),
    )
    figures = figures_of(cast.rollout, TODAY)
    assert verdict(cast.rollout, figures, TODAY) == "2 of 2 targets reached."


def test_a_target_moved_after_it_was_met_is_met_as_of_what_is_agreed_now(cast: Cast) -> None:
    """Three sessions on 5, 12 and 19 October: 2 were met on the 12th, 3 on the 19th, 4 are not."""
    target = make.a_target(cast.rollout, number=2)
    held(cast, date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19))
    for number, met_on in ((2, date(2026, 10, 12)), (3, date(2026, 10, 19)), (4, None)):
        target.number = number
        target.save()
        (figure,) = figures_of(cast.rollout, TODAY)
        assert (figure.now, figure.met_on) == (3.0, met_on)


def test_a_leap_day_is_a_day_like_others(cast: Cast) -> None:
    """Within 1 day of 28 February 2028 is the 29th; a session on it counts on it."""
    cast.rollout.started_on = date(2028, 2, 1)
    cast.cleos_seat.since = date(2028, 2, 28)
    cast.cleos_seat.save()
    make.a_target(cast.rollout, number=1, each_learner=True, within_days=1)
    held(cast, date(2028, 2, 29))
    (figure,) = figures_of(cast.rollout, date(2028, 3, 1))
    assert (figure.due, figure.met_on) == (date(2028, 2, 29), date(2028, 2, 29))


def test_a_clock_that_went_back_loses_nothing(cast: Cast) -> None:
    """Signed off on 5 October, then by a clock set back lowered on the 1st: the 5th comes last.

    Figures go by the day a thing happened, history by the moment it was recorded.
    """
    make.a_target(cast.rollout, Measure.LEARNERS_AT_STANDING, level=3, number=1)
    for level, day in ((Level.DOES_IT_ALONE, 5), (Level.DOES_IT_WITH_HELP, 1)):
        values = {"basis": Basis.SIGNED_OFF, "on": date(2026, 10, day)}
        make.a_standing(cast.cleo, cast.topic, level, **values)
    (figure,) = figures_of(cast.rollout, TODAY)
    assert figure.met_on == date(2026, 10, 5)
