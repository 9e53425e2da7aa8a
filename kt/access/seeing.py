"""Who sees what: queries through which a view loads."""

from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, Expression, ModelSelect, SelectBase, fn

from ..db import listed
from ..models import (
    Checklist,
    Expert,
    Handover,
    Item,
    NewestStanding,
    PairAnswer,
    Pairing,
    PairRequest,
    Person,
    Purpose,
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
from .relations import ids_seen, is_of_a_pair, learners_of, reports_of, run_by, sat_in_by
from .sessions import said_between_others, sessions_seen_by
from .spelling import ids_of


def people_visible_to(person: Person) -> ModelSelect:
    """Everybody sees the names and titles of all colleagues."""
    return Person.select()


def topics_visible_to(person: Person) -> ModelSelect:
    """Topics open to all; others for owner, experts, who sits there and who sees a handover."""
    if person.supervises:
        return Topic.select()
    return Topic.select().where(Topic.id.in_(ids_of(topics_open_to, person)))


def topics_open_to(person: Person) -> ModelSelect:
    """Select the ids of the topics that somebody sees as a member does."""
    expert_of = Expert.select(Expert.topic).where(Expert.person == person)
    in_rollouts = (
        Revision.select(Revision.topic)
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .where(RolloutTopic.rollout.in_(ids_of(sat_in_by, person)))
    )
    handed_over = ids_of(handovers_visible_to, person, Handover.topic)
    return Topic.select(Topic.id).where(
        Topic.open_to_all
        | (Topic.owner == person)
        | Topic.id.in_(expert_of)
        | Topic.id.in_(in_rollouts)
        | Topic.id.in_(handed_over)
    )


def handovers_visible_to(person: Person) -> ModelSelect:
    """One's own, either way, and those of the people whose line manager one is."""
    handovers = Handover.select()
    if person.is_administrator:
        return handovers
    return handovers.where(
        (Handover.delegator == person)
        | (Handover.delegate == person)
        | Handover.delegator.in_(ids_of(reports_of, person))
        | Handover.delegate.in_(ids_of(reports_of, person))
    )


def revisions_visible_to(person: Person) -> ModelSelect:
    """The revisions of visible topics, earlier ones too."""
    return Revision.select().where(Revision.topic.in_(ids_of(topics_visible_to, person, Topic.id)))


def rollouts_visible_to(person: Person) -> ModelSelect:
    """The rollouts one runs or sits in; an administrator sees all. A pair has its own page."""
    return rollouts_and_pairs_visible_to(person).where(Rollout.purpose == Purpose.TEAM)


def rollouts_and_pairs_visible_to(person: Person) -> ModelSelect:
    """The rollouts one runs or sits in and those behind one's pairs; an administrator sees all."""
    rollouts = Rollout.select()
    if person.is_administrator:
        return rollouts
    return rollouts.where(
        Rollout.id.in_(ids_of(run_by, person)) | Rollout.id.in_(ids_of(sat_in_by, person))
    )


def targets_visible_to(person: Person) -> ModelSelect:
    """The targets of visible rollouts."""
    return Target.select().where(
        Target.rollout.in_(ids_of(rollouts_visible_to, person, Rollout.id))
    )


def seats_visible_to(person: Person) -> ModelSelect:
    """The seats of visible rollouts."""
    return (
        Seat.select(Seat)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(RolloutTopic.rollout.in_(ids_of(rollouts_visible_to, person, Rollout.id)))
    )


def pairings_visible_to(person: Person) -> ModelSelect:
    """The pairings of visible rollouts."""
    return Pairing.select().where(Pairing.learner.in_(ids_of(seats_visible_to, person, Seat.id)))


def sheets_visible_to(person: Person) -> ModelSelect:
    """One's own sheets, and those of the rollouts one runs."""
    sheets = Sheet.select()
    if person.is_administrator:
        return sheets
    return sheets.where((Sheet.person == person) | Sheet.rollout.in_(ids_of(run_by, person)))


def checklists_visible_to(person: Person) -> ModelSelect:
    """One's own, those one supervises, one's learners' and reports', and of one's rollouts."""
    checklists = Checklist.select()
    if person.is_administrator:
        return checklists
    return checklists.where(reduce(or_, _ways_to_see_checklists(person)))


def _ways_to_see_checklists(person: Person) -> list[Expression]:
    """Give the reasons to see a checklist, each of which is enough and found by an index."""
    return [
        Checklist.person == person,
        Checklist.supervisor == person,
        Checklist.rollout.in_(ids_of(run_by, person)),
        Checklist.person.in_(ids_of(learners_of, person)),
        Checklist.person.in_(ids_of(reports_of, person)),
        Checklist.person.is_null() & Checklist.rollout.in_(ids_of(sat_in_by, person)),
    ]


def _checklists_seen_by(person: Person) -> SelectBase:
    return ids_seen(Checklist, _ways_to_see_checklists(person))


def pairs_visible_to(person: Person) -> ModelSelect:
    """One's own pairs and those of circles one runs; an administrator sees that there are all."""
    guide, learner = Seat.alias("guide_seat"), Seat.alias("learner_seat")
    pairs = (
        Pairing.select(Pairing)
        .join(learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .join_from(Pairing, guide, JOIN.LEFT_OUTER, on=(Pairing.guide == guide.id))
        .where(is_of_a_pair(Pairing, Rollout))
    )
    if person.is_administrator:
        return pairs
    return pairs.where(
        (guide.person == person)
        | (learner.person == person)
        | Rollout.id.in_(ids_of(run_by, person))
    )


def pair_requests_visible_to(person: Person) -> ModelSelect:
    """What one asked and was asked; who offers mentor places also sees those who wait for any."""
    requests = PairRequest.select()
    offers = Person.select(Person.id).where(Person.id == person, Person.mentor_places > 0)
    waits_for_any = PairRequest.asked.is_null() & (PairRequest.answer == PairAnswer.WAITING)
    return requests.where(
        (PairRequest.asked_by == person)
        | (PairRequest.asked == person)
        | (waits_for_any & fn.EXISTS(offers))
    )


def items_visible_to(person: Person) -> ModelSelect:
    """Items one owns and those of visible checklists and sessions, if one may read them."""
    items = Item.select()
    heard = ~said_between_others(Item.session, person)
    if person.is_administrator:
        return items.where(heard)
    return items.where(
        (Item.owner == person)
        | Item.checklist.in_(ids_of(_checklists_seen_by, person))
        | (Item.session.in_(ids_of(sessions_seen_by, person)) & heard)
    )


def standings_visible_to(person: Person) -> ModelSelect:
    """One's own, one's judgements, one's reports' and learners', and all on topics one runs."""
    standings = Standing.select()
    if person.is_administrator:
        return standings
    return standings.where(reduce(or_, _ways_to_see_standings(person)))


def has_standing_visible_to(person: Person, topics: Any) -> Expression:
    """Match the people of whom one may see a standing on some topics, newest or not.

    `topics` is the place of a list of ids in a compiled query. Nothing is added to a column that is
    compared with them, by which no engine begins there: they are nearly all that there are.
    """
    if person.is_administrator:
        # Who has any standing has a newest one.
        newest = NewestStanding.select(NewestStanding.id).where(
            NewestStanding.person == Person.id, listed(NewestStanding.topic + 0, topics)
        )
        return fn.EXISTS(newest)
    revision = Revision.alias()
    on_them = (Standing.revision + 0).in_(
        revision.select(revision.id).where(listed(revision.topic, topics))
    )
    each = [
        Standing.select(Standing.person).where(way, on_them)
        for way in _ways_to_see_standings(person)
    ]
    # A union, because neither engine finds an OR of several tables by its indexes.
    return Person.id.in_(reduce(ModelSelect.union_all, each))


def newest_standings_seen_by(person: Person, topic: Topic) -> SelectBase:
    """Select the ids of the newest standings on a topic that somebody may see.

    Who sees those of few people reads no others.
    """
    ids = NewestStanding.select(NewestStanding.standing)
    newest = ids.where(NewestStanding.topic == topic)
    if person.is_administrator:
        return newest
    judged = ids.join(Standing, on=(NewestStanding.standing == Standing.id)).where(
        Standing.judged_by == person,
        Standing.revision.in_(Revision.select(Revision.id).where(Revision.topic == topic)),
    )
    each = [
        newest.where(NewestStanding.person == person),
        newest.where(NewestStanding.person.in_(ids_of(reports_of, person))),
        newest.where(NewestStanding.person.in_(ids_of(learners_of, person))),
        newest.where(NewestStanding.topic.in_(ids_of(_topics_run_by, person))),
    ]
    # A union, because neither engine finds an OR of several tables by its indexes.
    return reduce(ModelSelect.union_all, each, judged)


def _ways_to_see_standings(person: Person) -> list[Expression]:
    """Give the reasons to see a standing, each of which is enough and found by an index."""
    topics_run = _topics_run_by(person)
    revision = Revision.alias()
    return [
        Standing.person == person,
        Standing.judged_by == person,
        Standing.person.in_(ids_of(reports_of, person)),
        Standing.person.in_(ids_of(learners_of, person)),
        Standing.revision.in_(revision.select(revision.id).where(revision.topic.in_(topics_run))),
    ]


def _topics_run_by(person: Person) -> ModelSelect:
    return (
        Revision.select(Revision.topic)
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .where(RolloutTopic.rollout.in_(ids_of(run_by, person)))
    )


def topics_known_to(person: Person) -> SelectBase:
    """Select the ids of the topics somebody owns, is an SME of, or guides or is SME on now."""
    seats = (
        Revision.select(Revision.topic)
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .join(Seat, on=(Seat.rollout_topic == RolloutTopic.id))
        .join_from(RolloutTopic, Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            Seat.person == person,
            Seat.role.in_((Role.COACH, Role.BUDDY, Role.SME)),
            Seat.until.is_null(),
            Rollout.purpose == Purpose.TEAM,
        )
    )
    owned = Topic.select(Topic.id).where(Topic.owner == person)
    experts = Expert.select(Expert.topic).where(Expert.person == person)
    # A union, because neither engine finds an OR of several tables by its indexes.
    return seats | owned | experts


def templates_visible_to(person: Person) -> ModelSelect:
    """Templates are for those who may start something with them."""
    templates = Template.select()
    return templates if person.supervises else templates.where(Template.id.is_null())
