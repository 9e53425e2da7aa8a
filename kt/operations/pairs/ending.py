"""Ending a pair, and taking it up again; an ended pair is not a completed one."""

from datetime import date

from ...access import may_end_pair, require
from ...db import transaction
from ...errors import Refused
from ...models import Pairing, PairKind, Person, Rollout, RolloutState
from ..agreements import refresh_agreement
from ..audit import record
from ..keeping_evidence import give_up_evidence, keep_evidence
from ..seating import refuse_full_mentor
from .rules import refuse_inactive, refuse_paired

NOT_YOURS = "A pair is ended by one of its two people. Ask them."


def end_pair(pairing: Pairing, *, by: Person, on: date, note: str = "") -> Pairing:
    """End a pair, maybe with a note, which only the two read."""
    require(may_end_pair(by, pairing), NOT_YOURS)
    rollout = pairing.learner.rollout_topic.rollout
    with transaction():
        pairing = Pairing.get_by_id(pairing.id)
        if pairing.ended_on is not None:
            return pairing
        pairing.ended_on = max(on, pairing.since)
        pairing.end_note = note.strip()
        pairing.save(only=[Pairing.ended_on, Pairing.end_note])
        if rollout.is_pair:
            keep_evidence(rollout, on=pairing.ended_on)
            _enter(rollout, RolloutState.CANCELLED, closed_on=pairing.ended_on)
        _record("pair.ended", pairing, rollout, by)
        refresh_agreement(rollout, by=by)
    return pairing


def reopen_pair(pairing: Pairing, *, by: Person) -> Pairing:
    """Take the end of a pair back; of mentor and protégé, as far as there is a place."""
    require(may_end_pair(by, pairing), NOT_YOURS)
    rollout = pairing.learner.rollout_topic.rollout
    with transaction():
        pairing = Pairing.get_by_id(pairing.id)
        if pairing.ended_on is None:
            return pairing
        _refuse_reopening(pairing, rollout)
        pairing.ended_on, pairing.end_note = None, ""
        pairing.save(only=[Pairing.ended_on, Pairing.end_note])
        if rollout.is_pair:
            give_up_evidence(rollout)
            _enter(rollout, RolloutState.RUNNING, closed_on=None)
        _record("pair.reopened", pairing, rollout, by)
        refresh_agreement(rollout, by=by)
    return pairing


def _refuse_reopening(pairing: Pairing, rollout: Rollout) -> None:
    guide, learner = pairing.guide.person, pairing.learner.person
    if not rollout.is_pair:
        ended = [seat for seat in (pairing.guide, pairing.learner) if seat.until is not None]
        if ended or not rollout.is_open:
            raise Refused("This pair's seats have ended. Ask whoever runs the circle for new ones.")
    refuse_inactive(guide)
    refuse_inactive(learner)
    refuse_paired(guide, learner, PairKind.PEERS if pairing.mutual else PairKind.MENTORING)
    if not pairing.mutual:
        refuse_full_mentor(rollout, guide, learner, field="mentor")


def _enter(rollout: Rollout, state: RolloutState, *, closed_on: date | None) -> None:
    rollout.state = state  # type: ignore[assignment]
    rollout.closed_on = closed_on
    rollout.save(only=[Rollout.state, Rollout.closed_on])


def _record(deed: str, pairing: Pairing, rollout: Rollout, by: Person) -> None:
    guide, learner = pairing.guide.person, pairing.learner.person
    record(
        deed,
        by=by,
        about=[rollout, pairing],
        person=learner if by == guide else guide,
        kind=PairKind.PEERS if pairing.mutual else PairKind.MENTORING,
    )
