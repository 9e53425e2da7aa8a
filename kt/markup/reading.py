"""Reading Markdown as GitHub reads it, within bounds, with rules of our own."""

import re
from collections.abc import MutableMapping
from html import unescape
from typing import Any, NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from .cleaning import HEADINGS, TEXT_TAGS
from .titles import LINK, title_link
from .writing import Writer

# Beyond these numbers in one paragraph, reading takes quadratic time.
MOST_BRACKETS = 200
MOST_ADDRESSES = 300

TASK = re.compile(r"\[([ xX])\]\s+")
TAG_NAME = re.compile(r"<(?:!--|/?([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>]|$))")
UNSEEN = str.maketrans(
    {"\u200b": None, "\u2060": None, "\ufeff": None, "☐": None, "☑": None, "\ufe0e": None}
)


class Heading(NamedTuple):
    """One line of a text's contents; `anchor` is the id of the heading in the HTML."""

    level: int
    text: str
    anchor: str


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
            _brackets(token.content) > MOST_BRACKETS or token.content.count("://") > MOST_ADDRESSES
        ):
            token.type = "text"


def _brackets(text: str) -> int:
    """Count the brackets whose ends have to be looked for; those of a title's link are not."""
    many = text.count("[")
    return LINK.sub("", text).count("[") if many > MOST_BRACKETS else many


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
    html = state.md.renderer.render([inside], state.md.options, {"tags": state.env["tags"]})
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


def _parser() -> MarkdownIt:
    # Forty lists inside one another; the preset's 20 would cut real checklists short.
    parser = MarkdownIt("gfm-like", {"maxNesting": 100}, renderer_cls=Writer)
    # Without this, README.md would become a link to a host in Moldova.
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False})
    parser.block.ruler.at(
        "html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.inline.ruler.before("link", "title_link", title_link)
    parser.core.ruler.before("inline", "bounds", _bounds)
    parser.core.ruler.before("inline", "boxes", _boxes)
    parser.core.ruler.push("outline", _outline)
    parser.core.ruler.push("tables", _tables)
    return parser


PARSER = _parser()
