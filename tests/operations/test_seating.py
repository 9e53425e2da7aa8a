"""Who may sit where, and who may guide whom: rules 1, 2 and 6, and coaching oneself."""

import threading
from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt import db
from kt.errors import NotAllowed, Refused
from kt.models import (
    AuditEntry,
    Kind,
    Pairing,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    TransferModel,
)
from kt.operations.seating import (
    agree,
    change_guide,
    end_pairing,
    end_seat,
    give_seat,
    pair,
    put_guide,
    refuse_model,
    reopen_pairing,
    reopen_seat,
)
from kt.reports.history import history_of

TODAY = make.TODAY
LONG_AGO = make.LONG_AGO
DAY = timedelta(days=1)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def second(cast: Cast) -> RolloutTopic:
    """A second topic, “Production”, in the cast's rollout."""
    return make.a_rollout_topic(cast.rollout, make.a_topic("Production"))


def make_two_way(rollout: Rollout) -> None:
    Rollout.update(model=TransferModel.TWO_WAY).where(Rollout.id == rollout.id).execute()


def two_way(rollout_topic: RolloutTopic) -> RolloutTopic:
    """Make the rollout of a topic two-way."""
    make_two_way(rollout_topic.rollout)
    return RolloutTopic.get_by_id(rollout_topic.id)


# ------------------------------------------------------------------ rule 1


@pytest.mark.parametrize("role", [Role.COACH, Role.BUDDY])
def test_one_way_a_learner_is_no_guide_on_any_of_its_topics(
    cast: Cast, second: RolloutTopic, role: Role
) -> None:
    with pytest.raises(Refused, match="one-way") as refusal:
        give_seat(second, cast.cleo, role, since=TODAY, by=cast.ada)
    assert "learner of Cut-off rules" in refusal.value.sentence
    assert "make the rollout two-way" in refusal.value.sentence
    assert refusal.value.field == "person"


def test_one_way_a_guide_is_no_learner_on_any_of_its_topics(
    cast: Cast, second: RolloutTopic
) -> None:
    with pytest.raises(Refused, match="one-way"):
        give_seat(second, cast.ben, Role.LEARNER, since=TODAY, by=cast.ada)


def test_one_way_holds_at_any_one_time_so_seats_may_follow_one_another(
    cast: Cast, second: RolloutTopic
) -> None:
    end_seat(cast.cleos_seat, on=TODAY, by=cast.ada)
    seat = give_seat(second, cast.cleo, Role.COACH, since=TODAY, by=cast.ada)
    assert seat.role == Role.COACH


def test_one_way_counts_the_days_of_seats_given_for_later_or_for_before(
    cast: Cast, second: RolloutTopic
) -> None:
    end_seat(cast.cleos_seat, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="one-way"):
        give_seat(second, cast.cleo, Role.COACH, since=TODAY - DAY, by=cast.ada)
    before = give_seat(
        second, cast.cleo, Role.COACH, since=LONG_AGO - DAY, until=LONG_AGO, by=cast.ada
    )
    assert before.until == LONG_AGO


def test_one_way_says_nothing_about_smes(cast: Cast, second: RolloutTopic) -> None:
    assert give_seat(second, cast.cleo, Role.SME, since=TODAY, by=cast.ada)
    assert give_seat(second, cast.dan, Role.LEARNER, since=TODAY, by=cast.ada)


def test_one_way_is_about_one_rollout_only(cast: Cast) -> None:
    other = make.a_rollout("Elsewhere", supervisor=cast.ada)
    topic = make.a_rollout_topic(other, make.a_topic("Production"))
    assert give_seat(topic, cast.cleo, Role.COACH, since=TODAY, by=cast.ada)


def test_a_rollout_cannot_become_one_way_while_its_seats_contradict_it(
    cast: Cast, second: RolloutTopic
) -> None:
    give_seat(two_way(second), cast.cleo, Role.COACH, since=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="End one of the two seats") as refusal:
        refuse_model(cast.rollout, TransferModel.SEEDED_ONE_WAY, on=TODAY)
    assert refusal.value.field == "model"
    end_seat(cast.cleos_seat, on=TODAY + DAY, by=cast.ada)
    refuse_model(cast.rollout, TransferModel.ONE_WAY, on=TODAY + DAY)


# ------------------------------------------------------------------ rule 2


def test_two_way_the_same_person_may_coach_one_topic_and_learn_another(
    cast: Cast, second: RolloutTopic
) -> None:
    seat = give_seat(two_way(second), cast.cleo, Role.COACH, since=TODAY, by=cast.ada)
    assert seat.person == cast.cleo


@pytest.mark.parametrize("role", [Role.COACH, Role.BUDDY])
def test_two_way_nobody_is_both_on_the_same_topic_at_the_same_time(cast: Cast, role: Role) -> None:
    topic = two_way(cast.rollout_topic)
    with pytest.raises(Refused, match="at the same time") as refusal:
        give_seat(topic, cast.cleo, role, since=TODAY, by=cast.ada)
    assert "Choose somebody else" in refusal.value.sentence


def test_two_way_a_learner_may_coach_the_topic_afterwards(cast: Cast) -> None:
    end_seat(cast.cleos_seat, on=TODAY, by=cast.ada)
    seat = give_seat(two_way(cast.rollout_topic), cast.cleo, Role.COACH, since=TODAY, by=cast.ada)
    assert seat.since == TODAY


# ------------------------------------------------------------------ rule 6, the buddy half


def test_a_buddy_is_never_the_line_manager(cast: Cast) -> None:
    cast.cleo.manager = cast.eve
    cast.cleo.save()
    with pytest.raises(Refused, match="a buddy is never the line manager") as refusal:
        put_guide(cast.rollout_topic, cast.cleo, cast.eve, Role.BUDDY, on=TODAY, by=cast.ada)
    assert refusal.value.field == "guide"
    assert not Seat.select().where(Seat.person == cast.eve).exists()


def test_a_buddy_cannot_become_the_line_manager_by_changing_the_guide(cast: Cast) -> None:
    cast.cleo.manager = cast.eve
    cast.cleo.save()
    with pytest.raises(Refused, match="a buddy is never the line manager"):
        change_guide(cast.pairing, cast.eve, Role.BUDDY, on=TODAY, by=cast.ada)
    assert Pairing.get_by_id(cast.pairing.id).ended_on is None


def test_a_pairing_with_a_buddy_who_became_the_manager_is_not_taken_up_again(cast: Cast) -> None:
    buddy = put_guide(cast.rollout_topic, cast.cleo, cast.eve, Role.BUDDY, on=TODAY, by=cast.ada)
    end_pairing(buddy, on=TODAY + DAY, by=cast.ada)
    cast.cleo.manager = cast.eve
    cast.cleo.save()
    with pytest.raises(Refused, match="a buddy is never the line manager"):
        reopen_pairing(buddy, by=cast.ada)


def test_a_coach_who_is_the_line_manager_is_not_refused(cast: Cast) -> None:
    cast.cleo.manager = cast.eve
    cast.cleo.save()
    assert put_guide(cast.rollout_topic, cast.cleo, cast.eve, Role.COACH, on=TODAY, by=cast.ada)


# ------------------------------------------------------------------ coaching oneself, who is active


def test_nobody_guides_themselves(cast: Cast, second: RolloutTopic) -> None:
    with pytest.raises(Refused, match="Nobody guides themselves"):
        put_guide(second, cast.cleo, cast.cleo, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Nobody guides themselves"):
        change_guide(cast.pairing, cast.cleo, on=TODAY, by=cast.ada)
    guided = give_seat(
        two_way(second), cast.cleo, Role.COACH, since=LONG_AGO, until=TODAY, by=cast.ada
    )
    learns = give_seat(two_way(second), cast.cleo, Role.LEARNER, since=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Nobody guides themselves"):
        pair(learns, guided, since=LONG_AGO, by=cast.ada)


def test_only_active_people_take_seats(cast: Cast) -> None:
    cast.eve.active = False
    cast.eve.save()
    with pytest.raises(Refused, match="Eve Nobody is disabled"):
        give_seat(cast.rollout_topic, cast.eve, Role.SME, since=TODAY, by=cast.ada)
    cast.ben.active = False
    cast.ben.save()
    with pytest.raises(Refused, match="Ben Arroyo is disabled"):
        put_guide(cast.rollout_topic, cast.root, cast.ben, on=TODAY, by=cast.ada)


def test_nobody_has_the_same_seat_twice(cast: Cast) -> None:
    with pytest.raises(Refused, match="already has a seat as coach"):
        give_seat(cast.rollout_topic, cast.ben, Role.COACH, since=TODAY, by=cast.ada)


def test_a_seat_cannot_end_before_it_begins(cast: Cast) -> None:
    with pytest.raises(Refused, match="later last day") as refusal:
        give_seat(
            cast.rollout_topic, cast.eve, Role.SME, since=TODAY, until=TODAY - DAY, by=cast.ada
        )
    assert refusal.value.field == "until"


def test_in_a_closed_rollout_seats_stay_as_they_are(cast: Cast) -> None:
    Rollout.update(state=RolloutState.COMPLETED).execute()
    rollout_topic = RolloutTopic.get_by_id(cast.rollout_topic.id)
    with pytest.raises(Refused, match="Reopen it first"):
        give_seat(rollout_topic, cast.eve, Role.SME, since=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Reopen it first"):
        end_seat(Seat.get_by_id(cast.bens_seat.id), on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Reopen it first"):
        end_pairing(Pairing.get_by_id(cast.pairing.id), on=TODAY, by=cast.ada)


@pytest.mark.parametrize("name", ["ben", "cleo", "dan", "eve"])
def test_seats_are_given_and_ended_by_whoever_runs_the_rollout(cast: Cast, name: str) -> None:
    by = getattr(cast, name)
    with pytest.raises(NotAllowed):
        give_seat(cast.rollout_topic, cast.eve, Role.SME, since=TODAY, by=by)
    with pytest.raises(NotAllowed):
        end_seat(cast.bens_seat, on=TODAY, by=by)
    with pytest.raises(NotAllowed):
        reopen_seat(cast.bens_seat, by=by)
    with pytest.raises(NotAllowed):
        put_guide(cast.rollout_topic, cast.eve, cast.ben, on=TODAY, by=by)
    with pytest.raises(NotAllowed):
        pair(cast.cleos_seat, None, since=TODAY, by=by)
    with pytest.raises(NotAllowed):
        change_guide(cast.pairing, None, on=TODAY, by=by)
    with pytest.raises(NotAllowed):
        agree(cast.pairing, cadence_days=7, agreed_hours=1, wave=1, by=by)
    assert not AuditEntry.select().exists()


# ------------------------------------------------------------------ pairings


def test_putting_a_guide_gives_both_seats_at_once(cast: Cast, second: RolloutTopic) -> None:
    pairing = put_guide(second, cast.eve, cast.ben, on=TODAY, by=cast.ada, agreed_hours=2)
    assert (pairing.guide.person, pairing.learner.person) == (cast.ben, cast.eve)
    assert (pairing.guide.role, pairing.learner.role) == (Role.COACH, Role.LEARNER)
    assert pairing.agreed_hours == 2


def test_a_learner_without_a_guide_is_a_visible_gap_until_one_is_put_there(
    cast: Cast, second: RolloutTopic
) -> None:
    gap = put_guide(second, cast.eve, None, on=LONG_AGO, by=cast.ada, wave=2)
    assert gap.guide is None
    filled = change_guide(gap, cast.ben, on=TODAY, by=cast.ada)
    assert (filled.id, filled.guide.person, filled.since) == (gap.id, cast.ben, TODAY)
    assert filled.wave == 2


def test_putting_a_guide_where_there_is_a_gap_fills_it(cast: Cast, second: RolloutTopic) -> None:
    gap = put_guide(second, cast.eve, None, on=TODAY, by=cast.ada)
    filled = put_guide(second, cast.eve, cast.ben, on=TODAY, by=cast.ada)
    assert filled.id == gap.id
    assert (
        Pairing.select()
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(Seat.person == cast.eve)
        .count()
        == 1
    )


def test_a_changed_guide_leaves_the_old_pairing_in_the_record(cast: Cast) -> None:
    new = change_guide(cast.pairing, cast.eve, on=TODAY, by=cast.ada)
    old = Pairing.get_by_id(cast.pairing.id)
    assert (old.ended_on, old.guide.person) == (TODAY, cast.ben)
    assert (new.since, new.guide.person, new.cadence_days) == (TODAY, cast.eve, old.cadence_days)


def test_a_guide_changed_back_on_the_same_day_goes_on_with_the_old_pairing(cast: Cast) -> None:
    new = change_guide(cast.pairing, cast.eve, on=TODAY, by=cast.ada)
    back = change_guide(new, cast.ben, on=TODAY, by=cast.ada)
    assert (back.id, back.ended_on, back.since) == (cast.pairing.id, None, LONG_AGO)


def test_a_guide_taken_away_leaves_a_gap(cast: Cast) -> None:
    gap = change_guide(cast.pairing, None, on=TODAY, by=cast.ada)
    assert gap.guide is None
    assert gap.learner == cast.cleos_seat


def test_a_pairing_that_ended_meanwhile_is_not_changed(cast: Cast) -> None:
    end_pairing(cast.pairing, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="ended meanwhile"):
        change_guide(cast.pairing, cast.eve, on=TODAY, by=cast.ada)


def test_the_same_two_are_paired_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="Change that pairing instead"):
        pair(cast.cleos_seat, cast.bens_seat, since=TODAY, by=cast.ada)


def test_seats_of_different_topics_make_no_pairing(cast: Cast, second: RolloutTopic) -> None:
    elsewhere = give_seat(second, cast.eve, Role.COACH, since=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Choose a guide of the same topic"):
        pair(cast.cleos_seat, elsewhere, since=TODAY, by=cast.ada)


def test_an_sme_seat_does_not_make_a_guide(cast: Cast) -> None:
    dans_seat = Seat.get(Seat.person == cast.dan)
    with pytest.raises(Refused, match="does not make a guide"):
        pair(cast.cleos_seat, dans_seat, since=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Choose the seat of a learner"):
        pair(dans_seat, cast.bens_seat, since=TODAY, by=cast.ada)


def test_an_ended_seat_makes_no_pairing(cast: Cast) -> None:
    end_seat(cast.bens_seat, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Give a new seat first"):
        pair(cast.cleos_seat, cast.bens_seat, since=TODAY, by=cast.ada)


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("cadence_days", {"cadence_days": 0, "agreed_hours": None, "wave": 1}),
        ("agreed_hours", {"cadence_days": 7, "agreed_hours": 0, "wave": 1}),
        ("wave", {"cadence_days": 7, "agreed_hours": 2, "wave": 0}),
    ],
)
def test_what_a_pairing_agrees_is_at_least_one(
    cast: Cast, field: str, numbers: dict[str, int | None]
) -> None:
    with pytest.raises(Refused) as refusal:
        agree(cast.pairing, by=cast.ada, **numbers)
    assert refusal.value.field == field


def test_what_a_pairing_agrees_is_kept(cast: Cast) -> None:
    agree(cast.pairing, cadence_days=14, agreed_hours=3, wave=2, by=cast.ada)
    pairing = Pairing.get_by_id(cast.pairing.id)
    assert (pairing.cadence_days, pairing.agreed_hours, pairing.wave) == (14, 3, 2)


def test_settling_in_has_a_buddy_and_everything_else_a_coach() -> None:
    assert Role.usual_guide(Kind.ORIENTATION) == Role.BUDDY
    assert {Role.usual_guide(kind) for kind in Kind if kind != Kind.ORIENTATION} == {Role.COACH}


# ------------------------------------------------------------------ ending and taking back


def test_a_seat_that_ends_takes_its_pairings_with_it_and_brings_them_back(cast: Cast) -> None:
    ended = end_seat(cast.bens_seat, on=TODAY, by=cast.ada)
    assert (ended.until, Pairing.get_by_id(cast.pairing.id).ended_on) == (TODAY, TODAY)
    again = reopen_seat(ended, by=cast.ada)
    assert (again.until, Pairing.get_by_id(cast.pairing.id).ended_on) == (None, None)


def test_a_seat_that_has_not_begun_was_never_held(cast: Cast, second: RolloutTopic) -> None:
    later = give_seat(second, cast.eve, Role.LEARNER, since=date(2027, 1, 4), by=cast.ada)
    assert end_seat(later, on=TODAY, by=cast.ada).until == later.since
    assert give_seat(second, cast.eve, Role.COACH, since=TODAY, by=cast.ada)


def test_a_seat_is_not_taken_up_again_against_a_rule(cast: Cast, second: RolloutTopic) -> None:
    end_seat(cast.cleos_seat, on=TODAY, by=cast.ada)
    give_seat(second, cast.cleo, Role.COACH, since=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="one-way"):
        reopen_seat(cast.cleos_seat, by=cast.ada)


def test_a_pairing_that_ended_by_mistake_goes_on(cast: Cast) -> None:
    end_pairing(cast.pairing, on=TODAY, by=cast.ada)
    assert reopen_pairing(cast.pairing, by=cast.ada).ended_on is None


# ------------------------------------------------------------------ history, concurrency


def test_the_history_of_a_rollout_tells_who_was_seated(cast: Cast, second: RolloutTopic) -> None:
    pairing = put_guide(second, cast.eve, cast.ben, on=TODAY, by=cast.ada)
    agree(pairing, cadence_days=14, agreed_hours=3, wave=2, by=cast.ada)
    changed = change_guide(pairing, cast.dan, on=TODAY, by=cast.ada)
    change_guide(changed, None, on=TODAY, by=cast.ada)
    seat = give_seat(second, cast.root, Role.SME, since=TODAY, by=cast.ada)
    reopen_seat(end_seat(seat, on=TODAY, by=cast.ada), by=cast.ada)
    assert [told.text for told in reversed(history_of(cast.rollout))] == [
        "Ada Lovell seated Ben Arroyo as coach of Eve Nobody on Production",
        "Ada Lovell set how Ben Arroyo and Eve Nobody meet on Production: every 14 days, wave 2, "
        "3 hours a week",
        "Ada Lovell seated Dan Weiss as coach of Eve Nobody on Production, after Ben Arroyo",
        "Ada Lovell took Dan Weiss off as guide of Eve Nobody on Production",
        "Ada Lovell seated Root Adams as SME on Production from 23 Nov 2026",
        "Ada Lovell ended the seat of Root Adams as SME on Production, 23 Nov 2026",
        "Ada Lovell gave Root Adams the seat as SME on Production back",
    ]


def test_of_eight_who_give_contradictory_seats_at_once_one_side_wins(cast: Cast) -> None:
    topics = [make.a_rollout_topic(cast.rollout, make.a_topic(f"Topic {n}")) for n in range(8)]
    answers: list[object] = []
    start = threading.Barrier(8)

    def seat(number: int) -> None:
        try:
            db.open_connection()
            role = Role.COACH if number % 2 else Role.LEARNER
            start.wait()
            answers.append(give_seat(topics[number], cast.eve, role, since=TODAY, by=cast.ada))
        except Exception as fault:
            answers.append(fault)
        finally:
            db.drop_connection()

    threads = [threading.Thread(target=seat, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seats = [answer for answer in answers if isinstance(answer, Seat)]
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert (len(seats), len(refusals)) == (4, 4)
    assert len({seat.role for seat in Seat.select().where(Seat.person == cast.eve)}) == 1
