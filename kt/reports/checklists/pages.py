"""A checklist as a page: what is to do by when, what others do, what is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect

from ...access import roles_on
from ...dates import count_words, day_words, due_group
from ...db import compiled
from ...markup import plain
from ...models import Checklist, Holiday, ItemState, Person, Rollout, Template
from ..cutting import cut, rows_under
from .circles import Circle, Contact, circle_of, guides_of_one, seated_in
from .rows import FINISHED_STATES, ItemRow, Viewer, items_on, progress_of, shown

# The keys of headings that are no due date; an undated item's heading follows its mark.
OVERDUE, FINISHED, UNDATED = "overdue", "finished", "undated:"

LONGEST_TITLE = 60


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading of a checklist."""

    title: str
    late: bool
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True)
class ChecklistPage:
    """A checklist as one viewer sees it.

    `to_do` are the groups of the learner's own list (of a rollout's checklist: of all), overdue
    first, undated last; `of_others` is what others do, in the same order; `finished` the rows
    of both that are done or not needed. `done` of `total` counts own required items. The figures
    are those of the whole list, of which a page may hold a part.
    """

    checklist: Checklist
    headline: str
    done: int
    total: int
    to_do: tuple[RowGroup, ...]
    of_others: tuple[RowGroup, ...]
    others_done: int
    others_total: int
    finished: tuple[ItemRow, ...]
    finished_total: int
    people: tuple[Contact, ...]
    source: str
    may_edit: bool
    is_learner: bool

    @property
    def progress(self) -> tuple[int, int, str]:
        return self.done, self.total, "Done"

    @property
    def rows(self) -> list[ItemRow]:
        """List all rows in their order."""
        return [*rows_under(self.to_do), *rows_under(self.of_others), *self.finished]

    def between(self, first: int, last: int) -> "ChecklistPage":
        """Keep the rows of one page; headline and figures are those of the whole list."""
        others = len(rows_under(self.to_do))
        finished = others + len(rows_under(self.of_others))
        return replace(
            self,
            to_do=cut(self.to_do, first, last),
            of_others=cut(self.of_others, first - others, last - others),
            finished=self.finished[max(0, first - finished) : max(0, last - finished)],
        )


def checklist_page(checklist_id: int, viewer: Person, today: date) -> ChecklistPage:
    """Read a whole checklist for somebody who may see it; six statements."""
    checklist = load_checklist(checklist_id)
    circle = load_circle(checklist)
    items = items_on(checklist=checklist)
    looks = viewer_of(checklist, viewer, today, items)
    own = [item for item in items if checklist.person_id is None or circle.is_for_learner(item)]
    own_ids = {item.id for item in own}
    others = [item for item in items if item.id not in own_ids]
    arranged = _Arrangement(items, circle, looks)
    counted = [item for item in own if _counts(item)]
    done = sum(item.state == ItemState.DONE for item in counted)
    to_do = arranged.to_do(own)
    of_others = [item for item in others if _counts(item)]
    finished = arranged.finished(items)
    return ChecklistPage(
        checklist=checklist,
        headline=_headline(to_do, checklist, looks, done, len(counted)),
        done=done,
        total=len(counted),
        to_do=to_do,
        of_others=arranged.to_do(others),
        others_done=sum(item.state == ItemState.DONE for item in of_others),
        others_total=len(of_others),
        finished=finished,
        finished_total=len(finished),
        people=tuple(circle.people()),
        source=checklist.template.source if checklist.template else "",
        may_edit=looks.may_edit,
        is_learner=checklist.person_id == viewer.id,
    )


def load_checklist(checklist_id: int) -> Checklist:
    """Load a checklist with its person, their manager, its supervisor, rollout and template."""
    (checklist,) = _with_people(id=checklist_id)
    return checklist


@compiled
def _with_people(id: Any) -> ModelSelect:
    supervisor, manager = Person.alias("supervisor"), Person.alias("manager")
    return (
        Checklist.select(Checklist, Person, manager, supervisor, Rollout, Template)
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id), attr="person")
        .join(manager, JOIN.LEFT_OUTER, on=(Person.manager == manager.id), attr="manager")
        .switch(Checklist)
        .join(supervisor, on=(Checklist.supervisor == supervisor.id), attr="supervisor")
        .switch(Checklist)
        .join(Rollout, JOIN.LEFT_OUTER, on=(Checklist.rollout == Rollout.id), attr="rollout")
        .switch(Checklist)
        .join(Template, JOIN.LEFT_OUTER, on=(Checklist.template == Template.id), attr="template")
        .where(Checklist.id == id)
    )


def load_circle(checklist: Checklist) -> Circle:
    """Find the people around a loaded checklist; one statement."""
    if checklist.person_id is None:
        return circle_of(checklist, seated_in(checklist.rollout_id))
    return circle_of(checklist, guides_of_one(checklist.person_id))


def viewer_of(
    checklist: Checklist, viewer: Person, today: date, items: Sequence[Any] = ()
) -> Viewer:
    """Tell in which roles somebody looks at a loaded checklist.

    The days off at its place only matter where one of the items is stuck.
    """
    holidays: frozenset[date] = frozenset()
    if any(item.state == ItemState.STUCK for item in items):
        place = (checklist.person or checklist.supervisor).location
        holidays = Holiday.days_at(place)
    return Viewer(viewer, roles_on(viewer, checklist), today, holidays)


@dataclass(frozen=True)
class _Place:
    """Where an item goes: under which heading, how deep, behind which outermost item."""

    key: str
    depth: int
    root: Any


class _Arrangement:
    """Puts the items of one checklist under headings, parts behind the whole they belong to."""

    def __init__(self, items: Sequence[Any], circle: Circle, viewer: Viewer):
        self.circle = circle
        self.viewer = viewer
        self.by_id = {item.id: item for item in items}
        self.children: dict[int, list[Any]] = {}
        self.places: dict[int, _Place] = {}
        for item in items:
            if item.parent_id:
                self.children.setdefault(item.parent_id, []).append(item)
            self.places[item.id] = self._place(item)

    def to_do(self, items: Sequence[Any]) -> tuple[RowGroup, ...]:
        """Group rows: overdue, today, tomorrow, by week, then what has no date by its heading."""
        groups: dict[str, list[Any]] = {}
        for item in sorted(items, key=self._order):
            key = self.places[item.id].key
            if key != FINISHED:
                groups.setdefault(key, []).append(item)
        return tuple(
            RowGroup(self._title(key, members), key == OVERDUE, self._rows(members))
            for key, members in groups.items()
        )

    def finished(self, items: Sequence[Any]) -> tuple[ItemRow, ...]:
        return self._rows([item for item in items if self.places[item.id].key == FINISHED])

    def _place(self, item: Any) -> _Place:
        key = self._key(item)
        whole = self.places.get(item.parent_id or 0)
        if whole is None or not self._stays_with(whole, item, key):
            return _Place(key, 1, item)
        return _Place(whole.key, whole.depth + 1, whole.root)

    def _stays_with(self, whole: _Place, item: Any, key: str) -> bool:
        """Keep a part behind its whole unless its own date or doer sets it apart."""
        parent = self.by_id[item.parent_id]
        if self.circle.is_for_learner(item) != self.circle.is_for_learner(parent):
            return False
        return key == whole.key or (whole.key != FINISHED and (key == FINISHED or not item.due))

    def _key(self, item: Any) -> str:
        if item.state in FINISHED_STATES:
            return FINISHED
        if item.due is None:
            return f"{UNDATED}{item.group}"
        group = due_group(item.due, self.viewer.today)
        return OVERDUE if group.late else group.key

    def _order(self, item: Any) -> tuple[date, int, int]:
        root = self.places[item.id].root
        return root.due or date.max, root.position, item.position

    def _title(self, key: str, members: Sequence[Any]) -> str:
        if key == OVERDUE:
            return "Overdue"
        if key.startswith(UNDATED):
            return plain(key.removeprefix(UNDATED)) or "No date"
        return due_group(self.places[members[0].id].root.due, self.viewer.today).heading

    def _rows(self, items: Sequence[Any]) -> tuple[ItemRow, ...]:
        rows = []
        for item in items:
            depth = self.places[item.id].depth
            whole = self.by_id[item.parent_id] if item.parent_id and depth == 1 else None
            rows.append(
                shown(
                    item,
                    self.circle,
                    self.viewer,
                    depth=depth,
                    part_of=whole.text if whole else "",
                    progress=progress_of(item.id, self.children),
                )
            )
        return tuple(rows)


def _counts(item: Any) -> bool:
    return item.state != ItemState.NOT_NEEDED and not item.optional


def _headline(
    groups: Sequence[RowGroup], checklist: Checklist, viewer: Viewer, done: int, total: int
) -> str:
    """Answer in one sentence what is late or stuck, who has it, and what is next."""
    rows = [row for group in groups for row in group.rows if not row.is_finished]
    if not rows:
        return "Everything is done." if total else "There is nothing on this list yet."
    is_learner = checklist.person_id == viewer.person.id
    name = "" if is_learner or checklist.person is None else f"{checklist.person.first_name}: "
    sentences = []
    stuck = [row for row in rows if row.state == ItemState.STUCK]
    if stuck:
        sentences.append(_stuck_words(stuck[0], viewer))
    late = [row for row in rows if row.days_late]
    coming = min((row.due for row in rows if row.due and not row.days_late), default=None)
    if late:
        sentences.append(f"{len(late)} {'is' if len(late) == 1 else 'are'} overdue.")
    elif coming:
        sentences.append(f"Next is due {day_words(coming, viewer.today)}.")
    if not sentences:
        sentences.append(f"{count_words(len(rows), 'item')} to do, none with a date.")
    return name + " ".join(sentences)


def _stuck_words(row: ItemRow, viewer: Viewer) -> str:
    title = plain(row.text)
    if len(title) > LONGEST_TITLE:
        title = title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    if row.asked is None:
        return f"“{title}” is stuck."
    who = "You are" if row.asked.id == viewer.person.id else f"{row.asked.first_name} is"
    return f"{who} asked about “{title}”."
