"""Who sees what, and who may do what: the permission matrix on one screen.

Everybody: names and titles of colleagues, published documents of topics open to all.
Member: the rollouts they sit in, their own items, sentences and notes.
Coach or buddy: also their learners' items and sessions.
Line manager: the checklists and standings of their reports.
Supervisor (and a named deputy): their rollouts whole.
Administrator: all.

A view loads only through the `…_visible_to` queries, so what one may not see answers exactly
like what does not exist. A `may_…` question decides a button and is required by its operation.
"""

from collections.abc import Iterable

from peewee import Expression, ModelSelect

from .errors import NotAllowed
from .models import (
    Access,
    Attendance,
    Checklist,
    CoachingSession,
    Expert,
    Item,
    Output,
    OutputState,
    OwnerRole,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    Target,
    Template,
    Topic,
)


def require(allowed: bool, sentence: str | None = None) -> None:
    """Raise NotAllowed unless a `may_…` question was answered yes."""
    if not allowed:
        raise NotAllowed(sentence) if sentence else NotAllowed()


# ------------------------------------------------------------------ who is who to whom


def run_by(person: Person) -> ModelSelect:
    """Select the ids of the rollouts a person supervises or deputises for."""
    return Rollout.select(Rollout.id).where(
        (Rollout.supervisor == person) | (Rollout.deputy == person)
    )


def sat_in_by(person: Person) -> ModelSelect:
    """Select the ids of the rollouts a person has or had a seat in."""
    return (
        RolloutTopic.select(RolloutTopic.rollout)
        .join(Seat, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(Seat.person == person)
    )


def learners_of(person: Person, *roles: Role) -> ModelSelect:
    """Select the ids of the people somebody guides now, as coach or buddy unless roles say."""
    guide, learner = Seat.alias(), Seat.alias()
    return (
        learner.select(learner.person)
        .join(Pairing, on=(Pairing.learner == learner.id))
        .join(guide, on=(Pairing.guide == guide.id))
        .where(
            guide.person == person,
            guide.role.in_(roles or (Role.COACH, Role.BUDDY)),
            Pairing.ended_on.is_null(),
        )
    )


def reports_of(person: Person) -> ModelSelect:
    """Select the ids of the people whose line manager somebody is."""
    report = Person.alias()
    return report.select(report.id).where(report.manager == person)


# ------------------------------------------------------------------ who sees what


def people_visible_to(person: Person) -> ModelSelect:
    """Everybody sees the names and titles of all colleagues."""
    return Person.select()


def topics_visible_to(person: Person) -> ModelSelect:
    """Topics open to all; others for their owner, their experts and those who sit on them."""
    if person.supervises:
        return Topic.select()
    return Topic.select().where(_topic_is_visible(person))


def _topic_is_visible(person: Person) -> Expression:
    expert_of = Expert.select(Expert.topic).where(Expert.person == person)
    in_rollouts = (
        Revision.select(Revision.topic)
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .where(RolloutTopic.rollout.in_(sat_in_by(person)))
    )
    return (
        Topic.open_to_all
        | (Topic.owner == person)
        | Topic.id.in_(expert_of)
        | Topic.id.in_(in_rollouts)
    )


def rollouts_visible_to(person: Person) -> ModelSelect:
    """The rollouts one runs or sits in; an administrator sees all."""
    rollouts = Rollout.select()
    if person.is_administrator:
        return rollouts
    return rollouts.where(Rollout.id.in_(run_by(person)) | Rollout.id.in_(sat_in_by(person)))


def targets_visible_to(person: Person) -> ModelSelect:
    """The targets of visible rollouts."""
    return Target.select().where(Target.rollout.in_(rollouts_visible_to(person).select(Rollout.id)))


def seats_visible_to(person: Person) -> ModelSelect:
    """The seats of visible rollouts."""
    return (
        Seat.select(Seat)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(RolloutTopic.rollout.in_(rollouts_visible_to(person).select(Rollout.id)))
    )


def pairings_visible_to(person: Person) -> ModelSelect:
    """The pairings of visible rollouts."""
    return Pairing.select().where(Pairing.learner.in_(seats_visible_to(person).select(Seat.id)))


def checklists_visible_to(person: Person) -> ModelSelect:
    """One's own, those one supervises, one's learners' and reports', and of one's rollouts."""
    checklists = Checklist.select()
    if person.is_administrator:
        return checklists
    of_the_team = Checklist.person.is_null() & Checklist.rollout.in_(sat_in_by(person))
    return checklists.where(
        (Checklist.person == person)
        | (Checklist.supervisor == person)
        | Checklist.rollout.in_(run_by(person))
        | Checklist.person.in_(learners_of(person))
        | Checklist.person.in_(reports_of(person))
        | of_the_team
    )


def sessions_visible_to(person: Person) -> ModelSelect:
    """Sessions one held or attended, one's learners', those of rollouts one runs, kick-offs."""
    sessions = CoachingSession.select()
    if person.is_administrator:
        return sessions
    attended = (
        Attendance.select(Attendance.session)
        .join(Pairing, on=(Attendance.pairing == Pairing.id))
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where((Seat.person == person) | Seat.person.in_(learners_of(person)))
    )
    kick_off = CoachingSession.rollout_topic.is_null() & CoachingSession.rollout.in_(
        sat_in_by(person)
    )
    return sessions.where(
        (CoachingSession.guide == person)
        | CoachingSession.rollout.in_(run_by(person))
        | CoachingSession.id.in_(attended)
        | kick_off
    )


def items_visible_to(person: Person) -> ModelSelect:
    """Items one owns and those of visible checklists and sessions."""
    items = Item.select()
    if person.is_administrator:
        return items
    return items.where(
        (Item.owner == person)
        | Item.checklist.in_(checklists_visible_to(person).select(Checklist.id))
        | Item.session.in_(sessions_visible_to(person).select(CoachingSession.id))
    )


def standings_visible_to(person: Person) -> ModelSelect:
    """One's own, one's reports' and learners', and all on the topics of rollouts one runs."""
    standings = Standing.select()
    if person.is_administrator:
        return standings
    topics_run = RolloutTopic.select(RolloutTopic.revision).where(
        RolloutTopic.rollout.in_(run_by(person))
    )
    return standings.where(
        (Standing.person == person)
        | (Standing.judged_by == person)
        | Standing.person.in_(reports_of(person))
        | Standing.person.in_(learners_of(person))
        | Standing.revision.in_(topics_run)
    )


def outputs_visible_to(person: Person) -> ModelSelect:
    """Published documents of visible topics, one's own, and those of visible rollouts."""
    outputs = Output.select()
    if person.is_administrator:
        return outputs
    topics = Topic.select(Topic.id).where(_topic_is_visible(person))
    return outputs.where(
        ((Output.state == OutputState.PUBLISHED) & Output.topic.in_(topics))
        | (Output.owner == person)
        | Output.rollout.in_(rollouts_visible_to(person).select(Rollout.id))
    )


def templates_visible_to(person: Person) -> ModelSelect:
    """Templates are for those who may start something with them."""
    templates = Template.select()
    return templates if person.supervises else templates.where(Template.id.is_null())


# ------------------------------------------------------------------ who may do what


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


def may_edit_topic(person: Person, topic: Topic) -> bool:
    return person.supervises or topic.owner_id == person.id


def may_name_standing(person: Person) -> bool:
    return person.supervises


def may_edit_templates(person: Person) -> bool:
    return person.supervises


def may_add_rollout(person: Person) -> bool:
    return person.supervises


def may_run_rollout(person: Person, rollout: Rollout) -> bool:
    """Seats, targets, dates, start and end are for its supervisor and the named deputy."""
    return person.is_administrator or person.id in (rollout.supervisor_id, rollout.deputy_id)


def may_log_session(person: Person, rollout: Rollout, pairings: Iterable[Pairing]) -> bool:
    """The guide of all the pairings may, and whoever runs the rollout."""
    if may_run_rollout(person, rollout):
        return True
    guides = {pairing.guide and pairing.guide.person_id for pairing in pairings}
    return guides == {person.id}


def may_change_session(person: Person, session: CoachingSession) -> bool:
    return person.id in (session.guide_id, session.logged_by_id) or may_run_rollout(
        person, session.rollout
    )


def may_edit_output(person: Person, output: Output) -> bool:
    """Its owner, whoever runs its rollout, and the coaches and SMEs of its topic there may."""
    if person.is_administrator or output.owner_id == person.id:
        return True
    if output.rollout_id is None:
        return False
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
    guide, learner = Seat.alias(), Seat.alias()
    held = (
        guide.select(guide.role)
        .join(Pairing, on=(Pairing.guide == guide.id))
        .join(learner, on=(Pairing.learner == learner.id))
        .where(
            guide.person == person,
            learner.person == learner_id,
            Pairing.ended_on.is_null(),
        )
    )
    return {OwnerRole(seat.role) for seat in held}
