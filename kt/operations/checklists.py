"""Checklists: made from a template for a person or a rollout, changed, added to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..access import may_apply_template, may_edit_checklist, require
from ..db import transaction
from ..due import Anchor
from ..errors import Refused
from ..models import (
    Checklist,
    Item,
    ItemEvent,
    ItemState,
    Person,
    Rollout,
    Template,
    TemplateItem,
)
from .audit import record
from .mentions import note_items
from .moving_dates import due_days, holidays_of
from .templates import COPIED, copy_items, items_of, require_in_use

WHO_GIVES = "Checklists are given by supervisors and the line manager. Ask one of them."

# A checklist's items have a state where a template's have the box of the file.
APPLIED = tuple(column for column in COPIED if column != "ticked")


def apply_template(
    template: Template,
    *,
    person: Person | None = None,
    rollout: Rollout | None = None,
    start_day: date | None,
    departure_day: date | None = None,
    by: Person,
    today: date,
) -> Checklist:
    """Make a checklist for a person, for a rollout, or for a person within a rollout.

    The items are copied, so that a later change of the template touches nothing that is running.
    Each falls due by its rule; one that counts from a day nobody knows has no date, and keeps its
    words. Whoever runs the rollout supervises its checklists; otherwise it is the doer.
    """
    require(may_apply_template(by, person, rollout), WHO_GIVES)
    if person is None and rollout is None:
        raise Refused("A checklist is for a person or for a rollout. Choose one.", field="person")
    with transaction():
        require_in_use(Template.get_by_id(template.id))
        checklist = Checklist.create(
            template=template,
            title=template.title,
            person=person,
            rollout=rollout,
            supervisor=rollout.supervisor if rollout else by,
            start_day=start_day,
            departure_day=departure_day,
        )
        lines = items_of(template)
        items = copy_items(lines, Item.checklist, checklist, APPLIED)
        note_items(items)
        _date(items, checklist)
        _tick(items, lines, by=by, today=today)
        record(
            "checklist.made",
            by=by,
            about=[checklist, person, rollout, template],
            checklist=checklist,
            template=template,
            **_for_whom(person, rollout),
        )
    return checklist


def edit_checklist(checklist: Checklist, *, title: str, by: Person) -> Checklist:
    """Call a checklist something else; its dates are moved by `move_date`."""
    require(may_edit_checklist(by, checklist))
    with transaction():
        if title == checklist.title:
            return checklist
        checklist.title = title
        checklist.save(only=[Checklist.title])
        record("checklist.edited", by=by, about=[checklist], checklist=checklist)
    return checklist


def days_of(checklist: Checklist) -> dict[Anchor, date | None]:
    """Tell the days that the items of a checklist count from."""
    return {
        Anchor.START: checklist.start_day,
        Anchor.DEPARTURE: checklist.departure_day,
        Anchor.ROLLOUT: checklist.rollout.start_date if checklist.rollout_id else None,
    }


def _date(items: Sequence[Item], checklist: Checklist) -> None:
    due = due_days(items, days_of(checklist), holidays_of(checklist))
    for item in items:
        if due.get(item.id):
            item.due = due[item.id]
            item.save(only=[Item.due])


def _tick(items: Sequence[Item], lines: Sequence[TemplateItem], *, by: Person, today: date) -> None:
    """Begin with what the file had ticked, said to be done by whoever made the checklist."""
    ticked = [item.id for item, line in zip(items, lines, strict=True) if line.ticked]
    if not ticked:
        return
    Item.update(state=ItemState.DONE).where(Item.id.in_(ticked)).execute()
    ItemEvent.insert_many(
        [{"item": item_id, "state": ItemState.DONE, "by": by, "on": today} for item_id in ticked]
    ).execute()


def _for_whom(person: Person | None, rollout: Rollout | None) -> dict[str, Any]:
    return {
        noun: row for noun, row in (("person", person), ("rollout", rollout)) if row is not None
    }
