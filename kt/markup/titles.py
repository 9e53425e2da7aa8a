"""Links between documents: `[[Title]]`, `[[Title|words]]`, and which documents a text names."""

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import parse_qs, quote, unquote, urlsplit

from markdown_it.rules_inline import StateInline

from ..folding import folded

TITLED = "/outputs/titled"

# Not `[[ -f x ]]` of a shell, `[[1]](address)` or `[[words]][name]`.
LINK = re.compile(
    r"\[\[(?!\s)((?:[^\[\]|\n]|\[[^\[\]\n]*\]){1,400})(?:\|([^\[\]\n]{1,400}))?\]\]"
    r"(?!\(|\[[^\[])"
)
ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>.*?</a>', re.DOTALL)
DOCUMENT = re.compile(r"/outputs/([1-9]\d{0,8})")
PLACE = re.compile(r"<!--badge ([^ >]*)-->")


def title_link(state: StateInline, silent: bool) -> bool:
    """Read `[[Title]]` as a link to the document of that title, whichever it will be."""
    if not state.src.startswith("[[", state.pos):
        return False
    found = LINK.match(state.src, state.pos, state.posMax)
    if not found or not folded(found[1]):
        return False
    if not silent:
        title = found[1].strip()
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": address_of(title)}
        state.push("text", "", 0).content = (found[2] or "").strip() or title
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def address_of(title: str) -> str:
    """Give the address that leads to the document of a title."""
    return f"{TITLED}?title={quote(title, safe='')}"


def spelt_link(title: str) -> str:
    """Spell a link to a document of this title; "" where its brackets cannot be spelt."""
    spelt = f"[[{title}]]"
    found = LINK.fullmatch(spelt)
    return spelt if found and found[1] == title and folded(title) else ""


def key_of(address: str) -> str | None:
    """Name the document that an address of ours leads to: its folded title, or # and its id."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    if parts.path == TITLED:
        return folded(" ".join(parse_qs(parts.query).get("title", [])[:1])) or None
    found = DOCUMENT.fullmatch(parts.path)
    return f"#{found[1]}" if found else None


def named_in(html: str) -> dict[str, str]:
    """Map the keys of the documents that a rendered text links to, each to one of its addresses."""
    found = {}
    for anchor in ANCHOR.finditer(html):
        address = unescape(anchor[1])
        if key := key_of(address):
            found[key] = address
    return found


def with_places(html: str) -> str:
    """Keep a place for its badge behind each link to a document."""

    def beside(anchor: re.Match[str]) -> str:
        key = key_of(unescape(anchor[1]))
        return anchor[0] + (place_of(key) if key else "")

    return ANCHOR.sub(beside, html)


def place_of(key: str) -> str:
    """Spell the place that is kept for the badge of the document with this key."""
    return f"<!--badge {quote(key, safe='')}-->"


def badged(html: str, badges: Mapping[str, tuple[str, str]]) -> str:
    """Put (words, tone) where a place was kept for them; a place without them goes."""

    def at(place: re.Match[str]) -> str:
        badge = badges.get(unquote(place[1]))
        if badge is None:
            return ""
        words, tone = badge
        return f' <span class="badge tone-{escape(tone)}">{escape(words)}</span>'

    return PLACE.sub(at, html)
