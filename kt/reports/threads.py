"""The thread of a topic in a rollout: agreed, coached, written, signed off, from evidence alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..models import Answer, Measure, Output, OutputState
from ..rules.broken import TopicFacts
from ..rules.pairings import PairingFacts
from .targets import Figure


class Bead(StrEnum):
    EMPTY = "empty"
    HALF = "half"
    FULL = "full"


@dataclass(frozen=True)
class Thread:
    """Four beads; one without a source is None and not drawn, as before an agreement is offered."""

    coached: Bead
    written: Bead
    signed_off: Bead | None = None
    agreed: Bead | None = None


@dataclass(frozen=True)
class TopicThread:
    """A topic of a rollout, by its id there, with its thread and its targets, met and all."""

    id: int
    name: str
    thread: Thread
    met: int
    targets: int


def threads_of(
    topics: Iterable[TopicFacts],
    *,
    pairings: Iterable[PairingFacts],
    outputs: Iterable[Output],
    figures: Iterable[Figure],
) -> list[TopicThread]:
    """String the beads of a rollout's topics from what is loaded of it already (no query).

    Pairings, outputs and figures are those of the rollout, so that each page that has them shows
    the same threads.
    """
    guided: dict[int, list[PairingFacts]] = defaultdict(list)
    for pairing in pairings:
        if not pairing.is_gap:
            guided[pairing.rollout_topic_id].append(pairing)
    states: dict[int | None, set[OutputState]] = defaultdict(set)
    for output in outputs:
        states[output.topic_id].add(OutputState(output.state))
    agreed: dict[int | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        agreed[figure.target.rollout_topic_id].append(figure)
    return [
        TopicThread(
            id=topic.id,
            name=topic.name,
            thread=Thread(
                coached=_coached(topic, agreed[topic.id]),
                written=_written(states[topic.topic_id]),
                agreed=_agreed(guided[topic.id]),
            ),
            met=sum(each.is_met for each in agreed[topic.id]),
            targets=len(agreed[topic.id]),
        )
        for topic in topics
    ]


def _coached(topic: TopicFacts, figures: Iterable[Figure]) -> Bead:
    """Half: a session was held since the start; full: the topic's targets of sessions are met."""
    sessions = [each for each in figures if each.target.measure == Measure.SESSIONS_HELD]
    if sessions and all(each.is_met for each in sessions):
        return Bead.FULL
    return Bead.HALF if topic.begun else Bead.EMPTY


def _written(states: set[OutputState]) -> Bead:
    """Half: something is in draft or further; full: all that is planned is out."""
    states = states - {OutputState.OBSOLETE}
    if states == {OutputState.PUBLISHED}:
        return Bead.FULL
    return Bead.HALF if states - {OutputState.PLANNED} else Bead.EMPTY


def _agreed(guided: Sequence[PairingFacts]) -> Bead | None:
    """Half: one of the two has signed; full: both have, in every pairing; None before an offer."""
    if not guided or not guided[0].version:
        return None
    signed = [
        answer == Answer.SIGNED
        for each in guided
        for answer in (each.guide_answer, each.learner_answer)
    ]
    return Bead.FULL if all(signed) else Bead.HALF if any(signed) else Bead.EMPTY
