"""An item is open, done, stuck or not needed; who brought it there, and when, is kept."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast

from kt.due import Anchor, DueRule, Unit
from kt.errors import NotAllowed
from kt.models import (
    AuditEntry,
    Checklist,
    Item,
    ItemEvent,
    ItemState,
    Role,
    due_columns,
)
from kt.operations.editing import Stale
from kt.operations.items import (
    add_item,
    drop_item,
    edit_item,
    redate_item,
    report_stuck,
    take_item_up,
    tick_item,
    version_of_item,
)
from kt.reports.history import history_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def checklist(cast: Cast) -> Checklist:
    return make.a_checklist(person=cast.cleo, supervisor=cast.ada)


@pytest.fixture
def item(checklist: Checklist) -> Item:
    return make.an_item(checklist)


def state_of(item: Item) -> str:
    return Item.get_by_id(item.id).state


def test_ticking_says_who_did_it_and_when(cast: Cast, checklist: Checklist, item: Item) -> None:
    tick_item(item, done=True, by=cast.cleo, on=TODAY)
    assert state_of(item) == ItemState.DONE
    event = ItemEvent.get()
    assert (event.item, event.by, event.on) == (item, cast.cleo, TODAY)
    assert history_of(checklist)[0].text == "Cleo Marsh ticked “Set up your accounts”"


def test_ticking_twice_says_nothing_new(cast: Cast, item: Item) -> None:
    tick_item(item, done=True, by=cast.cleo, on=TODAY)
    tick_item(Item.get_by_id(item.id), done=True, by=cast.ada, on=TODAY)
    assert ItemEvent.select().count() == 1
    assert AuditEntry.select().count() == 1


def test_undoing_a_tick_is_a_new_event(cast: Cast, item: Item) -> None:
    tick_item(item, done=True, by=cast.cleo, on=TODAY)
    tick_item(item, done=False, by=cast.cleo, on=TODAY)
    assert state_of(item) == ItemState.OPEN
    assert [event.state for event in ItemEvent.select()] == [ItemState.DONE, ItemState.OPEN]


def test_ticking_a_parent_leaves_its_children_alone(
    cast: Cast, checklist: Checklist, item: Item
) -> None:
    child = make.an_item(checklist, "Mail", parent=item)
    tick_item(item, done=True, by=cast.cleo, on=TODAY)
    assert state_of(child) == ItemState.OPEN


def test_why_somebody_is_stuck_stays_out_of_the_audit(cast: Cast, item: Item) -> None:
    report_stuck(item, sentence="The form wants a cost centre.", by=cast.cleo, on=TODAY)
    assert state_of(item) == ItemState.STUCK
    assert ItemEvent.get().sentence == "The form wants a cost centre."
    assert "cost centre" not in str(AuditEntry.get().values)


def test_a_new_sentence_about_what_is_stuck_is_kept(cast: Cast, item: Item) -> None:
    report_stuck(item, sentence="No form.", by=cast.cleo, on=TODAY)
    report_stuck(item, by=cast.cleo, on=TODAY)
    report_stuck(item, sentence="Still no form.", by=cast.cleo, on=TODAY)
    assert [event.sentence for event in ItemEvent.select()] == ["No form.", "Still no form."]


def test_what_is_not_needed_is_not_lost(cast: Cast, item: Item) -> None:
    drop_item(item, by=cast.ada, on=TODAY)
    assert state_of(item) == ItemState.NOT_NEEDED
    take_item_up(item, by=cast.ada, on=TODAY)
    assert state_of(item) == ItemState.OPEN


def test_only_the_supervisor_says_what_is_not_needed(cast: Cast, item: Item) -> None:
    with pytest.raises(NotAllowed):
        drop_item(item, by=cast.cleo, on=TODAY)
    drop_item(item, by=cast.ada, on=TODAY)
    with pytest.raises(NotAllowed):
        tick_item(item, done=True, by=cast.cleo, on=TODAY)
    assert state_of(item) == ItemState.NOT_NEEDED


def test_its_owner_whoever_holds_the_owner_role_the_line_manager_and_the_supervisor_may_tick(
    cast: Cast, checklist: Checklist, item: Item
) -> None:
    cast.cleo.manager = cast.eve
    cast.cleo.save()
    for_the_coach = make.an_item(checklist, "Show the system", owners=("coach",))
    for_dan = make.an_item(checklist, "Explain the rules", owner=cast.dan)
    may = {
        item: "cleo eve ada root",
        for_the_coach: "ben eve ada root",
        for_dan: "dan eve ada root",
    }
    for each, names in may.items():
        for name, person in cast.everybody.items():
            fresh = Item.get_by_id(each.id)
            if name in names.split():
                tick_item(fresh, done=True, by=person, on=TODAY)
                tick_item(fresh, done=False, by=person, on=TODAY)
            else:
                with pytest.raises(NotAllowed):
                    tick_item(fresh, done=True, by=person, on=TODAY)


def test_a_next_step_of_a_session_is_ticked_by_its_owner(cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    step = Item.create(session=session, text="Try it alone", owner=cast.cleo)
    tick_item(step, done=True, by=cast.cleo, on=TODAY)
    assert state_of(step) == ItemState.DONE
    with pytest.raises(NotAllowed):
        tick_item(step, done=False, by=cast.eve, on=TODAY)


def test_the_supervisor_adds_an_item_for_one_person(cast: Cast, checklist: Checklist) -> None:
    make.an_item(checklist, "badge", group="Day 1")
    make.an_item(checklist, "lunch", group="Day 2")
    by_words = add_item(checklist, text="tour", group="Day 1", due_text="day 3", by=cast.ada)
    by_day = add_item(checklist, text="review", due=date(2026, 12, 4), by=cast.ada)

    texts = [each.text for each in checklist.items.order_by(Item.position)]
    assert texts == ["badge", "tour", "lunch", "review"]
    assert by_words.due == date(2026, 10, 3)
    assert (by_day.due, by_day.dated_by_hand) == (date(2026, 12, 4), True)
    assert history_of(checklist)[0].text == "Ada Lovell added “review”"


def test_a_date_set_by_hand_takes_what_comes_after_it_along(
    cast: Cast, checklist: Checklist, item: Item
) -> None:
    after = make.an_item(
        checklist, "Log in", after=item, **due_columns(DueRule(Anchor.ITEM, 1, 1, Unit.DAYS))
    )
    redate_item(item, due=date(2026, 12, 4), by=cast.ada)
    assert Item.get_by_id(item.id).dated_by_hand
    assert Item.get_by_id(after.id).due == date(2026, 12, 5)
    assert history_of(checklist)[0].text == (
        "Ada Lovell set the date of “Set up your accounts” to 4 Dec 2026"
    )


def edited(item: Item, **values: object) -> dict:
    said = {
        "text": item.text,
        "detail": item.detail,
        "owners": item.owners,
        "owner": item.owner,
        "optional": item.optional,
        "condition": item.condition,
        "version": version_of_item(item),
    }
    return said | values


def test_two_who_edit_one_item_do_not_overwrite_each_other(cast: Cast, item: Item) -> None:
    opened = edited(item)
    edit_item(item, **edited(item, text="Get your accounts", owner=cast.dan), by=cast.ada)
    with pytest.raises(Stale):
        edit_item(item, **(opened | {"text": "Accounts"}), by=cast.root)
    assert Item.get_by_id(item.id).text == "Get your accounts"


def test_saving_an_item_unchanged_is_no_deed(cast: Cast, item: Item) -> None:
    edit_item(item, **edited(item), by=cast.ada)
    assert AuditEntry.select().count() == 0


@pytest.mark.parametrize("engine", ["sqlite"])
def test_who_only_does_the_items_does_not_change_the_list(
    cast: Cast, checklist: Checklist, item: Item
) -> None:
    for deed in (
        lambda: add_item(checklist, text="x", by=cast.cleo),
        lambda: edit_item(item, **edited(item), by=cast.cleo),
        lambda: redate_item(item, due=TODAY, by=cast.cleo),
        lambda: take_item_up(item, by=cast.cleo, on=TODAY),
    ):
        with pytest.raises(NotAllowed):
            deed()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_buddy_ticks_what_is_the_buddys(cast: Cast, checklist: Checklist) -> None:
    eves_seat = make.a_seat(cast.rollout_topic, cast.eve, Role.BUDDY)
    make.a_pairing(eves_seat, cast.cleos_seat)
    lunch = make.an_item(checklist, "Have lunch", owners=("learner", "buddy"))
    tick_item(lunch, done=True, by=cast.eve, on=TODAY)
    with pytest.raises(NotAllowed):
        tick_item(lunch, done=False, by=cast.ben, on=TODAY)
