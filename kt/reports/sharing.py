"""What a rollout's report says to somebody outside: topics, counts and dates, never people.

This can appear, and nothing else: the verdict, which is counts and dates, with the reason why it is
late unless that holds a name; the days of the rollout; how many targets, learners, sessions and
outputs there are, by topic; each target's measure, numbers and agreed day; for a target that counts
for each learner, how many of them reached it, not who.

Of what people wrote, three things can appear: the rollout's name, the names of its topics, and a
target's own name with its unit. Where one of them holds a part of the name of somebody around the
rollout, the whole name of anybody in the organisation, or an e-mail address, our own words stand
in its place: “A rollout”, “Topic 2”, the target's measure. A nickname, or the first name of
somebody outside, is not known to be a name; so the page can be looked at before its link is sent.

No titles of outputs, no items, no notes, no sentences: they are about people more often than not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from peewee import Case, Expression, fn

from ..models import (
    CoachingSession,
    Output,
    OutputState,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    ShareLink,
    Target,
    Topic,
)
from .nameless import Names, names_around
from .seating import held_on
from .targets import BurnUp, Figure, burn_up_of, figures_of, outlook_of, verdict
from .targets.lines import rounded


@dataclass(frozen=True)
class SharedTopic:
    """A topic with its counts. `reached` and `targets` are of the targets agreed for it alone."""

    name: str
    learners: int
    sessions: int
    last: date | None
    published: int
    outputs: int
    reached: int
    targets: int


@dataclass(frozen=True)
class SharedTarget:
    """A target; one that counts for each of `learners` says how many `reached` it and no figure.

    `topic` is "" for the whole rollout. `due` is None where no day was agreed, or not the same one
    for all.
    """

    topic: str
    what: str
    learners: int | None
    reached: int
    baseline: float
    now: float | None
    number: float
    limit: bool
    unit: str
    due: date | None
    own_days: bool
    met_on: date | None
    progress: float
    late: bool
    missing: str = ""


@dataclass(frozen=True)
class SharedReport:
    name: str
    state: RolloutState
    start: date
    end: date | None
    on: date
    verdict: str
    dates: str
    burn_up: BurnUp | None
    topics: list[SharedTopic]
    targets: list[SharedTarget]


@dataclass(frozen=True)
class LinkLine:
    """A link in the list of those who may revoke it; its number is counted in its rollout."""

    id: int
    number: int
    note: str
    made_by: str
    made_at: Any
    expires_on: date
    is_usable: bool
    is_revoked: bool


def shared_report(rollout: Rollout, today: date) -> SharedReport:
    """Write the report of a rollout without people, as of a day in its zone (ten queries)."""
    figures = figures_of(rollout, today)
    outlook = outlook_of(rollout, figures, today)
    rows = _topic_rows(rollout, today)
    targets = [list(group) for _, group in groupby(figures, key=lambda each: each.target.id)]
    texts = [rollout.name, *(row["name"] for row in rows)]
    texts += [text for each in targets for text in (each[0].target.name, each[0].target.unit)]
    names = names_around(rollout, texts)
    called = {
        row["name"]: f"Topic {place}" if names.stand_in(row["name"]) else row["name"]
        for place, row in enumerate(rows, start=1)
    }
    said = verdict(rollout, figures, today, outlook)
    if names.stand_in(said):
        said = verdict(rollout, figures, today, outlook, with_reasons=False)
    shared = [_target(each, called, names, rollout, today) for each in targets]
    order = ["", *called.values()]
    return SharedReport(
        name="A rollout" if names.stand_in(rollout.name) else rollout.name,
        state=rollout.state,
        start=rollout.started_on or rollout.start_date,
        end=rollout.end_date,
        on=today,
        verdict=said,
        dates=outlook.dates(today),
        burn_up=burn_up_of(rollout, figures, today, outlook),
        topics=_topics(rows, called, figures),
        targets=sorted(shared, key=lambda each: order.index(each.topic)),
    )


def share_links_of(rollout: Rollout, today: date) -> list[LinkLine]:
    """List the links of a rollout that were made, the newest first (one query)."""
    rows = (
        ShareLink.select(ShareLink, Person.name)
        .join(Person, on=(ShareLink.made_by == Person.id))
        .where(ShareLink.rollout == rollout)
        .order_by(ShareLink.id)
    )
    lines = [
        LinkLine(
            id=link.id,
            number=number,
            note=link.note,
            made_by=link.made_by.name,
            made_at=link.made_at,
            expires_on=link.expires_on,
            is_usable=link.is_usable(today),
            is_revoked=link.revoked_at is not None,
        )
        for number, link in enumerate(rows, start=1)
    ]
    return lines[::-1]


def _target(
    figures: Sequence[Figure],
    called: dict[str, str],
    names: Names,
    rollout: Rollout,
    today: date,
) -> SharedTarget:
    first, target = figures[0], figures[0].target
    days = {figure.due for figure in figures}
    met = [figure.met_on for figure in figures if figure.met_on is not None]
    is_met = len(met) == len(figures)
    own = target.name if not names.stand_in(target.name) else ""
    return SharedTarget(
        topic=called.get(first.topic_name, ""),
        what=own or rollout.wording.say(_measured(target)),
        learners=len(figures) if target.each_learner else None,
        reached=len(met),
        baseline=target.baseline,
        now=None if target.each_learner else rounded(target, first.now),
        number=target.number,
        limit=target.limit,
        unit="" if names.stand_in(target.unit_words) else target.unit_words,
        due=first.due if len(days) == 1 else None,
        own_days=len(days) > 1,
        met_on=max(met) if is_met else None,
        progress=sum(figure.progress for figure in figures) / len(figures),
        late=any(figure.is_past_its_date(today) for figure in figures),
        missing=rollout.wording.say(first.missing),
    )


def _measured(target: Target) -> str:
    """Say what a target measures in our words, whatever name it has."""
    return Target(
        measure=target.measure,
        output_kind=target.output_kind,
        level=target.level,
        trusted=target.trusted,
        within_workdays=target.within_workdays,
    ).label


def _topics(
    rows: Iterable[dict[str, Any]], called: dict[str, str], figures: Iterable[Figure]
) -> list[SharedTopic]:
    met: dict[str, list[bool]] = defaultdict(list)
    for figure in figures:
        met[figure.topic_name].append(figure.is_met)
    return [
        SharedTopic(
            **row | {"name": called[row["name"]], "last": _day(row["last"])},
            reached=sum(met[row["name"]]),
            targets=len(met[row["name"]]),
        )
        for row in rows
    ]


def _day(value: Any) -> date | None:
    # SQLite does not know that what a subquery answers is a day.
    return CoachingSession.held_on.python_value(value)


def _topic_rows(rollout: Rollout, today: date) -> list[dict[str, Any]]:
    """Count what each topic of a rollout has, in its order (one query)."""
    learning = Seat.select(fn.COUNT(Seat.person.distinct())).where(
        Seat.rollout_topic == RolloutTopic.id, Seat.role == Role.LEARNER, held_on(today)
    )
    held = CoachingSession.rollout_topic == RolloutTopic.id
    held &= CoachingSession.held_on.is_null(False) & CoachingSession.cancelled_at.is_null()
    outputs = (Output.rollout == RolloutTopic.rollout) & (Output.topic == Topic.id)
    return list(
        RolloutTopic.select(
            Topic.name,
            learning.alias("learners"),
            CoachingSession.select(fn.COUNT(CoachingSession.id)).where(held).alias("sessions"),
            CoachingSession.select(fn.MAX(CoachingSession.held_on)).where(held).alias("last"),
            _count(outputs & (Output.state == OutputState.PUBLISHED)).alias("published"),
            _count(outputs & (Output.state != OutputState.OBSOLETE)).alias("outputs"),
        )
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join(Topic, on=(Revision.topic == Topic.id))
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, RolloutTopic.id)
        .dicts()
    )


def _count(condition: Expression) -> Any:
    return Output.select(fn.COUNT(Case(None, [(condition, 1)]))).where(condition)
