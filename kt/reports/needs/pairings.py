"""What pairings and sign-offs need: a guide, a sign of life, a signature, a judgement."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ...dates import ago_words, count_words, listed
from ...models import Matter, Person, Rollout, RolloutState
from ...rules.activity import Wait
from ...rules.broken import TopicFacts
from ...rules.pairings import PairingFacts
from ..signoffs import SignoffRow
from .need import Need

# So many days a sign-off waits before the supervisor is told.
WEEK = 7


def of_pairings(rollout: Rollout, pairings: Iterable[PairingFacts], today: date) -> Iterable[Need]:
    """Pairings without a guide, and silent ones; before the start nobody is expected to meet."""
    for pairing in pairings:
        silent = rollout.state == RolloutState.RUNNING and pairing.silent_days(today)
        if pairing.is_gap:
            yield _gap(pairing, today)
        elif silent:
            yield _silence(pairing, silent, today)


def _gap(pairing: PairingFacts, today: date) -> Need:
    days = (today - pairing.since).days
    return Need(
        key=f"gap-{pairing.id}",
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


def of_unguided(rollout: Rollout, topics: Iterable[TopicFacts]) -> Iterable[Need]:
    """Learners without any pairing, as those whose only one has ended: one need for each topic.

    So is a topic of a running rollout that nobody was ever seated on.
    """
    say = rollout.wording.say
    for topic in topics:
        if topic.is_empty and rollout.state == RolloutState.RUNNING:
            yield Need(
                key=f"empty-{topic.id}",
                days=0,
                title=topic.name,
                rest=say("· has no coach and no learner yet"),
                badge="no coach",
                tone="info",
                reason="nobody was ever seated on it",
                action="Choose",
                place="seats.index",
                id=rollout.id,
            )
        if topic.unguided:
            yield Need(
                key=f"unguided-{topic.id}",
                days=0,
                title=topic.name,
                rest=f"· nobody guides {count_words(topic.unguided, say('learner'))}",
                badge="no guide",
                tone="info",
                reason="no pairing of theirs goes on",
                action="Choose",
                place="seats.index",
                id=rollout.id,
                part=f"cell-{topic.id}-{topic.first_unguided}",
            )


def of_questions(rollout: Rollout, topics: Iterable[TopicFacts], today: date) -> Iterable[Need]:
    """Questions that wait with their coach or SME: one need for each topic, about the oldest."""
    for topic in topics:
        if topic.first_question and topic.asked_on:
            days = (today - topic.asked_on).days
            wait = "waits" if topic.questions == 1 else "wait"
            yield Need(
                key=f"{Matter.QUESTION}-{topic.first_question}",
                days=days,
                title=topic.name,
                rest=f"· {count_words(topic.questions, 'question')} {wait} for an answer",
                badge=f"for {count_words(days, 'day')}",
                tone="waiting",
                reason="those whose turn it is have not answered yet",
                action="Open",
                place="questions.show",
                id=topic.first_question,
                nudge="Nudge",
            )


def of_waves(rollout: Rollout, topics: Iterable[TopicFacts]) -> Iterable[Need]:
    """Rule 8: who learnt a change first and is signed off may coach those who wait for a guide."""
    for topic in topics:
        if topic.next_coaches:
            yield Need(
                key=f"wave-{topic.id}",
                days=0,
                title=topic.name,
                rest=f"· {count_words(topic.next_coaches, 'learner')} may coach the next wave",
                badge="signed off",
                tone="info",
                reason="those of the next wave have no guide yet",
                action="Choose",
                place="seats.index",
                id=rollout.id,
            )


def _silence(pairing: PairingFacts, days: int, today: date) -> Need:
    """One press asks both whether it is still on, once; then the way out is a session."""
    badge = f"no session for {count_words(days, 'day')}"
    if pairing.asked_on is not None and pairing.was_asked():
        reason = f"{_sessions(pairing)}; asked {ago_words(pairing.asked_on, today)}"
        return replace(_session_need(pairing, days, badge, reason), nudge="Nudge both")
    need = _session_need(pairing, days, badge, _sessions(pairing))
    return replace(need, action="Ask both", place="pairings.ask", id=pairing.id, part="", deed=True)


def _session_need(pairing: PairingFacts, days: int, badge: str, reason: str) -> Need:
    return Need(
        key=f"{Matter.PAIRING}-{pairing.id}",
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
        counted=pairing.id if pairing.held else None,
        person_id=pairing.learner_id,
        person_name=pairing.learner_name,
    )


def of_waiting(
    rollout: Rollout, pairings: Sequence[PairingFacts], person: Person
) -> Iterable[Need]:
    """Signatures and sign-offs that pairings wait for; all the signatures are one thing to do."""
    if rollout.state != RolloutState.RUNNING:
        return
    unsigned = [each for each in pairings if Wait.SIGNATURES in each.waits]
    offer = [each for each in pairings if Wait.OFFER in each.waits]
    if unsigned or offer:
        names = sorted({name for each in unsigned for name in each.unsigned})
        declined = any(each.is_declined for each in unsigned)
        asked = sorted({name for each in unsigned for name in each.asked} - {person.name})
        yield Need(
            key=f"{Matter.SHEETS}-{rollout.id}",
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
            nudge=f"Nudge {_first(asked[0]) if len(asked) == 1 else len(asked)}" if asked else "",
        )
    coaches = {
        (each.topic_name, each.guide_id): each for each in pairings if Wait.SEEDING in each.waits
    }
    for each in coaches.values():
        yield Need(
            key=f"seeding-{each.rollout_topic_id}-{each.guide_id}",
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


def of_signoffs(rollout: Rollout, signoffs: Iterable[SignoffRow], today: date) -> Iterable[Need]:
    """Sign-offs that wait longer than a working week, for the supervisor to act or to nudge."""
    for row in signoffs:
        days = (today - row.asked_on).days
        if row.rollout_id != rollout.id or row.is_mine or days < WEEK:
            continue
        is_left = row.coaches > 0 or row.has_sme
        waits = f"the {row.waits_for} has not said yet" if is_left else "no coach or SME is left"
        yield Need(
            key=f"{Matter.SIGNOFF}-{row.id}",
            days=days,
            title=row.topic_name,
            rest=f"· {_first(row.person_name)} waits to be signed off",
            badge=f"for {count_words(days, 'day')}",
            tone="waiting",
            reason=f"{waits}; {row.evidence}",
            action="Open",
            place="signoffs.show",
            id=row.id,
            person_id=row.person_id,
            person_name=row.person_name,
            nudge=f"Nudge the {row.waits_for}" if is_left else "",
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


def _first(name: str | None) -> str:
    return (name or "nobody").split()[0]
