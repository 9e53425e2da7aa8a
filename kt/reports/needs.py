"""Needs you: the exceptions a supervisor acts on, each with its reason and one action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ..dates import count_words
from ..models import (
    Checklist,
    Item,
    ItemState,
    Output,
    OutputState,
    Person,
    Rollout,
)
from ..rules.pairings import PairingFacts

UNFINISHED = (OutputState.PLANNED, OutputState.DRAFT, OutputState.IN_REVIEW)


@dataclass(frozen=True)
class Need:
    """One thing that needs a person. `days` orders them: the longest waiting first.

    `place` is the endpoint, `id` its row and `part` the element there that the action leads to.
    """

    days: int
    title: str
    rest: str
    badge: str
    tone: str
    reason: str
    action: str
    place: str
    id: int
    person_id: int | None = None
    person_name: str = ""
    part: str = ""


@dataclass(frozen=True)
class TopicSeats:
    """A topic of a rollout and whether an SME sits on it."""

    id: int
    rollout_id: int
    topic_id: int
    name: str
    has_sme: bool


def needs_of(
    rollouts: list[Rollout],
    *,
    pairings: Iterable[PairingFacts],
    outputs: Iterable[Output],
    topics: Iterable[TopicSeats],
    person: Person,
    today: date,
) -> list[Need]:
    """List what needs the supervisor of these open rollouts, longest waiting first (one query).

    Pairings, outputs (with their owners) and topics are those of the rollouts; `person` also sees
    the late items of checklists that they made outside a rollout.
    """
    ids = [rollout.id for rollout in rollouts]
    found = [
        *_items(ids, person, today),
        *_outputs(outputs, today),
        *_pairings(pairings, today),
        *_topics_without_sme(rollouts, topics),
    ]
    return sorted(found, key=lambda need: (-need.days, need.title, need.id))


def _pairings(pairings: Iterable[PairingFacts], today: date) -> Iterable[Need]:
    for pairing in pairings:
        silent = pairing.silent_days(today)
        if pairing.is_gap:
            days = (today - pairing.since).days
            reason = f"for {count_words(days, 'day')}"
            yield _seat_need(pairing, days, "no guide", "info", reason)
        elif pairing.guide_is_the_boss:
            reason = "guiding works without line authority; choose another guide"
            yield _seat_need(pairing, 0, "the guide is the boss", "waiting", reason)
        elif silent:
            yield _session_need(
                pairing, silent, f"no session for {count_words(silent, 'day')}", "late"
            )
        elif pairing.is_only_told:
            yield _session_need(pairing, 0, "only told so far", "waiting")


def _seat_need(pairing: PairingFacts, days: int, badge: str, tone: str, reason: str) -> Need:
    return Need(
        days=days,
        title=pairing.topic_name,
        rest=_who(pairing),
        badge=badge,
        tone=tone,
        reason=reason,
        action="Choose",
        place="seats.index",
        id=pairing.rollout_id,
        person_id=pairing.learner_id,
        person_name=pairing.learner_name,
    )


def _session_need(pairing: PairingFacts, days: int, badge: str, tone: str) -> Need:
    return Need(
        days=days,
        title=pairing.topic_name,
        rest=_who(pairing),
        badge=badge,
        tone=tone,
        reason=_sessions(pairing),
        action="Plan a session",
        place="sessions.new",
        id=pairing.rollout_id,
        part=str(pairing.id),
        person_id=pairing.learner_id,
        person_name=pairing.learner_name,
    )


def _who(pairing: PairingFacts) -> str:
    learner = _first(pairing.learner_name)
    if pairing.is_gap:
        return f"nobody guides {learner}"
    return f"{_first(pairing.guide_name)} with {learner}"


def _sessions(pairing: PairingFacts) -> str:
    if not pairing.held:
        return "no session held yet"
    told = ", in none did the learner do it" if pairing.is_only_told else ""
    return count_words(pairing.held, "session") + " held" + told


def _items(rollouts: list[int], person: Person, today: date) -> Iterable[Need]:
    rows = (
        Item.select(
            Item.id,
            Item.text,
            Item.state,
            Item.due,
            Checklist.id.alias("checklist_id"),
            Person.id.alias("person_id"),
            Person.name.alias("person_name"),
        )
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id))
        .where(
            Checklist.rollout.in_(rollouts)
            | (Checklist.rollout.is_null() & (Checklist.supervisor == person)),
            (Item.state == ItemState.STUCK) | ((Item.state == ItemState.OPEN) & (Item.due < today)),
            ~Item.optional,
        )
        .order_by(Item.due, Item.id)
        .limit(100)
        .dicts()
    )
    for row in rows:
        late = (today - row["due"]).days if row["due"] else 0
        stuck = row["state"] == ItemState.STUCK
        who = row["person_name"]
        yield Need(
            days=max(late, 1),
            title=who or "The team",
            rest=("is stuck · " if stuck else "· ") + row["text"],
            badge=f"{count_words(late, 'day')} overdue" if late > 0 else "stuck",
            tone="late" if late > 0 else "waiting",
            reason="asked for help" if stuck else "not ticked yet",
            action="Open",
            place="checklists.show",
            id=row["checklist_id"],
            part=f"item-{row['id']}",
            person_id=row["person_id"],
            person_name=who or "",
        )


def _outputs(outputs: Iterable[Output], today: date) -> Iterable[Need]:
    for output in outputs:
        if output.due is None or output.due >= today or output.state not in UNFINISHED:
            continue
        late = (today - output.due).days
        yield Need(
            days=late,
            title=output.title,
            rest=f"· {output.owner.name}",
            badge=f"{count_words(late, 'day')} overdue",
            tone="late",
            reason=f"{output.kind}, {output.state}",
            action="Open",
            place="outputs.show",
            id=output.id,
            person_id=output.owner.id,
            person_name=output.owner.name,
        )


def _topics_without_sme(rollouts: list[Rollout], topics: Iterable[TopicSeats]) -> Iterable[Need]:
    seeded = {rollout.id for rollout in rollouts if rollout.model.is_seeded}
    for topic in topics:
        if topic.has_sme or topic.rollout_id not in seeded:
            continue
        yield Need(
            days=0,
            title=topic.name,
            rest="has no SME",
            badge="SME-seeded",
            tone="info",
            reason="coaches and learners have nobody to call on for the content",
            action="Choose",
            place="seats.index",
            id=topic.rollout_id,
        )


def _first(name: str | None) -> str:
    return (name or "nobody").split()[0]
