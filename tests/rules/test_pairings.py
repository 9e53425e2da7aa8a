"""Who guides whom, when they last met, and what their sessions show."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import CoachingSession, Kind, Role, Way
from kt.rules.pairings import (
    PairingFacts,
    pairings_around,
    pairings_guided_by,
    pairings_learnt_by,
    pairings_of_rollout,
)

TODAY = make.TODAY


def only_pairing(cast: Cast) -> PairingFacts:
    (only,) = pairings_of_rollout(cast.rollout)
    return only


def test_a_pairing_says_who_guides_whom_on_what_and_when_they_last_met(database: str) -> None:
    cast = a_cast()
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 5))
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 19))
    pairing = only_pairing(cast)
    assert (pairing.guide_name, pairing.learner_name, pairing.topic_name) == (
        "Ben Arroyo",
        "Cleo Marsh",
        "Cut-off rules",
    )
    assert (pairing.held, pairing.last_held) == (2, date(2026, 11, 19))
    assert pairings_guided_by(cast.ben) == pairings_learnt_by(cast.cleo) == [pairing]
    assert pairings_around(cast.eve, cast.rollout) == [pairing]
    assert pairings_around(cast.eve, None) == []


def test_planned_and_cancelled_sessions_and_the_kick_off_are_no_meetings(database: str) -> None:
    cast = a_cast()
    held = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    CoachingSession.update(cancelled_at=held.logged_at).execute()
    make.a_session(
        cast.rollout_topic, cast.ben, cast.pairing, held_on=None, planned_at=held.logged_at
    )
    kick_off = make.a_session(cast.rollout_topic, cast.ada, cast.pairing)
    CoachingSession.update(rollout_topic=None).where(CoachingSession.id == kick_off.id).execute()
    assert only_pairing(cast).held == 0


@pytest.mark.parametrize(
    ("ways", "only_told"),
    [
        ([], False),
        ([Way.EXPLAINED, Way.COACH_DID_IT], True),
        ([Way.EXPLAINED, Way.SHOWN], False),
        ([Way.NOT_SAID], False),
    ],
)
def test_show_do_not_tell_a_pairing_of_only_explained_or_coach_did_it_is_flagged(
    database: str, ways: list[Way], only_told: bool
) -> None:
    cast = a_cast()
    for way in ways:
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=way)
    assert only_pairing(cast).is_only_told is only_told


@pytest.mark.parametrize(("days", "silent"), [(14, 0), (15, 15), (40, 40)])
def test_a_pairing_is_silent_after_its_cadence_and_a_week(
    database: str, days: int, silent: int
) -> None:
    cast = a_cast()
    day = TODAY - timedelta(days=days)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=day)
    assert only_pairing(cast).silent_days(TODAY) == silent


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_away_until_silences_silence_flags(database: str, who: str) -> None:
    cast = a_cast()
    person = getattr(cast, who)
    person.away_until = TODAY + timedelta(days=1)
    person.save()
    assert only_pairing(cast).silent_days(TODAY) == 0
    assert only_pairing(cast).silent_days(TODAY + timedelta(days=1)) > 0


def test_a_coach_who_is_the_boss_is_seen_except_in_delegation(database: str) -> None:
    cast = a_cast()
    cast.cleo.manager = cast.ben
    cast.cleo.save()
    assert only_pairing(cast).guide_is_the_boss
    cast.topic.kind = Kind.DELEGATION
    cast.topic.save()
    assert not only_pairing(cast).guide_is_the_boss


def test_a_pairing_without_a_guide_is_a_gap_and_an_ended_one_is_gone(database: str) -> None:
    cast = a_cast()
    seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_pairing(None, seat)
    assert [each.is_gap for each in pairings_of_rollout(cast.rollout)] == [False, True]
    cast.pairing.ended_on = TODAY
    cast.pairing.save()
    assert [each.is_gap for each in pairings_of_rollout(cast.rollout)] == [True]
