"""The nine-person team: three veterans, six learners, and the supervisor is one of them."""

from ...models import (
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
)
from ...operations.agreements import offer_agreement
from ...operations.outputs import plan_output, publish_output, write_version
from ...operations.rollouts.closing import start_rollout
from ...operations.rollouts.planning import add_rollout, add_topic_to
from ...operations.seating.pairings import agree, put_guide
from ...operations.seating.seats import end_seat, give_seat
from ...operations.sessions.holding import log_kick_off, log_session
from ...operations.sessions.planning import plan_session
from ...operations.signing_off import ask_signoff
from ...operations.standings import name_standing, sign_off_coach
from ...operations.targets import add_target, take_reading
from ...operations.topics import add_expert, add_topic
from ..stage import Stage
from . import tried
from .script import (
    BEGAN,
    DAN_LEFT,
    JUDGED,
    NOTES,
    OUTPUTS,
    PAIRINGS,
    QUESTIONS,
    READINGS,
    SEEDED,
    SESSIONS,
    SMES,
    TOPICS,
    VETERANS,
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
            kind=Kind.PROCESS_CHANGE,
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
    tried.build(stage, *outputs[:3])
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
        number=12,
        due=end,
    )
    add_target(rollout, by=ana, measure=Measure.COACHING_HOURS, number=24, due=end)
    add_target(
        rollout,
        by=ana,
        measure=Measure.QUESTIONS_ANSWERED,
        within_workdays=2,
        share=True,
        number=80,
        due=end,
    )
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
    """Offer the agreement, have everybody sign, and the SME sign off who coaches with them."""
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
    """Plan a session for today and some for the days to come; Ana asks to be signed off."""
    with stage.on(1, 16) as day:
        seat = _pairing(rollout, "Batch restart", stage.people["ana"]).learner
        ask_signoff(
            seat.rollout_topic,
            Level.DOES_IT_ALONE,
            by=stage.people["ana"],
            on=day,
            note="Restarted it on Tuesday with Ben on the phone.",
        )
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
