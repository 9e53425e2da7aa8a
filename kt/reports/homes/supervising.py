"""The supervisor's part: how the rollout stands, and who needs them today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ...dates import week_of
from ...models import Output, Person, Rollout
from ...rules.broken import topic_facts
from ...rules.hours import Held, minutes_held
from ...rules.pairings import PairingFacts
from ...rules.rollout_days import day_in
from ..needs import NeedsYou, first_of, needs_of
from ..nudges import Nudging
from ..signoffs import SignoffRow
from ..verdicts import Verdict, verdict_on

COACHES_SHOWN = 6


@dataclass(frozen=True)
class Load:
    """A coach's hours this week beside the hours they have, None where they never said."""

    person_id: int
    name: str
    hours: float
    hours_week: int | None

    @property
    def is_over(self) -> bool:
        return self.hours_week is not None and self.hours > self.hours_week


@dataclass(frozen=True)
class SupervisorPart:
    """Verdict, needs, coaches' load and threads of one rollout; none while nothing is run."""

    verdict: Verdict
    rollout: Rollout | None = None
    others: tuple[Rollout, ...] = ()
    needs_you: NeedsYou = field(default_factory=NeedsYou)
    loads: tuple[Load, ...] = ()
    monday: date | None = None
    kind: str = "supervisor"

    @property
    def headline(self) -> str:
        return self.verdict.sentence

    @property
    def urgency(self) -> int:
        return 2 if self.rollout else 0


def supervisor_part(
    rollout: Rollout | None,
    rollouts: Sequence[Rollout],
    *,
    pairings: list[PairingFacts],
    outputs: list[Output],
    signoffs: Sequence[SignoffRow],
    days_off: frozenset[date],
    person: Person,
    nudging: Nudging,
    now: datetime,
) -> SupervisorPart:
    """Gather the supervisor's part for one rollout, as of the day it is there.

    Takes four queries and those of its targets.
    `days_off` are the holidays where the person is.
    """
    if rollout is None:
        return SupervisorPart(
            Verdict("You run no rollout yet.", held_up="Start one, or onboard somebody.")
        )
    today = day_in(rollout, now)
    pairings = [each for each in pairings if each.rollout_id == rollout.id]
    outputs = [each for each in outputs if each.rollout_id == rollout.id]
    topics = topic_facts(rollout, today)
    held = minutes_held((each.guide_id for each in pairings if each.guide_id), today)
    needs = needs_of(
        rollout,
        pairings=pairings,
        outputs=outputs,
        topics=topics,
        signoffs=signoffs,
        held=held,
        person=person,
        today=today,
        nudging=nudging,
        unrun=[each for each in rollouts if each != rollout and not each.is_run_by(person)],
    )
    return SupervisorPart(
        verdict=verdict_on(
            rollout,
            pairings=pairings,
            outputs=outputs,
            topics=topics,
            days_off=days_off if rollout.supervisor_id == person.id else None,
            today=today,
        ),
        rollout=rollout,
        others=tuple(each for each in rollouts if each.id != rollout.id),
        needs_you=first_of(needs, rollout, nudging, today),
        loads=_loads(pairings, held),
        monday=week_of(today),
    )


def _loads(pairings: list[PairingFacts], held: Mapping[int, Held]) -> tuple[Load, ...]:
    """List this week's hours of the rollout's guides, in all their rollouts."""
    guides = {each.guide_id: each for each in pairings if each.guide_id and not each.is_pair}
    loads = [
        Load(id, each.guide_name or "", held.get(id, Held()).this_week / 60, each.guide_hours_week)
        for id, each in guides.items()
    ]
    return tuple(sorted(loads, key=lambda load: (-load.is_over, load.name))[:COACHES_SHOWN])
