"""The revisions of a topic: who knows an earlier one, and what is different for them (rule 8)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import Expression, fn

from ..dates import count_words
from ..differences import Step, steps
from ..models import (
    Level,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Standing,
    Topic,
)
from .standings import newest_seen_by

OPEN = (RolloutState.DRAFT, RolloutState.RUNNING)

# An agenda is read out at the start of a session.
MOST_POINTS = 12

MARKER = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|#{1,6}|>)\s+")


@dataclass(frozen=True)
class Behind:
    """Somebody whose newest standing is on an earlier revision: they need only the difference.

    `is_seated`: they learn or coach the newest one in an open rollout already.
    """

    person_id: int
    name: str
    department: str
    level: Level
    number: int
    is_seated: bool


def behind_on(topic: Topic, *, newest: int, seen_by: Person) -> list[Behind]:
    """List who knows an earlier revision than the newest, as far as somebody may see it.

    The best come first: they learn the increment first. Takes one query.
    """
    rows = (
        newest_seen_by(seen_by, [topic.id])
        .join(Person, on=(Standing.person == Person.id))
        .switch(Standing)
        .join(Revision)
        .where(
            Person.active,
            Standing.level >= int(Level.KNOWS_ABOUT_IT),
            Revision.number < newest,
        )
        .select(
            Person.id.alias("person_id"),
            Person.name,
            Person.department,
            Standing.level,
            Revision.number,
            _is_seated(topic, newest).alias("is_seated"),
        )
        .order_by(Standing.level.desc(), Person.name, Person.id)
        .dicts()
    )
    return [
        Behind(**row | {"level": Level(row["level"]), "is_seated": bool(row["is_seated"])})
        for row in rows
    ]


def is_rested_on(revision: Revision) -> bool:
    """Tell whether rollouts or standings rest on a revision, so that it stays."""
    in_rollouts = RolloutTopic.select().where(RolloutTopic.revision == revision)
    standings = Standing.select().where(Standing.revision == revision)
    return in_rollouts.exists() or standings.exists()


def agenda(before: Revision, after: Revision) -> str:
    """Say in Markdown what is no longer done, what is new and what is done differently."""
    matched = [
        step
        for step in steps(_points(before.process), _points(after.process))
        if step.before != step.after
    ]
    parts = [f"What is different from revision {before.number} to revision {after.number}."]
    if after.old_way:
        parts.append(f"The old way: {after.old_way}")
    if after.new_way:
        parts.append(f"The new way: {after.new_way}")
    parts += _listed("No longer done", [step.before for step in matched if step.after is None])
    parts += _listed("New", [step.after for step in matched if step.before is None])
    parts += _listed("Done differently", [_turned(step) for step in matched if _is_both(step)])
    return "\n\n".join(parts)


def _is_seated(topic: Topic, newest: int) -> Expression:
    seat = Seat.alias()
    there = (
        RolloutTopic.select(RolloutTopic.id)
        .join(Revision)
        .switch(RolloutTopic)
        .join(Rollout)
        .where(Revision.topic == topic, Revision.number == newest, Rollout.state.in_(OPEN))
    )
    return fn.EXISTS(
        seat.select(seat.id).where(
            seat.person == Person.id,
            seat.role.in_((Role.LEARNER, Role.COACH)),
            seat.until.is_null(),
            seat.rollout_topic.in_(there),
        )
    )


def _points(process: str) -> list[str]:
    """List the lines of a written process; another number before a step changes nothing."""
    lines = (MARKER.sub("", line).strip() for line in process.splitlines())
    return [line for line in lines if line]


def _is_both(step: Step) -> bool:
    return step.before is not None and step.after is not None


def _turned(step: Step) -> str:
    return f"{step.after} (So far: {step.before})"


def _listed(heading: str, points: Sequence[str | None]) -> list[str]:
    if not points:
        return []
    lines = [f"- {point}" for point in points[:MOST_POINTS]]
    more = len(points) - MOST_POINTS
    if more > 0:
        lines.append(f"- … and {count_words(more, 'more point')} in the written process.")
    return [f"{heading}:", "\n".join(lines)]
