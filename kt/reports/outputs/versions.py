"""The versions of a document, as far as somebody may read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Case, ModelSelect, fn

from ...db import compiled
from ...models import Output, OutputState, Person, Publication, Version


@dataclass(frozen=True)
class VersionLine:
    """One text of an output in its history, or the link that it was (`url`).

    `was_read` says that readers saw it once.
    """

    number: int
    by_name: str
    at: datetime
    why: str
    was_read: bool = True
    url: str = ""


def versions_of(output: Output, *, drafts: bool = True) -> list[VersionLine]:
    """List the texts of an output without the texts, newest first.

    Without the drafts, of a published document those that its readers saw.
    """
    lines = [
        VersionLine(number, name, at, why, bool(read), url)
        for number, name, at, why, read, url in _rows(output=output)
    ]
    if drafts or output.state != OutputState.PUBLISHED:
        return lines
    return [line for line in lines if line.was_read or line.number == output.published_number]


@compiled
def _rows(output: Any) -> ModelSelect:
    was_read = fn.EXISTS(
        Publication.select(Publication.id).where(Publication.version == Version.id)
    )
    return (
        Version.select(
            Version.number,
            Person.name,
            Version.at,
            Version.why,
            Case(None, [(was_read, 1)], 0),
            Version.url,
        )
        .join(Person, on=(Version.by == Person.id))
        .where(Version.output == output)
        .order_by(Version.number.desc())
        .tuples()
    )


def to_compare(output: Output, versions: list[VersionLine]) -> tuple[int, int] | None:
    """Choose the two versions one wants to compare first; None where there are not two.

    That is what readers see with the newest, or the newest with the one before it.
    """
    if len(versions) < 2:
        return None
    newest = versions[0].number
    shown = output.published_number
    is_listed = any(line.number == shown for line in versions)
    return (shown if shown and is_listed and shown != newest else versions[1].number), newest
