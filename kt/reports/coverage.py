"""Answers about coverage: people by topics, topics at risk."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import accumulate, chain, compress
from typing import Any

from peewee import ModelSelect, fn

from ..access import has_standing_visible_to, spelled_by_access, topics_visible_to
from ..dates import count_words, listed
from ..db import database
from ..exporters.tables import Cell as FileCell
from ..exporters.tables import Table
from ..models import Basis, Kind, Level, Person, Revision, Standing
from ..rules.coverage import RISK_WORDS, Cover, Risk, by_risk, covers_of
from ..rules.standings import newest_seen_by

PEOPLE, TOPICS = 500, 60


@dataclass(frozen=True)
class Column:
    """A topic of the matrix with its risk and the reason for it."""

    topic_id: int
    name: str
    kind: Kind
    needed: int
    holders: int
    coaches: int
    documents: int
    risk: Risk
    reason: str

    @property
    def risk_words(self) -> str:
        return RISK_WORDS[self.risk]


@dataclass(frozen=True, eq=False)
class Cell:
    """What a person can do on a topic, by the newest standing; `behind` if it changed since.

    All that show the same are one and the same cell.
    """

    level: Level
    basis: Basis
    behind: bool

    @property
    def is_imported(self) -> bool:
        return self.basis == Basis.IMPORTED

    @property
    def words(self) -> str:
        imported = "imported" if self.is_imported else ""
        behind = "needs the difference" if self.behind else ""
        return ", ".join(filter(None, (self.level.words, imported, behind)))


@dataclass(frozen=True)
class PersonLine:
    """A person of the matrix; `cells` stand below the columns, None where nothing is known."""

    id: int
    name: str
    department: str
    leaves_on: date | None
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class TopicsByRisk:
    """A page of topics, those most at risk first, and how many there are in all."""

    headline: str
    columns: tuple[Column, ...]
    total: int


@dataclass(frozen=True)
class CoveragePage:
    """A page of the matrix, the topics most at risk first."""

    headline: str
    columns: tuple[Column, ...]
    people: tuple[PersonLine, ...]
    topics_total: int
    people_total: int
    departments: tuple[str, ...]

    @cached_property
    def _is_seen(self) -> list[bool]:
        """Tell of each column whether the page shows somebody's standing there."""
        return [any(cells) for cells in zip(*(line.cells for line in self.people), strict=True)]

    @property
    def columns_seen(self) -> list[Column]:
        return list(compress(self.columns, self._is_seen))

    @property
    def kinds_of_cells(self) -> set[Cell | None]:
        """Give each cell that occurs once: few are drawn, and many times over."""
        return set(chain.from_iterable(line.cells for line in self.people))

    def cells_of(self, line: PersonLine) -> Iterator[Cell | None]:
        """Give the cells of a line below the columns on which somebody is seen."""
        return compress(line.cells, self._is_seen)


def covers_seen(viewer: Person, today: date) -> list[Cover]:
    """Tell who holds each of the topics that a viewer sees (two queries)."""
    return covers_of(topics_visible_to(viewer), today)


def topics_by_risk(
    viewer: Person,
    *,
    today: date,
    kind: Kind | None = None,
    gaps_only: bool = False,
    page: int = 1,
    known: list[Cover] | None = None,
) -> TopicsByRisk:
    """List a page of the topics that a viewer sees, those most at risk first (two queries).

    `known` are the covers the viewer sees, where one has them: then no query is asked.
    """
    known = covers_seen(viewer, today) if known is None else known
    covers = by_risk((each for each in known if not kind or each.kind == kind), today)
    wanted = [each for each in covers if not gaps_only or each.risk(today).is_gap]
    shown = wanted[(page - 1) * TOPICS : page * TOPICS]
    return TopicsByRisk(
        headline=_headline(covers, today),
        columns=tuple(_column(each, today) for each in shown),
        total=len(wanted),
    )


def coverage_page(
    viewer: Person,
    *,
    today: date,
    department: str = "",
    kind: Kind | None = None,
    gaps_only: bool = False,
    page: int = 1,
    topic_page: int = 1,
    known: list[Cover] | None = None,
) -> CoveragePage:
    """Draw people by topics as far as a viewer may see both (six queries).

    How many hold a topic is told to whoever sees the topic; who they are, only by the standings
    one may see. `known` are the covers the viewer sees, where one has them: two queries less.
    """
    topics = topics_by_risk(
        viewer, today=today, kind=kind, gaps_only=gaps_only, page=topic_page, known=known
    )
    ids = [column.topic_id for column in topics.columns]
    counts = _counts(person=viewer, topics=ids)
    chosen = [each for each in counts if department in ("", each[0])]
    people = _page_of_people(viewer, ids, chosen, page)
    cells = _cells(viewer, ids, [id for id, *_ in people])
    return CoveragePage(
        headline=topics.headline,
        columns=topics.columns,
        people=tuple(
            PersonLine(id, name, its_department, leaves_on, tuple(cells[id]))
            for id, name, its_department, leaves_on in people
        ),
        topics_total=topics.total,
        people_total=sum(count for _, count in chosen),
        departments=tuple(name for name, _ in counts if name),
    )


def coverage_table(page: CoveragePage) -> Table:
    """Write a page of the matrix as a table: a row for each person, below it the holders."""
    rows: list[list[FileCell]] = [
        [
            line.name,
            line.department,
            line.leaves_on,
            *(cell.words if cell else None for cell in line.cells),
        ]
        for line in page.people
    ]
    rows.append(["Holders", "", None, *(column.holders for column in page.columns)])
    rows.append(["Needed", "", None, *(column.needed for column in page.columns)])
    rows.append(["Risk", "", None, *(RISK_WORDS[column.risk] for column in page.columns)])
    heads = ["Person", "Department", "Leaves on", *(column.name for column in page.columns)]
    return Table("Coverage", heads, rows)


def _headline(covers: list[Cover], today: date) -> str:
    gaps = [each for each in covers if each.risk(today).is_gap]
    if not covers:
        return "There is no topic that you can see yet."
    if not gaps:
        return f"All of {count_words(len(covers), 'topic')} have the holders they need."
    lost = [each.name for each in gaps if each.risk(today) == Risk.NOBODY]
    said = f"{len(gaps)} of {count_words(len(covers), 'topic')} are at risk."
    if len(gaps) == 1:
        said = f"1 of {count_words(len(covers), 'topic')} is at risk."
    if not lost:
        return said
    named = listed(lost) if len(lost) <= 2 else f"{lost[0]} and {len(lost) - 1} others"
    return f"{said} Nobody does {named} alone."


def _column(cover: Cover, today: date) -> Column:
    return Column(
        topic_id=cover.topic_id,
        name=cover.name,
        kind=cover.kind,
        needed=cover.needed,
        holders=cover.count,
        coaches=cover.coaches,
        documents=cover.documents,
        risk=cover.risk(today),
        reason=cover.reason(today),
    )


@spelled_by_access
def _counts(person: Any, topics: Any) -> ModelSelect:
    """Count those whose standing on some topics one may see, by their departments in order."""
    return (
        Person.select(Person.department, fn.COUNT(Person.id))
        .where(Person.active, has_standing_visible_to(person, topics))
        .group_by(Person.department)
        .order_by(Person.department)
        .tuples()
    )


def _page_of_people(
    viewer: Person, topics: list[int], counts: list[tuple[str, int]], page: int
) -> list[tuple[Any, ...]]:
    """List a page of those who were counted: id, name, department and leaving date.

    Only the departments on which the page lies are looked through.
    """
    ends = list(accumulate(count for _, count in counts))
    start = (page - 1) * PEOPLE
    if not ends or start >= ends[-1]:
        return []
    first = bisect_right(ends, start)
    last = bisect_left(ends[:-1], start + PEOPLE)
    return _people_between(
        person=viewer,
        topics=topics,
        first=counts[first][0],
        last=counts[last][0],
        before=start - (ends[first] - counts[first][1]),
    )


@spelled_by_access
def _people_between(person: Any, topics: Any, first: Any, last: Any, before: Any) -> ModelSelect:
    return (
        Person.select(Person.id, Person.name, Person.department, Person.leaving_date)
        .where(
            Person.active,
            Person.department.between(first, last),
            has_standing_visible_to(person, topics),
        )
        .order_by(Person.department, Person.name, Person.id)
        .limit(PEOPLE)
        .offset(before)
        .tuples()
    )


def _cells(viewer: Person, topics: list[int], people: list[int]) -> dict[int, list[Cell | None]]:
    """Give what is known of each person below the topics, as far as a viewer may see it."""
    cells: dict[int, list[Cell | None]] = {id: [None] * len(topics) for id in people}
    if not people:
        return cells
    shown = newest_seen_by(viewer, topics, people).select(
        Standing.person, Standing.revision, Standing.level, Standing.basis
    )
    # Straight from the driver: they are many.
    rows = list(database.execute(shown))
    place = {id: number for number, id in enumerate(topics)}
    revisions = {id: (place[topic], behind) for id, topic, behind in _revisions_of(topics)}
    for person, revision, level, basis in rows:
        number, behind = revisions[revision]
        cells[person][number] = _cell(level, basis, behind)
    return cells


def _revisions_of(topics: list[int]) -> list[tuple[int, int, bool]]:
    """List the revisions of some topics: id, topic, and whether another one followed."""
    later = Revision.alias()
    followed = fn.EXISTS(
        later.select(later.id).where(later.topic == Revision.topic, later.number > Revision.number)
    )
    rows = Revision.select(Revision.id, Revision.topic, followed).where(Revision.topic.in_(topics))
    return [(id, topic, bool(behind)) for id, topic, behind in rows.tuples()]


@cache
def _cell(level: int, basis: str, behind: bool) -> Cell:
    """Make a cell once: a matrix has thousands, of few kinds."""
    return Cell(Level(level), Basis(basis), behind)
