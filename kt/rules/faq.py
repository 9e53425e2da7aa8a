"""How the entries of a topic's FAQ are divided under the headings they stand under."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Grouped(Protocol):
    @property
    def group(self) -> str: ...


Entry = TypeVar("Entry", bound=Grouped)


def in_groups(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Divide entries in their order by groups: first those without one, then as groups come up."""
    groups: dict[str, list[Entry]] = {"": []}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    return [(group, inside) for group, inside in groups.items() if inside]
