"""The block of fields above a Markdown file: read what is useful, remove it, lose no task."""

import re
import tomllib

from ..yaml_text import is_too_deep, load_yaml
from .lines import is_task_line

MAX_CHARACTERS = 64_000

FIELD = re.compile(r"""(["']?)([A-Za-z][\w .-]*)\1\s*[:=](?:\s+(.*)|$)""")
CONTINUATION = re.compile(r"\s+\S|#|- |[\]}]|$")
FENCES = {"---": ("---", "..."), "+++": ("+++",)}


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields that have one line of text, keys in lower case, and the body.

    Fields that are not valid YAML or TOML are read line by line. A block that holds task lines
    was never closed: it ends where its lines stop looking like fields. A template pasted into
    another has a second block.
    """
    fields, body = _split_once(text)
    more, body_below = _split_once(body) if fields else ({}, body)
    return more | {key: value for key, value in fields.items() if value}, body_below


def _split_once(text: str) -> tuple[dict[str, str], str]:
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fence = lines[first].rstrip()
    if fence not in FENCES:
        return {}, text
    last = _end(lines, first, FENCES[fence])
    if last is None:
        return {}, text
    block = lines[first + 1 : last]
    # Blank lines keep every later line at the number it has in the file.
    body = "\n".join([""] * (last + 1) + lines[last + 1 :])
    if lines[last].rstrip() not in FENCES[fence]:
        body = "\n".join([""] * last + lines[last:])
    return _fields("\n".join(block), toml=fence == "+++"), body


def _end(lines: list[str], first: int, closing: tuple[str, ...]) -> int | None:
    """Return the line that ends the block that begins below `first`; None if it is no block."""
    start = first + 1
    close = next((n for n in range(start, len(lines)) if lines[n].rstrip() in closing), None)
    filled = next((line for line in lines[start:close] if line.strip()), "")
    if close is not None and not any(map(is_task_line, lines[start:close])):
        looks_like_fields = FIELD.match(filled) or filled.startswith(("#", "{"))
        return close if looks_like_fields or not filled else None
    if not FIELD.match(filled):
        return None
    for number in range(start, len(lines)):
        line = lines[number]
        if is_task_line(line) or not (FIELD.match(line) or CONTINUATION.match(line)):
            return number
        if line.startswith("# ") and not lines[number - 1].strip():
            return number
    return None


def _fields(block: str, *, toml: bool) -> dict[str, str]:
    loaded: object = None
    if len(block) <= MAX_CHARACTERS and not is_too_deep(block):
        try:
            loaded = tomllib.loads(block) if toml else load_yaml(block)
        except (ValueError, RecursionError):
            loaded = None
    if isinstance(loaded, dict):
        pairs = [(key, value) for key, value in loaded.items() if isinstance(value, str)]
    else:
        found = filter(None, map(FIELD.match, block.split("\n")))
        pairs = [(match[2], (match[3] or "").strip().strip("\"'")) for match in found]
    return {str(key).strip().lower(): value.strip() for key, value in pairs}
