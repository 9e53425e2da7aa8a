"""What a document says of itself beside every link to it: approved, trusted, reopened."""

import make
import pytest
from cast import Cast, a_cast

from kt.models import (
    Outcome,
    Output,
    OutputState,
    ReviewAnswer,
    Role,
    RolloutState,
    Seat,
    UseAnswer,
)
from kt.rules.trust import Badge, badge_of, badges_of


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def manual(cast: Cast) -> Output:
    """A manual of Ben's that Dan approved."""
    output = make.a_document(topic=cast.topic, owner=cast.ben, approved_number=1)
    make.a_review(output.versions.get(), by=cast.dan)
    return output


def fail(output: Output, person: object, **values: object) -> object:
    return make.a_use(output, person, outcome=Outcome.FAILED, sentence="No step 4", **values)


def publish(output: Output, number: int, **values: object) -> Output:
    """Let readers see a version as a real edit, unless the values say otherwise."""
    kept = {"published_number": number, "trusted_from": number} | values
    for name, value in kept.items():
        setattr(output, name, value)
    output.save()
    return output


@pytest.mark.parametrize("state", [OutputState.PLANNED, OutputState.DRAFT, OutputState.IN_REVIEW])
def test_what_is_not_published_says_its_state(cast: Cast, state: OutputState) -> None:
    assert badge_of(make.an_output(topic=cast.topic, owner=cast.ben, state=state)) == state


def test_what_nobody_reviewed_says_so_however_many_did_it(cast: Cast) -> None:
    output = make.a_document(topic=cast.topic, owner=cast.ben)
    make.a_use(output, cast.cleo)
    assert badge_of(output) == "published, not reviewed"
    make.a_review(output.versions.get(), answer=ReviewAnswer.WAITING)
    assert badge_of(output) == "in review"


def test_a_document_that_is_only_a_link_is_published_not_reviewed(cast: Cast) -> None:
    output = make.an_output(
        topic=cast.topic,
        owner=cast.ben,
        url="https://example.com",
        state=OutputState.PUBLISHED,
        published_on=make.TODAY,
    )
    make.a_use(output, cast.cleo)
    assert badge_of(output) == Badge.PUBLISHED
    fail(output, cast.dan)
    assert badge_of(output) == Badge.REOPENED


def test_a_document_is_trusted_when_approved_and_as_many_as_learn_the_topic_did_it(
    cast: Cast, manual: Output
) -> None:
    assert badge_of(manual) == Badge.APPROVED
    make.a_use(manual, cast.cleo)
    assert badge_of(manual) == Badge.TRUSTED


def test_of_many_learners_two_are_enough(cast: Cast, manual: Output) -> None:
    for name in ("Fay Ito", "Gus Holm"):
        make.a_seat(cast.rollout_topic, make.a_person(name), Role.LEARNER)
    make.a_use(manual, cast.cleo)
    make.a_use(manual, cast.cleo)
    assert badge_of(manual) == Badge.APPROVED
    make.a_use(manual, cast.eve)
    assert badge_of(manual) == Badge.TRUSTED


def test_where_nobody_learns_the_topic_now_one_is_enough(cast: Cast, manual: Output) -> None:
    Seat.update(until=make.TODAY).execute()
    assert badge_of(manual) == Badge.APPROVED
    make.a_use(manual, cast.cleo)
    assert badge_of(manual) == Badge.TRUSTED


def test_those_who_learn_in_a_closed_rollout_are_no_learners_now(
    cast: Cast, manual: Output
) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_use(manual, cast.cleo)
    assert badge_of(manual) == Badge.APPROVED
    cast.rollout.state = RolloutState.COMPLETED
    cast.rollout.save()
    assert badge_of(manual) == Badge.TRUSTED


def test_the_use_of_the_owner_or_of_an_author_does_not_count(cast: Cast, manual: Output) -> None:
    make.a_version(manual, cast.eve)
    publish(manual, 2, approved_number=2)
    for person in (cast.ben, cast.eve):
        make.a_use(manual, person)
    assert badge_of(manual) == Badge.APPROVED
    make.a_use(manual, cast.cleo)
    assert badge_of(manual) == Badge.TRUSTED


def test_the_newest_use_of_a_person_counts(cast: Cast, manual: Output) -> None:
    make.a_use(manual, cast.cleo)
    make.a_use(manual, cast.cleo, outcome=Outcome.TAKEN_BACK)
    assert badge_of(manual) == Badge.APPROVED
    fail(manual, cast.cleo)
    assert badge_of(manual) == Badge.REOPENED
    make.a_use(manual, cast.cleo)
    assert badge_of(manual) == Badge.TRUSTED


def test_a_real_edit_has_to_earn_trust_anew_and_a_minor_one_keeps_it(
    cast: Cast, manual: Output
) -> None:
    make.a_use(manual, cast.cleo)
    make.a_version(manual, cast.ben)
    assert badge_of(publish(manual, 2, trusted_from=1, approved_number=2)) == Badge.TRUSTED
    make.a_version(manual, cast.ben)
    assert badge_of(publish(manual, 3, approved_number=3)) == Badge.APPROVED


def test_an_unreviewed_version_over_an_approved_one_is_not_approved(
    cast: Cast, manual: Output
) -> None:
    make.a_version(manual, cast.ben)
    assert badge_of(publish(manual, 2)) == Badge.PUBLISHED


def test_a_failed_use_reopens_until_it_is_answered(cast: Cast, manual: Output) -> None:
    failed = fail(manual, cast.cleo)
    assert badge_of(manual) == Badge.REOPENED
    UseAnswer.create(use=failed, sentence="The queue was down", by=cast.ben)
    assert badge_of(manual) == Badge.APPROVED


def test_a_fix_counts_once_readers_see_it(cast: Cast, manual: Output) -> None:
    failed = fail(manual, cast.cleo)
    make.a_version(manual, cast.ben)
    UseAnswer.create(use=failed, fixed_in=2, by=cast.ben)
    assert badge_of(manual) == Badge.REOPENED
    assert badge_of(publish(manual, 2)) == Badge.PUBLISHED


def test_a_failed_use_reopens_however_many_did_it(cast: Cast, manual: Output) -> None:
    for person in (cast.cleo, cast.eve):
        make.a_use(manual, person)
    fail(manual, cast.dan)
    assert badge_of(manual) == Badge.REOPENED


def test_what_is_obsolete_says_that_and_nothing_else(cast: Cast, manual: Output) -> None:
    fail(manual, cast.cleo)
    manual.state = OutputState.OBSOLETE
    manual.save()
    assert badge_of(manual) == Badge.OBSOLETE


def test_one_that_only_its_author_knew_says_who_approved_it(cast: Cast) -> None:
    seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    output = make.a_document(topic=cast.topic, owner=cast.ben, approved_number=1)
    make.a_review(output.versions.get(), by=cast.cleo, as_learner=True)
    make.a_use(output, cast.cleo)
    assert badge_of(output) == "approved by a learner who did it"
    seat.until = make.TODAY
    seat.save()
    assert badge_of(output) == Badge.TRUSTED


def test_the_badges_of_many_are_one_query(cast: Cast, manual: Output) -> None:
    other = make.an_output(topic=cast.topic, owner=cast.ben)
    assert badges_of([manual.id, other.id]) == {
        manual.id: Badge.APPROVED,
        other.id: Badge.PLANNED,
    }
