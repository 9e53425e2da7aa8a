"""What an agreement says: to everybody, and to each person on their own sheet.

A sheet holds what concerns one person (rule 12): roles, partners, process and revision, cadence,
their outputs and targets, dates, model. Rows stand as ids, so that a new name changes no sheet.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from peewee import JOIN

from ..models import (
    Agreement,
    Output,
    OutputState,
    Pairing,
    ReadinessAnswer,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
)

Content = dict[str, Any]

# The parts of a sheet, in the order in which they are read, and their words.
PARTS = {
    "roles": "roles",
    "partners": "partners",
    "topics": "process",
    "outputs": "outputs",
    "targets": "targets",
    "dates": "dates",
    "model": "model",
}


def newest_agreement(rollout: Rollout) -> Agreement:
    return rollout.agreements.order_by(Agreement.number.desc()).get()


def content_of(agreement: Agreement) -> Content:
    """Give what a version says to everybody, maybe in the words of an earlier one."""
    earlier = agreement.content.get("as_in")
    if earlier is None:
        return agreement.content
    return Agreement.get(
        Agreement.rollout == agreement.rollout_id, Agreement.number == earlier
    ).content


def digest_of(content: Content) -> str:
    """Name the content of a sheet: 16 hex digits of the SHA-256 of its canonical JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]


def terms_of(rollout: Rollout) -> Content:
    """Give what an agreement says to everybody: what, why, how, by when (four queries)."""
    return {
        "name": rollout.name,
        "why": rollout.why,
        "model": str(rollout.model),
        "wording": str(rollout.wording),
        "dates": _dates(rollout),
        "topics": [
            {
                "topic": revision.topic_id,
                "rollout_topic": id,
                "revision": revision.number,
                "old_way": revision.old_way,
                "new_way": revision.new_way,
                "process": revision.process,
                "effective": _day(revision.effective),
            }
            for id, revision in _topics(rollout)
        ],
        "outputs": [_output(output) | {"owner": output.owner_id} for output in _outputs(rollout)],
        "targets": [_target(target) for target in _targets(rollout)],
        "readiness": [
            {"question": answer.question, "yes": answer.yes, "note": answer.note}
            for answer in ReadinessAnswer.select()
            .where(ReadinessAnswer.rollout == rollout)
            .order_by(ReadinessAnswer.question)
        ],
    }


def sheets_of(rollout: Rollout) -> dict[int, Content]:
    """Write the sheet of everybody seated in a rollout, by their ids (five queries)."""
    topics = dict(_topics(rollout))
    roles, partners = _roles(rollout), _partners(rollout)
    outputs: dict[int, list[Content]] = defaultdict(list)
    for output in _outputs(rollout):
        outputs[output.owner_id].append(_output(output))
    targets = [(target.rollout_topic_id, _target(target)) for target in _targets(rollout)]
    dates = _dates(rollout)
    sheets = {}
    for person, held in roles.items():
        sits_on = {each["rollout_topic"] for each in held}
        sheets[person] = {
            "roles": held,
            "partners": partners[person],
            "topics": [_process(id, topics[id]) for id in topics if id in sits_on],
            "outputs": outputs[person],
            "targets": [target for at, target in targets if at is None or at in sits_on],
            "dates": dates,
            "model": str(rollout.model),
        }
    return sheets


def changed_parts(before: Content, after: Content) -> list[str]:
    """Name the parts in which two sheets differ, by their keys in `PARTS`."""
    return [part for part in PARTS if before.get(part) != after.get(part)]


def _dates(rollout: Rollout) -> list[str | None]:
    return [_day(rollout.start_date), _day(rollout.end_date)]


def _topics(rollout: Rollout) -> list[tuple[int, Revision]]:
    rows = (
        RolloutTopic.select(RolloutTopic, Revision)
        .join(Revision)
        .where(RolloutTopic.rollout == rollout)
        .order_by(RolloutTopic.position, RolloutTopic.id)
    )
    return [(row.id, row.revision) for row in rows]


def _process(id: int, revision: Revision) -> Content:
    text = "\0".join((revision.old_way, revision.new_way, revision.process))
    return {
        "topic": revision.topic_id,
        "rollout_topic": id,
        "revision": revision.number,
        "process": sha256(text.encode()).hexdigest()[:16] if revision.process else "",
        "effective": _day(revision.effective),
    }


def _roles(rollout: Rollout) -> dict[int, list[Content]]:
    """List the roles of each person: seats that nobody ended, also those agreed until a day."""
    guides = Pairing.select(Pairing.guide).where(
        Pairing.ended_on.is_null(), Pairing.guide.is_null(False)
    )
    learns = Pairing.select(Pairing.learner).where(Pairing.ended_on.is_null())
    rows = (
        Seat.select(Seat.person, Seat.role, Seat.rollout_topic, Revision.topic, Seat.until)
        .join(RolloutTopic)
        .join(Revision)
        .where(
            RolloutTopic.rollout == rollout,
            Seat.until.is_null() | Seat.id.in_(guides) | Seat.id.in_(learns),
        )
        .order_by(RolloutTopic.position, Seat.id)
        .tuples()
    )
    roles: dict[int, list[Content]] = defaultdict(list)
    for person, role, rollout_topic, topic, until in rows:
        roles[person].append(
            {
                "role": str(role),
                "rollout_topic": rollout_topic,
                "topic": topic,
                "until": _day(until),
            }
        )
    return roles


def _partners(rollout: Rollout) -> dict[int, list[Content]]:
    """List whom each person guides or is guided by, and how often they meet."""
    guide, learner = Seat.alias(), Seat.alias()
    rows = (
        Pairing.select(
            guide.person,
            learner.person,
            guide.role,
            Revision.topic,
            Pairing.cadence_days,
            Pairing.agreed_hours,
            Pairing.wave,
            Pairing.mutual,
        )
        .join(learner, on=(Pairing.learner == learner.id))
        .join(RolloutTopic, on=(learner.rollout_topic == RolloutTopic.id))
        .join(Revision)
        .switch(Pairing)
        .join(guide, JOIN.LEFT_OUTER, on=(Pairing.guide == guide.id))
        .where(RolloutTopic.rollout == rollout, Pairing.ended_on.is_null())
        .order_by(RolloutTopic.position, Pairing.id)
        .tuples()
    )
    partners: dict[int, list[Content]] = defaultdict(list)
    for guides, learns, role, topic, cadence, hours, wave, mutual in rows:
        meeting = {
            "topic": topic,
            "cadence_days": cadence,
            "agreed_hours": hours,
            "wave": wave,
            "mutual": mutual,
        }
        partners[learns].append(meeting | {"with": guides, "as": role and str(role)})
        if guides:
            partners[guides].append(meeting | {"with": learns, "as": str(Role.LEARNER)})
    return partners


def _outputs(rollout: Rollout) -> Iterable[Output]:
    return (
        Output.select()
        .where(Output.rollout == rollout, Output.state != OutputState.OBSOLETE)
        .order_by(Output.id)
    )


def _output(output: Output) -> Content:
    return {
        "output": output.id,
        "title": output.title,
        "kind": str(output.kind),
        "topic": output.topic_id,
        "due": _day(output.due),
    }


def _targets(rollout: Rollout) -> Iterable[Target]:
    return (
        Target.select()
        .where(Target.rollout == rollout, Target.dropped_on.is_null())
        .order_by(Target.id)
    )


def _target(target: Target) -> Content:
    return {
        "target": target.id,
        "rollout_topic": target.rollout_topic_id,
        "label": target.label,
        "is_ours": not target.name,
        "unit": target.unit_words,
        "each_learner": target.each_learner,
        "baseline": target.baseline,
        "number": target.number,
        "limit": target.limit,
        "due": _day(target.due),
        "within_days": target.within_days,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
