"""What waits for somebody in writing, on their home."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Expert, Output, Person, Role
from kt.operations.outputs import (
    answer_failure,
    approve_version,
    ask_review,
    did_it,
    did_not_work,
    publish_output,
    return_version,
    write_version,
)
from kt.reports.writing_desk import DeskRow, desk_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def manual(cast: Cast) -> Output:
    return make.a_document(topic=cast.topic, owner=cast.ben, rollout=cast.rollout)


def desk(person: Person, today: date = TODAY) -> list[tuple[str, str]]:
    return [(row.matter, row.title) for row in desk_of(person, today)]


def first(person: Person) -> DeskRow:
    return desk_of(person, TODAY)[0]


def test_a_document_to_review_lies_on_the_desk_of_those_who_know(
    cast: Cast, manual: Output
) -> None:
    ask_review(manual, by=cast.ben)
    assert desk(cast.dan) == [("to review", "Cut-off manual")]
    assert (first(cast.dan).number, first(cast.dan).person_name) == (1, "Ben Arroyo")
    assert [desk(who) for who in (cast.ben, cast.cleo, cast.eve)] == [[], [], []]


def test_a_returned_text_lies_on_its_authors_desk_with_the_sentence(
    cast: Cast, manual: Output
) -> None:
    review = ask_review(manual, by=cast.ben)
    return_version(review, by=cast.dan, sentence="Step 4 is missing.")
    row = first(cast.ben)
    assert (row.matter, row.sentence, row.person_name) == (
        "returned",
        "Step 4 is missing.",
        "Dan Weiss",
    )
    write_version(manual, by=cast.ben, text="With step 4", opened_with=1)
    assert desk(cast.ben) == []


def test_a_returned_text_that_is_put_to_review_again_has_left_the_desk(
    cast: Cast, manual: Output
) -> None:
    return_version(ask_review(manual, by=cast.ben), by=cast.dan, sentence="Why?")
    ask_review(manual, by=cast.ben)
    assert desk(cast.ben) == []


def test_a_failed_use_lies_on_the_owners_desk_with_its_sentence(cast: Cast, manual: Output) -> None:
    use = did_not_work(manual, by=cast.cleo, sentence="Step 4 is missing", today=TODAY)
    assert (first(cast.ben).matter, first(cast.ben).sentence) == (
        "did not work",
        "Step 4 is missing",
    )
    answer_failure(use, by=cast.ben, sentence="The queue was down.")
    assert desk(cast.ben) == []


def test_whoever_it_did_not_work_for_is_told_for_two_weeks(cast: Cast, manual: Output) -> None:
    use = did_not_work(manual, by=cast.cleo, sentence="Step 4 is missing", today=TODAY)
    answer = answer_failure(use, by=cast.ben, sentence="The queue was down.")
    day = answer.at.date()
    assert desk(cast.cleo, day) == [("answered", "Cut-off manual")]
    assert desk_of(cast.cleo, day)[0].sentence == "The queue was down."
    assert desk(cast.cleo, day + timedelta(days=15)) == []
    did_it(manual, by=cast.cleo, today=TODAY)
    assert desk(cast.cleo, day) == []


def test_a_fix_is_told_once_readers_see_it(cast: Cast, manual: Output) -> None:
    use = did_not_work(manual, by=cast.cleo, sentence="Step 4 is missing", today=TODAY)
    fix = write_version(manual, by=cast.ben, text="Four", opened_with=1, fixes=[use.id])
    assert desk(cast.cleo, fix.at.date()) == []
    publish_output(manual, by=cast.ben, today=TODAY)
    (row,) = desk_of(cast.cleo, fix.at.date())
    assert (row.matter, row.number) == ("answered", 2)


def test_a_review_date_that_is_reached_raises_it_in_the_owners_queue(
    cast: Cast, manual: Output
) -> None:
    manual.review_on = TODAY + timedelta(days=1)
    manual.save()
    assert desk(cast.ben) == []
    assert desk(cast.ben, TODAY + timedelta(days=1)) == [("to look at again", "Cut-off manual")]


def test_the_queue_is_ordered_by_readers_times_risk_and_not_by_date(
    cast: Cast, manual: Output
) -> None:
    payroll = make.a_topic("Payroll")
    make.a_standing(cast.eve, payroll, 3)
    seat_on = make.a_rollout_topic(cast.rollout, payroll)
    for name in ("Fay Ito", "Gus Holm"):
        make.a_seat(seat_on, make.a_person(name), Role.LEARNER)
    # One learner × 3 (nobody holds it) before two learners × 1, whichever date is older.
    other = make.a_document("Payroll manual", topic=payroll, owner=cast.ben)
    Output.update(review_on=TODAY).where(Output.id == manual.id).execute()
    Output.update(review_on=make.LONG_AGO).where(Output.id == other.id).execute()
    assert [title for _, title in desk(cast.ben)] == ["Cut-off manual", "Payroll manual"]
    for person in (cast.cleo, cast.dan):
        make.a_use(other, person)
    assert [title for _, title in desk(cast.ben)] == ["Payroll manual", "Cut-off manual"]


def test_what_is_urgent_comes_first_and_all_of_it_is_one_query(cast: Cast, manual: Output) -> None:
    Expert.create(topic=cast.topic, person=cast.ben)
    make.a_version(make.an_output("Dan's note", topic=cast.topic, owner=cast.dan), cast.dan)
    ask_review(Output.get(Output.title == "Dan's note"), by=cast.dan)
    did_not_work(manual, by=cast.cleo, sentence="Step 4 is missing", today=TODAY)
    Output.update(review_on=TODAY).where(Output.id == manual.id).execute()
    with counted_statements() as statements:
        matters = [row.matter for row in desk_of(cast.ben, TODAY)]
    assert matters == ["to review", "did not work", "to look at again"]
    assert len(statements) == 1


def test_nothing_waits_once_it_is_approved(cast: Cast, manual: Output) -> None:
    approve_version(ask_review(manual, by=cast.ben), by=cast.dan, today=TODAY)
    assert desk(cast.dan) == desk(cast.ben) == []
