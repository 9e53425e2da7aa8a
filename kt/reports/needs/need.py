"""One thing that needs a person."""

from dataclasses import dataclass
from datetime import date

from ...models import Matter


@dataclass(frozen=True)
class Need:
    """One thing that needs a person. `days` orders them: the longest waiting first.

    `key` names it as long as it lasts: by it one puts it off, or nudges about it where it begins
    with a matter; `nudge` says whom, and `nudged` on which day of the rollout somebody was.

    `place` is the endpoint, `id` its row and `part` the element there that the action leads to;
    a `deed` is done there and then with one press. `document` is the badge of the document it leads
    to, if it is one; `counted` the pairing whose sessions the reason counts.
    """

    key: str
    days: int
    title: str
    rest: str
    badge: str
    tone: str
    reason: str
    action: str
    place: str
    id: int
    person_id: int | None = None
    person_name: str = ""
    part: str = ""
    deed: bool = False
    nudge: str = ""
    nudged: date | None = None
    nudged_words: str = ""
    document: str = ""
    counted: int | None = None

    @property
    def may_nudge(self) -> bool:
        return bool(self.nudge) and self.nudged is None

    @property
    def is_late(self) -> bool:
        return self.tone == "late"


@dataclass(frozen=True)
class NeedsYou:
    """The first things that need somebody in a rollout, of how many, and how many are put off."""

    needs: tuple[Need, ...] = ()
    total: int = 0
    put_off: int = 0


def thing_of(key: str) -> tuple[Matter, int] | None:
    """Read what a key is about, for nudging; None where nobody can be nudged."""
    matter, _, ref = key.partition("-")
    if matter in set(Matter) and ref.isdecimal() and len(ref) < 10:
        return Matter(matter), int(ref)
    return None
