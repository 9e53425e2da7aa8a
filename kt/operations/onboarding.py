"""Onboarding one person: everything that one form asks for, or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from peewee import fn

from ..access import may_add_rollout, may_run_rollout, require
from ..db import transaction
from ..errors import Refused
from ..models import (
    Checklist,
    Kind,
    Level,
    Measure,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Target,
    Template,
    Topic,
)
from .checklists import apply_template
from .moving_dates import move_date
from .people import Facts, add_person
from .rollouts import add_rollout, add_topic_to, override_point, start_rollout
from .seating import WEEK, put_guide
from .targets import add_target
from .topics import add_topic, edit_topic, newest_revision, version_of_topic

SETTLING_IN = "Settling in"

# What an orientation that one form makes is agreed to be, until somebody changes it.
PROCESS = """\
The buddy meets the newcomer on the first day, then as often as was agreed.

- Accounts, keys and where things are.
- Who does what, and whom to ask.
- How we work with one another: meetings, breaks, what nobody writes down.

Questions about the work itself go to the coach.
"""
BUDDY_MEETINGS = 8
DAYS = 90
NO_KICK_OFF = "Each newcomer's first day is the kick-off."


@dataclass(frozen=True)
class Onboarded:
    """Who was onboarded, the rollout they sit in, and their checklist if there is one."""

    person: Person
    rollout: Rollout
    checklist: Checklist | None


def onboard(
    who: Person | Facts,
    *,
    start: date,
    by: Person,
    today: date,
    buddy: Person | None = None,
    coach: Person | None = None,
    topic: Topic | None = None,
    template: Template | None = None,
) -> Onboarded:
    """Seat somebody, known or new, in their department's orientation and give them a checklist.

    The buddy guides settling in, the coach guides `topic`; one who is missing leaves a visible
    gap. Without such a rollout of the department that the doer runs, one is made and started.
    """
    require(may_add_rollout(by), "People are onboarded by supervisors. Ask one of them.")
    if coach is not None and topic is None:
        raise Refused(
            f"Choose the topic on which {coach.name} coaches, or leave the coach empty.",
            field="topic",
        )
    with transaction():
        person = _person(who, start, by)
        rollout, settling_in = _orientation(person.department, start, by, today)
        with _refused_at("buddy"):
            put_guide(
                settling_in,
                person,
                buddy,
                Role.BUDDY,
                on=start,
                by=by,
                cadence_days=_cadence(settling_in),
            )
        if topic is not None:
            with _refused_at("coach"):
                work = _work_topic(rollout, topic, by)
                put_guide(work, person, coach, Role.COACH, on=start, by=by)
        checklist = template and apply_template(
            template, person=person, rollout=rollout, start_day=start, by=by, today=today
        )
    return Onboarded(person, rollout, checklist)


def _person(who: Person | Facts, start: date, by: Person) -> Person:
    if not isinstance(who, Person):
        return add_person(by=by, **who | {"start_date": start})
    if who.start_date is None:
        move_date(who, "start_date", start, by=by)
    return Person.get_by_id(who.id)


def _orientation(
    department: str, start: date, by: Person, today: date
) -> tuple[Rollout, RolloutTopic]:
    """Find the department's rolling orientation that the doer runs, or make and start one."""
    found = (
        RolloutTopic.select(RolloutTopic, Rollout)
        .join(Rollout)
        .switch(RolloutTopic)
        .join(Revision)
        .join(Topic)
        .where(
            Rollout.rolling,
            Rollout.department == department,
            Rollout.state.in_((RolloutState.DRAFT, RolloutState.RUNNING)),
            Topic.kind == Kind.ORIENTATION,
        )
        .order_by(Rollout.id, RolloutTopic.position)
    )
    for rollout_topic in found:
        if may_run_rollout(by, rollout_topic.rollout):
            return rollout_topic.rollout, rollout_topic
    rollout = add_rollout(
        by=by,
        name=f"{SETTLING_IN}: {department}" if department else SETTLING_IN,
        department=department,
        start_date=min(start, today),
        rolling=True,
    )
    rollout_topic = add_topic_to(rollout, _settling_in(by), by=by)
    add_target(
        rollout,
        by=by,
        measure=Measure.SESSIONS_HELD,
        rollout_topic=rollout_topic,
        each_learner=True,
        number=BUDDY_MEETINGS,
        within_days=DAYS,
    )
    override_point(rollout, "kick-off", reason=NO_KICK_OFF, by=by, on=today)
    return start_rollout(rollout, on=today, by=by), rollout_topic


def _settling_in(by: Person) -> Topic:
    present = Topic.get_or_none(fn.LOWER(Topic.name) == SETTLING_IN.lower())
    if present is None:
        return add_topic(by=by, name=SETTLING_IN, kind=Kind.ORIENTATION, process=PROCESS)
    revision = newest_revision(present)
    if not revision.process.strip():
        edit_topic(present, by=by, opened_with=version_of_topic(present, revision), process=PROCESS)
    return present


def _cadence(settling_in: RolloutTopic) -> int:
    """Spread the agreed meetings over their days, so that who keeps the pace is never silent."""
    box = settling_in.targets.where(
        Target.measure == Measure.SESSIONS_HELD,
        Target.each_learner,
        Target.within_days.is_null(False),
        Target.dropped_on.is_null(),
    ).first()
    return max(1, int(box.within_days / box.number)) if box else WEEK


def _work_topic(rollout: Rollout, topic: Topic, by: Person) -> RolloutTopic:
    """Put the coach's topic into the orientation, with a target unless one was ever agreed on.

    Newcomers are not expected to do it alone by then: with help is what a coach can show them.
    """
    work = add_topic_to(rollout, topic, by=by)
    if not work.targets.exists():
        add_target(
            rollout,
            by=by,
            measure=Measure.LEARNERS_AT_STANDING,
            level=Level.DOES_IT_WITH_HELP,
            rollout_topic=work,
            each_learner=True,
            number=1,
            within_days=DAYS,
        )
    return work


@contextmanager
def _refused_at(field: str) -> Iterator[None]:
    """Show a refusal about a guide at the field in which that guide was chosen."""
    try:
        yield
    except Refused as refusal:
        at = "person" if refusal.field == "learner" else field
        raise Refused(refusal.sentence, field=at) from refusal
