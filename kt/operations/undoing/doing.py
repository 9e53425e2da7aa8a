"""Taking a deed back by its inverse, and doing it again: a new deed, never a rewritten one."""

from datetime import date, timedelta

from ...db import transaction
from ...errors import NotAllowed, Refused
from ...models import AuditEntry, AuditSubject, Person
from .inverses import INVERSES
from .states import DAYS, State, day_of, states_of
from .ways import Doing, Way

NOT_YOURS = "Only whoever did this, or runs its rollout, can undo it. Ask them."


def undo(entry: AuditEntry, *, by: Person, today: date) -> State:
    """Undo a deed by its inverse, which asks its own rules; undone already, nothing changes.

    `today` is the day of whoever undoes.
    """
    with transaction():
        doing, way, state = _looked_at(entry, by, today)
        if state.undone:
            return state
        if state.press != "undo":
            raise Refused(f"This cannot be undone any more: {state.said}.")
        way.undo(doing)
        return State("again" if way.again else "", "Undone", undone=True)


def do_again(entry: AuditEntry, *, by: Person, today: date) -> State:
    """Do a deed again that was undone; in force already, nothing changes."""
    with transaction():
        doing, way, state = _looked_at(entry, by, today)
        if state.press == "undo":
            return state
        if state.press != "again" or way.again is None:
            raise Refused("This cannot be done again from here. Do it anew on its page.")
        way.again(doing)
        return State("undo", "Done again")


def _looked_at(entry: AuditEntry, by: Person, today: date) -> tuple[Doing, Way, State]:
    way = INVERSES.get(entry.deed, "")
    if not isinstance(way, Way):
        raise Refused(f"This is not undone from here{': ' * bool(way)}{way}.")
    if day_of(entry, by) < today - timedelta(days=DAYS):
        raise Refused(f"This is more than {DAYS} days ago. Change it on its page.")
    subjects = AuditSubject.select(AuditSubject.noun, AuditSubject.ref)
    things = entry.things(subjects.where(AuditSubject.entry == entry).tuples())
    state = states_of([entry], {entry.id: things}, by=by, today=today)[entry.id]
    if not (state.press or state.said):
        raise NotAllowed(NOT_YOURS)
    return Doing(entry, things, by, today), way, state
