"""Rule 8: whoever learns the increment first may, once signed off, coach wave 2."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.errors import NotAllowed, Refused
from kt.models import (
    Answer,
    Attendance,
    Basis,
    Kind,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    Seat,
    Sheet,
    TransferModel,
)
from kt.operations.seating import give_seat, promote_to_coach, take_promotion_back
from kt.reports.history import history_of
from kt.rules.broken import topic_facts
from kt.rules.waves import next_coaches_of

TODAY = make.TODAY
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def cast(database: str) -> Cast:
    """Cleo learns from Ben in wave 1; Finn and Gus wait for a guide in wave 2."""
    cast = a_cast()
    for name in ("Finn Ode", "Gus Hale"):
        seat = make.a_seat(cast.rollout_topic, make.a_person(name), Role.LEARNER)
        make.a_pairing(None, seat, wave=2, cadence_days=5, agreed_hours=2)
    return cast


def offered(cast: Cast) -> list[str]:
    """Say what is offered; Needs you counts the same people."""
    rollout = Rollout.get_by_id(cast.rollout.id)
    offers = next_coaches_of(rollout)
    counted = sum(topic.next_coaches for topic in topic_facts(rollout, TODAY))
    assert counted == len([each for each in offers if each.learners])
    return [
        f"{each.first_name} can coach {each.wave_words} of {each.topic}: {each.whom}"
        for each in offers
    ]


def sign_off(cast: Cast, person: Person, level: int = 3, **values: object) -> None:
    values = {"basis": Basis.SIGNED_OFF, "on": YESTERDAY} | values
    make.a_standing(person, cast.topic, level, **values)


def second_topic(cast: Cast, **values: object):
    return make.a_rollout_topic(cast.rollout, make.a_topic("Nostro breaks", **values))


# ------------------------------------------------------------------ who may


def test_whoever_is_signed_off_may_take_coach_seats_in_wave_2_and_is_offered_there(
    cast: Cast,
) -> None:
    assert offered(cast) == []
    sign_off(cast, cast.cleo)
    assert offered(cast) == [
        "Cleo can coach the second wave of Cut-off rules: Finn Ode and Gus Hale"
    ]


def test_a_standing_named_since_the_start_counts_and_an_earlier_one_does_not(cast: Cast) -> None:
    sign_off(cast, cast.cleo, basis=Basis.NAMED, on=make.LONG_AGO - timedelta(days=1))
    assert offered(cast) == []
    sign_off(cast, cast.cleo, basis=Basis.IMPORTED)
    assert offered(cast) == []
    sign_off(cast, cast.cleo, basis=Basis.NAMED)
    assert len(offered(cast)) == 1


def test_who_needs_help_or_was_judged_on_another_revision_is_not_offered(cast: Cast) -> None:
    sign_off(cast, cast.cleo, 2)
    assert offered(cast) == []
    Revision.create(topic=cast.topic, number=2, process="Another way.")
    sign_off(cast, cast.cleo, 4)
    assert offered(cast) == []


def test_a_later_standing_below_takes_the_offer_back(cast: Cast) -> None:
    sign_off(cast, cast.cleo)
    sign_off(cast, cast.cleo, 2, basis=Basis.NAMED, on=TODAY)
    assert offered(cast) == []


def test_only_a_running_process_change_has_waves_to_coach(cast: Cast) -> None:
    sign_off(cast, cast.cleo)
    Rollout.update(kind=Kind.NICHE_SKILL).execute()
    assert offered(cast) == []
    Rollout.update(kind=Kind.PROCESS_CHANGE, state=RolloutState.DRAFT).execute()
    assert offered(cast) == []
    Rollout.update(state=RolloutState.RUNNING).execute()
    assert len(offered(cast)) == 1


def test_one_does_not_coach_ones_own_wave(cast: Cast) -> None:
    sign_off(cast, Person.get(Person.name == "Finn Ode"))
    assert offered(cast) == []


def test_the_third_wave_waits_until_the_second_is_guided(cast: Cast) -> None:
    hal = make.a_seat(cast.rollout_topic, make.a_person("Hal Ito"), Role.LEARNER)
    make.a_pairing(None, hal, wave=3)
    sign_off(cast, cast.cleo)
    assert offered(cast) == [
        "Cleo can coach the second wave of Cut-off rules: Finn Ode and Gus Hale"
    ]
    Pairing.update(ended_on=TODAY).where(Pairing.wave == 2).execute()
    assert offered(cast) == ["Cleo can coach the third wave of Cut-off rules: Hal Ito"]


def test_two_who_are_signed_off_share_the_learners(cast: Cast) -> None:
    seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_pairing(cast.bens_seat, seat)
    for person in (cast.cleo, cast.eve):
        sign_off(cast, person)
    assert offered(cast) == [
        "Cleo can coach the second wave of Cut-off rules: Finn Ode",
        "Eve can coach the second wave of Cut-off rules: Gus Hale",
    ]
    promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    assert offered(cast) == ["Eve can coach the second wave of Cut-off rules: Gus Hale"]


def test_the_offer_takes_one_statement(cast: Cast) -> None:
    sign_off(cast, cast.cleo)
    rollout = Rollout.get_by_id(cast.rollout.id)
    with counted_statements() as taken:
        assert next_coaches_of(rollout)
    assert len(taken) == 1, taken


# ------------------------------------------------------------------ becoming the coach


def test_the_new_coach_guides_those_of_wave_2_who_had_nobody(cast: Cast) -> None:
    sign_off(cast, cast.cleo)
    coach = promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    assert (coach.person, coach.role, coach.since) == (cast.cleo, Role.COACH, TODAY)
    guided = [
        (each.learner.person.name, each.wave, each.cadence_days, each.agreed_hours)
        for each in coach.guided_pairings.order_by(Pairing.id)
    ]
    assert guided == [("Finn Ode", 2, 5, 2), ("Gus Hale", 2, 5, 2)]
    assert history_of(cast.rollout)[0].text == (
        "Ada Lovell had Cleo Marsh coach the next wave of Cut-off rules: 2 learners"
    )


def test_nobody_is_coach_and_learner_of_one_topic_so_the_seat_as_learner_ends(cast: Cast) -> None:
    sign_off(cast, cast.cleo)
    promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    assert Seat.get_by_id(cast.cleos_seat.id).until == TODAY
    assert Pairing.get_by_id(cast.pairing.id).ended_on == TODAY


def test_in_a_one_way_rollout_who_still_learns_another_topic_does_not_coach_yet(
    cast: Cast,
) -> None:
    other = give_seat(second_topic(cast), cast.cleo, Role.LEARNER, since=TODAY, by=cast.ada)
    sign_off(cast, cast.cleo)
    (offer,) = next_coaches_of(cast.rollout)
    assert (offer.still_learns, offer.learners) == ("Nostro breaks", ())
    assert len(offered(cast)) == 1
    with pytest.raises(Refused, match=r"Cleo Marsh still learns Nostro breaks\. End that"):
        promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    assert Seat.get_by_id(cast.cleos_seat.id).until is None
    Seat.update(until=TODAY).where(Seat.id == other.id).execute()
    assert promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada).role == Role.COACH


def test_in_a_two_way_rollout_who_learns_another_topic_may_coach(cast: Cast) -> None:
    Rollout.update(model=TransferModel.TWO_WAY).execute()
    rollout_topic = second_topic(cast)
    give_seat(rollout_topic, cast.cleo, Role.LEARNER, since=TODAY, by=cast.ada)
    sign_off(cast, cast.cleo)
    assert promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada).role == Role.COACH


def test_hours_above_those_of_the_new_coach_are_refused_with_the_way_out(cast: Cast) -> None:
    Person.update(coaching_hours_week=3).where(Person.id == cast.cleo.id).execute()
    sign_off(cast, cast.cleo)
    with pytest.raises(Refused, match="3 hours a week for coaching, and would agree to 4"):
        promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    assert Seat.get_by_id(cast.cleos_seat.id).until is None


def test_whoever_is_not_signed_off_becomes_no_coach_by_it(cast: Cast) -> None:
    with pytest.raises(Refused, match="once signed off on revision 1 of Cut-off rules"):
        promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    sign_off(cast, cast.cleo)
    with pytest.raises(NotAllowed, match="whoever runs the rollout"):
        promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.cleo)


def test_those_whose_sheets_it_changes_sign_anew(cast: Cast) -> None:
    finn = Person.get(Person.name == "Finn Ode")
    make.signed(cast.rollout, cast.ben, cast.cleo, finn)
    sign_off(cast, cast.cleo)
    promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    answers = {
        sheet.person.first_name: sheet.answer
        for sheet in Sheet.select().where(Sheet.rollout == cast.rollout, Sheet.current)
    }
    assert answers["Cleo"] == answers["Finn"] == Answer.WAITING


# ------------------------------------------------------------------ undoing it


def test_becoming_the_coach_can_be_undone(cast: Cast) -> None:
    kick_off = make.a_kick_off(cast.rollout)
    for pairing in Pairing.select():
        Attendance.create(session=kick_off, pairing=pairing)
    sign_off(cast, cast.cleo)
    coach = promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    assert take_promotion_back(coach, by=cast.ada) == cast.cleos_seat
    assert Seat.get_by_id(cast.cleos_seat.id).until is None
    assert Pairing.get_by_id(cast.pairing.id).ended_on is None
    assert offered(cast) == [
        "Cleo can coach the second wave of Cut-off rules: Finn Ode and Gus Hale"
    ]
    assert history_of(cast.rollout)[0].text == (
        "Ada Lovell made Cleo Marsh a learner of Cut-off rules again"
    )
    assert promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada).role == Role.COACH


def test_whoever_has_coached_already_stays_a_coach(cast: Cast) -> None:
    sign_off(cast, cast.cleo)
    coach = promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)
    make.a_session(cast.rollout_topic, cast.cleo, coach.guided_pairings.get())
    with pytest.raises(Refused, match="Cleo Marsh has coached already"):
        take_promotion_back(coach, by=cast.ada)
    assert Seat.get_by_id(coach.id).until is None


def test_a_coach_who_never_learnt_it_here_is_made_no_learner(cast: Cast) -> None:
    with pytest.raises(Refused, match="no longer a coach who learnt it here"):
        take_promotion_back(cast.bens_seat, by=cast.ada)
