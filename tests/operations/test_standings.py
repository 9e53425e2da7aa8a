"""Standings: append-only, named by a supervisor with a reason."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import Basis, Level, Standing
from kt.operations.standings import name_standing
from kt.reports.history import history_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def name_ben(cast: Cast, level: int = 4, **values: object) -> Standing:
    options = {"reason": "Ran it twice.", "on": TODAY, "by": cast.ada, "today": TODAY} | values
    return name_standing(cast.ben, cast.topic, level, **options)  # type: ignore[arg-type]


def test_a_standing_says_its_basis_its_reason_who_and_when(cast: Cast) -> None:
    standing = name_ben(cast)
    assert (standing.level, standing.basis) == (Level.COACHES_OTHERS, Basis.NAMED)
    assert (standing.reason, standing.judged_by, standing.on) == ("Ran it twice.", cast.ada, TODAY)


def test_standings_are_added_and_never_changed(cast: Cast) -> None:
    name_ben(cast, 3)
    name_ben(cast, 4)
    assert [row.level for row in Standing.select().order_by(Standing.id)] == [3, 4]


def test_a_standing_is_named_by_a_supervisor(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="named by supervisors"):
        name_ben(cast, by=cast.cleo)


def test_a_standing_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="Say in a sentence") as refusal:
        name_ben(cast, reason="  ")
    assert refusal.value.field == "reason"


def test_a_standing_of_a_future_day_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="cannot be in the future") as refusal:
        name_ben(cast, on=TODAY + timedelta(days=1))
    assert refusal.value.field == "on"


@pytest.mark.parametrize("level", [-1, 5])
def test_a_level_outside_the_ladder_is_refused(cast: Cast, level: int) -> None:
    with pytest.raises(Refused, match="from 0"):
        name_ben(cast, level)


def test_a_standing_is_told_in_the_persons_history_and_not_in_the_topics(cast: Cast) -> None:
    name_ben(cast)
    assert [told.text for told in history_of(cast.ben)] == [
        "Ada Lovell named the standing of Ben Arroyo on Cut-off rules: coaches others"
    ]
    assert history_of(cast.topic) == []


def test_a_standing_can_say_from_when_it_is_to_be_refreshed(cast: Cast) -> None:
    assert name_ben(cast).refresh_on is None
    later = TODAY + timedelta(days=365)
    assert name_ben(cast, refresh_on=later).refresh_on == later
    with pytest.raises(Refused, match="on a day after it was seen") as refusal:
        name_ben(cast, refresh_on=TODAY)
    assert refusal.value.field == "refresh_on"
