"""Before somebody leaves: drafting the rollout that passes on what they hold."""

from collections.abc import Mapping, Sequence
from datetime import date

from ..access import may_plan_leaving, require, topics_visible_to
from ..dates import count_words, short_date
from ..db import transaction
from ..errors import Refused
from ..models import Kind, OutputKind, Person, Role, Rollout, Topic
from .outputs import plan_output
from .rollouts import add_rollout, add_topic_to
from .seating import give_seat, put_guide

NOT_YOURS = "Rollouts are drafted by supervisors. Ask one of them."


def draft_rollout_before_leaving(
    leaver: Person,
    learners: Mapping[int, Sequence[int]],
    *,
    leaves_on: date,
    unwritten: Sequence[int] = (),
    by: Person,
    today: date,
) -> Rollout:
    """Draft a rollout in which somebody who leaves passes their topics on.

    `learners` are the ids of who may learn each topic, by its id; where there is nobody yet, who
    leaves has a coach's seat and waits for them.
    A topic in `unwritten` has no document yet, so that is its first output (rule 10). The draft
    ends on the day they leave and names topics, not the person: it may be seen before everybody
    knows.
    """
    require(may_plan_leaving(by), NOT_YOURS)
    with transaction():
        topics = list(
            topics_visible_to(by).where(Topic.id.in_(list(learners))).order_by(Topic.name)
        )
        if not topics:
            raise Refused("Choose at least one topic that is to be passed on.", field="topics")
        if leaves_on <= today:
            raise Refused(
                "That day has passed, so nothing can be passed on before it. Choose a later one.",
                field="on",
            )
        rollout = add_rollout(
            by=by,
            name=_name(topics, leaves_on, today),
            start_date=today,
            end_date=leaves_on,
            kind=Kind.NICHE_SKILL,
            department=leaver.department,
        )
        for topic in topics:
            rollout_topic = add_topic_to(rollout, topic, by=by)
            if not learners[topic.id]:
                give_seat(rollout_topic, leaver, Role.COACH, since=today, by=by)
            for learner in Person.select().where(Person.id.in_(list(learners[topic.id]))):
                put_guide(rollout_topic, learner, leaver, on=today, by=by)
            if topic.id in unwritten:
                plan_output(
                    by=by,
                    title=f"{topic.name}: how it is done",
                    kind=OutputKind.MANUAL,
                    topic=topic,
                    owner=leaver,
                    rollout=rollout,
                    due=leaves_on,
                )
    return rollout


def _name(topics: Sequence[Topic], leaves_on: date, today: date) -> str:
    more = f" and {count_words(len(topics) - 1, 'more topic')}" if len(topics) > 1 else ""
    return f"{topics[0].name}{more}, before {short_date(leaves_on, today)}"
