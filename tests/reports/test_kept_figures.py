"""A closed rollout keeps the figures of its close, whatever is changed or taken back afterwards.

Each change is first seen to change the figures of the same rollout while it runs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import (
    AuditEntry,
    Basis,
    Fact,
    Holiday,
    Item,
    ItemState,
    KeptEvidence,
    Level,
    Measure,
    Output,
    Person,
    Question,
    Role,
    Rollout,
    RolloutState,
    Seat,
)
from kt.operations.items import add_item, redate_item, tick_item
from kt.operations.keeping_evidence import EARLIER
from kt.operations.outputs import did_not_work, set_obsolete, unpublish_output
from kt.operations.pairs import end_pair, reopen_pair
from kt.operations.questions import merge_question, withdraw_question
from kt.operations.rollouts import cancel_rollout, complete_rollout, reopen_rollout
from kt.operations.setting_up import set_up
from kt.operations.undoing import undo
from kt.reports.targets import FigureLine, all_lines, figures_of, target_page
from kt.reports.targets.figures import figures_of_target

CLOSE, AFTER = date(2026, 11, 20), date(2026, 11, 23)


@dataclass(frozen=True)
class World:
    """The cast's rollout on the day of its close, with something behind a target of each kind.

    Two items, one of them late: 1 in time, all done (100 %). One manual: 1 published, 1 trusted.
    Of two questions one is answered the next working day, one a day later than that: 50 % in time.
    Cleo had a session and was signed off: 1 and 1.
    """

    cast: Cast
    late: Item
    timely: Item
    manual: Output
    answered: Question
    answered_late: Question

    @property
    def rollout(self) -> Rollout:
        return Rollout.get_by_id(self.cast.rollout.id)

    def close(self, on: date = CLOSE) -> None:
        complete_rollout(self.rollout, on=on, by=self.cast.ada)

    def lines(self, today: date = AFTER) -> list[FigureLine]:
        return all_lines(self.rollout, self.cast.ada, today)

    def figures(self) -> list[float | None]:
        return [line.now for line in self.lines()]

    def rows(self, *parts: str) -> list[tuple[str, list[str]]]:
        """Give the words and days of these parts of the rows behind each target."""
        return [
            (str(part.part), [f"{row.words} {row.on}" for row in part.rows])
            for target in self.cast.rollout.targets.order_by("id")
            for part in target_page(target, self.cast.ada, AFTER).parts
            if part.part in parts
        ]


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture
def world(database: str) -> Iterator[World]:
    with time_machine.travel(at(20), tick=False):
        world = a_world()
        assert world.figures() == AT_CLOSE
        yield world


# In time, done in %, published, trusted, answered in time in %, signed off, sessions.
AT_CLOSE = [1, 100, 1, 1, 50, 1, 1]


def a_world() -> World:
    cast = a_cast()
    Person.update(location="Leeds").where(Person.id == cast.ben.id).execute()
    checklist = make.a_checklist(
        person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout, made_at=at(2)
    )
    late, timely = (
        make.an_item(checklist, text, due=date(2026, 11, due))
        for text, due in (("Read", 17), ("Watch", 20))
    )
    for item, day in ((late, 18), (timely, 19)):
        tick_item(item, done=True, by=cast.cleo, on=date(2026, 11, day))
    manual = make.a_document(
        topic=cast.topic, owner=cast.ben, rollout=cast.rollout, approved_number=1
    )
    make.a_review(manual.versions.get(), by=cast.dan, answered_at=at(9))
    make.a_use(manual, cast.cleo, on=date(2026, 11, 10))
    said = {"answered_by": cast.ben, "answer": "So."}
    answered, answered_late = (
        make.a_question(
            cast.cleo, cast.topic, cast.ben, text=text, at=at(asked), answered_at=at(day), **said
        )
        for text, asked, day in (("And then?", 10, 11), ("Why so?", 11, 13))
    )
    make.a_standing(cast.cleo, cast.topic, 3, basis=Basis.SIGNED_OFF, on=date(2026, 11, 12))
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 5))
    for measure, values in (
        (Measure.ITEMS_ON_TIME, {"number": 2}),
        (Measure.ITEMS_DONE, {"number": 100}),
        (Measure.OUTPUTS_PUBLISHED, {"number": 1}),
        (Measure.OUTPUTS_PUBLISHED, {"number": 1, "trusted": True}),
        (Measure.QUESTIONS_ANSWERED, {"number": 90, "share": True, "within_workdays": 1}),
        (Measure.LEARNERS_SIGNED_OFF, {"number": 1, "level": Level.DOES_IT_ALONE}),
        (Measure.SESSIONS_HELD, {"number": 2}),
    ):
        make.a_target(cast.rollout, measure, due=date(2026, 11, 30), **values)
    return World(cast, late, timely, manual, answered, answered_late)


# ------------------------------------------------------------------ what changes afterwards


def a_due_date_moved_later(world: World) -> None:
    redate_item(Item.get_by_id(world.late.id), due=date(2026, 11, 30), by=world.cast.ada)


def a_due_date_moved_earlier(world: World) -> None:
    redate_item(Item.get_by_id(world.timely.id), due=date(2026, 11, 2), by=world.cast.ada)


def an_item_not_needed(world: World) -> None:
    Item.update(state=ItemState.NOT_NEEDED).where(Item.id == world.timely.id).execute()


def an_item_optional(world: World) -> None:
    Item.update(optional=True).where(Item.id == world.timely.id).execute()


def an_item_reopened(world: World) -> None:
    tick_item(Item.get_by_id(world.timely.id), done=False, by=world.cast.cleo, on=AFTER)


def an_item_added(world: World) -> None:
    add_item(world.late.checklist, text="Do", by=world.cast.ada)


def a_document_unpublished(world: World) -> None:
    unpublish_output(Output.get_by_id(world.manual.id), by=world.cast.ben)


def a_document_obsolete(world: World) -> None:
    set_obsolete(Output.get_by_id(world.manual.id), by=world.cast.ben, obsolete=True)


def a_document_reopened_by_a_failure(world: World) -> None:
    did_not_work(
        Output.get_by_id(world.manual.id), by=world.cast.dan, sentence="It stops.", today=AFTER
    )


def a_document_of_another_topic(world: World) -> None:
    other = make.a_topic("Late trades")
    Output.update(topic=other).where(Output.id == world.manual.id).execute()
    Output.update(rollout=None).where(Output.id == world.manual.id).execute()


def a_holiday_added(world: World) -> None:
    Holiday.create(location="Leeds", day=date(2026, 11, 12))


def an_answerer_moved(world: World) -> None:
    Holiday.create(location="Zürich", day=date(2026, 11, 12))
    Person.update(location="Zürich").where(Person.id == world.cast.ben.id).execute()


def a_question_withdrawn(world: World) -> None:
    Question.update(answered_at=None, answered_by=None).where(
        Question.id == world.answered_late.id
    ).execute()
    withdraw_question(Question.get_by_id(world.answered_late.id), by=world.cast.cleo)


def a_question_merged(world: World) -> None:
    merge_question(
        Question.get_by_id(world.answered_late.id),
        Question.get_by_id(world.answered.id),
        by=world.cast.ben,
    )


def a_question_made_private(world: World) -> None:
    Question.update(private=True).where(Question.id == world.answered_late.id).execute()


def a_question_of_another_topic(world: World) -> None:
    other = make.a_topic("Late trades")
    Question.update(topic=other).where(Question.id == world.answered_late.id).execute()


def a_learner_who_never_was(world: World) -> None:
    Seat.update(since=date(2026, 9, 1), until=date(2026, 9, 2)).where(
        Seat.id == world.cast.cleos_seat.id
    ).execute()


CHANGES: tuple[Callable[[World], Any], ...] = (
    a_due_date_moved_later,
    a_due_date_moved_earlier,
    an_item_not_needed,
    an_item_optional,
    an_item_reopened,
    an_item_added,
    a_document_unpublished,
    a_document_obsolete,
    a_document_reopened_by_a_failure,
    a_document_of_another_topic,
    a_holiday_added,
    an_answerer_moved,
    a_question_withdrawn,
    a_question_merged,
    a_question_made_private,
    a_question_of_another_topic,
    a_learner_who_never_was,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_a_running_rollout_changes_with_its_evidence(world: World, change: Any) -> None:
    change(world)
    assert world.figures() != AT_CLOSE


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_a_closed_rollout_keeps_the_figures_of_its_close(world: World, change: Any) -> None:
    world.close()
    at_close = world.lines()
    assert [line.now for line in at_close] == AT_CLOSE
    with time_machine.travel(at(23), tick=False):
        change(world)
    assert world.lines() == at_close
    assert world.rows("later") == []


# ------------------------------------------------------------------ closed, reopened, closed


def test_a_reopened_rollout_is_counted_anew_and_its_next_close_keeps_that(world: World) -> None:
    world.close()
    a_due_date_moved_later(world)
    reopen_rollout(world.rollout, by=world.cast.ada)
    assert KeptEvidence.select().count() == 0
    assert world.figures()[0] == 2
    world.close(on=AFTER)
    a_due_date_moved_earlier(world)
    assert world.figures()[0] == 2


def test_a_close_undone_keeps_nothing(world: World) -> None:
    world.close()
    assert KeptEvidence.select().count() > 0
    entry = AuditEntry.get(AuditEntry.deed == "rollout.completed")
    undo(entry, by=world.cast.ada, today=CLOSE)
    assert KeptEvidence.select().count() == 0
    a_document_unpublished(world)
    assert world.figures()[2] == 0


def test_a_cancelled_draft_keeps_its_figures(world: World) -> None:
    Rollout.update(state=RolloutState.DRAFT, started_on=None).execute()
    cancel_rollout(world.rollout, on=CLOSE, by=world.cast.ada)
    for change in CHANGES[:3]:
        change(world)
    assert world.figures() == AT_CLOSE


def test_a_close_dated_in_the_past_keeps_what_was_so_on_its_day(world: World) -> None:
    """On 11 November nothing was ticked, one question was answered and one asked; no sign-off."""
    world.close(on=date(2026, 11, 11))
    assert world.figures() == [0, 0, 1, 1, 100, 0, 1]
    assert world.rows("later") == [
        ("later", ["Cleo Marsh: Watch 2026-11-19", "Cleo Marsh: Read, 1 day late 2026-11-18"]),
        ("later", ["Cleo Marsh: Watch 2026-11-19", "Cleo Marsh: Read 2026-11-18"]),
        ("later", ["“Why so?”, 1 day late 2026-11-13"]),
        ("later", ["Cleo Marsh: does it alone, signed off 2026-11-12"]),
    ]
    a_document_unpublished(world)
    an_item_not_needed(world)
    assert world.figures() == [0, 0, 1, 1, 100, 0, 1]


def test_what_was_counted_and_is_done_anew_is_not_shown_twice(world: World) -> None:
    world.close()
    an_item_reopened(world)
    tick_item(Item.get_by_id(world.timely.id), done=True, by=world.cast.cleo, on=AFTER)
    assert world.figures() == AT_CLOSE
    assert world.rows("later") == []


def test_what_is_recorded_after_the_close_is_shown_as_later_though_it_was_before(
    world: World,
) -> None:
    world.close()
    make.a_standing(world.cast.cleo, world.cast.topic, 1, on=date(2026, 11, 19))
    assert world.figures() == AT_CLOSE
    assert world.rows("later") == [
        ("later", ["Cleo Marsh: knows about it, named by a supervisor 2026-11-19"])
    ]


def test_what_was_counted_is_called_what_it_is_called_today(world: World) -> None:
    make.a_target(world.cast.rollout, Measure.SESSIONS_HELD, number=1, each_learner=True)
    world.close()
    Person.update(name="Chloe Beck").where(Person.name == "Cleo Marsh").execute()
    Output.update(title="Cut-offs").execute()
    Question.update(text="Why?").where(Question.id == world.answered_late.id).execute()
    Item.update(text="Read it").where(Item.id == world.late.id).execute()
    assert [words for _, words in world.rows("counted")] == [
        ["Chloe Beck: Watch 2026-11-19", "Chloe Beck: Read it, 1 day late 2026-11-18"],
        ["Chloe Beck: Watch 2026-11-19", "Chloe Beck: Read it 2026-11-18"],
        ["Manual “Cut-offs” published 2026-10-01"],
        ["Manual “Cut-offs” trusted 2026-11-10"],
        ["“Why?”, 1 day late 2026-11-13", "“And then?” 2026-11-11"],
        ["Chloe Beck: does it alone, signed off 2026-11-12"],
        ["Ben Arroyo with Chloe Beck, 45 min 2026-11-05"],
        ["Ben Arroyo with Chloe Beck, 45 min 2026-11-05"],
    ]
    assert world.lines()[-1].whom == "Chloe"


def test_a_pair_that_ends_by_itself_keeps_its_figures_until_it_is_taken_up(world: World) -> None:
    pairing = make.a_pair(world.cast.ben, world.cast.eve)
    topic = pairing.learner.rollout_topic
    make.a_session(topic, world.cast.ben, pairing, held_on=date(2026, 11, 5))
    make.a_target(topic.rollout, number=1)
    end_pair(pairing, by=world.cast.ben, on=CLOSE)
    kept = KeptEvidence.select().where(KeptEvidence.rollout == topic.rollout)
    assert sorted(row.noun for row in kept) == ["learner", "session"]
    reopen_pair(pairing, by=world.cast.ben)
    assert kept.count() == 0


# ------------------------------------------------------------------ closed before any was kept


def close_as_before(world: World) -> None:
    """Close it as a release did that kept nothing, and leave the database to be updated."""
    Rollout.update(state=RolloutState.COMPLETED, closed_on=CLOSE).execute()
    Fact.delete().where(Fact.name == EARLIER).execute()


def test_an_old_close_keeps_what_is_still_known_of_its_day(world: World) -> None:
    """That the manual was trusted before it was called obsolete is not known any more."""
    close_as_before(world)
    with time_machine.travel(at(23), tick=False):
        an_item_reopened(world)
        an_item_added(world)
        a_document_obsolete(world)
    set_up()
    assert world.figures() == [1, 100, 1, 0, 50, 1, 1]


def test_an_old_close_makes_no_document_trusted(world: World) -> None:
    """Two learnt it and one did the task; now that nobody learns it one would do."""
    make.a_seat(world.cast.rollout_topic, world.cast.eve, Role.LEARNER)
    close_as_before(world)
    set_up()
    assert world.figures()[3] == 0


def test_old_closes_are_kept_once(world: World) -> None:
    close_as_before(world)
    set_up()
    kept = list(KeptEvidence.select().tuples())
    a_due_date_moved_later(world)
    a_document_unpublished(world)
    set_up()
    assert world.figures() == AT_CLOSE
    assert list(KeptEvidence.select().tuples()) == kept


def test_what_runs_when_the_database_is_updated_is_left_alone(world: World) -> None:
    Fact.delete().where(Fact.name == EARLIER).execute()
    set_up()
    assert KeptEvidence.select().count() == 0


# ------------------------------------------------------------------ what it costs


def test_thousands_of_rows_are_kept_by_one_statement(world: World) -> None:
    items = [
        {"checklist": world.late.checklist_id, "text": f"Item {number}", "due": CLOSE}
        for number in range(3000)
    ]
    for start in range(0, len(items), 500):
        Item.insert_many(items[start : start + 500]).execute()
    with counted_statements() as taken:
        world.close()
    assert len([each for each in taken if "kept_evidence" in each]) <= 2
    assert KeptEvidence.select().where(KeptEvidence.noun == "item").count() == 3002


def test_a_page_asks_for_kept_rows_or_for_those_of_now(world: World) -> None:
    assert (statements(world, of_target=False), statements(world, of_target=True)) == (
        (2, 0),
        (1, 0),
    )
    world.close()
    assert (statements(world, of_target=False), statements(world, of_target=True)) == (
        (2, 1),
        (2, 1),
    )


def statements(world: World, *, of_target: bool) -> tuple[int, int]:
    """Count what the figures of a rollout or a target ask, and what of it asks for kept rows."""
    rollout, target = world.rollout, world.rollout.targets.get()
    target.rollout = rollout
    with counted_statements() as taken:
        figures_of_target(target, CLOSE) if of_target else figures_of(rollout, CLOSE)
    return len(taken), sum("kept_evidence" in each for each in taken)
