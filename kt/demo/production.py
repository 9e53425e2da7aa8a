"""The production line: Jane coaches George and Sam on health and safety, Sam coaches George."""

from ..models import Kind, Level, Measure, Pairing, Rollout, RolloutTopic, TransferModel, Way
from ..operations.agreements import offer_agreement
from ..operations.rollouts.closing import start_rollout
from ..operations.rollouts.planning import add_rollout, add_topic_to
from ..operations.seating.pairings import put_guide
from ..operations.sessions.holding import log_kick_off, log_session
from ..operations.standings import name_standing
from ..operations.targets import add_target
from ..operations.topics import add_topic
from .stage import Stage

BEGAN = 30

TOPICS = (
    ("Health and safety", "Lock the machine, test it, hang the tag, only then reach in."),
    ("Production on line 3", "Set the rolls, run ten pieces, measure three, then run the batch."),
)

VETERANS = (("jane", "Health and safety"), ("sam", "Production on line 3"))

# Topic, guide, learner, then each session held: days ago, minutes, how.
PAIRINGS = (
    (
        "Health and safety",
        "jane",
        "george",
        ((26, 30, Way.SHOWN), (12, 30, Way.TOGETHER), (2, 20, Way.ALONE)),
    ),
    ("Health and safety", "jane", "sam", ((25, 30, Way.SHOWN), (11, 30, Way.TOGETHER))),
    (
        "Production on line 3",
        "sam",
        "george",
        ((23, 60, Way.SHOWN), (16, 60, Way.TOGETHER), (9, 60, Way.TOGETHER)),
    ),
)


def build(stage: Stage) -> Rollout:
    """Run a two-way rollout in which Sam is learner on one topic and coach on the other."""
    paula = stage.people["paula"]
    with stage.on(BEGAN) as began:
        rollout = add_rollout(
            by=paula,
            name="Line 3, safe and steady",
            why="George joins line 3, and the safety rules changed in spring.",
            department="Production line",
            kind=Kind.PROCESS_CHANGE,
            model=TransferModel.TWO_WAY,
            start_date=began,
            end_date=stage.day(-30),
        )
        places = _topics(stage, rollout)
        pairings = [
            put_guide(places[topic], stage.people[learner], stage.people[guide], on=began, by=paula)
            for topic, guide, learner, _ in PAIRINGS
        ]
        for topic in places.values():
            add_target(
                rollout,
                by=paula,
                measure=Measure.SESSIONS_HELD,
                rollout_topic=topic,
                each_learner=True,
                number=3,
                due=stage.day(-14),
            )
        log_kick_off(rollout, by=paula, minutes=30, today=began, place="At the line")
        offer_agreement(rollout, by=paula)
        stage.sign(rollout)
        rollout = start_rollout(rollout, on=began, by=paula)
    for pairing, (_, guide, _, sessions) in zip(pairings, PAIRINGS, strict=True):
        _hold(stage, pairing, guide, sessions)
    return rollout


def _topics(stage: Stage, rollout: Rollout) -> dict[str, RolloutTopic]:
    paula = stage.people["paula"]
    places = {}
    for name, process in TOPICS:
        topic = add_topic(by=paula, name=name, kind=Kind.PROCESS_CHANGE, process=process)
        stage.topics[name] = topic
        places[name] = add_topic_to(rollout, topic, by=paula)
    for person, name in VETERANS:
        name_standing(
            stage.people[person],
            stage.topics[name],
            Level.COACHES_OTHERS,
            reason="Does it every day, and people ask for it.",
            on=stage.day(BEGAN),
            by=paula,
            today=stage.day(BEGAN),
        )
    return places


def _hold(
    stage: Stage, pairing: Pairing, guide: str, sessions: tuple[tuple[int, int, Way], ...]
) -> None:
    for days_ago, minutes, way in sessions:
        with stage.on(days_ago, 14) as day:
            log_session([pairing], by=stage.people[guide], minutes=minutes, way=way, today=day)
