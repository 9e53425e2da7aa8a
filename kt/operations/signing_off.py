"""Signing off (rule 17): somebody asks, those who know judge with evidence, a standing comes of it.

Each judgement is a row of its own; a sign-off that is taken back is a new standing beside it.
"""

from datetime import date
from typing import Any

from ..access import (
    last_coach_of,
    may_ask_signoff,
    may_judge,
    may_withdraw_signoff,
    require,
)
from ..db import transaction
from ..errors import Refused
from ..models import (
    Basis,
    JudgedAs,
    Level,
    Opinion,
    Person,
    Revision,
    Role,
    RolloutTopic,
    Seat,
    Signoff,
    SignoffAnswer,
    Standing,
)
from ..rules.signing_off import Judges, judges_of, seen_of
from .audit import record

NOT_TO_ASK = (
    "A sign-off is asked for by whoever is to be signed off, by their coach, and by whoever runs "
    "the rollout."
)
NOT_TO_JUDGE = (
    "The coach judges, and on technical topics of seeded rollouts the SME confirms. Ask one of "
    "them."
)


def ask_signoff(
    rollout_topic: RolloutTopic,
    level: int,
    *,
    by: Person,
    on: date,
    person: Person | None = None,
    note: str = "",
) -> Signoff:
    """Ask that somebody seated on a topic be signed off at a level; asked twice, it waits once."""
    who = person or by
    require(may_ask_signoff(by, who, rollout_topic), NOT_TO_ASK)
    if level not in tuple(Level)[1:]:
        raise Refused("Choose what is to be signed off, from 1 to 4.", field="level")
    with transaction():
        _refuse_unseated(rollout_topic, who)
        _refuse_reached(rollout_topic, who, level)
        judges = judges_of(rollout_topic, who)
        if not judges.coaches and not judges.smes:
            raise Refused(
                f"Nobody can judge it: {rollout_topic.revision.topic.name} has neither a coach of "
                f"{who.name} nor an SME here. Have one seated first."
            )
        waiting = _waiting(rollout_topic, who)
        if waiting and waiting.level == level:
            return waiting
        if waiting:
            _answer(waiting, SignoffAnswer.WITHDRAWN, on)
        signoff = Signoff.create(
            rollout_topic=rollout_topic,
            person=who,
            level=level,
            note=note.strip(),
            asked_by=by,
            asked_on=on,
        )
        _record("signoff.asked", signoff, by)
    return signoff


def judge(signoff: Signoff, *, yes: bool, evidence: str = "", by: Person, on: date) -> Signoff:
    """Say yes with evidence, or not yet with what is missing.

    The coach's yes decides, and the SME's after it where rule 17 asks. One press is enough where
    the evidence stands in the row: they were seen doing it in a session, or the coach has said it.
    Whoever runs the rollout acts for the coach or SME who is absent.
    """
    require(may_judge(by, signoff), NOT_TO_JUDGE)
    evidence = evidence.strip()
    if not yes and not evidence:
        raise Refused(
            "Say in a sentence what is missing, so that it can be shown.", field="evidence"
        )
    with transaction():
        row: Any = Signoff.get_by_id(signoff.id)
        _refuse_settled(row, yes=yes)
        if row.answer == SignoffAnswer.SIGNED_OFF:
            return row
        judges = judges_of(row.rollout_topic, row.person)
        judged_as, acts_for = _role_of(by, row, judges)
        if yes and not evidence:
            seen = seen_of(row.rollout_topic, row.person)
            confirms = judged_as == JudgedAs.SME and _has_said_yes(row, JudgedAs.COACH)
            if not seen.shows(row.level) and not confirms:
                alone = " alone" if seen.together else ""
                raise Refused(
                    f"No session shows them doing it{alone} yet. "
                    "Say in a sentence what you have seen.",
                    field="evidence",
                )
            evidence = f"{seen.words}; the coach says yes" if confirms else seen.words
        Opinion.create(
            signoff=row,
            by=by,
            judged_as=judged_as,
            acts_for=acts_for,
            yes=yes,
            evidence=evidence,
            on=on,
        )
        if not yes:
            _answer(row, SignoffAnswer.DECLINED, on)
            _record("signoff.declined", row, by, acts_for)
        elif _missing(row, judges):
            _record("signoff.judged", row, by, acts_for)
        else:
            _sign_off(row, on)
            _record("signoff.signed", row, by, acts_for)
    return row


def sign_off(
    rollout_topic: RolloutTopic,
    person: Person,
    level: int,
    *,
    evidence: str = "",
    by: Person,
    on: date,
) -> Signoff:
    """Sign somebody off who did not ask: asking and judging in one deed."""
    with transaction():
        signoff = ask_signoff(rollout_topic, level, by=by, on=on, person=person)
        return judge(signoff, yes=True, evidence=evidence, by=by, on=on)


def withdraw_signoff(signoff: Signoff, *, by: Person, on: date) -> Signoff:
    """Take back that one asked; what was judged meanwhile stays."""
    require(may_withdraw_signoff(by, signoff), NOT_TO_ASK)
    with transaction():
        row: Any = Signoff.get_by_id(signoff.id)
        if row.answer == SignoffAnswer.WAITING:
            _answer(row, SignoffAnswer.WITHDRAWN, on)
            _record("signoff.withdrawn", row, by)
    return row


def undo_signoff(signoff: Signoff, *, by: Person, on: date) -> Signoff:
    """Take a sign-off back: a new standing as it was before; whoever wants it asks anew."""
    require(may_judge(by, signoff), NOT_TO_JUDGE)
    with transaction():
        row: Any = Signoff.get_by_id(signoff.id)
        if row.answer == SignoffAnswer.WAITING:
            return row
        if row.answer != SignoffAnswer.SIGNED_OFF:
            raise Refused("This was not signed off, so there is nothing to take back.")
        newest = _newest(row.person, row.rollout_topic)
        if newest is None or newest.id != row.standing_id:
            raise Refused(
                f"{row.person.name} has a newer standing here meanwhile. Name the standing that is "
                "true now instead."
            )
        before = _newest(row.person, row.rollout_topic, without=row.standing_id)
        Standing.create(
            person=row.person,
            revision=before.revision if before else row.rollout_topic.revision,
            level=before.level if before else Level.NOT_YET,
            basis=before.basis if before else Basis.NAMED,
            refresh_on=before.refresh_on if before else None,
            reason=f"“{Level(row.level).words}” is taken back",
            judged_by=by,
            on=max(on, newest.on),
        )
        _answer(row, SignoffAnswer.WITHDRAWN, on)
        _record("signoff.undone", row, by)
    return row


# ------------------------------------------------------------------ the rules


def _refuse_unseated(rollout_topic: RolloutTopic, who: Person) -> None:
    seated = Seat.select().where(
        Seat.rollout_topic == rollout_topic,
        Seat.person == who,
        Seat.role.in_((Role.LEARNER, Role.COACH)),
        Seat.until.is_null(),
    )
    if not seated.exists():
        say = rollout_topic.rollout.wording.say
        raise Refused(
            f"{who.name} has no seat on {rollout_topic.revision.topic.name} here. "
            + say("Seat them as learner first.")
        )


def _refuse_reached(rollout_topic: RolloutTopic, who: Person, level: int) -> None:
    newest = _newest(who, rollout_topic)
    if newest and newest.basis == Basis.SIGNED_OFF and newest.level >= level:
        raise Refused(
            f"{who.name} is signed off at “{Level(newest.level).words}” already.", field="level"
        )


def _refuse_settled(signoff: Any, *, yes: bool) -> None:
    if signoff.answer == SignoffAnswer.WAITING:
        return
    if yes and signoff.answer == SignoffAnswer.SIGNED_OFF:
        return
    raise Refused(
        f"This is settled meanwhile: {signoff.answer}. Ask anew if it is to be judged again."
    )


def _role_of(by: Person, signoff: Any, judges: Judges) -> tuple[JudgedAs, Person | None]:
    """Tell as what somebody judges: first what is missing, else as what they are."""
    wanted = _missing(signoff, judges) or judges.needed()
    for judged_as in (*wanted, *judges.needed()):
        if by in judges.of(judged_as):
            return judged_as, None
    for judged_as in (JudgedAs.COACH, JudgedAs.SME):
        if by in judges.of(judged_as):
            return judged_as, None
    acts_for = next(iter(judges.of(wanted[0])), None)
    if acts_for is None and wanted[0] == JudgedAs.COACH:
        acts_for = last_coach_of(signoff.person, signoff.rollout_topic)
    if acts_for is None:
        topic = signoff.rollout_topic.revision.topic.name
        raise Refused(f"{topic} has no {wanted[0]} here for whom you could act. Seat one first.")
    return wanted[0], acts_for


def _has_said_yes(signoff: Any, judged_as: JudgedAs) -> bool:
    said = Opinion.select().where(Opinion.signoff == signoff, Opinion.yes)
    return said.where(Opinion.judged_as == judged_as).exists()


def _missing(signoff: Any, judges: Judges) -> tuple[JudgedAs, ...]:
    """List whose yes is still needed."""
    said = {
        JudgedAs(judged_as)
        for (judged_as,) in Opinion.select(Opinion.judged_as)
        .where(Opinion.signoff == signoff, Opinion.yes)
        .tuples()
    }
    return tuple(each for each in judges.needed() if each not in said)


def _sign_off(signoff: Any, on: date) -> None:
    """Add the standing; the coach's judgement is its reason, the SME confirmed it."""
    said = list(
        signoff.opinions.where(Opinion.yes)
        .order_by(Opinion.id.desc())
        .join(Person, on=(Opinion.by == Person.id))
    )
    judged = next((each for each in said if each.judged_as == JudgedAs.COACH), said[0])
    confirmed = next((each for each in said if each.judged_as == JudgedAs.SME), None)
    newest = _newest(signoff.person, signoff.rollout_topic)
    signoff.standing = Standing.create(
        person=signoff.person,
        revision=signoff.rollout_topic.revision,
        level=signoff.level,
        basis=Basis.SIGNED_OFF,
        reason=_reason(judged),
        judged_by=judged.by,
        confirmed_by=confirmed.by if confirmed and confirmed != judged else None,
        on=max(on, newest.on) if newest else on,
    )
    _answer(signoff, SignoffAnswer.SIGNED_OFF, on)


def _reason(opinion: Any) -> str:
    if opinion.acts_for_id is None:
        return opinion.evidence
    return f"For {opinion.acts_for.name}, the {opinion.judged_as}: {opinion.evidence}"


def _answer(signoff: Any, answer: SignoffAnswer, on: date) -> None:
    signoff.answer, signoff.answered_on = answer, on
    signoff.save()


def _waiting(rollout_topic: RolloutTopic, who: Person) -> Any:
    return (
        Signoff.select()
        .where(
            Signoff.rollout_topic == rollout_topic,
            Signoff.person == who,
            Signoff.answer == SignoffAnswer.WAITING,
        )
        .first()
    )


def _newest(who: Person, rollout_topic: Any, *, without: int = 0) -> Any:
    return (
        Standing.select(Standing)
        .join(Revision)
        .where(
            Standing.person == who,
            Revision.topic == rollout_topic.revision.topic,
            Standing.id != without,
        )
        .order_by(Standing.on.desc(), Standing.id.desc())
        .first()
    )


def _record(deed: str, signoff: Any, by: Person, acts_for: Person | None = None) -> None:
    """In the person's history only: everybody may read a topic's, but not who can do what."""
    topic = signoff.rollout_topic.revision.topic
    record(
        deed,
        by=by,
        about=[signoff.person, signoff],
        person=signoff.person,
        topic=topic,
        level=signoff.level,
        **({"acts_for": acts_for} if acts_for else {}),
    )
