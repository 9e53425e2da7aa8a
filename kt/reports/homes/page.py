"""Which parts somebody's home has, and which of them comes first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ...db import compiled
from ...models import UNFINISHED, Output, Person
from ...rules.pairings import PairingFacts, pairings_around
from ..agreements import OpenSheet, open_sheets_of
from ..checklists import open_items_of
from ..handovers import HandoverRow, waiting_handovers_of
from ..needs import outputs_with_owners
from ..nudges import NudgeLine, nudges_for
from ..questions import HomeQuestions, questions_for
from ..rollouts import rollouts_run_by
from ..sessions import Upcoming, next_planned_of
from ..signoffs import SignoffRow, signoffs_around
from ..smes import places_of, smes_on
from ..time_boxes import TimeBox, boxes_of
from ..writing_desk import DeskRow, desk_of
from .guiding import GuidePart, guide_part
from .learning import LearnerPart, learner_part
from .pairing import PairPart, pair_part
from .supervising import SupervisorPart, supervisor_part

Part = SupervisorPart | GuidePart | LearnerPart | PairPart


# The next few are enough for a first screen.
ITEMS_SHOWN = 5


@dataclass(frozen=True)
class Home:
    """The parts of a home, most urgent first; `kind` of a part names its template.

    What one was nudged about, the sheets that wait for a signature, pairings asked whether they are
    still on, tasks handed to one, documents and sign-offs that wait for one stand before everything
    else. `boxes` are the time boxes of what a buddy guides, by pairing. `asked` are the questions
    that wait, and the answers; `topics` are those one may ask about, `own_topics` the ids of one's
    own, the nearest first.
    """

    parts: tuple[Part, ...]
    nudges: tuple[NudgeLine, ...] = ()
    sheets: tuple[OpenSheet, ...] = ()
    questions: tuple[PairingFacts, ...] = ()
    boxes: Mapping[int, TimeBox] = field(default_factory=dict)
    handovers: tuple[HandoverRow, ...] = ()
    desk: tuple[DeskRow, ...] = ()
    signoffs: tuple[SignoffRow, ...] = ()
    asked: HomeQuestions = field(default_factory=HomeQuestions)
    topics: tuple[tuple[int, str], ...] = ()
    own_topics: tuple[int, ...] = ()

    @property
    def asks_in(self) -> str:
        """The kind of the part in which the box to ask stands: the learner's, else the first."""
        kinds = [part.kind for part in self.parts]
        return "learner" if "learner" in kinds else next(iter(kinds), "")

    @property
    def headline(self) -> str:
        return self.parts[0].headline if self.parts else ""


def home_of(
    person: Person,
    *,
    today: date,
    now: datetime,
    rollout_id: int | None = None,
    items_shown: int = ITEMS_SHOWN,
) -> Home:
    """Gather somebody's home; at most 20 statements, with the sign-in, whatever there is.

    `rollout_id` chooses which of the rollouts they run is shown.
    """
    rollouts = rollouts_run_by(person, today)
    chosen = next((each for each in rollouts if each.id == rollout_id), next(iter(rollouts), None))
    pairings = pairings_around(person, chosen)
    outputs = _outputs_around(person=person, rollout=chosen)
    items = open_items_of(person, today, now, limit=items_shown)
    signoffs = signoffs_around(person, chosen) if items.signoffs else []
    parts: list[Part] = []
    if chosen or person.supervises:
        parts.append(
            supervisor_part(
                chosen,
                rollouts,
                pairings=pairings,
                outputs=outputs,
                signoffs=signoffs,
                days_off=items.days_off,
                person=person,
                nudging=items.nudging,
                now=now,
            )
        )
    guided = [each for each in pairings if each.guide_id == person.id and not each.is_pair]
    learnt = [each for each in pairings if each.learner_id == person.id and not each.is_pair]
    pairs = [
        each for each in pairings if each.is_pair and person.id in (each.guide_id, each.learner_id)
    ]
    next_one = next_planned_of(person, now) if guided or learnt or pairs else None
    # Whoever is an SME need not be told to call on themselves.
    smes = [each for each in smes_on(places_of(guided + learnt), today) if each.id != person.id]
    own_outputs = [
        each for each in outputs if each.owner_id == person.id and each.state in UNFINISHED
    ]
    if guided or own_outputs:
        upcoming = next_one if next_one and _is_guided(next_one, person) else None
        parts.append(guide_part(person, guided, own_outputs, smes=smes, upcoming=upcoming, now=now))
    if learnt or items.own_total or items.others_total or items.total:
        upcoming = next_one if next_one and _is_learnt(next_one, person) else None
        parts.append(learner_part(learnt, items, smes=smes, upcoming=upcoming, today=today))
    upcoming = next_one if next_one and next_one.line.pair_id else None
    paired = pair_part(person, pairs, upcoming, is_asked=items.asks > 0)
    if paired:
        parts.append(paired)
    return Home(
        tuple(sorted(parts, key=lambda part: -part.urgency)),
        sheets=tuple(open_sheets_of(person, today, pairings)) if items.sheets else (),
        questions=tuple(each for each in pairings if each.is_asked(person.id, today)),
        boxes=boxes_of([*guided, *learnt], today),
        handovers=tuple(waiting_handovers_of(person) if items.handed else ()),
        nudges=tuple(nudges_for(person, pairings) if items.nudging.waiting else ()),
        desk=tuple(desk_of(person, today)),
        signoffs=tuple(row for row in signoffs if row.is_mine),
        asked=questions_for(person, items.asking, now),
        topics=items.asking.topics,
        own_topics=_own_topics(next_one, learnt, [*guided, *pairs, *pairings]),
    )


def _own_topics(
    upcoming: Upcoming | None, learnt: list[PairingFacts], others: list[PairingFacts]
) -> tuple[int, ...]:
    """List the topics one has to do with: of the next session, those one learns, the others."""
    ids = [upcoming.line.topic_id] if upcoming and upcoming.line.topic_id else []
    ids += [each.topic_id for each in [*learnt, *others]]
    return tuple(dict.fromkeys(ids))


def _is_guided(upcoming: Upcoming, person: Person) -> bool:
    return upcoming.line.guide.id == person.id and upcoming.line.pair_id is None


def _is_learnt(upcoming: Upcoming, person: Person) -> bool:
    return upcoming.line.guide.id != person.id and upcoming.line.pair_id is None


@compiled
def _outputs_around(person: Any, rollout: Any) -> Any:
    """List the outputs of a rollout, if there is one, and somebody's own that are not finished."""
    theirs = (Output.owner == person) & Output.state.in_(UNFINISHED)
    return (
        outputs_with_owners()
        .where(theirs | (Output.rollout == rollout))
        .order_by(Output.due.is_null(), Output.due, Output.id)
    )
