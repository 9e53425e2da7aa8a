"""Designing a rollout: the deeds of its steps, each of them whole or not at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..access import may_run_rollout, require
from ..db import transaction
from ..errors import Refused
from ..models import OutputKind, Person, Role, Rollout, RolloutTopic, Seat, Topic
from ..rules.suggestions import Suggestion, suggestions_for
from .outputs import plan_output
from .rollouts import add_topic_to
from .seating import seat_on_topics
from .targets import add_target
from .topics import add_topic, edit_topic

NOT_YOURS = "A rollout is designed by its supervisor and the deputy. Ask them to change it."


@dataclass(frozen=True)
class Written:
    """A process put into writing for a topic that was opened at this version."""

    topic: Topic
    process: str
    opened_with: str


@dataclass(frozen=True)
class Wanted:
    """A seat to be given: of a learner, maybe with a guide at once."""

    person: Person
    role: Role
    topics: tuple[RolloutTopic, ...]
    guide: Person | None = None


def settle_topics(
    rollout: Rollout,
    *,
    by: Person,
    written: Iterable[Written] = (),
    chosen: Topic | None = None,
    new: dict[str, Any] | None = None,
) -> Rollout:
    """Write down processes and put one more topic in: one there is, or a new one of `add_topic`.

    Raises Stale where somebody else changed a topic meanwhile.
    """
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        for each in written:
            edit_topic(each.topic, by=by, opened_with=each.opened_with, process=each.process)
        topic = add_topic(by=by, **new) if new else chosen
        if topic is not None:
            add_topic_to(rollout, topic, by=by)
    return rollout


def seat_people(
    rollout: Rollout, wanted: Iterable[Wanted], *, since: date, by: Person
) -> list[Seat]:
    """Give several seats at once; a refusal names its line in its field, such as "2-guide"."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    seats: list[Seat] = []
    with transaction():
        for number, each in enumerate(wanted):
            try:
                seats += seat_on_topics(
                    each.topics, each.person, each.role, guide=each.guide, since=since, by=by
                )
            except Refused as refusal:
                field = f"{number}-{refusal.field or 'person'}"
                raise Refused(refusal.sentence, field=field) from refusal
    return seats


def agree_on_suggestions(
    rollout: Rollout, keys: Collection[str], *, by: Person
) -> list[Suggestion]:
    """Agree on suggested targets and plan their outputs; what is agreed on already is passed over.

    An output is looked after by who guides its topic first, or by the supervisor.
    """
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        taken = [each for each in suggestions_for(rollout) if each.key in keys]
        for suggestion in taken:
            add_target(rollout, by=by, rollout_topic=suggestion.topic, **suggestion.target)
            if suggestion.output is not None:
                _plan(rollout, suggestion, suggestion.output, by)
    return taken


def _plan(rollout: Rollout, suggestion: Suggestion, kind: OutputKind, by: Person) -> None:
    topic = suggestion.topic.revision.topic
    words = "FAQ" if kind == OutputKind.FAQ_ENTRY else kind
    plan_output(
        by=by,
        title=f"{topic.name}: {words}",
        kind=kind,
        topic=topic,
        owner=_who_writes(suggestion.topic) or rollout.supervisor,
        rollout=rollout,
        due=suggestion.target["due"],
    )


def _who_writes(topic: RolloutTopic) -> Person | None:
    return (
        Person.select()
        .join(Seat, on=(Seat.person == Person.id))
        .where(
            Seat.rollout_topic == topic,
            Seat.role == Role.COACH,
            Seat.until.is_null(),
            Person.active,
        )
        .order_by(Seat.id)
        .first()
    )
