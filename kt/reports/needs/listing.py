"""The list of what needs whoever runs a rollout, the longest waiting first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect

from ...dates import ago_words, count_words
from ...db import compiled
from ...models import Checklist, Item, ItemState, Matter, Output, OwnerRole, Person, Rollout
from ...rules.broken import Broken, TopicFacts, broken_rules, topic_facts
from ...rules.hours import Held, minutes_held
from ...rules.pairings import PairingFacts, pairings_of_rollout
from ..nudges import Nudging, nudging_of
from ..signoffs import SignoffRow, signoffs_around
from .need import Need, NeedsYou
from .outputs import of_outputs, outputs_in
from .pairings import of_pairings, of_questions, of_signoffs, of_unguided, of_waiting, of_waves

# So many stand on a home and on a rollout's page; all of them on a page of their own.
SHOWN = 5


def needs_of(
    rollout: Rollout,
    *,
    pairings: Sequence[PairingFacts],
    outputs: Iterable[Output],
    topics: Sequence[TopicFacts],
    signoffs: Iterable[SignoffRow],
    held: Mapping[int, Held],
    person: Person | None,
    today: date,
    nudging: Nudging,
    unrun: Iterable[Rollout] = (),
) -> list[Need]:
    """List what needs the supervisor of an open rollout, longest waiting first (two queries).

    Pairings, outputs (with their owners) and topics are those of the rollout, `held` the minutes of
    its guides lately; `person` also sees
    the late items of checklists that they made outside a rollout. `unrun` are other rollouts that
    nobody may run any more. What `person` put off is left out.
    """
    found = [
        *_items(rollout, person, today),
        *of_outputs(outputs, today),
        *of_pairings(rollout, pairings, today),
        *of_unguided(rollout, topics),
        *of_waves(rollout, topics),
        *of_questions(rollout, topics, today),
        *of_waiting(rollout, pairings),
        *of_signoffs(rollout, signoffs, today),
        *_broken_rules(rollout, pairings, topics, held, today),
        *map(_unrun, unrun),
    ]
    say = rollout.wording.say
    said = [
        replace(
            need,
            badge=say(need.badge),
            reason=say(need.reason),
            nudge=say(need.nudge),
            nudged=nudging.last(need.key, today),
            nudged_words=_ago(nudging.last(need.key, today), today),
        )
        for need in found
        if not nudging.sleeps(rollout, need.key, today)
    ]
    return sorted(said, key=lambda need: (-need.days, need.title, need.id))


def needs_in(
    rollout: Rollout, *, by: Person, today: date, with_own_lists: bool = True
) -> list[Need]:
    """List what needs somebody who runs an open rollout, all read here (seven queries).

    The items of checklists that they made outside rollouts stand there too, unless those stand
    elsewhere already.
    """
    pairings = pairings_of_rollout(rollout)
    return needs_of(
        rollout,
        pairings=pairings,
        held=minutes_held((each.guide_id for each in pairings if each.guide_id), today),
        outputs=outputs_in(rollout),
        topics=topic_facts(rollout, today),
        signoffs=signoffs_around(rollout.supervisor, rollout),
        person=by if with_own_lists else None,
        today=today,
        nudging=nudging_of(by, today),
    )


def _ago(day: date | None, today: date) -> str:
    return f"nudged {ago_words(day, today)}" if day else ""


def first_of(needs: Sequence[Need], rollout: Rollout, nudging: Nudging, today: date) -> NeedsYou:
    """Give the first of what needs somebody in a rollout, and say how much more there is."""
    return NeedsYou(tuple(needs[:SHOWN]), len(needs), nudging.sleeping_in(rollout, today))


def _unrun(rollout: Rollout) -> Need:
    return Need(
        key=f"unrun-{rollout.id}",
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
    rollout: Rollout,
    pairings: Sequence[PairingFacts],
    topics: Sequence[TopicFacts],
    held: Mapping[int, Held],
    today: date,
) -> Iterable[Need]:
    """List what is broken; that a silent pairing was only told stands in its reason already."""
    silent = {str(each.id) for each in pairings if each.silent_days(today)}
    for broken in broken_rules(rollout, today, pairings=pairings, topics=topics, held=held):
        if broken.rule != 13 or broken.cell not in silent:
            yield _broken(broken)


def _broken(broken: Broken) -> Need:
    is_cell = broken.place == "seats.index" and broken.cell
    return Need(
        key=f"rule-{broken.rule}-{broken.place}-{broken.id}-{broken.cell}",
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


def _items(rollout: Rollout, person: Person | None, today: date) -> Iterable[Need]:
    for row in _rows_of_items(rollout=rollout, person=person, today=today):
        late = (today - row["due"]).days if row["due"] else 0
        stuck = row["state"] == ItemState.STUCK
        who = row["person_name"]
        is_own = row["owner_id"] is None and set(row["owners"]) <= {OwnerRole.LEARNER}
        yield Need(
            key=f"{Matter.ITEM}-{row['id']}",
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
            nudge="" if stuck else f"Nudge {who.split()[0]}" if who and is_own else "Nudge",
        )


@compiled
def _rows_of_items(rollout: Any, person: Any, today: Any) -> ModelSelect:
    return (
        Item.select(
            Item.id,
            Item.text,
            Item.state,
            Item.due,
            Item.owner.alias("owner_id"),
            Item.owners,
            Checklist.id.alias("checklist_id"),
            Person.id.alias("person_id"),
            Person.name.alias("person_name"),
        )
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id))
        .where(
            (Checklist.rollout == rollout)
            | (Checklist.rollout.is_null() & (Checklist.supervisor == person)),
            (Item.state == ItemState.STUCK) | ((Item.state == ItemState.OPEN) & (Item.due < today)),
            ~Item.optional,
        )
        .order_by(Item.due, Item.id)
        .limit(100)
        .dicts()
    )
