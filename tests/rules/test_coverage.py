"""Coverage: for each topic who can do it and who can coach it, its risk when somebody leaves."""

from datetime import date, timedelta

import make
import pytest

from kt.models import Kind, Level, OutputState, Person, Topic
from kt.rules.coverage import Cover, Risk, by_risk, covers_of, without

TODAY = make.TODAY
SOON, LATER = TODAY + timedelta(60), TODAY + timedelta(200)


@pytest.fixture
def topic(database: str) -> Topic:
    return make.a_topic("Ledger upload", holders_needed=2)


def holder(topic: Topic, name: str, level: int = Level.DOES_IT_ALONE, **values: object) -> Person:
    person = make.a_person(name, **values)
    make.a_standing(person, topic, level)
    return person


def a_document(topic: Topic) -> None:
    owner = make.a_person("Dora Quill")
    state = {"state": OutputState.PUBLISHED, "published_on": TODAY}
    make.an_output("Upload manual", topic=topic, owner=owner, **state)


def cover() -> Cover:
    (found,) = covers_of(Topic.select(), TODAY)
    return found


def risk() -> Risk:
    return cover().risk(TODAY)


def test_a_topic_that_nobody_does_alone_is_the_first_risk(topic: Topic) -> None:
    holder(topic, "Ines Vogt", Level.DOES_IT_WITH_HELP)
    assert risk() == Risk.NOBODY


def test_with_one_holder_and_no_document_the_document_comes_first(topic: Topic) -> None:
    holder(topic, "Ines Vogt")
    assert risk() == Risk.ONE_UNWRITTEN
    a_document(topic)
    assert risk() == Risk.ONE


def test_one_is_enough_where_one_is_needed_and_it_is_written(topic: Topic) -> None:
    Topic.update(holders_needed=1).execute()
    ines = holder(topic, "Ines Vogt")
    a_document(topic)
    assert risk() == Risk.COVERED
    ines.leaving_date = SOON
    ines.save()
    assert risk() == Risk.ONE


def test_two_who_leave_within_a_quarter_are_a_risk(topic: Topic) -> None:
    for name, day in (("Ines Vogt", SOON), ("Raj Patel", SOON), ("Mina Sato", None)):
        holder(topic, name, leaving_date=day)
    assert risk() == Risk.LEAVING
    Person.update(leaving_date=LATER).where(Person.leaving_date == SOON).execute()
    assert risk() == Risk.COVERED


def test_fewer_holders_than_the_topic_needs_is_a_risk(topic: Topic) -> None:
    Topic.update(holders_needed=3).execute()
    holder(topic, "Ines Vogt")
    holder(topic, "Raj Patel", Level.COACHES_OTHERS)
    assert (risk(), cover().coaches) == (Risk.TOO_FEW, 1)


def test_who_has_left_or_is_disabled_holds_nothing(topic: Topic) -> None:
    holder(topic, "Ines Vogt", leaving_date=TODAY)
    holder(topic, "Raj Patel", active=False)
    assert risk() == Risk.NOBODY


def test_the_newest_standing_counts(topic: Topic) -> None:
    ines = holder(topic, "Ines Vogt", Level.COACHES_OTHERS)
    make.a_standing(ines, topic, Level.KNOWS_ABOUT_IT, on=date(2026, 11, 1))
    assert cover().holders == ()


def test_a_topic_that_needs_nobody_is_no_risk(topic: Topic) -> None:
    Topic.update(holders_needed=0).execute()
    assert risk() == Risk.COVERED


def test_the_reason_names_no_person(topic: Topic) -> None:
    holder(topic, "Ines Vogt", leaving_date=SOON)
    assert cover().reason(TODAY) == (
        "1 holder of 2 needed, 1 leaves within a quarter, the first in 60 days, nothing is written"
    )


def test_when_somebody_leaves_the_topic_is_what_the_others_hold(topic: Topic) -> None:
    ines, _ = holder(topic, "Ines Vogt"), holder(topic, "Raj Patel")
    (both,) = covers_of(Topic.select(), TODAY, named=[ines.id])
    assert [each.person_id for each in both.holders] == [ines.id]
    left = without(both, {ines.id})
    assert left.count == 1
    assert left.risk(TODAY) == Risk.ONE_UNWRITTEN


def test_the_worst_come_first_and_then_who_lacks_most(database: str) -> None:
    for name, needed in (("Alpha", 1), ("Beta", 3), ("Gamma", 1)):
        make.a_topic(name, holders_needed=needed)
    holder(Topic.get(Topic.name == "Alpha"), "Ines Vogt")
    found = by_risk(covers_of(Topic.select(), TODAY), TODAY)
    assert [each.name for each in found] == ["Beta", "Gamma", "Alpha"]


def test_the_owner_of_a_task_holds_it_and_growth_is_nobody_elses(database: str) -> None:
    ines = make.a_person("Ines Vogt")
    make.a_topic("Weekly report", kind=Kind.DELEGATION, owner=ines)
    make.a_topic("Settling in", kind=Kind.ORIENTATION)
    make.a_topic("Mentoring", kind=Kind.DEVELOPMENT)
    assert [(each.name, each.holders[0].name) for each in covers_of(Topic.select(), TODAY)] == [
        ("Weekly report", "Ines Vogt")
    ]
