"""Nudging whoever a thing waits for, and putting things off oneself."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    Answer,
    AuditEntry,
    Item,
    ItemState,
    JudgedAs,
    Matter,
    Nudge,
    Opinion,
    Output,
    OutputState,
    OwnerRole,
    Pairing,
    Person,
    Review,
    ReviewAnswer,
    Role,
    Sheet,
    Snooze,
)
from kt.operations.items import tick_item
from kt.operations.nudging import (
    hear_nudge,
    nudge,
    nudge_all,
    put_off,
    wake,
    withdraw_nudge,
)
from kt.operations.questions import answer_question, version_of_answer
from kt.reports.needs import needs_in, thing_of
from kt.reports.nudges import NudgeLine, nudges_for, nudging_of
from kt.rules.pairings import pairings_around

TODAY = make.TODAY
LATE = TODAY - timedelta(days=4)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def a_late_item(cast: Cast, **values: object) -> int:
    checklist = make.a_checklist(
        person=cast.cleo, supervisor=cast.ada, rollout=values.pop("rollout", cast.rollout)
    )
    return make.an_item(checklist, "Read the handbook", due=LATE, **values).id


def nudged(cast: Cast, matter: Matter, ref: int, *, on: date = TODAY) -> list[str]:
    sent = nudge(cast.rollout, matter, ref, by=cast.ada, on=on)
    return [row.person.first_name for row in sent]


def on_home(person: Person) -> list[NudgeLine]:
    return nudges_for(person, pairings_around(person, None))


def test_an_item_that_is_late_is_its_owners_to_see_to(cast: Cast) -> None:
    assert nudged(cast, Matter.ITEM, a_late_item(cast)) == ["Cleo"]
    assert nudged(cast, Matter.ITEM, a_late_item(cast, owner=cast.dan)) == ["Dan"]
    assert nudged(cast, Matter.ITEM, a_late_item(cast, owners=("coach",))) == ["Ben"]
    (newest, *_) = on_home(cast.cleo)
    assert (newest.text, newest.by_name) == ("“Read the handbook” was due Thu 19 Nov", "Ada Lovell")


def test_nobody_is_nudged_twice_for_the_same_thing_in_three_days(cast: Cast) -> None:
    item = a_late_item(cast)
    nudged(cast, Matter.ITEM, item)
    for days in (0, 1, 2):
        with pytest.raises(Refused) as refusal:
            nudged(cast, Matter.ITEM, item, on=TODAY + timedelta(days=days))
        assert "Nudge again from Thu 26 Nov on" in refusal.value.sentence or days == 2
    assert nudged(cast, Matter.ITEM, a_late_item(cast)) == ["Cleo"]
    assert nudged(cast, Matter.ITEM, item, on=TODAY + timedelta(days=3)) == ["Cleo"]


def test_who_is_away_is_left_in_peace_until_they_are_back(cast: Cast) -> None:
    Person.update(away_until=TODAY + timedelta(days=4)).where(Person.id == cast.cleo).execute()
    with pytest.raises(Refused) as refusal:
        nudged(cast, Matter.ITEM, a_late_item(cast))
    assert refusal.value.sentence == (
        "Cleo is away until Fri 27 Nov. Nudge then, or put it off until that day."
    )
    assert not Nudge.select().exists()
    Person.update(away_until=TODAY).execute()
    assert nudged(cast, Matter.ITEM, a_late_item(cast)) == ["Cleo"]


def test_what_is_done_not_late_or_elsewhere_waits_for_nobody(cast: Cast) -> None:
    item = a_late_item(cast, state=ItemState.DONE)
    elsewhere = a_late_item(cast, rollout=make.a_rollout("Elsewhere", supervisor=cast.root))
    for matter, ref in (
        (Matter.ITEM, item),
        (Matter.ITEM, elsewhere),
        (Matter.ITEM, 999),
        (Matter.PAIRING, 999),
        (Matter.OUTPUT, make.an_output(topic=cast.topic, owner=cast.ben, rollout=cast.rollout).id),
    ):
        with pytest.raises(Refused) as refusal:
            nudged(cast, matter, ref)
        assert "does not wait for anybody" in refusal.value.sentence


def test_only_whoever_runs_the_rollout_nudges(cast: Cast) -> None:
    item = a_late_item(cast)
    with pytest.raises(NotAllowed):
        nudge(cast.rollout, Matter.ITEM, item, by=cast.ben, on=TODAY)
    assert not Nudge.select().exists()


def test_a_silent_pairing_nudges_both_and_tells_each_of_the_other(cast: Cast) -> None:
    make.signed(cast.rollout, cast.ben, cast.cleo)
    later = TODAY + timedelta(days=60)
    assert nudged(cast, Matter.PAIRING, cast.pairing.id, on=later) == ["Ben", "Cleo"]
    (for_ben,), (for_cleo,) = on_home(cast.ben), on_home(cast.cleo)
    assert for_ben.text.startswith("Cut-off rules with Cleo: no session for")
    assert for_cleo.text.startswith("Cut-off rules with Ben: no session for")


def test_sheets_outputs_reviews_signoffs_and_questions_wait_for_theirs(cast: Cast) -> None:
    make.signed(cast.rollout, cast.ben, cast.dan)
    assert nudged(cast, Matter.SHEETS, cast.rollout.id) == ["Cleo"]
    output = make.an_output(
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        due=LATE,
        state=OutputState.IN_REVIEW,
    )
    assert nudged(cast, Matter.OUTPUT, output.id) == ["Ben"]
    make.a_review(make.a_version(output, by=cast.ben))
    assert nudged(cast, Matter.REVIEW, output.id) == ["Dan"]
    signoff = make.a_signoff(cast.rollout_topic, cast.cleo)
    assert nudged(cast, Matter.SIGNOFF, signoff.id) == ["Ben"]
    Opinion.create(signoff=signoff, by=cast.ben, judged_as=JudgedAs.COACH, yes=True, on=TODAY)
    assert nudged(cast, Matter.SIGNOFF, signoff.id) == ["Dan"]
    question = make.a_question(cast.cleo, cast.topic, cast.ben)
    assert nudged(cast, Matter.QUESTION, question.id) == ["Ben"]
    assert "TARGET2" not in "".join(line.text for line in on_home(cast.ben))
    private = make.a_question(cast.cleo, cast.topic, cast.ben, private=True)
    with pytest.raises(Refused):
        nudged(cast, Matter.QUESTION, private.id)


def test_a_question_waits_in_each_rollout_on_its_topic_that_its_asker_has_a_seat_in(
    cast: Cast,
) -> None:
    second = make.a_rollout("Second team", supervisor=cast.ada)
    make.a_seat(make.a_rollout_topic(second, cast.topic), cast.cleo, Role.LEARNER)
    elsewhere = make.a_rollout("Elsewhere", supervisor=cast.ada)
    make.a_rollout_topic(elsewhere, cast.topic)
    question = make.a_question(cast.cleo, cast.topic, cast.ben)
    with pytest.raises(Refused):
        nudge(elsewhere, Matter.QUESTION, question.id, by=cast.ada, on=TODAY)
    assert nudged(cast, Matter.QUESTION, question.id) == ["Ben"]
    later = TODAY + timedelta(days=3)
    (row,) = nudge(second, Matter.QUESTION, question.id, by=cast.ada, on=later)
    assert row.rollout == second


def test_a_nudge_leaves_the_home_once_what_it_asks_for_is_done(cast: Cast) -> None:
    long_ago = make.a_pairing(
        cast.bens_seat, make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    )
    output = make.an_output(
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        due=LATE,
        state=OutputState.IN_REVIEW,
    )
    review = make.a_review(make.a_version(output, by=cast.ben))
    things = {
        Matter.ITEM: Item.get_by_id(a_late_item(cast, owner=cast.ben)),
        Matter.OUTPUT: output,
        Matter.SHEETS: cast.rollout,
        Matter.SIGNOFF: make.a_signoff(cast.rollout_topic, cast.cleo),
        Matter.QUESTION: make.a_question(cast.cleo, cast.topic, cast.ben),
        Matter.PAIRING: long_ago,
    }
    make.signed(cast.rollout, cast.cleo, cast.dan, cast.eve)
    later = TODAY + timedelta(days=60)
    for matter, thing in things.items():
        assert "Ben" in nudged(cast, matter, thing.id, on=later)
    assert nudged(cast, Matter.REVIEW, output.id, on=later) == ["Dan"]

    def waiting() -> set[Matter]:
        return {line.matter for person in (cast.ben, cast.dan) for line in on_home(person)}

    assert waiting() == set(Matter)
    tick_item(things[Matter.ITEM], done=True, by=cast.ben, on=later)
    assert waiting() == set(Matter) - {Matter.ITEM}
    tick_item(things[Matter.ITEM], done=False, by=cast.ben, on=later)
    assert Matter.ITEM in waiting(), "undone, it is asked for again"
    Item.update(due=later + timedelta(days=1)).execute()
    assert Matter.ITEM not in waiting(), "it has another day"
    Opinion.create(
        signoff=things[Matter.SIGNOFF], by=cast.ben, judged_as=JudgedAs.COACH, yes=True, on=later
    )
    make.a_session(cast.rollout_topic, cast.ben, long_ago, held_on=later - timedelta(days=1))
    assert waiting() == {Matter.OUTPUT, Matter.REVIEW, Matter.SHEETS, Matter.QUESTION}
    Review.update(answer=ReviewAnswer.APPROVED).where(Review.id == review.id).execute()
    Output.update(state=OutputState.PUBLISHED, published_on=later).execute()
    make.signed(cast.rollout, cast.ben)
    question = things[Matter.QUESTION]
    opened_with = version_of_answer(question)
    answer_question(question, "After 16:00.", by=cast.ben, opened_with=opened_with)
    assert waiting() == set()


def test_a_nudge_that_is_said_again_stands_there_once_and_is_heard_for_good(cast: Cast) -> None:
    item = a_late_item(cast)
    nudged(cast, Matter.ITEM, item)
    nudged(cast, Matter.ITEM, item, on=TODAY + timedelta(days=3))
    (line,) = on_home(cast.cleo)
    assert line.on == TODAY + timedelta(days=3)
    hear_nudge(Nudge.get_by_id(line.id), by=cast.cleo)
    assert on_home(cast.cleo) == []


def test_all_that_is_late_is_nudged_at_once_and_what_a_rule_refuses_is_passed_over(
    cast: Cast,
) -> None:
    things = [(Matter.ITEM, a_late_item(cast)) for _ in range(3)]
    nudged(cast, *things[0])
    sent = nudge_all(cast.rollout, things, by=cast.ada, on=TODAY)
    assert [row.ref for row in sent] == [ref for _, ref in things[1:]]
    with pytest.raises(Refused) as refusal:
        nudge_all(cast.rollout, things, by=cast.ada, on=TODAY)
    assert "heard of it today" in refusal.value.sentence
    with pytest.raises(Refused):
        nudge_all(cast.rollout, [], by=cast.ada, on=TODAY)


def test_a_nudge_is_taken_back_until_it_is_heard(cast: Cast) -> None:
    item = a_late_item(cast)
    nudged(cast, Matter.ITEM, item)
    withdraw_nudge(cast.rollout, Matter.ITEM, item, by=cast.ada, on=TODAY)
    assert on_home(cast.cleo) == []
    assert nudged(cast, Matter.ITEM, item) == ["Cleo"]
    (row,) = Nudge.select().where(Nudge.withdrawn_at.is_null())
    hear_nudge(row, by=cast.cleo)
    assert on_home(cast.cleo) == []
    with pytest.raises(Refused):
        withdraw_nudge(cast.rollout, Matter.ITEM, item, by=cast.ada, on=TODAY)
    with pytest.raises(NotAllowed):
        hear_nudge(row, by=cast.ben)


def test_what_is_put_off_is_gone_until_its_day_or_until_it_is_woken(cast: Cast) -> None:
    key = f"item-{a_late_item(cast)}"

    def keys(on: date) -> list[str]:
        return [need.key for need in needs_in(cast.rollout, by=cast.ada, today=on)]

    assert key in keys(TODAY)
    until = TODAY + timedelta(days=5)
    row = put_off(cast.rollout, key, title="Cleo", until=until, by=cast.ada, on=TODAY)
    assert key not in keys(TODAY)
    assert key not in keys(until - timedelta(days=1))
    assert key in keys(until)
    assert key in [need.key for need in needs_in(cast.rollout, by=cast.root, today=TODAY)]
    put_off(cast.rollout, key, title="Cleo", until=TODAY + timedelta(9), by=cast.ada, on=TODAY)
    assert Snooze.select().count() == 1
    wake(row, by=cast.ada)
    assert key in keys(TODAY)


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_thing_is_put_off_until_a_day_to_come_within_a_year(cast: Cast, days: int) -> None:
    with pytest.raises(Refused) as refusal:
        put_off(
            cast.rollout,
            "item-1",
            title="x",
            until=TODAY + timedelta(days=days),
            by=cast.ada,
            on=TODAY,
        )
    assert refusal.value.field == "until"
    assert not Snooze.select().exists()


def test_the_needs_say_when_somebody_was_nudged_and_offer_it_again_afterwards(cast: Cast) -> None:
    item = a_late_item(cast)
    nudged(cast, Matter.ITEM, item)
    assert nudging_of(cast.ada, TODAY).last(f"item-{item}", TODAY) == TODAY

    def need(on: date) -> tuple[str, bool]:
        (found,) = [
            each
            for each in needs_in(cast.rollout, by=cast.ada, today=on)
            if each.key == f"item-{item}"
        ]
        return found.nudge, found.may_nudge

    assert need(TODAY) == ("Nudge Cleo", False)
    assert need(TODAY + timedelta(days=3)) == ("Nudge Cleo", True)


def test_every_deed_leaves_one_entry(cast: Cast) -> None:
    item = a_late_item(cast)
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    before = AuditEntry.select().count()
    nudged(cast, Matter.ITEM, item)
    row = put_off(
        cast.rollout,
        f"item-{item}",
        title="Cleo",
        until=TODAY + timedelta(days=2),
        by=cast.ada,
        on=TODAY,
    )
    wake(row, by=cast.ada)
    assert AuditEntry.select().count() == before + 3


@pytest.mark.parametrize(
    "owners", [("supervisor",), ("manager",), ("buddy",), ("other",)], ids=lambda owners: owners[0]
)
def test_an_item_of_oneself_or_of_nobody_is_opened_and_not_nudged_about(
    cast: Cast, owners: tuple[str, ...]
) -> None:
    item = a_late_item(cast, owners=owners)
    (need,) = [
        each
        for each in needs_in(cast.rollout, by=cast.ada, today=TODAY)
        if each.key == f"item-{item}"
    ]
    assert (need.nudge, need.action, need.part) == ("", "Open", f"item-{item}")
    with pytest.raises(Refused) as refusal:
        nudged(cast, Matter.ITEM, item)
    assert refusal.value.sentence.startswith("Nobody but you can see to this now. Open it:")


def test_a_nudge_is_offered_exactly_where_it_reaches_somebody(cast: Cast) -> None:
    root, gone = cast.root, make.a_person("Gone Guy", active=False)
    away = make.a_person("Away Guy", away_until=TODAY + timedelta(days=1))
    Person.update(manager=root).where(Person.id == cast.cleo).execute()
    lists = [
        make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout),
        make.a_checklist(person=cast.cleo, supervisor=cast.ada),
        make.a_checklist(person=cast.ada, supervisor=cast.ada, rollout=cast.rollout),
        make.a_checklist(person=None, rollout=cast.rollout, supervisor=cast.ada),
        make.a_checklist(person=None, rollout=cast.rollout, supervisor=root),
    ]
    owners = [(), *((role,) for role in OwnerRole), ("supervisor", "coach"), ("learner", "other")]
    for checklist in lists:
        for named in owners:
            make.an_item(checklist, due=LATE, owners=named)
        for person in (cast.ada, cast.dan, gone, away):
            make.an_item(checklist, due=LATE, owner=person)
    needs = needs_in(cast.rollout, by=cast.ada, today=TODAY)
    offered = {each.key for each in needs if each.key.startswith("item-") and each.nudge}
    reached = set()
    for need in needs:
        thing = thing_of(need.key)
        if need.key.startswith("item-") and thing:
            try:
                nudge(cast.rollout, *thing, by=cast.ada, on=TODAY)
            except Refused:
                continue
            reached.add(need.key)
    assert offered == reached
    assert len(needs) - 15 > len(offered) > 15


def test_a_late_next_step_of_a_session_needs_its_supervisor_and_is_nudged_about(cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    step = Item.create(session=session, text="Send the log", owner=cast.cleo, due=LATE)
    Item.create(session=session, text="Not yet", owner=cast.cleo, due=TODAY)

    def steps(person: Person) -> list[tuple[object, ...]]:
        needs = needs_in(cast.rollout, by=person, today=TODAY)
        return [(x.title, x.rest, x.nudge, x.place, x.id) for x in needs if x.key == key]

    key = f"item-{step.id}"
    (found,) = steps(cast.ada)
    assert found == ("Cleo Marsh", "· Send the log", "Nudge Cleo", "items.show", step.id)
    assert nudged(cast, Matter.ITEM, step.id) == ["Cleo"]
    assert [line.text for line in on_home(cast.cleo)] == ["“Send the log” was due Thu 19 Nov"]
    # What two who coach each other said stays between them.
    Pairing.update(mutual=True).execute()
    assert steps(cast.ada) == []
    with pytest.raises(Refused, match="does not wait for anybody"):
        nudged(cast, Matter.ITEM, step.id, on=TODAY + timedelta(days=9))


def test_who_declined_their_sheet_or_owns_it_oneself_is_not_nudged(cast: Cast) -> None:
    make.signed(cast.rollout, cast.ben, cast.dan)
    Sheet.update(answer=Answer.DECLINED).where(Sheet.person == cast.cleo).execute()
    output = make.an_output(topic=cast.topic, owner=cast.ada, rollout=cast.rollout, due=LATE)
    found = {each.key: each for each in needs_in(cast.rollout, by=cast.ada, today=TODAY)}
    assert found[f"sheets-{cast.rollout.id}"].nudge == ""
    assert found[f"sheets-{cast.rollout.id}"].badge == "declined"
    assert found[f"output-{output.id}"].nudge == ""
    seen_by_root = {each.key: each for each in needs_in(cast.rollout, by=cast.root, today=TODAY)}
    assert seen_by_root[f"output-{output.id}"].nudge == "Nudge Ada"
