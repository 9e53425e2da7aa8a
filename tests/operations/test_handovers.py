"""Rule 9: delegation moves tasks for good, from any holder to any delegate, several at once."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    Access,
    AuditEntry,
    Basis,
    Handover,
    Kind,
    Level,
    Person,
    Standing,
    Topic,
)
from kt.operations.handovers import (
    accept_handover,
    decline_handover,
    hand_over,
    offer_again,
    sign_step,
    take_back,
    undo_step,
)
from kt.reports.history import history_of
from kt.rules.handovers import step_reached

TODAY = make.TODAY
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def report(cast: Cast) -> Topic:
    """A task that Ben owns."""
    return make.a_topic("Weekly report", kind=Kind.DELEGATION, owner=cast.ben, open_to_all=False)


@pytest.fixture
def offered(cast: Cast, report: Topic) -> Handover:
    (handover,) = hand_over([report], cast.cleo, by=cast.ben, on=TODAY)
    return handover


@pytest.fixture
def accepted(cast: Cast, offered: Handover) -> Handover:
    return accept_handover(offered, by=cast.cleo, on=TODAY)


def sign(cast: Cast, handover: Handover, *steps: int) -> None:
    for step in steps:
        sign_step(handover, step, by=cast.ben, on=TODAY)


def knows(person: Person, topic: Topic, level: int) -> None:
    Standing.create(
        person=person,
        revision=make.a_revision(topic),
        level=level,
        basis=Basis.NAMED,
        reason="Seen.",
        on=make.LONG_AGO,
    )


def levels(person: Person) -> list[int]:
    rows = Standing.select().where(Standing.person == person).order_by(Standing.id)
    return [row.level for row in rows]


# ------------------------------------------------------------------ handing over


def test_several_tasks_go_to_one_delegate_in_one_deed(cast: Cast, report: Topic) -> None:
    other = make.a_topic("Rota", kind=Kind.DELEGATION, owner=cast.ben)
    given = hand_over(
        [report, other, report],
        cast.cleo,
        by=cast.ben,
        on=TODAY,
        note=" Ask me. ",
        new_tasks=["  Order   paper "],
    )
    assert [each.topic.name for each in given] == ["Weekly report", "Rota", "Order paper"]
    assert {(each.delegator, each.delegate, each.note) for each in given} == {
        (cast.ben, cast.cleo, "Ask me.")
    }
    assert all(each.accepted_on is None for each in given)


def test_a_new_task_becomes_a_task_of_the_delegator_that_few_see(cast: Cast) -> None:
    (given,) = hand_over([], cast.cleo, by=cast.ben, on=TODAY, new_tasks=["Order paper"])
    topic = given.topic
    assert (topic.kind, topic.owner, topic.open_to_all) == (Kind.DELEGATION, cast.ben, False)


def test_whoever_does_a_task_alone_hands_it_over_as_its_owner_does(
    cast: Cast, report: Topic
) -> None:
    knows(cast.dan, report, Level.DOES_IT_ALONE)
    assert hand_over([report], cast.cleo, by=cast.dan, on=TODAY)


def test_what_one_does_not_hold_one_cannot_hand_over(cast: Cast, report: Topic) -> None:
    knows(cast.dan, report, Level.DOES_IT_WITH_HELP)
    with pytest.raises(Refused, match="You do not hold Weekly report") as refusal:
        hand_over([report], cast.cleo, by=cast.dan, on=TODAY)
    assert refusal.value.field == "tasks"


def test_only_tasks_are_handed_over_for_good(cast: Cast) -> None:
    knows(cast.ben, cast.topic, Level.COACHES_OTHERS)
    with pytest.raises(Refused, match=r"a topic of the kind process change.* Plan a rollout"):
        hand_over([cast.topic], cast.cleo, by=cast.ben, on=TODAY)


def test_nobody_hands_over_to_themselves_or_to_somebody_disabled(cast: Cast, report: Topic) -> None:
    with pytest.raises(Refused, match="cannot hand a task over to oneself") as refusal:
        hand_over([report], cast.ben, by=cast.ben, on=TODAY)
    assert refusal.value.field == "delegate"
    cast.cleo.active = False
    cast.cleo.save()
    with pytest.raises(Refused, match="Cleo Marsh is disabled"):
        hand_over([report], cast.cleo, by=cast.ben, on=TODAY)


def test_one_task_is_open_with_one_delegate_once(
    cast: Cast, report: Topic, offered: Handover
) -> None:
    with pytest.raises(Refused, match="handed over to Cleo Marsh already"):
        hand_over([report], cast.cleo, by=cast.ben, on=TODAY)
    assert hand_over([report], cast.eve, by=cast.ben, on=TODAY)


def test_a_refused_deed_hands_nothing_over_and_adds_no_task(cast: Cast) -> None:
    with pytest.raises(Refused):
        hand_over([cast.topic], cast.cleo, by=cast.ben, on=TODAY, new_tasks=["Order paper"])
    with pytest.raises(Refused, match="Choose a task, or type a new one"):
        hand_over([], cast.cleo, by=cast.ben, on=TODAY)
    assert not Handover.select().exists()
    assert not Topic.select().where(Topic.name == "Order paper").exists()
    assert not AuditEntry.select().exists()


# ------------------------------------------------------------------ the answer


def test_the_delegate_accepts(cast: Cast, offered: Handover) -> None:
    with pytest.raises(NotAllowed, match="Whoever it was handed to answers"):
        accept_handover(offered, by=cast.ben, on=TODAY)
    assert accept_handover(offered, by=cast.cleo, on=TODAY).accepted_on == TODAY
    assert accept_handover(offered, by=cast.cleo, on=TOMORROW).accepted_on == TODAY


def test_declining_asks_for_a_sentence_and_is_possible_until_one_owns_it(
    cast: Cast, accepted: Handover
) -> None:
    with pytest.raises(Refused, match="Say in a sentence why not") as refusal:
        decline_handover(accepted, sentence=" ", by=cast.cleo, on=TODAY)
    assert refusal.value.field == "sentence"
    sign(cast, accepted, 1, 2, 3, 4)
    with pytest.raises(Refused, match="You own Weekly report now"):
        decline_handover(accepted, sentence="Too much.", by=cast.cleo, on=TODAY)


def test_what_was_declined_can_be_offered_again_by_the_delegator(
    cast: Cast, offered: Handover
) -> None:
    declined = decline_handover(offered, sentence="Not now.", by=cast.cleo, on=TODAY)
    assert (declined.declined_on, declined.sentence) == (TODAY, "Not now.")
    with pytest.raises(Refused, match=r"This was declined\. Offer it again first."):
        accept_handover(offered, by=cast.cleo, on=TODAY)
    with pytest.raises(NotAllowed):
        offer_again(declined, by=cast.root, on=TODAY)
    again = offer_again(declined, by=cast.ben, on=TOMORROW)
    assert (again.offered_on, again.accepted_on, again.topic) == (TOMORROW, None, offered.topic)


# ------------------------------------------------------------------ the steps


def test_watches_then_does_it_checked_then_reports_then_owns_it(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2, 3)
    assert levels(cast.cleo) == [1, 2, 3]
    assert Topic.get_by_id(accepted.topic_id).owner == cast.ben
    standing = sign_step(accepted, 4, by=cast.ben, on=TODAY, evidence="Three in a row.")
    assert (standing.basis, standing.judged_by) == (Basis.SIGNED_OFF, cast.ben)
    assert (standing.level, standing.reason) == (Level.COACHES_OTHERS, "Three in a row.")
    assert Topic.get_by_id(accepted.topic_id).owner == cast.cleo
    row = Handover.get_by_id(accepted.id)
    assert (row.owned_on, row.former_owner) == (TODAY, cast.ben)


def test_steps_are_signed_in_order_one_at_a_time(cast: Cast, accepted: Handover) -> None:
    with pytest.raises(Refused, match=r"in order, one at a time\. Sign “watches” first"):
        sign_step(accepted, 2, by=cast.ben, on=TODAY)
    sign(cast, accepted, 1, 1, 2)
    with pytest.raises(Refused, match="Cleo Marsh is past “watches” already"):
        sign_step(accepted, 1, by=cast.ben, on=TODAY)
    with pytest.raises(Refused, match="from 1"):
        sign_step(accepted, 5, by=cast.ben, on=TODAY)
    assert levels(cast.cleo) == [1, 2]


def test_a_step_is_signed_only_after_acceptance(cast: Cast, offered: Handover) -> None:
    with pytest.raises(Refused, match="Cleo Marsh has not accepted Weekly report yet"):
        sign_step(offered, 1, by=cast.ben, on=TODAY)


def test_the_delegator_signs_each_step(cast: Cast, accepted: Handover) -> None:
    for person in (cast.cleo, cast.dan, cast.ada):
        with pytest.raises(NotAllowed, match="The delegator signs each step"):
            sign_step(accepted, 1, by=person, on=TODAY)


def test_a_supervisor_may_act_for_somebody_absent_and_is_named_as_such(
    cast: Cast, accepted: Handover
) -> None:
    Person.update(manager=cast.ada).where(Person.id == cast.ben.id).execute()
    accepted = Handover.get_by_id(accepted.id)
    standing = sign_step(accepted, 1, by=cast.ada, on=TODAY, evidence="She sat in.")
    assert standing.judged_by == cast.ada
    assert standing.reason == "For Ben Arroyo, the delegator: She sat in."
    assert history_of(cast.cleo)[0].text == (
        "Ada Lovell signed “watches” for Cleo Marsh on Weekly report, and acted for Ben Arroyo"
    )


def test_a_manager_who_is_the_delegate_does_not_sign_their_own_steps(
    cast: Cast, report: Topic
) -> None:
    Person.update(manager=cast.ada).where(Person.id == cast.ben.id).execute()
    (handover,) = hand_over([report], cast.ada, by=Person.get_by_id(cast.ben.id), on=TODAY)
    accept_handover(handover, by=cast.ada, on=TODAY)
    with pytest.raises(NotAllowed):
        sign_step(handover, 1, by=cast.ada, on=TODAY)


def test_somebody_who_can_do_it_already_goes_on_from_there(cast: Cast, report: Topic) -> None:
    knows(cast.cleo, report, Level.COACHES_OTHERS)
    (handover,) = hand_over([report], cast.cleo, by=cast.ben, on=TODAY)
    accept_handover(handover, by=cast.cleo, on=TODAY)
    sign(cast, handover, 4)
    assert levels(cast.cleo) == [4, 4]
    assert Topic.get_by_id(report.id).owner == cast.cleo


def test_taking_a_step_back_is_a_new_standing_one_lower_with_a_reason(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2)
    standing = undo_step(accepted, 2, by=cast.ben, on=TODAY, reason="Signed the wrong one.")
    assert levels(cast.cleo) == [1, 2, 1]
    assert standing.reason == "“does it, checked” is taken back: Signed the wrong one."
    sign(cast, accepted, 2)
    assert levels(cast.cleo) == [1, 2, 1, 2]


def test_taking_the_last_step_back_gives_the_task_to_who_owned_it(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2, 3, 4)
    undo_step(accepted, 4, by=cast.ben, on=TODAY)
    assert Topic.get_by_id(accepted.topic_id).owner == cast.ben
    assert Handover.get_by_id(accepted.id).owned_on is None
    assert levels(cast.cleo)[-1] == 3


def test_a_standing_that_was_not_signed_here_is_not_taken_back(cast: Cast, report: Topic) -> None:
    knows(cast.cleo, report, Level.DOES_IT_WITH_HELP)
    (handover,) = hand_over([report], cast.cleo, by=cast.ben, on=TODAY)
    accept_handover(handover, by=cast.cleo, on=TODAY)
    with pytest.raises(Refused, match="No step was signed here"):
        undo_step(handover, 2, by=cast.ben, on=TODAY)


# ------------------------------------------------------------------ taking it back


def test_taking_it_back_needs_a_reason(cast: Cast, accepted: Handover) -> None:
    with pytest.raises(Refused, match="Say in a sentence why") as refusal:
        take_back(accepted, reason="", by=cast.ben, on=TODAY)
    assert refusal.value.field == "reason"
    with pytest.raises(NotAllowed):
        take_back(accepted, reason="Mine.", by=cast.cleo, on=TODAY)


def test_taken_back_the_former_owner_owns_it_again_and_standings_stay(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2, 3, 4)
    taken = take_back(accepted, reason="The team changes.", by=cast.ben, on=TOMORROW)
    assert (taken.taken_back_on, taken.owned_on) == (TOMORROW, TODAY)
    assert Topic.get_by_id(accepted.topic_id).owner == cast.ben
    assert levels(cast.cleo) == [1, 2, 3, 4]
    with pytest.raises(Refused, match="This was taken back"):
        undo_step(accepted, 4, by=cast.ben, on=TOMORROW)


def test_a_task_that_went_on_to_somebody_else_stays_with_them(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2, 3, 4)
    (further,) = hand_over([accepted.topic], cast.eve, by=cast.cleo, on=TODAY)
    accept_handover(further, by=cast.eve, on=TODAY)
    for step in (1, 2, 3, 4):
        sign_step(further, step, by=cast.cleo, on=TODAY)
    take_back(accepted, reason="The team changes.", by=cast.ben, on=TODAY)
    assert Topic.get_by_id(accepted.topic_id).owner == cast.eve


# ------------------------------------------------------------------ the history


def test_the_two_read_the_whole_history_and_the_topic_tells_only_who_owns_it(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2, 3, 4)
    undo_step(accepted, 4, by=cast.ben, on=TODAY, reason="Private words.")
    take_back(accepted, reason="Private words.", by=cast.ben, on=TODAY)
    declined = offer_again(accepted, by=cast.ben, on=TODAY)
    decline_handover(declined, sentence="Private words.", by=cast.cleo, on=TODAY)
    told = [each.text for each in history_of(cast.cleo)]
    assert told == [each.text for each in history_of(cast.ben)]
    assert told == [
        "Cleo Marsh declined Weekly report from Ben Arroyo",
        "Ben Arroyo handed Weekly report over to Cleo Marsh, to be accepted",
        "Ben Arroyo took Weekly report back from Cleo Marsh",
        "Ben Arroyo took back “owns it” of Cleo Marsh on Weekly report",
        "Ben Arroyo signed that Cleo Marsh owns Weekly report now",
        "Ben Arroyo signed “does it, reports” for Cleo Marsh on Weekly report",
        "Ben Arroyo signed “does it, checked” for Cleo Marsh on Weekly report",
        "Ben Arroyo signed “watches” for Cleo Marsh on Weekly report",
        "Cleo Marsh accepted Weekly report from Ben Arroyo",
        "Ben Arroyo handed Weekly report over to Cleo Marsh, to be accepted",
    ]
    assert [each.text for each in history_of(accepted.topic)] == [
        "Ben Arroyo took back “owns it” of Cleo Marsh on Weekly report",
        "Ben Arroyo signed that Cleo Marsh owns Weekly report now",
    ]
    assert not any("Private" in str(entry.values) for entry in AuditEntry.select())


def test_a_supervisor_who_manages_neither_acts_for_nobody(cast: Cast, accepted: Handover) -> None:
    hal = make.a_person("Hal Stranger", access=Access.SUPERVISOR)
    with pytest.raises(NotAllowed):
        sign_step(accepted, 1, by=hal, on=TODAY)
    assert sign_step(accepted, 1, by=cast.root, on=TODAY)


def test_a_step_counts_though_the_delegate_lives_a_day_ahead(cast: Cast, offered: Handover) -> None:
    accepted = accept_handover(offered, by=cast.cleo, on=TOMORROW)
    sign(cast, accepted, 1, 1)
    sign_step(accepted, 2, by=cast.root, on=TOMORROW)
    sign(cast, accepted, 3)
    assert levels(cast.cleo) == [1, 2, 3]
    assert step_reached(accepted) == Level.DOES_IT_ALONE


def test_one_step_taken_back_twice_is_taken_back_once(cast: Cast, accepted: Handover) -> None:
    sign(cast, accepted, 1, 2)
    for _ in range(2):
        undo_step(accepted, 2, by=cast.ben, on=TODAY)
    assert levels(cast.cleo) == [1, 2, 1]
    sign(cast, accepted, 2)
    with pytest.raises(Refused, match="Take “does it, checked” back first"):
        undo_step(accepted, 1, by=cast.ben, on=TODAY)


def test_what_one_delegate_owns_is_not_signed_away_to_another(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2, 3, 4)
    knows(cast.ben, accepted.topic, Level.DOES_IT_ALONE)
    (other,) = hand_over([accepted.topic], cast.eve, by=cast.ben, on=TODAY)
    other = accept_handover(other, by=cast.eve, on=TODAY)
    sign(cast, other, 1, 2, 3)
    with pytest.raises(Refused, match="Cleo Marsh owns Weekly report since"):
        sign_step(other, 4, by=cast.ben, on=TODAY)
    take_back(accepted, reason="Eve does it now.", by=cast.ben, on=TODAY)
    sign(cast, other, 4)
    assert Topic.get_by_id(other.topic_id).owner == cast.eve


def test_nobody_who_is_disabled_comes_to_own_a_task(cast: Cast, accepted: Handover) -> None:
    sign(cast, accepted, 1)
    Person.update(active=False).where(Person.id == cast.cleo.id).execute()
    with pytest.raises(Refused, match="Cleo Marsh is disabled and takes nothing on"):
        sign(cast, accepted, 2)


def test_a_task_that_came_back_can_go_to_the_same_person_again(
    cast: Cast, accepted: Handover
) -> None:
    sign(cast, accepted, 1, 2, 3, 4)
    (home,) = hand_over([accepted.topic], cast.ben, by=cast.cleo, on=TODAY)
    accept_handover(home, by=cast.ben, on=TODAY)
    for step in (1, 2, 3, 4):
        sign_step(home, step, by=cast.cleo, on=TODAY)
    with pytest.raises(Refused, match="take that one back first"):
        hand_over([accepted.topic], cast.cleo, by=cast.ben, on=TODAY)
    take_back(accepted, reason="It came home.", by=cast.ben, on=TODAY)
    assert Topic.get_by_id(accepted.topic_id).owner == cast.ben
    assert hand_over([accepted.topic], cast.cleo, by=cast.ben, on=TODAY)
