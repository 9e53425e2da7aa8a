"""Recent changes: what somebody did lately, and what was done in the rollouts they run."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, ModelSelect

from ..access import (
    changes_by,
    changes_run_by,
    changes_visible_to,
    still_seen_by,
    thing_done_to,
)
from ..models import AuditEntry, AuditSubject, Person, Rollout, Wording
from .history import told_in_words

SIZE = 100

# Deeds are written down in the order of their time, but for a clock that was set back.
OUT_OF_ORDER = 2_000


@dataclass(frozen=True)
class Change:
    """A deed in words, with the things it was about: an id by the name of each kind."""

    entry: AuditEntry
    text: str
    things: dict[str, int]

    @property
    def id(self) -> int:
        return self.entry.id

    @property
    def done_to(self) -> tuple[str, int] | None:
        """The kind and the id of what it was done to; None for people, whom it names."""
        return thing_done_to(self.things)


@dataclass(frozen=True)
class Changes:
    """A page of deeds, newest first; `more` tells whether older ones follow."""

    lines: list[Change]
    more: bool


def own_changes(person: Person, *, since: datetime, page: int = 1) -> Changes:
    """List what somebody did since a moment, as far as they still see it (five queries)."""
    return _page(changes_by(person), person, since, page)


def changes_in_rollouts(person: Person, *, since: datetime, page: int = 1) -> Changes:
    """List what anybody did since a moment in the rollouts somebody runs (five queries)."""
    most = page * SIZE + OUT_OF_ORDER
    return _page(changes_run_by(person, most), person, since, page)


def change_of(person: Person, id: int, *, since: datetime) -> Change | None:
    """Find one of somebody's changes; None for what is not among them."""
    if not 0 < id < 2**31:
        return None
    entries = _with_doer(changes_visible_to(person).where(AuditEntry.id == id), since)
    found = _told(list(entries), person)
    return found[0] if found else None


def runs_rollouts(person: Person) -> bool:
    """Tell whether there is anything that somebody runs."""
    mine = (Rollout.supervisor == person) | (Rollout.deputy == person)
    return Rollout.select().where(mine).exists()


def _page(entries: ModelSelect, person: Person, since: datetime, page: int) -> Changes:
    newest = _with_doer(entries, since).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    found = list(newest.limit(SIZE + 1).offset((page - 1) * SIZE))
    return Changes(_told(found[:SIZE], person), more=len(found) > SIZE)


def _with_doer(entries: ModelSelect, since: datetime) -> Any:
    return (
        entries.select(AuditEntry, Person)
        .join(Person, JOIN.LEFT_OUTER, on=(AuditEntry.by == Person.id))
        .where(AuditEntry.at >= since)
    )


def _told(entries: Sequence[AuditEntry], person: Person) -> list[Change]:
    things = _things(entries)
    seen = still_seen_by(person, things)
    entries = [entry for entry in entries if entry.id in seen]
    wordings = _wordings(entries, things)
    texts = told_in_words(entries, [wordings[entry.id] for entry in entries])
    return [
        Change(entry, text, things[entry.id]) for entry, text in zip(entries, texts, strict=True)
    ]


def _things(entries: Sequence[AuditEntry]) -> dict[int, dict[str, int]]:
    subjects: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = AuditSubject.select(AuditSubject.entry, AuditSubject.noun, AuditSubject.ref)
    for entry, noun, ref in rows.where(
        AuditSubject.entry.in_([entry.id for entry in entries])
    ).tuples():
        subjects[entry].append((noun, ref))
    return {entry.id: entry.things(subjects[entry.id]) for entry in entries}


def _wordings(
    entries: Sequence[AuditEntry], things: dict[int, dict[str, int]]
) -> dict[int, Wording]:
    """Tell of each deed whether its rollout says coach or mentor."""
    noun = Rollout._meta.table_name
    ids = {things[entry.id][noun] for entry in entries if noun in things[entry.id]}
    rows = Rollout.select(Rollout.id, Rollout.wording).where(Rollout.id.in_(ids)) if ids else None
    known = dict(rows.tuples()) if rows is not None else {}
    return {
        entry.id: known.get(things[entry.id].get(noun, 0), Wording.COACHING) for entry in entries
    }
