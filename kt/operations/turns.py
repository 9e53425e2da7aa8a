"""Turns: from when on a question is whose to answer, planned ahead, so that nothing has to run.

A turn that has begun stays: whoever was asked was asked. Those to come are planned anew when
somebody in them goes away, returns or leaves, and when the asker gets other people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from .. import clock
from ..models import PassingOn, Question, Revision, Role, Rollout, RolloutTopic, Seat, Topic, Turn
from ..rules.whom_to_ask import Asking

BATCH = 500


def plan_turns(questions: Sequence[Question], *, now: datetime) -> None:
    """Plan whom open questions go to after those who were asked already.

    A private one goes to one person and climbs no further by itself; from when on its asker is
    offered to pass it on, and to whom, is planned instead.
    """
    ids = [question.id for question in questions]
    Turn.delete().where(Turn.question.in_(ids), Turn.starts_at > now).execute()
    offered = dict(
        PassingOn.select(PassingOn.question, PassingOn.starts_at)
        .where(PassingOn.question.in_(ids))
        .tuples()
    )
    PassingOn.delete().where(PassingOn.question.in_(ids)).execute()
    begun = defaultdict(list)
    for turn in Turn.select().where(Turn.question.in_(ids)).order_by(Turn.position):
        begun[turn.question_id].append(turn)
    asked = {turn.person_id for turns in begun.values() for turn in turns}
    asking = Asking(questions, now=now, besides=asked)
    rows = []
    offers = []
    for question in questions:
        to_come = _to_come(question, begun[question.id], asking, now)
        if question.private:
            own = 0 if _holder(begun[question.id], asking, now) else 1
            offers += to_come[own : own + 1]
            to_come = to_come[:own]
        rows += to_come
    if rows:
        Turn.insert_many(rows).execute()
    if offers:
        PassingOn.insert_many(
            [_offer(each, offered, begun[each["question"]], now) for each in offers]
        ).execute()


def replan_people(people: Iterable[int]) -> None:
    """Plan the open questions anew that these people are asked, ask, or may be asked now."""
    for batch in _batches(people):
        turns = Turn.select(Turn.question).where(Turn.person.in_(batch))
        offers = PassingOn.select(PassingOn.question).where(PassingOn.person.in_(batch))
        asks = Question.asked_by.in_(batch) | Question.id.in_(offers)
        _replan(Question.id.in_(turns) | asks | Question.topic.in_(_guided_or_known(batch)))


def replan_topic(topic: Topic) -> None:
    """Plan the open questions of a topic anew: it has another owner or other SMEs."""
    _replan(Question.topic == topic)


def replan_rollout(rollout: Rollout) -> None:
    """Plan the open questions anew that people seated in a rollout ask on its topics."""
    seats = (
        Seat.select(Seat.person)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(RolloutTopic.rollout == rollout)
    )
    topics = (
        Revision.select(Revision.topic)
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .where(RolloutTopic.rollout == rollout)
    )
    _replan(Question.asked_by.in_(seats) & Question.topic.in_(topics))


def plan_offers() -> None:
    """Plan when to offer to pass on those private questions that nothing is planned of.

    They were open before such offers were kept, or there is nobody to pass them on to.
    """
    planned = PassingOn.select(PassingOn.question)
    _replan(Question.private & Question.id.not_in(planned))


def _replan(which: Any) -> None:
    now = clock.now()
    # The deeds of a demo are not done in the order of their days.
    asked = Question.at <= now
    for batch in _batches(Question.select().where(which, asked, Question.is_open())):
        plan_turns(batch, now=now)


def _to_come(
    question: Question, begun: list[Turn], asking: Asking, now: datetime
) -> list[dict[str, Any]]:
    """List the turns of a question after those that have begun."""
    holder = _holder(begun, asking, now)
    starts = now
    if holder:
        person = asking.people[holder.person_id]
        starts = person.a_workday_after(holder.starts_at, now)
        if starts <= now:
            # They were away meanwhile, or nobody stood above them: they get their day from now.
            starts = person.a_workday_after(now, now)
    asked = {turn.person_id for turn in begun}
    steps = [step for step in asking.steps(question) if step.person.id not in asked]
    position = begun[-1].position + 1 if begun else 0
    rows: list[dict[str, Any]] = []
    for step in steps:
        if not step.person.is_there(starts):
            # They will have left by then.
            continue
        rows.append(
            {
                "question": question.id,
                "position": position + len(rows),
                "person": step.person.id,
                "asked_as": step.asked_as,
                "starts_at": starts,
            }
        )
        starts = step.person.a_workday_after(starts, now)
    return rows


def _holder(begun: list[Turn], asking: Asking, now: datetime) -> Turn | None:
    """Tell whose turn it is: the newest who is still there."""
    return next(
        (turn for turn in reversed(begun) if asking.people[turn.person_id].is_there(now)), None
    )


def _offer(
    turn: dict[str, Any], offered: dict[int, datetime], begun: list[Turn], now: datetime
) -> dict[str, Any]:
    """Make an offer of a turn to come; one that its asker was made already stands."""
    before = offered.get(turn["question"])
    stands = before is not None and before <= now and begun and before > begun[-1].starts_at
    return {
        "question": turn["question"],
        "person": turn["person"],
        "starts_at": before if stands else turn["starts_at"],
    }


def _guided_or_known(people: Sequence[int]) -> Any:
    """Select the topics on which people guide or are SMEs in a rollout."""
    return (
        Revision.select(Revision.topic)
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .join(Seat, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(Seat.person.in_(people), Seat.until.is_null(), Seat.role != Role.LEARNER)
    )


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(list(rows))
    while batch := list(islice(left, BATCH)):
        yield batch
