"""Outputs: planned, written in versions, published, taken back, obsolete."""

from .giving import give_back, give_output
from .images import MOST_IMAGES, add_image, attach, remove_image
from .in_bulk import NewDocument, prepared, write_documents
from .planning import (
    LONGEST_LINK,
    checked_link,
    confirm_output,
    edit_output,
    in_one_line,
    plan_output,
    put_into_group,
)
from .publishing import publish_output, set_obsolete, unpublish_output
from .reviewing import (
    NOT_TO_REVIEW,
    NOT_YOUR_ANSWER,
    approve_version,
    ask_review,
    return_version,
    undo_answer,
    withdraw_review,
)
from .rows import NOT_YOURS, newest_texts, newest_version, rendered
from .texts_in_bulk import Written, new_text, publish_texts, shown_as_they_are, write_texts
from .using import answer_failure, did_it, did_not_work, take_back_use
from .writing import restore_version, write_version

__all__ = [
    "LONGEST_LINK",
    "MOST_IMAGES",
    "NOT_TO_REVIEW",
    "NOT_YOURS",
    "NOT_YOUR_ANSWER",
    "NewDocument",
    "Written",
    "add_image",
    "answer_failure",
    "approve_version",
    "ask_review",
    "attach",
    "checked_link",
    "confirm_output",
    "did_it",
    "did_not_work",
    "edit_output",
    "newest_texts",
    "give_back",
    "give_output",
    "in_one_line",
    "new_text",
    "newest_version",
    "plan_output",
    "prepared",
    "publish_output",
    "publish_texts",
    "put_into_group",
    "remove_image",
    "rendered",
    "restore_version",
    "return_version",
    "set_obsolete",
    "shown_as_they_are",
    "take_back_use",
    "undo_answer",
    "unpublish_output",
    "withdraw_review",
    "write_documents",
    "write_texts",
    "write_version",
]
