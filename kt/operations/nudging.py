"""Nudging: asking somebody to see to what waits for them, and putting things off oneself."""

from collections.abc import Iterable
from datetime import date

from peewee import fn

from .. import clock
from ..access import items_visible_to, may_run_rollout, require
from ..dates import day_words, listed, short_date
from ..db import transaction
from ..errors import Refused
from ..models import (
    Item,
    Matter,
    Nudge,
    Person,
    Rollout,
    Snooze,
)
from ..rules.waiting import QUIET, Waiting, waiting
from .audit import record

# So far ahead something can be put off.
LONGEST_SNOOZE = 365

NOT_YOURS = "Only whoever runs the rollout nudges. Ask its supervisor."
IS_DONE = "This does not wait for anybody any more. Reload the page."
IS_NOBODYS = (
    "Nobody but you can see to this now. Open it: do it, or have somebody named or seated for it."
)

Thing = tuple[Matter, int]


def nudge(rollout: Rollout, matter: Matter, ref: int, *, by: Person, on: date) -> list[Nudge]:
    """Ask whoever a thing waits for to see to it; their home says so until it is done.

    Away people are left in peace, and nobody is nudged about one thing twice in three days.
    """
    with transaction():
        return _nudge(rollout, matter, ref, by=by, on=on)


def nudge_all(rollout: Rollout, things: Iterable[Thing], *, by: Person, on: date) -> list[Nudge]:
    """Nudge about several things at once, passing over those that a rule says no to."""
    sent: list[Nudge] = []
    said = "Nothing late waits for somebody else to see to."
    with transaction():
        for matter, ref in things:
            try:
                sent += _nudge(rollout, matter, ref, by=by, on=on)
            except Refused as refusal:
                said = refusal.sentence
        if not sent:
            raise Refused(said)
    return sent


def withdraw_nudge(rollout: Rollout, matter: Matter, ref: int, *, by: Person, on: date) -> int:
    """Take back what one nudged about a thing today, as far as nobody has heard it yet."""
    with transaction():
        rows = list(
            Nudge.select().where(
                Nudge.by == by,
                Nudge.rollout == rollout,
                Nudge.matter == matter,
                Nudge.ref == ref,
                Nudge.on == on,
                Nudge.heard_at.is_null(),
                Nudge.withdrawn_at.is_null(),
            )
        )
        if not rows:
            raise Refused("They have heard it already, so it cannot be taken back.")
        for row in rows:
            row.withdrawn_at = clock.now()
            row.save(only=[Nudge.withdrawn_at])
        _record("nudge.withdrawn", rows, by=by)
    return len(rows)


def hear_nudge(row: Nudge, *, by: Person) -> Nudge:
    """Put a nudge away: one has heard it. Doing so twice changes nothing."""
    require(row.person_id == by.id, "Only whoever was nudged puts it away.")
    with transaction():
        fresh = Nudge.get_by_id(row.id)
        if fresh.heard_at is None:
            fresh.heard_at = clock.now()
            fresh.save(only=[Nudge.heard_at])
            record("nudge.heard", by=by, about=[by, fresh], person=fresh.by)
    return fresh


def put_off(
    rollout: Rollout, about: str, *, title: str, until: date, by: Person, on: date
) -> Snooze:
    """Have one of the things that need oneself come back on a day; `about` is its key."""
    require(may_run_rollout(by, rollout), "Only whoever runs the rollout puts things off.")
    if until <= on:
        raise Refused(
            f"It comes back on a day to come, and {short_date(until, on)} is not. Choose a later "
            "one.",
            field="until",
        )
    if (until - on).days > LONGEST_SNOOZE:
        raise Refused(
            "A thing can be put off for a year at most. Choose a nearer day.", field="until"
        )
    with transaction():
        row = Snooze.get_or_none(person=by, rollout=rollout, about=about)
        row = row or Snooze(person=by, rollout=rollout, about=about)
        row.title, row.until, row.at = title, until, clock.now()
        row.save()
        told = {"rollout": rollout, "thing": row, "until": until}
        record("need.put-off", by=by, about=[rollout, row], **told)
    return row


def wake(row: Snooze, *, by: Person) -> None:
    """Have what was put off come back at once."""
    require(row.person_id == by.id, "Only whoever put it off brings it back.")
    with transaction():
        if Snooze.delete().where(Snooze.id == row.id).execute():
            record("need.woken", by=by, about=[row.rollout, row], rollout=row.rollout)


def _nudge(rollout: Rollout, matter: Matter, ref: int, *, by: Person, on: date) -> list[Nudge]:
    require(may_run_rollout(by, rollout), NOT_YOURS)
    found = waiting(matter, ref, rollout, on)
    if found is None or not found.waits or not _is_theirs(found, rollout, by):
        raise Refused(IS_DONE)
    if matter == Matter.ITEM and not items_visible_to(by).where(Item.id == ref).exists():
        # A next step of two who coach each other is nobody else's.
        raise Refused(IS_DONE)
    people = [each for each in found.people if each.id != by.id and each.active]
    if not people:
        raise Refused(IS_NOBODYS)
    there = [each for each in people if not each.is_away(on)]
    if not there:
        back = min(each.away_until for each in people)
        names = listed([each.first_name for each in people])
        raise Refused(
            f"{names} {'is' if len(people) == 1 else 'are'} away until {day_words(back, on)}. "
            "Nudge then, or put it off until that day."
        )
    before = _last_nudged(matter, ref, there)
    fresh = [each for each in there if on - before.get(each.id, date.min) >= QUIET]
    if not fresh:
        last = max(before[each.id] for each in there)
        raise Refused(
            f"{listed([each.first_name for each in there])} heard of it "
            f"{day_words(last, on)}. Nudge again from {day_words(last + QUIET, on)} on, or talk to "
            "them."
        )
    rows = [
        Nudge.create(
            person=each,
            by=by,
            rollout=rollout,
            matter=matter,
            ref=ref,
            text=found.said[each.id],
            on=on,
        )
        for each in fresh
    ]
    _record("nudge.sent", rows, by=by)
    return rows


def _is_theirs(found: Waiting, rollout: Rollout, by: Person) -> bool:
    """The things of this rollout, and of checklists outside rollouts those that one made."""
    return found.rollout == rollout if found.rollout else found.supervisor_id == by.id


def _last_nudged(matter: Matter, ref: int, people: list[Person]) -> dict[int, date]:
    rows = (
        Nudge.select(Nudge.person, fn.MAX(Nudge.on))
        .where(
            Nudge.matter == matter,
            Nudge.ref == ref,
            Nudge.person.in_([each.id for each in people]),
            Nudge.withdrawn_at.is_null(),
        )
        .group_by(Nudge.person)
    )
    return {
        id: date.fromisoformat(day) if isinstance(day, str) else day for id, day in rows.tuples()
    }


def _record(deed: str, rows: list[Nudge], *, by: Person) -> None:
    people = [row.person for row in rows]
    record(
        deed,
        by=by,
        about=[rows[0].rollout, *people, *rows],
        rollout=rows[0].rollout,
        people=len(people),
        person=people[0],
    )
