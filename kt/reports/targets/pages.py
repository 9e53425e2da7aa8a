"""The pages of targets: all of a rollout, and one with the rows behind it.

Whoever runs the rollout sees all of it. Others see what counts for everybody and, where a target
counts for each learner, themselves and those they guide or manage; of the rest only the number.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from peewee import JOIN, ModelSelect

from ...access import (
    ids_of,
    items_visible_to,
    learners_of,
    may_read_target,
    may_run_rollout,
    outputs_visible_to,
    questions_visible_to,
    reports_of,
    sessions_visible_to,
    standings_visible_to,
    targets_visible_to,
)
from ...db import compiled, ids_to_list, listed
from ...models import (
    Measure,
    Person,
    Reading,
    Revision,
    Rollout,
    RolloutTopic,
    Target,
    Topic,
    Wording,
)
from .burn_up import BurnUp, burn_up_of
from .evidence import Evidence
from .figures import Figure, figures_of, figures_of_target, started_on
from .learners import Learner
from .lines import FigureLine, lines_of
from .outlook import outlook_of, verdict

PAGE = 100


@dataclass(frozen=True)
class TargetsPage:
    """What a rollout agreed on: a page of lines by topic, `total` of them, and those dropped.

    `dates` says the likely and the late day, where the pace tells them.

    `others` says how many learners' figures count that the reader does not see.
    """

    verdict: str
    dates: str
    burn_up: BurnUp | None
    groups: list[tuple[str, list[FigureLine]]]
    total: int
    others: str
    dropped: list[Target]
    may_run: bool


@dataclass(frozen=True)
class Row:
    """One row behind a target; `ref` is the id of what its link opens, None where it has none.

    `others` counts the further learners of a session. `value` is what was read, `corrected` what
    it was corrected to: it then does not count.
    """

    noun: str
    id: int
    words: str
    on: date | None
    ref: int | None
    others: int = 0
    value: float | None = None
    corrected: float | None = None


class Part(StrEnum):
    """What the rows behind a target are to it."""

    COUNTED = "counted"
    OPEN = "open"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True)
class Rows:
    """Rows of one part that stand on a page, newest first, and how many it has in all."""

    part: Part
    rows: list[Row]
    total: int


@dataclass(frozen=True)
class TargetPage:
    """One target: its lines, and a page of the rows behind it, `total` of them in all.

    `others` says how many learners' figures the reader does not see, `unseen` counts the rows.
    """

    target: Target
    lines: list[FigureLine]
    parts: list[Rows]
    total: int
    others: str
    unseen: int
    learners: list[tuple[int, str]]
    may_run: bool
    may_read: bool


def targets_page(rollout: Rollout, person: Person, today: date, page: int = 1) -> TargetsPage:
    """Gather the targets of a rollout as a person sees them (two queries and the counting)."""
    figures = figures_of(rollout, today)
    seen = _seen(figures, rollout, person)
    outlook = outlook_of(rollout, figures, today)
    shown = lines_of(seen, rollout, today, slice((page - 1) * PAGE, page * PAGE))
    return TargetsPage(
        verdict=verdict(rollout, figures, today, outlook),
        dates=outlook.dates(today),
        burn_up=burn_up_of(rollout, figures, today, outlook),
        groups=[(topic, list(group)) for topic, group in groupby(shown, lambda line: line.topic)],
        total=len(seen),
        others=_others_words(figures, seen, rollout.wording),
        dropped=_dropped(rollout=rollout),
        may_run=may_run_rollout(person, rollout),
    )


@compiled
def _dropped(rollout: Any) -> Any:
    dropped = Target.select().where(Target.rollout == rollout, Target.dropped_on.is_null(False))
    return dropped.order_by(Target.id)


def all_lines(rollout: Rollout, person: Person, today: date) -> list[FigureLine]:
    """List the targets of a rollout as a person sees them, all pages of them."""
    return lines_of(_seen(figures_of(rollout, today), rollout, person), rollout, today)


def targets_with_topics(person: Person) -> ModelSelect:
    """Select the targets a person may see, each with its rollout and topic."""
    return (
        targets_visible_to(person)
        .select(Target, Rollout, RolloutTopic, Revision, Topic)
        .join(Rollout, on=(Target.rollout == Rollout.id))
        .switch(Target)
        .join(RolloutTopic, JOIN.LEFT_OUTER, on=(Target.rollout_topic == RolloutTopic.id))
        .join(Revision, JOIN.LEFT_OUTER, on=(RolloutTopic.revision == Revision.id))
        .join(Topic, JOIN.LEFT_OUTER, on=(Revision.topic == Topic.id))
    )


def topics_to_measure(rollout: Rollout) -> list[tuple[int, str]]:
    """List the topics of a rollout for a choice, by their ids there."""
    rows = (
        RolloutTopic.select(RolloutTopic.id, Topic.name)
        .join(Revision)
        .join(Topic)
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, Topic.name)
    )
    return list(rows.tuples())


def target_page(
    target: Target,
    person: Person,
    today: date,
    *,
    learner_id: int | None = None,
    page: int = 1,
) -> TargetPage:
    """Gather a target and its rows, of one learner where an id is given.

    Takes five queries, six for one of a closed rollout.
    """
    rollout = target.rollout
    figures = figures_of_target(target, today)
    seen = _seen(figures, rollout, person)
    chosen = [each for each in seen if learner_id in (None, each.learner and each.learner.id)]
    if target.measure == Measure.NUMBER:
        counted, earlier, later = _readings(target, [each.learner for each in chosen])
    else:
        counted = _rows(row for figure in chosen for row in figure.counted)
        later = _rows(row for figure in chosen for row in figure.later)
        earlier = _rows(row for figure in chosen for row in figure.earlier)
    may_see = _may_see(target, person, [*counted, *later, *earlier])
    rows = [(row, _part(row)) for row in counted if may_see(row)]
    rows += [(row, Part.LATER) for row in later if may_see(row)]
    rows += [(row, Part.EARLIER) for row in earlier if may_see(row)]
    return TargetPage(
        target=target,
        lines=lines_of(chosen, rollout, today),
        parts=_on_page(rows, page),
        total=len(rows),
        others=_others_words(figures, seen, rollout.wording),
        unseen=sum(not may_see(row) for row in counted),
        learners=[(each.learner.id, each.learner.name) for each in seen if each.learner],
        may_run=may_run_rollout(person, rollout),
        may_read=target.measure == Measure.NUMBER and may_read_target(person, target),
    )


def _seen(figures: list[Figure], rollout: Rollout, person: Person) -> list[Figure]:
    """Keep what counts for everybody, and of the learners those whom a person may see."""
    if may_run_rollout(person, rollout) or not any(figure.learner for figure in figures):
        return figures
    theirs = Person.select(Person.id).where(
        (Person.id == person.id)
        | Person.id.in_(ids_of(learners_of, person))
        | Person.id.in_(ids_of(reports_of, person))
    )
    ids = {id for (id,) in theirs.tuples()}
    return [figure for figure in figures if figure.learner is None or figure.learner.id in ids]


def _others_words(figures: list[Figure], seen: list[Figure], wording: Wording) -> str:
    """Say how many figures count that are not shown, and how many of them are reached."""
    hidden = len(figures) - len(seen)
    if not hidden:
        return ""
    met = sum(figure.is_met for figure in figures) - sum(figure.is_met for figure in seen)
    if hidden == 1:
        reached = "reached" if met else "not reached yet"
        return wording.say(f"1 figure of another learner counts too, {reached}.")
    return f"{hidden} figures of others count too, {met or 'none'} of them reached."


def _part(row: Row) -> Part:
    return Part.COUNTED if row.on else Part.OPEN


def _on_page(rows: list[tuple[Row, Part]], page: int) -> list[Rows]:
    totals = Counter(part for _, part in rows)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return [
        Rows(part, [row for row, _ in group], totals[part])
        for part, group in groupby(shown, lambda each: each[1])
    ]


def _rows(evidence: Iterable[Evidence]) -> list[Row]:
    """List evidence once a row, newest first: a session with several learners is one."""
    found: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    for each in evidence:
        found[each.noun, each.id].append(each)
    return _newest_first(_row(each) for each in found.values())


def _row(evidence: list[Evidence]) -> Row:
    first, *others = evidence
    return Row(
        noun=first.noun,
        id=first.id,
        words=first.words,
        on=first.on,
        ref=first.person_id if first.noun == "standing" else first.id,
        others=len(others),
    )


def _readings(target: Target, learners: list[Learner | None]) -> tuple[list[Row], ...]:
    """List what was read for these learners, the corrected ones too.

    First what counts, then what is from before the start, then what is from after the close.
    """
    correction, whose = Reading.alias(), Person.alias()
    found = (
        Reading.select(
            Reading.id, Reading.on, Reading.value, Person.name, whose.name, correction.value
        )
        .join(Person, on=(Reading.by == Person.id))
        .switch(Reading)
        .join(whose, JOIN.LEFT_OUTER, on=(Reading.person == whose.id))
        .switch(Reading)
        .join(correction, JOIN.LEFT_OUTER, on=(correction.corrects == Reading.id))
        .where(Reading.target == target)
    )
    if target.each_learner:
        found = found.where(Reading.person.in_([each.id for each in learners if each]))
    rows = _newest_first(
        Row(
            noun="reading",
            id=id,
            words=f"{learner}, read by {by}" if learner else f"read by {by}",
            on=on,
            ref=None,
            value=value,
            corrected=corrected,
        )
        for id, on, value, by, learner, corrected in found.tuples()
    )
    started, until = started_on(target.rollout), target.rollout.closed_on or date.max
    return (
        [row for row in rows if row.on and started <= row.on <= until],
        [row for row in rows if row.on and row.on < started],
        [row for row in rows if row.on and row.on > until],
    )


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.on or date.min, row.id), reverse=True)


def _may_see(target: Target, person: Person, rows: list[Row]) -> Callable[[Row], bool]:
    """Tell which rows a person may open; those of the others count, but are not shown.

    A closed rollout counts what was taken back since, which even whoever runs it sees no more.
    """
    rollout, measure = target.rollout, target.measure
    may_be_gone = measure in TAKEN_BACK and not rollout.is_open
    if not may_be_gone and (measure not in HIDDEN or may_run_rollout(person, rollout)):
        return lambda row: True
    visible = (HIDDEN | TAKEN_BACK)[measure](person)
    column = visible.model.id
    shown = visible.select(column).where(listed(column, ids_to_list([row.id for row in rows])))
    ids = {id for (id,) in shown.tuples()}
    return lambda row: row.id in ids


# The measures whose rows not everybody in the rollout sees.
HIDDEN: dict[Measure, Callable[[Person], ModelSelect]] = {
    Measure.SESSIONS_HELD: sessions_visible_to,
    Measure.COACHING_HOURS: sessions_visible_to,
    Measure.ITEMS_DONE: items_visible_to,
    Measure.ITEMS_ON_TIME: items_visible_to,
    Measure.LEARNERS_AT_STANDING: standings_visible_to,
    Measure.LEARNERS_SIGNED_OFF: standings_visible_to,
    Measure.QUESTIONS_ANSWERED: questions_visible_to,
}

# Those whose rows may be withdrawn from people who saw them.
TAKEN_BACK: dict[Measure, Callable[[Person], ModelSelect]] = {
    Measure.OUTPUTS_PUBLISHED: outputs_visible_to,
    Measure.QUESTIONS_ANSWERED: questions_visible_to,
}
