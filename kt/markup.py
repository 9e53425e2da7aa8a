"""Markdown to safe HTML: the only place that marks text as safe.

Markdown is read as GitHub reads it and written by `Writer`, which shows what it does not know
instead of dropping it. Nothing of that is trusted: the cleaners at the end decide what leaves.
"""

import re
from collections import Counter
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Any, NamedTuple
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

# A manual of about a hundred pages; what is longer is shown as it was typed.
LONGEST_TEXT = 200_000
LONGEST_LINE = 5_000

# Beyond these numbers in one paragraph, or of tags in one text, reading takes quadratic time.
MOST_BRACKETS = 200
MOST_ADDRESSES = 300
MOST_TAGS = 5_000

LINE_TAGS = frozenset(
    "a abbr b br code del em i ins kbd mark q s samp small strong sub sup u".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
TEXT_TAGS = LINE_TAGS | frozenset(
    "blockquote caption details div figcaption figure hr img li ol p pre span summary "
    "table tbody td tfoot th thead tr ul".split()
)

FRONT_MATTER = re.compile(r"\s*---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
FRONT_MATTER_LINE = re.compile(r"[ \t#-]|[\w\"'][^:\n]*:(?:\s|$)|$")
TASK = re.compile(r"\[([ xX])\]\s+")
TAG = re.compile(r"<(!--|/?)([a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]))?([^<>]*>?)")
TAG_NAME = re.compile(r"<(?:!--|/?([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>]|$))")
ATTRIBUTE = re.compile(r"(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
FOREIGN_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]+", re.IGNORECASE)
OWN_ADDRESS = re.compile(r"/(?:[^\s/\\][^\s\\]*)?")
BLOCK_EDGE = re.compile(r"<(?=/?(?:br|div|h\d|hr|li|ol|p|pre|summary|t[dhr]|ul)\b)")
KEPT_HEADING = re.compile(r'<h([1-6]) id="(doc-[^"]*)">(.*?)</h\1>', re.DOTALL)
LOWER_HEADING = re.compile(r"<(/?)h([3-6])\b")
UNSEEN = str.maketrans(
    {"\u200b": None, "\u2060": None, "\ufeff": None, "☐": None, "☑": None, "\ufe0e": None}
)


class Heading(NamedTuple):
    """One line of a text's contents; `anchor` is the id of the heading in the HTML."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Rendered:
    """A text as a page of its own: its HTML and the contents that lead into it."""

    html: Markup
    contents: tuple[Heading, ...]


def render(text: str) -> Rendered:
    """Render Markdown that has a page to itself: headings can be linked to.

    Headings begin at level 2, below the page's own, and never skip a level.
    """
    env: dict[str, Any] = {"tags": TEXT_TAGS, "anchors": {}, "used": Counter(), "contents": []}
    html = _written(text, env)
    return Rendered(Markup(TEXT_CLEANER.clean(html)), tuple(env["contents"]))


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


# ------------------------------------------------------------------ reading


def _html_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Begin a block of HTML only with a tag we know: `<name>` alone on its line is a text."""
    line = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    found = TAG_NAME.match(line)
    if not found or (found[1] and found[1].lower() not in TEXT_TAGS | HEADINGS):
        return False
    return html_block(state, first, last, silent)


def _boxes(state: StateCore) -> None:
    """Turn the box of a task into a sign, also where a TAB follows it."""
    for item, paragraph, inside in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        if found := TASK.match(inside.content):
            sign = "☐" if found[1] == " " else "☑"
            # The selector keeps phones from drawing the sign as a coloured picture.
            inside.content = f"{sign}\ufe0e {inside.content[found.end() :]}"
            item.attrJoin("class", "task")


def _bounds(state: StateCore) -> None:
    """Leave a paragraph unread that would take too long."""
    for token in state.tokens:
        if token.type == "inline" and (
            token.content.count("[") > MOST_BRACKETS or token.content.count("://") > MOST_ADDRESSES
        ):
            token.type = "text"


def _outline(state: StateCore) -> None:
    """Set levels from 2 on without gaps, drop empty headings, name the others' anchors."""
    above: list[int] = []
    for at, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inside, closing = state.tokens[at + 1 : at + 3]
        text = _words(inside, state)
        if not text:
            token.hidden = closing.hidden = True
            continue
        level = int(token.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        token.tag = closing.tag = f"h{min(len(above) + 1, 6)}"
        if "anchors" in state.env:
            slug = _slug(text, state.env)
            token.attrSet("id", f"doc-{slug}")
            state.env["contents"].append(Heading(int(token.tag[1]), text, f"doc-{slug}"))


def _words(inside: Token, state: StateCore) -> str:
    if inside.children is None:
        return inside.content
    html = PARSER.renderer.render([inside], PARSER.options, {"tags": state.env["tags"]})
    return " ".join(unescape(nh3.clean(html, tags=set())).translate(UNSEEN).split())


def _slug(text: str, env: MutableMapping[str, Any]) -> str:
    """Name an anchor after its heading as GitHub does, so that links inside a text hold."""
    slug = re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") or "section"
    unique, used = slug, env["used"]
    while unique in env["anchors"]:
        used[slug] += 1
        unique = f"{slug}-{used[slug]}"
    env["anchors"][unique] = f"doc-{unique}"
    return unique


def _tables(state: StateCore) -> None:
    """Align without styles, and let empty heads be cells: they name no column."""
    for at, token in enumerate(state.tokens):
        if token.type not in ("th_open", "td_open"):
            continue
        if style := token.attrs.pop("style", ""):
            token.attrs["align"] = str(style).removeprefix("text-align:")
        if token.tag == "th" and not state.tokens[at + 1].content.strip():
            token.tag = state.tokens[at + 2].tag = "td"


# ------------------------------------------------------------------ writing


class Writer(RendererHTML):
    """Writes tokens as HTML; raw HTML that we do not know becomes text."""

    def html_inline(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return _known_tags(tokens[at].content, env)

    def html_block(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return _known_tags(tokens[at].content, env)

    def link_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        address = str(tokens[at].attrs.get("href", ""))
        env["link"] = _link(address, env)
        if not env["link"]:
            return ""
        is_empty = tokens[at + 1].type == "link_close"
        return f'<a href="{escape(env["link"])}">{escape(address) if is_empty else ""}'

    def link_close(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return "</a>" if env.pop("link", None) else ""

    def image(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        words = self.renderInlineAsText(tokens[at].children or [], options, env)
        return _picture(str(tokens[at].attrs.get("src", "")), words, env)

    def table_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return TABLE_OPEN

    def table_close(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return TABLE_CLOSE


# A wide table scrolls by itself, also by keyboard, so that the page does not.
TABLE_OPEN = '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n'
TABLE_CLOSE = "</table></div>\n"


def _known_tags(html: str, env: MutableMapping[str, Any]) -> str:
    """Return raw HTML in which everything that looks like a tag and is none is text."""

    def known(tag: re.Match[str]) -> str:
        mark, name, rest = tag[1], (tag[2] or "").lower(), tag[3]
        if mark == "!--":
            return tag[0]
        env["seen"] = env.get("seen", 0) + 1
        if env["seen"] > MOST_TAGS:
            return f"&lt;{tag[0][1:]}"
        if name == "img":
            found = {
                each[1].lower(): each[2] or each[3] or each[4] for each in ATTRIBUTE.finditer(rest)
            }
            return _picture(unescape(found.get("src") or ""), unescape(found.get("alt") or ""), env)
        if name in HEADINGS and env["tags"] is TEXT_TAGS:
            return "</strong></p>" if mark else "<p><strong>"
        if name not in env["tags"]:
            return f"&lt;{tag[0][1:]}"
        if name == "table":
            return TABLE_CLOSE if mark else TABLE_OPEN
        return tag[0]

    return TAG.sub(known, html)


def _link(address: str, env: MutableMapping[str, Any]) -> str | None:
    """Return where a link leads, None where that is nowhere: a file beside a text we only have."""
    if address.startswith("#"):
        anchor = env.get("anchors", {}).get(unquote(address[1:]).lower())
        return anchor and f"#{anchor}"
    return address if _leads_somewhere(address) else None


def _leads_somewhere(address: str) -> bool:
    return bool(FOREIGN_ADDRESS.fullmatch(address) or OWN_ADDRESS.fullmatch(address))


def _picture(source: str, words: str, env: MutableMapping[str, Any]) -> str:
    """Show a picture of our own; of a foreign one, which the browser may not load, its words."""
    words = words.strip() or unquote(source.rsplit("/", 1)[-1])[:80] or "picture"
    if OWN_ADDRESS.fullmatch(source) and "img" in env["tags"]:
        return f'<img src="{escape(source)}" alt="{escape(words)}">'
    if env.get("link"):
        return escape(words)
    if _leads_somewhere(source):
        return f'<a href="{escape(source)}">Image: {escape(words)}</a>'
    return f"Image: {escape(words)}"


# ------------------------------------------------------------------ cleaning


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Decide about the value of an allowed attribute."""
    if name == "href":
        return value if value.startswith("#doc-") or _leads_somewhere(value) else None
    if name == "src":
        return value if OWN_ADDRESS.fullmatch(value) else None
    if name == "id":
        return value if value.startswith("doc-") else None
    if name in ("colspan", "rowspan", "start"):
        return value if re.fullmatch(r"\d{1,4}", value) else None
    return value


TEXT_CLEANER = nh3.Cleaner(
    tags=set(TEXT_TAGS | HEADINGS),
    attributes={
        "*": set(),
        "a": {"href", "title"},
        "abbr": {"title"},
        "details": {"open"},
        "img": {"src", "alt"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        **{heading: {"id"} for heading in HEADINGS},
    },
    tag_attribute_values={
        "div": {
            "aria-label": {"Table"},
            "class": {"table"},
            "role": {"group"},
            "tabindex": {"0"},
        },
        "li": {"class": {"task"}},
        "td": {"align": {"left", "center", "right"}},
        "th": {"align": {"left", "center", "right"}},
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
)
LINE_CLEANER = nh3.Cleaner(
    tags=set(LINE_TAGS),
    attributes={"*": set(), "a": {"href", "title"}, "abbr": {"title"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
)


def _parser() -> MarkdownIt:
    # Forty lists inside one another; the preset's 20 would cut real checklists short.
    parser = MarkdownIt("gfm-like", {"maxNesting": 100}, renderer_cls=Writer)
    # Without this, README.md would become a link to a host in Moldova.
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False})
    parser.block.ruler.at(
        "html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.core.ruler.before("inline", "bounds", _bounds)
    parser.core.ruler.before("inline", "boxes", _boxes)
    parser.core.ruler.push("outline", _outline)
    parser.core.ruler.push("tables", _tables)
    return parser


PARSER = _parser()
