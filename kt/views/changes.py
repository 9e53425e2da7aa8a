"""Recent changes: what was done in the last 30 days, and undoing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from .. import hx
from ..errors import Refused
from ..operations import undoing as deeds
from ..operations.undoing import State
from ..reports import changes as answers
from ..reports.changes import Change
from ..web import done, own_path
from .paging import endless_pages, page_number

views = Blueprint("changes", __name__)


# Where what a deed was done to stands; what is not here has no page of its own.
PAGES = {
    "item": "items.show",
    "coaching_session": "sessions.show",
    "question": "questions.show",
    "output": "outputs.show",
    "checklist": "checklists.show",
    "template": "templates.show",
    "signoff": "signoffs.show",
    "rollout": "rollouts.show",
    "topic": "topics.show",
}


@dataclass(frozen=True)
class Line:
    """A deed in its row, with what can be done about it."""

    change: Change
    state: State

    @property
    def at(self) -> datetime:
        return self.change.entry.at

    @property
    def url(self) -> str:
        noun, id = self.change.done_to or ("", 0)
        return url_for(PAGES[noun], id=id) if noun in PAGES else ""

    @property
    def output_id(self) -> int | None:
        """The document that it leads to, beside whose links stands what it says of itself."""
        noun, id = self.change.done_to or ("", 0)
        return id if noun == "output" else None


@views.get("/changes")
def index() -> Any:
    """Show what one did oneself."""
    return _page(answers.own_changes, is_own=True)


@views.get("/changes/rollouts")
def in_rollouts() -> Any:
    """Show what anybody did in the rollouts one runs."""
    return _page(answers.changes_in_rollouts, is_own=False)


@views.post("/changes/<int:id>/undoing")
def undo(id: int) -> Any:
    """Undo a deed (undone=1), or do it again (undone=0)."""
    change = _mine(id)
    deed = deeds.do_again if request.form.get("undone") == "0" else deeds.undo
    try:
        state = deed(change.entry, by=g.person, today=g.today)
    except Refused as refusal:
        if not hx.wants_fragment():
            raise
        line = _lines([change])[0]
        return hx.fragment(_row(line, refusal.sentence), announce=refusal.sentence, status=422)
    said = f"{state.said or 'In force'}: {change.text}."
    if hx.wants_fragment():
        return hx.fragment(_row(Line(change, state)), announce=said)
    return done(own_path(request.form.get("back") or url_for(".index")), said)


def _mine(id: int) -> Change:
    found = answers.change_of(g.person, id, since=_since())
    if found is None:
        abort(404)
    return found


def _page(changes: Any, *, is_own: bool) -> Any:
    number = page_number()
    found = changes(g.person, since=_since(), page=number)
    return render_template(
        "changes/index.html",
        days=_by_day(_lines(found.lines)),
        is_own=is_own,
        runs=answers.runs_rollouts(g.person),
        pages=endless_pages(number, len(found.lines), found.more, size=answers.SIZE),
        back=request.full_path.rstrip("?"),
    )


def _lines(changes: Sequence[Change]) -> list[Line]:
    things: Mapping[int, Mapping[str, int]] = {change.id: change.things for change in changes}
    entries = [change.entry for change in changes]
    states = deeds.states_of(entries, things, by=g.person, today=g.today)
    return [Line(change, states[change.id]) for change in changes]


def _by_day(lines: Sequence[Line]) -> list[tuple[date, list[Line]]]:
    return [
        (day, list(found))
        for day, found in groupby(lines, key=lambda line: line.at.astimezone(g.zone).date())
    ]


def _row(line: Line, refused: str = "") -> str:
    back = own_path(request.form.get("back") or url_for(".index"))
    return render_template("changes/_row.html", line=line, refused=refused, back=back)


def _since() -> datetime:
    """Give the moment from which on deeds are shown."""
    return datetime.combine(g.today - timedelta(days=deeds.DAYS), time(), g.zone)
