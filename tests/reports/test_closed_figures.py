"""A closed rollout keeps the figures of its close; what happens later is shown, not counted."""

from datetime import UTC, date, datetime, timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast

from kt.errors import Refused
from kt.models import (
    Basis,
    Item,
    ItemState,
    Level,
    Measure,
    Output,
    OutputState,
    Person,
    Question,
    Role,
    Rollout,
)
from kt.operations.items import add_item, tick_item
from kt.operations.outputs import set_obsolete
from kt.operations.rollouts import complete_rollout
from kt.operations.targets import take_reading
from kt.reports.targets import FigureLine, all_lines, target_page
from kt.rules.trust import badge_of

TODAY = make.TODAY
CLOSE = date(2026, 11, 20)
AFTER = CLOSE + timedelta(days=2)


def lines(cast: Cast, today: date) -> list[FigureLine]:
    return all_lines(Rollout.get_by_id(cast.rollout.id), cast.ada, today)


def parts(cast: Cast, measure: Measure) -> dict[str, list[str]]:
    (target,) = [each for each in cast.rollout.targets if each.measure == measure]
    page = target_page(target, cast.ada, TODAY)
    return {str(part.part): [row.words for row in part.rows] for part in page.parts}


def test_figures_stay_as_of_the_close_and_later_evidence_is_shown(database: str) -> None:
    """Closed on Friday 20 November with half of everything; on Sunday the rest is done.

    Of two manuals one was published, of two items one done (50 %), of two questions one answered in
    time while the other had time yet (100 %), nobody signed off, 9 late trades read.
    """
    cast = a_cast()
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        manuals = [
            make.an_output(title, topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
            for title in ("Cut-off", "Netting")
        ]
        checklist = make.a_checklist(
            person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout, made_at=at(2)
        )
        read, watch = (make.an_item(checklist, text) for text in ("Read", "Watch"))
        asked = [make.a_question(cast.cleo, cast.topic, cast.ben, at=at(19)) for _ in range(2)]
        answer(asked[0], at(19, 15), by=cast.ben)
        publish(manuals[0], CLOSE)
        tick_item(read, done=True, by=cast.cleo, on=CLOSE)
        for measure, values in {
            Measure.OUTPUTS_PUBLISHED: {"number": 2},
            Measure.ITEMS_DONE: {"number": 100},
            Measure.QUESTIONS_ANSWERED: {"number": 90, "share": True, "within_workdays": 1},
            Measure.LEARNERS_SIGNED_OFF: {"number": 1, "level": Level.DOES_IT_ALONE},
            Measure.NUMBER: {"number": 3, "baseline": 10, "name": "Late trades"},
        }.items():
            make.a_target(cast.rollout, measure, due=date(2026, 11, 30), **values)
        number = cast.rollout.targets[-1]
        reading = take_reading(number, by=cast.ada, value=9, on=CLOSE, today=CLOSE)
        complete_rollout(
            Rollout.get_by_id(cast.rollout.id),
            on=CLOSE,
            by=cast.ada,
            keep="",
            change="",
            tell_next="",
        )
    at_close = lines(cast, CLOSE)
    assert [line.now for line in at_close] == [1, 50, 100, 0, 9]

    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        publish(manuals[1], AFTER)
        set_obsolete(Output.get_by_id(manuals[0].id), by=cast.ada, obsolete=True)
        tick_item(Item.get_by_id(read.id), done=False, by=cast.cleo, on=AFTER)
        tick_item(Item.get_by_id(watch.id), done=True, by=cast.cleo, on=AFTER)
        add_item(checklist, text="Do", by=cast.ada)
        new_list = make.a_checklist(person=cast.dan, supervisor=cast.ada, rollout=cast.rollout)
        make.an_item(new_list, "Another", state=ItemState.DONE)
        answer(asked[1], at(22), by=cast.ben)
        make.a_question(cast.cleo, cast.topic, cast.ben, text="And then?", at=at(22))
        make.a_standing(cast.cleo, cast.topic, 3, basis=Basis.SIGNED_OFF, on=AFTER)
        with pytest.raises(Refused, match="what was agreed and read stays as it is"):
            take_reading(number, by=cast.ada, value=2, on=CLOSE, today=AFTER, corrects=reading)

    for today in (CLOSE, TODAY, TODAY + timedelta(days=90)):
        assert lines(cast, today) == at_close
    assert parts(cast, Measure.OUTPUTS_PUBLISHED) == {
        "counted": ["Manual “Cut-off” published"],
        "later": ["Manual “Netting” published"],
    }
    assert parts(cast, Measure.ITEMS_DONE) == {
        "counted": ["Cleo Marsh: Read"],
        "open": ["Cleo Marsh: Watch"],
        "later": ["Cleo Marsh: Watch"],
    }
    assert parts(cast, Measure.LEARNERS_SIGNED_OFF) == {
        "later": ["Cleo Marsh: does it alone, signed off"]
    }
    assert len(parts(cast, Measure.QUESTIONS_ANSWERED)["later"]) == 2


def test_closing_makes_no_document_trusted(database: str) -> None:
    """Two learn the topic and one of them did the task with the manual: one is missing.

    Once nobody learns it in a running rollout one would do, but that is after the close.
    """
    cast = a_cast()
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    manual = make.a_document(
        topic=cast.topic, owner=cast.ben, rollout=cast.rollout, approved_number=1
    )
    make.a_review(manual.versions.get(), by=cast.dan, answered_at=at(9))
    make.a_use(manual, cast.cleo, on=date(2026, 11, 10))
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=1, trusted=True)
    assert [line.now for line in lines(cast, CLOSE)] == [0]
    complete_rollout(Rollout.get_by_id(cast.rollout.id), on=CLOSE, by=cast.ada)
    assert badge_of(manual) == "trusted"
    assert [line.now for line in lines(cast, TODAY)] == [0]
    make.a_use(manual, cast.eve, on=AFTER)
    assert [line.now for line in lines(cast, TODAY)] == [0]
    assert parts(cast, Measure.OUTPUTS_PUBLISHED) == {"later": ["Manual “Cut-off manual” trusted"]}


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def publish(output: Output, on: date) -> None:
    Output.update(state=OutputState.PUBLISHED, published_on=on).where(
        Output.id == output.id
    ).execute()


def answer(question: Question, moment: datetime, *, by: Person) -> None:
    Question.update(answered_at=moment, answered_by=by, answer="So.").where(
        Question.id == question.id
    ).execute()
