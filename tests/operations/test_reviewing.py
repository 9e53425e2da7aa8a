"""Reviews: the author asks, an SME or a holder answers, readers keep what is approved."""

import make
import pytest
from cast import Cast, a_cast

from kt.access import may_review, outputs_visible_to, reviews_waiting_for
from kt.errors import NotAllowed, Refused
from kt.models import (
    Expert,
    Output,
    OutputKind,
    OutputState,
    Passage,
    Person,
    Review,
    Role,
    Seat,
    Use,
    UseAnswer,
)
from kt.operations.outputs import (
    approve_version,
    ask_review,
    did_it,
    did_not_work,
    edit_output,
    plan_output,
    publish_output,
    restore_version,
    return_version,
    set_obsolete,
    take_back_use,
    undo_answer,
    unpublish_output,
    withdraw_review,
    write_version,
)
from kt.reports.history import history_of
from kt.rules.trust import Badge, badge_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def faq(cast: Cast) -> Output:
    """A draft of Ben's, of which Dan is the SME."""
    output = plan_output(
        by=cast.ada,
        title="Cut-off FAQ",
        kind=OutputKind.FAQ_ENTRY,
        topic=cast.topic,
        rollout=cast.rollout,
        owner=cast.ben,
    )
    write(output, "On the third day.", by=cast.ben)
    return Output.get_by_id(output.id)


def write(output: Output, text: str, *, by: Person) -> None:
    write_version(output, by=by, text=text, opened_with=output.versions.count())


def row() -> Output:
    return Output.get()


def approved(cast: Cast, output: Output, **values: object) -> Output:
    review = ask_review(output, by=cast.ben)
    return approve_version(review, by=cast.dan, today=TODAY, **values)


def only_ben_knows() -> None:
    Expert.delete().execute()
    Seat.delete().where(Seat.role == Role.SME).execute()


def waiting_for(person: Person) -> list[Review]:
    return list(reviews_waiting_for(person))


def test_a_document_goes_from_draft_to_review_to_published(cast: Cast, faq: Output) -> None:
    review = ask_review(faq, by=cast.ben)
    assert row().state == OutputState.IN_REVIEW
    done = approve_version(review, by=cast.dan, today=TODAY)
    assert (done.state, done.published_number, done.approved_number) == ("published", 1, 1)
    assert badge_of(done) == Badge.APPROVED
    assert [told.text for told in history_of(faq)][:2] == [
        "Dan Weiss approved version 1 of “Cut-off FAQ”",
        "Ben Arroyo asked for a review of version 1 of “Cut-off FAQ”",
    ]


def test_the_reviewer_is_an_sme_or_a_holder_of_the_topic(cast: Cast, faq: Output) -> None:
    make.a_standing(cast.eve, cast.topic, 3)
    make.a_standing(cast.ada, cast.topic, 2)
    ask_review(faq, by=cast.ben)
    may = {name for name, who in cast.everybody.items() if waiting_for(who)}
    assert may == {"dan", "eve"}
    assert outputs_visible_to(cast.eve).count() == 1


def test_whoever_held_the_topic_once_does_not_review(cast: Cast, faq: Output) -> None:
    make.a_standing(cast.eve, cast.topic, 3)
    make.a_standing(cast.eve, cast.topic, 2, on=TODAY)
    review = ask_review(faq, by=cast.ben)
    assert not may_review(cast.eve, review.version)


def test_the_author_never_reviews_what_they_wrote(cast: Cast, faq: Output) -> None:
    Expert.create(topic=cast.topic, person=cast.ben)
    review = ask_review(faq, by=cast.ben)
    assert waiting_for(cast.ben) == []
    with pytest.raises(NotAllowed, match="by an SME or a holder of its topic who wrote nothing"):
        approve_version(review, by=cast.ben, today=TODAY)


def test_whoever_wrote_a_part_since_the_approved_version_is_an_author_too(
    cast: Cast, faq: Output
) -> None:
    write(faq, "On the second day.", by=cast.dan)
    make.a_standing(cast.eve, cast.topic, 3)
    ask_review(faq, by=cast.ben)
    assert waiting_for(cast.dan) == []
    approve_version(waiting_for(cast.eve)[0], by=cast.eve, today=TODAY)
    write(faq, "On the first day.", by=cast.ben)
    ask_review(faq, by=cast.ben)
    assert len(waiting_for(cast.dan)) == 1


def test_a_disabled_reviewer_may_not(cast: Cast, faq: Output) -> None:
    review = ask_review(faq, by=cast.ben)
    cast.dan.active = False
    cast.dan.save()
    assert not may_review(cast.dan, review.version)


def test_others_may_neither_ask_nor_answer(cast: Cast, faq: Output) -> None:
    with pytest.raises(NotAllowed):
        ask_review(faq, by=cast.cleo)
    review = ask_review(faq, by=cast.ben)
    for person in (cast.ada, cast.cleo, cast.eve, cast.root):
        with pytest.raises(NotAllowed):
            approve_version(review, by=person, today=TODAY)
        with pytest.raises(NotAllowed):
            return_version(review, by=person, sentence="No")
    with pytest.raises(NotAllowed):
        withdraw_review(faq, by=cast.eve)


def test_a_review_needs_a_text_or_a_link(cast: Cast) -> None:
    output = make.an_output(topic=cast.topic, owner=cast.ben)
    with pytest.raises(Refused, match=r"neither a text nor a link to review yet"):
        ask_review(output, by=cast.ben)


FILM = "https://example.com/film"


@pytest.fixture
def recording(cast: Cast) -> Output:
    """A recording of Ben's: a link and no text."""
    return plan_output(
        by=cast.ben,
        title="Cut-off film",
        kind=OutputKind.RECORDING,
        topic=cast.topic,
        rollout=cast.rollout,
        owner=cast.ben,
        url=FILM,
    )


def point(output: Output, url: str, *, by: Person) -> Output:
    """Change where an output points to."""
    kept = {name: getattr(output, name) for name in ("title", "kind", "owner", "due")}
    return edit_output(output, by=by, url=url, today=TODAY, **kept)


def test_a_document_that_is_only_a_link_is_approved_and_then_trusted_by_use(
    cast: Cast, recording: Output
) -> None:
    assert badge_of(approved(cast, recording)) == Badge.APPROVED
    did_it(recording, by=cast.cleo, today=TODAY)
    assert badge_of(recording) == Badge.TRUSTED
    with pytest.raises(Refused, match="Version 1 is approved already"):
        ask_review(recording, by=cast.ben)


def test_another_link_has_to_earn_trust_anew_unless_it_is_a_minor_change(
    cast: Cast, recording: Output
) -> None:
    approved(cast, recording)
    did_not_work(recording, by=cast.cleo, sentence="It has no sound.", today=TODAY)
    assert badge_of(recording) == Badge.REOPENED
    again = point(recording, FILM + "/2", by=cast.ben)
    assert (again.published_number, badge_of(again)) == (2, Badge.PUBLISHED)
    assert UseAnswer.get().fixed_in == 2
    did_it(recording, by=cast.cleo, today=TODAY)
    assert badge_of(approved(cast, recording)) == Badge.TRUSTED
    point(recording, FILM + "/2#t=4", by=cast.ben)
    assert badge_of(approved(cast, recording, minor=True)) == Badge.TRUSTED


def test_whoever_put_the_link_in_does_not_review_it(cast: Cast, recording: Output) -> None:
    make.a_standing(cast.ada, cast.topic, 3)
    point(recording, FILM + "/2", by=cast.ada)
    ask_review(recording, by=cast.ben)
    assert waiting_for(cast.ada) == []
    assert len(waiting_for(cast.dan)) == 1


def test_a_link_that_was_taken_out_is_neither_published_nor_reviewed(
    cast: Cast, recording: Output
) -> None:
    assert point(recording, "", by=cast.ben).state == OutputState.PLANNED
    with pytest.raises(Refused, match="neither a text nor a link"):
        ask_review(recording, by=cast.ben)
    with pytest.raises(Refused, match="neither a text nor a link"):
        publish_output(recording, by=cast.ben, today=TODAY)
    point(recording, FILM, by=cast.ben)
    assert recording.versions.count() == 1
    write(recording, "The film in words.", by=cast.ben)
    assert point(recording, FILM + "/2", by=cast.ben).versions.count() == 2
    with pytest.raises(Refused, match="Version 1 is only a link"):
        restore_version(recording, 1, by=cast.ben)


def test_asked_twice_it_waits_once(cast: Cast, faq: Output) -> None:
    assert ask_review(faq, by=cast.ben) == ask_review(faq, by=cast.ben)
    assert len(waiting_for(cast.dan)) == 1


def test_asking_for_a_newer_version_settles_what_waited(cast: Cast, faq: Output) -> None:
    ask_review(faq, by=cast.ben)
    write(faq, "On the second day.", by=cast.ben)
    newer = ask_review(faq, by=cast.ben)
    assert waiting_for(cast.dan) == [newer]


def test_what_is_approved_is_not_asked_again(cast: Cast, faq: Output) -> None:
    approved(cast, faq)
    with pytest.raises(Refused, match=r"Version 1 is approved already\. Write the next one"):
        ask_review(faq, by=cast.ben)


def test_a_returned_document_is_a_draft_again_with_the_sentence(cast: Cast, faq: Output) -> None:
    review = ask_review(faq, by=cast.ben)
    with pytest.raises(Refused, match="Say in a sentence what to change") as refusal:
        return_version(review, by=cast.dan, sentence="  ")
    assert refusal.value.field == "sentence"
    return_version(review, by=cast.dan, sentence="Step 4 is missing.")
    assert row().state == OutputState.DRAFT
    assert Review.get().sentence == "Step 4 is missing."
    assert "Step 4" not in history_of(faq)[0].text


def test_asking_is_taken_back(cast: Cast, faq: Output) -> None:
    review = ask_review(faq, by=cast.ben)
    assert withdraw_review(faq, by=cast.ben).state == OutputState.DRAFT
    with pytest.raises(Refused, match="was taken back meanwhile"):
        approve_version(review, by=cast.dan, today=TODAY)


def test_what_somebody_answered_meanwhile_stays(cast: Cast, faq: Output) -> None:
    make.a_standing(cast.eve, cast.topic, 3)
    review = ask_review(faq, by=cast.ben)
    return_version(review, by=cast.dan, sentence="Step 4 is missing.")
    with pytest.raises(Refused, match="Dan Weiss returned version 1 meanwhile"):
        approve_version(review, by=cast.eve, today=TODAY)


def test_readers_see_the_approved_version_while_a_draft_is_worked_on(
    cast: Cast, faq: Output
) -> None:
    approved(cast, faq)
    write(faq, "On the second day.", by=cast.ben)
    review = ask_review(faq, by=cast.ben)
    assert (row().state, row().published_number) == (OutputState.PUBLISHED, 1)
    assert badge_of(row()) == Badge.APPROVED
    return_version(review, by=cast.dan, sentence="No, on the third.")
    assert (row().state, row().published_number) == (OutputState.PUBLISHED, 1)


def test_an_edit_that_its_reviewer_confirms_as_minor_keeps_trust(cast: Cast, faq: Output) -> None:
    make.a_use(approved(cast, faq), cast.cleo)
    write(faq, "On the third day!", by=cast.ben)
    assert badge_of(approved(cast, faq, minor=True)) == Badge.TRUSTED
    write(faq, "On the second day.", by=cast.ben)
    assert badge_of(approved(cast, faq)) == Badge.APPROVED


def test_a_minor_edit_that_readers_saw_already_keeps_trust_too(cast: Cast, faq: Output) -> None:
    make.a_use(approved(cast, faq), cast.cleo)
    write(faq, "On the third day!", by=cast.ben)
    publish_output(faq, by=cast.ben, today=TODAY)
    assert badge_of(row()) == Badge.PUBLISHED
    assert badge_of(approved(cast, faq, minor=True)) == Badge.TRUSTED


def test_nothing_is_a_minor_edit_of_what_was_never_approved(cast: Cast, faq: Output) -> None:
    with pytest.raises(Refused, match="No earlier version was approved"):
        approved(cast, faq, minor=True)


def test_going_back_to_what_was_approved_is_approved(cast: Cast, faq: Output) -> None:
    approved(cast, faq)
    write(faq, "On the second day.", by=cast.ben)
    approved(cast, faq)
    assert badge_of(publish_output(faq, by=cast.ben, today=TODAY, number=1)) == Badge.APPROVED


def test_publishing_a_later_version_settles_the_review_of_an_earlier_one(
    cast: Cast, faq: Output
) -> None:
    ask_review(faq, by=cast.ben)
    write(faq, "On the second day.", by=cast.ben)
    publish_output(faq, by=cast.ben, today=TODAY)
    assert waiting_for(cast.dan) == []


def test_what_is_taken_back_while_it_is_reviewed_is_in_review(cast: Cast, faq: Output) -> None:
    ask_review(faq, by=cast.ben)
    assert publish_output(faq, by=cast.ben, today=TODAY).state == OutputState.PUBLISHED
    assert unpublish_output(faq, by=cast.ben).state == OutputState.IN_REVIEW


def test_nothing_obsolete_is_reviewed(cast: Cast, faq: Output) -> None:
    review = ask_review(faq, by=cast.ben)
    set_obsolete(faq, by=cast.ben, obsolete=True)
    assert waiting_for(cast.dan) == []
    with pytest.raises(Refused, match="became obsolete meanwhile"):
        approve_version(review, by=cast.dan, today=TODAY)
    with pytest.raises(Refused, match=r"is obsolete\. Bring it back first"):
        ask_review(faq, by=cast.ben)


def test_where_nobody_else_knows_it_a_learner_who_did_it_approves(cast: Cast, faq: Output) -> None:
    only_ben_knows()
    with pytest.raises(Refused, match=r"Nobody but its author knows Cut-off rules.*publish it"):
        ask_review(faq, by=cast.ben)
    make.a_use(publish_output(faq, by=cast.ben, today=TODAY), cast.cleo)
    review = ask_review(faq, by=cast.ben)
    assert (waiting_for(cast.cleo), waiting_for(cast.eve)) == ([review], [])
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    done = approve_version(review, by=cast.cleo, today=TODAY)
    assert badge_of(done) == "approved by a learner who did it"
    assert history_of(faq)[0].text.endswith("“Cut-off FAQ” as a learner who did it")


def test_where_somebody_else_knows_it_a_learner_does_not_approve(cast: Cast, faq: Output) -> None:
    make.a_use(publish_output(faq, by=cast.ben, today=TODAY), cast.cleo)
    review = ask_review(faq, by=cast.ben)
    assert not may_review(cast.cleo, review.version)


def test_a_holder_who_is_disabled_leaves_it_to_the_learner(cast: Cast, faq: Output) -> None:
    only_ben_knows()
    make.a_standing(cast.eve, cast.topic, 4)
    make.a_use(publish_output(faq, by=cast.ben, today=TODAY), cast.cleo)
    review = ask_review(faq, by=cast.ben)
    assert waiting_for(cast.cleo) == []
    cast.eve.active = False
    cast.eve.save()
    assert waiting_for(cast.cleo) == [review]


# ------------------------------------------------------------------ taking an answer back


def found(words: str) -> list[str]:
    """List the passages in which these words are found by everybody."""
    return [row.text for row in Passage.select().where(Passage.shared) if words in row.text]


def test_approving_is_undone_as_if_it_had_not_been(cast: Cast, faq: Output) -> None:
    approved(cast, faq)
    make.a_use(row(), cast.cleo)
    write(faq, "On the second day.", by=cast.ben)
    before = vars(row())["__data__"]
    approved(cast, faq)
    assert found("second day")
    undo_answer(Review.select().order_by(Review.id.desc()).get(), by=cast.dan, today=TODAY)
    assert vars(row())["__data__"] == before
    assert badge_of(row()) == Badge.TRUSTED
    assert (found("second day"), found("third day")) == ([], ["On the third day."])
    assert [review.version.number for review in waiting_for(cast.dan)] == [2]
    assert [told.text for told in history_of(faq)][:2] == [
        "Dan Weiss took back approving version 2 of “Cut-off FAQ”",
        "Dan Weiss approved version 2 of “Cut-off FAQ”",
    ]


def test_undoing_the_first_approval_leaves_it_in_review_and_unpublished(
    cast: Cast, faq: Output
) -> None:
    review = ask_review(faq, by=cast.ben)
    approve_version(review, by=cast.dan, today=TODAY)
    undone = undo_answer(review, by=cast.dan, today=TODAY)
    assert (undone.state, undone.published_on, undone.published_number) == ("in review", None, None)
    assert found("third day") == []
    approve_version(waiting_for(cast.dan)[0], by=cast.dan, today=TODAY)
    assert badge_of(row()) == Badge.APPROVED


def test_returning_is_undone_and_it_waits_again(cast: Cast, faq: Output) -> None:
    review = ask_review(faq, by=cast.ben)
    return_version(review, by=cast.dan, sentence="Step 4 is missing.")
    assert outputs_visible_to(cast.dan).count() == 1
    assert undo_answer(review, by=cast.dan, today=TODAY).state == OutputState.IN_REVIEW
    assert [each.asked_at for each in waiting_for(cast.dan)] == [review.asked_at]


def test_an_answer_is_undone_only_by_whoever_gave_it_and_while_nothing_came_after(
    cast: Cast, faq: Output
) -> None:
    make.a_standing(cast.eve, cast.topic, 3)
    review = ask_review(faq, by=cast.ben)
    approve_version(review, by=cast.dan, today=TODAY)
    for person in (cast.ben, cast.eve, cast.root):
        with pytest.raises(NotAllowed):
            undo_answer(review, by=person, today=TODAY)
    did_it(row(), by=cast.cleo, today=TODAY)
    take_back_use(Use.get(), by=cast.cleo, today=TODAY)
    with pytest.raises(Refused, match=r"Cleo Marsh went on with “Cut-off FAQ” meanwhile"):
        undo_answer(review, by=cast.dan, today=TODAY)


def test_an_answer_that_was_undone_is_not_undone_again(cast: Cast, faq: Output) -> None:
    review = ask_review(faq, by=cast.ben)
    return_version(review, by=cast.dan, sentence="Step 4 is missing.")
    undo_answer(review, by=cast.dan, today=TODAY)
    undo_answer(review, by=cast.dan, today=TODAY)
    assert len(waiting_for(cast.dan)) == 1
