"""What a checklist file turns into: groups, items, what was left out, and advice."""

from dataclasses import dataclass
from enum import StrEnum

from ...due import DueRule


class OwnerRole(StrEnum):
    """Who does an item, as far as a file can say it before real people are known."""

    LEARNER = "learner"
    BUDDY = "buddy"
    COACH = "coach"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    OTHER = "other"


@dataclass(frozen=True)
class Group:
    """A heading that has items; `level` 1 is outermost. Owner and due include inherited ones."""

    heading: str
    level: int
    owner: tuple[OwnerRole, ...]
    due: DueRule | None


@dataclass(frozen=True)
class ItemRead:
    """One task of the file. `text` and `detail` are Markdown; `group` is the path of headings.

    `owner_text` and `due_text` are the file's own words, also where nothing was made of them.
    """

    text: str
    detail: str
    group: tuple[str, ...]
    depth: int
    owner: tuple[OwnerRole, ...]
    owner_text: str | None
    due: DueRule | None
    due_text: str | None
    optional: bool
    condition: str | None
    done: bool


@dataclass(frozen=True)
class Skipped:
    """Task lines that were left out because they stand in comments or in code blocks."""

    comments: int
    code: int


@dataclass(frozen=True)
class ChecklistFile:
    """A whole file as read; `advice` are sentences for the person who imports it."""

    title: str
    groups: tuple[Group, ...]
    items: tuple[ItemRead, ...]
    skipped: Skipped
    advice: tuple[str, ...]
