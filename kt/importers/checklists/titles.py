"""What a checklist is called, and whether it is about leaving."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from .plain import heading_words

LEAVING = re.compile(
    r"\b(?:off-?board|departure|departing|departs?\b|leav(?:er|ing)|exit\b|separation|termination|"
    r"farewell|départ\b)",
    re.IGNORECASE,
)
JOINING = re.compile(r"\b(?:on-?board|join(?:er|ing))", re.IGNORECASE)
# A title that only stands for another one, as "<%= current_page.data.title %>" does.
TEMPLATE_TAG = re.compile(r"<%.*?%>|\{\{.*?\}\}|\{%.*?%\}")
EXTENSIONS = re.compile(r"(?:\.(?:md|markdown|mdx|html?|erb|txt|ya?ml|rst|liquid|j2|tmpl))+$", re.I)
HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[A-Z])(?=[A-Z][a-z])")
LEADING_NUMBER = re.compile(r"^\d+[\s.]+(?=[^\W\d])")


def best_title(fields: Mapping[str, str], heading: str, filename: str) -> str:
    """Return the name or title in the fields, else the first heading, else the file's name."""
    written = (fields.get("name", ""), fields.get("title", ""), heading)
    useful = (words for words in map(heading_words, written) if _is_useful(words))
    return next(useful, "") or name_words(filename)


def name_words(filename: str) -> str:
    """Return a file's name in words: "NewTeamMemberChecklist.md" as "New team member checklist"."""
    stem = EXTENSIONS.sub("", PurePath(filename.replace("\\", "/")).name)
    words = " ".join(HUMP.sub(" ", re.sub(r"[_\-.\s]+", " ", stem)).split())
    words = LEADING_NUMBER.sub("", words)
    small = [word if word.isupper() and len(word) > 1 else word.lower() for word in words.split()]
    sentence = " ".join(small)
    return sentence[:1].upper() + sentence[1:] or "Checklist"


def is_about_leaving(fields: Mapping[str, str], heading: str, filename: str) -> bool:
    """Say whether a checklist is for people who leave, so that "two weeks before" is known."""
    about = (fields.get("name", ""), fields.get("title", ""), heading, name_words(filename))
    return any(LEAVING.search(words) and not JOINING.search(words) for words in about)


def _is_useful(words: str) -> bool:
    return bool(re.search(r"\w", TEMPLATE_TAG.sub("", words)))
