"""Templates: written, copied, retired and brought back."""

from datetime import date
from typing import Any

from ..access import may_edit_templates, require
from ..db import transaction
from ..errors import Refused
from ..models import Person, Subject, Template, TemplateItem
from .audit import record
from .editing import require_version, version_of
from .item_trees import write_all

ONLY_SUPERVISORS = "Templates are changed by supervisors and administrators. Ask one of them."

# What a copied item takes along; where it stands is told by its own columns.
COPIED = (
    "group",
    "text",
    "detail",
    "owners",
    "owner_text",
    "due_anchor",
    "due_first",
    "due_last",
    "due_unit",
    "due_text",
    "optional",
    "condition",
    "ticked",
)


def add_template(
    *,
    title: str,
    description: str = "",
    applies_to: Subject = Subject.PERSON,
    source: str = "",
    by: Person,
) -> Template:
    """Begin an empty template."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    with transaction():
        template = Template.create(
            title=title,
            description=description,
            applies_to=applies_to,
            source=source,
            made_by=by,
        )
        record("template.added", by=by, about=[template], template=template)
    return template


def edit_template(
    template: Template,
    *,
    title: str,
    description: str,
    applies_to: Subject,
    source: str,
    version: str,
    by: Person,
) -> Template:
    """Change what a template says about itself; raises Stale where somebody else did meanwhile."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    with transaction():
        require_version(version, version_of_template(Template.get_by_id(template.id)))
        template.title = title
        template.description = description
        template.applies_to = applies_to  # type: ignore[assignment]
        template.source = source
        template.save()
        record("template.edited", by=by, about=[template], template=template)
    return template


def copy_template(template: Template, *, by: Person) -> Template:
    """Make a template that begins as a copy of another one."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    with transaction():
        copy = Template.create(
            title=f"Copy of {template.title}",
            description=template.description,
            applies_to=template.applies_to,
            source=template.source,
            made_by=by,
            copied_from=template,
        )
        copy_items(items_of(template), TemplateItem.template, copy, COPIED)
        record(
            "template.copied",
            by=by,
            about=[template, copy],
            template=copy,
            original=template.title,
        )
    return copy


def retire_template(template: Template, *, today: date, by: Person) -> Template:
    """Take a template out of use; what was made from it goes on."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    return _set_retired(template, today, "template.retired", by)


def bring_template_back(template: Template, *, by: Person) -> Template:
    """Put a retired template into use again."""
    require(may_edit_templates(by), ONLY_SUPERVISORS)
    return _set_retired(template, None, "template.brought-back", by)


def require_in_use(template: Template) -> None:
    """Raise Refused where a template is retired."""
    if template.retired_on is not None:
        raise Refused(
            f"The template {template.title} is retired. Bring it back, or choose another one.",
            field="template",
        )


def items_of(template: Template) -> list[TemplateItem]:
    """Give a template's items in their order, each of them knowing the template."""
    items = TemplateItem.select().where(TemplateItem.template == template)
    return list(items.order_by(TemplateItem.position, TemplateItem.id))


def copy_items(
    items: list[TemplateItem], owner: Any, whole: Any, columns: tuple[str, ...]
) -> list[Any]:
    """Write a template's items anew, as those of `whole`, with the columns named."""
    index = {item.id: at for at, item in enumerate(items)}
    return write_all(
        owner,
        whole,
        [{column: getattr(item, column) for column in columns} for item in items],
        parents=[index.get(item.parent_id) for item in items],
        after=[index.get(item.after_id) for item in items],
    )


def version_of_template(template: Template) -> str:
    """Name the present state of what a template says about itself."""
    return version_of(template.title, template.description, template.applies_to, template.source)


def _set_retired(template: Template, day: date | None, deed: str, by: Person) -> Template:
    with transaction():
        retired_on = Template.get_by_id(template.id).retired_on
        if (retired_on is None) == (day is None):
            return template
        template.retired_on = day
        template.save(only=[Template.retired_on])
        record(deed, by=by, about=[template], template=template)
    return template
