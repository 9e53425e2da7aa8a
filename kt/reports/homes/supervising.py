"""The supervisor's part: how the rollout stands, and who needs them today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ...dates import day_words
from ...models import Measure, Output, OutputState, Person, Rollout
from ...rules.broken import TopicFacts, topic_facts
from ...rules.hours import Held, minutes_held, week_of
from ...rules.pairings import PairingFacts
from ...rules.rollout_days import day_in
from ..needs import Need, needs_of
from ..nudges import Nudging
from ..signoffs import SignoffRow
from ..targets import BurnUp, Figure, Outlook, burn_up_of, figures_of, outlook_of, verdict
from ..threads import Bead, Thread, agreed_bead, written_bead

NEEDS_SHOWN = 5
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
class TopicThread:
    """A topic with its thread and its targets, met and all."""

    id: int
    name: str
    thread: Thread
    met: int
    targets: int


@dataclass(frozen=True)
class SupervisorPart:
    """Verdict, needs, coaches' load and threads of one rollout; none while nothing is run."""

    headline: str
    reason: str
    rollout: Rollout | None
    others: tuple[Rollout, ...]
    burn_up: BurnUp | None
    needs: tuple[Need, ...]
    needs_total: int
    put_off: int
    loads: tuple[Load, ...]
    monday: date
    topics: tuple[TopicThread, ...]
    kind: str = "supervisor"

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
        return _nothing_run(now.date())
    today = day_in(rollout, now)
    pairings = [each for each in pairings if each.rollout_id == rollout.id]
    outputs = [each for each in outputs if each.rollout_id == rollout.id]
    topics = topic_facts(rollout, today)
    figures = figures_of(rollout, today)
    outlook = outlook_of(
        rollout, figures, today, days_off if rollout.supervisor_id == person.id else None
    )
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
        headline=verdict(rollout, figures, today, outlook, with_reasons=False),
        reason=_reason(rollout, outlook, pairings, outputs, today),
        rollout=rollout,
        others=tuple(each for each in rollouts if each.id != rollout.id),
        burn_up=burn_up_of(rollout, figures, today, outlook),
        needs=tuple(needs[:NEEDS_SHOWN]),
        needs_total=len(needs),
        put_off=nudging.sleeping_in(rollout, today),
        loads=_loads(pairings, held),
        monday=week_of(today),
        topics=tuple(_thread(topic, pairings, outputs, figures) for topic in topics),
    )


def _nothing_run(today: date) -> SupervisorPart:
    return SupervisorPart(
        headline="You run no rollout yet.",
        reason="Start one, or onboard somebody.",
        rollout=None,
        others=(),
        burn_up=None,
        needs=(),
        needs_total=0,
        put_off=0,
        loads=(),
        monday=today,
        topics=(),
    )


def _reason(
    rollout: Rollout,
    outlook: Outlook,
    pairings: list[PairingFacts],
    outputs: list[Output],
    today: date,
) -> str:
    """Say the likely and the agreed end, and what holds the rollout up most."""
    said = [outlook.dates(today)] if outlook.dates(today) else []
    if rollout.end_date:
        said.append(f"Agreed end {day_words(rollout.end_date, today)}.")
    silent = max(pairings, key=lambda each: each.silent_days(today), default=None)
    if silent and silent.silent_days(today):
        said.append(f"{silent.topic_name} has had no session for {silent.silent_days(today)} days.")
    planned = sum(output.state == OutputState.PLANNED for output in outputs)
    if planned:
        said.append(
            "One output is not started." if planned == 1 else f"{planned} outputs are not started."
        )
    return " ".join(said)


def _loads(pairings: list[PairingFacts], held: Mapping[int, Held]) -> tuple[Load, ...]:
    """List this week's hours of the rollout's guides, in all their rollouts."""
    guides = {each.guide_id: each for each in pairings if each.guide_id and not each.is_pair}
    loads = [
        Load(id, each.guide_name or "", held.get(id, Held()).this_week / 60, each.guide_hours_week)
        for id, each in guides.items()
    ]
    return tuple(sorted(loads, key=lambda load: (-load.is_over, load.name))[:COACHES_SHOWN])


def _thread(
    topic: TopicFacts, pairings: list[PairingFacts], outputs: list[Output], figures: list[Figure]
) -> TopicThread:
    """String a topic's beads from what is loaded already; a bead without a source is not drawn."""
    mine = [each for each in figures if each.target.rollout_topic_id == topic.id]
    sessions = [each for each in mine if each.target.measure == Measure.SESSIONS_HELD]
    held = any(each.held for each in pairings if each.topic_id == topic.topic_id)
    coached = Bead.HALF if held else Bead.EMPTY
    if sessions and all(each.is_met for each in sessions):
        coached = Bead.FULL
    states = {OutputState(each.state) for each in outputs if each.topic_id == topic.topic_id}
    states.discard(OutputState.OBSOLETE)
    return TopicThread(
        id=topic.id,
        name=topic.name,
        thread=Thread(
            coached=coached, written=written_bead(states), agreed=_agreed(topic, pairings)
        ),
        met=sum(each.is_met for each in mine),
        targets=len(mine),
    )


def _agreed(topic: TopicFacts, pairings: list[PairingFacts]) -> Bead | None:
    guided = [each for each in pairings if each.topic_id == topic.topic_id and not each.is_gap]
    answers = [said for each in guided for said in (each.guide_answer, each.learner_answer)]
    return agreed_bead(answers) if answers and guided[0].version else None
