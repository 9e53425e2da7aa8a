"""Publishing an output, taking it back, calling it obsolete."""

from datetime import date
from typing import Any

from ...access import may_edit_output, require
from ...db import transaction
from ...errors import Refused
from ...models import Output, OutputState, Person, Publication, ReviewAnswer, Version
from ..audit import record
from ..indexing import index_output
from .rows import (
    NOT_YOURS,
    OBSOLETE,
    about_of,
    newest_to_show,
    refresh,
    reviews_of,
    unpublished_state,
)


def publish_output(output: Output, *, by: Person, today: date, number: int | None = None) -> Output:
    """Let readers see the newest version of an output, or version `number`, or its link.

    `today` is the rollout's. What is published already counts from the day it first was.
    """
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.state == OutputState.OBSOLETE:
            raise Refused(OBSOLETE)
        shown = _version_to_show(row, number)
        if row.state == OutputState.PUBLISHED and row.published_number == shown:
            return row
        if not row.url and shown is None:
            raise Refused(
                f"“{row.title}” has neither a text nor a link yet. Write it or add the link, then "
                "publish it."
            )
        show_version(row, shown, today)
        record(
            "output.published", by=by, about=about_of(row), output=row, on=today, number=shown or 0
        )
    return row


def show_version(row: Any, number: int | None, today: date, *, minor: bool = False) -> None:
    """Let readers see this version from now on; a real edit has to earn trust anew.

    One that a reviewer approved earlier is approved again; what waits of older ones is settled.
    """
    row.state, row.published_on = OutputState.PUBLISHED, row.published_on or today
    is_another = number != row.published_number
    if is_another and not minor:
        row.trusted_from = number
    row.published_number = number
    if number is not None and reviews_of(row, ReviewAnswer.APPROVED, number).exists():
        row.approved_number = number
    row.save()
    index_output(row)
    if number is None:
        return
    if is_another:
        shown = row.versions.where(Version.number == number).get()
        Publication.create(version=shown, on=today)
    for review in reviews_of(row, ReviewAnswer.WAITING).where(Version.number < number):
        review.answer = ReviewAnswer.WITHDRAWN
        review.save()


def unpublish_output(output: Output, *, by: Person) -> Output:
    """Undo publishing: the output is a draft again."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.state != OutputState.PUBLISHED:
            return row
        row.state, row.published_on = unpublished_state(row), None
        row.published_number = row.trusted_from = None
        row.save()
        record("output.unpublished", by=by, about=about_of(row), output=row)
        index_output(row)
    return row


def set_obsolete(output: Output, *, by: Person, obsolete: bool) -> Output:
    """Say that an output is not to be followed any more, or bring it back as it was."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if (row.state == OutputState.OBSOLETE) == obsolete:
            return row
        if obsolete:
            row.state = OutputState.OBSOLETE
        elif row.published_on:
            row.state = OutputState.PUBLISHED
        else:
            row.state = unpublished_state(row)
        row.save()
        deed = "output.obsolete" if obsolete else "output.brought-back"
        record(deed, by=by, about=about_of(row), output=row)
        refresh(row, by)
        index_output(row)
    return row


def _version_to_show(row: Any, number: int | None) -> int | None:
    if number is None:
        newest = newest_to_show(row)
        return newest.number if newest else None
    if not row.versions.where(Version.number == number).exists():
        raise Refused(f"“{row.title}” has no version {number}. Choose one from its list.")
    return number
