"""For whom the things wait that somebody else can be nudged about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression, fn

from .. import clock
from ..access import coaches_of, reviewers_of, smes_seated
from ..dates import count_words, day_words
from ..markup import plain
from ..models import (
    UNFINISHED,
    Answer,
    Item,
    ItemState,
    JudgedAs,
    Matter,
    Nudge,
    Opinion,
    Output,
    OwnerRole,
    Pairing,
    Person,
    Question,
    Review,
    ReviewAnswer,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Sheet,
    Signoff,
    SignoffAnswer,
    Turn,
    Version,
)
from .pairings import facts_of_pairing

# Nobody is nudged twice for the same thing within this time.
QUIET = timedelta(days=3)


@dataclass(frozen=True)
class Waiting:
    """What waits, in which rollout (None: of a checklist outside one), and for whom.

    `said` are the words for each of them, by the ids of the people. What is done does not wait;
    what nobody is there for waits all the same, and no nudge will move it.
    """

    rollout: Rollout | None
    supervisor_id: int
    waits: bool
    people: tuple[Person, ...]
    said: dict[int, str]


def waiting(matter: Matter, ref: int, rollout: Rollout, on: date) -> Waiting | None:
    """Tell whether a thing waits and for whom; None where there is no such thing.

    `rollout` is the one it is asked about in: a question may wait in several.
    """
    if matter == Matter.QUESTION:
        return _question(ref, rollout)
    return _WAITING[matter](ref, on)


def still_waits() -> Expression:
    """Match the nudges of which what they say is still so; a nudge about a pairing always does.

    Whether a pairing is silent is told from its facts (`PairingFacts.silent_days`).
    """
    item, output = Item.alias(), Output.alias()
    signoff, said, sheet = Signoff.alias(), Opinion.alias(), Sheet.alias()
    review, version = Review.alias(), Version.alias()
    judged = said.select(said.id).where(
        said.signoff == signoff.id,
        said.at >= Nudge.at,
        (said.judged_as == JudgedAs.COACH) | (said.by == Nudge.person),
    )
    waits = {
        Matter.ITEM: item.select(item.id).where(
            item.id == Nudge.ref,
            item.state == ItemState.OPEN,
            item.due < Nudge.on,
            item.owner.is_null() | (item.owner == Nudge.person),
        ),
        Matter.OUTPUT: output.select(output.id).where(
            output.id == Nudge.ref,
            output.state.in_(UNFINISHED),
            output.due < Nudge.on,
            output.owner == Nudge.person,
        ),
        Matter.REVIEW: review.select(review.id)
        .join(version, on=(review.version == version.id))
        .where(version.output == Nudge.ref, review.answer == ReviewAnswer.WAITING),
        Matter.SHEETS: sheet.select(sheet.id).where(
            sheet.rollout == Nudge.ref,
            sheet.person == Nudge.person,
            sheet.current,
            sheet.answer == Answer.WAITING,
        ),
        Matter.SIGNOFF: signoff.select(signoff.id).where(
            signoff.id == Nudge.ref,
            signoff.answer == SignoffAnswer.WAITING,
            ~fn.EXISTS(judged),
        ),
        Matter.QUESTION: Question.select(Question.id).where(
            Question.id == Nudge.ref, Question.is_open()
        ),
    }
    found = [(Nudge.matter == matter) & fn.EXISTS(rows) for matter, rows in waits.items()]
    return reduce(or_, found, Nudge.matter == Matter.PAIRING)


def _item(ref: int, on: date) -> Waiting | None:
    """An item waits for its owner, or for who holds its role towards the checklist's person."""
    item = Item.get_or_none(Item.id == ref)
    if item is None:
        return None
    late = item.state == ItemState.OPEN and item.due is not None and item.due < on
    words = f"“{plain(item.text)[:90]}” was due {day_words(item.due, on)}" if late else ""
    if item.checklist is None:
        return _waiting(late, item.session.rollout, _owners(item), words)
    checklist = item.checklist
    return _waiting(late, checklist.rollout, _owners(item), words, checklist.supervisor_id)


def _owners(item: Any) -> list[Person]:
    checklist = item.checklist
    if item.owner_id or checklist is None:
        return [item.owner] if item.owner_id else []
    roles = [OwnerRole(role) for role in item.owners] or [OwnerRole.LEARNER]
    found: list[Person | None] = []
    for role in roles:
        if role == OwnerRole.LEARNER:
            found.append(checklist.person)
        elif role == OwnerRole.SUPERVISOR:
            found.append(checklist.supervisor)
        elif role == OwnerRole.MANAGER:
            found.append(checklist.person and checklist.person.manager)
        elif role in (OwnerRole.BUDDY, OwnerRole.COACH) and checklist.person_id:
            found += _guides(checklist, Role(role.value))
    return list({each.id: each for each in found if each}.values())


def _guides(checklist: Any, role: Role) -> list[Person]:
    guide, learner = Seat.alias(), Seat.alias()
    query = (
        Person.select(Person)
        .join(guide, on=(guide.person == Person.id))
        .join(Pairing, on=(Pairing.guide == guide.id))
        .join(learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .where(learner.person == checklist.person, guide.role == role, Pairing.ended_on.is_null())
    )
    if checklist.rollout_id:
        query = query.where(RolloutTopic.rollout == checklist.rollout)
    return list(query.order_by(Pairing.id))


def _pairing(ref: int, on: date) -> Waiting | None:
    """A silent pairing waits for both its people."""
    pairing = Pairing.get_or_none(Pairing.id == ref, Pairing.ended_on.is_null())
    if pairing is None or pairing.guide_id is None:
        return None
    facts = facts_of_pairing(pairing)
    rollout = pairing.learner.rollout_topic.rollout
    guide, learner = pairing.guide.person, pairing.learner.person
    silent = facts.silent_days(on)
    since = f"no session for {count_words(silent, 'day')}"
    return Waiting(
        rollout=rollout,
        supervisor_id=rollout.supervisor_id,
        waits=bool(silent),
        people=(guide, learner),
        said={
            me.id: f"{facts.topic_name} with {other.first_name}: {since}"
            for me, other in ((guide, learner), (learner, guide))
        },
    )


def _output(ref: int, on: date) -> Waiting | None:
    """A late output waits for its owner."""
    output = Output.get_or_none(Output.id == ref, Output.rollout.is_null(False))
    if output is None:
        return None
    late = output.state in UNFINISHED and output.due is not None and output.due < on
    words = f"“{output.title}” was due {day_words(output.due, on)}" if late else ""
    return _waiting(late, output.rollout, [output.owner], words)


def _review(ref: int, on: date) -> Waiting | None:
    """A text in review waits for those who know its topic and wrote nothing of it."""
    output = Output.get_or_none(Output.id == ref, Output.rollout.is_null(False))
    if output is None:
        return None
    version = (
        Version.select()
        .join(Review, on=(Review.version == Version.id))
        .where(Version.output == output, Review.answer == ReviewAnswer.WAITING)
        .first()
    )
    people = list(reviewers_of(version).order_by(Person.id)) if version else []
    words = f"“{output.title}” waits to be reviewed"
    return _waiting(version is not None, output.rollout, people, words)


def _sheets(ref: int, on: date) -> Waiting | None:
    """An agreement waits for those who have not answered their sheet."""
    rollout = Rollout.get_or_none(Rollout.id == ref)
    if rollout is None:
        return None
    unanswered = Sheet.select(Sheet.person).where(
        Sheet.rollout == rollout, Sheet.current, Sheet.answer == Answer.WAITING
    )
    people = list(Person.select().where(Person.id.in_(unanswered)).order_by(Person.id))
    words = f"Your sheet of “{rollout.name}” waits for your signature"
    return _waiting(bool(people), rollout, people, words)


def _signoff(ref: int, on: date) -> Waiting | None:
    """A sign-off waits for the coaches, and after them for the SMEs."""
    signoff = Signoff.get_or_none(Signoff.id == ref)
    if signoff is None:
        return None
    place = signoff.rollout_topic
    said = Opinion.select().where(Opinion.signoff == signoff, Opinion.judged_as == JudgedAs.COACH)
    coaches = [] if said.exists() else list(coaches_of(signoff.person, place))
    people = coaches or list(smes_seated(place))
    words = f"{signoff.person.first_name} waits to be signed off on {place.revision.topic.name}"
    waits = signoff.answer == SignoffAnswer.WAITING
    return _waiting(waits, place.rollout, people, words)


def _question(ref: int, rollout: Rollout) -> Waiting | None:
    """An open question waits for the one whose turn it is; its words stay where they are.

    It waits in each rollout on its topic in which its asker has a seat.
    """
    seated = (
        Seat.select(Seat.person, Revision.topic)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .where(
            RolloutTopic.rollout == rollout,
            Seat.person == Question.asked_by,
            Revision.topic == Question.topic,
        )
    )
    question = Question.get_or_none(Question.id == ref, ~Question.private, fn.EXISTS(seated))
    if question is None:
        return None
    turn = (
        Turn.select()
        .where(Turn.question == question, Turn.starts_at <= clock.now())
        .order_by(Turn.position.desc())
        .first()
    )
    is_open = Question.select().where(Question.id == question.id, Question.is_open()).exists()
    words = f"A question on {question.topic.name} waits for an answer"
    return _waiting(is_open, rollout, [turn.person] if turn else [], words)


def _waiting(
    waits: bool,
    rollout: Rollout | None,
    people: Iterable[Person],
    words: str,
    supervisor_id: int = 0,
) -> Waiting:
    people = tuple(people)
    say = rollout.wording.say if rollout else str
    return Waiting(
        rollout=rollout,
        supervisor_id=rollout.supervisor_id if rollout else supervisor_id,
        waits=waits,
        people=people,
        said={each.id: say(words) for each in people},
    )


_WAITING = {
    Matter.ITEM: _item,
    Matter.PAIRING: _pairing,
    Matter.OUTPUT: _output,
    Matter.REVIEW: _review,
    Matter.SHEETS: _sheets,
    Matter.SIGNOFF: _signoff,
}
