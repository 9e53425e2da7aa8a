"""When a pairing is active: both its people have signed, and nothing else keeps it waiting.

Rule 12: a pairing is active when both its people have signed their sheets; rule 4: where seeding
is asked for, the coach's pairings wait until the SME has signed the coach off.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from ..db import among, compiled
from ..models import (
    Answer,
    Attendance,
    CoachingSession,
    Pairing,
    Person,
    Purpose,
    Revision,
    Rollout,
    RolloutTopic,
    Seat,
    Sheet,
    Topic,
)
from .seeding import waits_for_seeding


class Wait(StrEnum):
    """What a pairing waits for."""

    GUIDE = "a guide"
    OFFER = "the agreement to be offered"
    SIGNATURES = "signatures"
    SEEDING = "the SME's sign-off"


GuideSheet, LearnerSheet = Sheet.alias("guide_sheet"), Sheet.alias("learner_sheet")


@dataclass(frozen=True)
class Activity:
    """A pairing that has not ended: its people, and what it waits for."""

    id: int
    rollout_topic_id: int
    topic_name: str
    guide_id: int | None
    guide_name: str | None
    learner_id: int
    learner_name: str
    learner_since: date
    waits: tuple[Wait, ...]
    unsigned: tuple[str, ...]

    @property
    def is_active(self) -> bool:
        return not self.waits


def waits_of(
    *,
    has_guide: bool,
    purpose: str,
    before_agreements: bool,
    version: int,
    guide_answer: str | None,
    learner_answer: str | None,
    unseeded: int,
) -> tuple[Wait, ...]:
    """Say what a pairing waits for, from the columns of `wait_columns`.

    A pair that two people agreed on needs no signature: acceptance was the agreement (rule 14).
    A rollout that was running before agreements goes on as it was, until one is offered.
    """
    if not has_guide:
        return (Wait.GUIDE,)
    if purpose == Purpose.PAIR or (before_agreements and version == 0):
        return ()
    waits = []
    if version == 0:
        waits.append(Wait.OFFER)
    elif version and not guide_answer == learner_answer == Answer.SIGNED:
        waits.append(Wait.SIGNATURES)
    if unseeded:
        waits.append(Wait.SEEDING)
    return tuple(waits)


def wait_columns(guide: Any) -> list[Any]:
    """List the columns that `waits_of` reads; the query has joined the sheets (`with_sheets`)."""
    return [
        Rollout.purpose,
        Rollout.before_agreements,
        Rollout.agreement_version.alias("version"),
        GuideSheet.answer.alias("guide_answer"),
        LearnerSheet.answer.alias("learner_answer"),
        waits_for_seeding(guide).alias("unseeded"),
    ]


def with_sheets(query: ModelSelect, guide: Any, learner: Any) -> ModelSelect:
    """Join the current sheets of a pairing's two people; the query has joined Rollout."""
    for sheet, seat in ((GuideSheet, guide), (LearnerSheet, learner)):
        query = query.join_from(
            Rollout,
            sheet,
            JOIN.LEFT_OUTER,
            on=((sheet.rollout == Rollout.id) & (sheet.person == seat.person) & sheet.current),
        )
    return query


def activities_of(rollout: Rollout) -> list[Activity]:
    """List the pairings of a rollout that have not ended (one query)."""
    return [_activity(row) for row in _of_rollout(rollout=rollout)]


def waiting_in(session: CoachingSession) -> set[int]:
    """Tell which of the pairings that take part in a session are not active (one query)."""
    found = [_activity(row) for row in _of_session(session=session)]
    return {each.id for each in found if not each.is_active}


@compiled
def _of_rollout(rollout: Any) -> ModelSelect:
    return _activities(RolloutTopic.rollout == rollout)


@compiled
def _of_session(session: Any) -> ModelSelect:
    attending = Attendance.select(Attendance.pairing).where(Attendance.session == session)
    return _activities(among(Pairing.id, attending))


def _activities(which: Expression) -> ModelSelect:
    guide, learner = Seat.alias(), Seat.alias()
    guides, learns = Person.alias(), Person.alias()
    query = (
        Pairing.select(
            Pairing.id,
            RolloutTopic.id.alias("rollout_topic_id"),
            Topic.name.alias("topic_name"),
            guides.id.alias("guide_id"),
            guides.name.alias("guide_name"),
            learns.id.alias("learner_id"),
            learns.name.alias("learner_name"),
            learner.since.alias("learner_since"),
            *wait_columns(guide),
        )
        .join(learner, on=(Pairing.learner == learner.id))
        .join(learns, on=(learner.person == learns.id))
        .join_from(learner, RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .join_from(RolloutTopic, Revision, on=(RolloutTopic.revision == Revision.id))
        .join(Topic, on=(Revision.topic == Topic.id))
        .join_from(Pairing, guide, JOIN.LEFT_OUTER, on=(Pairing.guide == guide.id))
        .join(guides, JOIN.LEFT_OUTER, on=(guide.person == guides.id))
    )
    return (
        with_sheets(query, guide, learner)
        .where(which, Pairing.ended_on.is_null())
        .order_by(RolloutTopic.position, learns.name, Pairing.id)
        .dicts()
    )


def _activity(row: dict[str, Any]) -> Activity:
    columns = ("purpose", "before_agreements", "version", "guide_answer", "learner_answer")
    said = {name: row.pop(name) for name in columns}
    waits = waits_of(has_guide=row["guide_id"] is not None, unseeded=row.pop("unseeded"), **said)
    signers = (
        (row["guide_name"], said["guide_answer"]),
        (row["learner_name"], said["learner_answer"]),
    )
    unsigned = [name for name, answer in signers if answer != Answer.SIGNED]
    return Activity(
        **row, waits=waits, unsigned=tuple(unsigned) if Wait.SIGNATURES in waits else ()
    )
