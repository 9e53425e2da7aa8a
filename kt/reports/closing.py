"""What is still open in a rollout that somebody is about to close: asked for once, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from peewee import fn

from ..dates import count_words
from ..models import (
    UNFINISHED,
    Checklist,
    CoachingSession,
    Item,
    Output,
    Rollout,
    RolloutState,
    RolloutTopic,
    Wording,
)
from ..rules.balance import balance_of, still_missing
from .checklists.rows import OPEN_STATES
from .seating import gap_seats
from .targets import Figure, figures_of


@dataclass(frozen=True)
class OpenPoint:
    """A sentence of what is open, and the page that has its rows; of the rollout without an id."""

    sentence: str
    place: str
    id: int | None = None


def open_points(rollout: Rollout, today: date) -> list[OpenPoint]:
    """List what a running rollout leaves open if it closes (three queries and its targets')."""
    if rollout.state != RolloutState.RUNNING:
        return []
    return [
        *_roles(rollout, today),
        *_targets(figures_of(rollout, today), rollout.wording),
        *_counts(rollout, today),
    ]


def _roles(rollout: Rollout, today: date) -> Iterator[OpenPoint]:
    missing = still_missing(balance_of(rollout, today), rollout.wording)
    if missing:
        coaches = rollout.wording.say("coaches")
        yield OpenPoint(
            f"Everybody who {coaches} and learns here holds a session in each role before it "
            f"completes. Still without one: {'; '.join(missing)}.",
            "seats.index",
        )


def _targets(figures: list[Figure], wording: Wording) -> Iterator[OpenPoint]:
    whole_first = sorted(figures, key=lambda figure: bool(figure.topic_name))
    for _, group in groupby(whole_first, key=lambda figure: figure.target.id):
        counted = list(group)
        first, met = counted[0], sum(each.is_met for each in counted)
        if met == len(counted):
            continue
        label = first.target.name or wording.say(first.target.label)
        what = ": ".join(filter(None, [first.topic_name, label]))
        if first.learner:
            learners = count_words(len(counted), wording.say("learner"))
            said = f"{what}, reached by {met} of {learners}."
        else:
            said = f"{what}, not reached: {int(100 * first.progress)} % of the way."
        yield OpenPoint(said, "targets.show", first.target.id)


def _counts(rollout: Rollout, today: date) -> Iterator[OpenPoint]:
    gaps, sessions, outputs, items = _counted(rollout, today)
    if gaps:
        yield OpenPoint(f"{count_words(gaps, 'gap')}: nobody guides there.", "seats.index")
    if sessions:
        yield OpenPoint(f"{count_words(sessions, 'planned session')} not held.", "sessions.index")
    if outputs:
        yield OpenPoint(f"{count_words(outputs, 'output')} not published.", "outputs.of_rollout")
    if items:
        yield OpenPoint(f"{count_words(items, 'required item')} not done.", "rollouts.checklists")


def _counted(rollout: Rollout, today: date) -> Any:
    """Count gaps, planned sessions, unfinished outputs and open required items (one query)."""
    gaps = gap_seats(RolloutTopic.rollout == rollout, today).alias("gaps")
    planned = CoachingSession.select(fn.COUNT(CoachingSession.id)).where(
        CoachingSession.rollout == rollout,
        CoachingSession.held_on.is_null(),
        CoachingSession.cancelled_at.is_null(),
    )
    outputs = Output.select(fn.COUNT(Output.id)).where(
        Output.rollout == rollout, Output.state.in_(UNFINISHED)
    )
    items = (
        Item.select(fn.COUNT(Item.id))
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .where(Checklist.rollout == rollout, Item.state.in_(OPEN_STATES), ~Item.optional)
    )
    seats = Rollout.select(fn.COUNT(gaps.c.id)).from_(gaps)
    (row,) = Rollout.select(seats, planned, outputs, items).where(Rollout.id == rollout.id).tuples()
    return row
