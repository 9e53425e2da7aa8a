"""What acts as a heading: headings, lines in bold, `Label:` lines, the summary of a <details>."""

import re

from ..plain import heading_words

LONGEST_BOLD = 160
LONGEST_LABEL = 80
LABEL_WORDS = 10
SENTENCE_WORDS = 8

BOLD_LINE = re.compile(
    r"^[^\w*<\[`(]*(?:(?P<marks>\*{2,3}|_{2,3}|_\*\*|\*__)\s*|<(?P<tag>b|strong)>\s*)"
    r"(?P<words>\S.*?)\s*"
    r"(?:\*{2,3}|_{2,3}|\*\*_|__\*|</(?P=tag)>)\s*(?P<end>[:.…!]*)[^\w\s*<`]*\s*$"
)
LABEL_LINE = re.compile(r"^[^\w<`*\[]*(?P<words>[\w<`*{\[].*?)\s*:[*_]*\s*$")
JUST_A_HANDLE = re.compile(
    r"\W*(?:click|tap|press|expand|show|open|see|view|unfold|more|details|toggle)\b"
    r"(?: (?:me|here|to|for|more|all|the|this|list|details|tasks|expand|open|show|see|view))*"
    r"\W*",
    re.IGNORECASE,
)
FULL_STOP = re.compile(r"(?<!\.)\.$")
# Words that begin or mark a sentence about the tasks rather than their name.
SENTENCE_WORD = re.compile(
    r"^(?:you|your|please|we|they|the following|these|below|then|by|note|example|e\.g|tip|warning|"
    r"important)\b|\b(?:should|must|will|shall|may|can)\b|https?$|[.?!] ",
    re.IGNORECASE,
)


def bold_line(line: str) -> str | None:
    """Return the heading that a line in bold is; None for other lines and whole sentences."""
    line = line.strip()
    match = BOLD_LINE.match(line) if len(line) <= LONGEST_BOLD else None
    if match is None or "**" in match["words"] or "__" in match["words"].strip("_"):
        return None
    words = heading_words(match["words"])
    if FULL_STOP.search(words + match["end"]) and len(words.split()) > SENTENCE_WORDS:
        return None
    return words.rstrip(":").rstrip() or None


def label_line(line: str) -> str | None:
    """Return the heading that a line such as "For contractors only:" is."""
    line = line.strip()
    match = LABEL_LINE.match(line) if len(line) <= LONGEST_LABEL else None
    if match is None or (not match["words"][:1].isupper() and match["words"][:1].isalpha()):
        return None
    words = heading_words(match["words"])
    if SENTENCE_WORD.search(words) or len(words.split()) > LABEL_WORDS:
        return None
    return words or None


def summary_words(html: str) -> str:
    """Return the words of a <summary>, "" where they only say that one can click."""
    words = heading_words(" ".join(html.split())).rstrip(":").rstrip()
    return "" if JUST_A_HANDLE.fullmatch(words) else words
