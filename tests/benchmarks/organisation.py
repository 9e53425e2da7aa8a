"""An organisation of any size, put straight into the tables: rollouts of ten learners each."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kt.db import BaseModel, transaction
from kt.models import (
    Access,
    Attendance,
    Basis,
    Checklist,
    CoachingSession,
    Item,
    ItemEvent,
    ItemState,
    Kind,
    Level,
    Measure,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Standing,
    Target,
    Topic,
    Way,
)

LEARNERS_A_ROLLOUT = 10
COACHES_A_ROLLOUT = 3
ITEMS_A_LEARNER = 20
SESSIONS_A_LEARNER = 10
PEOPLE_A_ROLLOUT = 1 + COACHES_A_ROLLOUT + LEARNERS_A_ROLLOUT
TOPICS = 60
STANDINGS_A_PERSON = 6
BATCH = 400


def fill(learners: int, today: date, standings: int = STANDINGS_A_PERSON) -> None:
    """Fill an empty migrated database; every rollout has two topics and three targets.

    Each person has so many standings; an administrator follows the people of the rollouts.
    """
    rollouts = learners // LEARNERS_A_ROLLOUT
    with transaction():
        _insert(Person, _people(rollouts))
        _insert(Topic, ({"name": f"Topic {n}", "kind": Kind.PROCESS_CHANGE} for n in _topics()))
        _insert(Revision, ({"topic": n, "process": "Do it step by step."} for n in _topics()))
        _insert(Rollout, (_rollout(n, today) for n in range(rollouts)))
        _insert(RolloutTopic, _rollout_topics(rollouts))
        _insert(Seat, _seats(rollouts, today))
        _insert(Pairing, _pairings(rollouts, today))
        _insert(CoachingSession, _sessions(rollouts, today))
        _insert(Attendance, _attendances(rollouts))
        _insert(Checklist, _checklists(rollouts, today))
        _insert(Item, _items(learners, today))
        _insert(ItemEvent, _events(learners, today))
        _insert(Target, _targets(rollouts, today))
        _insert(Standing, _standings(rollouts, today, standings))


def administrator_id(learners: int) -> int:
    return learners // LEARNERS_A_ROLLOUT * PEOPLE_A_ROLLOUT + 1


def supervisor_id(rollout: int = 0) -> int:
    return rollout * PEOPLE_A_ROLLOUT + 1


def coach_id(rollout: int = 0, coach: int = 0) -> int:
    return supervisor_id(rollout) + 1 + coach


def learner_id(rollout: int = 0, learner: int = 0) -> int:
    return coach_id(rollout, COACHES_A_ROLLOUT) + learner


def _insert(table: type[BaseModel], rows: Iterator[dict[str, Any]] | Any) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            table.insert_many(batch).execute()
            batch = []
    if batch:
        table.insert_many(batch).execute()


def _topics() -> range:
    return range(1, TOPICS + 1)


def _people(rollouts: int) -> Iterator[dict[str, Any]]:
    everybody = rollouts * PEOPLE_A_ROLLOUT
    for number in range(everybody + 1):
        supervises = number % PEOPLE_A_ROLLOUT == 0
        access = Access.SUPERVISOR if supervises else Access.MEMBER
        yield {
            "employee_id": f"{number:06}",
            "name": f"Person Number{number}",
            "email": f"person{number}@example.com",
            "title": "Team lead" if supervises else "Analyst",
            "department": f"Department {number // 200}",
            "access": Access.ADMINISTRATOR if number == everybody else access,
        }


def _rollout(number: int, today: date) -> dict[str, Any]:
    start = today - timedelta(days=40)
    return {
        "name": f"Handover {number}",
        "supervisor": supervisor_id(number),
        "start_date": start,
        "started_on": start,
        "end_date": today + timedelta(days=30),
        "state": RolloutState.RUNNING,
    }


def _rollout_topics(rollouts: int) -> Iterator[dict[str, Any]]:
    for number in range(rollouts):
        for place in range(2):
            yield {
                "rollout": number + 1,
                "revision": (number * 2 + place) % TOPICS + 1,
                "position": place,
            }


SEATS_A_ROLLOUT = COACHES_A_ROLLOUT + LEARNERS_A_ROLLOUT


def _seats(rollouts: int, today: date) -> Iterator[dict[str, Any]]:
    since = today - timedelta(days=40)
    for number in range(rollouts):
        topic = number * 2 + 1
        for coach in range(COACHES_A_ROLLOUT):
            yield _seat(topic, coach_id(number, coach), Role.COACH, since)
        for learner in range(LEARNERS_A_ROLLOUT):
            yield _seat(topic, learner_id(number, learner), Role.LEARNER, since)


def _seat(topic: int, person: int, role: Role, since: date) -> dict[str, Any]:
    return {"rollout_topic": topic, "person": person, "role": role, "since": since}


def _pairings(rollouts: int, today: date) -> Iterator[dict[str, Any]]:
    for number in range(rollouts):
        first_seat = number * SEATS_A_ROLLOUT + 1
        for learner in range(LEARNERS_A_ROLLOUT):
            yield {
                "guide": first_seat + learner % COACHES_A_ROLLOUT,
                "learner": first_seat + COACHES_A_ROLLOUT + learner,
                "since": today - timedelta(days=40),
            }


def _sessions(rollouts: int, today: date) -> Iterator[dict[str, Any]]:
    for number in range(rollouts):
        for learner in range(LEARNERS_A_ROLLOUT):
            coach = coach_id(number, learner % COACHES_A_ROLLOUT)
            for turn in range(SESSIONS_A_LEARNER):
                yield {
                    "rollout": number + 1,
                    "rollout_topic": number * 2 + 1,
                    "guide": coach,
                    "held_on": today - timedelta(days=3 * turn + learner % 3),
                    "minutes": 45,
                    "way": Way.SHOWN if turn % 2 else Way.TOGETHER,
                    "logged_by": coach,
                }


def _attendances(rollouts: int) -> Iterator[dict[str, Any]]:
    for pairing in range(rollouts * LEARNERS_A_ROLLOUT):
        for turn in range(SESSIONS_A_LEARNER):
            yield {"session": pairing * SESSIONS_A_LEARNER + turn + 1, "pairing": pairing + 1}


def _checklists(rollouts: int, today: date) -> Iterator[dict[str, Any]]:
    for number in range(rollouts):
        for learner in range(LEARNERS_A_ROLLOUT):
            yield {
                "title": "First month",
                "person": learner_id(number, learner),
                "rollout": number + 1,
                "supervisor": supervisor_id(number),
                "start_day": today - timedelta(days=10),
            }


def _items(learners: int, today: date) -> Iterator[dict[str, Any]]:
    for checklist in range(1, learners + 1):
        for place in range(ITEMS_A_LEARNER):
            yield {
                "checklist": checklist,
                "position": place,
                "group": f"Week {place // 5 + 1}",
                "text": f"Do the thing number {place + 1} and tell your coach how it went",
                "due": today + timedelta(days=place - 8),
                "state": ItemState.DONE if place < 6 else ItemState.OPEN,
            }


def _events(learners: int, today: date) -> Iterator[dict[str, Any]]:
    for checklist in range(learners):
        person = learner_id(checklist // LEARNERS_A_ROLLOUT, checklist % LEARNERS_A_ROLLOUT)
        for place in range(6):
            yield {
                "item": checklist * ITEMS_A_LEARNER + place + 1,
                "state": ItemState.DONE,
                "by": person,
                "on": today - timedelta(days=5),
            }


def _targets(rollouts: int, today: date) -> Iterator[dict[str, Any]]:
    for number in range(1, rollouts + 1):
        for measure, each, goal in (
            (Measure.SESSIONS_HELD, True, 8),
            (Measure.COACHING_HOURS, False, 100),
            (Measure.ITEMS_DONE, False, 100),
        ):
            yield {
                "rollout": number,
                "measure": measure,
                "each_learner": each,
                "number": goal,
                "due": today + timedelta(days=30),
            }


def _standings(rollouts: int, today: date, each: int) -> Iterator[dict[str, Any]]:
    """Give each person standings on topics in a row, every third of them judged twice."""
    for person in range(1, rollouts * PEOPLE_A_ROLLOUT + 1):
        for place in range(each):
            level = Level((person + place) % 4 + 1)
            judged = {
                "person": person,
                "revision": (person * 7 + place) % TOPICS + 1,
                "basis": Basis.IMPORTED,
                "judged_by": supervisor_id((person - 1) // PEOPLE_A_ROLLOUT),
            }
            if place % 3 == 0:
                earlier = today - timedelta(days=90)
                yield judged | {"level": Level.KNOWS_ABOUT_IT, "on": earlier}
            yield judged | {"level": level, "on": today - timedelta(days=30)}
