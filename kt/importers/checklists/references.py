"""Reference links, whose targets stand elsewhere in a file, to links that stand alone."""

import re
from collections.abc import Mapping
from typing import Any

from markdown_it.common.utils import normalizeReference

LABEL = r"(?:[^\[\]\\]|\\.){1,300}"
CODE_OR_REFERENCE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`{1,8})(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`))"
    rf"|\[(?P<text>{LABEL})\](?:\[(?P<label>(?:{LABEL})?)\])?(?![(\[])",
    re.DOTALL,
)


def with_targets(markdown: str, references: Mapping[str, Any]) -> str:
    """Write `[text][label]` and `[label]` as `[text](target)` where the file has that target."""
    if not references or "[" not in markdown:
        return markdown

    def linked(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        target = references.get(normalizeReference(match["label"] or match["text"]))
        if target is None:
            return match[0]
        href = target["href"]
        return f"[{match['text']}]({f'<{href}>' if re.search('[ ()]', href) else href})"

    return CODE_OR_REFERENCE.sub(linked, markdown)
