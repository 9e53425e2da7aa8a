"""How a rollout goes, as its own page and its supervisor's home say it: one piece for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..dates import count_words, day_words
from ..models import Output, OutputState, Rollout, RolloutState
from ..rules.broken import TopicFacts
from ..rules.pairings import PairingFacts
from .targets import (
    BurnUp,
    Figure,
    Outlook,
    Pace,
    burn_up_of,
    figures_of,
    outlook_of,
    reasons_of,
    verdict,
)
from .threads import TopicThread, threads_of


@dataclass(frozen=True)
class Verdict:
    """How a rollout goes: the sentence, its dates and what holds it up, its chart, its threads.

    `targets` counts all that was agreed, once for each learner where it counts for each.
    """

    sentence: str
    dates: str = ""
    agreed: str = ""
    held_up: str = ""
    burn_up: BurnUp | None = None
    threads: tuple[TopicThread, ...] = ()
    targets: int = 0

    @property
    def reason(self) -> str:
        return " ".join(filter(None, (self.dates, self.agreed, self.held_up)))


def verdict_on(
    rollout: Rollout,
    *,
    pairings: Sequence[PairingFacts],
    outputs: Sequence[Output],
    topics: Sequence[TopicFacts],
    days_off: frozenset[date] | None,
    today: date,
) -> Verdict:
    """Say how a rollout goes (three queries; one more where `days_off` are not known).

    Pairings, outputs and topics are those of the rollout, `days_off` those of its supervisor.
    """
    figures = figures_of(rollout, today)
    outlook = outlook_of(rollout, figures, today, days_off)
    end = rollout.end_date
    return Verdict(
        sentence=verdict(rollout, figures, today, outlook, with_reasons=False),
        dates=outlook.dates(today),
        agreed=f"Agreed end {day_words(end, today)}." if end else "",
        held_up=" ".join(_held_up(rollout, figures, outlook, pairings, outputs, today)),
        burn_up=burn_up_of(rollout, figures, today, outlook),
        threads=tuple(threads_of(topics, pairings=pairings, outputs=outputs, figures=figures)),
        targets=len(figures),
    )


def _held_up(
    rollout: Rollout,
    figures: Sequence[Figure],
    outlook: Outlook,
    pairings: Sequence[PairingFacts],
    outputs: Sequence[Output],
    today: date,
) -> list[str]:
    """Say why a running rollout is late, and of one that is not, what might hold it up."""
    if rollout.state != RolloutState.RUNNING:
        return []
    if outlook.pace in (Pace.LATE, Pace.STANDS_STILL):
        reasons = reasons_of(rollout, figures, today, outlook.last)
        return [f"{each[0].upper()}{each[1:]}." for each in reasons]
    said = []
    silent = max(pairings, key=lambda each: each.silent_days(today), default=None)
    if silent and silent.silent_days(today):
        days = count_words(silent.silent_days(today), "day")
        said.append(f"A pairing on {silent.topic_name} has had no session for {days}.")
    planned = sum(output.state == OutputState.PLANNED for output in outputs)
    if planned:
        are = "is" if planned == 1 else "are"
        said.append(f"{count_words(planned, 'output')} {are} not started.")
    return said
