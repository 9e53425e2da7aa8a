"""A rollout's own page: how it goes, whom it needs, its topics with their threads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ModelSelect, fn

from ..access import may_run_rollout
from ..dates import week_of
from ..db import compiled
from ..models import Holiday, Person, Rollout, RolloutTopic, Signoff, SignoffAnswer
from ..rules.broken import (
    Broken,
    Doubtful,
    broken_rules,
    doubtful_in_one_column,
    read_doubtful,
)
from ..rules.hours import WEEK, Held, held_in_one_column, read_held
from ..rules.pairings import pairings_of_rollout
from .needs import NeedsYou, first_of, needs_of, outputs_in
from .nudges import Nudging, nudging_columns, quiet_since, read_nudging
from .rollouts import Missing, TopicLine, gaps_in, missing_in, topic_lines
from .signoffs import signoffs_around
from .threads import TopicThread
from .verdicts import Verdict, verdict_on


@dataclass(frozen=True)
class RolloutPage:
    """What a rollout's page says; `needs_you` is None for whoever does not run it.

    Others read what the rules warn of; for whoever runs it that is among what needs them.
    """

    verdict: Verdict
    needs_you: NeedsYou | None
    warnings: list[Broken]
    missing: list[Missing]
    topics: list[tuple[TopicLine, TopicThread]]
    may_run: bool


@dataclass(frozen=True)
class _Around:
    """What is asked at once for whoever runs a rollout; `people` may be those of broken rules."""

    days_off: frozenset[date]
    signoffs: int
    people: Sequence[Doubtful]
    held: Mapping[int, Held]
    nudging: Nudging


def rollout_page(rollout: Rollout, person: Person, *, today: date) -> RolloutPage:
    """Gather a rollout's page for a person, as of a day in its zone (at most nine queries)."""
    may_run = may_run_rollout(person, rollout)
    lines = topic_lines(rollout, today)
    topics = [line.facts for line in lines]
    pairings = pairings_of_rollout(rollout)
    outputs = outputs_in(rollout)
    around = _around(rollout, person, today) if may_run and rollout.is_open else None
    verdict = verdict_on(
        rollout,
        pairings=pairings,
        outputs=outputs,
        topics=topics,
        days_off=around.days_off if around else None,
        today=today,
    )
    needs_you, warnings, missing = None, [], missing_in(rollout, lines)
    if around:
        needs = needs_of(
            rollout,
            pairings=pairings,
            outputs=outputs,
            topics=topics,
            signoffs=signoffs_around(rollout.supervisor, rollout) if around.signoffs else (),
            person=person,
            today=today,
            nudging=around.nudging,
            people=around.people,
            held=around.held,
        )
        needs_you = first_of(needs, rollout, around.nudging, today)
    else:
        warnings = broken_rules(rollout, today, pairings=pairings, topics=topics)
        missing += gaps_in(rollout, lines)
    return RolloutPage(
        verdict=verdict,
        needs_you=needs_you,
        warnings=warnings,
        missing=missing,
        topics=list(zip(lines, verdict.threads, strict=True)),
        may_run=may_run,
    )


def _around(rollout: Rollout, person: Person, today: date) -> _Around:
    monday = week_of(today)
    ((days_off, signoffs, people, held, *nudging),) = _read(
        person=person,
        supervisor=rollout.supervisor_id,
        rollout=rollout,
        week_before=monday - WEEK,
        monday=monday,
        today=today,
        since=quiet_since(today),
    )
    return _Around(
        Holiday.read_days(days_off),
        signoffs,
        read_doubtful(people),
        read_held(held),
        read_nudging(*nudging),
    )


@compiled
def _read(
    person: Any,
    supervisor: Any,
    rollout: Any,
    week_before: Any,
    monday: Any,
    today: Any,
    since: Any,
) -> ModelSelect:
    signoffs = (
        Signoff.select(fn.COUNT(Signoff.id))
        .join(RolloutTopic)
        .where(RolloutTopic.rollout == rollout, Signoff.answer == SignoffAnswer.WAITING)
    )
    return (
        Person.select(
            Holiday.in_one_column(supervisor),
            signoffs,
            doubtful_in_one_column(rollout, today),
            held_in_one_column(rollout, week_before, monday, today),
            *nudging_columns(person, today, since),
        )
        .where(Person.id == person)
        .tuples()
    )
