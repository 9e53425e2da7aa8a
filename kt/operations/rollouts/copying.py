"""Copying a rollout: its topics, model and targets, and its guides only when asked."""

from datetime import date, timedelta

from ...access import may_add_rollout, require
from ...db import transaction
from ...models import Person, Role, Rollout, RolloutTopic, Seat, Target
from ..audit import record
from ..seating import give_seat
from ..topics import newest_revision
from .planning import add_rollout


def copy_rollout(
    original: Rollout,
    *,
    by: Person,
    name: str,
    start_date: date,
    with_guides: bool = False,
) -> Rollout:
    """Make a draft with the same topics (as they are done now), model and targets.

    Every date moves by the days between the two starts. `with_guides` seats the same coaches and
    SMEs, as far as they are active; learners are never copied.
    """
    require(may_add_rollout(by), "Rollouts are copied by supervisors. Ask one of them to copy it.")
    shift = start_date - original.start_date
    with transaction():
        copy = add_rollout(
            by=by,
            name=name,
            why=original.why,
            department=original.department,
            kind=original.kind,
            model=original.model,
            wording=original.wording,
            time_zone=original.time_zone,
            rolling=original.rolling,
            start_date=start_date,
            end_date=original.end_date and original.end_date + shift,
        )
        copy.copied_from = original
        copy.save(only=[Rollout.copied_from])
        twins = _copy_topics(original, copy)
        _copy_targets(original, copy, twins, shift)
        if with_guides:
            _copy_guides(original, twins, start_date, by)
        record("rollout.copied", by=by, about=[copy, original], rollout=original, name=name)
    return copy


def _copy_topics(original: Rollout, copy: Rollout) -> dict[int, RolloutTopic]:
    """Copy the topics and tell which new row stands for which old one."""
    return {
        each.id: RolloutTopic.create(
            rollout=copy, revision=newest_revision(each.revision.topic), position=each.position
        )
        for each in original.rollout_topics
    }


def _copy_targets(
    original: Rollout, copy: Rollout, twins: dict[int, RolloutTopic], shift: timedelta
) -> None:
    for target in original.targets.where(Target.dropped_on.is_null()):
        values = dict(target.__data__)
        del values["id"]
        values["rollout"] = copy
        values["rollout_topic"] = twins.get(target.rollout_topic_id)
        values["due"] = target.due and target.due + shift
        Target.create(**values)


def _copy_guides(
    original: Rollout, twins: dict[int, RolloutTopic], since: date, by: Person
) -> None:
    seats = (
        Seat.select(Seat, Person)
        .join(Person)
        .switch(Seat)
        .join(RolloutTopic)
        .where(
            RolloutTopic.rollout == original,
            Seat.role.in_((Role.COACH, Role.SME)),
            Seat.until.is_null(),
            Person.active,
        )
        .order_by(Seat.id)
    )
    for seat in seats:
        give_seat(twins[seat.rollout_topic_id], seat.person, seat.role, since=since, by=by)
