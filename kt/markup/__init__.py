"""Markdown to safe HTML: the only place that marks text as safe.

Markdown is read as GitHub reads it, with `[[Title]]` for a link to a document, and written by
`Writer`, which shows what it does not know instead of dropping it. Nothing of that is trusted: the
cleaners at the end decide what leaves.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape, unescape
from typing import Any

import nh3
from markupsafe import Markup
from markupsafe import escape as safe

from .cleaning import LINE_CLEANER, LINE_TAGS, TEXT_CLEANER, TEXT_TAGS
from .reading import MOST_BRACKETS, PARSER, UNSEEN, Heading
from .sides import kept_apart
from .titles import address_of, badged, key_of, named_in, place_of, spelt_link, with_places
from .writing import MOST_TAGS

__all__ = [
    "LINE_CLEANER",
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "MOST_BRACKETS",
    "MOST_TAGS",
    "TEXT_CLEANER",
    "Heading",
    "Rendered",
    "address_of",
    "badge_place",
    "badged",
    "dated",
    "inline",
    "kept_apart",
    "keeping_places",
    "key_of",
    "named_in",
    "plain",
    "render",
    "spelt_link",
    "stored",
    "strung",
    "to_html",
    "without_front_matter",
    "without_title",
]

# A manual of about a hundred pages; what is longer is shown as it was typed.
LONGEST_TEXT = 200_000
LONGEST_LINE = 5_000

SELECTED = {True: " selected", False: ""}

FRONT_MATTER = re.compile(r"\s*---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
FRONT_MATTER_LINE = re.compile(r"[ \t#-]|[\w\"'][^:\n]*:(?:\s|$)|$")
BLOCK_EDGE = re.compile(r"<(?=/?(?:br|div|h\d|hr|li|ol|p|pre|summary|t[dhr]|ul)\b)")
KEPT_HEADING = re.compile(r'<h([1-6]) id="(doc-[^"]*)">(.*?)</h\1>', re.DOTALL)
LOWER_HEADING = re.compile(r"<(/?)h([3-6])\b")


@dataclass(frozen=True)
class Rendered:
    """A text as a page of its own: its HTML and the contents that lead into it.

    `images` are the names of those of its own that it shows, `unnamed` those of them that say
    nothing to people who do not see them.
    """

    html: Markup
    contents: tuple[Heading, ...]
    images: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def render(text: str, *, images: str = "") -> Rendered:
    """Render Markdown that has a page to itself: headings can be linked to.

    Headings begin at level 2, below the page's own, and never skip a level. `images` is the path
    below which a picture is found that is called by its name alone.
    """
    env: dict[str, Any] = {
        "tags": TEXT_TAGS,
        "anchors": {},
        "used": Counter(),
        "contents": [],
        "folder": images,
        "images": {},
    }
    html = Markup(TEXT_CLEANER.clean(_written(text, env)))
    named: dict[str, bool] = env["images"]
    unnamed = tuple(name for name, says_something in named.items() if not says_something)
    return Rendered(html, tuple(env["contents"]), tuple(named), unnamed)


def stored(html: str) -> Rendered:
    """Show HTML that `render` made and a table kept; it is cleaned again, by today's rules."""
    clean = TEXT_CLEANER.clean(html)
    contents = (
        Heading(int(level), _heading_words(inside), anchor)
        for level, anchor, inside in KEPT_HEADING.findall(clean)
    )
    return Rendered(Markup(clean), tuple(contents))


def without_title(html: str, title: str) -> str:
    """Leave out the heading on top of a `render`ed text where it is the title of its page.

    The headings below it move up to its level.
    """
    found = KEPT_HEADING.match(html)
    if not found or _heading_words(found[3]).casefold() != title.strip().casefold():
        return html
    below, opening, rest = html[found.end() :].partition("<h2 ")
    moved_up = LOWER_HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) - 1}", below)
    return moved_up.lstrip() + opening + rest


def among_others(html: str, title: str, *, below: int = 2) -> Rendered:
    """Show HTML that a table kept below a heading of its page, among other texts.

    Its headings are lower than that one, whose level is `below`, and cannot be linked to; one that
    is the title is left out.
    """
    clean = TEXT_CLEANER.clean(without_title(html, title))
    found = KEPT_HEADING.findall(clean)
    levels = (min(int(level) + below - 1, 6) for level, _, _ in found)
    lower = (f"<h{n}>{inside}</h{n}>" for n, (_, _, inside) in zip(levels, found, strict=True))
    return Rendered(Markup(KEPT_HEADING.sub(lambda _: next(lower), clean)), ())


def keeping_places(html: str) -> tuple[str, set[str]]:
    """Keep places for badges behind the links to documents, and name those by their keys."""
    named = set(named_in(html)) if "/outputs/" in html else set()
    return Markup(with_places(html)) if named else html, named


def badge_place(key: str) -> str:
    """Keep a place for the badge of the document with this key."""
    return Markup(place_of(key))


def dated(words: str, exact: date | datetime, said: str) -> Markup:
    """Give words for a day or a moment their exact time: for machines to read, and as a hint."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(exact.isoformat(), said, words)


def strung(keys: Iterable[Any], drawn: Mapping[Any, Markup]) -> Markup:
    """String together what each key names: parts that are drawn once and stand in many places.

    They are HTML as macros give it, and are not escaped each time; raises TypeError for mere text.
    """
    if not all(isinstance(part, Markup) for part in drawn.values()):
        raise TypeError("Only what is HTML already is strung together as it is.")
    return Markup("".join(map(drawn.__getitem__, keys)))


def attributes(**values: Any) -> Markup:
    """Write the attributes of a form's input as WTForms does, which formats each of them apart."""
    written = []
    for key, value in sorted(values.items()):
        name = key.rstrip("_")
        if name.startswith(("data_", "aria_")):
            name = name.replace("_", "-")
        if value is True:
            written.append(f"{safe(name)}")
        elif value is not False:
            words = str(safe(value)).replace('"', "&quot;")
            written.append(f'{safe(name)}="{words}"')
    return Markup(" ".join(written))


def select(
    groups: Iterable[tuple[str | None, Iterable[tuple[Any, Any, bool]]]], values: Mapping[str, Any]
) -> Markup:
    """Write a select; of each option its value, its words, and whether it is chosen."""
    written = [f"<select {attributes(**values)}>"]
    for label, options in groups:
        if label is not None:
            written.append(f"<optgroup {attributes(label=label)}>")
        written += [
            f'<option{SELECTED[chosen]} value="{safe(value)}">{safe(words or value)}</option>'
            for value, words, chosen in options
        ]
        if label is not None:
            written.append("</optgroup>")
    return Markup("".join([*written, "</select>"]))


def to_html(text: str) -> Markup:
    """Render Markdown that stands among others on a page; its headings cannot be linked to."""
    return Markup(TEXT_CLEANER.clean(_written(text, {"tags": TEXT_TAGS})))


# The same few hundred items are shown again and again.
@lru_cache(maxsize=2048)
def inline(text: str) -> Markup:
    """Render one line: links, code, emphasis; everything else is shown as it was typed."""
    text = _encodable(text)
    html = escape(text)
    if len(text) <= LONGEST_LINE:
        html = PARSER.renderInline(text, {"tags": LINE_TAGS})
    return Markup(LINE_CLEANER.clean(html))


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Return the words alone, on one line; a single line is read as `inline` reads it."""
    html = to_html(text) if "\n" in text.strip() else inline(text.strip())
    words = nh3.clean(BLOCK_EDGE.sub(" <", html), tags=set())
    return " ".join(unescape(words).translate(UNSEEN).split())


def without_front_matter(text: str) -> str:
    """Return a text without the YAML block on its top, where there is one."""
    found = FRONT_MATTER.match(text)
    if not found:
        return text
    lines = found[1].splitlines()
    looks_like_yaml = all(FRONT_MATTER_LINE.match(line) for line in lines)
    return text[found.end() :] if looks_like_yaml and ":" in found[1] else text


def _heading_words(inside: str) -> str:
    return " ".join(unescape(nh3.clean(inside, tags=set())).split())


def _written(text: str, env: MutableMapping[str, Any]) -> str:
    text = _encodable(text).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        return f"<pre>{escape(text)}</pre>"
    return PARSER.render(without_front_matter(text), env)


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()
