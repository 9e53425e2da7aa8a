"""Who may do what: questions that decide a button and are required by its operation."""

from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect

from ..db import compiled
from ..errors import NotAllowed
from ..models import (
    Access,
    Attendance,
    Checklist,
    CoachingSession,
    Handover,
    Item,
    Output,
    OutputKind,
    OwnerRole,
    Pairing,
    PairRequest,
    Person,
    Question,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    Topic,
    Turn,
    Version,
)
from .relations import is_of_a_pair
from .reviewing import reviews_waiting_for
from .seeing import topics_known_to
from .written import outputs_visible_to


def require(allowed: bool, sentence: str | None = None) -> None:
    """Raise NotAllowed unless a `may_…` question was answered yes."""
    if not allowed:
        raise NotAllowed(sentence) if sentence else NotAllowed()


def may_import_people(person: Person) -> bool:
    return person.is_administrator


def may_add_person(person: Person) -> bool:
    return person.supervises


def may_edit_person(person: Person, who: Person) -> bool:
    return person.is_administrator


def may_edit_profile(person: Person, who: Person) -> bool:
    """Time zone, coaching hours and absence are one's own to say."""
    return person == who or person.is_administrator


def may_make_link(person: Person, who: Person) -> bool:
    """Supervisors for members, administrators for all; there must be an address to sign in with."""
    if who.email is None or not who.active:
        return False
    return person.is_administrator or (person.supervises and who.access == Access.MEMBER)


def may_see_person_history(person: Person, who: Person) -> bool:
    return person == who or person.is_administrator or who.manager_id == person.id


def may_add_topic(person: Person) -> bool:
    return person.supervises


def may_add_task(person: Person) -> bool:
    """A task of one's own, to hand it over, is anybody's to add; other topics are not."""
    return person.active


def may_answer_handover(person: Person, handover: Handover) -> bool:
    """Accept or decline: whoever it was handed to."""
    return person.id == handover.delegate_id


def may_sign_handover(person: Person, handover: Handover) -> bool:
    """Sign a step, take it back: the delegator, and for one who is absent a supervisor who sees it.

    That is the line manager of either of the two, or an administrator; never the delegate.
    """
    if person.id == handover.delegate_id:
        return False
    if person.id == handover.delegator_id or person.is_administrator:
        return True
    managers = (handover.delegator.manager_id, handover.delegate.manager_id)
    return person.supervises and person.id in managers


def may_offer_again(person: Person, handover: Handover) -> bool:
    return person.id == handover.delegator_id


def may_edit_topic(person: Person, topic: Topic) -> bool:
    return person.supervises or topic.owner_id == person.id


def may_import_standings(person: Person) -> bool:
    return person.supervises


def may_name_standing(person: Person) -> bool:
    return person.supervises


def may_edit_templates(person: Person) -> bool:
    return person.supervises


def may_add_rollout(person: Person) -> bool:
    return person.supervises


def may_plan_leaving(person: Person) -> bool:
    """Ask what is lost when somebody leaves, and draft what passes it on."""
    return person.supervises


def may_run_rollout(person: Person, rollout: Rollout) -> bool:
    """Seats, targets, dates, start and end are for its supervisor and the named deputy.

    A pair is run by nobody: what its two people agreed on is theirs.
    """
    if rollout.is_pair:
        return False
    return person.is_administrator or person.id in (rollout.supervisor_id, rollout.deputy_id)


def may_sign_coach_off(person: Person, rollout_topic: RolloutTopic) -> bool:
    """The SMEs of the topic there may, and whoever runs the rollout for one who is absent."""
    if may_run_rollout(person, rollout_topic.rollout):
        return True
    return (
        Seat.select()
        .where(
            Seat.rollout_topic == rollout_topic,
            Seat.person == person,
            Seat.role == Role.SME,
            Seat.until.is_null(),
        )
        .exists()
    )


def may_answer_pairing(person: Person, pairing: Pairing) -> bool:
    """Say that it is still on, pause it, end it: its two people, and whoever runs the rollout."""
    if person.id in (pairing.learner.person_id, pairing.guide and pairing.guide.person_id):
        return True
    return may_run_rollout(person, pairing.learner.rollout_topic.rollout)


def may_log_session(person: Person, rollout: Rollout, pairings: Iterable[Pairing]) -> bool:
    """The guide of all the pairings may, and whoever runs the rollout; of a pair either of it."""
    pairings = list(pairings)
    if rollout.is_pair or any(pairing.mutual for pairing in pairings):
        return all(person.id in pairing.two for pairing in pairings)
    if may_run_rollout(person, rollout):
        return True
    guides = {pairing.guide and pairing.guide.person_id for pairing in pairings}
    return guides == {person.id}


def may_plan_session(person: Person, rollout: Rollout, pairings: Iterable[Pairing]) -> bool:
    """Whoever may log it; who runs a circle may plan for its pairs too."""
    return may_run_rollout(person, rollout) or may_log_session(person, rollout, pairings)


def may_change_session(person: Person, session: CoachingSession) -> bool:
    """Its guide, whoever logged it and whoever runs its rollout; a pair's, only its two."""
    return may_change_as(person, session, two_of(session))


def may_change_as(person: Person, session: CoachingSession, two: frozenset[int]) -> bool:
    """Answer `may_change_session` for the people of `two_of`, without asking the database again."""
    if two:
        return person.id in two
    return person.id in (session.guide_id, session.logged_by_id) or may_run_rollout(
        person, session.rollout
    )


def may_hear_session(person: Person, session: CoachingSession) -> bool:
    """Read what was said, the note, questions and next steps: of a pair's session, only its two."""
    two = two_of(session)
    return not two or person.id in two


def two_of(session: CoachingSession) -> frozenset[int]:
    """Give the ids of the two people to whom a session belongs; none where it is no pair's."""
    if session.is_kick_off:
        # Several pairs of a circle meet there, and what is said is everybody's.
        return frozenset()
    guide, learner = Seat.alias(), Seat.alias()
    pairs = (
        Attendance.select(guide.person, learner.person)
        .join(Pairing, on=(Attendance.pairing == Pairing.id))
        .join(guide, on=(Pairing.guide == guide.id))
        .join_from(Pairing, learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(Attendance.session == session, is_of_a_pair(Pairing, Rollout))
    )
    return frozenset(id for two in pairs.tuples() for id in two)


def may_edit_output(person: Person, output: Output) -> bool:
    """Its owner, whoever runs its rollout, and the coaches and SMEs of its topic there may.

    A topic's FAQ is everybody's who knows the topic.
    """
    if person.is_administrator or output.owner_id == person.id:
        return True
    if output.rollout_id is None:
        return output.kind == OutputKind.FAQ_ENTRY and may_edit_faq(person, output.topic)
    if may_run_rollout(person, output.rollout):
        return True
    return (
        Seat.select()
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .where(
            Seat.person == person,
            Seat.role.in_((Role.COACH, Role.SME)),
            Seat.until.is_null(),
            RolloutTopic.rollout == output.rollout_id,
            Revision.topic == output.topic_id,
        )
        .exists()
    )


def may_answer_question(person: Person, question: Question) -> bool:
    """Whoever is or was asked, and, unless it is private, who knows the topic or supervises.

    Those are its owner, its SMEs, and whoever coaches or is an SME there now; never the asker,
    who only answers what came up in a session of their own as coach.
    """
    if Turn.select().where(Turn.question == question, Turn.person == person).exists():
        return True
    if question.private or question.asked_by_id == person.id:
        return False
    return person.supervises or knows_topic(person, question.topic)


def may_withdraw_question(person: Person, question: Question) -> bool:
    return question.asked_by_id == person.id


def may_edit_faq(person: Person, topic: Topic) -> bool:
    """Order a topic's FAQ: whoever may answer its questions."""
    return person.supervises or knows_topic(person, topic)


def knows_topic(person: Person, topic: Topic) -> bool:
    """Tell whether somebody owns a topic, is its SME, or guides or is SME on it in a rollout."""
    known = topics_known_to(person)
    return Topic.select().where(Topic.id == topic.id, Topic.id.in_(known)).exists()


def may_give_documents(person: Person) -> bool:
    """See the documents of those who left: who runs rollouts sees those of theirs."""
    return person.supervises


def may_use_output(person: Person, output: Output) -> bool:
    """Say whether it worked: everybody who sees it."""
    return outputs_visible_to(person).where(Output.id == output.id).exists()


def may_see_drafts(person: Person, output: Output) -> bool:
    """Read the versions of a published document that its readers do not see: who may edit it.

    Who is asked to review one reads that too.
    """
    if may_edit_output(person, output):
        return True
    return reviews_waiting_for(person).where(Version.output == output).exists()


def may_rank_titles(person: Person) -> bool:
    return person.is_administrator


def may_answer_pair(person: Person, request: PairRequest) -> bool:
    """Accept or decline: who was asked."""
    return request.asked_id == person.id


def may_withdraw_pair(person: Person, request: PairRequest) -> bool:
    return request.asked_by_id == person.id


def may_end_pair(person: Person, pairing: Pairing) -> bool:
    """End a pair, or take it up again: either of the two."""
    return person.id in pairing.two


def may_plan_output(person: Person, topic: Topic, rollout: Rollout | None) -> bool:
    """Whoever could edit an output that somebody else owns there may plan one."""
    if rollout is None:
        return may_edit_topic(person, topic)
    return may_edit_output(person, Output(topic=topic, rollout=rollout))


def may_read_target(person: Person, target: Target) -> bool:
    """Take readings: whoever runs the rollout, and its coaches."""
    if may_run_rollout(person, target.rollout):
        return True
    return (
        Seat.select()
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(
            Seat.person == person,
            Seat.role == Role.COACH,
            Seat.until.is_null(),
            RolloutTopic.rollout == target.rollout_id,
        )
        .exists()
    )


def may_edit_checklist(person: Person, checklist: Checklist) -> bool:
    """Add, drop and re-date items: its supervisor and whoever runs its rollout."""
    return OwnerRole.SUPERVISOR in roles_on(person, checklist)


def may_apply_template(person: Person, who: Person | None, rollout: Rollout | None) -> bool:
    if rollout is not None:
        return may_run_rollout(person, rollout)
    return person.supervises or (who is not None and who.manager_id == person.id)


def may_tick(person: Person, item: Item) -> bool:
    """Its owner, whoever holds its owner role, the line manager and the supervisor may."""
    if item.owner_id == person.id:
        return True
    if item.checklist_id is None:
        return may_change_session(person, item.session)
    return may_tick_as(roles_on(person, item.checklist), item)


def may_tick_as(roles: frozenset[OwnerRole], item: Item) -> bool:
    """Answer `may_tick` for the roles of `roles_on`, without asking the database again."""
    owners = set(item.owners)
    if not owners and item.owner_id is None:
        owners = {OwnerRole.LEARNER}
    return bool(roles & (owners | {OwnerRole.MANAGER, OwnerRole.SUPERVISOR}))


def roles_on(person: Person, checklist: Checklist) -> frozenset[OwnerRole]:
    """Tell which owner roles a person holds towards a checklist (at most two queries)."""
    roles = set()
    if person.is_administrator or person.id == checklist.supervisor_id:
        roles.add(OwnerRole.SUPERVISOR)
    if checklist.rollout_id and may_run_rollout(person, checklist.rollout):
        roles.add(OwnerRole.SUPERVISOR)
    if checklist.person_id is None:
        roles |= _roles_in_rollout(person, checklist.rollout_id)
        return frozenset(roles)
    if checklist.person_id == person.id:
        roles.add(OwnerRole.LEARNER)
    if checklist.person.manager_id == person.id:
        roles.add(OwnerRole.MANAGER)
    return frozenset(roles | _roles_towards(person, checklist.person_id))


def _roles_in_rollout(person: Person, rollout_id: int) -> set[OwnerRole]:
    held = (
        Seat.select(Seat.role)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(
            Seat.person == person,
            Seat.until.is_null(),
            RolloutTopic.rollout == rollout_id,
        )
    )
    return {OwnerRole(seat.role) for seat in held if seat.role != Role.SME}


def _roles_towards(person: Person, learner_id: int) -> set[OwnerRole]:
    return {OwnerRole(role) for (role,) in _guiding(person=person, learner=learner_id)}


@compiled
def _guiding(person: Any, learner: Any) -> ModelSelect:
    guide, learning = Seat.alias(), Seat.alias()
    return (
        guide.select(guide.role)
        .join(Pairing, on=(Pairing.guide == guide.id))
        .join(learning, on=(Pairing.learner == learning.id))
        .join(RolloutTopic, on=(learning.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            guide.person == person,
            learning.person == learner,
            Pairing.ended_on.is_null(),
            ~is_of_a_pair(Pairing, Rollout),
        )
        .tuples()
    )
