"""One item as its row shows it, and the statement that fetches such rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, OP, Expression, ModelSelect, Value, fn

from ...access import may_tick_as
from ...dates import due_words
from ...db import compiled
from ...due import DueRule, next_workday, rule_words
from ...models import Item, ItemEvent, ItemState, OwnerRole, Person
from .circles import Circle, Contact

OPEN_STATES = (ItemState.OPEN, ItemState.STUCK)
ROLE_WORDS = {OwnerRole.MANAGER.value: "line manager"}
FINISHED_STATES = (ItemState.DONE, ItemState.NOT_NEEDED)


@dataclass(frozen=True)
class ItemRow:
    """Everything that a row of a checklist shows; `dom_id` calls it item-3.

    `text` is Markdown on one line. `due_words` is empty where the item is finished, and else the
    date, or the words of its rule. `asked` is whom to ask, or, where `is_own` is false, who does
    it. `sentence` is why it is stuck, for those who may read it. `by` (a first name) and `at` say
    who brought it into its state, and when.
    """

    id: int
    checklist_id: int | None
    text: str
    depth: int
    state: ItemState
    due: date | None
    due_words: str
    days_late: int
    is_own: bool
    asked: Contact | None
    owner_words: str
    part_of: str
    progress: str
    optional: bool
    condition: str
    has_detail: bool
    sentence: str
    by: str
    at: datetime | None
    may_tick: bool
    may_edit: bool
    of_whom: str = ""

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED_STATES


@dataclass(frozen=True)
class Viewer:
    """Who looks at a checklist: in which roles, on which day, with whose days off."""

    person: Person
    roles: frozenset[OwnerRole]
    today: date
    holidays: frozenset[date] = frozenset()

    @property
    def may_edit(self) -> bool:
        return OwnerRole.SUPERVISOR in self.roles


def select_items() -> ModelSelect:
    """Select items with their owner and the last thing that happened to each, in one statement."""
    owner, doer = Person.alias("owner_person"), Person.alias("doer")
    later = ItemEvent.alias("later")
    newest = later.select(fn.MAX(later.id)).where(later.item == Item.id)
    return (
        Item.select(
            Item.id,
            Item.checklist.alias("checklist_id"),
            Item.session.alias("session_id"),
            Item.parent.alias("parent_id"),
            Item.topic.alias("topic_id"),
            Item.position,
            Item.group,
            Item.text,
            Item.owner.alias("owner_id"),
            Item.owners,
            Item.owner_text,
            Item.optional,
            Item.condition,
            Item.due,
            Item.due_anchor,
            Item.due_first,
            Item.due_last,
            Item.due_unit,
            Item.due_text,
            Item.state,
            (Item.detail != "").alias("has_detail"),
            owner.name.alias("owner_name"),
            owner.email.alias("owner_email"),
            ItemEvent.sentence,
            ItemEvent.on.alias("event_on"),
            ItemEvent.at.alias("event_at"),
            ItemEvent.by.alias("event_by"),
            doer.name.alias("doer_name"),
        )
        .join(owner, JOIN.LEFT_OUTER, on=(Item.owner == owner.id))
        .join(ItemEvent, JOIN.LEFT_OUTER, on=(ItemEvent.id == newest))
        .join(doer, JOIN.LEFT_OUTER, on=(ItemEvent.by == doer.id))
    )


@compiled
def items_on(checklist: Any) -> ModelSelect:
    """Fetch the items of a checklist as rows, in their order."""
    return select_items().where(Item.checklist == checklist).order_by(Item.position).namedtuples()


@compiled
def one_item(item: Any) -> ModelSelect:
    """Fetch one item as a list of one row."""
    return select_items().where(Item.id == item).namedtuples()


def names_nobody() -> Expression:
    """Match the items that name no owner role."""
    return Item.owners == Value("", converter=False)


def names_role(role: OwnerRole) -> Expression:
    """Match the items that name an owner role."""
    return Expression(Item.owners, OP.ILIKE, Value(f"%|{role}|%", converter=False))


def shown(
    item: Any,
    circle: Circle,
    viewer: Viewer,
    *,
    depth: int = 1,
    part_of: str = "",
    progress: str = "",
    of_whom: str = "",
) -> ItemRow:
    """Make the row of an item that `select_items` fetched, as this viewer may see it."""
    asked = circle.asked(item, _owner(item))
    finished = item.state in FINISHED_STATES
    return ItemRow(
        id=item.id,
        checklist_id=item.checklist_id,
        text=item.text,
        depth=depth,
        state=item.state,
        due=item.due,
        due_words="" if finished else _due_words(item, viewer.today),
        days_late=0 if finished or not item.due else max(0, (viewer.today - item.due).days),
        is_own=circle.is_for_learner(item),
        asked=asked,
        owner_words=_owner_words(item, asked, circle),
        part_of=part_of,
        progress=progress,
        optional=item.optional,
        condition=item.condition,
        has_detail=bool(item.has_detail),
        sentence=item.sentence or "" if _may_read(item, asked, circle, viewer) else "",
        by=(item.doer_name or "").partition(" ")[0],
        at=item.event_at,
        may_tick=item.owner_id == viewer.person.id or may_tick_as(viewer.roles, item),
        may_edit=viewer.may_edit,
        of_whom=of_whom,
    )


def progress_of(item_id: int, children: Mapping[int, Sequence[Any]]) -> str:
    """Roll up how many of an item's parts are done: "2 of 3"; nothing for an item without parts."""
    parts = [each for each in children.get(item_id, ()) if each.state != ItemState.NOT_NEEDED]
    if not parts:
        return ""
    return f"{sum(each.state == ItemState.DONE for each in parts)} of {len(parts)}"


def _owner(item: Any) -> Contact | None:
    if item.owner_id is None:
        return None
    return Contact(item.owner_id, item.owner_name, item.owner_email, "")


def _due_words(item: Any, today: date) -> str:
    if item.due is not None:
        return due_words(item.due, today)
    if item.due_text:
        return item.due_text
    if item.due_anchor is None:
        return ""
    return rule_words(DueRule(item.due_anchor, item.due_first, item.due_last, item.due_unit))


def _owner_words(item: Any, asked: Contact | None, circle: Circle) -> str:
    """Say who does an item where nobody known does: the role, or the file's words for others."""
    is_own = circle.learner is not None and circle.is_for_learner(item)
    if asked is not None:
        return ""
    words = [ROLE_WORDS.get(role, role) for role in item.owners if role != OwnerRole.OTHER]
    if not words:
        return item.owner_text or ("" if is_own else "somebody else")
    return " or ".join(words)


def _may_read(item: Any, asked: Contact | None, circle: Circle, viewer: Viewer) -> bool:
    """Let a stuck sentence be read by who wrote it and who is asked; by others a workday later."""
    if item.state != ItemState.STUCK or not item.sentence:
        return False
    concerned = {item.event_by, item.owner_id, asked and asked.id}
    if circle.learner:
        concerned.add(circle.learner.id)
    if item.session_id is not None:
        # The guide is asked about every next step of the session.
        concerned.add(circle.supervisor.id)
    if asked is None or viewer.person.id in concerned:
        return True
    return viewer.today > next_workday(item.event_on, viewer.holidays)
