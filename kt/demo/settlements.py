"""The nine-person team: three veterans, six learners, and the supervisor is one of them."""

from ..models import (
    Kind,
    Level,
    Measure,
    Output,
    OutputKind,
    Pairing,
    Person,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    TransferModel,
    Way,
)
from ..operations.agreements import offer_agreement
from ..operations.outputs import plan_output, publish_output, write_version
from ..operations.rollouts.closing import start_rollout
from ..operations.rollouts.planning import add_rollout, add_topic_to
from ..operations.seating.pairings import agree, put_guide
from ..operations.seating.seats import end_seat, give_seat
from ..operations.sessions.holding import log_kick_off, log_session
from ..operations.sessions.planning import plan_session
from ..operations.standings import name_standing, sign_off_coach
from ..operations.targets import add_target, take_reading
from ..operations.topics import add_expert, add_topic
from .stage import Stage

BEGAN = 52

# Name, technical, holders needed, description, written process.
TOPICS = (
    (
        "Batch restart",
        True,
        3,
        "Bringing the nightly batch back after it stopped.",
        "Read the log, list the open claims, two people look at a claim with a movement, restart "
        "from the step that stopped. The manual “Batch restart” has the nine steps.",
    ),
    (
        "Cut-off rules",
        False,
        4,
        "Which trade counts for which day, and who may change that.",
        "A trade counts for the day it arrives. Late ones are matched and settled with the next "
        "run. Only the head of the desk moves a cut-off, in writing.",
    ),
    (
        "Reconciliation",
        False,
        3,
        "Comparing what we settled with what the banks say.",
        "Every morning until 10:00: fetch the statements, run the comparison, explain each "
        "difference or open a break.",
    ),
    (
        "Nostro breaks",
        True,
        2,
        "Finding out why an account abroad does not agree.",
        "Take the oldest break first. Compare value dates, then amounts, then references.",
    ),
)

VETERANS = {
    "Batch restart": ("ben",),
    "Cut-off rules": ("ben", "ines"),
    "Reconciliation": ("raj", "ines"),
    "Nostro breaks": ("raj",),
}

SMES = {
    "Batch restart": "dan",
    "Cut-off rules": "ines",
    "Reconciliation": "raj",
    "Nostro breaks": "dan",
}

# Dan saw these coaches work before they coached; then he left one of the topics.
SEEDED = (("Batch restart", "ben"), ("Batch restart", "ines"), ("Nostro breaks", "raj"))
DAN_LEFT = ("Nostro breaks", 16)

# Topic, guide (none is a visible gap), learner.
PAIRINGS = (
    ("Batch restart", "ben", "finn"),
    ("Batch restart", "ben", "ana"),
    ("Batch restart", "ines", "hugo"),
    ("Cut-off rules", "ben", "cleo"),
    ("Cut-off rules", "ines", "mina"),
    ("Cut-off rules", "ines", "ana"),
    ("Reconciliation", "raj", "finn"),
    ("Reconciliation", "ines", "leo"),
    ("Nostro breaks", "raj", "leo"),
    ("Nostro breaks", None, "mina"),
)

# Topic, learner, then each session held: days ago, minutes, how.
SESSIONS = (
    ("Batch restart", "finn", (45, 45, Way.EXPLAINED), (31, 60, Way.SHOWN)),
    ("Batch restart", "finn", (17, 45, Way.TOGETHER), (4, 45, Way.ALONE)),
    ("Batch restart", "ana", (38, 30, Way.EXPLAINED), (24, 45, Way.SHOWN)),
    ("Batch restart", "ana", (10, 45, Way.TOGETHER)),
    ("Batch restart", "hugo", (40, 60, Way.SHOWN), (26, 45, Way.TOGETHER)),
    ("Batch restart", "hugo", (12, 30, Way.ALONE), (3, 30, Way.ALONE)),
    ("Cut-off rules", "cleo", (37, 30, Way.EXPLAINED), (21, 30, Way.EXPLAINED)),
    ("Cut-off rules", "mina", (36, 45, Way.SHOWN), (22, 30, Way.TOGETHER)),
    ("Cut-off rules", "mina", (9, 30, Way.ALONE)),
    ("Cut-off rules", "ana", (33, 30, Way.SHOWN), (6, 30, Way.TOGETHER)),
    ("Reconciliation", "finn", (29, 60, Way.SHOWN), (15, 60, Way.TOGETHER)),
    ("Reconciliation", "finn", (1, 120, Way.ALONE)),
    ("Reconciliation", "leo", (27, 45, Way.SHOWN), (11, 60, Way.TOGETHER)),
    ("Nostro breaks", "leo", (20, 60, Way.EXPLAINED), (5, 45, Way.SHOWN)),
)

# What was noted and asked on some of those days.
NOTES = {
    ("Batch restart", "finn", 4): "Restarted from step 6 without looking at the manual once.",
    ("Batch restart", "hugo", 3): "Did it alone, found the open claim himself.",
    ("Cut-off rules", "mina", 9): "Sorted twelve late trades, all right.",
    ("Reconciliation", "finn", 1): "Long one: two breaks at once.",
}
QUESTIONS = {
    ("Batch restart", "ana", 10): ("When do I skip step 7?",),
    ("Cut-off rules", "cleo", 21): ("Which cut-off counts for a back-dated trade?",),
    ("Nostro breaks", "leo", 5): ("Whom do I call at the bank in Lisbon?",),
}


# Title, kind, topic, owner, text, begun and published so many days ago, due in so many days.
OUTPUTS = (
    (
        "Settlement engine: design manual",
        OutputKind.MANUAL,
        "Batch restart",
        "raj",
        "design_manual.md",
        (30, 8),
        -5,
    ),
    ("Batch restart", OutputKind.MANUAL, "Batch restart", "ben", "batch_restart.md", (34, 25), 20),
    (
        "Cut-off rules: questions and answers",
        OutputKind.FAQ_ENTRY,
        "Cut-off rules",
        "ines",
        "cut_off_faq.md",
        (19, 13),
        10,
    ),
    ("Whom to call at which bank", OutputKind.FAQ_ENTRY, "Nostro breaks", "raj", "", None, 3),
    ("The morning comparison", OutputKind.HOW_TO, "Reconciliation", "ines", "", None, -12),
)

# Late trades a week: days ago and what was read.
READINGS = ((50, 19), (36, 15), (22, 12), (8, 9))

# Learner, topic, standing, why, days ago.
JUDGED = (
    ("hugo", "Batch restart", Level.DOES_IT_ALONE, "Restarted twice alone, log attached.", 2),
    ("finn", "Batch restart", Level.DOES_IT_ALONE, "Did it without the manual.", 3),
    ("mina", "Cut-off rules", Level.DOES_IT_ALONE, "Twelve late trades, all right.", 8),
    ("ana", "Batch restart", Level.DOES_IT_WITH_HELP, "Needs one more on her own.", 9),
)


def build(stage: Stage) -> Rollout:
    """Run the handover up to today: behind on one topic, well on another."""
    ana = stage.people["ana"]
    with stage.on(BEGAN + 6):
        _know_how(stage)
    with stage.on(BEGAN) as began:
        rollout = add_rollout(
            by=ana,
            name="Settlement engine handover",
            why="Three people have built the engine twice; six will run it from the new year on.",
            department="Settlements",
            model=TransferModel.SEEDED_ONE_WAY,
            start_date=began,
            end_date=stage.day(-19),
        )
        places = {name: add_topic_to(rollout, stage.topics[name], by=ana) for name, *_ in TOPICS}
        _seats(stage, rollout, places)
        _targets(stage, rollout, places)
        outputs = _outputs(stage, rollout)
        _agree(stage, rollout, places)
        log_kick_off(rollout, by=ana, minutes=60, today=began, place="Room 4")
        rollout = start_rollout(rollout, on=began, by=ana)
    _write(stage, outputs)
    _meet(stage, rollout)
    _measure(stage, rollout)
    _change(stage, rollout)
    _plan(stage, rollout)
    return rollout


def _know_how(stage: Stage) -> None:
    ana = stage.people["ana"]
    day = stage.day(BEGAN + 6)
    for name, technical, holders, description, process in TOPICS:
        stage.topics[name] = add_topic(
            by=ana,
            name=name,
            kind=Kind.PROCESS_CHANGE,
            technical=technical,
            holders_needed=holders,
            description=description,
            process=process,
        )
    for name, veterans in VETERANS.items():
        for veteran in veterans:
            name_standing(
                stage.people[veteran],
                stage.topics[name],
                Level.COACHES_OTHERS,
                reason="Has run it through two year ends.",
                on=day,
                by=ana,
                today=day,
            )
    for name, expert in SMES.items():
        add_expert(stage.topics[name], stage.people[expert], by=ana)


def _seats(stage: Stage, rollout: Rollout, places: dict[str, RolloutTopic]) -> None:
    ana, since = stage.people["ana"], rollout.start_date
    for name, expert in SMES.items():
        give_seat(places[name], stage.people[expert], Role.SME, since=since, by=ana)
    for name, guide, learner in PAIRINGS:
        put_guide(
            places[name],
            stage.people[learner],
            stage.people[guide] if guide else None,
            on=since,
            by=ana,
        )


def _targets(stage: Stage, rollout: Rollout, places: dict[str, RolloutTopic]) -> None:
    ana, end = stage.people["ana"], rollout.end_date
    for name, sessions, due in (
        ("Batch restart", 3, stage.day(-5)),
        ("Cut-off rules", 3, stage.day(4)),
        ("Reconciliation", 3, stage.day(-12)),
        ("Nostro breaks", 3, end),
    ):
        add_target(
            rollout,
            by=ana,
            measure=Measure.SESSIONS_HELD,
            rollout_topic=places[name],
            each_learner=True,
            number=sessions,
            due=due,
        )
    for name, holders in (("Batch restart", 3), ("Cut-off rules", 3), ("Reconciliation", 2)):
        add_target(
            rollout,
            by=ana,
            measure=Measure.LEARNERS_AT_STANDING,
            rollout_topic=places[name],
            level=Level.DOES_IT_ALONE,
            number=holders,
            due=end,
        )
    add_target(
        rollout,
        by=ana,
        measure=Measure.OUTPUTS_PUBLISHED,
        output_kind=OutputKind.MANUAL,
        number=2,
        due=end,
    )
    add_target(
        rollout,
        by=ana,
        measure=Measure.OUTPUTS_PUBLISHED,
        output_kind=OutputKind.FAQ_ENTRY,
        number=2,
        due=end,
    )
    add_target(rollout, by=ana, measure=Measure.COACHING_HOURS, number=24, due=end)
    add_target(
        rollout,
        by=ana,
        measure=Measure.NUMBER,
        name="Late trades a week",
        baseline=20,
        number=5,
        due=end,
    )


def _meet(stage: Stage, rollout: Rollout) -> None:
    """Hold every session on its day, in order, as their guides logged them."""
    held = [
        (days_ago, topic, learner, minutes, way)
        for topic, learner, *sessions in SESSIONS
        for days_ago, minutes, way in sessions
    ]
    for days_ago, topic, learner, minutes, way in sorted(held, key=lambda row: -row[0]):
        pairing = _pairing(rollout, stage.topics[topic].name, stage.people[learner])
        with stage.on(days_ago, 15) as day:
            log_session(
                [pairing],
                by=pairing.guide.person,
                minutes=minutes,
                way=way,
                today=day,
                note=NOTES.get((topic, learner, days_ago), ""),
                questions=QUESTIONS.get((topic, learner, days_ago), ()),
            )


def _pairing(rollout: Rollout, topic: str, learner: Person) -> Pairing:
    return next(
        pairing
        for pairing in Pairing.select(Pairing)
        .join(Seat, on=(Pairing.learner == Seat.id))
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(Seat.person == learner, RolloutTopic.rollout == rollout)
        if pairing.learner.rollout_topic.revision.topic.name == topic
    )


def _agree(stage: Stage, rollout: Rollout, places: dict[str, RolloutTopic]) -> None:
    """Offer the agreement and have everybody sign; the SME signs off who coaches what is technical."""
    offer_agreement(rollout, by=stage.people["ana"])
    stage.sign(rollout)
    for topic, coach in SEEDED:
        sign_off_coach(
            places[topic],
            stage.people[coach],
            evidence="Did it with me from the first line of the log to the last.",
            on=stage.day(BEGAN),
            by=stage.people["dan"],
        )


def _outputs(stage: Stage, rollout: Rollout) -> list[Output]:
    return [
        plan_output(
            by=stage.people["ana"],
            title=title,
            kind=kind,
            topic=stage.topics[topic],
            owner=stage.people[owner],
            rollout=rollout,
            due=stage.day(due),
        )
        for title, kind, topic, owner, _, _, due in OUTPUTS
    ]


def _write(stage: Stage, outputs: list[Output]) -> None:
    """Write and publish those that have been begun."""
    for output, (_, _, _, owner, text, days, _) in zip(outputs, OUTPUTS, strict=True):
        if days is None:
            continue
        begun, published = days
        with stage.on(begun, 11):
            first = stage.text(text).partition("\n## W")[0]
            write_version(output, by=stage.people[owner], text=first, opened_with=0)
        with stage.on(published, 16) as day:
            write_version(
                output,
                by=stage.people[owner],
                text=stage.text(text),
                opened_with=1,
                why="What came up in the sessions",
            )
            publish_output(output, by=stage.people[owner], today=day)


def _change(stage: Stage, rollout: Rollout) -> None:
    """Change two things on the way: an SME leaves, and one pairing is to meet more often."""
    ana = stage.people["ana"]
    topic, days_ago = DAN_LEFT
    seats = Seat.select(Seat).join(RolloutTopic).where(RolloutTopic.rollout == rollout)
    with stage.on(days_ago, 12) as day:
        for seat in seats.where(Seat.role == Role.SME, Seat.person == stage.people["dan"]):
            if seat.rollout_topic.revision.topic.name == topic:
                end_seat(seat, on=day, by=ana)
        stage.sign(rollout)
    with stage.on(2, 12):
        pairing = _pairing(rollout, "Cut-off rules", stage.people["cleo"])
        agree(pairing, cadence_days=5, agreed_hours=None, wave=1, by=ana)
        stage.sign(rollout, but="cleo")


def _measure(stage: Stage, rollout: Rollout) -> None:
    ana = stage.people["ana"]
    target = rollout.targets.where(Target.measure == Measure.NUMBER).get()
    for days_ago, value in READINGS:
        with stage.on(days_ago, 10) as day:
            take_reading(target, by=ana, value=value, on=day, today=day)
    for learner, topic, level, reason, days_ago in JUDGED:
        with stage.on(days_ago, 17) as day:
            name_standing(
                stage.people[learner],
                stage.topics[topic],
                level,
                reason=reason,
                on=day,
                by=ana,
                today=day,
            )


def _plan(stage: Stage, rollout: Rollout) -> None:
    """Plan a session for today and some for the days to come."""
    for topic, learner, days, hour, place in (
        ("Batch restart", "finn", 0, 14, "Room 4"),
        ("Reconciliation", "leo", 1, 10, ""),
        ("Nostro breaks", "leo", 3, 14, "Room 2"),
    ):
        pairing = _pairing(rollout, topic, stage.people[learner])
        plan_session(
            [pairing],
            by=pairing.guide.person,
            planned_at=stage.moment(stage.today if days == 0 else stage.day(-days), hour),
            minutes=45,
            place=place,
            remote=not place,
            zone=stage.zone,
            today=stage.today,
        )
