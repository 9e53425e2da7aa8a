"""Needs you: who waits, each once, with the way to what resolves it."""

from datetime import UTC, datetime, time, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import (
    AskedAs,
    Basis,
    ItemState,
    Kind,
    Pairing,
    Person,
    Role,
    Rollout,
    RolloutState,
    TransferModel,
    Turn,
    Wording,
)
from kt.operations.seating import end_pairing
from kt.reports.needs import Need, needs_in
from kt.reports.needs.items import LISTED
from kt.rules.broken import topic_facts

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    """Put the cast on the stage with a kick-off behind them, all sheets signed, a session held."""
    cast = a_cast()
    make.a_kick_off(cast.rollout)
    make.signed(cast.rollout, cast.ben, cast.cleo, cast.dan)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    return cast


def needs(cast: Cast, person: Person | None = None) -> list[Need]:
    rollout = Rollout.get_by_id(cast.rollout.id)
    return needs_in(rollout, by=person or cast.ada, today=TODAY)


def ended(cast: Cast) -> None:
    end_pairing(cast.pairing, on=TODAY, by=cast.ben)


def test_a_learner_whose_pairing_has_ended_needs_a_guide(cast: Cast) -> None:
    assert needs(cast) == []
    ended(cast)
    (need,) = [each for each in needs(cast) if each.badge == "no guide"]
    assert (need.title, need.rest) == ("Cut-off rules", "· nobody guides 1 learner")
    assert (need.action, need.place, need.id) == ("Choose", "seats.index", cast.rollout.id)
    assert need.part == f"cell-{cast.rollout_topic.id}-{cast.cleo.id}"


def test_learners_without_any_pairing_are_one_need_of_their_topic(cast: Cast) -> None:
    anna = make.a_person("Anna First")
    for person in (cast.eve, anna):
        make.a_seat(cast.rollout_topic, person, Role.LEARNER)
    nostro = make.a_rollout_topic(cast.rollout, make.a_topic("Nostro breaks"))
    make.a_seat(nostro, cast.eve, Role.LEARNER, since=TODAY + timedelta(days=9))
    found = [each for each in needs(cast) if each.badge == "no guide"]
    assert [(need.title, need.rest) for need in found] == [
        ("Cut-off rules", "· nobody guides 2 learners"),
        ("Nostro breaks", "· nobody guides 1 learner"),
    ]
    Rollout.update(wording=Wording.MENTORING).execute()
    assert "· nobody guides 2 protégés" in [each.rest for each in needs(cast)]
    assert found[0].part == f"cell-{cast.rollout_topic.id}-{anna.id}"


def test_a_topic_that_nobody_was_ever_seated_on_needs_a_coach(cast: Cast) -> None:
    """An SME alone coaches nobody. Where somebody learnt and is done, nobody is missed."""
    empty, done = (
        make.a_rollout_topic(cast.rollout, make.a_topic(name)) for name in ("Nostro", "Netting")
    )
    make.a_seat(empty, cast.dan, Role.SME)
    make.a_seat(done, cast.eve, Role.LEARNER, until=TODAY)
    (need,) = [each for each in needs(cast) if each.badge == "no coach"]
    assert (need.title, need.rest) == ("Nostro", "· has no coach and no learner yet")
    assert (need.action, need.place, need.id) == ("Choose", "seats.index", cast.rollout.id)
    Rollout.update(wording=Wording.MENTORING).execute()
    assert "· has no mentor and no protégé yet" in [each.rest for each in needs(cast)]
    Rollout.update(state=RolloutState.DRAFT).execute()
    assert not [each for each in needs(cast) if each.badge == "no mentor"]


def test_who_has_another_guide_or_stands_as_a_gap_already_is_not_said_again(cast: Cast) -> None:
    guide = make.a_seat(cast.rollout_topic, cast.eve, Role.COACH)
    make.a_pairing(guide, cast.cleos_seat)
    ended(cast)
    assert not [each for each in needs(cast) if each.badge == "no guide"]
    Pairing.update(guide=None).where(Pairing.guide == guide).execute()
    (need,) = [each for each in needs(cast) if each.badge == "no guide"]
    assert need.rest == "nobody guides Cleo"


def test_who_may_coach_the_next_wave_is_offered_to_whoever_runs_the_rollout(cast: Cast) -> None:
    Rollout.update(kind=Kind.PROCESS_CHANGE).execute()
    seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_pairing(None, seat, wave=2)
    assert not [each for each in needs(cast) if each.badge == "signed off"]
    make.a_standing(cast.cleo, cast.topic, 3, basis=Basis.SIGNED_OFF)
    (need,) = [each for each in needs(cast) if each.badge == "signed off"]
    assert (need.title, need.rest) == ("Cut-off rules", "· 1 learner may coach the next wave")
    assert (need.action, need.place, need.id) == ("Choose", "seats.index", cast.rollout.id)


def test_a_seat_that_has_ended_wants_no_guide(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER, until=TODAY)
    (facts,) = topic_facts(cast.rollout, TODAY)
    assert (facts.unguided, facts.first_unguided) == (0, None)


def test_questions_that_wait_longer_than_a_day_are_one_need_of_their_topic(cast: Cast) -> None:
    def asked(days: int, **values: object) -> int:
        at = datetime.combine(TODAY - timedelta(days=days), time(9), UTC)
        return make.a_question(cast.cleo, cast.topic, cast.ben, at=at, **values).id

    def waiting() -> list[Need]:
        return [need for need in needs(cast) if "question" in need.rest]

    asked(1)
    asked(9, private=True)
    assert waiting() == []
    oldest, _ = asked(5), asked(3)
    (need,) = waiting()
    assert (need.title, need.rest) == ("Cut-off rules", "· 2 questions wait for an answer")
    assert (need.badge, need.key, need.id) == ("for 5 days", f"question-{oldest}", oldest)
    Turn.create(
        question=oldest,
        position=1,
        person=cast.ada,
        asked_as=AskedAs.SUPERVISOR,
        starts_at=datetime.combine(TODAY, time(1), UTC),
    )
    (need,) = waiting()
    assert need.rest == "· 1 question waits for an answer", "the other one stands among her own"


def test_whoever_is_stuck_is_not_lost_among_a_hundred_late_items(cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    for number in range(LISTED):
        make.an_item(checklist, f"Item {number}", due=TODAY - timedelta(days=9))
    stuck = make.an_item(checklist, "Get a certificate", state=ItemState.STUCK)
    found = needs(cast)
    assert f"item-{stuck.id}" in {each.key for each in found}
    (more,) = [each for each in found if each.title == "1 more item"]
    assert (more.action, more.place, more.nudge) == ("Open", "rollouts.checklists", "")


def test_each_thing_has_a_key_of_its_own_by_which_it_is_put_off(cast: Cast) -> None:
    Rollout.update(
        model=TransferModel.SEEDED_ONE_WAY, end_date=TODAY + timedelta(days=60)
    ).execute()
    for name in ("Nostro breaks", "Tape archive"):
        topic = make.a_topic(name, kind=Kind.NICHE_SKILL, holders_needed=2)
        make.a_rollout_topic(cast.rollout, topic)
    leaves = TODAY + timedelta(days=20)
    Person.update(leaving_date=leaves).where(Person.id.in_([cast.ben, cast.cleo])).execute()
    found = needs(cast)
    assert [each.rest for each in found].count("leaves before the end") == 2
    assert [each.rest for each in found].count("has no SME") == 2
    assert [each.rest for each in found].count("has 0 holders") == 2
    assert len({each.key for each in found}) == len(found)
