"""Checklist files of every kind organisations publish, read into groups and items."""

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from ...due import as_json as due_as_json
from ..text import read_text
from .advice import advice
from .blocks import Passed, read_blocks
from .front_matter import split_front_matter
from .interpret import interpreted
from .issue_forms import form_fields, load_form, read_form
from .outline import Outline
from .shapes import ChecklistFile, Group, ItemRead, OwnerRole, Skipped
from .titles import best_title, is_about_leaving
from .tokens import parse, uncovered

FORM_SUFFIXES = (".yml", ".yaml")

__all__ = [
    "ChecklistFile",
    "Group",
    "ItemRead",
    "OwnerRole",
    "Skipped",
    "as_json",
    "read_checklist",
]


def read_checklist(
    data: bytes,
    filename: str,
    *,
    title: str | None = None,
    plain_lists: bool = False,
    with_comments: bool = False,
    with_code: bool = False,
    keep_ticks: bool = True,
) -> ChecklistFile:
    """Read Markdown, HTML tables with boxes, or an issue form in YAML.

    `plain_lists` imports every list item, `with_comments` and `with_code` also the task lines in
    comments and code blocks; without `keep_ticks` every item is open. Raises Refused with a
    sentence for files that cannot be read; a file without tasks comes back with advice.
    """
    text = read_text(data, "checklist")
    if PurePath(filename.lower()).suffix in FORM_SUFFIXES:
        form = load_form(text)
        fields, heading = form_fields(form), ""
        outline = _outline(fields, heading, filename)
        passed = Passed()
        read_form(form, outline)
    else:
        fields, body = split_front_matter(text)
        body = uncovered(body, comments=with_comments, code=with_code)
        parsed = parse(body, plain_lists=plain_lists)
        heading = parsed.title
        outline = _outline(fields, heading, filename)
        passed = read_blocks(parsed, outline)
    groups, items = interpreted(outline, keep_ticks=keep_ticks)
    return ChecklistFile(
        title=title or best_title(fields, passed.title or heading, filename),
        groups=tuple(groups),
        items=tuple(items),
        skipped=Skipped(passed.comments, passed.code),
        advice=tuple(advice(passed, items=len(items))),
    )


def as_json(file: ChecklistFile) -> dict[str, Any]:
    """Return a file as the object that `--json` prints; advice is for people and not in it."""
    return {
        "title": file.title,
        "groups": [_as_lists(group) for group in file.groups],
        "items": [_as_lists(item) for item in file.items],
        "skipped": asdict(file.skipped),
    }


def _as_lists(read: Group | ItemRead) -> dict[str, Any]:
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in vars(read).items()}
    return values | {"due": due_as_json(read.due) if read.due else None}


def _outline(fields: dict[str, str], heading: str, filename: str) -> Outline:
    outline = Outline(leaving=is_about_leaving(fields, heading, filename))
    for words in (fields.get("name"), fields.get("title")):
        outline.title(words or "")
    return outline
