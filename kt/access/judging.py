"""Who judges whom on a topic, and who sees and asks for a sign-off (rule 17)."""

from peewee import ModelSelect

from ..models import Pairing, Person, Role, Rollout, RolloutTopic, Seat, Signoff
from .doing import may_run_rollout
from .relations import learners_of, reports_of, run_by
from .spelling import ids_of


def coaches_of(person: Person, rollout_topic: RolloutTopic) -> ModelSelect:
    """Select the active people who coach somebody on a topic of a rollout now."""
    ever = _who_ever_coached(person, rollout_topic)
    now = ever.where(Pairing.ended_on.is_null(), Person.active)
    return now.order_by(Pairing.since, Pairing.id)


def last_coach_of(person: Person, rollout_topic: RolloutTopic) -> Person | None:
    """Find who coached somebody last on a topic of a rollout, even if they are gone since."""
    return _who_ever_coached(person, rollout_topic).order_by(Pairing.id.desc()).first()


def _who_ever_coached(person: Person, rollout_topic: RolloutTopic) -> ModelSelect:
    guide, learner = Seat.alias(), Seat.alias()
    return (
        Person.select(Person)
        .join(guide, on=(guide.person == Person.id))
        .join(Pairing, on=(Pairing.guide == guide.id))
        .join(learner, on=(Pairing.learner == learner.id))
        .where(
            learner.rollout_topic == rollout_topic,
            learner.person == person,
            guide.role == Role.COACH,
        )
    )


def smes_seated(rollout_topic: RolloutTopic) -> ModelSelect:
    """Select the active SMEs of a topic of a rollout."""
    return (
        Person.select()
        .join(Seat)
        .where(
            Seat.rollout_topic == rollout_topic,
            Seat.role == Role.SME,
            Seat.until.is_null(),
            Person.active,
        )
        .order_by(Seat.id)
    )


def signoffs_visible_to(person: Person) -> ModelSelect:
    """One's own, those of one's learners and reports, on topics where one is SME, of what one runs.

    An administrator sees all.
    """
    signoffs = Signoff.select()
    if person.is_administrator:
        return signoffs
    seats = Seat.select(Seat.rollout_topic).where(
        Seat.person == person, Seat.role == Role.SME, Seat.until.is_null()
    )
    run = RolloutTopic.select(RolloutTopic.id).where(
        RolloutTopic.rollout.in_(ids_of(run_by, person))
    )
    here = Seat.alias()
    coached = here.select(here.rollout_topic).where(
        here.person == person, here.role == Role.COACH, here.until.is_null()
    )
    return signoffs.where(
        (Signoff.person == person)
        | Signoff.rollout_topic.in_(run)
        | Signoff.rollout_topic.in_(seats)
        | (Signoff.person.in_(learners_of(person, Role.COACH)) & Signoff.rollout_topic.in_(coached))
        | Signoff.person.in_(ids_of(reports_of, person))
    )


def may_ask_signoff(person: Person, who: Person, rollout_topic: RolloutTopic) -> bool:
    """Whoever is to be signed off asks, whoever coaches them there, and whoever runs it."""
    if person.id == who.id or may_run_rollout(person, rollout_topic.rollout):
        return True
    return coaches_of(who, rollout_topic).where(Person.id == person.id).exists()


def may_judge(person: Person, signoff: Signoff) -> bool:
    """Its coaches and SMEs, and whoever runs the rollout for one who is absent; never oneself."""
    if person.id == signoff.person_id:
        return False
    if may_run_rollout(person, signoff.rollout_topic.rollout):
        return True
    coaches = coaches_of(signoff.person, signoff.rollout_topic)
    if coaches.where(Person.id == person.id).exists():
        return True
    return smes_seated(signoff.rollout_topic).where(Person.id == person.id).exists()


def may_withdraw_signoff(person: Person, signoff: Signoff) -> bool:
    rollout: Rollout = signoff.rollout_topic.rollout
    return person.id in (signoff.person_id, signoff.asked_by_id) or may_run_rollout(person, rollout)
