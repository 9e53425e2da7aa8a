"""What was written of a rollout's topics while it ran counts for it, and changes no sheet."""

from datetime import date
from typing import Any

import make
import pytest
from cast import Cast, a_cast

from kt.models import (
    Answer,
    Measure,
    Output,
    OutputKind,
    OutputState,
    Sheet,
    Target,
)
from kt.operations.agreements import refresh_agreement
from kt.operations.questions import put_into_faq, take_out_of_faq
from kt.operations.rollouts import complete_rollout
from kt.reports.targets import figures_of
from kt.reports.targets.figures import figures_of_target

START, TODAY = date(2026, 10, 1), make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    cast.rollout.started_on = START
    cast.rollout.save()
    make.a_target(
        cast.rollout,
        Measure.OUTPUTS_PUBLISHED,
        output_kind=OutputKind.FAQ_ENTRY,
        number=2,
        rollout_topic=cast.rollout_topic,
    )
    return cast


def an_entry(cast: Cast, on: date, **values: Any) -> Output:
    entry = {
        "topic": cast.topic,
        "owner": cast.ben,
        "kind": OutputKind.FAQ_ENTRY,
        "state": OutputState.PUBLISHED,
        "published_on": on,
    }
    return make.an_output(f"What is done on {on}?", **(entry | values))


def counted(cast: Cast) -> list[str]:
    (figure,) = figures_of_target(Target.get(), TODAY)
    return [row.words for row in figure.counted]


def test_an_entry_put_in_from_an_answer_counts_and_clears_no_signature(cast: Cast) -> None:
    make.signed(cast.rollout, cast.ben, cast.cleo)
    question = make.a_question(
        cast.cleo, cast.topic, cast.ben, answer="At 18:00.", answered_by=cast.ben
    )
    question.answered_at = question.at
    question.save()

    put_into_faq(question, by=cast.ben, today=TODAY)

    assert counted(cast) == ["FAQ entry “When is the cut-off for TARGET2?” published"]
    refresh_agreement(cast.rollout, by=cast.ben)
    sheets = Sheet.select().where(Sheet.current, Sheet.answer == Answer.SIGNED)
    assert {sheet.person_id for sheet in sheets} == {cast.ben.id, cast.cleo.id}

    take_out_of_faq(question, by=cast.ben)
    assert counted(cast) == []


def test_what_was_written_of_a_topic_before_the_start_or_for_others_does_not_count(
    cast: Cast,
) -> None:
    other = make.a_rollout("Other team", supervisor=cast.ada)
    make.a_rollout_topic(other, cast.topic)
    an_entry(cast, date(2026, 9, 30))
    an_entry(cast, date(2026, 10, 2), rollout=other)
    an_entry(cast, date(2026, 10, 3), topic=make.a_topic("Late trades"))
    an_entry(cast, date(2026, 10, 4), kind=OutputKind.MANUAL)
    an_entry(cast, START)
    assert counted(cast) == ["FAQ entry “What is done on 2026-10-01?” published"]


def test_what_is_written_after_a_rollout_closed_changes_none_of_its_figures(cast: Cast) -> None:
    an_entry(cast, date(2026, 11, 1))
    complete_rollout(cast.rollout, on=date(2026, 11, 1), by=cast.ada)
    an_entry(cast, date(2026, 11, 2))
    assert counted(cast) == ["FAQ entry “What is done on 2026-11-01?” published"]


def test_an_entry_counts_once_however_many_topics_a_target_is_for(cast: Cast) -> None:
    make.a_rollout_topic(cast.rollout, make.a_topic("Late trades"))
    make.a_target(cast.rollout, Measure.OUTPUTS_PUBLISHED, number=3)
    an_entry(cast, START)
    assert [figure.now for figure in figures_of(cast.rollout, TODAY)] == [1.0, 1.0]
