"""Answering who asked for a pair: acceptance is the agreement (rule 14)."""

from datetime import date

from ...access import may_answer_pair, require
from ...db import transaction
from ...errors import Refused
from ...models import (
    Kind,
    PairAnswer,
    Pairing,
    PairKind,
    PairRequest,
    Person,
    Purpose,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Wording,
)
from ...rules.places import proteges_of
from ..audit import record
from ..seating import refuse_full_mentor
from ..topics import newest_revision
from ..turns import replan_rollout
from .rules import refuse_inactive, refuse_paired

NOT_ASKED = "This was asked of somebody else. Only they can answer."
WORDING = {PairKind.PEERS: Wording.COACHING, PairKind.MENTORING: Wording.MENTORING}


def accept_pair(request: PairRequest, *, by: Person, on: date) -> Pairing:
    """Accept: the pair goes on from that day, without a supervisor, a target or a signature.

    Two peers coach each other; of mentor and protégé, the one who was asked is the mentor.
    """
    require(may_answer_pair(by, request), NOT_ASKED)
    with transaction():
        request = PairRequest.get_by_id(request.id)
        if request.answer == PairAnswer.ACCEPTED:
            return request.pairing
        _refuse_answered(request)
        return _make_pair(request, by, on)


def decline_pair(request: PairRequest, *, by: Person, sentence: str, on: date) -> PairRequest:
    """Decline with a sentence, which only the two read."""
    require(may_answer_pair(by, request), NOT_ASKED)
    if not sentence.strip():
        raise Refused(
            "Say in a sentence why not, so that nobody is left wondering.", field="sentence"
        )
    with transaction():
        request = PairRequest.get_by_id(request.id)
        _refuse_answered(request)
        request.answer = PairAnswer.DECLINED  # type: ignore[assignment]
        request.answered_on = on
        request.reply = sentence.strip()
        request.save()
        record("pair.declined", by=by, about=[request], person=request.asked_by, kind=request.kind)
    return request


def take_from_waiting(request: PairRequest, *, by: Person, on: date) -> Pairing:
    """Take the first in line of those who wait for any mentor with a free place."""
    with transaction():
        request = PairRequest.get_by_id(request.id)
        if request.answer == PairAnswer.ACCEPTED and request.asked_id == by.id:
            return request.pairing
        if request.asked_id is not None or request.answer != PairAnswer.WAITING:
            raise Refused(
                f"{request.asked_by.name} does not wait in line any more. Reload the page to see "
                "who is first now."
            )
        if request.asked_by == by:
            raise Refused("Nobody mentors themselves. Somebody else with a place takes you.")
        _refuse_out_of_line(request, by)
        request.asked = by
        return _make_pair(request, by, on)


def _refuse_answered(request: PairRequest) -> None:
    if request.answer != PairAnswer.WAITING:
        raise Refused(f"This was {request.answer} meanwhile. Reload the page to see it.")


def _refuse_out_of_line(request: PairRequest, by: Person) -> None:
    """Refuse to pass over somebody who has waited longer; they keep their place in line.

    Who has this mentor already waits for another one, and does not stand in the way.
    """
    first = (
        PairRequest.select()
        .join(Person, on=(PairRequest.asked_by == Person.id))
        .where(
            PairRequest.kind == PairKind.MENTORING,
            PairRequest.asked.is_null(),
            PairRequest.answer == PairAnswer.WAITING,
            PairRequest.asked_by.not_in([by.id, *proteges_of(by)]),
            Person.active,
            PairRequest.id < request.id,
        )
        .order_by(PairRequest.id)
        .first()
    )
    if first:
        raise Refused(f"{first.asked_by.name} has waited longer. Take whoever is first in line.")


def _make_pair(request: PairRequest, guide: Person, on: date) -> Pairing:
    """Ask the rules and make the rollout that nobody runs, its two seats and their pairing."""
    kind, asker = PairKind(request.kind), request.asked_by
    is_mutual = kind == PairKind.PEERS
    refuse_inactive(asker)
    refuse_inactive(guide)
    refuse_paired(guide, asker, kind)
    rollout = Rollout(
        name=f"{asker.name} and {guide.name}",
        kind=Kind.DEVELOPMENT,
        wording=WORDING[kind],
        purpose=Purpose.PAIR,
        supervisor=asker,
        start_date=on,
        started_on=on,
        state=RolloutState.RUNNING,
    )
    refuse_full_mentor(rollout, guide, asker, field="mentor")
    rollout.save()
    topic = RolloutTopic.create(rollout=rollout, revision=newest_revision(request.topic))
    coach, learner = (asker, guide) if is_mutual else (guide, asker)
    pairing = Pairing.create(
        guide=Seat.create(rollout_topic=topic, person=coach, role=Role.COACH, since=on),
        learner=Seat.create(rollout_topic=topic, person=learner, role=Role.LEARNER, since=on),
        cadence_days=request.cadence_days,
        since=on,
        mutual=is_mutual,
    )
    request.answer = PairAnswer.ACCEPTED  # type: ignore[assignment]
    request.answered_on = on
    request.pairing = pairing
    request.save()
    if not is_mutual:
        _leave_the_line(asker, guide, on)
    replan_rollout(rollout)
    record("pair.accepted", by=guide, about=[request, rollout], person=asker, kind=kind)
    return pairing


def _leave_the_line(protege: Person, mentor: Person, on: date) -> None:
    """Whoever has found a mentor waits for no other, nor for an answer of this one."""
    PairRequest.update(answer=PairAnswer.WITHDRAWN, answered_on=on).where(
        PairRequest.kind == PairKind.MENTORING,
        PairRequest.asked_by == protege,
        PairRequest.asked.is_null() | (PairRequest.asked == mentor),
        PairRequest.answer == PairAnswer.WAITING,
    ).execute()
