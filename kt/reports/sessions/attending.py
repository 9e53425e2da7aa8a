"""Who took part in sessions, and whose pair met."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from ...access import is_of_a_pair
from ...db import compiled, listed
from ...models import Attendance, CoachingSession, Pairing, Person, Rollout, Seat


@dataclass(frozen=True)
class Somebody:
    """A person as a list shows them."""

    id: int
    name: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Attending:
    """Whom a session was with; `pair_id` and `two` where it belongs to the two of a pair.

    `waited` if a pairing of it was not active yet (rule 12).
    """

    learners: tuple[Somebody, ...] = ()
    pair_id: int | None = None
    is_mutual: bool = False
    two: frozenset[int] = frozenset()
    waited: bool = False


def attending(session_ids: Sequence[int]) -> dict[int, Attending]:
    """Find who took part in some sessions, by session (one query).

    In a mutual pairing whoever of the two did not coach that time learnt.
    """
    found: dict[int, Attending] = {}
    for row in _rows(sessions=[*session_ids]) if session_ids else ():
        guide, learner = _somebody(row, "guide"), _somebody(row, "learner")
        is_pair = bool(row["is_pair"]) and not row["is_kick_off"]
        is_turned = is_pair and bool(row["mutual"]) and row["coach"] == learner.id
        whom = guide if is_turned else learner
        earlier = found.get(row["session"], Attending())
        found[row["session"]] = Attending(
            learners=tuple(dict.fromkeys((*earlier.learners, whom))),
            pair_id=row["pairing"] if is_pair else None,
            is_mutual=is_pair and bool(row["mutual"]),
            two=frozenset({guide.id, learner.id}) if is_pair else frozenset(),
            waited=earlier.waited or (bool(row["waiting"]) and not row["is_kick_off"]),
        )
    return found


@compiled
def _rows(sessions: Any) -> Any:
    guide_seat, learner_seat = Seat.alias("guide_seat"), Seat.alias("learner_seat")
    guide, learner = Person.alias("guide"), Person.alias("learner")
    return (
        Attendance.select(
            Attendance.session,
            Attendance.pairing,
            Attendance.waiting,
            CoachingSession.guide.alias("coach"),
            CoachingSession.rollout_topic.is_null().alias("is_kick_off"),
            Pairing.mutual,
            is_of_a_pair(Pairing, Rollout).alias("is_pair"),
            guide.id.alias("guide_id"),
            guide.name.alias("guide_name"),
            learner.id.alias("learner_id"),
            learner.name.alias("learner_name"),
        )
        .join(CoachingSession, on=(Attendance.session == CoachingSession.id))
        .join(Rollout, on=(CoachingSession.rollout == Rollout.id))
        .join_from(Attendance, Pairing, on=(Attendance.pairing == Pairing.id))
        .join(learner_seat, on=(Pairing.learner == learner_seat.id))
        .join(learner, on=(learner_seat.person == learner.id))
        .join_from(Pairing, guide_seat, JOIN.LEFT_OUTER, on=(Pairing.guide == guide_seat.id))
        .join(guide, JOIN.LEFT_OUTER, on=(guide_seat.person == guide.id))
        .where(listed(Attendance.session, sessions))
        .order_by(learner.name, learner.id)
        .dicts()
    )


def _somebody(row: dict[str, Any], role: str) -> Somebody:
    return Somebody(row[f"{role}_id"], row[f"{role}_name"] or "")
