"""What it takes to undo a deed: the thing it was done to, and the deed that takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from ...db import BaseModel
from ...errors import Refused
from ...models import AuditEntry, Person, Rollout
from ...rules.rollout_days import today_in


class Who(Enum):
    """Who is offered to undo a deed; the inverse deed asks once more by itself."""

    DOER = "whoever did it"
    RUNS = "whoever runs the rollout"
    EITHER = "whoever did it, and whoever runs the rollout"


@dataclass(frozen=True)
class Doing:
    """A deed that is being undone: its entry, the things it was about, by whom and on which day.

    `things` are ids by the name of their table; `today` is the day of whoever undoes.
    """

    entry: AuditEntry
    things: Mapping[str, int]
    by: Person
    today: date

    def the(self, table: type[BaseModel]) -> Any:
        """Find the thing of this kind that the deed was about, or that its words name."""
        noun = table._meta.table_name
        found = table.get_or_none(table.id == self.things.get(noun, self.values.get(noun)))
        if found is None:
            raise Refused("What this was done to is not there any more.")
        return found

    @property
    def day(self) -> date:
        """The day in the zone of the rollout that the deed was about, if there is one."""
        if Rollout._meta.table_name not in self.things:
            return self.today
        return today_in(self.the(Rollout))

    @property
    def values(self) -> Mapping[str, Any]:
        return self.entry.values


Deed = Callable[[Doing], object]
Compared = Callable[[AuditEntry, AuditEntry], bool]


def deed(do: Callable[..., object], of: type[BaseModel], dated: str = "", **values: Any) -> Deed:
    """Do a deed to the thing of this kind; `dated` names the argument that takes the day."""

    def done(it: Doing) -> object:
        day = {dated: it.day} if dated else {}
        return do(it.the(of), by=it.by, **day, **values)

    return done


@dataclass(frozen=True)
class Way:
    """How a deed is undone.

    `of` is the thing it was done to; of several kinds, the first that it names. `undo` is the
    inverse deed and `back` the names under which such a one is written down, where `puts_back` says
    so of it; `again` does it once more. `after` says in a few words why there is no way back once a
    later deed was done to the same thing, and None where there is one again. `same` tells whether
    a later deed is about the same of the thing. `needs` names the value without which it cannot be
    undone, such as when a session was before. `only_on_its_day` is for what can be taken back
    until midnight.
    """

    of: type[BaseModel] | tuple[type[BaseModel], ...]
    undo: Deed
    back: tuple[str, ...] = ()
    again: Deed | None = None
    after: Mapping[str, str | None] = field(default_factory=dict)
    who: Who = Who.DOER
    same: Compared = lambda entry, later: True
    puts_back: Compared = lambda entry, later: True
    needs: str = ""
    only_on_its_day: bool = False

    def thing(self, things: Mapping[str, int]) -> tuple[str, int] | None:
        """Name the thing it was done to; None where the deed was written down without it."""
        tables = self.of if isinstance(self.of, tuple) else (self.of,)
        names = [table._meta.table_name for table in tables]
        return next(((name, things[name]) for name in names if name in things), None)


def same(*keys: str) -> Compared:
    """Tell later deeds apart by what they say besides the thing they were done to."""
    return lambda entry, later: all(entry.values.get(key) == later.values.get(key) for key in keys)


# Why a deed has no inverse of its own, said in its row; empty where nobody would look for one.
TAKES_BACK = ""
NO_CHANGE = ""
CHANGE = "to undo it, change it once more"
KEPT = "earlier versions are kept; restore one on its page"
EVIDENCE = "evidence stays; what is newer counts"
ANSWERED = "somebody was answered, and that stays"
BEGUN = "what was begun stays; end what is not wanted"
IMPORTED = "what a file brought is changed row by row"
SENT = "somebody was asked, and that stays"

AGAIN = "changed again since"
