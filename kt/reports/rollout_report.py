"""The report of a rollout: its figures on a sheet of paper, as text and as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from peewee import JOIN

from ..db import compiled
from ..markup import plain
from ..models import (
    UNFINISHED,
    Checklist,
    Item,
    ItemState,
    Output,
    OutputKind,
    OutputState,
    Person,
    Rollout,
    RolloutState,
    Topic,
    Wording,
)
from ..rules.trust import Badge, badge
from .pairing_lines import PairingLine, pairing_lines
from .targets import FigureLine, figures_of, lines_of, outlook_of, verdict


@dataclass(frozen=True)
class OutputLine:
    id: int
    title: str
    kind: OutputKind
    topic: str
    owner: str
    state: OutputState
    badge: Badge
    due: date | None
    published_on: date | None


@dataclass(frozen=True)
class ChecklistLine:
    """A checklist's required items that are needed, done and in all; the team's names nobody."""

    id: int
    title: str
    person: str
    done: int
    items: int


@dataclass(frozen=True)
class OverdueLine:
    """Something that is past its date: a target, an output or an item, and whose it is."""

    noun: str
    id: int
    title: str
    whose: str
    due: date
    days: int


@dataclass(frozen=True)
class RolloutReport:
    """All that the page, the text and the JSON of a rollout's report say."""

    id: int
    name: str
    state: RolloutState
    wording: Wording
    supervisor: str
    start: date
    end: date | None
    on: date
    verdict: str
    dates: str
    likely: date | None
    late: date | None
    figures: list[FigureLine]
    pairings: list[PairingLine]
    outputs: list[OutputLine]
    checklists: list[ChecklistLine]
    overdue: list[OverdueLine]


def report_of(rollout: Rollout, today: date) -> RolloutReport:
    """Gather the report of a rollout as of a day in its zone (five queries and the counting)."""
    figures = figures_of(rollout, today)
    outlook = outlook_of(rollout, figures, today)
    lines = lines_of(figures, rollout, today)
    outputs = _outputs(rollout)
    items = _items(rollout)
    is_running = rollout.state == RolloutState.RUNNING
    return RolloutReport(
        id=rollout.id,
        name=rollout.name,
        state=rollout.state,
        wording=rollout.wording,
        supervisor=rollout.supervisor.name,
        start=rollout.started_on or rollout.start_date,
        end=rollout.end_date,
        on=today,
        verdict=verdict(rollout, figures, today, outlook),
        dates=outlook.dates(today),
        likely=outlook.likely,
        late=outlook.late,
        figures=lines,
        pairings=pairing_lines(rollout),
        outputs=outputs,
        checklists=_checklists(items),
        overdue=_overdue(lines, outputs, items, today) if is_running else [],
    )


def _outputs(rollout: Rollout) -> list[OutputLine]:
    rows = _outputs_of(rollout=rollout)
    return [OutputLine(**row | {"badge": Badge(row["badge"])}) for row in rows]


@compiled
def _outputs_of(rollout: Any) -> Any:
    return (
        Output.select(
            Output.id,
            Output.title,
            Output.kind,
            Topic.name.alias("topic"),
            Person.name.alias("owner"),
            Output.state,
            badge().alias("badge"),
            Output.due,
            Output.published_on,
        )
        .join(Topic, on=(Output.topic == Topic.id))
        .switch(Output)
        .join(Person, on=(Output.owner == Person.id))
        .where(Output.rollout == rollout)
        .order_by(Topic.name, Output.title, Output.id)
        .dicts()
    )


@dataclass(frozen=True)
class _Item:
    """A required item that is needed."""

    id: int
    checklist_id: int
    checklist: str
    person: str
    text: str
    is_done: bool
    due: date | None


def _items(rollout: Rollout) -> list[_Item]:
    return [
        _Item(id, checklist_id, title, person or "", text, state == ItemState.DONE, due)
        for id, checklist_id, title, person, text, state, due in _items_of(rollout=rollout)
    ]


@compiled
def _items_of(rollout: Any) -> Any:
    return (
        Item.select(
            Item.id,
            Checklist.id,
            Checklist.title,
            Person.name,
            Item.text,
            Item.state,
            Item.due,
        )
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id))
        .where(
            Checklist.rollout == rollout,
            ~Item.optional,
            Item.state != ItemState.NOT_NEEDED,
        )
        .order_by(Checklist.id, Item.position, Item.id)
        .tuples()
    )


def _checklists(items: Iterable[_Item]) -> list[ChecklistLine]:
    lists: dict[int, list[_Item]] = {}
    for item in items:
        lists.setdefault(item.checklist_id, []).append(item)
    lines = [
        ChecklistLine(
            id=each[0].checklist_id,
            title=each[0].checklist,
            person=each[0].person,
            done=sum(item.is_done for item in each),
            items=len(each),
        )
        for each in lists.values()
    ]
    return sorted(lines, key=attrgetter("person", "title"))


def _overdue(
    figures: Iterable[FigureLine],
    outputs: Iterable[OutputLine],
    items: Iterable[_Item],
    today: date,
) -> list[OverdueLine]:
    """List what is past its date, longest first."""
    late = [
        ("target", line.target_id, line.what, line.whom, line.due) for line in figures if line.late
    ]
    late += [("output", o.id, o.title, o.owner, o.due) for o in outputs if o.state in UNFINISHED]
    late += [
        ("item", item.id, item.text, item.person, item.due) for item in items if not item.is_done
    ]
    found = [
        OverdueLine(
            noun, id, plain(title) if noun == "item" else title, whose, due, (today - due).days
        )
        for noun, id, title, whose, due in late
        if due is not None and due < today
    ]
    return sorted(found, key=attrgetter("due"))
