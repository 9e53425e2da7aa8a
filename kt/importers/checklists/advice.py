"""What to tell the person who imports a file: nothing is left out in silence."""

from .blocks import Passed


def advice(passed: Passed, *, items: int) -> list[str]:
    """Return a sentence for everything that looks like a task and did not become an item."""
    sentences = (
        _hidden(passed.comments, passed.code),
        _not_shown(passed.not_shown),
        _in_tables(passed.table_boxes),
        _without_boxes(passed.list_items) if not items else "",
    )
    return [sentence for sentence in sentences if sentence]


def _hidden(comments: int, code: int) -> str:
    if not comments and not code:
        return ""
    if not code:
        return f"{_lines(comments, 'inside comments')}; to import them too, add --with-comments."
    if not comments:
        return f"{_lines(code, 'inside code blocks')}; to import them too, add --with-code."
    return (
        f"{_count(comments)} inside comments and {code} inside code blocks were not imported; "
        "to import them too, add --with-comments and --with-code."
    )


def _not_shown(lines: list[int]) -> str:
    if not lines:
        return ""
    one = len(lines) == 1
    return (
        f"{len(lines)} {'line looks' if one else 'lines look'} like a task, but GitHub shows no "
        f"box there, so {'it was' if one else 'they were'} not imported: line {_listed(lines)}. "
        'Write "- [ ] " with text behind it, and a blank line above it if HTML stands there.'
    )


def _in_tables(boxes: int) -> str:
    if not boxes:
        return ""
    held = "1 box stands" if boxes == 1 else f"{boxes} boxes stand"
    return (
        f"{held} in a Markdown table, where GitHub shows no boxes; nothing was imported from it. "
        "Write those tasks as a list."
    )


def _without_boxes(list_items: int) -> str:
    if not list_items:
        return "This file has no boxes and no list items to import."
    items = "1 list item" if list_items == 1 else f"{list_items} list items"
    return f"This file has no boxes; it has {items}: import them with --plain-lists."


def _lines(count: int, where: str) -> str:
    return f"{_count(count)} {where} {'was' if count == 1 else 'were'} not imported"


def _count(count: int) -> str:
    return "1 task line" if count == 1 else f"{count} task lines"


def _listed(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:5]))
    return f"{shown} and {len(lines) - 5} more" if len(lines) > 5 else shown
