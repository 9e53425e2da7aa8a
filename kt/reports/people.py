"""Answers about people: the list of colleagues, one person, whom somebody means by a name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, Expression, Select, fn

from ..access import (
    checklists_visible_to,
    people_visible_to,
    seats_visible_to,
    standings_visible_to,
    topics_visible_to,
)
from ..db import database
from ..errors import Refused
from ..models import (
    Basis,
    Checklist,
    Expert,
    Item,
    ItemState,
    Level,
    NewestStanding,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    TitleRank,
    Topic,
)
from ..rules.places import taken_places
from .pairing_lines import PairingLine, ended_pairings_around
from .time_boxes import TimeBox, boxes_of_learners

SUGGESTED = 10
# A search longer than this finds nobody; a database refuses one without an end.
LONGEST_SEARCH = 200
MOST_WORDS = 8
MOST_REPORTS = 100
MOST_ENDED = 20


@dataclass(frozen=True)
class PersonRow:
    """A person in the list of people."""

    id: int
    name: str
    title: str
    department: str
    email: str | None
    away_until: date | None


@dataclass(frozen=True)
class SeatRow:
    """A seat in a rollout that the reader may see; `box` is how far they are with their buddy."""

    role: str
    topic: str
    rollout_id: int
    rollout: str
    since: date
    until: date | None
    box: TimeBox | None


@dataclass(frozen=True)
class StandingRow:
    """The newest standing on a topic, as far as the reader may see it."""

    topic_id: int
    topic: str
    level: Level
    basis: Basis
    on: date
    refresh_on: date | None
    needs_the_difference: bool

    def is_to_be_refreshed(self, today: date) -> bool:
        return self.refresh_on is not None and self.refresh_on <= today


@dataclass(frozen=True)
class ChecklistRow:
    """A checklist that the reader may see, with how many of its items are finished."""

    id: int
    title: str
    finished: int
    items: int


@dataclass(frozen=True)
class PersonPage:
    """What a reader may see of a person; `reports` are the first 100 of `report_count`.

    A rank of None is unknown. `proteges` are how many mentor places are taken.
    """

    person: Person
    rank: int | None
    proteges: int
    manager: Person | None
    reports: tuple[Person, ...]
    report_count: int
    expertise: tuple[Topic, ...]
    seats: tuple[SeatRow, ...]
    ended: tuple[PairingLine, ...]
    standings: tuple[StandingRow, ...]
    checklists: tuple[ChecklistRow, ...]


def people_rows(
    person: Person,
    *,
    words: str,
    department: str,
    title: str,
    disabled: bool,
    page: int,
    size: int,
) -> tuple[list[PersonRow], int]:
    """List a page of people by name, and how many there are in all.

    `words` are looked for in names, titles and departments; `department` and `title` are meant
    in full.
    """
    # Written into the query: SQLite compares no parameter with the condition of an index.
    query = people_visible_to(person).where(~Person.active if disabled else Person.active)
    if department:
        query = query.where(Person.department == department)
    if title:
        query = query.where(Person.title == title)
    for word in _searched(words):
        query = query.where(
            _contains(Person.name, word)
            | _contains(Person.title, word)
            | _contains(Person.department, word)
        )
    if department or title or words or disabled:
        total = query.count()
    else:
        total = _count_of_active()
    rows = query.select(
        Person.id,
        Person.name,
        Person.title,
        Person.department,
        Person.email,
        Person.away_until,
    ).order_by(Person.name, Person.id)
    return [PersonRow(*row) for row in rows.paginate(page, size).tuples()], total


def departments() -> list[str]:
    """Name the departments that people are in."""
    # From each to the next by an index, past all its people.
    later = Person.alias()
    named = (
        Person.select(fn.MIN(Person.department))
        .where(Person.active, Person.department > "")
        .cte("named", recursive=True, columns=("name",))
    )
    the_next = later.select(fn.MIN(later.department)).where(
        later.active, later.department > named.c.name
    )
    named = named.union_all(Select((named,), (the_next,)).where(named.c.name.is_null(False)))
    rows = named.select_from(named.c.name).where(named.c.name.is_null(False))
    return [name for (name,) in rows.order_by(named.c.name).bind(database).tuples()]


def _count_of_active() -> int:
    """Count all people without looking at any, and take off the few who are disabled."""
    count = Person.select(fn.COUNT(SQL("*")))
    everybody, disabled = count.union_all(count.where(~Person.active)).tuples()
    return everybody[0] - disabled[0]


def person_page(who: Person, reader: Person, today: date) -> PersonPage:
    """Gather what a reader may see of a person (ten queries)."""
    rank, proteges = (
        Person.select(TitleRank.rank, taken_places(Person.id))
        .join(TitleRank, JOIN.LEFT_OUTER, on=(TitleRank.title == Person.title))
        .where(Person.id == who)
        .tuples()
        .get()
    )
    reports = Person.select().where(Person.manager == who, Person.active)
    return PersonPage(
        person=who,
        rank=rank,
        proteges=proteges,
        manager=who.manager,
        reports=tuple(reports.order_by(Person.name).limit(MOST_REPORTS)),
        report_count=reports.count(),
        expertise=tuple(
            topics_visible_to(reader)
            .where(Topic.id.in_(Expert.select(Expert.topic).where(Expert.person == who)))
            .order_by(Topic.name)
        ),
        seats=_seats(who, reader, today),
        ended=tuple(ended_pairings_around(who, reader, MOST_ENDED)),
        standings=_standings(who, reader),
        checklists=_checklists(who, reader),
    )


def suggested_people(person: Person, typed: str) -> list[Person]:
    """Suggest up to ten active people whose name or e-mail has the words typed so far."""
    query = people_visible_to(person).where(Person.active)
    for word in _searched(typed):
        query = query.where(_contains(Person.name, word) | _contains(Person.email, word))
    return list(query.order_by(Person.name, Person.id).limit(SUGGESTED))


def people_listed() -> list[dict[str, Any]]:
    """List everybody with all that is known of them, by name."""
    manager = Person.alias()
    rows = (
        Person.select(
            Person.id,
            Person.name,
            Person.email,
            Person.employee_id,
            Person.title,
            Person.department,
            manager.name.alias("manager"),
            Person.location,
            Person.time_zone,
            Person.start_date,
            Person.leaving_date,
            Person.access,
            Person.active,
        )
        .join(manager, JOIN.LEFT_OUTER, on=(Person.manager == manager.id))
        .order_by(Person.name, Person.id)
    )
    return list(rows.dicts())


def spelt(person: Person) -> str:
    """Spell somebody so that `find_person` finds just them."""
    apart = person.email or person.employee_id
    return f"{person.name} <{apart}>" if apart else person.name


def find_person(text: str, *, field: str | None = None) -> Person:
    """Find an active person by e-mail, employee id or full name, as somebody typed it.

    Also reads "Greta Lind <greta@example.com>", as the suggestions of a form spell it. Raises
    Refused, naming `field`, where nobody fits or several do.
    """
    typed = text.strip()
    inside = typed.rpartition("<")[2].removesuffix(">").strip()
    active = Person.select().where(Person.active)
    exact = active.where(
        (Person.email == inside.lower()) | (Person.employee_id == inside) | (Person.name == typed)
    )
    found = list(exact.limit(3)) or list(active.where(Person.name.startswith(typed)).limit(3))
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            f"Nobody here is called “{typed}”. Type a name or an e-mail from the list of people.",
            field=field,
        )
    raise Refused(
        f"Several people are called “{typed}”. Type the e-mail of the one you mean.", field=field
    )


def _seats(who: Person, reader: Person, today: date) -> tuple[SeatRow, ...]:
    boxes = boxes_of_learners([who.id], today)
    rows = (
        seats_visible_to(reader)
        .switch(RolloutTopic)
        .join(Revision)
        .join(Topic)
        .switch(RolloutTopic)
        .join(Rollout)
        .where(Seat.person == who)
        .select(
            Seat.role,
            Topic.id,
            Topic.name,
            Rollout.id,
            Rollout.name,
            Rollout.wording,
            Seat.since,
            Seat.until,
        )
        .order_by(Seat.until.is_null(False), Seat.since.desc(), Seat.id)
    )
    return tuple(
        SeatRow(
            role=wording.say(role),
            topic=topic,
            rollout_id=rollout_id,
            rollout=rollout,
            since=since,
            until=until,
            box=boxes.get((who.id, rollout_id, topic_id)) if role == Role.LEARNER else None,
        )
        for role, topic_id, topic, rollout_id, rollout, wording, since, until in rows.tuples()
    )


def _standings(who: Person, reader: Person) -> tuple[StandingRow, ...]:
    later = Revision.alias()
    newest = NewestStanding.select(NewestStanding.standing).where(NewestStanding.person == who)
    is_behind = (Standing.level > Level.NOT_YET) & fn.EXISTS(
        later.select(later.id).where(later.topic == Revision.topic, later.number > Revision.number)
    )
    rows = (
        standings_visible_to(reader)
        .join(Revision)
        .join(Topic)
        .where(Standing.id.in_(newest))
        .select(
            Topic.id,
            Topic.name,
            Standing.level,
            Standing.basis,
            Standing.on,
            Standing.refresh_on,
            is_behind,
        )
        .order_by(Topic.name)
    )
    return tuple(
        StandingRow(id, name, Level(level), basis, on, refresh_on, bool(behind))
        for id, name, level, basis, on, refresh_on, behind in rows.tuples()
    )


def _checklists(who: Person, reader: Person) -> tuple[ChecklistRow, ...]:
    finished = Item.state.in_((ItemState.DONE, ItemState.NOT_NEEDED))
    rows = (
        checklists_visible_to(reader)
        .join(Item, JOIN.LEFT_OUTER)
        .where(Checklist.person == who)
        .select(
            Checklist.id,
            Checklist.title,
            fn.COUNT(Item.id).filter(finished),
            fn.COUNT(Item.id),
        )
        .group_by(Checklist.id, Checklist.title)
        .order_by(Checklist.id.desc())
    )
    return tuple(ChecklistRow(*row) for row in rows.tuples())


def _searched(text: str) -> list[str]:
    return text[:LONGEST_SEARCH].split()[:MOST_WORDS]


def _contains(column: Any, word: str) -> Expression:
    """Look for a word in any case; SQLite by itself folds the case of ASCII letters only."""
    spellings = {word} if word.isascii() else {word, word.lower(), word.title(), word.upper()}
    first, *others = (column.contains(spelling) for spelling in sorted(spellings))
    for other in others:
        first |= other
    return first
