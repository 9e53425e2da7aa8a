"""Pictures that a text shows and that stand beside its file."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from .shapes import Problem

MAX_PICTURE = 5 * 1024 * 1024
PICTURE_NAME = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|bmp|svg)$", re.IGNORECASE)
ADDRESS = re.compile(
    r"!\[[^\[\]]{0,1000}\]\(\s*(?:<(?P<angled>[^<>\n]{1,500})>|(?P<bare>[^\s()<>]{1,500}))"
    r"|<img\b[^<>]{0,500}?\ssrc\s*=\s*[\"']?(?P<html>[^\s\"'<>]{1,500})",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|[/\\#]|.*(?:\{\{|\{%|<%))", re.IGNORECASE)

# Gives the bytes of a file by its path from the top of what is imported, None if there is none.
Beside = Callable[[str], bytes | None]


def nothing_beside(path: str) -> bytes | None:
    return None


def read_pictures(
    text: str, path: str, beside: Beside, source: str, line: int
) -> tuple[tuple[tuple[str, bytes], ...], list[Problem]]:
    """Return the pictures of a text by their addresses in it, and one sentence about missing ones.

    `path` is where the text's file stands from the top of what is imported; nothing above that
    top is read.
    """
    found: dict[str, bytes] = {}
    missing: dict[str, None] = {}
    for match in ADDRESS.finditer(text):
        address = match["angled"] or match["bare"] or match["html"]
        if ELSEWHERE.match(address) or address in found:
            continue
        place = place_of(path, unquote(re.split(r"[?#]", address)[0]))
        data = beside(place) if place and PICTURE_NAME.search(place) else None
        if data is None or len(data) > MAX_PICTURE:
            missing[address] = None
        else:
            found[address] = data
    return tuple(found.items()), _about_missing(list(missing), source, line)


def place_of(path: str, address: str) -> str | None:
    """Return the path of an address written in the file at `path`; None if it leads outside."""
    parts = list(PurePosixPath(path).parent.parts)
    for part in address.replace("\\", "/").split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Call the pictures of a text by other names: those it has where it goes, by address."""

    def called(match: re.Match[str]) -> str:
        group = "angled" if match["angled"] else "bare" if match["bare"] else "html"
        name = names.get(match[group], match[group])
        start, end = match.span(group)
        return match[0][: start - match.start()] + name + match[0][end - match.start() :]

    return ADDRESS.sub(called, text)


def _about_missing(missing: list[str], source: str, line: int) -> list[Problem]:
    if not missing:
        return []
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    were, their = ("were", "their links") if more else ("was", "its link")
    return [
        Problem(
            source,
            line,
            f"The picture {missing[0]}{more} {were} not found among what is imported (or has more "
            f"than 5 MB); {their} stayed as written. Import the folder, or a zip of it, that holds "
            "the pictures too.",
        )
    ]
