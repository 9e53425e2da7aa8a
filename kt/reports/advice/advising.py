"""The advice itself: from the figures of each topic to a model and two sentences.

The first sentence says the numbers, the second what follows. Of several topics the one that is
furthest from being passed on decides; the others are mentioned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from ...dates import count_words, short_date
from ...models import Kind, Role, Rollout, TransferModel, Wording
from .figures import Holder, TopicFigures, figures_of

# So many people are named in a sentence; more are counted.
NAMED = 3

WEEK = 7


@dataclass(frozen=True)
class Advice:
    """A recommended model; `first` is what comes before it, such as the document."""

    model: TransferModel
    first: str
    numbers: str
    follows: str
    also: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        model = f"{self.model[:1].upper()}{self.model[1:]}"
        return f"{self.first} first, then {self.model}" if self.first else model

    @property
    def reason(self) -> str:
        return f"{self.numbers} {self.follows}"


@dataclass(frozen=True)
class Finding:
    """What one topic asks for; the higher `waits`, the more has to come before it."""

    model: TransferModel
    numbers: str
    follows: str
    first: str = ""
    waits: int = 0


def advice_on(rollout: Rollout, today: date) -> Advice | None:
    """Recommend a model for a rollout and say why; None while it has no topic (four queries)."""
    topics = figures_of(rollout, today)
    if not topics:
        return None
    findings = [_about(topic, rollout, today) for topic in topics]
    say = rollout.wording.say
    chosen = max(findings, key=lambda finding: finding.waits)
    if not chosen.waits:
        chosen = _two_way(topics, say("coach")) or next(
            (each for each in findings if _seeds(each)), chosen
        )
    others = (each for each in findings if each.waits and each is not chosen)
    return Advice(
        chosen.model,
        chosen.first,
        chosen.numbers,
        chosen.follows,
        also=tuple(f"{each.numbers} {each.follows}" for each in others),
        unknown=tuple(sentence for topic in topics for sentence in _unknown(topic, rollout)),
    )


def _about(topic: TopicFigures, rollout: Rollout, today: date) -> Finding:
    if topic.kind == Kind.DEVELOPMENT:
        return _development(topic, rollout)
    if topic.kind == Kind.ORIENTATION:
        return _orientation(topic, rollout)
    if not topic.able:
        return _nobody_able(topic, rollout)
    return (
        _document_first(topic, rollout, today)
        or _too_few_hours(topic, rollout, today)
        or _enough(topic, rollout)
    )


def _nobody_able(topic: TopicFigures, rollout: Rollout) -> Finding:
    learners = len(topic.learners)
    to_learn = f", and {count_words(learners, 'person is', 'people are')} to learn it"
    smes = topic.experts
    known = f"its SME ({smes} is named)" if smes == 1 else f"one of its {smes} SMEs"
    return Finding(
        TransferModel.SEEDED_ONE_WAY,
        f"Nobody is known to do {topic.name} alone{to_learn if learners else ''}.",
        f"Let {known if smes else 'an SME, whom you name first,'} bring one "
        f"{rollout.wording.say('coach')} to it, who then guides the others.",
        first="An SME seed",
        waits=3,
    )


def _document_first(topic: TopicFigures, rollout: Rollout, today: date) -> Finding | None:
    """Rule 10: with one holder and no published document, the first output is the document."""
    if topic.documents or len(topic.holders) > 1:
        return None
    (holder,) = topic.holders
    leaves = holder.leaves if _is_before_the_end(holder.leaves, rollout) else None
    if topic.kind != Kind.NICHE_SKILL and leaves is None:
        return None
    until = f" and leaves on {short_date(leaves, today)}" if leaves else ""
    needed = f" where {topic.holders_needed} are needed" if topic.holders_needed > 1 else ""
    model = _seeded(TransferModel.ONE_WAY, topic)
    return Finding(
        model,
        f"{topic.name} has 1 holder{needed}, {holder.first_name}, who has published 0 documents "
        f"about it{until}.",
        f"Make the document the first output, then {rollout.wording.say('coach')} from it: "
        f"{model}.",
        first="The document",
        waits=2,
    )


def _too_few_hours(topic: TopicFigures, rollout: Rollout, today: date) -> Finding | None:
    has, needs = topic.hours, topic.hours_needed
    if has is None or has >= needs:
        return None
    say, able = rollout.wording.say, topic.able
    learners = count_words(len(topic.learners), say("learner needs"), say("learners need"))
    if len(able) == 1:
        who = f"Only {able[0].first_name} is able to {say('coach')} {topic.name} and has"
        seed = say("Let an SME or the one coach seed a second coach")
    else:
        who = f"{_names(able)} are able to {say('coach')} {topic.name} and have together"
        seed = say("Let them seed another coach")
    return Finding(
        TransferModel.SEEDED_ONE_WAY,
        f"{who} {_over_weeks(has, rollout)}; {learners} {_over_weeks(needs, rollout)}.",
        f"{seed} first{_by_half_way(rollout, today)}, then cascade: who was signed off "
        f"{say('coaches')} the others.",
        first=say(f"{'A second' if len(able) == 1 else 'Another'} coach"),
        waits=1,
    )


def _enough(topic: TopicFigures, rollout: Rollout) -> Finding:
    say = rollout.wording.say
    able, learners = len(topic.able), len(topic.learners)
    model = _seeded(TransferModel.ONE_WAY, topic)
    has = "" if topic.hours is None else f", with {count_words(topic.hours, 'hour')} a week"
    who_need = count_words(learners, say("learner who needs"), say("learners who need"))
    need = f" for {who_need} {topic.hours_needed}"
    numbers = (
        f"{count_words(able, 'person is', 'people are')} able to {say('coach')} {topic.name}{has}"
        f"{need if learners and has else ''}, and its process is "
        f"{'in writing' if topic.has_process else 'not in writing yet'}."
    )
    if topic.asks_for_seed:
        return Finding(
            model,
            numbers,
            "It is technical and beginners sit on it, so an SME is to seed the content (rule 4).",
        )
    if not topic.has_process:
        return Finding(model, numbers, "Write it first; plain one-way is enough then.")
    return Finding(model, numbers, "That is enough for plain one-way.")


def _two_way(topics: list[TopicFigures], coach: str) -> Finding | None:
    """Two or more who each hold a part, where those who learn are those who hold."""
    topics = [each for each in topics if each.kind not in (Kind.ORIENTATION, Kind.DEVELOPMENT)]
    seated = {seat.person_id for topic in topics for seat in (*topic.guides, *topic.learners)}
    learners = {seat.person_id for topic in topics for seat in topic.learners}
    holds: dict[int, set[str]] = {}
    for topic in topics:
        for holder in topic.holders:
            if not seated or holder.id in seated:
                holds.setdefault(holder.id, set()).add(topic.name)
    parts = {id for id, held in holds.items() if len(held) < len(topics)}
    if learners - parts and not learners & parts:
        return None
    for one, other in permutations(sorted(parts), 2):
        mine, theirs = sorted(holds[one] - holds[other]), sorted(holds[other] - holds[one])
        if mine and theirs:
            is_seeded = any(topic.asks_for_seed for topic in topics)
            return Finding(
                TransferModel.SEEDED_TWO_WAY if is_seeded else TransferModel.TWO_WAY,
                f"{len(parts)} people each hold a part of the {len(topics)} topics: one "
                f"{_listed(mine)}, another {_listed(theirs)}.",
                f"Let each {coach} the part they hold and learn the other"
                + ("; a technical one with beginners is seeded by an SME." if is_seeded else "."),
            )
    return None


def _orientation(topic: TopicFigures, rollout: Rollout) -> Finding:
    say = rollout.wording.say
    buddies = sum(seat.role == Role.BUDDY for seat in topic.guides)
    return Finding(
        TransferModel.ONE_WAY,
        f"{topic.name} has {count_words(buddies, 'buddy', 'buddies')} for "
        f"{count_words(len(topic.learners), say('learner'))}.",
        say(
            "A buddy settles people in and a coach shows them the work, who is seated on a topic "
            "of its own: plain one-way."
        ),
    )


def _development(topic: TopicFigures, rollout: Rollout) -> Finding:
    guides, learners = topic.guides, len(topic.learners)
    if guides or rollout.wording == Wording.MENTORING:
        places = sum(seat.mentor_places for seat in guides)
        have = f"{count_words(len(guides), 'mentor has', 'mentors have')} "
        return Finding(
            TransferModel.ONE_WAY,
            f"{topic.name}: {have}{count_words(places, 'place')} for "
            f"{count_words(learners, 'protégé')}.",
            "Pair each with somebody more experienced, one-way; whoever waits for a place is "
            "offered a peer meanwhile.",
        )
    return Finding(
        TransferModel.TWO_WAY,
        f"{topic.name}: nobody is seated to guide {count_words(learners, 'colleague')}.",
        "Pair colleagues of similar rank who coach each other with open questions: mutual "
        "pairings, two-way.",
    )


def _unknown(topic: TopicFigures, rollout: Rollout) -> Iterable[str]:
    """Say which standings and hours the advice had to do without."""
    if topic.kind in (Kind.ORIENTATION, Kind.DEVELOPMENT):
        return
    seated = len(topic.guides) + len(topic.learners)
    if topic.unknown:
        yield (
            f"The standing of {topic.unknown} of the {count_words(seated, 'person', 'people')} "
            f"seated on {topic.name} is unknown and counts as “not yet”."
        )
    silent = sum(holder.hours is None for holder in topic.able)
    if silent:
        yield (
            f"{count_words(silent, 'person', 'people')} able to {rollout.wording.say('coach')} "
            f"{topic.name} named no {rollout.wording.say('coaching')} hours, so they were not "
            "compared."
        )


def _seeds(finding: Finding) -> bool:
    return finding.model.is_seeded


def _seeded(model: TransferModel, topic: TopicFigures) -> TransferModel:
    """Rule 4 decides seeding."""
    return TransferModel.SEEDED_ONE_WAY if topic.asks_for_seed else model


def _names(people: list[Holder]) -> str:
    if len(people) > NAMED:
        return count_words(len(people), "person", "people")
    return _listed([person.first_name for person in people])


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _over_weeks(hours: int, rollout: Rollout) -> str:
    """Say hours a week, and what they come to where an end was agreed."""
    words = f"{count_words(hours, 'hour')} a week"
    if rollout.end_date is None:
        return words
    weeks = max(1, (rollout.end_date - rollout.start_date).days // WEEK)
    return f"{words} ({hours * weeks:,} in {count_words(weeks, 'week')})"


def _by_half_way(rollout: Rollout, today: date) -> str:
    if rollout.end_date is None:
        return ""
    half_way = rollout.start_date + (rollout.end_date - rollout.start_date) / 2
    return f", by {short_date(half_way, today)}"


def _is_before_the_end(day: date | None, rollout: Rollout) -> bool:
    return day is not None and (rollout.end_date is None or day < rollout.end_date)
