"""Sessions as lists, cards and pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Case, ModelSelect, fn

from ...access import (
    attended_by,
    ids_of,
    may_change_as,
    may_hear_session,
    may_run_rollout,
    sessions_visible_to,
)
from ...dates import day_words, minutes_words
from ...db import compiled, listed
from ...models import (
    Attendance,
    CoachingSession,
    Item,
    OwnerRole,
    Pairing,
    Person,
    Question,
    Revision,
    Rollout,
    RolloutTopic,
    SessionNote,
    Topic,
    Way,
    Wording,
)
from ..checklists.circles import Contact, circle_of_step
from ..checklists.rows import ItemRow, Viewer, select_items, shown
from ..smes import Sme, smes_on
from .attending import Attending, Somebody, attending
from .narrowing import ALL, Narrowed, narrowed_down

PAGE = 50

# A planned session of which nobody said whether it happened stays next for this long.
STILL_NEXT = timedelta(hours=12)


@dataclass(frozen=True)
class SessionLine:
    """A session as lists and cards show it; `topic` is "Kick-off" where there is none.

    `pair_id` is the pair that it belongs to, if it is one's: then others see that and when they
    met, and nothing else.
    """

    id: int
    rollout_id: int
    rollout: str
    topic: str
    topic_id: int | None
    is_kick_off: bool
    guide: Somebody
    learners: tuple[Somebody, ...]
    planned_at: datetime | None
    held_on: date | None
    cancelled: bool
    minutes: int
    remote: bool
    place: str
    way: Way
    wording: Wording
    may_change: bool
    pair_id: int | None = None
    is_mutual: bool = False
    before_signing: bool = False

    @property
    def is_held(self) -> bool:
        return self.held_on is not None and not self.cancelled

    @property
    def is_planned(self) -> bool:
        return self.held_on is None and not self.cancelled

    @property
    def has_way(self) -> bool:
        """Tell whether it passes something on in a way: not at a kick-off, nor between a pair."""
        return not self.is_kick_off and self.pair_id is None

    def is_due(self, today: date, zone: ZoneInfo) -> bool:
        """Tell whether the planned day has come where somebody is."""
        planned = self.planned_at
        return self.is_planned and planned is not None and planned.astimezone(zone).date() <= today

    @property
    def whom(self) -> str:
        """Whom it is with: one or two names, or one and how many others."""
        if self.is_kick_off:
            return "everybody"
        names = [learner.name for learner in self.learners]
        return names_words(names)

    @property
    def where(self) -> str:
        return ", ".join(filter(None, ["remote" if self.remote else "", self.place]))


@dataclass(frozen=True)
class SessionLines:
    """A page of sessions, how many there are in all, and how many of those were held."""

    lines: list[SessionLine]
    total: int
    held: int


@dataclass(frozen=True)
class Upcoming:
    """The next planned session, with what is worth knowing before it."""

    line: SessionLine
    last_way: Way | None
    question: str


@dataclass(frozen=True)
class Note:
    """One wording of a session's note."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SaidQuestion:
    """A question that came up in a session, and whether it is answered by now."""

    id: int
    text: str
    is_answered: bool


@dataclass(frozen=True)
class SessionDetail:
    """A session with everything its people wrote down; `notes` newest first.

    What two of a pair said is there for the two alone: for others it is not `heard`.
    """

    line: SessionLine
    heard: bool
    notes: list[Note]
    questions: list[SaidQuestion]
    next_steps: list[ItemRow]
    smes: list[Sme]


# ------------------------------------------------------------------ lists


def planned_sessions(rollout: Rollout, person: Person, only: Narrowed = ALL) -> list[SessionLine]:
    """List the sessions to come of a rollout that a person may see, soonest first, at most 100."""
    query = narrowed_down(_of_rollout(rollout, person), only).where(
        CoachingSession.held_on.is_null(), CoachingSession.cancelled_at.is_null()
    )
    return _in_this_order(query.order_by(CoachingSession.planned_at).limit(100), person)


def past_sessions(
    rollout: Rollout, person: Person, page: int = 1, only: Narrowed = ALL
) -> SessionLines:
    """List held and cancelled sessions of a rollout that a person may see, newest first."""
    query = narrowed_down(_of_rollout(rollout, person), only).where(
        CoachingSession.held_on.is_null(False) | CoachingSession.cancelled_at.is_null(False)
    )
    day = fn.COALESCE(CoachingSession.held_on, fn.DATE(CoachingSession.planned_at))
    ordered = query.order_by(day.desc(), CoachingSession.id.desc())
    is_held = Case(None, [(CoachingSession.cancelled_at.is_null(), 1)])
    counts = query.select(fn.COUNT(CoachingSession.id), fn.COUNT(is_held)).tuples().get()
    return SessionLines(_in_this_order(ordered.paginate(page, PAGE), person), *counts)


def next_planned_of(person: Person, now: datetime) -> Upcoming | None:
    """Find the next planned session in which a person guides or learns (three queries more)."""
    lines = _lines(_next_planned(person=person, since=now - STILL_NEXT), person)
    if not lines:
        return None
    before = _held_with(lines[0])
    return Upcoming(lines[0], _last_way(before), _last_question(before))


def left_open_of(person: Person, now: datetime) -> list[SessionLine]:
    """List the planned sessions a person guides whose time is long over: did they happen?"""
    query = _planned_of(person).where(
        CoachingSession.guide == person, CoachingSession.planned_at < now - STILL_NEXT
    )
    return _lines(query.order_by(CoachingSession.planned_at).limit(5), person)


def last_sessions_of(person: Person, limit: int = 5) -> list[SessionLine]:
    """List the sessions that a person guided or learned in last, newest first."""
    query = _sessions().where(
        _takes_part(person),
        CoachingSession.held_on.is_null(False),
        CoachingSession.cancelled_at.is_null(),
    )
    newest_first = (CoachingSession.held_on.desc(), CoachingSession.id.desc())
    return _lines(query.order_by(*newest_first).limit(limit), person)


def sessions_of_pair(pairing: Pairing, person: Person) -> list[SessionLine]:
    """List the newest sessions of a pair, those to come first."""
    attended = Attendance.select(Attendance.session).where(Attendance.pairing == pairing)
    query = _sessions().where(
        CoachingSession.id.in_(attended), CoachingSession.rollout_topic.is_null(False)
    )
    newest_first = (
        CoachingSession.held_on.is_null().desc(),
        fn.COALESCE(CoachingSession.held_on, fn.DATE(CoachingSession.planned_at)).desc(),
        CoachingSession.id.desc(),
    )
    return _lines(query.order_by(*newest_first).limit(PAGE), person)


def line_of(session: CoachingSession, person: Person) -> SessionLine:
    """Show one session as lists do."""
    return _lines(_itself(session=session), person)[0]


def detail_of(session: CoachingSession, person: Person, today: date) -> SessionDetail:
    """Show a session as far as a person may read it (seven queries)."""
    line = line_of(session, person)
    if not may_hear_session(person, session):
        return SessionDetail(line, False, [], [], [], [])
    notes = (
        SessionNote.select(SessionNote.text, Person.name, SessionNote.at)
        .join(Person, on=(SessionNote.by == Person.id))
        .where(SessionNote.session == session)
        .order_by(SessionNote.id.desc())
        .tuples()
    )
    questions = (
        Question.select(Question.id, Question.text, Question.is_open())
        .where(Question.session == session, Question.withdrawn_at.is_null())
        .order_by(Question.id)
        .tuples()
    )
    return SessionDetail(
        line,
        True,
        [Note(*row) for row in notes],
        [SaidQuestion(id, text, not is_open) for id, text, is_open in questions],
        _next_steps(line, person, today),
        _smes(line, today),
    )


# ------------------------------------------------------------------ words


def names_words(names: Sequence[str]) -> str:
    """Say names: "Cleo", "Cleo and Finn", "Cleo and 3 others"; "nobody" for none."""
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(names) or "nobody"


def held_words(line: SessionLine, today: date) -> str:
    """Say that a session was logged, in the words of every door."""
    about = "" if line.is_kick_off else f" on {line.topic}"
    what = "the kick-off" if line.is_kick_off else minutes_words(line.minutes)
    day = day_words(line.held_on, today) if line.held_on else ""
    how = "" if line.way == Way.NOT_SAID else f": {line.wording.say(line.way)}"
    return f"Logged {what} with {line.whom}{about}, {day}{how}."


# ------------------------------------------------------------------ queries


def _sessions() -> ModelSelect:
    return (
        CoachingSession.select(CoachingSession, Rollout, RolloutTopic, Revision, Topic, Person)
        .join(Rollout, on=(CoachingSession.rollout == Rollout.id))
        .switch(CoachingSession)
        .join(RolloutTopic, JOIN.LEFT_OUTER, on=(CoachingSession.rollout_topic == RolloutTopic.id))
        .join(Revision, JOIN.LEFT_OUTER)
        .join(Topic, JOIN.LEFT_OUTER)
        .switch(CoachingSession)
        .join(Person, on=(CoachingSession.guide == Person.id))
    )


def _of_rollout(rollout: Rollout, person: Person) -> ModelSelect:
    """Select the ids of the sessions of a rollout that a person may see."""
    sessions = CoachingSession.select(CoachingSession.id).where(CoachingSession.rollout == rollout)
    if may_run_rollout(person, rollout):
        return sessions
    visible = ids_of(sessions_visible_to, person, CoachingSession.id)
    return sessions.where(CoachingSession.id.in_(visible))


def _in_this_order(sessions: ModelSelect, person: Person) -> list[SessionLine]:
    """Show the sessions that a query of ids selects, in its order (three queries)."""
    ids = [id for (id,) in sessions.tuples()]
    return sorted(_lines(_these(ids=ids), person), key=lambda line: ids.index(line.id))


@compiled
def _these(ids: Any) -> ModelSelect:
    return _sessions().where(listed(CoachingSession.id, ids))


@compiled
def _itself(session: Any) -> ModelSelect:
    return _sessions().where(CoachingSession.id == session)


@compiled
def _next_planned(person: Any, since: Any) -> ModelSelect:
    to_come = _planned_of(person).where(CoachingSession.planned_at >= since)
    return to_come.order_by(CoachingSession.planned_at).limit(1)


def _planned_of(person: Person) -> ModelSelect:
    return _sessions().where(
        _takes_part(person),
        CoachingSession.held_on.is_null(),
        CoachingSession.cancelled_at.is_null(),
    )


def _takes_part(person: Person) -> Any:
    return (CoachingSession.guide == person) | CoachingSession.id.in_(ids_of(attended_by, person))


def _lines(sessions: Iterable[CoachingSession], person: Person) -> list[SessionLine]:
    rows = list(sessions)
    took_part = attending([row.id for row in rows])
    return [_line(row, took_part.get(row.id, Attending()), person) for row in rows]


def _line(row: Any, took_part: Attending, person: Person) -> SessionLine:
    return SessionLine(
        id=row.id,
        rollout_id=row.rollout_id,
        rollout=row.rollout.name,
        topic="Kick-off" if row.is_kick_off else row.rollout_topic.revision.topic.name,
        topic_id=None if row.is_kick_off else row.rollout_topic.revision.topic_id,
        is_kick_off=row.is_kick_off,
        guide=Somebody(row.guide.id, row.guide.name),
        learners=took_part.learners,
        planned_at=row.planned_at,
        held_on=row.held_on,
        cancelled=row.cancelled_at is not None,
        minutes=row.minutes or 0,
        remote=row.remote,
        place=row.place,
        way=row.way,
        wording=row.rollout.wording,
        may_change=row.rollout.is_open and may_change_as(person, row, took_part.two),
        pair_id=took_part.pair_id,
        is_mutual=took_part.is_mutual,
        before_signing=row.held_on is not None and took_part.waited,
    )


def _next_steps(line: SessionLine, person: Person, today: date) -> list[ItemRow]:
    """Show the next steps as rows that name who does each."""
    steps = select_items().where(Item.session == line.id).order_by(Item.position, Item.id)
    said = line.wording.say(OwnerRole.COACH)
    guide = Contact(line.guide.id, line.guide.name, None, OwnerRole.COACH, said)
    roles = frozenset({OwnerRole.SUPERVISOR} if line.may_change else ())
    viewer = Viewer(person, roles, today)
    return [
        shown(step, circle_of_step(guide, step.owner_id, person, line.rollout_id), viewer)
        for step in steps.namedtuples()
    ]


def _smes(line: SessionLine, today: date) -> list[Sme]:
    """List whom one can call on for the content of its topic; a kick-off has none."""
    return smes_on([(line.rollout_id, line.topic_id)] if line.topic_id else [], today)


def _held_with(line: SessionLine) -> ModelSelect:
    """Select the ids of the held sessions of the same topic with any of the same learners."""
    pairings = Attendance.select(Attendance.pairing).where(Attendance.session == line.id)
    sessions = Attendance.select(Attendance.session).where(Attendance.pairing.in_(pairings))
    return CoachingSession.select(CoachingSession.id).where(
        CoachingSession.id.in_(sessions),
        CoachingSession.rollout_topic.is_null(line.is_kick_off),
        CoachingSession.held_on.is_null(False),
        CoachingSession.cancelled_at.is_null(),
    )


def _last_way(before: ModelSelect) -> Way | None:
    newest = (
        before.select(CoachingSession.way)
        .order_by(CoachingSession.held_on.desc(), CoachingSession.id.desc())
        .first()
    )
    return newest and newest.way


def _last_question(before: ModelSelect) -> str:
    newest = Question.select().where(Question.session.in_(before)).order_by(Question.id.desc())
    question = newest.first()
    return question.text if question else ""
