"""Right-to-left words within a page, kept from pulling what stands beside them to their side.

In “Approved by ‹a name in Arabic›. 2 people did it” a browser takes the 2 for the end of the name
and shows it on its other side. Between two marks of Unicode a name stands for itself.
"""

import re

BEGIN, END = "\u2068", "\u2069"

# The letters of Hebrew, Arabic, Syriac and the others, their points and their digits.
RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# The first bytes of nearly all of them: looked for first, since few pages have any.
FIRST_BYTES = bytes([0xE0, 0xEF, 0xF0, *range(0xD6, 0xE0)])
ALL_OTHERS = bytes(set(range(256)) - set(FIRST_BYTES))

# Tags within a sentence, which part no words.
WITHIN = r"</?(?:b|del|em|i|ins|mark|s|strong)\b[^>]*>"
# What people read or copy letter by letter, and whole texts, whose paragraphs find their own side.
AS_IT_IS = (
    r"<(?P<tag>code|pre|script|style|textarea)\b.*?</(?P=tag)>"
    r'|<div class="prose">.*?<!--/prose-->|<!--.*?-->'
)
PARTS = re.compile(
    rf"""(?P<kept>{AS_IT_IS})|(?P<words>(?:[^<]|{WITHIN})+)|<(?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)
BETWEEN = rf"""(?:[\s\u200c\u200d'’"-]|&\#3[49];|&quot;|{WITHIN})"""
# What stands between quotation marks, or else words that follow one another.
NAMES = re.compile(
    rf"(?<=“)[^“”{RIGHT}]*[{RIGHT}][^“”]*(?=”)|[{RIGHT}]+(?:(?:{BETWEEN}+|\.)[{RIGHT}]+)*"
)
# A name that stands alone, which may have digits: “Shift 2”.
ALONE = re.compile(rf"[{RIGHT}](?:[{RIGHT}\d?!]|{BETWEEN})*")


def kept_apart(page: bytes) -> bytes:
    """Set marks around the right-to-left words of a page or a part of one, both as UTF-8."""
    if not page.translate(None, ALL_OTHERS):
        return page
    return PARTS.sub(_marked, page.decode()).encode()


def _marked(found: re.Match[str]) -> str:
    words = found["words"]
    if not words or not re.search(f"[{RIGHT}]", words):
        return found[0]
    name = words.strip()
    if ALONE.fullmatch(name):
        return words.replace(name, f"{BEGIN}{name}{END}")
    return NAMES.sub(rf"{BEGIN}\g<0>{END}", words)
