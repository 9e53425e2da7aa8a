"""Markdown to the words a person reads: for headings, and for looking for owners and days."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 1200
HTML_TAGS = frozenset(
    "a abbr b big br center code del details div em font h1 h2 h3 h4 h5 h6 hr i img input ins kbd "
    "li mark ol p s small span strike strong sub summary sup table tbody td tfoot th thead tr tt "
    "u ul".split()
)
TAG_NAME = re.compile(r"</?([A-Za-z][\w-]*)[\s/>]")
HEADING_ID = re.compile(r"\s*\{[#:.][^{}]*\}\s*$")
LOOSE_MARKS = re.compile(r"^(?:\*\*|__)\s*|\s*(?:\*\*|__)$")

_inline = MarkdownIt("commonmark")


def plain(markdown: str) -> str:
    """Return the words of one paragraph without Markdown, on one line.

    `<placeholders>` and `{placeholders}` are words too; only real HTML tags go. What is longer
    than any heading or task is cut, because inline Markdown can be slow to read.
    """
    tokens = _inline.parseInline(markdown[:LONGEST])
    words = "".join(map(_words, tokens[0].children or []))
    return " ".join(words.split())


def heading_words(markdown: str) -> str:
    """Return the words of a heading or bold line, also where its bold marks are malformed."""
    return LOOSE_MARKS.sub("", plain(HEADING_ID.sub("", markdown.strip()))).strip()


def is_html_tag(tag: str) -> bool:
    """Say whether `<…>` is a tag of HTML rather than a placeholder somebody is to fill in."""
    match = TAG_NAME.match(tag)
    return match is not None and match[1].lower() in HTML_TAGS


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":
        hidden = token.content.startswith("<!--") or is_html_tag(token.content)
        return (
            " " if hidden and token.content.startswith("<br") else "" if hidden else token.content
        )
    return token.content
