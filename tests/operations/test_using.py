"""Trust by use: did it with this, did not work because …, and what its owner does about it."""

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import Outcome, Output, OutputState, Person, Use, UseAnswer
from kt.operations.outputs import (
    answer_failure,
    did_it,
    did_not_work,
    publish_output,
    take_back_use,
    write_version,
)
from kt.reports.history import history_of
from kt.rules.trust import Badge, badge_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def manual(cast: Cast) -> Output:
    """A manual of Ben's that Dan approved."""
    output = make.a_document(
        topic=cast.topic, owner=cast.ben, rollout=cast.rollout, approved_number=1
    )
    make.a_review(output.versions.get(), by=cast.dan)
    return output


def worked(output: Output, person: Person) -> Use:
    return did_it(output, by=person, today=TODAY)


def failed(output: Output, person: Person, sentence: str = "Step 4 is missing") -> Use:
    return did_not_work(output, by=person, sentence=sentence, today=TODAY)


def test_a_learner_says_did_it_with_this(cast: Cast, manual: Output) -> None:
    use = worked(manual, cast.cleo)
    assert (use.outcome, use.number, use.on) == (Outcome.WORKED, 1, TODAY)
    assert badge_of(manual) == Badge.TRUSTED
    assert history_of(manual)[0].text == "Cleo Marsh did the task with “Cut-off manual”"


def test_said_twice_it_counts_once(cast: Cast, manual: Output) -> None:
    assert worked(manual, cast.cleo) == worked(manual, cast.cleo)
    assert Use.select().count() == 1


def test_everybody_who_sees_it_may_say_so_and_nobody_else(cast: Cast, manual: Output) -> None:
    assert worked(manual, cast.eve)
    cast.topic.open_to_all = False
    cast.topic.save()
    with pytest.raises(NotAllowed):
        worked(manual, cast.eve)


def test_what_is_not_published_has_no_uses(cast: Cast, manual: Output) -> None:
    for state, words in (
        (OutputState.DRAFT, "not published yet"),
        (OutputState.OBSOLETE, "do not follow it any more"),
    ):
        manual.state = state
        manual.save()
        with pytest.raises(Refused, match=words):
            worked(manual, cast.ben)


def test_a_failed_use_needs_a_sentence_and_reopens_it(cast: Cast, manual: Output) -> None:
    with pytest.raises(Refused, match="Say in a sentence what did not work") as refusal:
        failed(manual, cast.cleo, " ")
    assert refusal.value.field == "sentence"
    failed(manual, cast.cleo)
    assert badge_of(manual) == Badge.REOPENED
    told = history_of(manual)[0].text
    assert told == "Cleo Marsh said that “Cut-off manual” did not work"


def test_what_one_said_is_taken_back_once(cast: Cast, manual: Output) -> None:
    use = failed(manual, cast.cleo)
    for _ in range(2):
        take_back_use(use, by=cast.cleo, today=TODAY)
    assert badge_of(manual) == Badge.APPROVED
    assert [each.outcome for each in Use.select().order_by(Use.id)] == ["failed", "taken back"]


def test_what_one_said_before_stands_again(cast: Cast, manual: Output) -> None:
    first = failed(manual, cast.cleo)
    by_mistake = worked(manual, cast.cleo)
    take_back_use(by_mistake, by=cast.cleo, today=TODAY)
    assert badge_of(manual) == Badge.REOPENED
    again = Use.select().order_by(Use.id.desc()).get()
    assert (again.sentence, again.on) == (first.sentence, first.on)
    take_back_use(again, by=cast.cleo, today=TODAY)
    assert badge_of(manual) == Badge.APPROVED


def test_the_answer_to_what_one_said_before_stands_again_too(cast: Cast, manual: Output) -> None:
    answer_failure(failed(manual, cast.cleo), by=cast.ben, sentence="The queue was down.")
    take_back_use(worked(manual, cast.cleo), by=cast.cleo, today=TODAY)
    assert badge_of(manual) == Badge.APPROVED


def test_nobody_takes_back_what_somebody_else_said(cast: Cast, manual: Output) -> None:
    use = failed(manual, cast.cleo)
    with pytest.raises(NotAllowed):
        take_back_use(use, by=cast.ben, today=TODAY)


def test_the_owner_answers_that_it_was_not_the_document_with_a_reason(
    cast: Cast, manual: Output
) -> None:
    use = failed(manual, cast.cleo)
    with pytest.raises(Refused, match="why it was not the document") as refusal:
        answer_failure(use, by=cast.ben, sentence="")
    assert refusal.value.field == "sentence"
    answer_failure(use, by=cast.ben, sentence="The queue was down.")
    assert badge_of(manual) == Badge.APPROVED
    told = history_of(manual)[0].text
    assert told == "Ben Arroyo answered Cleo Marsh that it was not “Cut-off manual”"
    with pytest.raises(Refused, match="was answered or taken back meanwhile"):
        answer_failure(use, by=cast.ben, sentence="Twice.")


def test_whoever_may_not_edit_it_may_not_answer(cast: Cast, manual: Output) -> None:
    use = failed(manual, cast.cleo)
    with pytest.raises(NotAllowed):
        answer_failure(use, by=cast.cleo, sentence="Never mind.")


def test_a_new_version_fixes_what_did_not_work_once_it_is_published(
    cast: Cast, manual: Output
) -> None:
    use, other = failed(manual, cast.cleo), failed(manual, cast.eve, "Wrong printer")
    write_version(manual, by=cast.ben, text="With step 4", opened_with=1, fixes=[use.id])
    assert [answer.use for answer in UseAnswer.select()] == [use]
    answer_failure(other, by=cast.ben, sentence="That is another printer.")
    assert badge_of(manual) == Badge.REOPENED
    publish_output(manual, by=cast.ben, today=TODAY)
    assert badge_of(manual) == Badge.PUBLISHED


def test_a_version_fixes_nothing_of_another_document(cast: Cast, manual: Output) -> None:
    other = make.a_document("Other", topic=cast.topic, owner=cast.ben)
    use = failed(other, cast.cleo)
    write_version(manual, by=cast.ben, text="With step 4", opened_with=1, fixes=[use.id])
    assert not UseAnswer.select().exists()
