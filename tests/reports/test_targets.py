"""Rule 16: completion comes only from dated evidence. Three rollouts worked out by hand."""

from datetime import UTC, date, datetime

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import (
    Basis,
    ItemEvent,
    ItemState,
    Level,
    Measure,
    OutputKind,
    OutputState,
    Person,
    Reading,
    Role,
    Rollout,
    RolloutState,
    Standing,
    Target,
)
from kt.reports.targets import (
    Figure,
    burn_up_of,
    figures_of,
    reached_over_time,
    verdict,
)
from kt.reports.targets.figures import figures_of_target

TODAY = make.TODAY


def figure(rollout: Rollout) -> Figure:
    (only,) = figures_of(rollout, TODAY)
    return only


def a_standing(cast: Cast, person: Person, level: Level, on: date) -> Standing:
    return Standing.create(
        person=person,
        revision=make.a_revision(cast.topic),
        level=level,
        basis=Basis.NAMED,
        judged_by=cast.ada,
        on=on,
    )


def a_reading(target: Target, value: float, on: date, by: Person, **values: object) -> Reading:
    return Reading.create(target=target, value=value, on=on, by=by, **values)


def test_a_rollout_of_sessions_hours_and_standings_worked_out_by_hand(database: str) -> None:
    """Two learners, started on 1 October.

    Cleo: 45 min on 5 October, 60 min on 12 October, 30 min on 19 October.
    Eve: in the session of 12 October too. On 28 September, before the start: 90 min with Cleo.

    Sessions for each learner, target 2: Cleo 3 of 2, met on 12 October; Eve 1 of 2, half way.
    Coaching hours, target 3: 45 + 60 + 30 = 135 min = 2.25 h, three quarters.
    Learners who do it alone, target 1: Cleo on 20 October, met.
    Two of four targets are met.
    """
    cast = a_cast()
    eves_seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    eves_pairing = make.a_pairing(cast.bens_seat, eves_seat)
    for day, minutes, pairings in (
        (date(2026, 9, 28), 90, [cast.pairing]),
        (date(2026, 10, 5), 45, [cast.pairing]),
        (date(2026, 10, 12), 60, [cast.pairing, eves_pairing]),
        (date(2026, 10, 19), 30, [cast.pairing]),
    ):
        make.a_session(cast.rollout_topic, cast.ben, *pairings, held_on=day, minutes=minutes)
    a_standing(cast, cast.cleo, Level.DOES_IT_ALONE, date(2026, 10, 20))
    make.a_target(cast.rollout, number=2, each_learner=True, rollout_topic=cast.rollout_topic)
    make.a_target(cast.rollout, Measure.COACHING_HOURS, number=3)
    make.a_target(cast.rollout, Measure.LEARNERS_AT_STANDING, level=3, number=1)

    figures = figures_of(cast.rollout, TODAY)

    told = [
        (each.target.measure, each.learner and each.learner.name, each.now, each.progress)
        for each in figures
    ]
    assert sorted(told, key=str) == sorted(
        [
            (Measure.SESSIONS_HELD, "Cleo Marsh", 3.0, 1.0),
            (Measure.SESSIONS_HELD, "Eve Nobody", 1.0, 0.5),
            (Measure.COACHING_HOURS, None, 2.25, 0.75),
            (Measure.LEARNERS_AT_STANDING, None, 1.0, 1.0),
        ],
        key=str,
    )
    assert reached_over_time(figures) == [(date(2026, 10, 12), 1), (date(2026, 10, 20), 2)]
    assert verdict(cast.rollout, figures, TODAY) == (
        "2 of 4 targets reached. Nothing was added since Tue 20 Oct."
    )
    (hours,) = [each for each in figures if each.target.measure == Measure.COACHING_HOURS]
    assert [row.on for row in hours.earlier] == [date(2026, 9, 28)]


def test_a_rollout_of_outputs_and_items_worked_out_by_hand(database: str) -> None:
    """One manual published on 2 November, one FAQ entry still a draft.

    Of five items one is optional and one not needed; of the other three, two are done: 66.67 %.
    Manuals, target 1: met on 2 November. FAQ entries, target 2: none.
    Items, target 100 %, due yesterday: past its date. One of three targets is met.
    """
    cast = a_cast()
    make.an_output(
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        state=OutputState.PUBLISHED,
        published_on=date(2026, 11, 2),
    )
    make.an_output(
        "Late trades",
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        kind=OutputKind.FAQ_ENTRY,
        state=OutputState.DRAFT,
    )
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    for text, values in (
        ("Read", {"state": ItemState.DONE}),
        ("Watch", {"state": ItemState.DONE}),
        ("Do", {}),
        ("Celebrate", {"optional": True}),
        ("Fly", {"state": ItemState.NOT_NEEDED}),
    ):
        item = make.an_item(checklist, text, **values)
        if item.state == ItemState.DONE:
            ItemEvent.create(item=item, state=ItemState.DONE, by=cast.cleo, on=date(2026, 10, 9))
    published = Measure.OUTPUTS_PUBLISHED
    make.a_target(cast.rollout, published, output_kind=OutputKind.MANUAL, number=1)
    make.a_target(cast.rollout, published, output_kind=OutputKind.FAQ_ENTRY, number=2)
    make.a_target(cast.rollout, Measure.ITEMS_DONE, number=100, due=date(2026, 11, 22))

    manuals, entries, items = figures_of(cast.rollout, TODAY)

    assert (manuals.now, manuals.met_on) == (1.0, date(2026, 11, 2))
    assert (entries.now, entries.progress) == (0.0, 0.0)
    assert items.now == pytest.approx(200 / 3)
    assert items.progress == pytest.approx(2 / 3)
    # A third of two on 9 October and the manual on 2 November: 1.67 of 3 in 38 workdays.
    assert verdict(cast.rollout, [manuals, entries, items], TODAY) == (
        "1 of 3 targets reached. 1 is past the agreed date. At this pace you finish 25 days late: "
        "2 outputs are not published yet; required items done at 66.7 %, agreed 100 %."
    )


def test_targets_count_published_or_trusted_documents_as_agreed(database: str) -> None:
    """The manual was published on 2 November, approved on the 9th and used on the 16th."""
    cast = a_cast()
    manual = make.a_document(
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        published_on=date(2026, 11, 2),
        approved_number=1,
    )
    version = manual.versions.get()
    make.a_review(version, by=cast.dan, answered_at=datetime(2026, 11, 9, 9, 0, tzinfo=UTC))
    measure = Measure.OUTPUTS_PUBLISHED
    make.a_target(cast.rollout, measure, number=1)
    make.a_target(cast.rollout, measure, number=1, trusted=True)

    published, trusted = figures_of(cast.rollout, TODAY)
    assert (published.now, trusted.now) == (1.0, 0.0)
    make.a_use(manual, cast.cleo, on=date(2026, 11, 16))
    published, trusted = figures_of(cast.rollout, TODAY)
    assert (published.met_on, trusted.met_on) == (date(2026, 11, 2), date(2026, 11, 16))
    (named,) = figures_of_target(trusted.target, TODAY)
    assert (trusted.target.label, named.counted[0].words) == (
        "Outputs trusted",
        "Manual “Cut-off manual” trusted",
    )


@pytest.mark.parametrize(
    ("uses", "since"),
    [
        ([date(2026, 11, 3)], date(2026, 11, 9)),
        ([date(2026, 11, 3), date(2026, 11, 11)], date(2026, 11, 11)),
    ],
)
def test_trust_is_dated_by_the_last_of_what_it_takes(
    database: str, uses: list[date], since: date
) -> None:
    """Approved on 9 November; of two learners both have to have done it, of one that one."""
    cast = a_cast()
    manual = make.a_document(
        topic=cast.topic, owner=cast.ben, rollout=cast.rollout, approved_number=1
    )
    version = manual.versions.get()
    make.a_review(version, by=cast.dan, answered_at=datetime(2026, 11, 9, 9, 0, tzinfo=UTC))
    people = [cast.cleo, cast.eve][: len(uses)]
    if len(people) == 2:
        make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    for person, day in zip(people, uses, strict=True):
        make.a_use(manual, person, on=day)
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=1, trusted=True)
    assert figures_of(cast.rollout, TODAY)[0].met_on == since


def test_a_rollout_of_readings_worked_out_by_hand(database: str) -> None:
    """Late trades a week: baseline 20, target 5, so progress is (now - 20) / (5 - 20).

    Read 20 on 5 October, 14 on 19 October (corrected to 11), 8 on 2 November: 12 / 15 = 0.8.
    Before the start, on 21 September, it was 30: shown, not counted.
    Wrong restarts, at most 2: read 4, then 2 on 9 November: met since then.
    """
    cast = a_cast()
    trades = make.a_target(cast.rollout, Measure.NUMBER, name="Late trades", baseline=20, number=5)
    wrong = make.a_target(
        cast.rollout, Measure.NUMBER, name="Wrong restarts", baseline=2, number=2, limit=True
    )
    a_reading(trades, 30, date(2026, 9, 21), cast.ben)
    a_reading(trades, 20, date(2026, 10, 5), cast.ben)
    mistyped = a_reading(trades, 14, date(2026, 10, 19), cast.ben)
    a_reading(trades, 11, date(2026, 10, 19), cast.ben, corrects=mistyped)
    a_reading(trades, 8, date(2026, 11, 2), cast.ben)
    a_reading(wrong, 4, date(2026, 10, 12), cast.ben)
    a_reading(wrong, 2, date(2026, 11, 9), cast.ben)

    late, restarts = figures_of(cast.rollout, TODAY)

    assert (late.now, late.progress, late.is_met) == (8, pytest.approx(0.8), False)
    assert [row.amount for row in late.counted] == [20, 11, 8]
    assert [row.amount for row in late.earlier] == [30]
    assert (restarts.now, restarts.met_on) == (2, date(2026, 11, 9))


def test_days_from_each_learners_own_start_worked_out_by_hand(database: str) -> None:
    """Cleo learns cut-off rules from 1 October, Greta from 2 November and restarts from 20 October.

    Two sessions within 30 days on cut-off rules: Cleo until 31 October, she had one on 5 October:
    past its date. Greta until 2 December, she had none: not late on 23 November.
    Three sessions within 21 days in the rollout: Cleo until 22 October, Greta until 10 November,
    21 days from her first seat; both are past it.
    Over time 1 target is agreed by 22 October, 2 by 31 October, 3 by 10 November, 4 by 2 December;
    with an end agreed for 12 December, all by then; for 30 November, all by 2 December, Greta's.
    """
    cast = a_cast()
    greta = make.a_person("Greta Lind")
    restarts = make.a_rollout_topic(cast.rollout, make.a_topic("Batch restart"))
    make.a_seat(restarts, greta, Role.LEARNER, since=date(2026, 10, 20))
    make.a_seat(cast.rollout_topic, greta, Role.LEARNER, since=date(2026, 11, 2))
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 10, 5))
    each = {"each_learner": True}
    make.a_target(cast.rollout, number=3, within_days=21, **each)
    make.a_target(cast.rollout, number=2, within_days=30, rollout_topic=cast.rollout_topic, **each)

    figures = figures_of(cast.rollout, TODAY)

    told = {
        (each.topic_name, each.learner.name): (each.due, each.is_past_its_date(TODAY))
        for each in figures
        if each.learner
    }
    assert told == {
        ("Cut-off rules", "Cleo Marsh"): (date(2026, 10, 31), True),
        ("Cut-off rules", "Greta Lind"): (date(2026, 12, 2), False),
        ("", "Cleo Marsh"): (date(2026, 10, 22), True),
        ("", "Greta Lind"): (date(2026, 11, 10), True),
    }
    assert verdict(cast.rollout, figures, TODAY) == (
        "0 of 4 targets reached. 3 are past the agreed date. Nothing was added since Mon 5 Oct."
    )
    by_end = {
        date(2026, 12, 12): [(date(2026, 12, 12), 4)],
        date(2026, 11, 30): [(date(2026, 12, 2), 4)],
        None: [
            (date(2026, 10, 22), 1),
            (date(2026, 10, 31), 2),
            (date(2026, 11, 10), 3),
            (date(2026, 12, 2), 4),
        ],
    }
    for end, agreed in by_end.items():
        cast.rollout.end_date = end
        chart = burn_up_of(cast.rollout, figures, TODAY)
        assert chart is not None
        assert chart.agreed == [(make.LONG_AGO, 0), *agreed]


def test_a_learner_who_was_seated_twice_started_with_the_earlier_seat(database: str) -> None:
    cast = a_cast()
    cast.cleos_seat.until = date(2026, 11, 30)
    cast.cleos_seat.save()
    make.a_seat(cast.rollout_topic, cast.cleo, Role.LEARNER, since=date(2026, 11, 30))
    topic = cast.rollout_topic
    make.a_target(cast.rollout, each_learner=True, within_days=90, rollout_topic=topic)
    assert figure(cast.rollout).due == date(2026, 12, 30)


def test_a_number_that_got_worse_again_is_not_met_any_more(database: str) -> None:
    cast = a_cast()
    target = make.a_target(cast.rollout, Measure.NUMBER, name="Late trades", baseline=9, number=5)
    for day, value in ((1, 5), (2, 7)):
        a_reading(target, value, date(2026, 11, day), cast.ben)
    assert not figure(cast.rollout).is_met
    a_reading(target, 4, date(2026, 11, 3), cast.ben)
    assert figure(cast.rollout).met_on == date(2026, 11, 3)


def test_a_number_without_a_reading_is_not_known_and_a_limit_is_not_met(database: str) -> None:
    cast = a_cast()
    make.a_target(cast.rollout, Measure.NUMBER, name="Faults", baseline=2, number=2, limit=True)
    assert (figure(cast.rollout).now, figure(cast.rollout).is_met) == (None, False)


def test_a_standing_that_fell_again_does_not_count(database: str) -> None:
    cast = a_cast()
    make.a_target(cast.rollout, Measure.LEARNERS_AT_STANDING, level=3, number=1)
    a_standing(cast, cast.cleo, Level.DOES_IT_ALONE, date(2026, 10, 20))
    assert figure(cast.rollout).is_met
    a_standing(cast, cast.cleo, Level.DOES_IT_WITH_HELP, date(2026, 10, 27))
    assert not figure(cast.rollout).is_met


def test_cancelled_and_future_evidence_does_not_count(database: str) -> None:
    cast = a_cast()
    make.a_target(cast.rollout, number=1)
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert figure(cast.rollout).is_met
    session.cancelled_at = session.logged_at
    session.save()
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 24))
    assert figure(cast.rollout).now == 0


def test_a_dropped_target_is_not_counted_and_a_draft_is_not_judged(database: str) -> None:
    cast = a_cast()
    make.a_target(cast.rollout, dropped_on=TODAY)
    assert figures_of(cast.rollout, TODAY) == []
    assert verdict(cast.rollout, [], TODAY) == "No targets are agreed yet."
    cast.rollout.state = RolloutState.DRAFT
    assert verdict(cast.rollout, [], TODAY) == "This rollout has not started yet."


def test_what_is_counted_only_has_no_words_and_says_so(database: str) -> None:
    cast = a_cast()
    target = make.a_target(cast.rollout)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    (figure,) = figures_of(cast.rollout, TODAY)
    with pytest.raises(LookupError, match="session 1 was collected without its name"):
        _ = figure.counted[0].words
    (named,) = figures_of_target(target, TODAY)
    assert named.counted[0].words.startswith("Ben Arroyo with Cleo Marsh")
    assert named.steps == figure.steps


def test_counting_takes_as_many_statements_whatever_there_is(database: str) -> None:
    cast = a_cast()
    for measure in Measure:
        make.a_target(cast.rollout, measure, level=3, name="x")
    with counted_statements() as few:
        figures_of(cast.rollout, TODAY)
    for number in range(12):
        learner = make.a_person(f"Learner{number} Long")
        pairing = make.a_pairing(
            cast.bens_seat, make.a_seat(cast.rollout_topic, learner, Role.LEARNER)
        )
        make.a_session(cast.rollout_topic, cast.ben, pairing)
        make.a_target(cast.rollout, each_learner=True)
    with counted_statements() as many:
        assert len(figures_of(cast.rollout, TODAY)) > 100
    assert len(few) == len(many) <= 8
