"""Answers about coverage: people by topics, topics at risk, what is lost when somebody leaves."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import chain, compress, islice

from peewee import ModelSelect, fn

from ..access import ids_of, standings_visible_to, topics_visible_to
from ..dates import count_words, listed
from ..db import database
from ..exporters.tables import Cell as FileCell
from ..exporters.tables import Table
from ..models import Basis, Kind, Level, Person, Revision, Standing
from ..rules.coverage import RISK_WORDS, Cover, Risk, by_risk, covers_of, without
from ..rules.standings import ids_of_newest, newest_standings

PEOPLE, TOPICS = 500, 60

# So many are proposed as whoever may learn a topic before its holder leaves.
CANDIDATES = 3


@dataclass(frozen=True)
class Column:
    """A topic of the matrix with its risk and the reason for it.

    `is_seen` where the page shows somebody's standing on it.
    """

    topic_id: int
    name: str
    kind: Kind
    needed: int
    holders: int
    coaches: int
    documents: int
    risk: Risk
    reason: str
    is_seen: bool

    @property
    def risk_words(self) -> str:
        return RISK_WORDS[self.risk]


@dataclass(frozen=True)
class Cell:
    """What a person can do on a topic, by the newest standing; `behind` if it changed since."""

    level: Level
    basis: Basis
    behind: bool

    @cached_property
    def key(self) -> str:
        """Name what it shows; all that show the same are one and the same cell."""
        return f"{self.level.value}{self.basis}{self.behind}"

    @property
    def words(self) -> str:
        return self.level.words + (", needs the difference" if self.behind else "")


@dataclass(frozen=True)
class PersonLine:
    """A person of the matrix; `cells` stand below the columns, None where nothing is known."""

    id: int
    name: str
    department: str
    leaves_on: date | None
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class CoveragePage:
    """A page of the matrix, the topics most at risk first."""

    headline: str
    columns: tuple[Column, ...]
    people: tuple[PersonLine, ...]
    topics_total: int
    people_total: int
    departments: tuple[str, ...]

    @property
    def kinds_of_cells(self) -> dict[str, Cell]:
        """Give each cell that occurs once, by its key: few are drawn, and many times over."""
        return {cell.key: cell for cell in set(chain(*(x.cells for x in self.people))) if cell}

    def keys_of(self, line: PersonLine) -> list[str]:
        """Name the cells of a line below the columns on which somebody is seen; "" for none."""
        seen = (column.is_seen for column in self.columns)
        return [cell.key if cell else "" for cell in compress(line.cells, seen)]


@dataclass(frozen=True)
class Candidate:
    """Somebody who could learn a topic, by how far they are."""

    id: int
    name: str
    level: Level


@dataclass(frozen=True)
class Loss:
    """A topic that falls below what it needs, who could pass it on and who could learn it."""

    topic_id: int
    name: str
    before: int
    after: int
    needed: int
    documents: int
    risk: Risk
    can_coach: bool
    candidates: tuple[Candidate, ...]

    @property
    def risk_words(self) -> str:
        return RISK_WORDS[self.risk]

    @property
    def words(self) -> str:
        """Say what is left, naming the topic only."""
        left = count_words(self.after, "holder") if self.after else "nobody"
        written = "" if self.documents else ", and nothing is written"
        return f"{left} of {self.needed} needed is left{written}"


@dataclass(frozen=True)
class Leaver:
    """Somebody with a leaving date, the days that remain, and the topics that then lack holders."""

    id: int
    name: str
    leaves_on: date
    days: int
    losses: tuple[Loss, ...]


# The candidates of each topic, with the day on which each leaves, if that is known.
Candidates = dict[int, list[tuple[Candidate, date | None]]]


def covers_seen(viewer: Person, today: date, named: Collection[int] = ()) -> list[Cover]:
    """Tell who holds each of the topics that a viewer sees; `named` are asked after (2 queries)."""
    return covers_of(topics_visible_to(viewer), today, named)


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
    """Draw people by topics as far as a viewer may see both (five queries).

    How many hold a topic is told to whoever sees the topic; who they are, only by the standings
    one may see. `known` are the covers the viewer sees, where one has them: two queries less.
    """
    known = covers_seen(viewer, today) if known is None else known
    covers = by_risk((each for each in known if not kind or each.kind == kind), today)
    wanted = [each for each in covers if not gaps_only or each.risk(today).is_gap]
    shown = wanted[(topic_page - 1) * TOPICS : topic_page * TOPICS]
    ids = [each.topic_id for each in shown]
    lines, people_total = _page_of_people(viewer, ids, department, page)
    cells = _cells(viewer, ids, [person.id for person in lines])
    seen = {topic_id for _, topic_id in cells}
    return CoveragePage(
        headline=_headline(covers, today),
        columns=tuple(_column(each, today, is_seen=each.topic_id in seen) for each in shown),
        people=tuple(
            PersonLine(
                person.id,
                person.name,
                person.department,
                person.leaving_date,
                tuple(cells.get((person.id, id)) for id in ids),
            )
            for person in lines
        ),
        topics_total=len(wanted),
        people_total=people_total,
        departments=tuple(_departments(viewer, ids)),
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


def leavers(viewer: Person, today: date, known: list[Cover] | None = None) -> list[Leaver]:
    """List who leaves within a quarter and is seen holding a topic, first who leaves first.

    Of each the topics that fall below what they need (five queries; two less with the covers).
    """
    covers = covers_seen(viewer, today) if known is None else known
    leaving = {holder.person_id: holder for cover in covers for holder in cover.leaving(today)}
    seen = _seen(viewer, leaving)
    held = {id: [each for each in covers if (id, each.topic_id) in seen] for id in leaving}
    candidates = _candidates(viewer, {each.topic_id for theirs in held.values() for each in theirs})
    found = [
        Leaver(
            id=id,
            name=holder.name,
            leaves_on=holder.leaves_on,
            days=(holder.leaves_on - today).days,
            losses=tuple(_losses(id, held[id], holder.leaves_on, candidates)),
        )
        for id, holder in leaving.items()
        if held[id] and holder.leaves_on
    ]
    return sorted(found, key=lambda each: (each.leaves_on, each.name))


def what_if(viewer: Person, leaver: Person, day: date, today: date) -> list[Loss]:
    """Tell which topics fall below what they need if somebody leaves on a day (four queries)."""
    seen = _seen(viewer, [leaver.id])
    covers = covers_seen(viewer, today, [leaver.id])
    held = [cover for cover in covers if (leaver.id, cover.topic_id) in seen]
    candidates = _candidates(viewer, {cover.topic_id for cover in held})
    return _losses(leaver.id, held, day, candidates)


def _losses(leaver_id: int, covers: list[Cover], day: date, candidates: Candidates) -> list[Loss]:
    """List what is lost when somebody is gone by a day, and with them who leaves before; ranked."""
    lost = []
    for cover in covers:
        mine = next((each for each in cover.holders if each.person_id == leaver_id), None)
        gone = {each.person_id for each in cover.holders if each.is_gone_by(day)} | {leaver_id}
        after = without(cover, gone)
        if mine is not None and after.count < cover.needed:
            lost.append((cover, mine, after))
    found = [
        Loss(
            topic_id=cover.topic_id,
            name=cover.name,
            before=cover.count,
            after=after.count,
            needed=cover.needed,
            documents=cover.documents,
            risk=after.risk(day),
            can_coach=mine.level == Level.COACHES_OTHERS,
            candidates=_first_of(candidates[cover.topic_id], leaver_id, day),
        )
        for cover, mine, after in lost
    ]
    return sorted(found, key=lambda each: (each.risk, each.after - each.needed, each.name))


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


def _column(cover: Cover, today: date, *, is_seen: bool) -> Column:
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
        is_seen=is_seen,
    )


def _visible_newest(
    viewer: Person, topics: list[int], people: list[int] | None = None
) -> ModelSelect:
    """Select the newest standings on some topics, maybe of some people, that a viewer may see."""
    ids = ids_of_newest(newest_standings(topics, people))
    visible = ids_of(standings_visible_to, viewer, Standing.id)
    found = Standing.select().where(Standing.id.in_(ids))
    return found if viewer.is_administrator else found.where(Standing.id.in_(visible))


def _page_of_people(
    viewer: Person, topics: list[int], department: str, page: int
) -> tuple[list[Person], int]:
    """List a page of those whose standing on some topics a viewer may see, and count them all."""
    people = Person.select(Person.id, fn.COUNT(Person.id).over()).where(
        Person.active, Person.id.in_(_visible_on(viewer, topics).select(Standing.person))
    )
    if department:
        people = people.where(Person.department == department)
    ordered = people.order_by(Person.department, Person.name, Person.id)
    rows = list(ordered.paginate(page, PEOPLE).tuples())
    lines = Person.select().where(Person.id.in_([id for id, _ in rows])) if rows else []
    total = rows[0][1] if rows else people.count() if page > 1 else 0
    return sorted(lines, key=lambda each: (each.department, each.name, each.id)), total


def _departments(viewer: Person, topics: list[int]) -> list[str]:
    """List the departments of those whose standing on some topics one may see."""
    rows = (
        _visible_on(viewer, topics)
        .join(Person, on=(Standing.person == Person.id))
        .where(Person.active, Person.department != "")
        .select(Person.department)
        .distinct()
        .order_by(Person.department)
    )
    return [name for (name,) in rows.tuples()]


def _visible_on(viewer: Person, topics: list[int]) -> ModelSelect:
    """Select the standings on some topics, newest or not, that a viewer may see."""
    on_them = Revision.select(Revision.id).where(Revision.topic.in_(topics))
    return standings_visible_to(viewer).where(Standing.revision.in_(on_them))


def _cells(viewer: Person, topics: list[int], people: list[int]) -> dict[tuple[int, int], Cell]:
    later = Revision.alias()
    newest = later.select(fn.MAX(later.number)).where(later.topic == Revision.topic)
    rows = (
        _visible_newest(viewer, topics, people)
        .join(Revision, on=(Standing.revision == Revision.id))
        .select(
            Standing.person,
            Revision.topic,
            Standing.level,
            Standing.basis,
            Revision.number < newest,
        )
    )
    # Straight from the driver: they are many.
    return {(person, topic): _cell(*shown) for person, topic, *shown in database.execute(rows)}


@cache
def _cell(level: int, basis: str, behind: bool) -> Cell:
    """Make a cell once: a matrix has thousands, of few kinds."""
    return Cell(Level(level), Basis(basis), bool(behind))


def _candidates(viewer: Person, topics: set[int]) -> Candidates:
    """List who knows something of each topic but does not do it alone, the furthest first."""
    found: Candidates = defaultdict(list)
    if not topics:
        return found
    rows = (
        _visible_newest(viewer, sorted(topics))
        .join(Revision, on=(Standing.revision == Revision.id))
        .join_from(Standing, Person, on=(Standing.person == Person.id))
        .where(
            Standing.level.between(int(Level.KNOWS_ABOUT_IT), int(Level.DOES_IT_WITH_HELP)),
            Person.active,
        )
        .select(Revision.topic, Person.id, Person.name, Standing.level, Person.leaving_date)
        .order_by(Standing.level.desc(), Person.name)
        .tuples()
    )
    for topic, person, name, level, leaves_on in rows:
        found[topic].append((Candidate(person, name, Level(level)), leaves_on))
    return found


def _first_of(
    candidates: Iterable[tuple[Candidate, date | None]], leaver_id: int, day: date
) -> tuple[Candidate, ...]:
    """Choose the first who stay beyond a day; whoever leaves does not learn it."""
    stay = (
        each
        for each, leaves_on in candidates
        if each.id != leaver_id and (leaves_on is None or leaves_on > day)
    )
    return tuple(islice(stay, CANDIDATES))


def _seen(viewer: Person, people: Iterable[int]) -> set[tuple[int, int]]:
    """List the people and topics of which a viewer may see the standing."""
    rows = (
        standings_visible_to(viewer)
        .where(Standing.person.in_(list(people)))
        .join(Revision, on=(Standing.revision == Revision.id))
        .select(Standing.person, Revision.topic)
        .distinct()
    )
    return set(rows.tuples())
