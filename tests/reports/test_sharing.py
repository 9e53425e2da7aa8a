"""The report that leaves the team: topics, counts and dates, and nobody's name."""

import re
from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import ItemEvent, ItemState, Measure, OutputState, Role, Rollout
from kt.reports.sharing import SharedTopic, shared_report

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def target_words(cast: Cast, **values: object) -> tuple[str, str]:
    make.a_target(cast.rollout, Measure.NUMBER, number=3, baseline=9, **values)
    (shared,) = shared_report(cast.rollout, TODAY).targets
    return shared.what, shared.unit


def test_a_topic_says_its_counts(cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 4))
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 2))
    planned = {"topic": cast.topic, "owner": cast.ben, "rollout": cast.rollout}
    make.an_output(**planned)
    make.an_output("Manual", state=OutputState.PUBLISHED, published_on=TODAY, **planned)
    make.an_output("Old", state=OutputState.OBSOLETE, **planned)
    make.an_output("Elsewhere", topic=cast.topic, owner=cast.ben)
    make.a_target(cast.rollout, rollout_topic=cast.rollout_topic, number=2)
    make.a_target(cast.rollout, rollout_topic=cast.rollout_topic, number=3)
    make.a_target(cast.rollout, number=1)
    assert shared_report(cast.rollout, TODAY).topics == [
        SharedTopic(
            name="Cut-off rules",
            learners=1,
            sessions=2,
            last=date(2026, 11, 4),
            published=1,
            outputs=2,
            reached=1,
            targets=2,
        )
    ]


def test_what_counts_for_each_learner_says_how_many_and_not_who(cast: Cast) -> None:
    greta = make.a_seat(cast.rollout_topic, make.a_person("Greta Lind"), Role.LEARNER)
    make.a_pairing(cast.bens_seat, greta)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 4))
    make.a_target(cast.rollout, each_learner=True, number=1, due=TODAY - timedelta(1))
    (shared,) = shared_report(cast.rollout, TODAY).targets
    assert (shared.learners, shared.reached, shared.now) == (2, 1, None)
    assert (shared.progress, shared.late, shared.met_on) == (0.5, True, None)


@pytest.mark.parametrize(
    "name",
    [
        "Trades that Cleo settles alone",
        "trades like ben arroyo does them",
        "MARSH’s late trades",
        "What Eve Nobody left open",
        "Ask cleo@example.com",
        "Late trades, cleo.marsh@corp.example",
    ],
)
def test_a_target_that_names_somebody_is_said_by_its_measure(cast: Cast, name: str) -> None:
    assert target_words(cast, name=name, unit="trades") == ("Number", "trades")


@pytest.mark.parametrize(
    "name",
    ["Late trades", "Clean breaks on the eve of a month end", "Benchmarks met", "日々の締め"],
)
def test_a_target_that_names_nobody_keeps_its_own_words(cast: Cast, name: str) -> None:
    assert target_words(cast, name=name) == (name, "")


def test_a_share_is_rounded_and_keeps_its_unit(cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    for state in (ItemState.DONE, ItemState.OPEN, ItemState.OPEN):
        item = make.an_item(checklist, state=state)
        if state == ItemState.DONE:
            ItemEvent.create(item=item, state=state, by=cast.cleo, on=TODAY)
    make.a_target(cast.rollout, Measure.ITEMS_DONE, number=100)
    (shared,) = shared_report(cast.rollout, TODAY).targets
    assert (shared.now, shared.unit) == (33.33, "%")


def test_a_unit_that_names_somebody_is_left_out(cast: Cast) -> None:
    assert target_words(cast, name="Late trades", unit="of Cleo’s") == ("Late trades", "")


def test_names_in_scripts_without_spaces_are_found(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, make.a_person("李雷"), Role.LEARNER)
    assert target_words(cast, name="与李雷交接") == ("Number", "")


def test_a_rollout_and_a_topic_that_name_somebody_are_said_in_our_words(cast: Cast) -> None:
    cast.topic.name, cast.rollout.name = "What Ben does", "Ben to Cleo"
    cast.topic.save()
    cast.rollout.save()
    make.a_target(cast.rollout, rollout_topic=cast.rollout_topic)
    report = shared_report(cast.rollout, TODAY)
    assert (report.name, report.topics[0].name) == ("A rollout", "Topic 1")
    assert report.targets[0].topic == "Topic 1"


def test_who_left_a_seat_or_only_runs_the_rollout_is_not_named_either(cast: Cast) -> None:
    hal = make.a_person("Hal Stranger")
    make.a_seat(
        cast.rollout_topic, hal, Role.LEARNER, since=date(2026, 10, 2), until=date(2026, 10, 9)
    )
    for name in ("Stranger’s trades", "As Ada wants it"):
        assert target_words(cast, name=name) == ("Number", "")
        cast.rollout.targets.get().delete_instance()


def test_a_shared_report_takes_as_many_statements_whatever_there_is(cast: Cast) -> None:
    make.a_target(cast.rollout, name="Late trades")

    def statements() -> int:
        rollout = Rollout.get_by_id(cast.rollout.id)
        with counted_statements() as counted:
            shared_report(rollout, TODAY)
        return len(counted)

    few = statements()
    for number in range(12):
        topic = make.a_rollout_topic(cast.rollout, make.a_topic(f"Topic {number}"))
        seat = make.a_seat(topic, make.a_person(f"Learner{number} Long"), Role.LEARNER)
        make.a_session(topic, cast.ben, make.a_pairing(None, seat))
        make.a_target(cast.rollout, rollout_topic=topic, each_learner=True, name=f"Goal {number}")
    assert statements() == few <= 11


@pytest.mark.parametrize(
    ("topic", "why"),
    [("Cut-off rules", ": Cut-off rules has had no session for 21 days"), ("What Ben does", "")],
)
def test_the_verdict_says_why_unless_that_names_somebody(cast: Cast, topic: str, why: str) -> None:
    cast.topic.name = topic
    cast.topic.save()
    make.a_target(cast.rollout, number=10, rollout_topic=cast.rollout_topic)
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=2)
    for weeks in range(4):
        day = date(2026, 11, 2) - timedelta(weeks=weeks)
        make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=day)
    said = shared_report(Rollout.get_by_id(cast.rollout.id), TODAY).verdict
    assert re.search(rf" days late{why}(; 2 outputs are not published yet)?\.$", said)
    assert "Ben" not in said
