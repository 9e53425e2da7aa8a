"""The outline of a checklist while it is read: open groups, and the tasks found in them."""

from dataclasses import dataclass, field

from .dues import DueSaid, heading_due, key_value_due, sentence_due
from .owners import (
    OwnerSaid,
    alias,
    heading_owner,
    is_joint,
    key_value_owner,
    newcomers,
    sentence_owner,
    title_owner,
)
from .shapes import OwnerRole
from .wording import is_optional_heading, makes_optional

# Headings have the ranks 1 to 6; what merely looks like a heading lies inside them.
BOLD, LABEL = 7, 8
LONG_BOLD_WORDS = 8
DEEPEST = 40


@dataclass(eq=False)
class Section:
    """A group in the making. One without a heading only carries what a sentence said."""

    heading: str
    rank: int
    parent: "Section | None"
    owner: OwnerSaid | None = None
    due: DueSaid | None = None
    optional: bool = False
    joint: bool = False
    boundary: bool = False
    tasks: int = 0

    def path(self) -> list["Section"]:
        """Return the sections from the outermost to this one, the file itself left out."""
        path = []
        section = self
        while section.parent:
            path.append(section)
            section = section.parent
        return path[::-1]


@dataclass(frozen=True)
class Row:
    """What the other columns of a table say about a task; `number` is the one printed in it."""

    table: Section
    number: str
    when: str
    when_column: str
    who: str


@dataclass(frozen=True)
class Task:
    """A task as it stands in the file; `parent` is the index of the task it lies in."""

    text: str
    detail: str
    section: Section
    depth: int
    parent: int | None
    done: bool
    row: Row | None = None


@dataclass(eq=False)
class Outline:
    """Collects tasks and keeps track of the group that is open. `leaving`: a leavers' list."""

    leaving: bool = False
    tasks: list[Task] = field(default_factory=list)
    aliases: dict[str, OwnerRole] = field(default_factory=dict)
    printed: dict[int, dict[Section, int]] = field(default_factory=dict)
    root: Section = field(default_factory=lambda: Section("", 0, None))
    sections: list[Section] = field(init=False)

    def __post_init__(self) -> None:
        self.open = self.root
        self.sections = []

    def title(self, words: str) -> None:
        """Take the owner and the day from a title: "Day 1", "Buddy checklist". It ends groups."""
        if not self.open.boundary:
            self.open = self.root
        self.root.owner = self.root.owner or title_owner(words)
        self.root.due = self.root.due or heading_due(words, leaving=self.leaving)
        self.aliases |= newcomers(words)

    def heading(self, words: str, rank: int) -> None:
        """Open a group; groups of the same or a lower rank end."""
        while not self.open.boundary and self.open.parent and self.open.rank >= rank:
            self.open = self.open.parent
        self._begin(Section(words, rank, self.open))

    def aside(self, words: str, rank: int) -> None:
        """Open a group that says owner and day for those inside it, but is not shown itself."""
        self.heading(words, rank)
        self.open.heading = ""

    def lead_in(self, words: str) -> None:
        """Take the owner and the day from a sentence above tasks; a label above it ends."""
        while not self.open.boundary and self._is_spoken_for():
            self.open = self.open.parent or self.root
        self.say(words)

    def say(self, words: str) -> None:
        """Take the owner and the day from a sentence or a line such as "Owner: manager"."""
        if not self.fact(words):
            due = sentence_due(words, leaving=self.leaving)
            self._take(sentence_owner(words), due, optional=makes_optional(words))

    def fact(self, line: str) -> bool:
        """Take what a line such as "Owner: manager" or "Buddy: @ana" says, if it says anything."""
        named = alias(line)
        if named:
            self.aliases[named[0]] = named[1]
        owner, due = key_value_owner(line), key_value_due(line, leaving=self.leaving)
        self._take(owner, due)
        return bool(named or owner or due)

    def _take(
        self, owner: OwnerSaid | None, due: DueSaid | None, *, optional: bool = False
    ) -> None:
        if owner is None and due is None and not optional:
            return
        while self.open.rank == LABEL and not self.open.heading and self.open.tasks:
            if self.open.boundary or self.open.parent is None:
                break
            self.open = self.open.parent
        if self.open.tasks:
            self._begin(Section("", LABEL, self.open))
        self.open.owner = self.open.owner or owner
        self.open.due = self.open.due or due
        self.open.optional = self.open.optional or optional

    def note(self, words: str) -> None:
        """Take the owner and the day from the column headings of a table that is just open."""
        self.open.due = self.open.due or heading_due(words, leaving=self.leaving)

    def enter(self, words: str) -> Section:
        """Open a group that only `leave` ends, as <details> or a bullet around tasks does."""
        section = Section(words, LABEL, self.open, boundary=True)
        if len(self.open.path()) < DEEPEST:
            self._begin(section)
        return section

    def leave(self, section: Section) -> None:
        """End a group that `enter` opened, and every group inside it."""
        if section in self.open.path():
            self.open = section.parent or self.root

    def rule(self) -> None:
        """End what lies inside headings at a horizontal rule, else a heading that has tasks."""
        before = self.open
        while self.open.parent and self.open.rank >= BOLD and not self.open.boundary:
            self.open = self.open.parent
        if before is self.open and self.open.parent and self.open.tasks and not self.open.boundary:
            self.open = self.open.parent

    def add(self, task: Task) -> int:
        """Take a task into the open group and return its index."""
        if task.row and task.row.number:
            tables = self.printed.setdefault(int(task.row.number), {})
            tables.setdefault(task.row.table, len(self.tasks))
        self.tasks.append(task)
        section: Section | None = self.open
        while section:
            section.tasks += 1
            section = section.parent
        return len(self.tasks) - 1

    def numbered(self, number: int, table: Section) -> int | None:
        """Return the task with that number in the same table, or in the only table that has it."""
        tables = self.printed.get(number, {})
        only = next(iter(tables.values())) if len(tables) == 1 else None
        return tables.get(table, only)

    def _begin(self, section: Section) -> None:
        if section.heading:
            section.owner = heading_owner(section.heading, leaving=self.leaving)
            section.due = heading_due(section.heading, leaving=self.leaving)
            section.optional = is_optional_heading(section.heading)
            section.joint = section.owner is None and is_joint(section.heading)
        self.open = section
        self.sections.append(section)

    def _is_spoken_for(self) -> bool:
        """Say whether the open group is itself no more than a sentence above its tasks."""
        long = self.open.rank == BOLD and len(self.open.heading.split()) > LONG_BOLD_WORDS
        return self.open.rank == LABEL or (long and self.open.tasks > 0)
