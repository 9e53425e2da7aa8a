"""The list of what needs whoever runs a rollout, the longest waiting first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ...dates import ago_words
from ...models import Output, Person, Rollout
from ...rules.broken import Broken, Doubtful, TopicFacts, broken_rules, topic_facts
from ...rules.hours import Held, minutes_held
from ...rules.pairings import PairingFacts, pairings_of_rollout
from ..nudges import Nudging, nudging_of
from ..signoffs import SignoffRow, signoffs_around
from .items import of_items
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
    person: Person,
    today: date,
    nudging: Nudging,
    people: Sequence[Doubtful] | None = None,
    unrun: Iterable[Rollout] = (),
    with_own_lists: bool = True,
) -> list[Need]:
    """List what needs the supervisor of an open rollout, longest waiting first.

    Takes two queries, one where `people` are handed in, of whom something may be broken. Pairings,
    outputs (with their owners) and topics are those of the rollout, `held` the minutes of
    its guides lately; `person` looks, who is never to nudge themselves, and who also sees the
    late items of checklists that they made outside a rollout. `unrun` are other rollouts that
    nobody may run any more. What `person` put off is left out. `first_of` says the first of them in
    the rollout's words, for a home shows no more.
    """
    found = [
        *of_items(rollout, person, today, with_own_lists=with_own_lists),
        *of_outputs(outputs, person, today),
        *of_pairings(rollout, pairings, today),
        *of_unguided(rollout, topics),
        *of_waves(rollout, topics),
        *of_questions(rollout, topics, today),
        *of_waiting(rollout, pairings, person),
        *of_signoffs(rollout, signoffs, today),
        *_broken_rules(rollout, pairings, topics, people, held, today),
        *map(_unrun, unrun),
    ]
    awake = [need for need in found if not nudging.sleeps(rollout, need.key, today)]
    return sorted(awake, key=lambda need: (-need.days, need.title, need.id))


def needs_in(
    rollout: Rollout, *, by: Person, today: date, with_own_lists: bool = True
) -> list[Need]:
    """List what needs somebody who runs an open rollout, all read here (seven queries).

    The items of checklists that they made outside rollouts stand there too, unless those stand
    elsewhere already.
    """
    pairings, nudging = pairings_of_rollout(rollout), nudging_of(by, today)
    needs = needs_of(
        rollout,
        pairings=pairings,
        held=minutes_held((each.guide_id for each in pairings if each.guide_id), today),
        outputs=outputs_in(rollout),
        topics=topic_facts(rollout, today),
        signoffs=signoffs_around(rollout.supervisor, rollout),
        person=by,
        today=today,
        nudging=nudging,
        with_own_lists=with_own_lists,
    )
    return _said(needs, rollout, nudging, today)


def _ago(day: date | None, today: date) -> str:
    return f"nudged {ago_words(day, today)}" if day else ""


def first_of(needs: Sequence[Need], rollout: Rollout, nudging: Nudging, today: date) -> NeedsYou:
    """Give the first of what needs somebody in a rollout, and say how much more there is."""
    first = _said(needs[:SHOWN], rollout, nudging, today)
    return NeedsYou(tuple(first), len(needs), nudging.sleeping_in(rollout, today))


def _said(needs: Sequence[Need], rollout: Rollout, nudging: Nudging, today: date) -> list[Need]:
    """Say needs in the words of their rollout, and who was nudged already."""
    say = rollout.wording.say
    return [
        replace(
            need,
            badge=say(need.badge),
            reason=say(need.reason),
            nudge=say(need.nudge),
            nudged=nudging.last(need.key, today),
            nudged_words=_ago(nudging.last(need.key, today), today),
        )
        for need in needs
    ]


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
    people: Sequence[Doubtful] | None,
    held: Mapping[int, Held],
    today: date,
) -> Iterable[Need]:
    """List what is broken; that a silent pairing was only told stands in its reason already."""
    silent = {str(each.id) for each in pairings if each.silent_days(today)}
    found = broken_rules(rollout, today, pairings=pairings, topics=topics, people=people, held=held)
    for broken in found:
        if broken.rule != 13 or broken.cell not in silent:
            yield _broken(broken)


def _broken(broken: Broken) -> Need:
    is_cell = broken.place == "seats.index" and broken.cell
    # Several people who leave, or topics without an SME, lead to one place and are several things.
    which = broken.cell or broken.person_id or broken.topic_id or ""
    return Need(
        key=f"rule-{broken.rule}-{broken.place}-{broken.id}-{which}",
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
