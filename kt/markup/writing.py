"""Writing tokens as HTML: what we do not know becomes text, what we do not have is named."""

import re
from collections.abc import MutableMapping, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import quote, unquote

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from .cleaning import HEADINGS, TEXT_TAGS, is_own, leads_somewhere

# Beyond this number of tags in one text, reading takes quadratic time.
MOST_TAGS = 5_000

TAG = re.compile(r"<(!--|/?)([a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]))?([^<>]*>?)")
ATTRIBUTE = re.compile(r"(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)

# A picture beside the text that it is in, by its name alone.
IMAGE_NAME = re.compile(r"[^\s/\\:?#%][^/\\:?#%]*\.(?:png|jpe?g|gif|webp)", re.IGNORECASE)


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
    return address if leads_somewhere(address) else None


def _picture(source: str, words: str, env: MutableMapping[str, Any]) -> str:
    """Show a picture of our own; of a foreign one, which the browser may not load, its words."""
    name = unquote(source)
    if env.get("folder") and IMAGE_NAME.fullmatch(name):
        env["images"][name] = env["images"].get(name, True) and bool(words.strip())
        source = env["folder"] + quote(name, safe="")
    words = words.strip() or name.rsplit("/", 1)[-1][:80] or "picture"
    if is_own(source) and "img" in env["tags"]:
        return f'<img src="{escape(source)}" alt="{escape(words)}">'
    if env.get("link"):
        return escape(words)
    if leads_somewhere(source):
        return f'<a href="{escape(source)}">Image: {escape(words)}</a>'
    return f"Image: {escape(words)}"
