"""Importing a checklist from a file: looked at first, then saved as a template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .. import clock
from ..access import may_edit_templates, require
from ..db import transaction
from ..due import Anchor, DueRule, rule_words
from ..errors import Refused
from ..importers.checklists import ChecklistFile, read_checklist
from ..models import (
    OwnerRole,
    Person,
    Subject,
    Template,
    TemplateItem,
    Upload,
    due_columns,
)
from .audit import record
from .item_trees import parents_by_depth, write_all
from .templates import ONLY_SUPERVISORS
from .typed_dues import rule_said

PURPOSE = "checklist"
LONGEST_LIST = 2_000

# A file that was never saved as a template is forgotten when its owner uploads another one later.
KEPT_FOR = timedelta(days=2)

# Headings stand in one another in `group`: "For your buddy › First week".
BETWEEN_HEADINGS = " › "


@dataclass(frozen=True)
class Reading:
    """How a file is to be read: the options of `read_checklist`."""

    plain_lists: bool = False
    with_comments: bool = False
    with_code: bool = False
    keep_ticks: bool = True


@dataclass(frozen=True)
class Line:
    """One item as it would be saved. `after` is the index of the line it is due after."""

    keep: bool
    text: str
    detail: str
    depth: int
    group: str
    owners: tuple[OwnerRole, ...]
    owner_text: str
    due: DueRule | None
    due_text: str
    after: int | None
    optional: bool
    condition: str
    ticked: bool

    @property
    def due_words(self) -> str:
        """Say when it is due: in the file's words, else in those of its rule."""
        return self.due_text or (rule_words(self.due) if self.due else "")


def keep_upload(data: bytes, filename: str, *, by: Person) -> Upload:
    """Keep a file while its preview is looked at; raises Refused where it cannot be read."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    read_checklist(data, filename)
    with transaction():
        mine = (Upload.person == by) & (Upload.purpose == PURPOSE)
        Upload.delete().where(mine, Upload.at < clock.now() - KEPT_FOR).execute()
        return Upload.create(person=by, purpose=PURPOSE, filename=filename, data=data)


def uploads_of(person: Person) -> Any:
    """Select the checklist files that somebody is looking at."""
    return Upload.select().where(Upload.person == person, Upload.purpose == PURPOSE)


def read_upload(upload: Upload) -> ChecklistFile:
    """Read a kept file in the way that was chosen for it."""
    return read_checklist(bytes(upload.data), upload.filename, **upload.choices)


def choose_reading(upload: Upload, reading: Reading) -> Upload:
    """Remember how a kept file is to be read."""
    with transaction():
        upload.choices = vars(reading)  # type: ignore[assignment]
        upload.save(only=[Upload.choices])
    return upload


def reading_of(upload: Upload) -> Reading:
    """Tell how a kept file is read."""
    return Reading(**upload.choices)


def discard_upload(upload: Upload) -> None:
    """Forget a kept file."""
    with transaction():
        upload.delete_instance()


def plain_items(upload: Upload) -> int:
    """Count the list items of a kept file, boxes or not."""
    return len(read_checklist(bytes(upload.data), upload.filename, plain_lists=True).items)


def lines_of(file: ChecklistFile) -> list[Line]:
    """Give the lines that a file would become, all of them kept."""
    return [
        Line(
            keep=True,
            text=item.text,
            detail=item.detail,
            depth=item.depth,
            group=BETWEEN_HEADINGS.join(item.group),
            owners=tuple(OwnerRole(role) for role in item.owner),
            owner_text=item.owner_text or "",
            due=item.due,
            due_text=item.due_text or "",
            after=item.due.item if item.due else None,
            optional=item.optional,
            condition=item.condition or "",
            ticked=item.done,
        )
        for item in file.items
    ]


def due_chosen(line: Line, words: str) -> dict[str, Any]:
    """Give a line's due rule after somebody may have changed its words in the preview."""
    if words == line.due_words:
        return {}
    return {"due": rule_said(words), "due_text": words, "after": None}


def save_as_template(
    lines: Sequence[Line],
    *,
    title: str,
    applies_to: Subject = Subject.PERSON,
    source: str = "",
    by: Person,
    upload: Upload | None = None,
) -> Template:
    """Save the kept lines of a file as a template, whole or not at all.

    A line whose parent is left out moves up to the next one that is kept; what stands inside a
    line stands under its heading. `source` is the file's name or its credit line.
    """
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    places = _places(lines)
    if not places:
        raise Refused("There is no item to save. Keep at least one of them.")
    if len(places) > LONGEST_LIST:
        raise Refused(
            f"This list has {len(places):,} items; a template may have {LONGEST_LIST:,}. "
            "Leave some out, or split the file."
        )
    if missing := next((line for line in lines if line.keep and not line.text), None):
        where = f" under {missing.group}" if missing.group else ""
        raise Refused(f"An item{where} has no text. Write one, or leave the item out.")
    parents = _parents(lines, places)
    kept = [lines[at] for at in places]
    groups = _groups(kept, parents)
    after = [None if line.after is None else places.get(line.after) for line in kept]
    rows = [
        _columns(line, group, waits=followed is not None)
        for line, group, followed in zip(kept, groups, after, strict=True)
    ]
    with transaction():
        template = Template.create(title=title, applies_to=applies_to, source=source, made_by=by)
        write_all(TemplateItem.template, template, rows, parents=parents, after=after)
        if upload is not None:
            upload.delete_instance()
        record("template.imported", by=by, about=[template], template=template, source=source)
    return template


def _places(lines: Sequence[Line]) -> dict[int, int]:
    """Map the index of each kept line to its place among those kept."""
    kept = [at for at, line in enumerate(lines) if line.keep]
    return {at: place for place, at in enumerate(kept)}


def _parents(lines: Sequence[Line], places: dict[int, int]) -> list[int | None]:
    parents = parents_by_depth([line.depth for line in lines])
    found = []
    for at in places:
        parent = parents[at]
        while parent is not None and parent not in places:
            parent = parents[parent]
        found.append(None if parent is None else places[parent])
    return found


def _groups(kept: Sequence[Line], parents: Iterable[int | None]) -> list[str]:
    groups: list[str] = []
    for line, parent in zip(kept, parents, strict=True):
        groups.append(line.group if parent is None else groups[parent])
    return groups


def _columns(line: Line, group: str, *, waits: bool) -> dict[str, Any]:
    # Without the item it counts from, a rule says nothing; its words do.
    says_nothing = line.due is not None and line.due.anchor is Anchor.ITEM and not waits
    return {
        "text": line.text,
        "detail": line.detail,
        "group": group,
        "owners": line.owners,
        "owner_text": line.owner_text,
        "due_text": line.due_text,
        "optional": line.optional,
        "condition": line.condition,
        "ticked": line.ticked,
        **due_columns(None if says_nothing else line.due),
    }
