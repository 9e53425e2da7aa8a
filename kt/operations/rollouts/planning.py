"""Planning a rollout: who runs it, when, how, and on which topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...access import may_add_rollout, may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import (
    Kind,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
    TransferModel,
    Wording,
)
from ..agreements import refresh_agreement
from ..audit import record
from ..editing import require_version, version_of
from ..moving_dates import Moved, move_date
from ..seating import refuse_full_mentors, refuse_model
from ..topics import newest_revision

NOT_YOURS = "A rollout is planned by its supervisor and the deputy. Ask them to change it."

FIELD_WORDS = {
    "name": "the name",
    "kind": "the kind",
    "why": "what it is for",
    "supervisor": "the supervisor",
    "deputy": "the deputy",
    "department": "the department",
    "model": "the model",
    "wording": "the words",
    "time_zone": "the time zone",
    "end_date": "the end",
    "rolling": "whether it is rolling",
    "start_date": "the start",
}


@dataclass(frozen=True)
class Edited:
    """A rollout after an edit, and which items moved with its start."""

    rollout: Rollout
    moved: Moved


def add_rollout(
    *,
    by: Person,
    name: str,
    start_date: date,
    end_date: date | None = None,
    kind: Kind | None = None,
    model: TransferModel = TransferModel.ONE_WAY,
    wording: Wording = Wording.COACHING,
    supervisor: Person | None = None,
    deputy: Person | None = None,
    department: str = "",
    why: str = "",
    time_zone: str | None = None,
    rolling: bool = False,
) -> Rollout:
    """Add a rollout as a draft; without another supervisor it is run by whoever adds it."""
    require(may_add_rollout(by), "Rollouts are added by supervisors. Ask one of them to add it.")
    supervisor = supervisor or by
    with transaction():
        _refuse_unfit(name, supervisor, deputy, start_date, end_date)
        rollout = Rollout.create(
            name=name,
            why=why,
            supervisor=supervisor,
            deputy=deputy,
            department=department,
            kind=kind,
            model=model,
            wording=wording,
            time_zone=time_zone,
            start_date=start_date,
            end_date=end_date,
            rolling=rolling,
        )
        record("rollout.added", by=by, about=[rollout, supervisor, deputy], rollout=rollout)
    return rollout


def edit_rollout(
    rollout: Rollout, *, by: Person, opened_with: str, today: date, **values: Any
) -> Edited:
    """Change a rollout; moving its start re-dates the open items that count from it.

    `values` are those of `add_rollout`; one that is missing stays. Raises Stale where the rollout
    is no longer what `opened_with` (from `version_of_rollout`) names.
    """
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        require_version(opened_with, version_of_rollout(rollout))
        changed = {name: value for name, value in values.items() if value != getattr(rollout, name)}
        after = {name: getattr(rollout, name) for name in FIELD_WORDS} | changed
        _refuse_unfit(
            after["name"],
            after["supervisor"],
            after["deputy"],
            after["start_date"],
            after["end_date"],
            keeps=rollout.supervisor,
        )
        _refuse_other_days(rollout, changed)
        if "model" in changed:
            refuse_model(rollout, changed["model"], on=today)
        moved = Moved(0, None)
        if "start_date" in changed:
            # The end steps aside meanwhile, so that the row never ends before it starts.
            rollout.end_date = None
            rollout.save(only=[Rollout.end_date])
            moved = move_date(rollout, "start_date", changed.pop("start_date"), by=by)
        for name, value in changed.items():
            setattr(rollout, name, value)
        if "wording" in changed:
            refuse_full_mentors(rollout, field="wording")
        rollout.end_date = after["end_date"]
        rollout.save()
        if changed:
            record(
                "rollout.edited",
                by=by,
                about=[rollout, changed.get("supervisor"), changed.get("deputy")],
                rollout=rollout,
                changed=", ".join(FIELD_WORDS[name] for name in FIELD_WORDS if name in changed),
            )
        refresh_agreement(rollout, by=by)
    return Edited(rollout, moved)


def version_of_rollout(rollout: Rollout) -> str:
    """Name the present state of a rollout, for the form in which it is edited."""
    columns = ("supervisor_id", "deputy_id")
    plain = [name for name in FIELD_WORDS if f"{name}_id" not in columns]
    return version_of(*(getattr(rollout, name) for name in (*plain, *columns)))


def add_topic_to(rollout: Rollout, topic: Topic, *, by: Person) -> RolloutTopic:
    """Put a topic, as it is done now, into a rollout; adding it again changes nothing."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        already = (
            RolloutTopic.select(RolloutTopic)
            .join(Revision)
            .where(RolloutTopic.rollout == rollout, Revision.topic == topic)
            .first()
        )
        if already:
            return already
        _refuse_closed(rollout)
        rollout_topic = RolloutTopic.create(
            rollout=rollout,
            revision=newest_revision(topic),
            position=rollout.rollout_topics.count(),
        )
        record("rollout.topic-added", by=by, about=[rollout, topic], rollout=rollout, topic=topic)
        refresh_agreement(rollout, by=by)
    return rollout_topic


def remove_topic_from(rollout_topic: RolloutTopic, *, by: Person) -> Topic:
    """Take a topic out of a rollout in which nothing has come of it yet."""
    rollout, topic = rollout_topic.rollout, rollout_topic.revision.topic
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        _refuse_closed(rollout)
        _refuse_in_use(rollout_topic, topic)
        rollout_topic.delete_instance()
        record("rollout.topic-removed", by=by, about=[rollout, topic], rollout=rollout, topic=topic)
        refresh_agreement(rollout, by=by)
    return topic


def _refuse_closed(rollout: Rollout) -> None:
    if not rollout.is_open:
        raise Refused(f"“{rollout.name}” is {rollout.state}, so its topics stay. Reopen it first.")


def _refuse_in_use(rollout_topic: RolloutTopic, topic: Topic) -> None:
    if rollout_topic.seats.where(Seat.until.is_null()).exists():
        raise Refused(
            f"People have seats on {topic.name}. End those seats first, then remove the topic."
        )
    held = rollout_topic.sessions.exists() or rollout_topic.targets.exists()
    if held or rollout_topic.seats.exists():
        raise Refused(
            f"{topic.name} has seats, sessions or targets in its record here, and a record stays. "
            f"Leave it: without open seats nothing more is asked of anybody."
        )


def _refuse_other_days(rollout: Rollout, changed: Mapping[str, Any]) -> None:
    """Refuse to change what decides which days count, once the figures are those of a close."""
    for name in ("start_date", "time_zone"):
        if name in changed and not rollout.is_open:
            raise Refused(
                f"“{rollout.name}” is {rollout.state}, and its figures count by {FIELD_WORDS[name]}"
                " that it had. Reopen it first.",
                field=name,
            )


def _refuse_unfit(
    name: str,
    supervisor: Person,
    deputy: Person | None,
    start: date,
    end: date | None,
    *,
    keeps: Person | None = None,
) -> None:
    if not name.strip():
        raise Refused("A rollout needs a name.", field="name")
    if supervisor != keeps and not (supervisor.active and supervisor.supervises):
        raise Refused(
            f"{supervisor.name} may not run rollouts. Choose a supervisor, or ask an administrator "
            f"to make them one.",
            field="supervisor",
        )
    if deputy is not None and deputy == supervisor:
        raise Refused(
            "The deputy stands in for the supervisor, so it is somebody else. Choose another one.",
            field="deputy",
        )
    if end is not None and end < start:
        raise Refused(
            "A rollout cannot end before it starts. Choose a later end, or an earlier start.",
            field="end_date",
        )
