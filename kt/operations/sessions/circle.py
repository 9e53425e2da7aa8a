"""Whom a session is of, and what cannot be one session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ModelSelect

from ...access import may_log_session, may_plan_session, require
from ...dates import short_date
from ...db import compiled, listed
from ...errors import Refused
from ...models import (
    Attendance,
    CoachingSession,
    Pairing,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
)
from ...rules.activity import waiting_in
from ..bulk import insert_few

OF_TWO = "Sessions of a pair are planned and logged by its two people. Ask one of them."
NOT_YOURS = (
    "Sessions are planned and logged by the coach or buddy of those people, or by whoever runs "
    "the rollout. Ask one of them."
)


@dataclass(frozen=True)
class Circle:
    """A guide and learners with one topic; without a topic it is everybody at the kick-off.

    In a mutual pairing the guide is whoever of the two coaches that time.
    """

    rollout: Rollout
    rollout_topic: RolloutTopic | None
    guide: Person
    pairings: tuple[Pairing, ...]

    @property
    def learners(self) -> list[Person]:
        if self.rollout_topic is None:
            # At the kick-off nobody is coached; people are there as they sit.
            return list(dict.fromkeys(pairing.learner.person for pairing in self.pairings))
        return list(dict.fromkeys(pairing.coached_by(self.guide) for pairing in self.pairings))

    @property
    def topic(self) -> Topic | None:
        return self.rollout_topic and self.rollout_topic.revision.topic

    @property
    def values(self) -> dict[str, Any]:
        """What the history of a deed on this session needs to be told."""
        values = {"guide": self.guide, "rollout": self.rollout}
        if self.topic is None:
            return values
        learner, *others = self.learners
        return values | {"topic": self.topic, "learner": learner, "others": len(others)}

    def about(self, session: CoachingSession) -> list[Any]:
        """The rows in whose histories a deed on this session stands; a pair's are its own."""
        if self.rollout.is_pair:
            return [session, self.rollout]
        return [session, self.rollout, self.topic, self.guide, *self.learners]


def circle_of(
    pairings: Iterable[Pairing],
    *,
    day: date,
    by: Person,
    guide: Person | None = None,
    to_come: bool = False,
) -> Circle:
    """Read these pairings again and refuse what cannot be one session on that day.

    In a mutual pairing `guide` says who coaches; unsaid it is `by`, if that is one of the two.
    """
    rows = read_pairings([pairing.id for pairing in pairings])
    if not rows:
        raise Refused("Choose whom the session is with.", field="whom")
    rollout_topic = rows[0].learner.rollout_topic
    rollout = rollout_topic.rollout
    may = may_plan_session if to_come else may_log_session
    of_two = rollout.is_pair or any(pairing.mutual for pairing in rows)
    require(may(by, rollout, rows), OF_TWO if of_two else rollout.wording.say(NOT_YOURS))
    refuse_closed(rollout)
    refuse_mixed(rows, rollout_topic)
    _refuse_gap(rows)
    _refuse_several_pairs(rows)
    coach = _coach(rows[0], guide, by)
    refuse_other_guide(rows, coach)
    _refuse_ended(rows, day)
    return Circle(rollout, rollout_topic, coach, tuple(rows))


def everybody(rollout: Rollout, *, day: date, by: Person) -> Circle:
    """Gather all pairings that are going on, around whoever runs the rollout."""
    refuse_closed(rollout)
    going_on = Pairing.ended_on.is_null() | (Pairing.ended_on >= day)
    rows = list(_pairings(going_on & (RolloutTopic.rollout == rollout)))
    runs_it = by.id in (rollout.supervisor_id, rollout.deputy_id)
    return Circle(rollout, None, by if runs_it else rollout.supervisor, tuple(rows))


def fresh(session: CoachingSession) -> tuple[Any, Circle]:
    """Read a session and its people again, inside the transaction that is to change it."""
    row = CoachingSession.get_by_id(session.id)
    refuse_closed(row.rollout)
    attending = Attendance.select(Attendance.pairing).where(Attendance.session == row)
    pairings = _pairings(Pairing.id.in_(attending))
    return row, Circle(row.rollout, row.rollout_topic, row.guide, tuple(pairings))


def read_pairings(ids: list[int]) -> list[Pairing]:
    """Read pairings with their seats, people, topic and rollout, by the learners' names."""
    return _these(ids=ids)


@compiled
def _these(ids: Any) -> ModelSelect:
    return _pairings(listed(Pairing.id, ids))


def _pairings(which: Any) -> ModelSelect:
    guide_seat, guide, learner = Seat.alias(), Person.alias(), Person.alias()
    return (
        Pairing.select(
            Pairing, Seat, learner, RolloutTopic, Rollout, Revision, Topic, guide_seat, guide
        )
        .join(Seat, on=(Pairing.learner == Seat.id), attr="learner")
        .join(learner, on=(Seat.person == learner.id), attr="person")
        .switch(Seat)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Rollout)
        .switch(RolloutTopic)
        .join(Revision)
        .join(Topic)
        .switch(Pairing)
        .left_outer_join(guide_seat, on=(Pairing.guide == guide_seat.id), attr="guide")
        .left_outer_join(guide, on=(guide_seat.person == guide.id), attr="person")
        .where(which)
        .order_by(learner.name, Pairing.id)
    )


def attend(session: CoachingSession, circle: Circle) -> bool:
    """Make these pairings the ones that took part and tell whether that changed anything.

    A pairing that is not active yet is marked: its sessions are kept (rule 12).
    """
    before = {pairing for (pairing,) in _attending(session=session)}
    after = {pairing.id for pairing in circle.pairings}
    if before - after:
        Attendance.delete().where(
            Attendance.session == session, Attendance.pairing.in_(before - after)
        ).execute()
    rows = [
        {"session": session.id, "pairing": id, "waiting": False} for id in sorted(after - before)
    ]
    if rows:
        insert_few(Attendance, rows)
        _mark(session, waiting_in(session) & (after - before), True)
    return before != after


@compiled
def _attending(session: Any) -> ModelSelect:
    return Attendance.select(Attendance.pairing).where(Attendance.session == session).tuples()


def mark_waiting(session: CoachingSession, pairings: Iterable[int]) -> None:
    """Mark those of some pairings in a session that are not active now (rule 12)."""
    waiting = waiting_in(session)
    _mark(session, waiting & {*pairings}, True)
    _mark(session, {*pairings} - waiting, False)


def _mark(session: CoachingSession, pairings: set[int], is_waiting: bool) -> None:
    if pairings:
        Attendance.update(waiting=is_waiting).where(
            Attendance.session == session,
            Attendance.pairing.in_(pairings),
            Attendance.waiting != is_waiting,
        ).execute()


def refuse_closed(rollout: Rollout) -> None:
    if not rollout.is_open:
        raise Refused(
            f"“{rollout.name}” is {rollout.state}, so its sessions stay as they are. Choose a "
            "rollout that is still going on, or have this one opened again."
        )


def refuse_mixed(pairings: Sequence[Pairing], rollout_topic: RolloutTopic) -> None:
    """Refuse people who do not learn this topic in this rollout."""
    for pairing in pairings:
        if pairing.learner.rollout_topic_id != rollout_topic.id:
            raise Refused(
                f"{pairing.learner.person.name} does not learn {rollout_topic.revision.topic.name} "
                "in this rollout. Log a session for each topic.",
                field="whom",
            )


def refuse_other_guide(pairings: Sequence[Pairing], guide: Person) -> None:
    """Refuse pairings of different guides: a session has one."""
    for pairing in pairings:
        if pairing.mutual and guide.id in pairing.two:
            continue
        if pairing.guide is None or pairing.guide.person_id != guide.id:
            raise Refused(
                f"{pairing.learner.person.name} is not guided by {guide.name} here. Log a session "
                "for each guide.",
                field="whom",
            )


def _coach(pairing: Pairing, said: Person | None, by: Person) -> Person:
    """Tell who coaches: the guide, or in a mutual pairing whoever of the two is said to."""
    if not pairing.mutual:
        return said or pairing.guide.person
    if said is None and pairing.learner.person_id == by.id:
        return pairing.learner.person
    return said or pairing.guide.person


def _refuse_several_pairs(pairings: Sequence[Pairing]) -> None:
    """Refuse a session of several pairs: what is said belongs to two (rule 14)."""
    if len(pairings) > 1 and any(pairing.mutual for pairing in pairings):
        raise Refused(
            "Two who coach each other meet by themselves. Log a session for each pair.",
            field="whom",
        )


def _refuse_gap(pairings: Sequence[Pairing]) -> None:
    for pairing in pairings:
        if pairing.guide is None:
            topic = pairing.learner.rollout_topic.revision.topic
            raise Refused(
                f"Nobody guides {pairing.learner.person.name} on {topic.name} yet. Have somebody "
                "seated there who does.",
                field="whom",
            )


def _refuse_ended(pairings: Sequence[Pairing], day: date) -> None:
    for pairing in pairings:
        if pairing.ended_on is not None and pairing.ended_on < day:
            raise Refused(
                f"The pairing with {pairing.learner.person.name} ended on "
                f"{short_date(pairing.ended_on, day)}. Choose an earlier day or another pairing.",
                field="whom",
            )
