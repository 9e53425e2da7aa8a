"""What the kind of a topic usually agrees on: targets and outputs to take over with one press."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..dates import count_words
from ..models import (
    Kind,
    Level,
    Measure,
    OutputKind,
    Revision,
    Rollout,
    RolloutTopic,
    Target,
    Topic,
)

WEEK = 7

# Once a week until the agreed end, within reason; so many where none was agreed.
FEWEST_SESSIONS, MOST_SESSIONS, USUAL_SESSIONS = 3, 8, 5

# The buddy's meetings, unless told otherwise.
BUDDY_MEETINGS, BUDDY_DAYS = 8, 90

# Somebody's own growth is met about, not signed off.
MEETINGS = 6

# What is to be left behind, by the kind of the topic.
DOCUMENTS: dict[Kind, tuple[OutputKind, ...]] = {
    Kind.PROCESS_CHANGE: (OutputKind.HOW_TO, OutputKind.FAQ_ENTRY),
    Kind.DELEGATION: (OutputKind.MANUAL,),
    Kind.NICHE_SKILL: (OutputKind.MANUAL, OutputKind.FAQ_ENTRY),
    Kind.ORIENTATION: (OutputKind.FAQ_ENTRY,),
    Kind.DEVELOPMENT: (),
}


@dataclass(frozen=True)
class Suggestion:
    """A target on one topic, with what `add_target` takes; an output is planned along with it."""

    key: str
    topic: RolloutTopic
    words: str
    target: dict[str, Any] = field(default_factory=dict)
    output: OutputKind | None = None


def suggestions_for(rollout: Rollout) -> list[Suggestion]:
    """List what the kind of each topic suggests and nobody agreed on yet (two queries)."""
    topics = list(
        RolloutTopic.select(RolloutTopic, Revision, Topic)
        .join(Revision)
        .join(Topic)
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, RolloutTopic.id)
    )
    agreed = {
        (target.rollout_topic_id, target.measure, target.output_kind)
        for target in rollout.targets.where(Target.dropped_on.is_null())
    }
    return [
        suggestion
        for topic in topics
        for suggestion in _usual(topic, rollout)
        if (topic.id, suggestion.target["measure"], suggestion.output) not in agreed
    ]


def _usual(topic: RolloutTopic, rollout: Rollout) -> Iterator[Suggestion]:
    kind, due = topic.revision.topic.kind, rollout.end_date
    yield _meetings(topic, kind, rollout)
    if kind in (Kind.ORIENTATION, Kind.DEVELOPMENT):
        documents: Iterable[OutputKind] = DOCUMENTS[kind]
    else:
        yield _standing(topic, rollout)
        documents = DOCUMENTS[kind]
    for document in documents:
        yield _document(topic, document, due)


def _meetings(topic: RolloutTopic, kind: Kind, rollout: Rollout) -> Suggestion:
    held = {"measure": Measure.SESSIONS_HELD, "each_learner": True, "due": rollout.end_date}
    if kind == Kind.ORIENTATION:
        words = f"{BUDDY_MEETINGS} meetings within {BUDDY_DAYS} days of each learner's start"
        within = {"number": BUDDY_MEETINGS, "within_days": BUDDY_DAYS, "due": None}
        return _suggestion("sessions", topic, rollout.wording.say(words), held | within)
    if kind == Kind.DEVELOPMENT:
        return _suggestion(
            "sessions", topic, f"{MEETINGS} meetings held by each", held | {"number": MEETINGS}
        )
    sessions = _sessions(rollout)
    words = f"{count_words(sessions, 'session')} held with each learner"
    return _suggestion("sessions", topic, rollout.wording.say(words), held | {"number": sessions})


def _standing(topic: RolloutTopic, rollout: Rollout) -> Suggestion:
    return _suggestion(
        "standing",
        topic,
        rollout.wording.say("Each learner does it alone, signed off"),
        {
            "measure": Measure.LEARNERS_AT_STANDING,
            "each_learner": True,
            "level": Level.DOES_IT_ALONE,
            "number": 1,
            "due": rollout.end_date,
        },
    )


def _document(topic: RolloutTopic, kind: OutputKind, due: date | None) -> Suggestion:
    return Suggestion(
        f"{kind.replace(' ', '-').lower()}-{topic.id}",
        topic,
        f"{'An' if kind == OutputKind.FAQ_ENTRY else 'A'} {kind} published",
        {
            "measure": Measure.OUTPUTS_PUBLISHED,
            "output_kind": kind,
            "number": 1,
            "due": due,
        },
        kind,
    )


def _suggestion(name: str, topic: RolloutTopic, words: str, target: dict[str, Any]) -> Suggestion:
    return Suggestion(f"{name}-{topic.id}", topic, words, target)


def _sessions(rollout: Rollout) -> int:
    if rollout.end_date is None:
        return USUAL_SESSIONS
    weeks = (rollout.end_date - rollout.start_date).days // WEEK
    return min(max(weeks, FEWEST_SESSIONS), MOST_SESSIONS)
