"""Rule 2: a two-way rollout in balance; everybody seated as both holds a session in each role."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Role, RolloutTopic, TransferModel, Wording
from kt.rules.balance import Balance, balance_of, still_missing

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    """Make the rollout two-way: Cleo learns cut-off rules and coaches Ben on restarts."""
    cast = a_cast()
    cast.rollout.model = TransferModel.TWO_WAY
    cast.rollout.save()
    restarts = make.a_rollout_topic(cast.rollout, make.a_topic("Batch restart"))
    make.a_pairing(
        make.a_seat(restarts, cast.cleo, Role.COACH), make.a_seat(restarts, cast.ben, Role.LEARNER)
    )
    return cast


def restarts(cast: Cast) -> RolloutTopic:
    return cast.rollout.rollout_topics.order_by(RolloutTopic.id.desc()).first()


def test_the_balance_says_who_gives_and_who_takes_what_worked_out_by_hand(cast: Cast) -> None:
    """Ben coached Cleo twice since the start, once before it; one was cancelled. Cleo: not yet."""
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 9, 28))
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 10, 1))
    held = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    cancelled = held.logged_at
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, cancelled_at=cancelled)
    assert balance_of(cast.rollout, TODAY) == [
        Balance(cast.ben.id, "Ben Arroyo", ("Cut-off rules",), ("Batch restart",), 2, 0),
        Balance(cast.cleo.id, "Cleo Marsh", ("Batch restart",), ("Cut-off rules",), 0, 2),
    ]


def test_what_is_missing_names_topics_and_no_people(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    balances = balance_of(cast.rollout, TODAY)
    assert [each.is_complete for each in balances] == [False, False]
    assert still_missing(balances, Wording.COACHING) == [
        "coaching on Batch restart",
        "learning Batch restart",
    ]


def test_both_are_complete_with_a_session_in_each_role(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    (learner,) = [seat for seat in restarts(cast).seats if seat.role == Role.LEARNER]
    make.a_session(restarts(cast), cast.cleo, learner.learner_pairings.get())
    balances = balance_of(cast.rollout, TODAY)
    assert all(each.is_complete for each in balances)
    assert still_missing(balances, Wording.COACHING) == []


def test_who_holds_one_role_or_is_sme_is_not_weighed(cast: Cast) -> None:
    make.a_seat(restarts(cast), cast.dan, Role.LEARNER)
    names = [each.name for each in balance_of(cast.rollout, TODAY)]
    assert names == ["Ben Arroyo", "Cleo Marsh"]


def test_in_a_one_way_rollout_there_is_nothing_to_balance(cast: Cast) -> None:
    cast.rollout.model = TransferModel.ONE_WAY
    assert balance_of(cast.rollout, TODAY) == []


def test_the_balance_takes_one_statement_whatever_there_is(cast: Cast) -> None:
    for number in range(12):
        person = make.a_person(f"Somebody{number} Long")
        make.a_seat(cast.rollout_topic, person, Role.COACH)
        make.a_seat(restarts(cast), person, Role.LEARNER)
    with counted_statements() as taken:
        assert len(balance_of(cast.rollout, TODAY)) == 14
    assert len(taken) == 1
