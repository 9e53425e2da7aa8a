"""A document as its readers see it."""

from dataclasses import dataclass
from datetime import datetime

from ...markup import Rendered, stored, without_title
from ...models import Output, Person, Rollout, Version
from .lists import OutputLine, line_of


@dataclass(frozen=True)
class VersionLine:
    """One text of an output in its history."""

    number: int
    by_name: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Document:
    """A text of an output, ready to be read; `rendered` is None where nothing is written."""

    line: OutputLine
    owner: Person
    rollout: Rollout | None
    rendered: Rendered | None
    version: VersionLine | None
    is_newest: bool
    versions: list[VersionLine]


def document_of(output: Output, number: int | None = None) -> Document | None:
    """Show an output as its readers see it, or that version of it; None where there is no such.

    What is not published is shown in its newest version.
    """
    versions = versions_of(output)
    wanted = number or output.published_number or (versions[0].number if versions else None)
    chosen = next((each for each in versions if each.number == wanted), None)
    if number is not None and chosen is None:
        return None
    return Document(
        line=line_of(output),
        owner=output.owner,
        rollout=output.rollout,
        rendered=_read(output, chosen.number) if chosen else None,
        version=chosen,
        is_newest=bool(versions) and chosen == versions[0],
        versions=versions,
    )


def versions_of(output: Output) -> list[VersionLine]:
    """List the texts of an output without the texts, newest first."""
    rows = (
        Version.select(Version.number, Person.name, Version.at, Version.why)
        .join(Person, on=(Version.by == Person.id))
        .where(Version.output == output)
        .order_by(Version.number.desc())
        .tuples()
    )
    return [VersionLine(*row) for row in rows]


def published_words(output: Output) -> str:
    """Say that an output was published, in the words of every door."""
    return f"“{output.title}” is published. Everybody who may see its topic can read it."


def _read(output: Output, number: int) -> Rendered:
    """Read a text as it stands below the title of its output."""
    query = Version.select(Version.html)
    html = query.where(Version.output == output, Version.number == number).scalar()
    return stored(without_title(html, output.title))
