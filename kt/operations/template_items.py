"""The items of a template: written, moved, removed and put back by hand."""

from collections.abc import Sequence
from typing import Any

from ..access import may_edit_templates, require
from ..db import transaction
from ..due import DueRule
from ..errors import Refused
from ..models import (
    AuditEntry,
    AuditSubject,
    OwnerRole,
    Person,
    Template,
    TemplateItem,
    due_columns,
)
from .audit import record
from .editing import require_version, version_of
from .item_trees import Step, families, family, move, place_in_group, places, save_order
from .templates import COPIED, ONLY_SUPERVISORS, items_of
from .typed_dues import rule_said

# The columns of a removed item that its audit entry keeps, so that it can be put back.
KEPT = (*COPIED, "id", "position", "parent_id", "after_id")


def add_template_item(
    template: Template,
    *,
    text: str,
    detail: str = "",
    group: str = "",
    owners: Sequence[OwnerRole] = (),
    due: DueRule | None = None,
    due_text: str = "",
    after: TemplateItem | None = None,
    optional: bool = False,
    condition: str = "",
    by: Person,
) -> TemplateItem:
    """Add an item at the end of its heading.

    `due` may be left out where `due_text` says it ("day 3"); words that are not understood are
    kept beside the item.
    """
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    with transaction():
        items = items_of(template)
        before = places(items)
        item = TemplateItem.create(
            template=template,
            position=len(items),
            text=text,
            detail=detail,
            group=group,
            owners=owners,
            due_text=due_text,
            after=after,
            optional=optional,
            condition=condition,
            **due_columns(due or rule_said(due_text)),
        )
        save_order(place_in_group([*items, item], [item], group), before)
        _record("added", item, by)
    return item


def edit_template_item(
    item: TemplateItem,
    *,
    text: str,
    detail: str,
    group: str,
    owners: Sequence[OwnerRole],
    due: DueRule | None,
    due_text: str,
    after: TemplateItem | None,
    optional: bool,
    condition: str,
    version: str,
    by: Person,
) -> TemplateItem:
    """Change an item; under another heading it goes to that heading's end, with its family.

    Raises Stale where somebody else changed it meanwhile.
    """
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    with transaction():
        require_version(version, version_of_item(TemplateItem.get_by_id(item.id)))
        items = items_of(item.template)
        members = family(items, item)
        if after in members:
            raise Refused("It cannot wait for itself or for a part of itself.", field="after")
        if group != item.group:
            before = places(items)
            members[0].parent_id = item.parent_id = None
            save_order(place_in_group(items, members, group), before)
        values = {
            "text": text,
            "detail": detail,
            "group": group,
            "owners": tuple(owners),
            "due_text": due_text,
            "after": after,
            "optional": optional,
            "condition": condition,
            **due_columns(due or rule_said(due_text)),
        }
        for column, value in values.items():
            setattr(item, column, value)
        item.save(only=list(values))
        _record("edited", item, by)
    return item


def move_template_item(item: TemplateItem, step: Step, *, by: Person) -> TemplateItem:
    """Move an item and what stands inside it by one step."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    with transaction():
        items = items_of(item.template)
        before = places(items)
        save_order(move(items, item, step), before)
        _record("moved", item, by)
    return item


def drop_template_item(item: TemplateItem, *, by: Person) -> AuditEntry:
    """Remove an item with what stands inside it; the entry is what puts them back."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    with transaction():
        members = family(items_of(item.template), item)
        ids = [each.id for each in members]
        rows = [{column: getattr(each, column) for column in KEPT} for each in members]
        entry = _record("dropped", item, by, rows=rows)
        TemplateItem.update(after=None).where(TemplateItem.after.in_(ids)).execute()
        for each in reversed(members):
            each.delete_instance()
    return entry


def put_template_items_back(entry: AuditEntry, *, by: Person) -> TemplateItem:
    """Undo a removal: the same lines, where they stood, once."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    template = Template.get_by_id(entry.values["template"])
    with transaction():
        _refuse_twice(entry, template)
        items = items_of(template)
        before = places(items)
        back = _written_again(entry.values["rows"], template, {item.id for item in items})
        at = min(entry.values["rows"][0]["position"], len(items))
        save_order(families([*items[:at], *back, *items[at:]]), before)
        _record("put-back", back[0], by, dropped=entry.id)
    return back[0]


def version_of_item(item: TemplateItem) -> str:
    """Name the present state of what can be edited of an item."""
    return version_of(*(getattr(item, column) for column in (*COPIED, "after_id")))


def _refuse_twice(entry: AuditEntry, template: Template) -> None:
    later = (
        AuditEntry.select()
        .join(AuditSubject, on=(AuditSubject.entry == AuditEntry.id))
        .where(
            AuditSubject.noun == "template",
            AuditSubject.ref == template.id,
            AuditEntry.deed == "template-item.put-back",
            AuditEntry.id > entry.id,
        )
    )
    if any(each.values.get("dropped") == entry.id for each in later):
        raise Refused("It is back already.")


def _written_again(
    rows: Sequence[dict[str, Any]], template: Template, there: set[int]
) -> list[TemplateItem]:
    """Write removed rows as new ones; what they stood inside or waited for may be gone."""
    new_ids: dict[int, int] = {}
    back = []
    for row in rows:
        columns = {column: row[column] for column in COPIED}
        item = TemplateItem.create(
            template=template,
            position=row["position"],
            parent=new_ids.get(row["parent_id"]) or _if_there(row["parent_id"], there),
            after=new_ids.get(row["after_id"]) or _if_there(row["after_id"], there),
            **columns,
        )
        new_ids[row["id"]] = item.id
        back.append(item)
    return back


def _if_there(item_id: int | None, there: set[int]) -> int | None:
    return item_id if item_id in there else None


def _record(deed: str, item: TemplateItem, by: Person, **values: Any) -> AuditEntry:
    return record(
        f"template-item.{deed}",
        by=by,
        about=[item.template],
        template=item.template,
        text=item.text,
        **values,
    )
