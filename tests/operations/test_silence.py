"""Silence is visible: asked once, paused, ended with a note; and hours that need a reason."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import AuditEntry, Override, Pairing, Person, Role
from kt.operations.seating import (
    agree,
    ask_still_on,
    change_guide,
    change_pairing,
    end_pairing,
    pause_pairing,
    put_guide,
    reopen_pairing,
    resume_pairing,
    say_still_on,
)
from kt.rules.pairings import PairingFacts, facts_of_pairing

TODAY = make.TODAY
DAY = timedelta(days=1)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def facts(cast: Cast) -> PairingFacts:
    return facts_of_pairing(Pairing.get_by_id(cast.pairing.id))


def test_a_silent_pairing_is_asked_once(cast: Cast) -> None:
    assert not facts(cast).is_asked(cast.cleo.id, TODAY)
    ask_still_on(cast.pairing, by=cast.ada, on=TODAY)
    ask_still_on(cast.pairing, by=cast.ada, on=TODAY + DAY)
    assert facts(cast).asked_on == TODAY
    assert AuditEntry.select().where(AuditEntry.deed == "pairing.asked").count() == 1
    for person in (cast.ben, cast.cleo):
        assert facts(cast).is_asked(person.id, TODAY)
    assert not facts(cast).is_asked(cast.dan.id, TODAY)


def test_the_guide_is_asked_by_the_silence_itself(cast: Cast) -> None:
    assert facts(cast).is_asked(cast.ben.id, TODAY)


def test_a_pairing_that_is_not_silent_is_not_asked(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=TODAY)
    with pytest.raises(Refused, match="not silent any more"):
        ask_still_on(cast.pairing, by=cast.ada, on=TODAY)


def test_away_until_silences_the_question_and_it_is_asked_again_when_they_are_back(
    cast: Cast,
) -> None:
    Person.update(away_until=TODAY + 2 * DAY).where(Person.id == cast.cleo.id).execute()
    with pytest.raises(Refused, match="away"):
        ask_still_on(cast.pairing, by=cast.ada, on=TODAY)
    assert not facts(cast).is_asked(cast.ben.id, TODAY)
    assert facts(cast).is_asked(cast.ben.id, TODAY + 2 * DAY)


def test_still_on_counts_the_days_anew(cast: Cast) -> None:
    ask_still_on(cast.pairing, by=cast.ada, on=TODAY)
    say_still_on(cast.pairing, by=cast.cleo, on=TODAY)
    assert facts(cast).silent_days(TODAY + 14 * DAY) == 0
    assert facts(cast).silent_days(TODAY + 15 * DAY) == 15


def test_a_pairing_can_be_paused_until_a_date_and_goes_on(cast: Cast) -> None:
    with pytest.raises(Refused, match="a day to come"):
        pause_pairing(cast.pairing, until=TODAY, by=cast.ben, on=TODAY)
    pause_pairing(cast.pairing, until=TODAY + 10 * DAY, by=cast.ben, on=TODAY)
    assert facts(cast).silent_days(TODAY + 9 * DAY) == 0
    assert facts(cast).silent_days(TODAY + 25 * DAY) == 15
    resume_pairing(cast.pairing, by=cast.ben, on=TODAY)
    assert facts(cast).silent_days(TODAY) == 53


def test_a_pairing_is_ended_with_a_note_and_comes_back_without_it(cast: Cast) -> None:
    end_pairing(cast.pairing, on=TODAY, by=cast.cleo, note="Ben moved to Lisbon.")
    row = Pairing.get_by_id(cast.pairing.id)
    assert (row.ended_on, row.end_note) == (TODAY, "Ben moved to Lisbon.")
    assert "Lisbon" not in str([entry.values for entry in AuditEntry.select()])
    reopen_pairing(row, by=cast.cleo)
    assert Pairing.get_by_id(cast.pairing.id).end_note == ""


@pytest.mark.parametrize("name", ["dan", "eve"])
def test_only_its_two_people_and_whoever_runs_the_rollout_answer(cast: Cast, name: str) -> None:
    by = getattr(cast, name)
    with pytest.raises(NotAllowed):
        say_still_on(cast.pairing, by=by, on=TODAY)
    with pytest.raises(NotAllowed):
        pause_pairing(cast.pairing, until=TODAY + DAY, by=by, on=TODAY)
    with pytest.raises(NotAllowed):
        resume_pairing(cast.pairing, by=by, on=TODAY)
    with pytest.raises(NotAllowed):
        end_pairing(cast.pairing, on=TODAY, by=by)
    with pytest.raises(NotAllowed):
        ask_still_on(cast.pairing, by=by, on=TODAY)


# ------------------------------------------------------------------ rule 15, hours


def test_agreed_hours_above_a_coachs_hours_a_week_need_a_reason(cast: Cast) -> None:
    Person.update(coaching_hours_week=3).where(Person.id == cast.ben.id).execute()

    def agree_on(hours: int, reason: str = "") -> None:
        agree(
            cast.pairing,
            cadence_days=7,
            agreed_hours=hours,
            hours_reason=reason,
            wave=1,
            by=cast.ada,
        )

    agree_on(3)
    with pytest.raises(Refused, match="has 3 hours a week") as refusal:
        agree_on(4)
    assert refusal.value.field == "hours_reason"
    assert Pairing.get_by_id(cast.pairing.id).agreed_hours == 3
    agree_on(4, "The month end is near.")
    assert Override.get().reason == "The month end is near."
    agree_on(5)
    agree_on(6, "Both month ends are near.")
    standing = Override.get(Override.withdrawn_on.is_null())
    assert standing.reason == "Both month ends are near."


def test_hours_count_over_all_open_rollouts_of_a_coach(cast: Cast) -> None:
    Person.update(coaching_hours_week=3).where(Person.id == cast.ben.id).execute()
    agree(cast.pairing, cadence_days=7, agreed_hours=2, wave=1, by=cast.ada)
    with pytest.raises(Refused, match="would agree to 4"):
        put_guide(cast.rollout_topic, cast.eve, cast.ben, on=TODAY, by=cast.ada, agreed_hours=2)
    put_guide(
        cast.rollout_topic,
        cast.eve,
        cast.ben,
        on=TODAY,
        by=cast.ada,
        agreed_hours=2,
        hours_reason="Only this week.",
    )


def test_a_new_guide_who_would_agree_to_too_much_needs_a_reason_too(cast: Cast) -> None:
    agree(cast.pairing, cadence_days=7, agreed_hours=4, wave=1, by=cast.ada)
    Person.update(coaching_hours_week=3).where(Person.id == cast.eve.id).execute()
    now = {"cadence_days": 7, "wave": 1, "on": TODAY, "by": cast.ada}
    with pytest.raises(Refused, match="Eve Nobody has 3 hours a week"):
        change_pairing(cast.pairing, cast.eve, Role.COACH, agreed_hours=4, **now)
    with pytest.raises(Refused, match="Eve Nobody has 3 hours a week"):
        change_guide(cast.pairing, cast.eve, Role.COACH, on=TODAY, by=cast.ada)
    assert Pairing.get_by_id(cast.pairing.id).ended_on is None
    changed = change_pairing(cast.pairing, cast.eve, Role.COACH, agreed_hours=3, **now)
    assert (changed.guide.person, changed.agreed_hours) == (cast.eve, 3)


def test_a_reason_can_be_given_later_for_hours_that_a_fact_from_outside_made_too_many(
    cast: Cast,
) -> None:
    agree(cast.pairing, cadence_days=7, agreed_hours=4, wave=1, by=cast.ada)
    Person.update(coaching_hours_week=3).where(Person.id == cast.ben.id).execute()
    agree(
        cast.pairing,
        cadence_days=7,
        agreed_hours=4,
        hours_reason="Until the year end.",
        wave=1,
        by=cast.ada,
    )
    assert Override.get().reason == "Until the year end."
    assert facts(cast).hours_reason == "Until the year end."


def test_both_who_coach_each_other_are_asked_by_the_silence_itself(cast: Cast) -> None:
    Pairing.update(mutual=True).execute()
    assert facts(cast).is_asked(cast.ben.id, TODAY)
    assert facts(cast).is_asked(cast.cleo.id, TODAY)
