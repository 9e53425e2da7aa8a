"""When a pairing met and how: a mark a week, the furthest way of the week, and a sentence."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt import clock
from kt.models import Role, Way, Wording
from kt.operations.sessions import log_kick_off
from kt.reports.sessions import HeatLine, heat_lines

# A Monday, eight weeks after the cast's rollout began.
TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def line(cast: Cast, today: date = TODAY, weeks: int = 14) -> HeatLine:
    return heat_lines(cast.rollout, [cast.pairing.id], today, weeks=weeks)[cast.pairing.id]


def met(cast: Cast, month: int, day: int, way: Way = Way.SHOWN) -> None:
    on = date(2026, month, day)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=on, way=way)


def test_a_line_has_a_mark_for_each_week_with_a_session_and_a_gap_for_each_without(
    cast: Cast,
) -> None:
    met(cast, 10, 1, Way.EXPLAINED)
    met(cast, 10, 12)
    met(cast, 11, 23, Way.ALONE)
    drawn = line(cast)
    assert (drawn.first, drawn.weeks) == (date(2026, 9, 28), 9)
    assert drawn.marks == [(0, Way.EXPLAINED), (2, Way.SHOWN), (8, Way.ALONE)]


def test_a_week_shows_the_way_in_which_the_learner_did_most(cast: Cast) -> None:
    for way in (Way.SHOWN, Way.TOGETHER, Way.EXPLAINED):
        met(cast, 11, 18, way)
    assert line(cast).marks == [(7, Way.TOGETHER)]
    assert len(line(cast).held) == 3


def test_the_sentence_counts_the_sessions_says_how_and_when_the_last_one_was(cast: Cast) -> None:
    assert line(cast).words(TODAY) == "No session since the week of 28 Sep."
    met(cast, 10, 12, Way.EXPLAINED)
    assert line(cast).words(TODAY) == (
        "1 session since the week of 28 Sep: explained once. The last one was 6 weeks ago."
    )
    for day in (2, 9, 16):
        met(cast, 11, day, Way.ALONE)
    for day in (3, 10):
        met(cast, 11, day, Way.NOT_SAID)
    said = line(cast).words(TODAY, Wording.MENTORING)
    assert said == (
        "6 sessions since the week of 28 Sep: protégé did it alone 3 times and explained once. "
        "The last one was 7 days ago."
    )


def test_a_long_rollout_shows_its_last_weeks_and_a_closed_one_ends_with_its_close(
    cast: Cast,
) -> None:
    met(cast, 10, 12)
    met(cast, 11, 16)
    assert (line(cast, weeks=3).first, len(line(cast, weeks=3).held)) == (date(2026, 11, 9), 1)
    cast.rollout.closed_on = date(2026, 10, 20)
    assert (line(cast).weeks, line(cast).marks) == (4, [(2, Way.SHOWN)])


def test_a_pairing_that_began_later_has_a_line_from_there_on(cast: Cast) -> None:
    cast.pairing.since = date(2026, 11, 4)
    cast.pairing.save()
    assert line(cast).began == 5
    assert line(cast).words(TODAY) == "No session since the week of 2 Nov."


def test_the_kick_off_and_what_was_cancelled_or_is_only_planned_are_no_marks(cast: Cast) -> None:
    log_kick_off(cast.rollout, by=cast.ada, minutes=60, today=TODAY)
    values = {"cancelled_at": clock.now(), "held_on": date(2026, 11, 18)}
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, **values)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=None, planned_at=clock.now())
    assert line(cast).marks == []


def test_how_two_who_coach_each_other_met_is_theirs(cast: Cast) -> None:
    cast.pairing.mutual = True
    cast.pairing.save()
    met(cast, 11, 18, Way.ALONE)
    assert line(cast).marks == [(7, Way.NOT_SAID)]


def test_many_lines_take_one_statement_and_none_takes_none(cast: Cast) -> None:
    pairings = [cast.pairing.id]
    for name in ("Finn Okoro", "Greta Lind"):
        seat = make.a_seat(cast.rollout_topic, make.a_person(name), Role.LEARNER)
        pairings.append(make.a_pairing(cast.bens_seat, seat).id)
    met(cast, 11, 18)
    with counted_statements() as statements:
        assert set(heat_lines(cast.rollout, pairings, TODAY)) == set(pairings)
        assert heat_lines(cast.rollout, [], TODAY) == {}
    assert len(statements) == 1
