"""A date that moves takes what counts from it along, says how much, and can be put back."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.due import Anchor, DueRule, Unit
from kt.errors import NotAllowed, Refused
from kt.models import (
    AuditEntry,
    Checklist,
    Holiday,
    Item,
    ItemState,
    Person,
    Rollout,
    due_columns,
)
from kt.operations.moving_dates import move_date, undo_move
from kt.reports.history import history_of

START = date(2026, 11, 2)
LATER = date(2026, 11, 16)
FORTNIGHT = timedelta(days=14)


def day_rule(days: int, anchor: Anchor = Anchor.START, unit: Unit = Unit.DAYS) -> dict:
    return due_columns(DueRule(anchor, days, days, unit))


@pytest.fixture
def cast(database: str) -> Cast:
    people = a_cast()
    people.cleo.start_date = START
    people.cleo.save()
    return people


@pytest.fixture
def checklist(cast: Cast) -> Checklist:
    return make.a_checklist(person=cast.cleo, supervisor=cast.ada, start_day=START)


def due_of(item: Item) -> date | None:
    return Item.get_by_id(item.id).due


def test_a_start_date_that_slips_moves_the_open_items_and_says_how_many(
    cast: Cast, checklist: Checklist
) -> None:
    badge = make.an_item(checklist, "Get a badge", due=START, **day_rule(0))
    stuck = make.an_item(checklist, "Laptop", due=START, state=ItemState.STUCK, **day_rule(0))
    make.an_item(checklist, "Say hello")

    moved = move_date(cast.cleo, "start_date", LATER, by=cast.ada)

    assert moved.count == 2
    assert due_of(badge) == due_of(stuck) == LATER
    assert Person.get_by_id(cast.cleo.id).start_date == LATER
    assert Checklist.get_by_id(checklist.id).start_day == LATER
    assert history_of(checklist)[0].text == (
        "Ada Lovell moved the start date of Cleo Marsh from 2 Nov 2026 to 16 Nov 2026; "
        "2 items moved with it"
    )


def test_what_is_finished_dated_by_hand_or_counts_from_elsewhere_stays(
    cast: Cast, checklist: Checklist
) -> None:
    done = make.an_item(checklist, due=START, state=ItemState.DONE, **day_rule(0))
    dropped = make.an_item(checklist, due=START, state=ItemState.NOT_NEEDED, **day_rule(0))
    by_hand = make.an_item(checklist, due=START, dated_by_hand=True, **day_rule(0))
    leaving = make.an_item(checklist, due=START, **day_rule(0, Anchor.DEPARTURE))

    moved = move_date(cast.cleo, "start_date", LATER, by=cast.ada)

    assert moved.count == 0
    assert {due_of(item) for item in (done, dropped, by_hand, leaving)} == {START}


def test_items_after_another_item_follow_it(cast: Cast, checklist: Checklist) -> None:
    account = make.an_item(checklist, "Account", due=START, **day_rule(0))
    login = make.an_item(checklist, "Log in", after=account, due=START, **day_rule(2, Anchor.ITEM))
    profile = make.an_item(checklist, "Profile", after=login, **day_rule(1, Anchor.ITEM))

    assert move_date(checklist, "start_day", LATER, by=cast.ada).count == 3
    assert due_of(login) == LATER + timedelta(days=2)
    assert due_of(profile) == LATER + timedelta(days=3)


def test_items_that_wait_for_each_other_do_not_hang(cast: Cast, checklist: Checklist) -> None:
    hen = make.an_item(checklist, "Hen", due=START, **day_rule(0))
    egg = make.an_item(checklist, "Egg", after=hen, **day_rule(1, Anchor.ITEM))
    other = make.an_item(checklist, "Other", after=egg, **day_rule(1, Anchor.ITEM))
    Item.update(after=other).where(Item.id == egg.id).execute()

    move_date(checklist, "start_day", LATER, by=cast.ada)
    assert due_of(hen) == LATER


def test_a_checklist_with_a_start_of_its_own_does_not_follow_the_person(cast: Cast) -> None:
    own = make.a_checklist(person=cast.cleo, supervisor=cast.ada, start_day=date(2026, 12, 1))
    item = make.an_item(own, due=date(2026, 12, 1), **day_rule(0))

    assert move_date(cast.cleo, "start_date", LATER, by=cast.ada).count == 0
    assert due_of(item) == date(2026, 12, 1)


def test_a_leaving_date_moves_what_counts_from_it(cast: Cast, checklist: Checklist) -> None:
    item = make.an_item(
        checklist, "Hand over", **due_columns(DueRule(Anchor.DEPARTURE, -2, -2, Unit.WEEKS))
    )

    assert move_date(cast.cleo, "leaving_date", date(2026, 12, 31), by=cast.ada).count == 1
    assert due_of(item) == date(2026, 12, 17)


def test_a_rollout_moves_its_own_checklists_and_what_counts_from_it_elsewhere(
    cast: Cast, checklist: Checklist
) -> None:
    start = cast.rollout.start_date
    team = make.a_checklist(person=None, rollout=cast.rollout, supervisor=cast.ada, start_day=start)
    plan = make.an_item(team, "Plan", due=start, **day_rule(0))
    kick_off = make.an_item(team, "Kick-off", due=start, **day_rule(0, Anchor.ROLLOUT))
    Checklist.update(rollout=cast.rollout).where(Checklist.id == checklist.id).execute()
    hers = make.an_item(checklist, "Badge", due=START, **day_rule(0))

    moved = move_date(cast.rollout, "start_date", start + FORTNIGHT, by=cast.ada)

    assert moved.count == 2
    assert due_of(plan) == due_of(kick_off) == start + FORTNIGHT
    assert due_of(hers) == START


def test_workdays_skip_weekends_and_the_holidays_of_the_persons_place(
    cast: Cast, checklist: Checklist
) -> None:
    cast.cleo.location = "Ulm"
    cast.cleo.save()
    Holiday.create(location="Ulm", day=date(2026, 11, 17), name="Market day")
    Holiday.create(location="Rom", day=date(2026, 11, 18), name="Elsewhere")
    item = make.an_item(checklist, **day_rule(1, unit=Unit.WORKDAYS))

    move_date(cast.cleo, "start_date", LATER, by=cast.ada)
    assert due_of(item) == date(2026, 11, 18)


def test_undoing_puts_the_date_and_the_items_back_as_a_new_deed(
    cast: Cast, checklist: Checklist
) -> None:
    badge = make.an_item(checklist, "Badge", due=START, **day_rule(0))
    by_hand = make.an_item(checklist, "Tour", due=START, **day_rule(0))
    confirmed = make.an_item(checklist, "Lunch", due=START, **day_rule(0))
    moved = move_date(cast.cleo, "start_date", LATER, by=cast.ada)
    Item.update(due=date(2026, 12, 4), dated_by_hand=True).where(Item.id == by_hand.id).execute()
    Item.update(dated_by_hand=True).where(Item.id == confirmed.id).execute()

    undone = undo_move(moved.entry_id, by=cast.ada)

    assert undone.count == 1
    assert due_of(badge) == START
    assert due_of(by_hand) == date(2026, 12, 4)
    assert due_of(confirmed) == LATER
    assert Person.get_by_id(cast.cleo.id).start_date == START
    assert Checklist.get_by_id(checklist.id).start_day == START
    assert history_of(cast.cleo)[0].text == (
        "Ada Lovell put the start date of Cleo Marsh back to 2 Nov 2026; 1 item moved with it"
    )


def test_a_date_that_was_moved_again_cannot_be_undone(cast: Cast, checklist: Checklist) -> None:
    moved = move_date(cast.cleo, "start_date", LATER, by=cast.ada)
    move_date(cast.cleo, "start_date", LATER + FORTNIGHT, by=cast.ada)

    with pytest.raises(Refused, match="changed again since"):
        undo_move(moved.entry_id, by=cast.ada)


def test_the_same_date_is_no_deed(cast: Cast, checklist: Checklist) -> None:
    before = AuditEntry.select().count()
    moved = move_date(cast.cleo, "start_date", START, by=cast.ada)
    assert (moved.count, moved.entry_id, moved.with_it) == (0, None, "")
    assert AuditEntry.select().count() == before


def test_a_rollout_does_not_move_past_its_end(cast: Cast) -> None:
    with pytest.raises(Refused, match="Move its end first"):
        move_date(cast.rollout, "start_date", date(2027, 6, 1), by=cast.ada)
    assert Rollout.get_by_id(cast.rollout.id).start_date == make.LONG_AGO


def test_a_date_from_which_no_day_can_be_counted_is_refused(
    cast: Cast, checklist: Checklist
) -> None:
    make.an_item(checklist, **day_rule(2, unit=Unit.MONTHS))
    for far in (date.max, date.max - timedelta(days=40)):
        with pytest.raises(Refused, match="Check the year"):
            move_date(checklist, "start_day", far, by=cast.ada)
    assert Checklist.get_by_id(checklist.id).start_day == START


@pytest.mark.parametrize("engine", ["sqlite"])
def test_who_does_not_supervise_moves_nothing(cast: Cast, checklist: Checklist) -> None:
    for row, field in (
        (cast.cleo, "start_date"),
        (cast.rollout, "start_date"),
        (checklist, "start_day"),
    ):
        with pytest.raises(NotAllowed):
            move_date(row, field, LATER, by=cast.cleo)
