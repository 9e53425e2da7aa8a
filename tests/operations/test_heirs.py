"""Ownership: when somebody leaves, their documents are listed at once with suggested heirs."""

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.errors import NotAllowed, Refused
from kt.models import Output, Person
from kt.operations.outputs import give_back, give_output
from kt.operations.people import disable_person
from kt.reports.history import history_of
from kt.reports.needs import needs_in
from kt.reports.outputs import heirless_outputs
from kt.rules.heirs import heirs_on

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def manual(cast: Cast) -> Output:
    return make.a_document(topic=cast.topic, owner=cast.ben, rollout=cast.rollout)


def heirs(cast: Cast) -> list[str]:
    return [heir.name for heir in heirs_on([cast.topic.id], TODAY).get(cast.topic.id, [])]


def titles(person: Person) -> list[str]:
    return [each.line.title for each in heirless_outputs(person, TODAY)[0]]


def test_when_somebody_is_disabled_their_documents_are_listed_at_once(
    cast: Cast, manual: Output
) -> None:
    assert titles(cast.root) == titles(cast.ada) == []
    disable_person(cast.ben, by=cast.root)
    assert titles(cast.root) == titles(cast.ada) == ["Cut-off manual"]
    assert ("Cut-off manual", "nobody owns it", "Give it on") in [
        (need.title, need.badge, need.action)
        for need in needs_in(cast.rollout, by=cast.ada, today=TODAY)
    ]


def test_when_somebody_leaves_their_documents_are_listed_from_that_day(
    cast: Cast, manual: Output
) -> None:
    Person.update(leaving_date=TODAY).where(Person.id == cast.ben.id).execute()
    assert titles(cast.root) == ["Cut-off manual"]
    (line,) = heirless_outputs(cast.root, make.LONG_AGO, owner=cast.ben)[0]
    assert line.line.title == "Cut-off manual"
    assert heirless_outputs(cast.root, make.LONG_AGO)[1] == 0


def test_a_supervisor_sees_those_of_rollouts_they_run(cast: Cast) -> None:
    make.a_document(topic=cast.topic, owner=cast.ben)
    disable_person(cast.ben, by=cast.root)
    assert (titles(cast.ada), titles(cast.root)) == ([], ["Cut-off manual"])


def test_heirs_know_the_topic_by_standing_and_then_by_fewest_documents(
    cast: Cast, manual: Output
) -> None:
    make.a_standing(cast.eve, cast.topic, 4)
    make.a_standing(cast.cleo, cast.topic, 2)
    assert heirs(cast) == ["Eve Nobody", "Dan Weiss", "Ben Arroyo"]
    Output.update(owner=cast.dan).execute()
    assert heirs(cast) == ["Eve Nobody", "Ben Arroyo", "Dan Weiss"]


def test_nobody_who_is_disabled_or_leaves_is_an_heir(cast: Cast, manual: Output) -> None:
    disable_person(cast.ben, by=cast.root)
    Person.update(leaving_date=TODAY).where(Person.id == cast.dan.id).execute()
    assert heirs(cast) == []


def test_one_press_gives_it_to_an_heir_with_undo(cast: Cast, manual: Output) -> None:
    disable_person(cast.ben, by=cast.root)
    give_output(manual, to=cast.dan, by=cast.ada)
    assert Output.get().owner == cast.dan
    assert history_of(manual)[0].text == (
        "Ada Lovell gave “Cut-off manual” of Ben Arroyo to Dan Weiss"
    )
    give_back(manual, by=cast.ada)
    assert Output.get().owner == cast.ben
    with pytest.raises(Refused, match="given on meanwhile"):
        give_back(manual, by=cast.ada)


def test_nobody_disabled_is_given_a_document(cast: Cast, manual: Output) -> None:
    disable_person(cast.dan, by=cast.root)
    with pytest.raises(Refused, match="Choose an owner who can be asked"):
        give_output(manual, to=cast.dan, by=cast.ada)


def test_others_give_nothing_away(cast: Cast, manual: Output) -> None:
    for person in (cast.cleo, cast.eve):
        with pytest.raises(NotAllowed):
            give_output(manual, to=cast.cleo, by=person)
        with pytest.raises(NotAllowed):
            give_back(manual, by=person)


def test_the_list_is_three_statements_however_long(cast: Cast, manual: Output) -> None:
    for number in range(5):
        topic = make.a_topic(f"Topic {number}")
        make.a_standing(cast.eve, topic, 3)
        make.a_document(f"Manual {number}", topic=topic, owner=cast.ben)
    disable_person(cast.ben, by=cast.root)
    with counted_statements() as statements:
        lines, total = heirless_outputs(cast.root, TODAY)
    assert (len(lines), total, len(statements)) == (6, 6, 3)
