"""Reviewing an output: its author asks, somebody else who knows approves it or returns it."""

from datetime import date
from typing import Any

from ... import clock
from ...access import (
    deed_after_answer,
    has_reviewer,
    may_edit_output,
    may_review,
    require,
    reviews_as_learner,
)
from ...db import transaction
from ...errors import Refused
from ...models import (
    Output,
    OutputState,
    Person,
    Publication,
    Review,
    ReviewAnswer,
    Version,
)
from ..audit import record
from ..indexing import index_output
from .publishing import show_version
from .rows import NOT_YOURS, about_of, newest_to_show, reviews_of, unpublished_state

NOT_YOUR_ANSWER = "Whoever answered a review takes that back. Ask them."

# What an answer changes of a document.
STANDING = ("state", "published_on", "published_number", "approved_number", "trusted_from")

NOT_TO_REVIEW = (
    "A document is reviewed by an SME or a holder of its topic who wrote nothing of it. Where "
    "nobody else knows the topic, a learner who did the task with it approves it."
)


def ask_review(output: Output, *, by: Person) -> Review:
    """Put the newest version of an output before those who may review it.

    What waited of an earlier version is settled by that. Asked twice, it waits once.
    """
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        newest = _version_to_review(row)
        waiting = reviews_of(row, ReviewAnswer.WAITING, newest.number).first()
        if waiting is not None:
            return waiting
        if not has_reviewer(newest):
            raise Refused(
                f"Nobody but its author knows {row.topic.name}, and nobody has done the task with "
                "it. Name an SME of the topic, or publish it: whoever then did it with this can "
                "approve it."
            )
        _withdraw(row)
        review = Review.create(version=newest, asked_by=by)
        if row.state in (OutputState.PLANNED, OutputState.DRAFT):
            row.state = OutputState.IN_REVIEW
            row.save()
        record("output.review-asked", by=by, about=about_of(row), output=row, number=newest.number)
    return review


def withdraw_review(output: Output, *, by: Person) -> Output:
    """Take back that a review was asked for; where none waits, nothing changes."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if _withdraw(row):
            _back_to_draft(row)
            record("output.review-withdrawn", by=by, about=about_of(row), output=row)
    return row


def approve_version(review: Review, *, by: Person, today: date, minor: bool = False) -> Output:
    """Approve a version, which readers see from now on; a minor edit keeps the trust it had.

    `today` is the rollout's.
    """
    require(may_review(by, review.version), NOT_TO_REVIEW)
    with transaction():
        found, row = _waiting(review)
        was = _standing_of(row)
        if minor and row.approved_number is None:
            raise Refused(
                "No earlier version was approved, so this is no minor edit of one. Approve it."
            )
        number = found.version.number
        _answer(found, ReviewAnswer.APPROVED, by)
        found.minor, found.as_learner = minor, reviews_as_learner(by, found.version)
        found.save()
        if minor and number == row.published_number:
            row.trusted_from = min(row.trusted_from, row.approved_number)
        show_version(row, number, today, minor=minor)
        record(
            "output.approved",
            by=by,
            about=about_of(row),
            output=row,
            number=number,
            minor=minor,
            as_learner=found.as_learner,
            was=was,
        )
    return row


def return_version(review: Review, *, by: Person, sentence: str) -> Output:
    """Give a version back to its author with a sentence of what to change."""
    require(may_review(by, review.version), NOT_TO_REVIEW)
    if not sentence.strip():
        raise Refused("Say in a sentence what to change, so that it can be.", field="sentence")
    with transaction():
        found, row = _waiting(review)
        was = _standing_of(row)
        _answer(found, ReviewAnswer.RETURNED, by)
        found.sentence = sentence.strip()
        found.save()
        _back_to_draft(row)
        record(
            "output.returned",
            by=by,
            about=about_of(row),
            output=row,
            number=found.version.number,
            was=was,
        )
    return row


def undo_answer(review: Review, *, by: Person, today: date) -> Output:
    """Take back that one approved or returned a version: it waits again, all else is as it was.

    Refused once anything was done with the document since. Taken back twice, it is once. `today`
    is the rollout's.
    """
    with transaction():
        found: Any = Review.get_by_id(review.id)
        require(found.answered_by_id == by.id, NOT_YOUR_ANSWER)
        row: Any = found.version.output
        if found.answer not in (ReviewAnswer.APPROVED, ReviewAnswer.RETURNED):
            return row
        entry, later = deed_after_answer(found)
        if later is not None:
            raise Refused(
                f"{later.by.name} went on with “{row.title}” meanwhile, so your answer stays. Its "
                "history says what was done; answer the next version."
            )
        if entry is None:
            raise Refused("This was answered before answers could be taken back, so it stays.")
        said = found.answer
        # The answer stays in its row, with who gave it and when; the version waits in a new one.
        found.answer = ReviewAnswer.WITHDRAWN
        found.save()
        Review.create(version=found.version, asked_by=found.asked_by, asked_at=found.asked_at)
        _back_to(row, entry.values["was"], today)
        number = found.version.number
        about = about_of(row)
        record("output.answer-undone", by=by, about=about, output=row, number=number, answer=said)
        index_output(row)
    return row


def _standing_of(row: Any) -> dict[str, Any]:
    """Write down how a document stands before it is answered."""
    return {name: _plain(getattr(row, name)) for name in STANDING}


def _back_to(row: Any, was: dict[str, Any], today: date) -> None:
    shown = row.published_number
    for name in STANDING:
        setattr(row, name, was[name])
    row.published_on = was["published_on"] and date.fromisoformat(was["published_on"])
    row.save()
    if row.published_number is not None and row.published_number != shown:
        again = row.versions.where(Version.number == row.published_number).get()
        Publication.create(version=again, on=today)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _version_to_review(row: Any) -> Any:
    if row.state == OutputState.OBSOLETE:
        raise Refused("This output is obsolete. Bring it back first, then ask for a review.")
    newest = newest_to_show(row)
    if newest is None:
        raise Refused(
            "There is neither a text nor a link to review yet. Write it or add the link, then ask."
        )
    if reviews_of(row, ReviewAnswer.APPROVED, newest.number).exists():
        raise Refused(f"Version {newest.number} is approved already. Write the next one, then ask.")
    return newest


def _waiting(review: Review) -> tuple[Any, Any]:
    """Read a review and its output again; one that was answered meanwhile stays as it is."""
    found: Any = Review.get_by_id(review.id)
    row: Any = found.version.output
    if found.answer == ReviewAnswer.WITHDRAWN:
        raise Refused(
            f"The review of version {found.version.number} was taken back meanwhile. There is "
            "nothing to answer."
        )
    if found.answer != ReviewAnswer.WAITING:
        raise Refused(
            f"{found.answered_by.name} {found.answer} version {found.version.number} meanwhile. "
            "There is nothing left to answer."
        )
    if row.state == OutputState.OBSOLETE:
        raise Refused("This output became obsolete meanwhile. There is nothing to review.")
    return found, row


def _answer(review: Any, answer: ReviewAnswer, by: Person) -> None:
    review.answer, review.answered_by, review.answered_at = answer, by, clock.now()


def _withdraw(row: Any) -> int:
    """Settle what waits of an output, and count it."""
    waiting = list(reviews_of(row, ReviewAnswer.WAITING))
    for review in waiting:
        review.answer = ReviewAnswer.WITHDRAWN
        review.save()
    return len(waiting)


def _back_to_draft(row: Any) -> None:
    if row.state == OutputState.IN_REVIEW:
        row.state = unpublished_state(row)
        row.save()
