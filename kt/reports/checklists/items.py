"""One item alone: its row after something was done to it, and its own page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ModelSelect

from ...access import may_change_session
from ...db import compiled
from ...due import rule_words
from ...models import Checklist, Item, OwnerRole, Person
from ..smes import Sme, smes_on
from .circles import Circle, Contact, circle_of_step, contact
from .pages import load_checklist, load_circle, viewer_of
from .rows import ItemRow, Viewer, one_item, progress_of, shown


@dataclass(frozen=True)
class ItemPage:
    """What is known about one item. `detail` is Markdown; `rule` are the words of its due rule.

    `smes` can be asked about the content of its topic, if it has one; `topic_id` is what a question
    about it is about, where that is known.
    """

    row: ItemRow
    item: Item
    detail: str
    rule: str
    checklist: Checklist | None
    people: tuple[Contact, ...]
    smes: tuple[Sme, ...]
    topic_id: int | None


def with_people(item: Item) -> Item:
    """Load an item's checklist with its people, once for what may be done and what is shown."""
    if item.checklist_id is not None:
        item.checklist = load_checklist(item.checklist_id)
    return item


def item_row(
    item: Item, viewer: Person, today: date, *, depth: int = 1, says_whose: bool = False
) -> ItemRow:
    """Make the row of one item of `with_people`, standing as deep as it did.

    `says_whose` names its learner.
    """
    return _read(item, viewer, today, depth, says_whose)[0]


def item_page(item: Item, viewer: Person, today: date, *, depth: int = 1) -> ItemPage:
    """Read all that one item of `with_people` has to show."""
    row, circle, checklist = _read(item, viewer, today, depth, says_whose=False)
    return ItemPage(
        row=row,
        item=item,
        detail=item.detail,
        rule=rule_words(item.due_rule) if item.due_rule else "",
        checklist=checklist,
        people=tuple(circle.people()),
        smes=tuple(smes_on(_place(item, row, circle), today)),
        topic_id=circle.topic_of(item, row.asked)
        or next((guide.topic_id for guide in circle.guides if guide.contact == row.asked), None),
    )


def _place(item: Item, row: ItemRow, circle: Circle) -> list[tuple[int, int]]:
    """Tell the rollout and topic that an item is about, as a list of one or none."""
    topic = circle.topic_of(item, row.asked)
    return [(circle.rollout_id, topic)] if circle.rollout_id and topic else []


def _read(
    item: Item, viewer: Person, today: date, depth: int, says_whose: bool
) -> tuple[ItemRow, Circle, Checklist | None]:
    (fetched,) = one_item(item=item)
    if item.checklist_id is None:
        session = item.session
        said = session.rollout.wording.say(OwnerRole.COACH)
        guide = contact(session.guide, OwnerRole.COACH, said=said)
        circle = circle_of_step(guide, fetched.owner_id, viewer, session.rollout_id)
        roles = {OwnerRole.SUPERVISOR} if may_change_session(viewer, session) else ()
        looks = Viewer(viewer, frozenset(roles), today)
        return shown(fetched, circle, looks, depth=depth), circle, None
    checklist = item.checklist
    circle = load_circle(checklist)
    is_apart = item.parent_id is not None and depth == 1
    row = shown(
        fetched,
        circle,
        viewer_of(checklist, viewer, today, [fetched]),
        depth=depth,
        part_of=item.parent.text if is_apart else "",
        progress=progress_of(item.id, {item.id: _parts(item=item)}),
        of_whom=whose(circle, viewer) if says_whose else "",
    )
    return row, circle, checklist


@compiled
def _parts(item: Any) -> ModelSelect:
    return Item.select(Item.state).where(Item.parent == item).namedtuples()


def whose(circle: Circle, viewer: Person) -> str:
    """Name the learner whose list it is, to others."""
    learner = circle.learner
    return learner.name if learner and learner.id != viewer.id else ""
