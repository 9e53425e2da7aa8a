"""Items that stand inside one another, in one order: written at once, moved by one step.

Works alike for the items of a template and those of a checklist. An item's children follow it
before its next sibling does; all of a tree stand under one heading.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from peewee import ForeignKeyField, chunked

from ..errors import Refused
from ..models import Item, TemplateItem

Node = TypeVar("Node", TemplateItem, Item)

BATCH = 200


class Step(StrEnum):
    """One move of an item within its list."""

    UP = "up"
    DOWN = "down"
    INTO = "into"
    OUT = "out"


def write_all(
    owner: ForeignKeyField,
    whole: Any,
    rows: Sequence[Mapping[str, Any]],
    *,
    parents: Sequence[int | None],
    after: Sequence[int | None],
) -> list[Any]:
    """Write the rows of a new list and return them in order.

    `owner` is the field that says whose they are (TemplateItem.template). `parents` and `after`
    name other rows by their index; None for none.
    """
    table = owner.model
    placed = [
        dict(row, **{owner.name: whole, "position": position}) for position, row in enumerate(rows)
    ]
    for batch in chunked(placed, BATCH):
        table.insert_many(batch).execute()
    written = list(table.select().where(owner == whole).order_by(table.position))
    tied = []
    for item, parent, followed in zip(written, parents, after, strict=True):
        if parent is None and followed is None:
            continue
        item.parent_id = None if parent is None else written[parent].id
        item.after_id = None if followed is None else written[followed].id
        tied.append(item)
    for item in tied:
        item.save(only=[table.parent, table.after])
    return written


def parents_by_depth(depths: Sequence[int]) -> list[int | None]:
    """Find the index of each line's parent: the nearest line above that is less deep."""
    parents: list[int | None] = []
    above: list[int] = []
    for at, depth in enumerate(depths):
        while above and depths[above[-1]] >= depth:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(at)
    return parents


def depths_by_parent(items: Sequence[Node]) -> dict[int, int]:
    """Tell how deep each item stands, 1 for those without a parent; parents come first."""
    depths: dict[int, int] = {}
    for item in items:
        depths[item.id] = depths.get(item.parent_id, 0) + 1
    return depths


def family(items: Sequence[Node], item: Node) -> list[Node]:
    """Give an item and all that stand inside it, in order."""
    inside = {item.id}
    members = []
    for each in items:
        if each.id in inside or each.parent_id in inside:
            inside.add(each.id)
            members.append(each)
    return members


def families(items: Sequence[Node]) -> list[Node]:
    """Bring children behind their parents, keeping the order otherwise."""
    inside: dict[int | None, list[Node]] = {}
    for each in items:
        inside.setdefault(each.parent_id, []).append(each)
    ordered: list[Node] = []
    ahead = list(reversed(inside.get(None, [])))
    while ahead:
        each = ahead.pop()
        ordered.append(each)
        ahead.extend(reversed(inside.get(each.id, [])))
    return ordered


def move(items: Sequence[Node], item: Node, step: Step) -> list[Node]:
    """Move an item with its family by one step; the new order, changed in memory only.

    Up and down pass a sibling, or carry the item under the neighbouring heading. Raises Refused
    where there is no way to go.
    """
    item = next(each for each in items if each.id == item.id)
    siblings = [each for each in items if each.parent_id == item.parent_id]
    at = siblings.index(item)
    match step:
        case Step.UP | Step.DOWN:
            near = at - 1 if step is Step.UP else at + 1
            if not 0 <= near < len(siblings):
                raise Refused(f"It cannot go further {step}: it is at the end already.")
            return _pass(items, item, siblings[near], step)
        case Step.INTO:
            if at == 0 or siblings[at - 1].group != item.group:
                raise Refused("Nothing stands above it that it could belong to. Move it first.")
            item.parent_id = siblings[at - 1].id
            return list(items)
        case Step.OUT:
            if item.parent_id is None:
                raise Refused("It belongs to no other item already.")
            parent = next(each for each in items if each.id == item.parent_id)
            moved = _placed_after(items, family(items, item), family(items, parent))
            item.parent_id = parent.parent_id
            return moved


def place_in_group(items: Sequence[Node], members: Sequence[Node], group: str) -> list[Node]:
    """Put a family at the end of a heading, or of the list where the heading is new."""
    for each in members:
        each.group = group
    others = [each for each in items if each not in members]
    there = [at for at, each in enumerate(others) if each.group == group]
    end = there[-1] + 1 if there else len(others)
    return others[:end] + list(members) + others[end:]


def save_order(items: Sequence[Node], before: Mapping[int, tuple[Any, ...]]) -> None:
    """Save what a move changed; `before` is `places(items)` from before it."""
    for position, item in enumerate(items):
        item.position = position
        if before.get(item.id) != _place(item):
            item.save(only=["position", "parent", "group"])


def places(items: Sequence[Node]) -> dict[int, tuple[Any, ...]]:
    """Remember where each item stands."""
    return {item.id: _place(item) for item in items}


def _pass(items: Sequence[Node], item: Node, sibling: Node, step: Step) -> list[Node]:
    members = family(items, item)
    if sibling.group != item.group:
        for each in members:
            each.group = sibling.group
        return list(items)
    passed = family(items, sibling)
    if step is Step.DOWN:
        return _placed_after(items, members, passed)
    return _placed_after(items, passed, members)


def _placed_after(items: Sequence[Node], members: list[Node], others: list[Node]) -> list[Node]:
    rest = [each for each in items if each not in members]
    last = next(each for each in reversed(others) if each not in members)
    end = rest.index(last) + 1
    return rest[:end] + members + rest[end:]


def _place(item: Node) -> tuple[Any, ...]:
    return item.position, item.parent_id, item.group
