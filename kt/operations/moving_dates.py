"""Moving a date and everything that counts from it, and putting it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..access import may_apply_template, may_edit_checklist, may_run_rollout, require
from ..dates import count_words
from ..db import transaction
from ..due import Anchor, due_day
from ..errors import Refused
from ..models import AuditEntry, AuditSubject, Checklist, Holiday, Item, ItemState, Person, Rollout
from .agreements import refresh_agreement
from .audit import record

Dated = Person | Rollout | Checklist
Days = Mapping[Anchor, date | None]

TABLES: dict[str, type[Dated]] = {
    table._meta.table_name: table for table in (Person, Rollout, Checklist)
}

# What each date is called in sentences.
DATES = {
    ("person", "start_date"): "start date",
    ("person", "leaving_date"): "leaving date",
    ("rollout", "start_date"): "start date",
    ("checklist", "start_day"): "start date",
    ("checklist", "departure_day"): "leaving date",
}


@dataclass(frozen=True)
class Moved:
    """How many items got another date, and the audit entry by which it can be undone."""

    count: int
    entry_id: int | None

    @property
    def with_it(self) -> str:
        """Say what moved with the date, behind "The date is moved"; nothing if nothing did."""
        return f", and {count_words(self.count, 'open item')} with it" if self.count else ""


def move_date(row: Dated, field: str, day: date | None, *, by: Person) -> Moved:
    """Set a date and re-date the open items that count from it and were not dated by hand.

    `row` and `field` are one of DATES. A person's checklists follow the person's date where
    theirs was the same, a rollout's own checklists follow the rollout's; items due after another
    item follow that item. Nothing happens, and `entry_id` is None, where the date is the same.
    """
    require(_may_move(by, row))
    with transaction():
        old = getattr(type(row).get_by_id(row.id), field)
        if old == day:
            return Moved(0, None)
        _refuse_impossible(row, field, day)
        counting = _checklists_that_count(row, field, old, day)
        redated = _redate(counting)
        followed = _follow(counting, row)
        _set(row, field, day)
        entry = record(
            "date.moved",
            by=by,
            about=[row, *counting],
            **{row._meta.table_name: row},
            field=field,
            date=DATES[row._meta.table_name, field],
            old=old,
            new=day,
            followed=followed,
            redated={str(item_id): _spelt(days) for item_id, days in redated.items()},
        )
    return Moved(len(redated), entry.id)


def undo_move(entry_id: int, *, by: Person) -> Moved:
    """Put a moved date back, and those items that still have the date it gave them.

    Raises Refused where the date was changed again since.
    """
    entry = AuditEntry.get_by_id(entry_id)
    values = entry.values
    old, new = _day(values["old"]), _day(values["new"])
    with transaction():
        row = row_of(entry)
        require(_may_move(by, row))
        if getattr(row, values["field"]) != new:
            raise Refused(f"The {values['date']} was changed again since. Change it by hand.")
        _refuse_impossible(row, values["field"], old)
        _set(row, values["field"], old)
        _put_back_checklists(values["followed"], old, new)
        count = _put_back_items(values["redated"])
        record(
            "date.move-undone",
            by=by,
            about=[row, *Checklist.select().where(Checklist.id.in_(_checklists_about(entry)))],
            **{row._meta.table_name: row},
            date=values["date"],
            day=old,
            count=count,
        )
        if isinstance(row, Rollout):
            refresh_agreement(row, by=by)
    return Moved(count, None)


def row_of(entry: AuditEntry) -> Dated:
    """Find the person, rollout or checklist whose date a "date.moved" entry is about."""
    noun = next(noun for noun in TABLES if noun in entry.values)
    return TABLES[noun].get_by_id(entry.values[noun])


def due_days(
    items: Sequence[Item],
    days: Days,
    holidays: frozenset[date],
    *,
    moved: frozenset[int] = frozenset(),
) -> dict[int, date | None]:
    """Tell the due day of each item that counts from an anchor in `days`, or follows one that does.

    `items` is a whole checklist; `moved` are ids of items whose own date was changed, so that
    their followers follow. Finished items and those dated by hand keep their dates.
    """
    by_id = {item.id: item for item in items}
    free = [
        item for item in items if item.due_rule and not (item.is_finished or item.dated_by_hand)
    ]
    due: dict[int, date | None] = {}
    for item in free:
        if item.due_anchor in days:
            due[item.id] = _counted(item, days[item.due_anchor], holidays)
    ahead = set(moved) | set(due)
    while followers := [item for item in free if item.after_id in ahead and item.id not in due]:
        for item in followers:
            followed = due.get(item.after_id, by_id[item.after_id].due)
            due[item.id] = _counted(item, followed, holidays)
        ahead = {item.id for item in followers}
    return due


def holidays_of(checklist: Checklist) -> frozenset[date]:
    """Give the days off at the place of a checklist's person, or of a rollout's supervisor."""
    return Holiday.days_at(_place_of(checklist))


def _may_move(by: Person, row: Dated) -> bool:
    if isinstance(row, Person):
        return may_apply_template(by, row, None)
    if isinstance(row, Rollout):
        return may_run_rollout(by, row)
    return may_edit_checklist(by, row)


def _refuse_impossible(row: Dated, field: str, day: date | None) -> None:
    if not isinstance(row, Rollout):
        return
    if day is None:
        raise Refused("A rollout needs a start date. Choose one.", field=field)
    if row.end_date is not None and row.end_date < day:
        raise Refused("The rollout would end before it starts. Move its end first.", field=field)


def _checklists_that_count(
    row: Dated, field: str, old: date | None, day: date | None
) -> dict[Checklist, Days]:
    """Find the checklists that a date concerns, with the anchors it moves on each."""
    if isinstance(row, Checklist):
        anchor = Anchor.START if field == "start_day" else Anchor.DEPARTURE
        return {row: {anchor: day}}
    if isinstance(row, Person):
        column = "start_day" if field == "start_date" else "departure_day"
        anchor = Anchor.START if field == "start_date" else Anchor.DEPARTURE
        theirs = Checklist.select().where(Checklist.person == row)
        return {each: {anchor: day} for each in theirs if getattr(each, column) == old}
    return {
        each: {Anchor.ROLLOUT: day, Anchor.START: day}
        if each.person_id is None and each.start_day == old
        else {Anchor.ROLLOUT: day}
        for each in Checklist.select().where(Checklist.rollout == row)
    }


def _redate(counting: Mapping[Checklist, Days]) -> dict[int, tuple[date | None, date | None]]:
    """Give items their new dates; answer with those that changed: id → (old, new)."""
    items: dict[int, list[Item]] = {checklist.id: [] for checklist in counting}
    for item in Item.select().where(Item.checklist.in_(list(items))):
        items[item.checklist_id].append(item)
    changed = {}
    off: dict[str, frozenset[date]] = {}
    for checklist, days in counting.items():
        place = _place_of(checklist)
        if place not in off:
            off[place] = Holiday.days_at(place)
        due = due_days(items[checklist.id], days, off[place])
        for item in items[checklist.id]:
            if item.id in due and due[item.id] != item.due:
                changed[item.id] = (item.due, due[item.id])
                _set(item, "due", due[item.id])
    return changed


def _follow(counting: Mapping[Checklist, Days], row: Dated) -> dict[str, str]:
    """Move the checklists' own anchor days; answer with which of theirs moved, by id."""
    followed = {}
    for checklist, days in counting.items():
        if checklist == row:
            continue
        if Anchor.START in days:
            _set(checklist, "start_day", days[Anchor.START])
            followed[str(checklist.id)] = "start_day"
        if Anchor.DEPARTURE in days:
            _set(checklist, "departure_day", days[Anchor.DEPARTURE])
            followed[str(checklist.id)] = "departure_day"
    return followed


def _put_back_checklists(followed: Mapping[str, str], old: date | None, new: date | None) -> None:
    for checklist_id, column in followed.items():
        checklist = Checklist.get_by_id(int(checklist_id))
        if getattr(checklist, column) == new:
            _set(checklist, column, old)


def _put_back_items(redated: Mapping[str, Sequence[str | None]]) -> int:
    items = Item.select().where(
        Item.id.in_([int(item_id) for item_id in redated]),
        ~Item.dated_by_hand,
        Item.state.in_((ItemState.OPEN, ItemState.STUCK)),
    )
    count = 0
    for item in items:
        old, new = redated[str(item.id)]
        if item.due == _day(new):
            _set(item, "due", _day(old))
            count += 1
    return count


def _checklists_about(entry: AuditEntry) -> Iterable[int]:
    subjects = AuditSubject.select(AuditSubject.ref).where(
        AuditSubject.entry == entry, AuditSubject.noun == "checklist"
    )
    return [subject.ref for subject in subjects]


def _set(row: Dated | Item, field: str, day: date | None) -> None:
    setattr(row, field, day)
    row.save(only=[field])


def _counted(item: Item, anchor_day: date | None, holidays: frozenset[date]) -> date | None:
    rule = item.due_rule
    if rule is None or anchor_day is None:
        return None
    try:
        return due_day(rule, anchor_day, holidays)
    except (OverflowError, ValueError) as fault:
        raise Refused("An item would fall due outside the calendar. Check the year.") from fault


def _place_of(checklist: Checklist) -> str:
    somebody = checklist.person or checklist.supervisor
    return somebody.location


def _spelt(days: Iterable[date | None]) -> list[str | None]:
    return [day.isoformat() if day else None for day in days]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
