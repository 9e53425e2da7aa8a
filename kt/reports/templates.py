"""Templates for their list and their page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import ModelSelect, fn

from ..due import Anchor, rule_words
from ..markup import plain
from ..models import Checklist, Template, TemplateItem

PAGE = 100


@dataclass(frozen=True)
class TemplateLine:
    """A template in the list of templates; `used` counts the checklists made from it."""

    id: int
    title: str
    applies_to: str
    retired_on: date | None
    items: int
    used: int


@dataclass(frozen=True)
class TemplateItemRow:
    """One item of a template as its row shows it; `facts` say who, when and under what condition.

    `may` names the moves that lead somewhere: up, down, into, out.
    """

    id: int
    text: str
    depth: int
    facts: str
    has_detail: bool
    may: frozenset[str]


@dataclass(frozen=True)
class TemplateGroup:
    """The items under one heading."""

    title: str
    rows: tuple[TemplateItemRow, ...]


def list_templates(
    templates: ModelSelect, *, words: str = "", retired: bool = False, page: int = 1
) -> tuple[list[TemplateLine], int]:
    """List a page of templates by title, and how many there are; two statements."""
    found = templates.where(Template.retired_on.is_null(not retired))
    if words:
        found = found.where(fn.LOWER(Template.title).contains(words.lower()))
    items = TemplateItem.select(fn.COUNT(TemplateItem.id)).where(
        TemplateItem.template == Template.id
    )
    used = Checklist.select(fn.COUNT(Checklist.id)).where(Checklist.template == Template.id)
    rows = (
        found.select(
            Template.id,
            Template.title,
            Template.applies_to,
            Template.retired_on,
            items.alias("items"),
            used.alias("used"),
        )
        .order_by(fn.LOWER(Template.title), Template.id)
        .paginate(page, PAGE)
    )
    return [TemplateLine(**row) for row in rows.dicts()], found.count()


def groups_of(template: Template) -> tuple[TemplateGroup, ...]:
    """Read the items of a template under their headings; one statement."""
    items = list(
        TemplateItem.select()
        .where(TemplateItem.template == template)
        .order_by(TemplateItem.position, TemplateItem.id)
    )
    texts = {item.id: plain(item.text) for item in items}
    steps = _steps(items)
    depths: dict[int | None, int] = {None: 0}
    groups: list[tuple[str, list[TemplateItemRow]]] = []
    for item in items:
        depths[item.id] = depths.get(item.parent_id, 0) + 1
        if not groups or groups[-1][0] != item.group:
            groups.append((item.group, []))
        groups[-1][1].append(
            TemplateItemRow(
                id=item.id,
                text=item.text,
                depth=depths[item.id],
                facts=_facts(item, texts),
                has_detail=bool(item.detail),
                may=steps[item.id],
            )
        )
    return tuple(TemplateGroup(plain(title), tuple(rows)) for title, rows in groups)


def due_said(item: TemplateItem, texts: dict[int, str]) -> str:
    """Say when a template's item is due: in its own words, else in those of its rule."""
    if item.due_text:
        return item.due_text
    if item.due_rule is None:
        return ""
    words = rule_words(item.due_rule)
    if item.due_anchor == Anchor.ITEM and item.after_id in texts:
        return words.replace("another item", f"“{texts[item.after_id]}”")
    return words


def choices_of(items: Iterable[TemplateItem]) -> list[tuple[int, str]]:
    """Spell items for a choice among them."""
    return [(item.id, plain(item.text)[:80]) for item in items]


def _facts(item: TemplateItem, texts: dict[int, str]) -> str:
    due = due_said(item, texts)
    facts = [
        " or ".join(item.owners) or item.owner_text,
        "" if due and due in item.group else due,
        item.condition,
        "optional" if item.optional else "",
        "ticked in its file" if item.ticked else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _steps(items: list[TemplateItem]) -> dict[int, frozenset[str]]:
    """Tell which moves of each item lead somewhere."""
    siblings: dict[int | None, list[TemplateItem]] = {}
    for item in items:
        siblings.setdefault(item.parent_id, []).append(item)
    steps = {}
    for among in siblings.values():
        for at, item in enumerate(among):
            may = {
                "up": at > 0,
                "down": at < len(among) - 1,
                "into": at > 0 and among[at - 1].group == item.group,
                "out": item.parent_id is not None,
            }
            steps[item.id] = frozenset(step for step, leads in may.items() if leads)
    return steps
