"""What an agreement says: to everybody, and to each person on their own sheet.

A sheet holds what concerns one person (rule 12): roles, partners, process and revision, cadence,
their outputs and targets, dates, model. Rows stand as ids, so that a new name changes no sheet.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from peewee import JOIN

from ..models import (
    Agreement,
    Output,
    OutputState,
    Pairing,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
)
from .readiness import Answers, answers_of

Content = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What an agreement says now: to everybody, and on the sheet of each person, by their ids."""

    terms: Content
    sheets: dict[int, Content]


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


def written_now(rollout: Rollout, answers: Answers | None = None) -> Written:
    """Write what an agreement says now (five queries, one less with the answers of readiness)."""
    answers = answers_of(rollout) if answers is None else answers
    topics = _topics(rollout)
    outputs = list(_outputs(rollout))
    targets = [(target.rollout_topic_id, _target(target)) for target in _targets(rollout)]
    return Written(
        _terms(rollout, topics, outputs, [target for _, target in targets], answers),
        _sheets(rollout, dict(topics), outputs, targets),
    )


def _terms(
    rollout: Rollout,
    topics: Sequence[tuple[int, Revision]],
    outputs: Iterable[Output],
    targets: list[Content],
    answers: Answers,
) -> Content:
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
            for id, revision in topics
        ],
        "outputs": [_output(output) | {"owner": output.owner_id} for output in outputs],
        "targets": targets,
        "readiness": [
            {"question": answer.question, "yes": answer.yes, "note": answer.note}
            for _, answer in sorted(answers.items())
        ],
    }


def _sheets(
    rollout: Rollout,
    topics: dict[int, Revision],
    outputs: Iterable[Output],
    targets: Sequence[tuple[int | None, Content]],
) -> dict[int, Content]:
    roles, partners = _roles_and_partners(rollout)
    owned: dict[int, list[Content]] = defaultdict(list)
    for output in outputs:
        owned[output.owner_id].append(_output(output))
    dates = _dates(rollout)
    sheets = {}
    for person, held in roles.items():
        sits_on = {each["rollout_topic"] for each in held}
        sheets[person] = {
            "roles": held,
            "partners": partners[person],
            "topics": [_process(id, topics[id]) for id in topics if id in sits_on],
            "outputs": owned[person],
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


def _roles_and_partners(
    rollout: Rollout,
) -> tuple[dict[int, list[Content]], dict[int, list[Content]]]:
    """List the roles of each person, and whom each guides or is guided by, how often they meet.

    Roles are the seats that nobody ended, also those agreed until a day.
    """
    guide = Seat.alias()
    guides = Pairing.select(Pairing.guide).where(
        Pairing.ended_on.is_null(), Pairing.guide.is_null(False)
    )
    rows = (
        Seat.select(
            RolloutTopic.position,
            Seat.id,
            Seat.person,
            Seat.role,
            Seat.rollout_topic,
            Revision.topic,
            Seat.until,
            Pairing.id,
            guide.person,
            guide.role,
            Pairing.cadence_days,
            Pairing.agreed_hours,
            Pairing.wave,
            Pairing.mutual,
        )
        .join(RolloutTopic)
        .join(Revision)
        .join_from(
            Seat,
            Pairing,
            JOIN.LEFT_OUTER,
            on=((Pairing.learner == Seat.id) & Pairing.ended_on.is_null()),
        )
        .join(guide, JOIN.LEFT_OUTER, on=(Pairing.guide == guide.id))
        .where(
            RolloutTopic.rollout == rollout,
            Seat.until.is_null() | Seat.id.in_(guides) | Pairing.id.is_null(False),
        )
        .order_by(RolloutTopic.position, Seat.id, Pairing.id)
        .tuples()
    )
    roles: dict[int, dict[int, Content]] = defaultdict(dict)
    meetings = []
    for position, seat, person, role, rollout_topic, topic, until, pairing, *meeting in rows:
        roles[person][seat] = {
            "role": str(role),
            "rollout_topic": rollout_topic,
            "topic": topic,
            "until": _day(until),
        }
        if pairing:
            meetings.append((position, pairing, person, topic, meeting))
    partners: dict[int, list[Content]] = defaultdict(list)
    for _, _, learns, topic, (coach, role, cadence, hours, wave, mutual) in sorted(meetings):
        meeting = {
            "topic": topic,
            "cadence_days": cadence,
            "agreed_hours": hours,
            "wave": wave,
            "mutual": mutual,
        }
        partners[learns].append(meeting | {"with": coach, "as": role and str(role)})
        if coach:
            partners[coach].append(meeting | {"with": learns, "as": str(Role.LEARNER)})
    return {person: list(held.values()) for person, held in roles.items()}, partners


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
