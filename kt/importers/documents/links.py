"""Links from one imported file to another, and from one question of a page to another.

Their addresses are those of files, which lead nowhere once the files are documents; so they become
links to the documents' titles.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from ...folding import folded
from ...markup import spelt_link
from .pictures import ELSEWHERE, place_of
from .shapes import DocumentRow, Reading

# Code stays as it is, and so do pictures; an address may have a title of its own behind it. Every
# part that may be long has a bound or an end that is always found, so that hostile texts end.
LINK = re.compile(
    r"(?P<fence>^ {0,3}(?P<marks>`{3,}|~{3,})[^\n]*(?:\n.*?(?:^ {0,3}(?P=marks)[^\n]*$|\Z)|\Z))"
    r"|(?<!`)(?P<ticks>`{1,50})(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`)"
    r"|(?<!!)\[(?P<words>[^\[\]|\n]{1,400})\]"
    r"\(\s{0,20}(?:<(?P<angled>[^<>\n]{1,500})>|(?P<bare>[^\s()<>]{1,500}))"
    r"(?:\s{1,20}[\"'][^\n]{0,300}?[\"'])?\s{0,20}\)"
    r"|\[\[(?P<said>[^\[\]|\n]{1,400})\|(?P<page>[^\[\]|\n]{1,400})\]\](?!\()",
    re.MULTILINE | re.DOTALL,
)
# What a link to a page without its ending, or to a folder, may mean.
MEANT = ("{}", "{}.md", "{}.mdx", "{}.markdown", "{}/index.md", "{}/README.md", "{}/index.mdx")


def led(reading: Reading) -> Reading:
    """Lead the links between what was read to titles; what leads elsewhere stays as written."""
    by_file: dict[str, list[DocumentRow]] = defaultdict(list)
    for row in reading.documents:
        by_file[row.file].append(row)
    titles = {folded(row.title) for row in reading.documents}
    rows = tuple(
        row if row.is_exact else replace(row, text=_led(row, by_file, titles))
        for row in reading.documents
    )
    return replace(reading, documents=rows)


def _led(row: DocumentRow, by_file: Mapping[str, list[DocumentRow]], titles: set[str]) -> str:
    def called(match: re.Match[str]) -> str:
        if match["page"]:
            # Other wikis say the words first; here the title comes first.
            is_theirs = folded(match["page"]) in titles and folded(match["said"]) not in titles
            return f"[[{match['page']}|{match['said']}]]" if is_theirs else match[0]
        if not match["words"]:
            return match[0]
        meant = _meant(row, match["angled"] or match["bare"], by_file)
        link = spelt_link(meant.title) if meant and meant is not row else ""
        if meant is None or not link:
            return match[0]
        return link if match["words"] == meant.title else f"{link[:-2]}|{match['words']}]]"

    return LINK.sub(called, row.text)


def _meant(
    row: DocumentRow, address: str, by_file: Mapping[str, list[DocumentRow]]
) -> DocumentRow | None:
    """Find the document that an address in a text leads to."""
    path, _, anchor = address.partition("#")
    if not path:
        return _asked(by_file[row.file], anchor)
    if ELSEWHERE.match(path):
        return None
    place = place_of(row.file, unquote(path.partition("?")[0]))
    if not place:
        return None
    found: Sequence[DocumentRow] = next(
        (by_file[name] for name in (form.format(place) for form in MEANT) if name in by_file), ()
    )
    return found[0] if len(found) == 1 else _asked(found, anchor)


def _asked(rows: Iterable[DocumentRow], anchor: str) -> DocumentRow | None:
    """Find the question that an anchor of a page is named after."""
    wanted = _anchor(unquote(anchor))
    return next((row for row in rows if wanted and _anchor(row.title) == wanted), None)


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-").strip("-")
