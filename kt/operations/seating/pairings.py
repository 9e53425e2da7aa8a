"""Pairings: who guides whom, from when, how often."""

from collections.abc import Iterable
from datetime import date

from ...access import may_answer_pairing, may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import Pairing, Person, Role, Rollout, RolloutTopic, Seat
from ..agreements import refresh_agreement
from ..audit import record
from ..editing import require_version, version_of
from .hours import ask_for_hours
from .rules import (
    refuse_closed,
    refuse_full_mentor,
    refuse_guiding_oneself,
    refuse_inactive,
    refuse_mutual,
    refuse_pair,
)
from .seats import NOT_YOURS, give_seat, seat_for

WEEK = 7

NOT_THEIRS = (
    "A pairing is ended by its two people and by whoever runs the rollout. Ask one of them."
)


def put_guide(
    rollout_topic: RolloutTopic,
    learner: Person,
    guide: Person | None,
    role: Role = Role.COACH,
    *,
    on: date,
    by: Person,
    cadence_days: int = WEEK,
    agreed_hours: int | None = None,
    hours_reason: str = "",
    wave: int = 1,
    mutual: bool = False,
) -> Pairing:
    """Have one person guide another on a topic, giving both their seats as needed.

    Without a guide the learner is seated and the gap stays visible. In a mutual pairing, on a
    development topic, the two coach each other.
    """
    require(may_run_rollout(by, rollout_topic.rollout), NOT_YOURS)
    if guide is not None:
        refuse_guiding_oneself(learner, guide, field="guide")
    with transaction():
        learner_seat = seat_for(rollout_topic, learner, Role.LEARNER, on, field="learner")
        guide_seat = guide and seat_for(rollout_topic, guide, role, on, field="guide")
        return pair(
            learner_seat,
            guide_seat,
            since=on,
            by=by,
            cadence_days=cadence_days,
            agreed_hours=agreed_hours,
            hours_reason=hours_reason,
            wave=wave,
            mutual=mutual,
        )


def pair(
    learner: Seat,
    guide: Seat | None,
    *,
    since: date,
    by: Person,
    cadence_days: int = WEEK,
    agreed_hours: int | None = None,
    hours_reason: str = "",
    wave: int = 1,
    mutual: bool = False,
) -> Pairing:
    """Pair a learner's seat with a guide's; None leaves a visible gap, which the next one fills.

    `agreed_hours` are hours a week; above what the coach has they need a reason (rule 15). In a
    mutual pairing the two coach each other.
    """
    rollout = learner.rollout_topic.rollout
    require(may_run_rollout(by, rollout), NOT_YOURS)
    _refuse_numbers(cadence_days, agreed_hours, wave)
    if mutual:
        refuse_mutual(learner.rollout_topic, guide, field="guide")
    with transaction():
        learner, guide = _seats_now(learner, guide, since, mutual)
        present = list(learner.learner_pairings.where(Pairing.ended_on.is_null()))
        if guide is None and present:
            return present[0]
        gap = next((each for each in present if each.guide_id is None), None)
        pairing = gap or Pairing(learner=learner)
        pairing.guide = guide
        pairing.since = _first_day(learner, guide, since)
        pairing.cadence_days = cadence_days
        pairing.agreed_hours = agreed_hours
        pairing.wave = wave
        pairing.mutual = mutual
        pairing.save()
        ask_for_hours(pairing, hours_reason, by=by, on=since)
        _record("pairing.made" if guide else "pairing.gap", pairing, rollout, by=by)
    return pairing


def change_guide(
    pairing: Pairing,
    guide: Person | None,
    role: Role = Role.COACH,
    *,
    hours_reason: str = "",
    on: date,
    by: Person,
) -> Pairing:
    """Put somebody else, or nobody, in a guide's place and return the pairing that holds now.

    The old pairing ends and keeps its sessions; changed back on the same day, it goes on. The
    hours agreed stay; above what the new guide has they need a reason (rule 15).
    """
    with transaction():
        now = _hand_over(pairing, guide, role, on=on, by=by)
        if now.guide_id != pairing.guide_id:
            ask_for_hours(now, hours_reason, by=by, on=on)
    return now


def _hand_over(
    pairing: Pairing, guide: Person | None, role: Role, *, on: date, by: Person
) -> Pairing:
    rollout_topic = pairing.learner.rollout_topic
    rollout = rollout_topic.rollout
    require(may_run_rollout(by, rollout), NOT_YOURS)
    if guide is not None:
        refuse_guiding_oneself(pairing.learner.person, guide, field="guide")
    with transaction():
        old = open_pairing(pairing)
        guide_seat = guide and seat_for(rollout_topic, guide, role, on, field="guide")
        if old.guide_id == (guide_seat and guide_seat.id):
            return old
        learner, guide_seat = _seats_now(old.learner, guide_seat, on, old.mutual)
        before = old.guide and old.guide.person
        new = _successor(old, learner, guide_seat, on)
        new.guide = guide_seat
        new.ended_on = None
        new.save()
        deed = "pairing.changed" if guide and before else "pairing.made"
        _record(deed if guide else "pairing.gap", new, rollout, by=by, before=before)
    return new


def change_pairing(
    pairing: Pairing,
    guide: Person | None,
    role: Role,
    *,
    cadence_days: int,
    agreed_hours: int | None,
    hours_reason: str = "",
    wave: int,
    on: date,
    by: Person,
    opened_with: str = "",
) -> Pairing:
    """Say at once who guides and what the two agreed; return the pairing that holds now.

    Raises Stale where somebody else changed it since the form was opened (`version_of_pairing`).
    """
    with transaction():
        if opened_with:
            row = Pairing.get_by_id(pairing.id)
            guide_id = row.guide and row.guide.person_id
            agreed = (row.cadence_days, row.agreed_hours, row.wave)
            require_version(opened_with, version_of_pairing(guide_id, *agreed))
        now = _hand_over(pairing, guide, role, on=on, by=by)
        is_agreed = _agree(
            now, cadence_days=cadence_days, agreed_hours=agreed_hours, wave=wave, by=by
        )
        if is_agreed or now.guide_id != pairing.guide_id or hours_reason.strip():
            ask_for_hours(now, hours_reason, by=by, on=on)
    return now


def version_of_pairing(
    guide_id: int | None, cadence_days: int, agreed_hours: int | None, wave: int
) -> str:
    """Name the present state of a pairing, for the form in which it is edited."""
    return version_of(guide_id, cadence_days, agreed_hours, wave)


def seat_on_topics(
    topics: Iterable[RolloutTopic],
    person: Person,
    role: Role,
    *,
    guide: Person | None = None,
    since: date,
    until: date | None = None,
    by: Person,
) -> list[Seat]:
    """Seat a person on several topics of a rollout, a learner maybe with one guide for all."""
    if guide is not None and role != Role.LEARNER:
        raise Refused("Only somebody who learns is guided. Leave the guide empty.", field="guide")
    with transaction():
        seats = []
        for topic in topics:
            if guide is not None:
                refuse_guiding_oneself(person, guide, field="guide")
            seat = give_seat(topic, person, role, since=since, until=until, by=by)
            if guide is not None:
                usual = Role.usual_guide(topic.revision.topic.kind)
                guide_seat = seat_for(topic, guide, usual, since, field="guide")
                pair(seat, guide_seat, since=since, by=by)
            seats.append(seat)
    return seats


def agree(
    pairing: Pairing,
    *,
    cadence_days: int,
    agreed_hours: int | None,
    hours_reason: str = "",
    wave: int,
    by: Person,
) -> Pairing:
    """Say how often a pairing meets, for how many hours a week, and in which wave.

    Hours above what the coach has in a week need a reason (rule 15), which may also be given
    later: a coach's hours are a fact from outside.
    """
    require(may_run_rollout(by, pairing.learner.rollout_topic.rollout), NOT_YOURS)
    with transaction():
        pairing = open_pairing(pairing)
        is_agreed = _agree(
            pairing, cadence_days=cadence_days, agreed_hours=agreed_hours, wave=wave, by=by
        )
        if is_agreed or hours_reason.strip():
            ask_for_hours(pairing, hours_reason, by=by, on=pairing.since)
    return pairing


def _agree(
    pairing: Pairing, *, cadence_days: int, agreed_hours: int | None, wave: int, by: Person
) -> bool:
    """Set what a pairing agreed on, inside the transaction; tell whether it was something else."""
    rollout = pairing.learner.rollout_topic.rollout
    _refuse_numbers(cadence_days, agreed_hours, wave)
    refuse_closed(rollout)
    before = (pairing.cadence_days, pairing.agreed_hours, pairing.wave)
    if before == (cadence_days, agreed_hours, wave):
        return False
    pairing.cadence_days = cadence_days
    pairing.agreed_hours = agreed_hours
    pairing.wave = wave
    pairing.save()
    _record("pairing.agreed", pairing, rollout, by=by)
    return True


def end_pairing(pairing: Pairing, *, on: date, by: Person, note: str = "") -> Pairing:
    """End a pairing, maybe with a note; ended is not completed.

    Both keep their seats, and the learner's gap is visible.
    """
    rollout = pairing.learner.rollout_topic.rollout
    require(may_answer_pairing(by, pairing), NOT_THEIRS)
    with transaction():
        pairing = Pairing.get_by_id(pairing.id)
        if pairing.ended_on is not None:
            return pairing
        refuse_closed(rollout)
        pairing.end_note = note.strip()
        pairing.save(only=[Pairing.end_note])
        _end(pairing, on)
        _record("pairing.ended", pairing, rollout, by=by)
    return pairing


def reopen_pairing(pairing: Pairing, *, by: Person) -> Pairing:
    """Take the end of a pairing back, as far as its two seats are still held."""
    rollout = pairing.learner.rollout_topic.rollout
    require(may_answer_pairing(by, pairing), NOT_THEIRS)
    with transaction():
        pairing = Pairing.get_by_id(pairing.id)
        if pairing.ended_on is None:
            return pairing
        _seats_now(pairing.learner, pairing.guide, pairing.ended_on, pairing.mutual)
        pairing.ended_on, pairing.end_note = None, ""
        pairing.save(only=[Pairing.ended_on, Pairing.end_note])
        _record("pairing.reopened", pairing, rollout, by=by)
    return pairing


def _seats_now(
    learner: Seat, guide: Seat | None, on: date, mutual: bool
) -> tuple[Seat, Seat | None]:
    """Read both seats again, inside the transaction, and ask every rule of pairings."""
    learner = Seat.get_by_id(learner.id)
    guide = guide and Seat.get_by_id(guide.id)
    refuse_closed(learner.rollout_topic.rollout)
    for seat, field in ((learner, "learner"), (guide, "guide")):
        if seat is None:
            continue
        refuse_inactive(seat.person, field=field)
        if seat.until is not None and seat.until <= on:
            raise Refused(
                f"The seat of {seat.person.name} as {seat.role} has ended. Give a new seat first.",
                field=field,
            )
    if guide is not None:
        refuse_pair(learner, guide, field="guide")
    if guide is not None and not mutual:
        rollout = learner.rollout_topic.rollout
        refuse_full_mentor(rollout, guide.person, learner.person, field="guide")
    return learner, guide


def _successor(old: Pairing, learner: Seat, guide: Seat | None, on: date) -> Pairing:
    """End a pairing and find the row of the one that follows it; a gap is filled where it is."""
    since = _first_day(learner, guide, on)
    if old.guide_id is None:
        old.since = since
        return old
    _end(old, on)
    earlier = learner.learner_pairings.where(
        Pairing.guide == guide if guide else Pairing.guide.is_null(), Pairing.ended_on == on
    ).first()
    return earlier or Pairing(
        learner=learner,
        since=since,
        cadence_days=old.cadence_days,
        agreed_hours=old.agreed_hours,
        wave=old.wave,
        mutual=old.mutual and guide is not None,
    )


def _first_day(learner: Seat, guide: Seat | None, on: date) -> date:
    return max(on, learner.since, guide.since if guide else on)


def open_pairing(pairing: Pairing) -> Pairing:
    """Read a pairing again, inside the transaction; for deeds that record themselves."""
    pairing = Pairing.get_by_id(pairing.id)
    if pairing.ended_on is not None:
        raise Refused("This pairing has ended meanwhile. Reload the page to see who guides now.")
    return pairing


def fill_gap(gap: Pairing, guide: Seat, on: date) -> None:
    """Have somebody guide where nobody did, as it was agreed; for deeds that record themselves."""
    learner, there = _seats_now(gap.learner, guide, on, gap.mutual)
    gap.guide = there
    gap.since = _first_day(learner, there, on)
    gap.save(only=[Pairing.guide, Pairing.since])


def _end(pairing: Pairing, on: date) -> None:
    pairing.ended_on = max(on, pairing.since)
    pairing.save(only=[Pairing.ended_on])


def _refuse_numbers(cadence_days: int, agreed_hours: int | None, wave: int) -> None:
    if cadence_days < 1:
        raise Refused("A cadence is at least one day. Weekly is 7.", field="cadence_days")
    if agreed_hours is not None and agreed_hours < 1:
        raise Refused(
            "Agreed hours are at least one a week. Leave them empty if none were agreed.",
            field="agreed_hours",
        )
    if wave < 1:
        raise Refused("Waves are counted from 1.", field="wave")


def _record(
    deed: str, pairing: Pairing, rollout: Rollout, *, by: Person, before: Person | None = None
) -> None:
    """Write the deed down; every deed on a pairing changes what two people agreed on."""
    learner = pairing.learner
    guide = pairing.guide
    record(
        deed,
        by=by,
        about=[rollout, learner.person, guide and guide.person, before, pairing],
        learner=learner.person,
        guide=guide and guide.person,
        role=guide and guide.role,
        topic=learner.rollout_topic.revision.topic_id,
        cadence_days=pairing.cadence_days,
        agreed_hours=pairing.agreed_hours,
        wave=pairing.wave,
        mutual=pairing.mutual,
        **({"person": before} if before else {}),
    )
    refresh_agreement(rollout, by=by)
