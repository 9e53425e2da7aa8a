"""The list of rollouts, one rollout's topics, and what it lacks."""

from datetime import UTC, date, datetime, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Override, Person, Role, Rollout, RolloutState, Seat, TransferModel
from kt.reports.rollouts import (
    RolloutRow,
    gaps_in,
    missing_in,
    rollout_rows,
    rollouts_with_people,
    topic_lines,
)
from kt.rules.broken import broken_rules

TODAY = make.TODAY
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def rows_for(person: Person, **filters: object) -> list[RolloutRow]:
    options = {"state": None, "words": "", "now": NOW, "page": 1, "size": 100} | filters
    return rollout_rows(person, **options)[0]  # type: ignore[arg-type]


def missing(rollout: Rollout) -> list[str]:
    rollout = Rollout.get_by_id(rollout.id)
    topics = topic_lines(rollout, TODAY)
    return [each.sentence for each in missing_in(rollout, topics) + gaps_in(rollout, topics)]


def test_a_rollout_in_the_list_counts_topics_learners_and_gaps(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    (row,) = rows_for(cast.ada)
    assert (row.name, row.supervisor) == ("Settlement engine", "Ada Lovell")
    assert (row.topics, row.learners, row.gaps) == (1, 2, 1)


def test_ones_own_rollouts_come_first_then_those_that_run(cast: Cast) -> None:
    hal = make.a_person("Hal Stranger", access="supervisor")
    make.a_rollout("Theirs, newest", supervisor=hal, start_date=TODAY)
    make.a_rollout("Roots draft", supervisor=cast.root, state=RolloutState.DRAFT)
    make.a_rollout("Roots old", supervisor=cast.root, state=RolloutState.COMPLETED)
    make.a_rollout("Roots running", supervisor=cast.root)
    rows = rows_for(cast.root)
    assert [(row.name, row.is_mine) for row in rows] == [
        ("Roots running", True),
        ("Roots draft", True),
        ("Roots old", True),
        ("Theirs, newest", False),
        ("Settlement engine", False),
    ]


def test_a_rollout_one_sits_in_is_ones_own(cast: Cast) -> None:
    assert [row.is_mine for row in rows_for(cast.cleo)] == [True]
    assert rows_for(cast.eve) == []


def test_rollouts_are_found_by_state_and_by_words(cast: Cast) -> None:
    make.a_rollout("Nostro", supervisor=cast.ada, department="Payments")
    assert [row.name for row in rows_for(cast.ada, words="pay")] == ["Nostro"]
    assert rows_for(cast.ada, state=RolloutState.DRAFT) == []


def test_the_list_comes_in_pages_and_takes_no_more_statements(cast: Cast) -> None:
    with counted_statements() as few:
        rows_for(cast.ada)
    for number in range(10):
        make.a_rollout(f"Rollout {number}", supervisor=cast.ada)
    with counted_statements() as many:
        rows, total = rollout_rows(cast.ada, state=None, words="", now=NOW, page=2, size=6)
    assert (len(rows), total) == (5, 11)
    assert len(many) == len(few) <= 6


def test_seats_are_counted_as_of_each_rollouts_own_day_in_as_many_statements(cast: Cast) -> None:
    """Cleo's seats end on Monday; at 9:00 UTC it is still Sunday on Pago Pago."""
    other = make.a_rollout("Elsewhere", supervisor=cast.ada)
    make.a_seat(make.a_rollout_topic(other, cast.topic), cast.cleo, Role.LEARNER)
    Seat.update(until=TODAY).where(Seat.person == cast.cleo).execute()
    with counted_statements() as alike:
        assert [row.learners for row in rows_for(cast.ada)] == [0, 0]
    Rollout.update(time_zone="Pacific/Pago_Pago").where(Rollout.id == other.id).execute()
    with counted_statements() as apart:
        rows = rows_for(cast.ada)
    assert {row.name: (row.learners, row.gaps) for row in rows} == {
        "Settlement engine": (0, 0),
        "Elsewhere": (1, 1),
    }
    assert len(apart) == len(alike)


def test_a_rollout_comes_with_its_people_in_one_statement(cast: Cast) -> None:
    cast.rollout.deputy = cast.ben
    cast.rollout.copied_from = make.a_rollout("First time", supervisor=cast.ada)
    cast.rollout.save()
    with counted_statements() as taken:
        rollout = rollouts_with_people(cast.ada).where(Rollout.id == cast.rollout.id).get()
        names = (rollout.supervisor.name, rollout.deputy.name, rollout.copied_from.name)
    assert names == ("Ada Lovell", "Ben Arroyo", "First time")
    assert len(taken) == 1


def test_a_rollout_without_a_deputy_has_none(cast: Cast) -> None:
    rollout = rollouts_with_people(cast.ada).where(Rollout.id == cast.rollout.id).get()
    assert (rollout.deputy, rollout.copied_from) == (None, None)


def test_a_topic_of_a_rollout_counts_its_seats(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_seat(cast.rollout_topic, cast.root, Role.COACH, until=date(2026, 10, 5))
    (line,) = topic_lines(cast.rollout, TODAY)
    assert (line.name, line.has_process) == ("Cut-off rules", True)
    assert (line.learners, line.guides, line.smes, line.gaps) == (2, 1, 1, 1)


def test_topics_take_no_more_statements_when_there_are_more(cast: Cast) -> None:
    with counted_statements() as few:
        topic_lines(cast.rollout, TODAY)
    for number in range(10):
        make.a_rollout_topic(cast.rollout, make.a_topic(f"Topic {number}"))
    with counted_statements() as many:
        topic_lines(cast.rollout, TODAY)
    assert len(many) == len(few) == 1


def test_what_a_rollout_lacks_is_said_in_the_order_of_adding_it(cast: Cast) -> None:
    draft = make.a_rollout("New", supervisor=cast.ada, state=RolloutState.DRAFT)
    assert missing(draft) == ["It has no topic yet. Choose what is to be passed on."]
    topic = make.a_rollout_topic(draft, make.a_topic("Nostro", process=""))
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    assert missing(draft) == [
        "Nostro has no written process yet.",
        "Nobody learns here yet. Seat the first learner.",
    ]
    make.a_seat(topic, cast.dan, Role.SME)
    make.a_seat(topic, cast.cleo, Role.LEARNER, since=TODAY + timedelta(days=9))
    assert missing(draft) == [
        "Nostro has no written process yet.",
        "Nostro: nobody guides 1 learner yet.",
    ]


def test_a_topic_without_an_sme_is_said_once_with_the_reason_where_it_was_overridden(
    cast: Cast,
) -> None:
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    Seat.delete().where(Seat.role == Role.SME).execute()

    def said() -> list[str]:
        warned = [each.sentence for each in broken_rules(Rollout.get(), TODAY)]
        return [each for each in warned + missing(cast.rollout) if "SME" in each]

    assert said() == ["Cut-off rules has no SME."]
    override = Override.create(
        rollout=cast.rollout,
        point=f"sme-{cast.rollout_topic.id}",
        reason="The vendor answers.",
        by=cast.ada,
        on=TODAY,
    )
    assert said() == ["Cut-off rules has no SME. Overridden by Ada Lovell: The vendor answers."]
    override.withdrawn_on = TODAY
    override.save()
    assert said() == ["Cut-off rules has no SME."]


def test_a_rolling_rollout_may_wait_for_its_first_learner(cast: Cast) -> None:
    rolling = make.a_rollout("Orientation", supervisor=cast.ada, rolling=True)
    make.a_rollout_topic(rolling, make.a_topic("Settling in"))
    assert missing(rolling) == []


def test_a_closed_rollout_lacks_nothing(cast: Cast) -> None:
    closed = make.a_rollout("Old", supervisor=cast.ada, state=RolloutState.CANCELLED)
    assert missing(closed) == []
