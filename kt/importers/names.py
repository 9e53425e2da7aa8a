"""What files are called, in words."""

import re
from pathlib import PurePath

# A title that only stands for another one, as "<%= current_page.data.title %>" does.
TEMPLATE_TAG = re.compile(r"<%.*?%>|\{\{.*?\}\}|\{%.*?%\}")
EXTENSIONS = re.compile(r"(?:\.(?:md|markdown|mdx|html?|erb|txt|ya?ml|rst|liquid|j2|tmpl))+$", re.I)
HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[A-Z])(?=[A-Z][a-z])")
LEADING_NUMBER = re.compile(r"^\d+[\s.]+(?=[^\W\d])")


def name_words(filename: str, otherwise: str) -> str:
    """Return a file's name in words: "NewTeamMemberChecklist.md" as "New team member checklist"."""
    stem = EXTENSIONS.sub("", PurePath(filename.replace("\\", "/")).name)
    words = " ".join(HUMP.sub(" ", re.sub(r"[_\-.\s]+", " ", stem)).split())
    words = LEADING_NUMBER.sub("", words)
    small = [word if word.isupper() and len(word) > 1 else word.lower() for word in words.split()]
    sentence = " ".join(small)
    return sentence[:1].upper() + sentence[1:] or otherwise


def is_useful(title: str) -> bool:
    """Say whether a title has words of its own."""
    return bool(re.search(r"\w", TEMPLATE_TAG.sub("", title)))
