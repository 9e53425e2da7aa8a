"""A home gets what is open for somebody: their own, and what they do for others."""

from dataclasses import replace
from datetime import date

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt import clock
from kt.models import Checklist, Item, ItemState, Role
from kt.reports.checklists import checklists_of, figures_of, items_of, open_items_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def checklist(cast: Cast) -> Checklist:
    return make.a_checklist(person=cast.cleo, supervisor=cast.ada)


def texts(rows) -> list[str]:
    return [row.text for row in rows]


def test_a_next_step_of_ones_own_session_is_not_somebody_elses(cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    Item.create(session=session, text="step", owner=cast.ben, due=TODAY)
    (row,) = open_items_of(cast.ben, TODAY, clock.now()).own
    assert row.is_own
    assert (row.asked, row.owner_words) == (None, "")


def test_ones_own_items_come_overdue_first_with_how_many_there_are(
    cast: Cast, checklist: Checklist
) -> None:
    make.an_item(checklist, "some day")
    make.an_item(checklist, "friday", due=date(2026, 11, 27))
    make.an_item(checklist, "late", due=date(2026, 11, 19))
    make.an_item(checklist, "done", state=ItemState.DONE)
    make.an_item(checklist, "laptop", owners=("manager",))
    make.an_item(checklist, "lunch", owners=("learner", "buddy"))
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    Item.create(session=session, text="step", owner=cast.cleo, due=TODAY)

    found = open_items_of(cast.cleo, TODAY, clock.now(), limit=4)

    assert texts(found.own) == ["late", "step", "friday", "some day"]
    assert (found.own_total, found.own_late) == (5, 1)
    assert (found.done, found.total) == (1, 5)
    assert found.for_others == ()
    assert {row.text: row.asked.name for row in found.own}["step"] == "Ben Arroyo"
    assert all(row.may_tick for row in found.own)


def test_what_one_does_for_others_comes_apart_with_whom_it_is_for(
    cast: Cast, checklist: Checklist
) -> None:
    cast.cleo.manager = cast.dan
    cast.cleo.save()
    make.a_pairing(make.a_seat(cast.rollout_topic, cast.eve, Role.BUDDY), cast.cleos_seat)
    for role in ("buddy", "coach", "manager", "supervisor", "learner"):
        make.an_item(checklist, f"for the {role}", owners=(role,))
    strangers = make.a_checklist(person=cast.root, supervisor=cast.root)
    make.an_item(strangers, "elsewhere", owners=("buddy", "coach", "manager"))

    for person, text in (
        (cast.eve, "for the buddy"),
        (cast.ben, "for the coach"),
        (cast.dan, "for the manager"),
        (cast.ada, "for the supervisor"),
    ):
        found = open_items_of(person, TODAY, clock.now())
        assert texts(found.for_others) == [text]
        assert found.for_others[0].of_whom == "Cleo Marsh"
        assert found.for_others[0].may_tick
        assert found.own == ()


def test_an_item_that_names_somebody_is_theirs_alone(cast: Cast, checklist: Checklist) -> None:
    make.an_item(checklist, "explain", owner=cast.dan, owners=("coach",))
    assert texts(open_items_of(cast.dan, TODAY, clock.now()).own) == ["explain"]
    assert open_items_of(cast.ben, TODAY, clock.now()).for_others == ()
    assert open_items_of(cast.cleo, TODAY, clock.now()).own == ()


def test_who_supervises_their_own_list_does_the_supervisors_part_too(cast: Cast) -> None:
    own = make.a_checklist(person=cast.ada, supervisor=cast.ada)
    make.an_item(own, "approve", owners=("supervisor",))
    assert texts(open_items_of(cast.ada, TODAY, clock.now()).for_others) == ["approve"]


def test_a_rollouts_own_list_goes_to_its_supervisor_and_its_coaches(cast: Cast) -> None:
    team = make.a_checklist(person=None, rollout=cast.rollout, supervisor=cast.ada)
    make.an_item(team, "room")
    make.an_item(team, "invite", owners=("coach",))
    assert texts(open_items_of(cast.ada, TODAY, clock.now()).for_others) == ["room"]
    assert texts(open_items_of(cast.ben, TODAY, clock.now()).for_others) == ["invite"]


def test_it_takes_four_statements_whatever_the_amount(cast: Cast, checklist: Checklist) -> None:
    for number in range(30):
        make.an_item(checklist, f"own {number}")
        make.an_item(checklist, f"theirs {number}", owners=("coach",))
    for person in (cast.cleo, cast.ben):
        with counted_statements() as run:
            open_items_of(person, TODAY, clock.now())
        assert len(run) == 4


def test_a_list_of_items_holds_only_what_the_viewer_may_see(
    cast: Cast, checklist: Checklist
) -> None:
    make.an_item(checklist, "badge")
    make.an_item(checklist, "done", state=ItemState.DONE)
    assert texts(items_of(cast.cleo, viewer=cast.ada, today=TODAY)) == ["badge"]
    assert texts(items_of(cast.cleo, viewer=cast.eve, today=TODAY)) == []
    both = items_of(cast.cleo, viewer=cast.cleo, today=TODAY, finished=True)
    assert sorted(texts(both)) == ["badge", "done"]


def test_a_checklist_in_figures_counts_the_required_items_of_the_learner(
    cast: Cast, checklist: Checklist
) -> None:
    make.an_item(checklist, "badge", state=ItemState.DONE)
    make.an_item(checklist, "tour", due=date(2026, 11, 19), state=ItemState.STUCK)
    make.an_item(checklist, "club", optional=True)
    make.an_item(checklist, "fax", state=ItemState.NOT_NEEDED)
    make.an_item(checklist, "laptop", owners=("manager",), due=date(2026, 11, 1))
    empty = make.a_checklist("Empty", person=cast.cleo, supervisor=cast.ada)
    Checklist.update(rollout=cast.rollout).execute()
    make.a_checklist("Elsewhere", person=cast.cleo, supervisor=cast.ada)

    counted = figures_of(checklist.id, TODAY)
    assert (counted.done, counted.total) == (1, 2)
    assert (counted.late, counted.stuck) == (2, 1)
    listed = checklists_of(Checklist.select(), rollout=cast.rollout, today=TODAY)
    assert [each.id for each in listed] == [empty.id, checklist.id]
    assert listed[1] == replace(counted, rollout_id=cast.rollout.id)
    assert (listed[0].done, listed[0].total, listed[0].person_name) == (0, 0, "Cleo Marsh")
