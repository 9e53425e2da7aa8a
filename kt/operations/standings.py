"""Standings: what a person can do on a topic, named by a supervisor with a reason."""

from datetime import date

from ..access import may_name_standing, may_sign_coach_off, require
from ..db import transaction
from ..errors import Refused
from ..models import Basis, Level, Person, Revision, Role, RolloutTopic, Seat, Standing, Topic
from .audit import record
from .topics import newest_revision


def name_standing(
    person: Person,
    topic: Topic,
    level: int,
    *,
    reason: str,
    on: date,
    by: Person,
    today: date,
    refresh_on: date | None = None,
) -> Standing:
    """Add a standing on the topic's newest revision; earlier ones stay as they are.

    From `refresh_on` on, if there is one, it is to be refreshed.
    """
    require(
        may_name_standing(by), "Standings are named by supervisors. Ask one of them to name it."
    )
    reason = reason.strip()
    if level not in list(Level):
        raise Refused(
            "A standing is a level from 0 (not yet) to 4 (coaches others).", field="level"
        )
    if not reason:
        raise Refused("Say in a sentence what you have seen that shows it.", field="reason")
    if on > today:
        raise Refused(
            "A standing says what was seen, so its day cannot be in the future. Use today.",
            field="on",
        )
    _refuse_early_refresh(refresh_on, on)
    with transaction():
        standing = Standing.create(
            person=person,
            revision=newest_revision(topic),
            level=level,
            basis=Basis.NAMED,
            reason=reason,
            judged_by=by,
            on=on,
            refresh_on=refresh_on,
        )
        # In the person's history only: everybody may read a topic's, but not who can do what.
        record("standing.named", by=by, about=[person], person=person, topic=topic, level=level)
    return standing


def sign_off_coach(
    rollout_topic: RolloutTopic,
    coach: Person,
    *,
    evidence: str,
    on: date,
    by: Person,
    refresh_on: date | None = None,
) -> Standing:
    """Sign a coach off on a topic's content, as its SME (rule 4); their pairings need not wait.

    Whoever runs the rollout may act for an SME who is absent, and is named as such (rule 17).
    """
    topic = rollout_topic.revision.topic
    say = rollout_topic.rollout.wording.say
    smes = _seated(rollout_topic, Role.SME)
    acts_for = sme_acted_for(rollout_topic, coach, by=by)
    require(
        may_sign_coach_off(by, rollout_topic),
        f"The SME signs {say('coaches')} off on {topic.name}. Ask one of them.",
    )
    evidence = evidence.strip()
    if not smes:
        raise Refused(f"{topic.name} has no SME here. Seat one first, who can judge it.")
    if coach == by:
        raise Refused("Nobody signs themselves off. Ask another SME of the topic.")
    if coach not in _seated(rollout_topic, Role.COACH):
        raise Refused(
            f"{coach.name} does not {say('coach')} {topic.name} here. "
            + say("Choose one of its coaches.")
        )
    if not evidence:
        raise Refused("Say in a sentence what you have seen that shows it.", field="evidence")
    _refuse_early_refresh(refresh_on, on)
    with transaction():
        newest = (
            Standing.select()
            .join(Revision)
            .where(Standing.person == coach, Revision.topic == topic)
            .order_by(Standing.on.desc(), Standing.id.desc())
            .first()
        )
        level = max(Level.DOES_IT_ALONE, newest.level if newest else Level.NOT_YET)
        standing = Standing.create(
            person=coach,
            revision=rollout_topic.revision,
            level=level,
            basis=Basis.SIGNED_OFF,
            reason=f"For {acts_for.name}, the SME: {evidence}" if acts_for else evidence,
            judged_by=by,
            on=on,
            refresh_on=refresh_on,
        )
        record(
            "coach.signed-off",
            by=by,
            about=[coach],
            person=coach,
            topic=topic,
            level=level,
            **({"sme": acts_for} if acts_for else {}),
        )
    return standing


def sme_acted_for(rollout_topic: RolloutTopic, coach: Person, *, by: Person) -> Person | None:
    """Tell for which SME somebody signs a coach off who is none of them themselves."""
    smes = _seated(rollout_topic, Role.SME)
    return None if by in smes else next((each for each in smes if each != coach), None)


def _refuse_early_refresh(refresh_on: date | None, on: date) -> None:
    if refresh_on is not None and refresh_on <= on:
        raise Refused(
            "A standing is refreshed on a day after it was seen. Choose a later day.",
            field="refresh_on",
        )


def _seated(rollout_topic: RolloutTopic, role: Role) -> list[Person]:
    return list(
        Person.select()
        .join(Seat)
        .where(Seat.rollout_topic == rollout_topic, Seat.role == role, Seat.until.is_null())
        .order_by(Seat.id)
    )
