"""A process change in its second wave: two learned the increment first, one of them coaches now.

It is SME-seeded, two-way and on pace: Raj coaches the new close and learns the upload from Ines.
"""

from datetime import timedelta

from ..models import (
    Kind,
    Level,
    Measure,
    Pairing,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    Topic,
    TransferModel,
    Way,
)
from ..operations.agreements import offer_agreement
from ..operations.revisions import add_revision, plan_difference, version_of_revision
from ..operations.rollouts.closing import start_rollout
from ..operations.rollouts.planning import add_topic_to, edit_rollout, version_of_rollout
from ..operations.seating.pairings import change_guide, put_guide
from ..operations.seating.seats import end_seat, give_seat
from ..operations.sessions.holding import log_kick_off, log_session
from ..operations.standings import name_standing
from ..operations.targets import add_target, edit_target, take_reading
from ..operations.topics import add_topic, newest_revision
from .stage import Stage

OLD = """\
1. On the first working day, print the open items of the month.
2. Two people tick them off by hand.
3. The head of the desk signs the list, and the ledger is closed in the evening.
"""
NEW = """\
1. On the last working day at noon, the system lists the open items of the month.
2. Whoever owns an item explains it in the list.
3. The head of the desk releases the list, and the ledger closes by itself at six.
"""
UPLOAD = "Export at six, compare the two totals, then upload."

KNOW_THE_OLD_WAY = (
    ("ines", Level.COACHES_OTHERS),
    ("finn", Level.DOES_IT_ALONE),
    ("mina", Level.DOES_IT_WITH_HELP),
    ("hugo", Level.DOES_IT_WITH_HELP),
    ("leo", Level.DOES_IT_WITH_HELP),
)

# Topic, learner, then each session: days ago, how. Ines learned first; since then she coaches.
FIRST_WAVE = (
    ("Month-end close", "ines", (33, Way.SHOWN), (24, Way.TOGETHER), (17, Way.ALONE)),
    ("Month-end close", "finn", (32, Way.SHOWN), (22, Way.TOGETHER)),
    ("Ledger upload", "raj", (28, Way.SHOWN), (13, Way.TOGETHER), (7, Way.ALONE)),
)
SECOND_WAVE = (
    ("Month-end close", "mina", (8, Way.SHOWN)),
    ("Month-end close", "hugo", (5, Way.SHOWN)),
)
PROMOTED = 12

# How many people work the new way, so many days ago.
READINGS = ((26, 1), (12, 2), (3, 3))


def build(stage: Stage) -> Rollout:
    """Change the process, and pass the difference on in two waves."""
    topic = _change(stage)
    rollout = _rollout(stage, topic)
    _meet(stage, rollout, FIRST_WAVE)
    _second_wave(stage, rollout, topic)
    _meet(stage, rollout, SECOND_WAVE)
    target = rollout.targets.where(Target.measure == Measure.NUMBER).get()
    for days_ago, value in READINGS:
        with stage.on(days_ago, 16) as day:
            take_reading(target, by=stage.people["ana"], value=value, on=day, today=day)
    return rollout


def _change(stage: Stage) -> Topic:
    ana = stage.people["ana"]
    with stage.on(85):
        topic = add_topic(
            by=ana, name="Month-end close", kind=Kind.PROCESS_CHANGE, holders_needed=4, process=OLD
        )
        for who, level in KNOW_THE_OLD_WAY:
            _judge(stage, topic, who, level, "Has closed the month with us for a year.")
    with stage.on(45) as day:
        add_revision(
            topic,
            by=ana,
            old_way="Two people tick a printed list off on the first day of the new month.",
            new_way="Owners explain their items in the system on the last day of the month.",
            process=NEW,
            effective=day + timedelta(days=15),
            opened_with=version_of_revision(newest_revision(topic)),
        )
        _judge(stage, topic, "raj", Level.COACHES_OTHERS, "Built the new list with the vendor.")
    return topic


def _rollout(stage: Stage, topic: Topic) -> Rollout:
    ana, people = stage.people["ana"], stage.people
    with stage.on(36) as day:
        draft = plan_difference(topic, by=ana, today=day)
        edited = edit_rollout(
            draft,
            by=ana,
            opened_with=version_of_rollout(draft),
            today=day,
            model=TransferModel.SEEDED_TWO_WAY,
            end_date=stage.day(-26),
        )
        rollout = edited.rollout
        _measure_until_the_end(stage, rollout)
        upload = add_topic(by=ana, name="Ledger upload", kind=Kind.PROCESS_CHANGE, process=UPLOAD)
        closing, uploading = rollout.rollout_topics.get(), add_topic_to(rollout, upload, by=ana)
        for place in (closing, uploading):
            give_seat(place, people["dan"], Role.SME, since=day, by=ana)
        for pairing in _pairings(closing):
            if pairing.wave == 1:
                change_guide(pairing, people["raj"], on=day, by=ana)
        put_guide(uploading, people["raj"], people["ines"], on=day, by=ana)
        add_target(
            rollout,
            by=ana,
            measure=Measure.SESSIONS_HELD,
            rollout_topic=uploading,
            number=3,
            due=stage.day(-20),
        )
        log_kick_off(rollout, by=ana, minutes=30, today=day, place="Room 4")
        offer_agreement(rollout, by=ana)
        stage.sign(rollout)
        return start_rollout(rollout, on=day, by=ana)


def _measure_until_the_end(stage: Stage, rollout: Rollout) -> None:
    """Have the new way taken up by the end of the rollout, not by the day it came into force."""
    adoption = rollout.targets.get()
    edit_target(
        adoption,
        by=stage.people["ana"],
        measure=adoption.measure,
        number=adoption.number,
        rollout_topic=adoption.rollout_topic,
        each_learner=False,
        baseline=adoption.baseline,
        limit=False,
        name=adoption.name,
        unit="",
        output_kind=None,
        level=None,
        due=rollout.end_date,
        within_days=None,
    )


def _second_wave(stage: Stage, rollout: Rollout, topic: Topic) -> None:
    """Let Ines take the coach's seat for two of the second wave; Leo still waits."""
    ana, ines = stage.people["ana"], stage.people["ines"]
    with stage.on(PROMOTED) as day:
        for who in ("ines", "finn"):
            _judge(stage, topic, who, Level.DOES_IT_ALONE, "Closed October the new way.")
        closing = rollout.rollout_topics.order_by(RolloutTopic.position).get()
        end_seat(closing.seats.where(Seat.person == ines).get(), on=day, by=ana)
        give_seat(closing, ines, Role.COACH, since=day, by=ana)
        for pairing in _pairings(closing):
            if pairing.learner.person in (stage.people["mina"], stage.people["hugo"]):
                change_guide(pairing, ines, on=day, by=ana)
        stage.sign(rollout)


def _meet(stage: Stage, rollout: Rollout, met: tuple) -> None:
    for topic, who, *sessions in met:
        for days_ago, way in sessions:
            pairing = next(
                each
                for place in rollout.rollout_topics
                for each in _pairings(place)
                if place.revision.topic.name == topic
                and each.learner.person == stage.people[who]
                and each.guide
            )
            with stage.on(days_ago, 14) as day:
                log_session([pairing], by=pairing.guide.person, minutes=30, way=way, today=day)


def _pairings(place: RolloutTopic) -> list[Pairing]:
    return list(
        Pairing.select()
        .join(Seat, on=(Pairing.learner == Seat.id))
        .where(Seat.rollout_topic == place)
        .order_by(Pairing.id)
    )


def _judge(stage: Stage, topic: Topic, who: str, level: Level, reason: str) -> None:
    ana, day = stage.people["ana"], stage.now()
    name_standing(stage.people[who], topic, level, reason=reason, on=day, by=ana, today=day)
