"""Rule 9: who holds a task, and how far one that was handed over has come."""

from peewee import ModelSelect

from ..models import Handover, Kind, Level, Person, Revision, Standing, Topic
from .seeding import newest_level
from .standings import HOLDS

# The steps of a delegation are the standings of the delegate.
STEPS = {
    Level.KNOWS_ABOUT_IT: "watches",
    Level.DOES_IT_WITH_HELP: "does it, checked",
    Level.DOES_IT_ALONE: "does it, reports",
    Level.COACHES_OTHERS: "owns it",
}
OWNS_IT = Level.COACHES_OTHERS


def tasks_held_by(person: Person) -> ModelSelect:
    """Select the tasks that somebody can hand over: topics of kind delegation that they hold."""
    return (
        Topic.select()
        .where(
            Topic.kind == Kind.DELEGATION,
            (Topic.owner == person) | (newest_level(person, Topic.id) >= int(HOLDS)),
        )
        .order_by(Topic.name)
    )


def newest_standing(person: Person, topic: Topic) -> Standing | None:
    return (
        Standing.select()
        .join(Revision)
        .where(Standing.person == person, Revision.topic == topic)
        .order_by(Standing.on.desc(), Standing.id.desc())
        .first()
    )


def reached(level: int, *, owns: bool) -> Level:
    """Say which step somebody has reached by their standing; they own it once that is signed."""
    return OWNS_IT if owns else Level(min(level, HOLDS))


def step_reached(handover: Handover) -> Level:
    """Say how far a handover has come (one query)."""
    standing = newest_standing(handover.delegate, handover.topic)
    level = standing.level if standing else Level.NOT_YET
    return reached(level, owns=handover.owned_on is not None)
