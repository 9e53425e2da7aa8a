"""What somebody was nudged about, whom they nudged, and what they put off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import ModelSelect, fn

from ..access import ids_of, run_by
from ..db import compiled
from ..models import Matter, Nudge, Person, Rollout, Snooze
from ..packing import packed_rows, unpacked_rows
from ..rules.pairings import PairingFacts
from ..rules.waiting import QUIET, still_waits

# So many nudges stand on a home at most.
SHOWN = 20


@dataclass(frozen=True)
class Nudging:
    """How many nudges wait to be heard; what was nudged about lately, and what is put off.

    `nudged` are days by the key of a need, `put_off` the days until which, by rollout and key;
    which of them still count is told by the day in the rollout.
    """

    waiting: int = 0
    nudged: Mapping[str, date] | None = None
    put_off: Mapping[tuple[int, str], date] | None = None

    def last(self, key: str, today: date) -> date | None:
        """Give the day of the last nudge, as long as that keeps somebody in peace."""
        day = (self.nudged or {}).get(key)
        return day if day and today - day < QUIET else None

    def sleeping_in(self, rollout: Rollout, today: date) -> int:
        return sum(self.sleeps(rollout, key, today) for id, key in self.put_off or {})

    def sleeps(self, rollout: Rollout, key: str, today: date) -> bool:
        until = (self.put_off or {}).get((rollout.id, key))
        return until is not None and until > today


@dataclass(frozen=True)
class NudgeLine:
    """A nudge on the home of whom it is for."""

    id: int
    text: str
    by_name: str
    on: date
    at: datetime
    matter: Matter
    ref: int
    rollout_id: int


@dataclass(frozen=True)
class SnoozeLine:
    """Something that was put off; `key` is the need's."""

    id: int
    key: str
    title: str
    until: date


def quiet_since(today: date) -> date:
    """Give the first day whose nudges may keep somebody in peace.

    It may be the day before yet where the rollout is.
    """
    return today - QUIET


def nudging_columns(person: Any, today: Any, since: Any) -> list[Any]:
    """Give the columns by which a home's count of what waits asks for these, too.

    `since` is what `quiet_since` says.
    """
    heard = Nudge.heard_at.is_null() & Nudge.withdrawn_at.is_null()
    lately = Nudge.select(packed_rows(Nudge.matter, Nudge.ref, Nudge.on)).where(
        Nudge.rollout.in_(ids_of(run_by, person)),
        Nudge.on >= since,
        Nudge.withdrawn_at.is_null(),
    )
    asleep = Snooze.select(packed_rows(Snooze.rollout, Snooze.about, Snooze.until)).where(
        Snooze.person == person, Snooze.until >= today
    )
    return [
        Nudge.select(fn.COUNT(Nudge.id)).where(Nudge.person == person, heard),
        lately,
        asleep,
    ]


def read_nudging(waiting: int, lately: str | None, asleep: str | None) -> Nudging:
    """Read what `nudging_columns` answered with."""
    nudged: dict[str, date] = {}
    for matter, ref, day in unpacked_rows(lately):
        key, on = f"{matter}-{ref}", date.fromisoformat(day)
        nudged[key] = max(on, nudged.get(key, on))
    put_off = {
        (int(rollout), about): date.fromisoformat(until)
        for rollout, about, until in unpacked_rows(asleep)
    }
    return Nudging(waiting, nudged, put_off)


def nudging_of(person: Person, today: date) -> Nudging:
    """Read whom somebody nudged lately and what they put off (one query)."""
    (row,) = _read(person=person, today=today, since=quiet_since(today))
    return read_nudging(*row)


def nudges_for(person: Person, pairings: Iterable[PairingFacts]) -> list[NudgeLine]:
    """List what somebody was nudged about, as long as it is so, the newest first (one query).

    It goes once they have heard it, or once it is done: what it asks for decides, so that undoing
    that brings it back. `pairings` are theirs; of one that is silent no more nothing is said.
    """
    facts = {each.id: each for each in pairings}
    lines = [NudgeLine(*row) for row in _unheard(person=person)]
    return [each for each in lines if _is_silent_yet(each, facts)][:SHOWN]


def _is_silent_yet(line: NudgeLine, pairings: Mapping[int, PairingFacts]) -> bool:
    """Tell whether a pairing was silent on the day of a nudge, by what is known of it since."""
    if line.matter != Matter.PAIRING:
        return True
    return line.ref in pairings and pairings[line.ref].silent_days(line.on) > 0


def put_off_by(person: Person, rollout: Rollout, today: date) -> list[SnoozeLine]:
    """List what somebody put off in a rollout, what comes back first (one query)."""
    rows = (
        Snooze.select(Snooze.id, Snooze.about, Snooze.title, Snooze.until)
        .where(Snooze.person == person, Snooze.rollout == rollout, Snooze.until > today)
        .order_by(Snooze.until, Snooze.id)
        .tuples()
    )
    return [SnoozeLine(*row) for row in rows]


@compiled
def _read(person: Any, today: Any, since: Any) -> ModelSelect:
    columns = nudging_columns(person, today, since)
    return Person.select(*columns).where(Person.id == person).tuples()


@compiled
def _unheard(person: Any) -> Any:
    """Select the nudges that were not heard yet, of those about one thing the newest."""
    sender, newer = Person.alias(), Nudge.alias()
    said_again = newer.select(newer.id).where(
        newer.person == Nudge.person,
        newer.matter == Nudge.matter,
        newer.ref == Nudge.ref,
        newer.id > Nudge.id,
        newer.withdrawn_at.is_null(),
    )
    return (
        Nudge.select(
            Nudge.id,
            Nudge.text,
            sender.name,
            Nudge.on,
            Nudge.at,
            Nudge.matter,
            Nudge.ref,
            Nudge.rollout,
        )
        .join(sender, on=(Nudge.by == sender.id))
        .where(
            Nudge.person == person,
            Nudge.heard_at.is_null(),
            Nudge.withdrawn_at.is_null(),
            ~fn.EXISTS(said_again),
            still_waits(),
        )
        .order_by(Nudge.id.desc())
        .tuples()
    )
