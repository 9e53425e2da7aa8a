"""What is broken in a rollout: what the rules warn of, and what a fact from outside broke.

A new manager, a leaving date, an import are never refused; what they break is listed under Needs
you until it is resolved, and so is everything that is warned of and stays visible.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...dates import count_words, minutes_words, short_date
from ...models import Kind, Role, Rollout, RolloutState, Wording
from ..hours import Held
from ..pairings import PairingFacts, pairings_of_rollout
from ..peers import fit_of_peers
from ..places import Mentor, mentors_by_id
from .facts import TopicFacts, nobody_runs, read_topic, select_topics, topic_facts
from .people import Doubtful, doubtful_in_one_column, doubtful_people, read_doubtful

__all__ = [
    "Broken",
    "Doubtful",
    "TopicFacts",
    "broken_rules",
    "doubtful_in_one_column",
    "nobody_runs",
    "read_doubtful",
    "read_topic",
    "select_topics",
    "topic_facts",
]


@dataclass(frozen=True)
class Broken:
    """One thing to look at: by which rule, what, why, and the place where it is resolved.

    `title`, `rest` and `badge` are the row of a list; `cell` is the place among the seats, and
    `topic_id` the topic it is about where it is about one and none of its people.
    """

    rule: int
    title: str
    rest: str
    badge: str
    sentence: str
    reason: str
    action: str
    place: str
    id: int
    cell: str = ""
    topic_id: int | None = None
    person_id: int | None = None
    person_name: str = ""


def broken_rules(
    rollout: Rollout,
    today: date,
    *,
    pairings: Sequence[PairingFacts] | None = None,
    topics: Sequence[TopicFacts] | None = None,
    people: Sequence[Doubtful] | None = None,
    held: Mapping[int, Held] | None = None,
) -> list[Broken]:
    """List what is broken in an open rollout (three queries, less what is handed in).

    There is one more where people coach each other or the words are mentoring.
    `held` are the minutes of its guides lately, which only whoever runs it has before them.
    """
    if not rollout.is_open:
        return []
    pairings = pairings_of_rollout(rollout) if pairings is None else pairings
    topics = topic_facts(rollout, today) if topics is None else topics
    people = doubtful_people(rollout, today) if people is None else people
    mentors = _mentors(rollout, pairings)
    peers = {id for x in _coach_each_other(pairings) for id in (x.guide_id, x.learner_id) if id}
    known = mentors_by_id(mentors | peers) if mentors or peers else {}
    found = [
        *_bosses(pairings),
        *_hours(pairings),
        *_hours_held(pairings, held or {}),
        *_told(pairings, today),
        *_peers(pairings, known),
        *_places(rollout, [each for each in known.values() if each.id in mentors]),
        *_people(rollout, people, topics, today),
        *_topics(rollout, topics),
        *_meetings(rollout, pairings, topics),
        *_whoever_runs(rollout, topics),
    ]
    return [_said(each, rollout) for each in found]


def _said(broken: Broken, rollout: Rollout) -> Broken:
    """Say it in the words of the rollout: a mentor is no coach (rule 5)."""
    say = rollout.wording.say
    return replace(
        broken,
        badge=say(broken.badge),
        reason=say(broken.reason),
        sentence=say(broken.sentence, broken.title, broken.person_name),
    )


def _bosses(pairings: Iterable[PairingFacts]) -> Iterator[Broken]:
    """Rule 6: a buddy is never the line manager, and the coach is not the boss."""
    for each in pairings:
        if not each.guide_is_the_boss:
            continue
        if each.role == Role.BUDDY:
            badge = "the buddy is the line manager"
            reason = "A buddy is somebody one can ask without being judged. Choose a colleague."
        else:
            badge = "the coach is the line manager"
            reason = "That is team leadership under another name. Choose a coach without authority."
        yield _of_pairing(each, 6, badge, reason)


def _told(pairings: Iterable[PairingFacts], today: date) -> Iterator[Broken]:
    """Rule 13: show, don't tell."""
    for each in pairings:
        if each.is_only_told and not each.rests(today):
            reason = "In none of its sessions did the learner do it. Plan one in which they do."
            yield _of_pairing(each, 13, "only told so far", reason, action="Plan a session")


def _hours(pairings: Sequence[PairingFacts]) -> Iterator[Broken]:
    """Rule 15: agreed hours above a coach's hours a week, without a reason; each coach once."""
    over = {each.guide_id for each in pairings if each.hours_reason}
    for each in pairings:
        if each.guide_id in over or not each.agrees_to_too_much:
            continue
        over.add(each.guide_id)
        agreed = count_words(int(each.guide_agreed_hours or 0), "hour")
        yield Broken(
            rule=15,
            title=each.guide_name or "",
            rest="agreed to more than there is",
            badge=f"{agreed} of {each.guide_hours_week}",
            sentence=f"{each.guide_name} has agreed to {agreed} a week of coaching, and has "
            f"{each.guide_hours_week}.",
            reason="Share the learners out, agree on fewer hours, or say why it is more.",
            action="Choose",
            place="seats.index",
            id=each.rollout_id,
            cell=f"{each.rollout_topic_id}-{each.learner_id}",
            person_id=each.guide_id,
            person_name=each.guide_name or "",
        )


def _hours_held(pairings: Sequence[PairingFacts], held: Mapping[int, Held]) -> Iterator[Broken]:
    """Rule 15: hours held beyond a coach's hours a week, or beyond more that has its reason.

    Who agreed to too much is listed for that already.
    """
    coaches = {
        each.guide_id: each
        for each in reversed(pairings)
        if each.guide_id and each.guide_hours_week is not None and each.is_coached
    }
    too_much = {each.guide_id for each in pairings if each.agrees_to_too_much}
    explained = {
        each.guide_id: each.guide_agreed_hours or 0 for each in pairings if each.hours_reason
    }
    for id, each in sorted(coaches.items(), key=lambda coach: coach[1].guide_name or ""):
        hours = each.guide_hours_week or 0
        if id in explained:
            hours = max(hours, explained[id])
        elif id in too_much:
            continue
        found = held.get(id, Held())
        minutes, when = found.this_week, "this week"
        if minutes <= hours * 60:
            minutes, when = found.last_week, "last week"
        if minutes > hours * 60:
            yield Broken(
                rule=15,
                title=each.guide_name or "",
                rest="over their hours",
                badge=f"{minutes_words(minutes)} of {hours} h {when}",
                sentence=f"{each.guide_name} coached {minutes_words(minutes)} {when}, and has "
                f"{count_words(hours, 'hour')} a week.",
                reason="Share the learners out, or plan fewer sessions.",
                action="Choose",
                place="seats.index",
                id=each.rollout_id,
                cell=f"{each.rollout_topic_id}-{each.learner_id}",
                person_id=id,
                person_name=each.guide_name or "",
            )


def _coach_each_other(pairings: Iterable[PairingFacts]) -> list[PairingFacts]:
    return [each for each in pairings if each.mutual and each.guide_id]


def _mentors(rollout: Rollout, pairings: Iterable[PairingFacts]) -> set[int]:
    if rollout.wording != Wording.MENTORING:
        return set()
    return {each.guide_id for each in pairings if each.guide_id and not each.mutual}


def _peers(pairings: Iterable[PairingFacts], known: Mapping[int, Mentor]) -> Iterator[Broken]:
    """Rule 14: two who coach each other are of similar rank, not the same department and title."""
    for each in _coach_each_other(pairings):
        fit = fit_of_peers(known[each.guide_id or 0], known[each.learner_id])
        if fit.warnings:
            reason = "Peers of similar rank from another place learn most. Pair them otherwise."
            yield _of_pairing(each, 14, ", ".join(fit.warnings), reason)


def _places(rollout: Rollout, mentors: Iterable[Mentor]) -> Iterator[Broken]:
    """Rule 15: mentors who offer fewer places than they have protégés by now."""
    for each in mentors:
        if not each.is_over:
            continue
        proteges = count_words(each.taken, "protégé")
        yield Broken(
            rule=15,
            title=each.name,
            rest="has more protégés than places",
            badge=f"{each.taken} of {each.places}",
            sentence=f"{each.name} has {proteges} and offers "
            f"{count_words(each.places, 'mentor place')}.",
            reason="Find another mentor for one of them, or have more places offered.",
            action="Choose",
            place="seats.index",
            id=rollout.id,
            person_id=each.id,
            person_name=each.name,
        )


def _people(
    rollout: Rollout, people: Sequence[Doubtful], topics: Iterable[TopicFacts], today: date
) -> Iterator[Broken]:
    """Who left or is about to and has a seat; rules 1 and 2: who guides and learns at once."""
    for id, name, active, leaving, both, same, _ in people:
        here = {"place": "seats.index", "id": rollout.id, "person_id": id, "person_name": name}
        gone = not active or (leaving is not None and leaving <= today)
        if gone:
            yield Broken(
                rule=12,
                title=name,
                rest="still has a seat",
                badge="left",
                sentence=f"{name} has left or is disabled, and still has a seat.",
                reason="End it and seat somebody else, or nothing will happen there.",
                action="Choose",
                **here,
            )
        elif leaving is not None and (rollout.end_date is None or leaving < rollout.end_date):
            day = short_date(leaving, today)
            yield Broken(
                rule=12,
                title=name,
                rest="leaves before the end",
                badge=f"leaves {day}",
                sentence=f"{name} leaves on {day}, before the rollout ends.",
                reason="Decide who takes the seats over while there is time to show them.",
                action="Choose",
                **here,
            )
        if same or (both and rollout.model.is_one_way):
            rule = 2 if same else 1
            what = "guides and learns one topic" if same else "guides and learns"
            yield Broken(
                rule=rule,
                title=name,
                rest=what,
                badge="at the same time",
                sentence=f"{name} {what} at the same time, which {rollout.model} does not allow.",
                reason="End one of the two seats" + ("." if same else ", or make it two-way."),
                action="Choose",
                **here,
            )
    is_seated = any(each.learners or each.guides or each.smes for each in topics)
    does_both = any(each.doing_both for each in people)
    if not rollout.model.is_one_way and is_seated and not does_both:
        yield Broken(
            rule=2,
            title=str(rollout.model).capitalize(),
            rest="in name only",
            badge="really one-way",
            sentence="Nobody coaches one topic and learns another, so this rollout is really "
            "one-way.",
            reason="Make it one-way, or give somebody both roles.",
            action="Edit",
            place="rollouts.edit",
            id=rollout.id,
        )


def _topics(rollout: Rollout, topics: Iterable[TopicFacts]) -> Iterator[Broken]:
    """Rule 3: a topic without an SME; rule 10: fewer holders than the topic needs."""
    for topic in topics:
        here = {"title": topic.name, "id": rollout.id, "topic_id": topic.topic_id}
        if rollout.model.is_seeded and not topic.has_sme and topic.without_sme is None:
            yield Broken(
                rule=3,
                rest="has no SME",
                badge="SME-seeded",
                sentence=f"{topic.name} has no SME.",
                reason="Coaches and learners have nobody to call on for the content.",
                action="Choose",
                place="seats.index",
                **here,
            )
        if topic.kind != Kind.NICHE_SKILL:
            continue
        if topic.holders == 1 and not topic.is_written:
            yield Broken(
                rule=10,
                rest="has one holder and no document",
                badge="the document first",
                sentence=f"{topic.name} has one holder and no published document.",
                reason="The first output is the document: plan it before anything else.",
                action="Plan it",
                place="outputs.of_rollout",
                **here,
            )
        elif topic.holders < topic.holders_needed:
            holders = count_words(topic.holders, "holder")
            yield Broken(
                rule=10,
                rest=f"has {holders}",
                badge=f"needs {topic.holders_needed}",
                sentence=f"{topic.name} has {holders} and needs {topic.holders_needed}.",
                reason="A skill held by few is lost when one of them leaves. Seat more learners.",
                action="Choose",
                place="seats.index",
                **here,
            )


def _meetings(
    rollout: Rollout, pairings: Iterable[PairingFacts], topics: Sequence[TopicFacts]
) -> Iterator[Broken]:
    """Rules 11 and 12: a kick-off, and where people never meet, a meeting of each pair."""
    if rollout.state != RolloutState.RUNNING or not topics:
        return
    if not topics[0].has_kick_off and not rollout.before_agreements:
        yield Broken(
            rule=12,
            title="Kick-off",
            rest="is not planned",
            badge="none yet",
            sentence="The rollout runs without a kick-off.",
            reason="Bring everybody together once, however briefly.",
            action="Plan it",
            place="sessions.new_kick_off",
            id=rollout.id,
        )
    if topics[0].must_meet:
        for each in pairings:
            if not each.is_gap and not each.met and not each.met_live:
                reason = (
                    "They never meet otherwise. Get them together at the start, however briefly."
                )
                yield _of_pairing(each, 11, "have not met yet", reason, action="Plan a session")


def _whoever_runs(rollout: Rollout, topics: Sequence[TopicFacts]) -> Iterator[Broken]:
    """Somebody runs the rollout who may no longer do so."""
    if not topics:
        return
    facts = topics[0]
    for name, is_fit, role in (
        (facts.supervisor, facts.supervisor_is_fit, "supervisor"),
        (facts.deputy, facts.deputy_is_fit, "deputy"),
    ):
        if not is_fit:
            yield Broken(
                rule=12,
                title=name,
                rest=f"is its {role} and may not run rollouts any more",
                badge="nobody decides",
                sentence=f"{name} is the {role} of this rollout and may not run rollouts any more.",
                reason="Name somebody else.",
                action="Edit",
                place="rollouts.edit",
                id=rollout.id,
                person_name=name,
            )


def _of_pairing(
    pairing: PairingFacts, rule: int, badge: str, reason: str, *, action: str = "Choose"
) -> Broken:
    who = f"{pairing.guide_name} with {pairing.learner_name}"
    is_choice = action == "Choose"
    return Broken(
        rule=rule,
        title=pairing.topic_name,
        rest=f"· {who}",
        badge=badge,
        sentence=f"{who} on {pairing.topic_name}: {badge}.",
        reason=reason,
        action=action,
        place="seats.index" if is_choice else "sessions.new",
        id=pairing.rollout_id,
        cell=f"{pairing.rollout_topic_id}-{pairing.learner_id}" if is_choice else str(pairing.id),
        person_id=pairing.learner_id,
        person_name=pairing.learner_name,
    )
