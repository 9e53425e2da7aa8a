"""Needs you: the exceptions a supervisor acts on, each with its reason and one action."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect, fn

from ..dates import ago_words, count_words, listed
from ..models import (
    Checklist,
    Item,
    ItemState,
    Output,
    OutputState,
    Person,
    Review,
    ReviewAnswer,
    Rollout,
    RolloutState,
    Version,
)
from ..rules.activity import Wait
from ..rules.broken import Broken, TopicFacts, broken_rules, topic_facts
from ..rules.pairings import PairingFacts, pairings_of_rollout
from ..rules.trust import badge
from .signoffs import SignoffRow, signoffs_around

# So many days a review, or a sign-off, waits before the supervisor is told.
REVIEW_WAITS = 2
WEEK = 7

UNFINISHED = (OutputState.PLANNED, OutputState.DRAFT, OutputState.IN_REVIEW)


@dataclass(frozen=True)
class Need:
    """One thing that needs a person. `days` orders them: the longest waiting first.

    `place` is the endpoint, `id` its row and `part` the element there that the action leads to;
    a `deed` is done there and then with one press.
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
    deed: bool = False


def needs_of(
    rollout: Rollout,
    *,
    pairings: Sequence[PairingFacts],
    outputs: Iterable[Output],
    topics: Sequence[TopicFacts],
    signoffs: Iterable[SignoffRow],
    person: Person | None,
    today: date,
    unrun: Iterable[Rollout] = (),
) -> list[Need]:
    """List what needs the supervisor of an open rollout, longest waiting first (two queries).

    Pairings, outputs (with their owners) and topics are those of the rollout; `person` also sees
    the late items of checklists that they made outside a rollout. `unrun` are other rollouts that
    nobody may run any more.
    """
    found = [
        *_items([rollout.id], person, today),
        *_outputs(outputs, today),
        *_pairings(pairings, today),
        *_unguided(rollout, topics),
        *_waiting(rollout, pairings),
        *_signoffs(rollout, signoffs, today),
        *_broken_rules(rollout, pairings, topics, today),
        *map(_unrun, unrun),
    ]
    say = rollout.wording.say
    said = [replace(need, badge=say(need.badge), reason=say(need.reason)) for need in found]
    return sorted(said, key=lambda need: (-need.days, need.title, need.id))


def needs_in(rollout: Rollout, *, person: Person | None, today: date) -> list[Need]:
    """List what needs whoever runs an open rollout, all read here (five queries)."""
    outputs = outputs_with_owners()
    return needs_of(
        rollout,
        pairings=pairings_of_rollout(rollout),
        outputs=outputs.where(Output.rollout == rollout).order_by(Output.due, Output.id),
        topics=topic_facts(rollout, today),
        signoffs=signoffs_around(rollout.supervisor, rollout),
        person=person,
        today=today,
    )


def outputs_with_owners() -> ModelSelect:
    """Select outputs with their owners, their badges, and since when they wait for a review."""
    version = Version.alias()
    waiting_since = (
        Review.select(fn.DATE(fn.MIN(Review.asked_at)))
        .join(version, on=(Review.version == version.id))
        .where(version.output == Output.id, Review.answer == ReviewAnswer.WAITING)
    )
    return Output.select(
        Output, Person, badge().alias("badge"), waiting_since.alias("waiting_since")
    ).join(Person, on=(Output.owner == Person.id))


def _unrun(rollout: Rollout) -> Need:
    return Need(
        days=0,
        title=rollout.name,
        rest="· nobody may run it any more",
        badge="nobody decides",
        tone="waiting",
        reason="its supervisor left or is no supervisor now, and no deputy is there",
        action="Edit",
        place="rollouts.edit",
        id=rollout.id,
    )


def _broken_rules(
    rollout: Rollout, pairings: Sequence[PairingFacts], topics: Sequence[TopicFacts], today: date
) -> Iterable[Need]:
    """List what is broken; that a silent pairing was only told stands in its reason already."""
    silent = {str(each.id) for each in pairings if each.silent_days(today)}
    for broken in broken_rules(rollout, today, pairings=pairings, topics=topics):
        if broken.rule != 13 or broken.cell not in silent:
            yield _broken(broken)


def _broken(broken: Broken) -> Need:
    is_cell = broken.place == "seats.index" and broken.cell
    return Need(
        days=0,
        title=broken.title,
        rest=broken.rest,
        badge=broken.badge,
        tone="waiting",
        reason=broken.reason,
        action=broken.action,
        place=broken.place,
        id=broken.id,
        person_id=broken.person_id,
        person_name=broken.person_name,
        part=f"cell-{broken.cell}" if is_cell else broken.cell,
    )


def _pairings(pairings: Iterable[PairingFacts], today: date) -> Iterable[Need]:
    for pairing in pairings:
        silent = pairing.silent_days(today)
        if pairing.is_gap:
            yield _gap(pairing, today)
        elif silent:
            yield _silence(pairing, silent, today)


def _gap(pairing: PairingFacts, today: date) -> Need:
    days = (today - pairing.since).days
    return Need(
        days=days,
        title=pairing.topic_name,
        rest=_who(pairing),
        badge="no guide",
        tone="info",
        reason=f"for {count_words(days, 'day')}",
        action="Choose",
        place="seats.index",
        id=pairing.rollout_id,
        part=f"cell-{pairing.rollout_topic_id}-{pairing.learner_id}",
        person_id=pairing.learner_id,
        person_name=pairing.learner_name,
    )


def _unguided(rollout: Rollout, topics: Iterable[TopicFacts]) -> Iterable[Need]:
    """Learners without any pairing, as those whose only one has ended: one need for each topic."""
    learner = rollout.wording.say("learner")
    for topic in topics:
        if topic.unguided:
            yield Need(
                days=0,
                title=topic.name,
                rest=f"· nobody guides {count_words(topic.unguided, learner)}",
                badge="no guide",
                tone="info",
                reason="no pairing of theirs goes on",
                action="Choose",
                place="seats.index",
                id=rollout.id,
                part=f"cell-{topic.id}-{topic.first_unguided}",
            )


def _silence(pairing: PairingFacts, days: int, today: date) -> Need:
    """One press asks both whether it is still on, once; then the way out is a session."""
    badge = f"no session for {count_words(days, 'day')}"
    if pairing.asked_on is not None and pairing.was_asked():
        reason = f"{_sessions(pairing)}; asked {ago_words(pairing.asked_on, today)}"
        return _session_need(pairing, days, badge, reason)
    need = _session_need(pairing, days, badge, _sessions(pairing))
    return replace(need, action="Ask both", place="pairings.ask", id=pairing.id, part="", deed=True)


def _session_need(pairing: PairingFacts, days: int, badge: str, reason: str) -> Need:
    return Need(
        days=days,
        title=pairing.topic_name,
        rest=_who(pairing),
        badge=badge,
        tone="late",
        reason=reason,
        action="Plan a session",
        place="sessions.new",
        id=pairing.rollout_id,
        part=str(pairing.id),
        person_id=pairing.learner_id,
        person_name=pairing.learner_name,
    )


def _waiting(rollout: Rollout, pairings: Sequence[PairingFacts]) -> Iterable[Need]:
    """Signatures and sign-offs that pairings wait for; all the signatures are one thing to do."""
    if rollout.state != RolloutState.RUNNING:
        return
    unsigned = [each for each in pairings if Wait.SIGNATURES in each.waits]
    offer = [each for each in pairings if Wait.OFFER in each.waits]
    if unsigned or offer:
        names = sorted({name for each in unsigned for name in each.unsigned})
        declined = any(each.is_declined for each in unsigned)
        yield Need(
            days=0,
            title="Agreement",
            rest="is not offered yet" if offer else f"· {_first_few(names)} to sign",
            badge="declined"
            if declined
            else f"{count_words(len(unsigned or offer), 'pairing')} "
            f"{'waits' if len(unsigned or offer) == 1 else 'wait'}",
            tone="late" if declined else "waiting",
            reason="a pairing is active when both its people have signed",
            action="Open",
            place="agreements.show",
            id=rollout.id,
        )
    coaches = {
        (each.topic_name, each.guide_id): each for each in pairings if Wait.SEEDING in each.waits
    }
    for each in coaches.values():
        yield Need(
            days=0,
            title=each.topic_name,
            rest=f"· {_first(each.guide_name)} waits for the SME",
            badge="not signed off",
            tone="waiting",
            reason="the SME signs the coach off on a technical topic that is new to its people",
            action="Open",
            place="agreements.show",
            id=rollout.id,
            part="seeds",
            person_id=each.guide_id,
            person_name=each.guide_name or "",
        )


def _signoffs(rollout: Rollout, signoffs: Iterable[SignoffRow], today: date) -> Iterable[Need]:
    """Sign-offs that wait longer than a working week, for the supervisor to act or to nudge."""
    for row in signoffs:
        days = (today - row.asked_on).days
        if row.rollout_id != rollout.id or row.is_mine or days < WEEK:
            continue
        yield Need(
            days=days,
            title=row.topic_name,
            rest=f"· {_first(row.person_name)} waits to be signed off",
            badge=f"for {count_words(days, 'day')}",
            tone="waiting",
            reason=f"the {row.waits_for} has not said yet; {row.evidence}",
            action="Open",
            place="signoffs.show",
            id=row.id,
            person_id=row.person_id,
            person_name=row.person_name,
        )


def _first_few(names: Sequence[str]) -> str:
    firsts = [_first(name) for name in names]
    if len(firsts) > 3:
        return f"{firsts[0]}, {firsts[1]} and {len(firsts) - 2} others have"
    return f"{listed(firsts)} {'has' if len(firsts) == 1 else 'have'}"


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


def _items(rollouts: list[int], person: Person | None, today: date) -> Iterable[Need]:
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


def _outputs(outputs: Iterable[Any], today: date) -> Iterable[Need]:
    for output in outputs:
        if output.state != OutputState.OBSOLETE and output.owner.is_gone(today):
            yield _heirless(output)
        if output.waiting_since and output.state != OutputState.OBSOLETE:
            yield from _unreviewed(output, today)
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


def _heirless(output: Any) -> Need:
    return Need(
        days=0,
        title=output.title,
        rest=f"· {output.owner.name}",
        badge="nobody owns it",
        tone="waiting",
        reason="its owner left; somebody who knows the topic can take it over",
        action="Give it on",
        place="outputs.heirless",
        id=output.id,
        part=f"output-{output.id}",
        person_id=output.owner.id,
        person_name=output.owner.name,
    )


def _unreviewed(output: Any, today: date) -> Iterable[Need]:
    """A review that has waited for some days is the supervisor's to see to."""
    since = output.waiting_since
    day = date.fromisoformat(since[:10]) if isinstance(since, str) else since
    days = (today - day).days
    if days >= REVIEW_WAITS:
        yield Need(
            days=days,
            title=output.title,
            rest=f"· {output.owner.name}",
            badge=f"in review for {count_words(days, 'day')}",
            tone="waiting",
            reason="an SME or a holder of its topic approves it or returns it",
            action="Open",
            place="outputs.show",
            id=output.id,
            person_id=output.owner.id,
            person_name=output.owner.name,
        )


def _first(name: str | None) -> str:
    return (name or "nobody").split()[0]
