"""One thing that needs a person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One thing that needs a person. `days` orders them: the longest waiting first.

    `place` is the endpoint, `id` its row and `part` the element there that the action leads to;
    a `deed` is done there and then with one press.
    """

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
