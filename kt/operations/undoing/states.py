"""Whether a deed can still be undone: what came after it, asked once for a whole page of deeds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Literal

from ...access import may_run_rollout
from ...models import AuditEntry, AuditSubject, Person, Rollout
from ...rules.rollout_days import zone_called
from .inverses import INVERSES
from .ways import Way, Who

# For so long a deed is offered to be undone.
DAYS = 30

ON_ITS_DAY = "it could be taken back on its day"
UNKNOWN = "undo it on its page"
AGAIN = "changed again since"

Things = Mapping[str, int]
Thing = tuple[str, int]


@dataclass(frozen=True)
class State:
    """What can be done about a deed: undo it, or do it again; and what is to be said of it.

    `undone` tells that it was taken back and is not in force.
    """

    press: Literal["undo", "again", ""] = ""
    said: str = ""
    undone: bool = False


def states_of(
    entries: Sequence[AuditEntry],
    things: Mapping[int, Things],
    *,
    by: Person,
    today: date,
) -> dict[int, State]:
    """Tell of each deed, by its id, whether somebody can undo it (two queries).

    `things` are those that each deed was about, `today` is the person's.
    """
    ways = {
        entry.id: way
        for entry in entries
        if isinstance(way := INVERSES.get(entry.deed, UNKNOWN), Way)
    }
    run = _run(things, by)
    after = _after([entry for entry in entries if entry.id in ways], ways, things)
    states = {}
    for entry in entries:
        inverse = ways.get(entry.id)
        if inverse is None:
            mine = entry.by_id == by.id
            states[entry.id] = State(said=str(INVERSES.get(entry.deed, UNKNOWN)) if mine else "")
        else:
            may = _may(inverse, entry, by, runs=things[entry.id].get("rollout") in run)
            on = day_of(entry, by)
            states[entry.id] = _state(
                entry, inverse, may, things[entry.id], after[entry.id], on, today
            )
    return states


def day_of(entry: AuditEntry, by: Person) -> date:
    """Tell the day on which a deed was done, where somebody is."""
    return entry.at.astimezone(zone_called(by.time_zone)).date()


def _state(
    entry: AuditEntry,
    way: Way,
    may: bool,
    things: Things,
    after: Sequence[AuditEntry],
    on: date,
    today: date,
) -> State:
    if way.thing(things) is None or (way.needs and way.needs not in entry.values):
        return State(said=UNKNOWN if may else "")
    last = after[-1] if after else None
    if last is not None and last.deed in way.back and way.puts_back(entry, last):
        return State("again" if way.again and may else "", "Undone", undone=True)
    said = ""
    if last is not None:
        is_again = way.again is not None and (last.deed, last.by_id) == (entry.deed, entry.by_id)
        words = None if is_again else way.after.get(last.deed, AGAIN)
        if words is not None:
            return State(said=words)
        said = "Done again" if is_again or any(each.deed in way.back for each in after) else ""
    if not may:
        return State(said=said)
    if way.only_on_its_day and on != today:
        return State(said=ON_ITS_DAY)
    return State("undo", said)


def _may(way: Way, entry: AuditEntry, by: Person, *, runs: bool) -> bool:
    if way.who == Who.RUNS:
        return runs
    return entry.by_id == by.id or (way.who == Who.EITHER and runs)


def _run(things: Mapping[int, Things], by: Person) -> set[int]:
    """Name those of the rollouts of some deeds that somebody may run."""
    ids = {each["rollout"] for each in things.values() if "rollout" in each}
    rollouts = Rollout.select().where(Rollout.id.in_(ids)) if ids else ()
    return {rollout.id for rollout in rollouts if may_run_rollout(by, rollout)}


def _after(
    entries: Sequence[AuditEntry], ways: Mapping[int, Way], things: Mapping[int, Things]
) -> dict[int, list[AuditEntry]]:
    """List of each deed those that came after it on the same thing and matter to it."""
    thing_of = {entry.id: ways[entry.id].thing(things[entry.id]) for entry in entries}
    first: dict[str, int] = {}
    refs: dict[str, set[int]] = defaultdict(set)
    deeds: set[str] = set()
    for entry in entries:
        thing, way = thing_of[entry.id], ways[entry.id]
        if thing is not None:
            refs[thing[0]].add(thing[1])
            first[thing[0]] = min(entry.id, first.get(thing[0], entry.id))
            deeds |= {entry.deed, *way.back, *way.after}
    later: dict[Thing, list[AuditEntry]] = defaultdict(list)
    for each in _later(refs, first, deeds) if refs else ():
        later[each.auditsubject.noun, each.auditsubject.ref].append(each)
    return {
        entry.id: [
            each
            for each in later[thing_of[entry.id] or ("", 0)]
            if each.id > entry.id
            and each.deed in {entry.deed, *ways[entry.id].back, *ways[entry.id].after}
            and ways[entry.id].same(entry, each)
        ]
        for entry in entries
    }


def _later(
    refs: Mapping[str, set[int]], first: Mapping[str, int], deeds: set[str]
) -> Iterable[AuditEntry]:
    about = [
        (AuditSubject.noun == noun)
        & AuditSubject.ref.in_(sorted(ids))
        & (AuditSubject.entry > first[noun])
        for noun, ids in refs.items()
    ]
    return (
        AuditEntry.select(AuditEntry, AuditSubject.noun, AuditSubject.ref)
        .join(AuditSubject, on=(AuditSubject.entry == AuditEntry.id))
        .where(reduce(or_, about), AuditEntry.deed.in_(sorted(deeds)))
        .order_by(AuditEntry.id)
    )
