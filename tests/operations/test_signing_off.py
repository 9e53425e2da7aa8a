"""Rule 17: the coach judges with evidence, the SME confirms, a supervisor acts for one absent."""

from datetime import date, timedelta
from typing import Any

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    Basis,
    Item,
    ItemState,
    JudgedAs,
    Level,
    Opinion,
    Outcome,
    Person,
    Role,
    Seat,
    Signoff,
    SignoffAnswer,
    Standing,
    Topic,
    TransferModel,
    Way,
)
from kt.operations.signing_off import (
    ask_signoff,
    judge,
    sign_off,
    undo_signoff,
    withdraw_signoff,
)
from kt.reports.history import history_of

TODAY = make.TODAY
ALONE = Level.DOES_IT_ALONE


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def technical(cast: Cast) -> Cast:
    """A technical topic of a seeded rollout, where the SME confirms."""
    Topic.update(technical=True).execute()
    cast.rollout.model = TransferModel.SEEDED_ONE_WAY
    cast.rollout.save()
    return cast


def asked(cast: Cast, **values: Any) -> Signoff:
    return ask_signoff(cast.rollout_topic, ALONE, **{"by": cast.cleo, "on": TODAY} | values)


def seen(cast: Cast, way: Way = Way.ALONE) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=way)


def yes(signoff: Signoff, by: Person, evidence: str = "", on: date = TODAY) -> Signoff:
    return judge(signoff, yes=True, evidence=evidence, by=by, on=on)


def levels(person: Person) -> list[int]:
    return [each.level for each in Standing.select().where(Standing.person == person)]


def test_a_learner_asks_and_the_coach_judges_with_one_press_where_the_evidence_stands(
    cast: Cast,
) -> None:
    seen(cast)
    signoff = yes(asked(cast), cast.ben)
    assert signoff.answer == SignoffAnswer.SIGNED_OFF
    standing = Standing.get()
    assert (standing.person, standing.level, standing.basis) == (
        cast.cleo,
        ALONE,
        Basis.SIGNED_OFF,
    )
    assert (standing.judged_by, standing.confirmed_by) == (cast.ben, None)
    assert standing.reason == "1 session held, 1 alone"


def test_where_no_session_shows_it_the_form_asks_for_a_sentence(cast: Cast) -> None:
    seen(cast, Way.EXPLAINED)
    signoff = asked(cast)
    with pytest.raises(Refused, match="No session shows them doing it yet") as refusal:
        yes(signoff, cast.ben)
    assert refusal.value.field == "evidence"
    assert Opinion.select().count() == 0
    yes(signoff, cast.ben, "She closed the batch on Monday")
    assert Standing.get().reason == "She closed the batch on Monday"


def test_who_is_to_do_it_alone_was_seen_doing_it_alone(cast: Cast) -> None:
    seen(cast, Way.TOGETHER)
    with pytest.raises(Refused, match="No session shows them doing it alone yet"):
        yes(asked(cast), cast.ben)
    with_help = ask_signoff(cast.rollout_topic, Level.DOES_IT_WITH_HELP, by=cast.cleo, on=TODAY)
    assert yes(with_help, cast.ben).answer == SignoffAnswer.SIGNED_OFF
    assert Standing.get().reason == "1 session held, 1 done together"


def test_next_steps_that_were_done_are_evidence_beside_the_sessions(cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.ALONE)
    for state in (ItemState.DONE, ItemState.OPEN):
        Item.create(session=session, text="Close it once more", owner=cast.cleo, state=state)
    Item.create(session=session, text="Send the log", owner=cast.ben, state=ItemState.DONE)
    yes(asked(cast), cast.ben)
    assert Standing.get().reason == "1 session held, 1 alone; 1 next step done"


def test_a_document_that_was_used_is_evidence_beside_the_sessions(cast: Cast) -> None:
    seen(cast)
    manual = make.an_output(topic=cast.topic, owner=cast.ben)
    make.a_use(manual, cast.cleo, outcome=Outcome.WORKED)
    yes(asked(cast), cast.ben)
    assert Standing.get().reason == "1 session held, 1 alone; did it with 1 document"


def test_a_use_that_was_taken_back_is_no_evidence(cast: Cast) -> None:
    seen(cast)
    manual = make.an_output(topic=cast.topic, owner=cast.ben)
    make.a_use(manual, cast.cleo, outcome=Outcome.WORKED)
    make.a_use(manual, cast.cleo, outcome=Outcome.TAKEN_BACK)
    yes(asked(cast), cast.ben)
    assert Standing.get().reason == "1 session held, 1 alone"


def test_sessions_before_the_start_are_no_evidence(cast: Cast) -> None:
    make.a_session(
        cast.rollout_topic, cast.ben, cast.pairing, way=Way.ALONE, held_on=date(2026, 9, 1)
    )
    with pytest.raises(Refused, match="No session shows"):
        yes(asked(cast), cast.ben)


def test_declining_needs_a_reason_and_says_what_is_missing(cast: Cast) -> None:
    signoff = asked(cast)
    with pytest.raises(Refused, match="Say in a sentence what is missing"):
        judge(signoff, yes=False, by=cast.ben, on=TODAY)
    declined = judge(signoff, yes=False, evidence="Restart once more", by=cast.ben, on=TODAY)
    assert declined.answer == SignoffAnswer.DECLINED
    assert Opinion.get().evidence == "Restart once more"
    assert levels(cast.cleo) == []


def test_on_technical_topics_of_seeded_rollouts_the_sme_confirms(technical: Cast) -> None:
    seen(technical)
    signoff = yes(asked(technical), technical.ben)
    assert (signoff.answer, levels(technical.cleo)) == (SignoffAnswer.WAITING, [])
    yes(signoff, technical.dan, "Knows the edge cases")
    standing = Standing.get()
    assert (standing.judged_by, standing.confirmed_by) == (technical.ben, technical.dan)


def test_the_sme_may_say_it_before_the_coach_and_both_are_needed(technical: Cast) -> None:
    seen(technical)
    signoff = yes(asked(technical), technical.dan, "Knows the edge cases")
    assert signoff.answer == SignoffAnswer.WAITING
    yes(signoff, technical.ben)
    assert Standing.get().confirmed_by == technical.dan


def test_the_sme_may_say_not_yet_after_the_coach_said_yes(technical: Cast) -> None:
    seen(technical)
    signoff = yes(asked(technical), technical.ben)
    judge(signoff, yes=False, evidence="Month end is missing", by=technical.dan, on=TODAY)
    assert Signoff.get().answer == SignoffAnswer.DECLINED
    assert [each.yes for each in Opinion.select().order_by(Opinion.id)] == [True, False]


def test_a_supervisor_acts_for_somebody_absent_and_is_named_as_such(technical: Cast) -> None:
    signoff = yes(asked(technical), technical.ada, "Ben told me")
    assert Signoff.get().answer == SignoffAnswer.WAITING
    yes(signoff, technical.ada, "Dan wrote it")
    said = [(each.judged_as, each.acts_for) for each in Opinion.select().order_by(Opinion.id)]
    assert said == [(JudgedAs.COACH, technical.ben), (JudgedAs.SME, technical.dan)]
    standing = Standing.get()
    assert standing.judged_by == technical.ada
    assert standing.reason == "For Ben Arroyo, the coach: Ben told me"


def test_a_supervisor_acts_for_a_coach_who_is_gone(cast: Cast) -> None:
    seen(cast)
    signoff = asked(cast)
    Seat.update(until=TODAY).where(Seat.role == Role.SME).execute()
    Person.update(active=False).where(Person.id == cast.ben).execute()
    yes(signoff, cast.ada)
    (opinion,) = Opinion.select()
    assert (opinion.by, opinion.acts_for, opinion.judged_as) == (cast.ada, cast.ben, JudgedAs.COACH)
    assert Standing.get().reason == "For Ben Arroyo, the coach: 1 session held, 1 alone"


def test_a_coach_is_judged_by_the_sme(cast: Cast) -> None:
    signoff = ask_signoff(cast.rollout_topic, Level.COACHES_OTHERS, by=cast.ben, on=TODAY)
    with pytest.raises(Refused, match="No session shows them doing it yet"):
        yes(signoff, cast.dan)
    yes(signoff, cast.dan, "Coached two to the end")
    assert (Standing.get().person, Standing.get().level) == (cast.ben, 4)


def test_nobody_judges_themselves_and_nobody_else_judges(cast: Cast) -> None:
    signoff = asked(cast)
    for person in (cast.cleo, cast.eve):
        with pytest.raises(NotAllowed, match="The coach judges"):
            yes(signoff, person, "Of course")


def test_only_whoever_learns_or_coaches_there_can_be_signed_off(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        asked(cast, person=cast.eve)
    with pytest.raises(Refused, match="has no seat on Cut-off rules here"):
        asked(cast, by=cast.ada, person=cast.eve)


def test_without_a_coach_and_an_sme_nobody_can_judge_it(cast: Cast) -> None:
    cast.pairing.ended_on = TODAY
    cast.pairing.save()
    Seat.update(until=TODAY).where(Seat.role == Role.SME).execute()
    with pytest.raises(Refused, match="Nobody can judge it"):
        asked(cast)


def test_asked_twice_it_waits_once_and_another_level_takes_its_place(cast: Cast) -> None:
    first, second = asked(cast), asked(cast)
    assert first == second
    ask_signoff(cast.rollout_topic, Level.DOES_IT_WITH_HELP, by=cast.cleo, on=TODAY)
    waiting = Signoff.select().where(Signoff.answer == SignoffAnswer.WAITING)
    assert [each.level for each in waiting] == [2]


def test_who_is_signed_off_already_need_not_ask(cast: Cast) -> None:
    seen(cast)
    yes(asked(cast), cast.ben)
    with pytest.raises(Refused, match="is signed off at “does it alone” already"):
        asked(cast)


def test_a_second_press_signs_nobody_off_twice(cast: Cast) -> None:
    seen(cast)
    signoff = asked(cast)
    yes(signoff, cast.ben)
    yes(signoff, cast.ben)
    assert levels(cast.cleo) == [3]
    with pytest.raises(Refused, match="settled meanwhile"):
        judge(signoff, yes=False, evidence="No", by=cast.ben, on=TODAY)


def test_a_coach_signs_off_who_did_not_ask(cast: Cast) -> None:
    seen(cast)
    sign_off(cast.rollout_topic, cast.cleo, ALONE, by=cast.ben, on=TODAY)
    assert levels(cast.cleo) == [3]


def test_a_sign_off_is_taken_back_by_a_new_standing(cast: Cast) -> None:
    soon = TODAY + timedelta(days=30)
    make.a_standing(cast.cleo, cast.topic, Level.DOES_IT_WITH_HELP, refresh_on=soon)
    seen(cast)
    signoff = yes(asked(cast), cast.ben)
    undo_signoff(signoff, by=cast.ben, on=TODAY)
    undone = list(Standing.select().order_by(Standing.id))
    assert [each.level for each in undone] == [2, 3, 2]
    assert undone[-1].reason == "“does it alone” is taken back"
    assert [each.refresh_on for each in undone] == [soon, None, soon]
    with pytest.raises(Refused, match="nothing to take back"):
        undo_signoff(signoff, by=cast.ben, on=TODAY)


def test_a_newer_standing_is_not_undone_with_an_older_sign_off(cast: Cast) -> None:
    seen(cast)
    signoff = yes(asked(cast), cast.ben)
    make.a_standing(cast.cleo, cast.topic, Level.COACHES_OTHERS, on=TODAY)
    with pytest.raises(Refused, match="has a newer standing here"):
        undo_signoff(signoff, by=cast.ben, on=TODAY)


def test_who_asked_takes_it_back(cast: Cast) -> None:
    signoff = asked(cast)
    with pytest.raises(NotAllowed):
        withdraw_signoff(signoff, by=cast.eve, on=TODAY)
    withdraw_signoff(signoff, by=cast.cleo, on=TODAY)
    assert Signoff.get().answer == SignoffAnswer.WITHDRAWN


def test_every_deed_is_told_in_the_persons_history(technical: Cast) -> None:
    seen(technical)
    signoff = yes(asked(technical), technical.ben)
    yes(signoff, technical.dan, "Yes")
    told = [line.text for line in history_of(technical.cleo)]
    assert told[:3] == [
        "Dan Weiss signed Cleo Marsh off at “does it alone” on Cut-off rules",
        "Ben Arroyo judged Cleo Marsh ready for “does it alone” on Cut-off rules; the SME is to "
        "confirm it",
        "Cleo Marsh asked to be signed off at “does it alone” on Cut-off rules",
    ]
