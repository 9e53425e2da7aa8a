"""What is open for somebody, for the first screen they see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, Expression, ModelSelect, fn

from ...access import (
    ids_of,
    items_visible_to,
    learners_of,
    reports_of,
    run_by,
    spelled_by_access,
)
from ...db import among, compiled
from ...models import (
    Answer,
    Checklist,
    CoachingSession,
    Handover,
    Holiday,
    Item,
    ItemState,
    OwnerRole,
    PairAnswer,
    PairRequest,
    Person,
    Role,
    RolloutTopic,
    Seat,
    Sheet,
    Signoff,
    SignoffAnswer,
)
from ...rules.places import offered_to
from ..nudges import Nudging, nudging_columns, quiet_since, read_nudging
from ..questions.homes import Asking, asking_columns, read_asking
from .circles import Circle, Contact, circle_of_step, contact, guides_of
from .figures import is_own
from .rows import OPEN_STATES, ItemRow, Viewer, names_nobody, names_role, select_items, shown

LEARNER = OwnerRole.LEARNER


@dataclass(frozen=True)
class OpenItems:
    """The first few open items of somebody, overdue first, with how many there are.

    `own` is for the person themself: from their checklists, named as owner, next steps of
    sessions. `for_others` is what they do for others as buddy, coach, manager or supervisor.
    `done` of `total` counts the required items of their own checklists. `asks` are colleagues who
    ask for a pair or wait in line for a mentor's free place, `sheets` agreements that wait for a
    signature, `handed` tasks that were handed to them and wait for the answer; `asking` is what
    they ask and are asked, `nudging` what they were nudged about and put off, `days_off` the
    holidays where they are.
    """

    own: tuple[ItemRow, ...]
    own_total: int
    own_late: int
    for_others: tuple[ItemRow, ...]
    others_total: int
    others_late: int
    done: int
    total: int
    asks: int
    signoffs: int
    sheets: int
    handed: int
    days_off: frozenset[date]
    asking: Asking
    nudging: Nudging


def open_items_of(person: Person, today: date, now: datetime, limit: int = 5) -> OpenItems:
    """Find what somebody has to do, at most `limit` rows of each kind; four statements."""
    own = _own_rows(person=person, today=today, limit=limit)
    for_others = _rows_for_others(person=person, today=today, limit=limit)
    shown_to = _Shown(person, today, [*own, *for_others])
    ((done, total, asks, in_line, sheets, handed, signoffs, days_off, *rest),) = _count(
        person=person, now=now, today=today, since=quiet_since(today)
    )
    *asking, nudges, lately, asleep = rest
    return OpenItems(
        own=tuple(shown_to.row(row, frozenset({LEARNER})) for row in own),
        own_total=own[0].total if own else 0,
        own_late=own[0].late if own else 0,
        for_others=tuple(
            shown_to.row(row, frozenset(map(OwnerRole, row.owners))) for row in for_others
        ),
        others_total=for_others[0].total if for_others else 0,
        others_late=for_others[0].late if for_others else 0,
        done=done,
        total=total,
        asks=asks + in_line,
        signoffs=signoffs,
        sheets=sheets,
        handed=handed,
        days_off=Holiday.read_days(days_off),
        asking=read_asking(*asking),
        nudging=read_nudging(nudges, lately, asleep),
    )


def items_of(
    person: Person, *, viewer: Person, today: date, finished: bool = False
) -> list[ItemRow]:
    """List somebody's own items, as far as the viewer may see them; also `finished` ones."""
    visible = ids_of(items_visible_to, viewer, Item.id)
    matches = _mine(person) & Item.id.in_(visible)
    if not finished:
        matches &= Item.state.in_(OPEN_STATES)
    rows = list(_with_people(matches, today, None))
    shown_to = _Shown(viewer, today, rows)
    roles = frozenset({LEARNER}) if viewer == person else frozenset()
    return [shown_to.row(row, roles) for row in rows]


class _Shown:
    """Makes rows of fetched items for one viewer, their guides fetched at once."""

    def __init__(self, viewer: Person, today: date, rows: Sequence[Any]):
        self.viewer = viewer
        self.today = today
        learners = {row.learner_id for row in rows if row.learner_id}
        self.guides = guides_of(learners) if learners else {}

    def row(self, row: Any, roles: frozenset[OwnerRole]) -> ItemRow:
        is_others = row.learner_id is not None and row.learner_id != self.viewer.id
        return shown(
            row,
            _circle(row, self.guides.get(row.learner_id, ()), self.viewer),
            Viewer(self.viewer, roles, self.today),
            part_of=row.whole or "",
            of_whom=row.learner_name if is_others else "",
        )


@compiled
def _own_rows(person: Any, today: Any, limit: Any) -> ModelSelect:
    return _with_people(_mine(person) & Item.state.in_(OPEN_STATES), today, limit)


@compiled
def _rows_for_others(person: Any, today: Any, limit: Any) -> ModelSelect:
    # Chosen first, and then joined with all that is said of them: a supervisor has hundreds around.
    theirs = (
        Item.select(Item.id)
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .where(_roles_of(person), Item.state.in_(OPEN_STATES))
    )
    return _with_people(among(Item.id, theirs), today, limit)


def _mine(person: Any) -> Expression:
    owned, listed = Item.alias(), Item.alias()
    named = owned.select(owned.id).where(owned.owner == person)
    theirs = listed.select(listed.id).where(listed.checklist.in_(_checklists("person", [person])))
    nobody_named = _names_no_owner() & (names_nobody() | names_role(LEARNER))
    return among(Item.id, named | theirs) & ((Item.owner == person) | nobody_named)


def _roles_of(person: Any) -> Expression:
    """Match the items of a role that a person holds towards a checklist's person or rollout."""
    seated = (
        RolloutTopic.select(RolloutTopic.rollout)
        .join(Seat, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(Seat.person == person, Seat.until.is_null())
    )
    of_a_team = Checklist.person.is_null()
    runs = (Checklist.supervisor == person) | Checklist.rollout.in_(ids_of(run_by, person))
    roles = [
        names_role(role)
        & (
            Checklist.person.in_(learners_of(person, Role(role)))
            | (of_a_team & Checklist.rollout.in_(seated.where(Seat.role == role)))
        )
        for role in (OwnerRole.BUDDY, OwnerRole.COACH)
    ]
    roles.append(names_role(OwnerRole.MANAGER) & Checklist.person.in_(ids_of(reports_of, person)))
    roles.append((names_role(OwnerRole.SUPERVISOR) | (of_a_team & names_nobody())) & runs)
    # A union, because neither engine finds an OR of several tables by its indexes.
    checklists = reduce(
        or_,
        [
            _checklists("person", learners_of(person)),
            _checklists("person", reports_of(person)),
            _checklists("rollout", seated),
            _checklists("rollout", run_by(person)),
            _checklists("supervisor", [person]),
        ],
    )
    return among(Item.checklist, checklists) & _names_no_owner() & reduce(or_, roles)


def _checklists(column: str, ids: Any) -> ModelSelect:
    near = Checklist.alias()
    return near.select(near.id).where(getattr(near, column).in_(ids))


def _names_no_owner() -> Expression:
    # Written so that SQLite finds items by their checklist: by their missing owner it would read
    # nearly all there are (measured: 80 of 83 ms at 200,000 items).
    return fn.COALESCE(Item.owner, 0) == 0


def _with_people(matches: Expression, today: Any, limit: Any) -> ModelSelect:
    """Select items with their people, and counted over all of them in the same statement."""
    whole = Item.alias("whole")
    learner, manager = Person.alias("learner"), Person.alias("manager")
    supervisor, guide = Person.alias("supervisor"), Person.alias("guide")
    return (
        select_items()
        .select_extend(
            whole.text.alias("whole"),
            Checklist.rollout.alias("rollout_id"),
            learner.id.alias("learner_id"),
            learner.name.alias("learner_name"),
            learner.email.alias("learner_email"),
            manager.id.alias("manager_id"),
            manager.name.alias("manager_name"),
            manager.email.alias("manager_email"),
            fn.COALESCE(supervisor.id, guide.id).alias("supervisor_id"),
            fn.COALESCE(supervisor.name, guide.name).alias("supervisor_name"),
            fn.COALESCE(supervisor.email, guide.email).alias("supervisor_email"),
            fn.COUNT(Item.id).over().alias("total"),
            fn.COUNT(Item.id).filter(Item.due < today).over().alias("late"),
        )
        .switch(Item)
        .join(whole, JOIN.LEFT_OUTER, on=(Item.parent == whole.id))
        .switch(Item)
        .join(Checklist, JOIN.LEFT_OUTER, on=(Item.checklist == Checklist.id))
        .join(learner, JOIN.LEFT_OUTER, on=(Checklist.person == learner.id))
        .join(manager, JOIN.LEFT_OUTER, on=(learner.manager == manager.id))
        .switch(Checklist)
        .join(supervisor, JOIN.LEFT_OUTER, on=(Checklist.supervisor == supervisor.id))
        .switch(Item)
        .join(CoachingSession, JOIN.LEFT_OUTER, on=(Item.session == CoachingSession.id))
        .join(guide, JOIN.LEFT_OUTER, on=(CoachingSession.guide == guide.id))
        .where(matches)
        .order_by(Item.due.asc(nulls="LAST"), Item.checklist, Item.position, Item.id)
        .limit(limit)
        .namedtuples()
    )


def _circle(row: Any, guides: Any, person: Person) -> Circle:
    """Draw the circle of a fetched row."""
    supervisor = _contact(row, "supervisor") or contact(person, OwnerRole.SUPERVISOR)
    if row.session_id is not None:
        return circle_of_step(supervisor, row.owner_id, person, row.rollout_id)
    return Circle(
        learner=_contact(row, "learner"),
        manager=_contact(row, "manager"),
        supervisor=supervisor,
        rollout_id=row.rollout_id,
        guides=tuple(guides),
    )


def _contact(row: Any, role: str) -> Contact | None:
    id = getattr(row, f"{role}_id")
    if id is None:
        return None
    return Contact(id, getattr(row, f"{role}_name"), getattr(row, f"{role}_email"), role)


@spelled_by_access
def _count(person: Any, now: Any, today: Any, since: Any) -> ModelSelect:
    asks = PairRequest.select(fn.COUNT(PairRequest.id)).where(
        PairRequest.asked == person, PairRequest.answer == PairAnswer.WAITING
    )
    in_line = PairRequest.select(fn.COUNT(PairRequest.id)).where(
        among(PairRequest.id, offered_to(person))
    )
    sheets = Sheet.select(fn.COUNT(Sheet.id)).where(
        Sheet.person == person, Sheet.current, Sheet.answer == Answer.WAITING
    )
    signoffs = Signoff.select(fn.COUNT(Signoff.id)).where(Signoff.answer == SignoffAnswer.WAITING)
    handed = Handover.select(fn.COUNT(Handover.id)).where(
        Handover.delegate == person, Handover.waits()
    )
    return (
        Item.select(
            fn.COUNT(Item.id).filter(Item.state == ItemState.DONE),
            fn.COUNT(Item.id),
            asks,
            in_line,
            sheets,
            handed,
            signoffs,
            Holiday.in_one_column(person),
            *asking_columns(person, now),
            *nudging_columns(person, today, since),
        )
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .where(
            Checklist.person == person,
            is_own(),
            ~Item.optional,
            Item.state != ItemState.NOT_NEEDED,
        )
        .tuples()
    )
