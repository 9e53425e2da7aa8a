"""Answers about coaching sessions: what is next, what was left open, whom one can log with."""

from datetime import UTC, date, datetime

import make
import pytest
from cast import Cast, a_cast

from kt.errors import Refused
from kt.models import CoachingSession, Pairing, Question, Role, Way
from kt.operations.sessions import cancel_session, log_kick_off
from kt.reports.sessions import (
    held_words,
    last_sessions_of,
    left_open_of,
    line_of,
    next_planned_of,
    offers_to,
    pairings_named,
    past_sessions,
    planned_sessions,
)

TODAY = make.TODAY
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def finn(cast: Cast) -> Pairing:
    seat = make.a_seat(cast.rollout_topic, make.a_person("Finn Okoro"), Role.LEARNER)
    return make.a_pairing(cast.bens_seat, seat)


def planned(cast: Cast, day: int, *pairings: Pairing, hour: int = 14) -> CoachingSession:
    return make.a_session(
        cast.rollout_topic,
        cast.ben,
        *(pairings or [cast.pairing]),
        held_on=None,
        planned_at=datetime(2026, 11, day, hour, tzinfo=UTC),
    )


def test_a_rollout_lists_what_is_to_come_and_what_is_behind(cast: Cast) -> None:
    later, sooner = planned(cast, 26), planned(cast, 24)
    held = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    cancelled = cancel_session(planned(cast, 25), by=cast.ben)
    assert [line.id for line in planned_sessions(cast.rollout, cast.ada)] == [sooner.id, later.id]
    past = past_sessions(cast.rollout, cast.ada)
    assert [line.id for line in past.lines] == [cancelled.id, held.id]
    assert (past.total, past.held) == (2, 1)


def test_one_sees_only_the_sessions_one_may_see(cast: Cast, finn: Pairing) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    make.a_session(cast.rollout_topic, cast.ben, finn)
    assert past_sessions(cast.rollout, cast.cleo).total == 1
    assert past_sessions(cast.rollout, cast.dan).total == 0
    assert past_sessions(cast.rollout, cast.ben).total == 2


def test_everybody_in_the_rollout_sees_its_kick_off(cast: Cast) -> None:
    log_kick_off(cast.rollout, by=cast.ada, minutes=60, today=TODAY)
    line = past_sessions(cast.rollout, cast.dan).lines[0]
    assert (line.topic, line.whom, line.may_change) == ("Kick-off", "everybody", False)


def test_the_next_session_says_how_the_last_one_went_and_what_was_asked(
    cast: Cast, finn: Pairing
) -> None:
    before = make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.TOGETHER)
    make.a_session(cast.rollout_topic, cast.ben, finn, way=Way.ALONE, held_on=date(2026, 11, 22))
    Question.create(text="Step 7?", topic=cast.topic, session=before, asked_by=cast.cleo)
    planned(cast, 26)
    soon = planned(cast, 24)
    for person in (cast.ben, cast.cleo):
        upcoming = next_planned_of(person, NOW)
        assert upcoming.line.id == soon.id
        assert (upcoming.last_way, upcoming.question) == (Way.TOGETHER, "Step 7?")
    assert next_planned_of(cast.dan, NOW) is None


def test_a_session_stays_next_for_the_day_and_is_then_left_open(cast: Cast) -> None:
    this_morning = planned(cast, 23, hour=9)
    assert next_planned_of(cast.ben, NOW).line.id == this_morning.id
    tomorrow = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert next_planned_of(cast.ben, tomorrow) is None
    assert [line.id for line in left_open_of(cast.ben, tomorrow)] == [this_morning.id]
    assert left_open_of(cast.cleo, tomorrow) == []


def test_the_last_sessions_are_those_one_guided_or_learnt_in(cast: Cast, finn: Pairing) -> None:
    make.a_session(cast.rollout_topic, cast.ben, finn)
    newest = make.a_session(
        cast.rollout_topic, cast.ben, cast.pairing, finn, held_on=date(2026, 11, 20)
    )
    assert [line.id for line in last_sessions_of(cast.cleo)] == [newest.id]
    lines = last_sessions_of(cast.ben)
    assert [line.whom for line in lines] == ["Cleo Marsh and Finn Okoro", "Finn Okoro"]


def test_whom_to_log_with_begins_with_whoever_waited_longest(cast: Cast, finn: Pairing) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert [offer.words for offer in offers_to(cast.ben)] == [
        "Finn · Cut-off rules",
        "Cleo · Cut-off rules",
    ]
    assert next(offer.words for offer in offers_to(cast.ada, cast.rollout)) == (
        "Finn · Cut-off rules · with Ben"
    )
    assert offers_to(cast.ada) == offers_to(cast.cleo, cast.rollout) == []


def test_two_people_of_one_first_name_are_offered_by_their_full_names(cast: Cast) -> None:
    twin = make.a_person("Cleo Other", email="twin@example.com")
    make.a_pairing(cast.bens_seat, make.a_seat(cast.rollout_topic, twin, Role.LEARNER))
    assert {offer.words for offer in offers_to(cast.ben)} == {
        "Cleo Marsh · Cut-off rules",
        "Cleo Other · Cut-off rules",
    }


def test_a_gap_is_not_offered(cast: Cast) -> None:
    Pairing.update(guide=None).execute()
    assert offers_to(cast.ada, cast.rollout) == []


def test_of_two_guides_ones_own_pairing_is_meant(cast: Cast) -> None:
    ines = make.a_person("Ines Vogt")
    other = make.a_pairing(make.a_seat(cast.rollout_topic, ines, Role.COACH), cast.cleos_seat)
    named = ["cleo@example.com"]
    assert pairings_named(cast.rollout, "cut-off rules", named, by=ines) == [other]
    assert pairings_named(cast.rollout, "Cut-off rules", named, by=cast.ben) == [cast.pairing]
    with pytest.raises(Refused, match="does not learn Cut-off rules"):
        pairings_named(cast.rollout, "Cut-off rules", ["eve@example.com"], by=cast.ben)


def test_a_logged_session_is_said_in_the_same_words_at_every_door(
    cast: Cast, finn: Pairing
) -> None:
    session = make.a_session(
        cast.rollout_topic, cast.ben, cast.pairing, finn, minutes=90, way=Way.SHOWN
    )
    assert held_words(line_of(session, cast.ben), TODAY) == (
        "Logged 1 h 30 with Cleo Marsh and Finn Okoro on Cut-off rules, Thu 19 Nov: shown."
    )
    session.way = Way.NOT_SAID
    session.save()
    assert held_words(line_of(session, cast.ben), TODAY).endswith(" on Cut-off rules, Thu 19 Nov.")
