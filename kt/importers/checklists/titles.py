"""What a checklist is called, and whether it is about leaving."""

import re
from collections.abc import Mapping

from ..names import is_useful, name_words
from ..plain import heading_words

LEAVING = re.compile(
    r"\b(?:off-?board|departure|departing|departs?\b|leav(?:er|ing)|exit\b|separation|termination|"
    r"farewell|départ\b)",
    re.IGNORECASE,
)
JOINING = re.compile(r"\b(?:on-?board|join(?:er|ing))", re.IGNORECASE)


def best_title(fields: Mapping[str, str], heading: str, filename: str) -> str:
    """Return the name or title in the fields, else the first heading, else the file's name."""
    written = (fields.get("name", ""), fields.get("title", ""), heading)
    useful = (words for words in map(heading_words, written) if is_useful(words))
    return next(useful, "") or name_words(filename, "Checklist")


def is_about_leaving(fields: Mapping[str, str], heading: str, filename: str) -> bool:
    """Say whether a checklist is for people who leave, so that "two weeks before" is known."""
    about = (
        fields.get("name", ""),
        fields.get("title", ""),
        heading,
        name_words(filename, "Checklist"),
    )
    return any(LEAVING.search(words) and not JOINING.search(words) for words in about)
