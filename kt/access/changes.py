"""Which deeds somebody is shown as changes: their own, and what is done in rollouts they run."""

from collections.abc import Iterable, Mapping
from functools import reduce

from peewee import ModelSelect, Value, fn

from ..models import (
    AuditEntry,
    AuditSubject,
    Checklist,
    CoachingSession,
    Handover,
    Item,
    Output,
    PairRequest,
    Person,
    Question,
    Rollout,
    Signoff,
    Template,
    Topic,
)
from .judging import signoffs_visible_to
from .relations import run_by
from .seeing import (
    checklists_visible_to,
    handovers_visible_to,
    items_visible_to,
    pair_requests_visible_to,
    rollouts_and_pairs_visible_to,
    templates_visible_to,
    topics_visible_to,
)
from .sessions import sessions_visible_to
from .spelling import ids_of
from .written import outputs_visible_to, questions_visible_to

# What a deed was done to: the first of these that it is about. Names of people all may read.
SEEN_AS = {
    table._meta.table_name: (table, visible_to)
    for table, visible_to in (
        (Item, items_visible_to),
        (CoachingSession, sessions_visible_to),
        (Question, questions_visible_to),
        (Output, outputs_visible_to),
        (Checklist, checklists_visible_to),
        (Template, templates_visible_to),
        (Handover, handovers_visible_to),
        (PairRequest, pair_requests_visible_to),
        (Signoff, signoffs_visible_to),
        (Rollout, rollouts_and_pairs_visible_to),
        (Topic, topics_visible_to),
    )
}

# Coming and going changes nothing.
NO_CHANGES = ("sign-in.done", "sign-in.failed", "sign-in.ended")


def changes_by(person: Person) -> ModelSelect:
    """Select what somebody did themselves."""
    return AuditEntry.select().where(AuditEntry.by == person, AuditEntry.deed.not_in(NO_CHANGES))


def changes_run_by(person: Person, most: int) -> ModelSelect:
    """Select what stands in the histories of the rollouts somebody runs: the `most` written last.

    The index of subjects alone finds these, however long the histories are.
    """
    written = _written_of_run(person).order_by(AuditSubject.entry.desc())
    return AuditEntry.select().where(AuditEntry.id.in_(written.limit(most)))


def changes_visible_to(person: Person) -> ModelSelect:
    """Select what somebody is shown as changes, as far as they still see what was changed."""
    is_run = fn.EXISTS(_written_of_run(person).where(AuditSubject.entry == AuditEntry.id))
    return AuditEntry.select().where(
        (AuditEntry.by == person) | is_run, AuditEntry.deed.not_in(NO_CHANGES)
    )


def _written_of_run(person: Person) -> ModelSelect:
    return AuditSubject.select(AuditSubject.entry).where(
        AuditSubject.noun == Rollout._meta.table_name,
        AuditSubject.ref.in_(ids_of(run_by, person)),
    )


def still_seen_by(person: Person, things: Mapping[int, Mapping[str, int]]) -> set[int]:
    """Name the deeds of which somebody sees what they were done to (one query).

    `things` are what each deed was about, by its id.
    """
    done_to = {id: thing_done_to(each) for id, each in things.items()}
    seen = _seen(person, {thing for thing in done_to.values() if thing})
    return {id for id, thing in done_to.items() if thing is None or thing in seen}


def thing_done_to(things: Mapping[str, int]) -> tuple[str, int] | None:
    """Name what a deed was done to, of all that it was about; None where that has no page."""
    return next(((noun, things[noun]) for noun in SEEN_AS if noun in things), None)


def _seen(person: Person, wanted: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    by_noun: dict[str, list[int]] = {}
    for noun, id in sorted(wanted):
        by_noun.setdefault(noun, []).append(id)
    queries = []
    for noun, ids in by_noun.items():
        table, visible_to = SEEN_AS[noun]
        visible = visible_to(person).where(table.id.in_(ids))
        queries.append(visible.select(Value(noun), table.id))
    if not queries:
        return set()
    return set(reduce(lambda some, more: some.union_all(more), queries).tuples())
