"""Who sees what: queries through which a view loads, and who is who to whom."""

from peewee import Expression, ModelSelect

from ..models import (
    Attendance,
    Checklist,
    CoachingSession,
    Expert,
    Item,
    Output,
    OutputState,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Sheet,
    Standing,
    Target,
    Template,
    Topic,
)

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


def sheets_visible_to(person: Person) -> ModelSelect:
    """One's own sheets, and those of the rollouts one runs."""
    sheets = Sheet.select()
    if person.is_administrator:
        return sheets
    return sheets.where((Sheet.person == person) | Sheet.rollout.in_(run_by(person)))


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
