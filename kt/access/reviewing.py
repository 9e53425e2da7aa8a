"""Who reviews a document: those who know its topic, never whoever wrote what is reviewed."""

from typing import Any

from peewee import Case, Expression, ModelSelect, fn

from ..models import (
    AuditEntry,
    AuditSubject,
    Expert,
    Level,
    Outcome,
    Output,
    OutputState,
    Person,
    Review,
    ReviewAnswer,
    Revision,
    Role,
    RolloutTopic,
    Seat,
    Standing,
    Topic,
    Use,
    Version,
    is_newest_use,
)


def may_review(person: Person, version: Version) -> bool:
    """Approve or return it: an SME or a holder of its topic who wrote nothing of it.

    Where nobody else knows the topic, a learner who did the task with the document may.
    """
    allowed = knows(person, Output.topic) | _is_stand_in(person, Version, Output)
    found = _versions().where(Version.id == version.id, ~_wrote(person, Version, Output), allowed)
    return person.active and found.exists()


def reviewers_of(version: Version) -> ModelSelect:
    """Select the active people who know the topic of a version and wrote nothing of it."""
    written = _versions().where(Version.id == version.id)
    return Person.select().where(
        Person.active,
        fn.EXISTS(
            written.where(knows(Person.id, Output.topic), ~_wrote(Person.id, Version, Output))
        ),
    )


def reviews_as_learner(person: Person, version: Version) -> bool:
    """Tell whether somebody may review only because they did the task with the document."""
    here = Topic.id == version.output.topic_id
    return not Topic.select().where(here, knows(person, Topic.id)).exists()


def has_reviewer(version: Version) -> bool:
    """Tell whether anybody may review a version."""
    use = Use.alias()
    did_it = _did_it(Output, use).where(~_wrote(use.person, Version, Output))
    found = _others_know(Version, Output) | fn.EXISTS(did_it)
    return _versions().where(Version.id == version.id, found).exists()


def reviews_waiting_for(person: Person) -> ModelSelect:
    """The reviews that somebody may answer now, joined with their versions and documents."""
    return (
        Review.select()
        .join(Version, on=(Review.version == Version.id))
        .join(Output, on=(Version.output == Output.id))
        .where(
            Review.answer == ReviewAnswer.WAITING,
            Output.state != OutputState.OBSOLETE,
            knows(person, Output.topic) | _is_stand_in(person, Version, Output),
            ~_wrote(person, Version, Output),
        )
    )


def deed_after_answer(review: Review) -> tuple[AuditEntry | None, AuditEntry | None]:
    """Find the entry of an answer, if it says what there was before, and a later one (one query).

    An answer is taken back only while nothing was done with the document since.
    """
    newest = (
        AuditEntry.select(AuditEntry, Person)
        .join(AuditSubject, on=(AuditSubject.entry == AuditEntry.id))
        .join_from(AuditEntry, Person, on=(AuditEntry.by == Person.id))
        .where(
            AuditSubject.noun == Output._meta.table_name,
            AuditSubject.ref == review.version.output_id,
            AuditEntry.deed.startswith("output.") | AuditEntry.deed.startswith("use."),
        )
        .order_by(AuditEntry.id.desc())
        .first()
    )
    if newest is None:
        return None, None
    is_it = (
        newest.deed == f"output.{review.answer}"
        and newest.values["number"] == review.version.number
        and newest.by_id == review.answered_by_id
    )
    if not is_it:
        return None, newest
    return (newest if "was" in newest.values else None), None


def may_undo_answer(person: Person, review: Review) -> bool:
    """Take back that one approved or returned a version."""
    return review.answered_by_id == person.id and deed_after_answer(review)[0] is not None


def knows(person: Any, topic: Any) -> Expression:
    """Give the SQL of whether somebody is SME of a topic, or does it alone."""
    found = [fn.EXISTS(rows.where(who == person)) for rows, who in _who_know(topic)]
    return found[0] | found[1] | found[2]


def _who_know(topic: Any) -> list[tuple[ModelSelect, Any]]:
    """List the rows that say of somebody that they know a topic, each with whom it says it of."""
    expert, seat, standing, newer = Expert.alias(), Seat.alias(), Standing.alias(), Standing.alias()
    revision, newer_revision = Revision.alias(), Revision.alias()
    seated_topic, seated_revision = RolloutTopic.alias(), Revision.alias()
    is_outdated = fn.EXISTS(
        newer.select(newer.id)
        .join(newer_revision, on=(newer.revision == newer_revision.id))
        .where(
            newer.person == standing.person,
            newer_revision.topic == revision.topic,
            (newer.on > standing.on) | ((newer.on == standing.on) & (newer.id > standing.id)),
        )
    )
    return [
        (expert.select(expert.id).where(expert.topic == topic), expert.person),
        (
            seat.select(seat.id)
            .join(seated_topic, on=(seat.rollout_topic == seated_topic.id))
            .join(seated_revision, on=(seated_topic.revision == seated_revision.id))
            .where(seated_revision.topic == topic, seat.role == Role.SME, seat.until.is_null()),
            seat.person,
        ),
        (
            standing.select(standing.id)
            .join(revision, on=(standing.revision == revision.id))
            .where(
                revision.topic == topic,
                standing.level >= int(Level.DOES_IT_ALONE),
                ~is_outdated,
            ),
            standing.person,
        ),
    ]


def _others_know(version: Any, output: Any) -> Expression:
    """Give the SQL of whether anybody active but the authors knows the topic."""
    person = Person.alias()
    found = [
        fn.EXISTS(
            rows.join_from(rows.model, person, on=(who == person.id)).where(
                person.active, ~_wrote(who, version, output)
            )
        )
        for rows, who in _who_know(output.topic)
    ]
    return found[0] | found[1] | found[2]


def _is_stand_in(person: Any, version: Any, output: Any) -> Expression:
    """Give the SQL of whether somebody did the task where nobody else could review."""
    use = Use.alias()
    did_it = fn.EXISTS(_did_it(output, use).where(use.person == person))
    # A CASE asks who knows the topic only for those who did the task.
    return Case(None, [(did_it, ~_others_know(version, output))], False)


def _did_it(output: Any, use: Any) -> ModelSelect:
    return use.select(use.id).where(
        use.output == output.id, use.outcome == Outcome.WORKED, is_newest_use(use)
    )


def _wrote(person: Any, version: Any, output: Any) -> Expression:
    """Give the SQL of whether somebody wrote any of it since the version that was approved."""
    written = Version.alias()
    approved = Case(None, [(output.approved_number < version.number, output.approved_number)], 0)
    return fn.EXISTS(
        written.select(written.id).where(
            written.output == output.id,
            written.by == person,
            written.number > approved,
            written.number <= version.number,
        )
    )


def _versions() -> ModelSelect:
    return Version.select(Version.id).join(Output, on=(Version.output == Output.id))
