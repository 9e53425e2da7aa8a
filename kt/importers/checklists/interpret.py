"""An outline to groups and items: who does each task, when, and whether it must be done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ...due import Anchor, DueRule
from ..plain import plain
from .dues import DueSaid, cell_due, text_due
from .outline import Outline, Section, Task
from .owners import OwnerSaid, cell_owner, department_owner, split_prefix, text_owner
from .shapes import Group, ItemRead, OwnerRole
from .wording import condition, is_optional


def interpreted(outline: Outline, *, keep_ticks: bool) -> tuple[list[Group], list[ItemRead]]:
    """Return the groups that have tasks, and all tasks as items with what they inherit."""
    _settle_joint_owners(outline)
    _settle_departments(outline)
    sections = [section for section in outline.sections if section.tasks and section.heading]
    groups = [
        Group(
            heading=section.heading,
            level=len(_headings(section)),
            owner=_roles(_inherited_owner(section)),
            due=_rule(_inherited_due(section)),
        )
        for section in sections
    ]
    owners: list[OwnerSaid | None] = []
    items = []
    for index, task in enumerate(outline.tasks):
        owner, text = _owner(task, owners, outline)
        owners.append(owner)
        due = _due(task, text, index, outline)
        words = plain(text)
        items.append(
            ItemRead(
                text=text,
                detail=task.detail,
                group=_headings(task.section),
                depth=task.depth,
                owner=_roles(owner),
                owner_text=owner.words if owner else None,
                due=_rule(due),
                due_text=due.words if due else None,
                optional=is_optional(words) or any(part.optional for part in _up(task.section)),
                condition=condition(words),
                done=task.done and keep_ticks,
            )
        )
    return groups, items


def _settle_joint_owners(outline: Outline) -> None:
    """Give what is to be done together to everybody whom the other headings name."""
    named = {role for part in outline.sections for role in _roles(part.owner)}
    roles = tuple(role for role in OwnerRole if role in named)
    for section in outline.sections:
        if section.joint and roles:
            section.owner = OwnerSaid(roles, section.heading)


def _settle_departments(outline: Outline) -> None:
    """Let "HR" and "IT" own their tasks where the headings beside them are mostly roles too."""
    roles, topics = Counter[Section | None](), Counter[Section | None]()
    departments = []
    for section in outline.sections:
        if not section.heading or not section.tasks:
            continue
        said = None if section.owner else department_owner(section.heading)
        if said:
            departments.append((section, said))
        else:
            (roles if section.owner else topics)[section.parent] += 1
    for section, said in departments:
        if roles[section.parent] > topics[section.parent]:
            section.owner = said


def _owner(
    task: Task, owners: list[OwnerSaid | None], outline: Outline
) -> tuple[OwnerSaid | None, str]:
    """Return the owner and the text without its owner prefix.

    What the task says itself comes first, then its column, the task it lies in, its group.
    """
    prefix, text = split_prefix(task.text, outline.aliases)
    said = prefix or text_owner(plain(text), outline.aliases)
    if said is None and task.row:
        said = cell_owner(task.row.who)
    if said is None and task.parent is not None:
        said = owners[task.parent]
    return said or _inherited_owner(task.section), text


def _due(task: Task, text: str, index: int, outline: Outline) -> DueSaid | None:
    """Return when a task is due; words that give no rule stand beside what it inherits."""
    said = None
    if task.row:
        said = cell_due(task.row.when, task.row.when_column, leaving=outline.leaving)
    said = said or text_due(plain(text), leaving=outline.leaving)
    inherited = _inherited_due(task.section)
    if said is None:
        return inherited
    rule = said.rule
    if rule and rule.anchor is Anchor.ITEM:
        rule = _numbered_item(rule, index, task, outline)
    return DueSaid(rule or _rule(inherited), said.words)


def _numbered_item(rule: DueRule, index: int, task: Task, outline: Outline) -> DueRule | None:
    """Find the task that "Task 16" means: by the numbers printed in tables, else by counting."""
    number = (rule.item or 0) + 1
    found: int | None = number - 1 if number <= len(outline.tasks) else None
    if task.row and task.row.number:
        found = outline.numbered(number, task.row.table)
    return replace(rule, item=found) if found is not None and found != index else None


def _up(section: Section) -> Iterator[Section]:
    part: Section | None = section
    while part:
        yield part
        part = part.parent


def _headings(section: Section) -> tuple[str, ...]:
    return tuple(part.heading for part in section.path() if part.heading)


def _inherited_owner(section: Section) -> OwnerSaid | None:
    return next((part.owner for part in _up(section) if part.owner), None)


def _inherited_due(section: Section) -> DueSaid | None:
    return next((part.due for part in _up(section) if part.due), None)


def _roles(said: OwnerSaid | None) -> tuple[OwnerRole, ...]:
    return said.roles if said else ()


def _rule(said: DueSaid | None) -> DueRule | None:
    return said.rule if said else None
