"""Revisions of a topic: the process changes, and whoever knows the old one gets the difference."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from ..access import may_add_rollout, may_edit_topic, may_run_rollout, require
from ..dates import count_words, short_date
from ..db import transaction
from ..errors import Refused
from ..models import (
    Kind,
    Measure,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Topic,
)
from ..rules.revisions import Behind, agenda, behind_on, is_rested_on
from .agreements import refresh_agreement
from .audit import record
from .editing import require_version, version_of
from .indexing import index_topic
from .rollouts import add_rollout, add_topic_to
from .seating import put_guide
from .targets import add_target
from .topics import newest_revision

NOT_YOURS = "A process is changed by the topic's owner and by supervisors. Ask one of them."

ADOPTION = "People working the new way"

# Rule 8: one or two people learn the increment first.
FIRST_WAVE = 2

# What an increment takes where the day from which it holds says nothing.
USUAL = timedelta(weeks=4)


def add_revision(
    topic: Topic,
    *,
    by: Person,
    old_way: str = "",
    new_way: str = "",
    process: str,
    effective: date,
    opened_with: str,
) -> Revision:
    """Say how a topic is done from a day on; the earlier revisions stay as they are.

    Rollouts keep the revision they have. Raises Stale where the newest revision is no longer what
    `opened_with` (from `version_of_revision`) names.
    """
    require(may_edit_topic(by, topic), NOT_YOURS)
    with transaction():
        last = newest_revision(topic)
        require_version(opened_with, version_of_revision(last))
        if process == last.process and new_way in ("", last.new_way):
            raise Refused(
                f"Nothing is different from revision {last.number}. Change the written process, "
                f"or say what the new way is.",
                field="written_process",
            )
        if last.effective is not None and effective < last.effective:
            day = short_date(last.effective, effective)
            raise Refused(
                f"Revision {last.number} holds from {day}, so a later one cannot hold before. "
                f"Choose {day} or a later day.",
                field="effective",
            )
        revision = Revision.create(
            topic=topic,
            number=last.number + 1,
            old_way=old_way,
            new_way=new_way,
            process=process,
            effective=effective,
        )
        record(
            "topic.revised",
            by=by,
            about=[topic],
            topic=topic,
            number=revision.number,
            effective=effective,
        )
        index_topic(topic)
    return revision


def version_of_revision(revision: Revision) -> str:
    """Name the present state of a revision, for the form in which the next one is written."""
    return version_of(revision.number, revision.process)


def withdraw_revision(revision: Revision, *, by: Person) -> Topic:
    """Take the newest revision back while nothing rests on it; the one before holds again."""
    topic = revision.topic
    require(may_edit_topic(by, topic), NOT_YOURS)
    with transaction():
        newest = newest_revision(topic)
        if newest != revision or revision.number == 1:
            raise Refused(
                f"Only the newest revision can be taken back, and {topic.name} keeps its first. "
                f"Write the next one instead."
            )
        if is_rested_on(revision):
            raise Refused(
                f"Rollouts or standings rest on revision {revision.number} of {topic.name}, so it "
                f"stays. Write the next one instead."
            )
        revision.delete_instance()
        record(
            "topic.revision-withdrawn", by=by, about=[topic], topic=topic, number=revision.number
        )
        index_topic(topic)
    return topic


def take_revision(rollout_topic: RolloutTopic, number: int, *, by: Person) -> RolloutTopic:
    """Have a rollout pass on another revision of its topic; who agreed on it signs anew."""
    rollout, topic = rollout_topic.rollout, rollout_topic.revision.topic
    require(may_run_rollout(by, rollout), "A rollout's topics are chosen by whoever runs it.")
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        revision = next((each for each in topic.revisions if each.number == number), None)
        if revision is None:
            raise Refused(f"{topic.name} has no revision {number}. Reload the page.")
        if rollout_topic.revision_id == revision.id:
            return rollout_topic
        if not rollout.is_open:
            raise Refused(
                f"“{rollout.name}” is {rollout.state}, so it keeps the revision of {topic.name} "
                f"that was agreed on. Plan a rollout for the difference on the topic's page."
            )
        was = rollout_topic.revision.number
        rollout_topic.revision = revision
        rollout_topic.save(only=[RolloutTopic.revision])
        record(
            "rollout.revision-taken",
            by=by,
            about=[rollout],
            rollout=rollout,
            topic=topic,
            number=number,
            was=was,
        )
        refresh_agreement(rollout, by=by)
    return rollout_topic


def plan_difference(topic: Topic, *, by: Person, today: date) -> Rollout:
    """Draft a rollout for those who know an earlier revision: they learn the difference alone.

    The best two are the first wave. Nobody is seated whose standing the doer may not see.
    """
    require(may_add_rollout(by), "Rollouts are planned by supervisors. Ask one of them.")
    with transaction():
        revision = newest_revision(topic)
        people = [
            each
            for each in behind_on(topic, newest=revision.number, seen_by=by)
            if not each.is_seated
        ]
        if not people:
            raise Refused(
                f"Nobody whom you can see needs the difference of {topic.name} and has no seat "
                f"yet. Start an ordinary rollout, and choose the people there."
            )
        rollout = _draft(topic, revision, people, by, today)
        place = add_topic_to(rollout, topic, by=by)
        for at, each in enumerate(people):
            put_guide(
                place,
                Person.get_by_id(each.person_id),
                None,
                on=rollout.start_date,
                by=by,
                wave=1 if at < FIRST_WAVE else 2,
            )
        add_target(
            rollout,
            by=by,
            measure=Measure.NUMBER,
            name=ADOPTION,
            number=float(len(people)),
            rollout_topic=place,
            due=rollout.end_date,
        )
        record(
            "rollout.for-the-difference",
            by=by,
            about=[rollout, topic],
            rollout=rollout,
            topic=topic,
            people=count_words(len(people), "person", "people"),
        )
    return rollout


def _draft(
    topic: Topic, revision: Revision, people: Sequence[Behind], by: Person, today: date
) -> Rollout:
    departments = Counter(each.department for each in people if each.department)
    earliest = Revision.get(
        Revision.topic == topic, Revision.number == min(each.number for each in people)
    )
    is_ahead = revision.effective is not None and revision.effective > today
    return add_rollout(
        by=by,
        name=f"{topic.name}, revision {revision.number}",
        kind=Kind.PROCESS_CHANGE,
        department=departments.most_common(1)[0][0] if departments else "",
        why=agenda(earliest, revision),
        start_date=today,
        end_date=revision.effective if is_ahead else today + USUAL,
    )
