"""What items need: to be done, or help for whom they are stuck."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from peewee import JOIN, Case, Expression, ModelSelect, fn

from ...access import said_between_others
from ...dates import count_words
from ...db import compiled
from ...models import (
    Checklist,
    CoachingSession,
    Item,
    ItemState,
    Matter,
    OwnerRole,
    Pairing,
    Person,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
)
from ..checklists.rows import names_nobody, names_role
from .need import Need

# So many late items are listed, those that are stuck and the longest late first.
LISTED = 100


def of_items(
    rollout: Rollout, person: Person, today: date, *, with_own_lists: bool
) -> Iterable[Need]:
    """Late and stuck items of checklists and next steps of sessions, as far as `person` sees them.

    A nudge is offered where it reaches somebody else.
    """
    own_lists = person if with_own_lists else None
    rows = list(_rows(rollout=rollout, person=person, own_lists=own_lists, today=today))
    found = [_need(row, today) for row in rows]
    more = rows[0]["total"] - len(rows) if rows else 0
    return [*found, _more(rollout, more)] if more else found


def _need(row: dict[str, Any], today: date) -> Need:
    late = (today - row["due"]).days if row["due"] else 0
    stuck = row["state"] == ItemState.STUCK
    is_step = row["checklist_id"] is None
    named = row["owner_name"]
    who = named if is_step else row["person_name"]
    is_own = named is None and set(row["owners"]) <= {OwnerRole.LEARNER}
    asked = named or (who if is_own else None)
    nudge = f"Nudge {asked.split()[0]}" if asked else "Nudge"
    return Need(
        key=f"{Matter.ITEM}-{row['id']}",
        days=max(late, 1),
        title=who or "The team",
        rest=("is stuck · " if stuck else "· ") + row["text"],
        badge=f"{count_words(late, 'day')} overdue" if late > 0 else "stuck",
        tone="late" if late > 0 else "waiting",
        reason="asked for help" if stuck else "not ticked yet",
        action="Open",
        place="items.show" if is_step else "checklists.show",
        id=row["id"] if is_step else row["checklist_id"],
        part="" if is_step else f"item-{row['id']}",
        person_id=row["owner_id"] if is_step else row["person_id"],
        person_name=who or "",
        nudge=nudge if row["reaches"] and not stuck else "",
    )


def _more(rollout: Rollout, more: int) -> Need:
    """Say how many there are beyond those that are listed."""
    return Need(
        key=f"items-{rollout.id}",
        days=1,
        title=count_words(more, "more item"),
        rest="· late as well",
        badge="overdue",
        tone="late",
        reason=f"the {LISTED} that are longest late or stuck stand here one by one",
        action="Open",
        place="rollouts.checklists",
        id=rollout.id,
    )


@compiled
def _rows(rollout: Any, person: Any, own_lists: Any, today: Any) -> ModelSelect:
    owner, supervisor, manager = Person.alias(), Person.alias(), Person.alias()
    found = _on_lists(rollout, own_lists, today).union_all(_of_sessions(rollout, person, today))
    return (
        Item.select(
            Item.id,
            Item.text,
            Item.state,
            Item.due,
            owner.id.alias("owner_id"),
            owner.name.alias("owner_name"),
            Item.owners,
            Checklist.id.alias("checklist_id"),
            Person.id.alias("person_id"),
            Person.name.alias("person_name"),
            _reaches(person, today, owner, supervisor, manager).alias("reaches"),
            fn.COUNT(Item.id).over().alias("total"),
        )
        .join(Checklist, JOIN.LEFT_OUTER, on=(Item.checklist == Checklist.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id))
        .join_from(Item, owner, JOIN.LEFT_OUTER, on=(Item.owner == owner.id))
        .join_from(
            Checklist, supervisor, JOIN.LEFT_OUTER, on=(Checklist.supervisor == supervisor.id)
        )
        .join_from(Person, manager, JOIN.LEFT_OUTER, on=(Person.manager == manager.id))
        .where(Item.id.in_(found))
        .order_by(Case(None, [(Item.state == ItemState.STUCK, 0)], 1), Item.due, Item.id)
        .limit(LISTED)
        .dicts()
    )


def _on_lists(rollout: Any, own_lists: Any, today: Any) -> ModelSelect:
    item, checklist = Item.alias(), Checklist.alias()
    return (
        item.select(item.id)
        .join(checklist, on=(item.checklist == checklist.id))
        .where(
            (checklist.rollout == rollout)
            | (checklist.rollout.is_null() & (checklist.supervisor == own_lists)),
            _wants_somebody(item, today),
        )
    )


def _of_sessions(rollout: Any, person: Any, today: Any) -> ModelSelect:
    """Select the next steps of a rollout's sessions, beginning with whose they are.

    People are fewer than their sessions: nothing is added to a column by which no engine begins.
    """
    item, session = Item.alias(), CoachingSession.alias()
    seated = (
        Seat.select(Seat.person)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(RolloutTopic.rollout == rollout)
    )
    return (
        item.select(item.id)
        .join(session, on=(item.session == session.id))
        .where(
            item.owner.in_(seated),
            _wants_somebody(item, today),
            session.rollout + 0 == rollout,
            session.cancelled_at.is_null(),
            ~said_between_others(item.session, person),
        )
    )


def _wants_somebody(item: Any, today: Any) -> Expression:
    late = (item.state == ItemState.OPEN) & (item.due < today)
    return ((item.state == ItemState.STUCK) | late) & ~item.optional


def _reaches(me: Any, today: Any, owner: Any, supervisor: Any, manager: Any) -> Expression:
    """Tell whether an item waits for somebody else who is here, as `rules.waiting` finds them."""

    def other(person: Any) -> Expression:
        is_here = person.away_until.is_null() | (person.away_until <= today)
        return person.active & (person.id != me) & is_here

    by_role = (
        ((names_nobody() | names_role(OwnerRole.LEARNER)) & other(Person))
        | (names_role(OwnerRole.SUPERVISOR) & other(supervisor))
        | (names_role(OwnerRole.MANAGER) & other(manager))
        | _guided_by(other)
    )
    return Case(None, [(Item.owner.is_null(False), other(owner))], by_role)


def _guided_by(other: Callable[[Any], Expression]) -> Expression:
    """Match the items of a buddy or coach whom the checklist's person has, and whom `other` is."""
    guide, learner, person = Seat.alias(), Seat.alias(), Person.alias()
    buddys, coachs = names_role(OwnerRole.BUDDY), names_role(OwnerRole.COACH)
    found = (
        Pairing.select(Pairing.id)
        .join(learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join_from(Pairing, guide, on=(Pairing.guide == guide.id))
        .join(person, on=(guide.person == person.id))
        .where(
            learner.person == Checklist.person,
            Checklist.rollout.is_null() | (RolloutTopic.rollout == Checklist.rollout),
            Pairing.ended_on.is_null(),
            other(person),
            ((guide.role == Role.BUDDY) & buddys) | ((guide.role == Role.COACH) & coachs),
        )
    )
    return (buddys | coachs) & fn.EXISTS(found)
