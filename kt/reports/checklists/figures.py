"""How far checklists are, counted by the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Case, Expression, ModelSelect, fn

from ...db import compiled
from ...models import Checklist, Item, ItemState, OwnerRole, Person, Rollout
from .rows import OPEN_STATES, names_nobody, names_role

PAGE = 100


@dataclass(frozen=True)
class Figures:
    """A checklist in numbers: the learner's own required items, and what is late of all.

    Optional items and those not needed are not counted; the list of a rollout is counted whole.
    """

    id: int
    title: str
    person_id: int | None
    person_name: str
    rollout_id: int | None
    done: int
    total: int
    late: int
    stuck: int

    @property
    def is_finished(self) -> bool:
        return self.done == self.total


def is_own() -> Expression:
    """Match the items on the learner's own list; of a rollout's checklist, all."""
    return (
        Checklist.person.is_null()
        | (Item.owner == Checklist.person)
        | (Item.owner.is_null() & (names_nobody() | names_role(OwnerRole.LEARNER)))
    )


def figures_of(checklist_id: int, today: date) -> Figures:
    """Count one checklist."""
    (row,) = _figures(id=checklist_id, today=today)
    return Figures(**row)


def checklists_of(
    checklists: ModelSelect, *, rollout: Rollout, today: date, page: int = 1
) -> list[Figures]:
    """Count the visible checklists of a rollout, newest first, a page of 100, in one statement."""
    newest = (
        checklists.select(Checklist.id)
        .where(Checklist.rollout == rollout)
        .order_by(Checklist.id.desc())
        .paginate(page, PAGE)
    )
    rows = _counted(today).where(Checklist.id.in_(newest)).order_by(Checklist.id.desc())
    return [Figures(**row) for row in rows.dicts()]


@compiled
def _figures(id: Any, today: Any) -> ModelSelect:
    return _counted(today).where(Checklist.id == id).dicts()


def _counted(today: Any) -> ModelSelect:
    counts = is_own() & ~Item.optional & (Item.state != ItemState.NOT_NEEDED)
    late = Item.state.in_(OPEN_STATES) & (Item.due < today)
    return (
        Checklist.select(
            Checklist.id,
            Checklist.title,
            Checklist.person.alias("person_id"),
            fn.COALESCE(Person.name, "").alias("person_name"),
            Checklist.rollout.alias("rollout_id"),
            _number(counts & (Item.state == ItemState.DONE)).alias("done"),
            _number(counts).alias("total"),
            _number(late).alias("late"),
            _number(Item.state == ItemState.STUCK).alias("stuck"),
        )
        .left_outer_join(Person, on=(Checklist.person == Person.id))
        .left_outer_join(Item, on=(Item.checklist == Checklist.id))
        .group_by(Checklist.id, Checklist.title, Checklist.person, Checklist.rollout, Person.name)
    )


def _number(matches: Any) -> Any:
    return fn.COALESCE(fn.SUM(Case(None, [(matches, 1)], 0)), 0)
