"""Checklists of people and rollouts."""

from typing import Any

from flask import Blueprint, g, url_for

from ..access import checklists_visible_to, people_visible_to, rollouts_visible_to
from ..dates import count_words
from ..models import AuditEntry, Checklist, Person, Rollout
from ..operations import moving_dates
from ..web import done, find_or_404

views = Blueprint("checklists", __name__)

# Where a moved date is shown, and who may see it there.
PLACES = {
    Person: ("people.show", people_visible_to),
    Rollout: ("rollouts.show", rollouts_visible_to),
    Checklist: ("checklists.show", checklists_visible_to),
}


@views.post("/date-moves/<int:entry_id>/undo")
def undo_move(entry_id: int) -> Any:
    moves = AuditEntry.select().where(AuditEntry.deed == "date.moved")
    row = moving_dates.row_of(find_or_404(moves, entry_id))
    endpoint, visible_to = PLACES[type(row)]
    find_or_404(visible_to(g.person), row.id)
    moved = moving_dates.undo_move(entry_id, by=g.person)
    return done(
        url_for(endpoint, id=row.id),
        f"The date is back, and {count_words(moved.count, 'item')} with it.",
    )
