"""A rollout's design: its steps, what each holds, and what is still missing for the start."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from peewee import JOIN, ModelSelect, fn

from ..dates import count_words, short_date
from ..models import (
    Output,
    Pairing,
    Person,
    ReadinessAnswer,
    ReadinessQuestion,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    Topic,
)
from ..rules.gate import Point, points_of, unresolved
from ..rules.readiness import NOT_YET
from .seating import held_on


class Step(StrEnum):
    """The steps in which a rollout is designed, in their order."""

    CHANGE = "change"
    READINESS = "readiness"
    TOPICS = "topics"
    PEOPLE = "people"
    MODEL = "model"
    TARGETS = "targets"
    AGREEMENT = "agreement"

    @property
    def next(self) -> "Step":
        steps = list(Step)
        return steps[min(steps.index(self) + 1, len(steps) - 1)]


# What one does in a step that asks.
VERBS = {
    Step.CHANGE: "Say it",
    Step.READINESS: "Answer",
    Step.TOPICS: "Choose",
    Step.PEOPLE: "Seat people",
    Step.MODEL: "Choose",
    Step.TARGETS: "Agree",
    Step.AGREEMENT: "Offer it",
}

LABELS = {
    Step.CHANGE: "What is changing",
    Step.READINESS: "Readiness",
    Step.TOPICS: "Topics",
    Step.PEOPLE: "People",
    Step.MODEL: "Model",
    Step.TARGETS: "Targets and outputs",
    Step.AGREEMENT: "Agreement",
}

# In which step a point of the start gate is resolved, by the place that it names.
STEPS_BY_PLACE = {
    "designs.show": Step.READINESS,
    "rollouts.new_topic": Step.TOPICS,
    "topics.edit": Step.TOPICS,
    "seats.index": Step.PEOPLE,
    "rollouts.edit": Step.MODEL,
    "targets.new": Step.TARGETS,
    "sessions.new_kick_off": Step.AGREEMENT,
    "agreements.show": Step.AGREEMENT,
}


@dataclass(frozen=True)
class Line:
    """One step: what it holds by now, and the points of the start gate that belong to it."""

    step: Step
    text: str
    is_done: bool
    points: tuple[Point, ...]

    @property
    def label(self) -> str:
        return LABELS[self.step]

    @property
    def verb(self) -> str:
        return VERBS[self.step]


@dataclass(frozen=True)
class Design:
    """A rollout's steps, and what is missing for its start."""

    lines: tuple[Line, ...]
    missing: tuple[Point, ...]

    @property
    def ahead(self) -> Line:
        """The first step that asks for something, or else the last one."""
        return next((line for line in self.lines if not line.is_done), self.lines[-1])

    def step_of(self, point: Point) -> Step:
        return STEPS_BY_PLACE[point.place]

    @property
    def verdict(self) -> str:
        if self.missing:
            return f"{count_words(len(self.missing), 'point is', 'points are')} open for the start."
        return "Nothing is missing for the start."


@dataclass(frozen=True)
class _Facts:
    answered: int
    yes: int
    not_yet: int
    topics: int
    learners: int
    guides: int
    smes: int
    targets: int
    outputs: int


@dataclass(frozen=True)
class TopicLine:
    """A topic of the design; its row and its revision serve the form of its process."""

    id: int
    topic_id: int
    name: str
    process: str
    row: RolloutTopic


@dataclass(frozen=True)
class SeatLine:
    """Who learns or guides on which topic, and by whom a learner is guided."""

    person_id: int
    name: str
    role: Role
    topic: str
    guides: tuple[str, ...]


def design_of(rollout: Rollout, today: date) -> Design:
    """Gather the steps of a draft (nine queries at most)."""
    points = unresolved(points_of(rollout, today))
    facts = _facts(rollout, today)
    by_step: dict[Step, list[Point]] = defaultdict(list)
    for point in points:
        by_step[STEPS_BY_PLACE[point.place]].append(point)
    held = {
        Step.CHANGE: (_change(rollout, today), rollout.kind is not None),
        Step.READINESS: _readiness(rollout, facts),
        Step.TOPICS: (count_words(facts.topics, "topic"), facts.topics > 0),
        Step.PEOPLE: _people(facts, rollout),
        Step.MODEL: (_model(rollout), bool(facts.learners or facts.guides or facts.smes)),
        Step.TARGETS: _targets(facts),
        Step.AGREEMENT: _agreement(rollout),
    }
    return Design(
        lines=tuple(
            Line(step, text, is_filled and not by_step[step], tuple(by_step[step]))
            for step, (text, is_filled) in held.items()
        ),
        missing=tuple(points),
    )


def topics_of_design(rollout: Rollout) -> list[TopicLine]:
    """List the topics of a rollout with their written process."""
    rows = _topics(rollout).select(RolloutTopic, Revision, Topic)
    return [
        TopicLine(
            row.id,
            row.revision.topic_id,
            row.revision.topic.name,
            row.revision.process.strip(),
            row,
        )
        for row in rows
    ]


def seats_of_design(rollout: Rollout, today: date) -> list[SeatLine]:
    """List who sits where, learners with their guides, by topic (one query)."""
    guide, who = Seat.alias(), Person.alias()
    rows = (
        Seat.select(Seat.id, Person.id, Person.name, Seat.role, Topic.name, who.name)
        .join(Person)
        .switch(Seat)
        .join(RolloutTopic)
        .join(Revision)
        .join(Topic)
        .switch(Seat)
        .left_outer_join(Pairing, on=((Pairing.learner == Seat.id) & Pairing.ended_on.is_null()))
        .left_outer_join(guide, on=(Pairing.guide == guide.id))
        .left_outer_join(who, on=(guide.person == who.id))
        .where(RolloutTopic.rollout == rollout, held_on(today))
        .order_by(RolloutTopic.position, RolloutTopic.id, Seat.role, Person.name, Seat.id)
        .tuples()
    )
    lines: dict[int, SeatLine] = {}
    for id, person_id, name, role, topic, guided_by in rows:
        before = lines[id].guides if id in lines else ()
        guides = (*before, guided_by) if guided_by else before
        lines[id] = SeatLine(person_id, name, Role(role), topic, guides)
    return list(lines.values())


def targets_of_design(rollout: Rollout) -> list[Target]:
    """List what is agreed on, each with its topic, by topic (one query)."""
    return list(
        rollout.targets.select(Target, RolloutTopic, Revision, Topic)
        .join(RolloutTopic, JOIN.LEFT_OUTER)
        .join(Revision, JOIN.LEFT_OUTER)
        .join(Topic, JOIN.LEFT_OUTER)
        .where(Target.dropped_on.is_null())
        .order_by(RolloutTopic.position, RolloutTopic.id, Target.id)
    )


def _topics(rollout: Rollout) -> ModelSelect:
    return (
        RolloutTopic.select()
        .join(Revision)
        .join(Topic)
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, RolloutTopic.id)
    )


def _facts(rollout: Rollout, today: date) -> _Facts:
    """Count what stands in each step (one query)."""
    answers = ReadinessAnswer.select(fn.COUNT(ReadinessAnswer.id)).where(
        ReadinessAnswer.rollout == rollout
    )

    topics = RolloutTopic.select(fn.COUNT(RolloutTopic.id)).where(RolloutTopic.rollout == rollout)

    def seated(*roles: Role) -> ModelSelect:
        return (
            Seat.select(fn.COUNT(Seat.person.distinct()))
            .join(RolloutTopic)
            .where(RolloutTopic.rollout == rollout, Seat.role.in_(roles), held_on(today))
        )

    targets = Target.select(fn.COUNT(Target.id)).where(
        Target.rollout == rollout, Target.dropped_on.is_null()
    )
    outputs = Output.select(fn.COUNT(Output.id)).where(Output.rollout == rollout)
    row = (
        Rollout.select(
            answers,
            answers.where(ReadinessAnswer.yes),
            answers.where(ReadinessAnswer.yes, ReadinessAnswer.question.in_(list(NOT_YET))),
            topics,
            seated(Role.LEARNER),
            seated(Role.COACH, Role.BUDDY),
            seated(Role.SME),
            targets,
            outputs,
        )
        .where(Rollout.id == rollout.id)
        .tuples()
        .get()
    )
    return _Facts(*row)


def _change(rollout: Rollout, today: date) -> str:
    kind = f"{rollout.kind[:1].upper()}{rollout.kind[1:]}" if rollout.kind else "Not said yet"
    start = f"from {short_date(rollout.start_date, today)}"
    end = f" to {short_date(rollout.end_date, today)}" if rollout.end_date else ""
    return " · ".join(filter(None, [kind, rollout.department, f"{start}{end}"]))


def _readiness(rollout: Rollout, facts: _Facts) -> tuple[str, bool]:
    if not facts.answered:
        return "Nobody answered the questions yet.", False
    text = f"{count_words(facts.yes, 'thing')} to mind · {rollout.wording}"
    return text, facts.answered == len(ReadinessQuestion) and not facts.not_yet


def _people(facts: _Facts, rollout: Rollout) -> tuple[str, bool]:
    learners = count_words(facts.learners, rollout.wording.say("learner"))
    guides, smes = count_words(facts.guides, "guide"), count_words(facts.smes, "SME")
    text = f"{learners} · {guides} · {smes}"
    return text, bool(facts.learners or rollout.rolling)


def _model(rollout: Rollout) -> str:
    return f"{rollout.model[:1].upper()}{rollout.model[1:]}"


def _targets(facts: _Facts) -> tuple[str, bool]:
    text = f"{count_words(facts.targets, 'target')} · {count_words(facts.outputs, 'output')}"
    return text, bool(facts.targets)


def _agreement(rollout: Rollout) -> tuple[str, bool]:
    if not rollout.agreement_version:
        return "It is not offered yet.", False
    return f"Version {rollout.agreement_version}", True
