"""Importing standings from a skills table: all of it or nothing, as often as one likes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import fn

from ..access import (
    may_add_topic,
    may_import_standings,
    require,
    standings_visible_to,
    topics_visible_to,
)
from ..db import transaction
from ..errors import Refused
from ..folding import folded
from ..importers.people import KnownPerson
from ..importers.standings import (
    Known,
    KnownStanding,
    KnownTopic,
    Plan,
    PlannedStanding,
    StandingsFile,
    Terms,
    compare,
    people_of,
    read_standings,
)
from ..models import AuditSubject, Basis, Kind, Person, Revision, Standing, Topic
from .audit import record
from .bulk import batches, insert_rows
from .importing_people import known_people
from .remembering import remember, remembered
from .topics import add_topic

PURPOSE = "standings"
# A word means the same in every file; a number or a letter does where its scale is the same.
LEVELS = "levels of standings"

ONLY_SUPERVISORS = "Standings are imported by supervisors. Ask one of them to import them."


@dataclass(frozen=True)
class Chosen:
    """What somebody chose for a file: what columns hold, what words mean, how it is taken."""

    columns: Mapping[str, str | None] = field(default_factory=dict)
    levels: Mapping[str, int | None] = field(default_factory=dict)
    day_first: bool | None = None
    on: date | None = None
    refresh_on: date | None = None
    add_topics: bool = False
    kind: Kind = Kind.NICHE_SKILL
    over_sign_offs: bool = False


@dataclass(frozen=True)
class PlannedStandings:
    """What an import would do, worked out from what is known and what was chosen."""

    plan: Plan
    filename: str
    chosen: Chosen
    known: "KnownAlready"
    terms: Terms


@dataclass(frozen=True)
class KnownAlready:
    """Everybody, the topics that whoever imports may see, and the standings that count there."""

    people: tuple[KnownPerson, ...]
    topics: tuple[KnownTopic, ...]
    standings: Mapping[tuple[int, int], KnownStanding]


@dataclass(frozen=True)
class ImportedStandings:
    """How many standings an import added, changed, left and kept, and how many topics it added."""

    added: int
    changed: int
    unchanged: int
    kept: int
    topics: int


def plan_standings(
    data: bytes, filename: str, *, chosen: Chosen, by: Person | None, today: date
) -> PlannedStandings:
    """Work out what importing a file would do; nothing is changed.

    What was chosen for such columns and words before holds unless it is chosen anew. `by` is None
    on the command line of the machine itself, which sees all. Raises Refused for a file that
    cannot be read, or says of nobody what they can do.
    """
    if by is not None:
        require(may_import_standings(by), ONLY_SUPERVISORS)
    if chosen.on and chosen.on > today:
        raise Refused(
            "A standing says what was seen, so its day cannot be in the future. Use today.",
            field="on",
        )
    if chosen.refresh_on and chosen.refresh_on <= (chosen.on or today):
        raise Refused(
            "A standing is refreshed on a day after it was seen. Choose a later day.",
            field="refresh_on",
        )
    people, topics = known_people(), _known_topics(by)
    file = _read(data, filename, chosen, people, topics)
    wanted = {folded(said.topic) for said in file.said}
    standings = _known_standings([each for each in topics if folded(each.name) in wanted], by)
    known = KnownAlready(people, topics, standings)
    terms = Terms(
        on=chosen.on or today,
        today=today,
        refresh_on=chosen.refresh_on,
        add_topics=chosen.add_topics and (by is None or may_add_topic(by)),
        over_sign_offs=chosen.over_sign_offs,
    )
    plan = compare(file, people_of(people), topics, standings, terms)
    return PlannedStandings(plan, filename, chosen, known, terms)


def import_standings(
    planned: PlannedStandings, *, by: Person, tell: Callable[[int], object] = lambda rows: None
) -> ImportedStandings:
    """Do what was planned, whole, in one transaction; each standing is a new row, none is changed.

    `tell` hears, step by step, how many more are done. Raises Refused where the file has errors,
    or where people, topics or standings were changed since the plan was made.
    """
    require(may_import_standings(by), ONLY_SUPERVISORS)
    plan = planned.plan
    if plan.refused:
        raise Refused("Nothing was imported: the file has errors. Correct them and try again.")
    with transaction():
        if _known_now(planned, by) != planned.known:
            raise Refused(
                "People, topics or standings were changed while you looked at the file, so nothing "
                "was imported. Read the file again and compare."
            )
        added = {
            folded(name): add_topic(by=by, name=name, kind=planned.chosen.kind).id
            for name in plan.new_topics
        }
        _insert(planned, added, by, tell)
        _remember(planned)
        if plan.coming:
            _record(plan, by)
    tell(len(plan.unchanged) + len(plan.kept))
    return ImportedStandings(
        len(plan.added), len(plan.changed), len(plan.unchanged), len(plan.kept), len(added)
    )


# ------------------------------------------------------------------ what is known already


def _read(
    data: bytes,
    filename: str,
    chosen: Chosen,
    people: Iterable[KnownPerson],
    topics: Iterable[KnownTopic],
) -> StandingsFile:
    directory, names = people_of(people), {folded(topic.name) for topic in topics}
    known = Known(
        is_person=lambda text: bool(directory.find(text)),
        is_topic=lambda text: folded(text) in names,
    )
    options: dict[str, Any] = {"day_first": chosen.day_first, "known": known}
    levels = {**remembered(LEVELS, ""), **chosen.levels}
    file = read_standings(data, filename, columns=chosen.columns, levels=levels, **options)
    # Only the header line tells what was chosen for it last time.
    columns = {**remembered(PURPOSE, file.header_key), **chosen.columns}
    if columns != chosen.columns:
        file = read_standings(data, filename, columns=columns, levels=levels, **options)
    return file


def _known_topics(by: Person | None) -> tuple[KnownTopic, ...]:
    visible = topics_visible_to(by) if by else Topic.select()
    rows = visible.select(Topic.id, Topic.name).order_by(Topic.id)
    return tuple(KnownTopic(*row) for row in rows.tuples())


def _known_standings(
    topics: Iterable[KnownTopic], by: Person | None
) -> dict[tuple[int, int], KnownStanding]:
    """Find the standing that counts for each person on some topics.

    That is the newest that whoever imports may see, or a sign-off that is newer, which counts even
    where they may not see it.
    """
    ids = [topic.id for topic in topics]
    known = _newest(standings_visible_to(by) if by else Standing.select(), ids, visible=True)
    signed_off = Standing.select().where(Standing.basis == Basis.SIGNED_OFF)
    for key, standing in _newest(signed_off, ids, visible=False).items():
        seen = known.get(key)
        if seen is None or seen.on < standing.on:
            known[key] = standing
    return known


def _newest(standings: Any, topics: list[int], *, visible: bool) -> dict[tuple[int, int], Any]:
    place = fn.ROW_NUMBER().over(
        partition_by=[Standing.person, Revision.topic],
        order_by=[Standing.on.desc(), Standing.id.desc()],
    )
    numbered = (
        standings.join(Revision, on=(Standing.revision == Revision.id))
        .where(Revision.topic.in_(topics))
        .select(
            Standing.person.alias("person_id"),
            Revision.topic.alias("topic_id"),
            Standing.level,
            Standing.basis,
            Standing.on.alias("day"),
            place.alias("place"),
        )
    )
    rows = (
        Standing.select(
            numbered.c.person_id,
            numbered.c.topic_id,
            numbered.c.level,
            numbered.c.basis,
            numbered.c.day,
        )
        .from_(numbered)
        .where(numbered.c.place == 1)
        .tuples()
    )
    return {
        (person, topic): KnownStanding(
            level, basis == Basis.SIGNED_OFF, Standing.on.python_value(day), visible
        )
        for person, topic, level, basis, day in rows
    }


def _known_now(planned: PlannedStandings, by: Person) -> KnownAlready:
    topics = _known_topics(by)
    wanted = {folded(said.topic) for said in planned.plan.file.said}
    standings = _known_standings([each for each in topics if folded(each.name) in wanted], by)
    return KnownAlready(known_people(), topics, standings)


# ------------------------------------------------------------------ what is written


def _insert(
    planned: PlannedStandings,
    added: Mapping[str, int],
    by: Person,
    tell: Callable[[int], object],
) -> None:
    coming = planned.plan.coming
    topics = {each.topic_id or added[folded(each.topic)] for each in coming}
    revisions = _revisions(topics)
    for batch in batches(coming):
        insert_rows(
            Standing,
            [
                {
                    "person": each.person_id,
                    "revision": _in_force(
                        revisions[each.topic_id or added[folded(each.topic)]], each.on
                    ),
                    "level": each.level,
                    "basis": Basis.IMPORTED,
                    "reason": _reason(each, planned.filename),
                    "judged_by": by.id,
                    "on": each.on,
                    "refresh_on": each.refresh_on,
                    "recorded_at": Standing.recorded_at.default(),
                }
                for each in batch
            ],
        )
        tell(len(batch))


def _reason(planned: PlannedStanding, filename: str) -> str:
    return f"“{planned.said.word}” in {filename}, {planned.said.source}"


def _revisions(topics: Iterable[int]) -> dict[int, list[tuple[int, date | None]]]:
    revisions: dict[int, list[tuple[int, date | None]]] = {}
    for batch in batches(topics):
        rows = (
            Revision.select(Revision.topic, Revision.id, Revision.effective)
            .where(Revision.topic.in_(batch))
            .order_by(Revision.topic, Revision.number)
        )
        for topic, id, effective in rows.tuples():
            revisions.setdefault(topic, []).append((id, effective))
    return revisions


def _in_force(revisions: list[tuple[int, date | None]], on: date) -> int:
    """Choose the revision that people worked by on a day; before the first there is no other."""
    in_force = [id for id, effective in revisions if effective is None or effective <= on]
    return in_force[-1] if in_force else revisions[0][0]


def _remember(planned: PlannedStandings) -> None:
    key = planned.plan.file.header_key
    remember(PURPOSE, key, {**remembered(PURPOSE, key), **planned.chosen.columns})
    remember(LEVELS, "", {**remembered(LEVELS, ""), **planned.chosen.levels})


def _record(plan: Plan, by: Person) -> None:
    """Write it into the histories of the people; a topic's is for everybody to read."""
    entry = record(
        "standings.imported",
        by=by,
        about=[by],
        added=len(plan.added),
        changed=len(plan.changed),
    )
    people = {each.person_id for each in plan.coming} - {by.id}
    for batch in batches(sorted(people)):
        insert_rows(
            AuditSubject, [{"entry": entry.id, "noun": "person", "ref": id} for id in batch]
        )
