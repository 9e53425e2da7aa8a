"""Items: ticked, stuck, not needed; added, changed and dated for one checklist."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..access import may_change_session, may_edit_checklist, may_tick, require, two_of
from ..db import transaction
from ..models import (
    Checklist,
    Item,
    ItemEvent,
    ItemState,
    OwnerRole,
    Person,
    due_columns,
)
from .audit import record
from .checklists import days_of
from .editing import require_version, version_of
from .item_trees import place_in_group, places, save_order
from .mentions import note_edit, note_items
from .moving_dates import due_days, holidays_of
from .typed_dues import rule_said

NOT_YOURS = "This item is somebody else's. Ask its owner or the supervisor."
NOT_YOUR_LIST = "Only the supervisor of this checklist may change it. Ask them."

# What can be edited of an item; its date is set by `redate_item`.
EDITED = ("text", "detail", "owner_id", "owners", "optional", "condition")


def tick_item(item: Item, *, done: bool, by: Person, on: date) -> Item:
    """Say that an item is done, or open again; saying it twice says nothing new.

    A parent is ticked by itself: its children keep their own states.
    """
    require(may_tick(by, item), NOT_YOURS)
    return _bring_into(item, ItemState.DONE if done else ItemState.OPEN, by=by, on=on)


def report_stuck(item: Item, *, sentence: str = "", by: Person, on: date) -> Item:
    """Say that an item does not go on, and maybe why; the sentence stays out of the audit."""
    require(may_tick(by, item), NOT_YOURS)
    return _bring_into(item, ItemState.STUCK, sentence=sentence, by=by, on=on)


def drop_item(item: Item, *, by: Person, on: date) -> Item:
    """Say that an item is not needed here; nothing of it is lost."""
    _require_may_edit(by, item)
    return _bring_into(item, ItemState.NOT_NEEDED, by=by, on=on)


def take_item_up(item: Item, *, by: Person, on: date) -> Item:
    """Say that an item is needed after all."""
    _require_may_edit(by, item)
    return _bring_into(item, ItemState.OPEN, by=by, on=on)


def add_item(
    checklist: Checklist,
    *,
    text: str,
    detail: str = "",
    group: str = "",
    owners: Sequence[OwnerRole] = (),
    owner: Person | None = None,
    due: date | None = None,
    due_text: str = "",
    optional: bool = False,
    by: Person,
) -> Item:
    """Add an item to one checklist, at the end of its heading.

    It falls due on the day `due`, then dated by hand, or as `due_text` says ("day 3").
    """
    require(may_edit_checklist(by, checklist), NOT_YOUR_LIST)
    with transaction():
        items = list(checklist.items.order_by(Item.position))
        before = places(items)
        item = Item.create(
            checklist=checklist,
            position=len(items),
            text=text,
            detail=detail,
            group=group,
            owners=owners,
            owner=owner,
            optional=optional,
            due_text=due_text,
            due=due,
            dated_by_hand=due is not None,
            **due_columns(rule_said(due_text)),
        )
        note_items([item])
        _date_by_rule(item, checklist)
        save_order(place_in_group([*items, item], [item], group), before)
        record("item.added", by=by, about=[checklist, item], item=item)
    return item


def edit_item(
    item: Item,
    *,
    text: str,
    detail: str,
    owners: Sequence[OwnerRole],
    owner: Person | None,
    optional: bool,
    condition: str,
    version: str,
    by: Person,
) -> Item:
    """Change an item of one checklist; raises Stale where somebody else did meanwhile."""
    _require_may_edit(by, item)
    with transaction():
        require_version(version, version_of_item(Item.get_by_id(item.id)))
        values = {
            "text": text,
            "detail": detail,
            "owners": tuple(owners),
            "owner": owner,
            "optional": optional,
            "condition": condition,
        }
        for name, value in values.items():
            setattr(item, name, value)
        if version_of_item(item) == version:
            return item
        item.save(only=EDITED)
        note_edit(item)
        record("item.edited", by=by, about=_about(item), item=item)
    return item


def redate_item(item: Item, *, due: date | None, by: Person) -> Item:
    """Set an item's date by hand: it then stays where it is; items due after it follow."""
    _require_may_edit(by, item)
    with transaction():
        old = Item.get_by_id(item.id).due
        if old == due:
            return item
        item.due = due
        item.dated_by_hand = True
        item.save(only=[Item.due, Item.dated_by_hand])
        followers = _move_followers(item)
        record(
            "item.redated",
            by=by,
            about=_about(item),
            item=item,
            day=due,
            old=old,
            followers=followers,
        )
    return item


def version_of_item(item: Item) -> str:
    """Name the present state of what can be edited of an item."""
    return version_of(*(getattr(item, column) for column in EDITED))


def _require_may_edit(by: Person, item: Item) -> None:
    if item.checklist_id is not None:
        require(may_edit_checklist(by, item.checklist), NOT_YOUR_LIST)
    else:
        require(may_change_session(by, item.session))


def _bring_into(item: Item, state: ItemState, *, sentence: str = "", by: Person, on: date) -> Item:
    with transaction():
        now = Item.get_by_id(item.id).state
        if now == state and not sentence:
            return item
        if now == ItemState.NOT_NEEDED:
            _require_may_edit(by, item)
        item.state = state  # type: ignore[assignment]
        item.save(only=[Item.state])
        ItemEvent.create(item=item, state=state, sentence=sentence, by=by, on=on)
        record(f"item.{state.replace(' ', '-')}", by=by, about=_about(item), item=item)
    return item


def _date_by_rule(item: Item, checklist: Checklist) -> None:
    due = due_days([item], days_of(checklist), holidays_of(checklist))
    if item.id in due:
        item.due = due[item.id]
        item.save(only=[Item.due])


def _move_followers(item: Item) -> dict[str, str | None]:
    """Re-date what is due after an item; their new dates by id."""
    if item.checklist_id is None:
        return {}
    items = list(Item.select().where(Item.checklist == item.checklist_id))
    due = due_days(items, {}, holidays_of(item.checklist), moved=frozenset({item.id}))
    followers = [each for each in items if each.id in due]
    for each in followers:
        each.due = due[each.id]
        each.save(only=[Item.due])
    return {str(each.id): each.due.isoformat() if each.due else None for each in followers}


def _about(item: Item) -> list[Any]:
    """The rows in whose histories it stands; what two of a pair said stands in the item's only."""
    if item.checklist_id is None and two_of(item.session):
        return [item]
    return [item, item.checklist or item.session]
