"""Outputs: planned, written in versions, published, taken back, obsolete."""

from .planning import LONGEST_LINK, checked_link, edit_output, plan_output
from .publishing import publish_output, set_obsolete, unpublish_output
from .reviewing import (
    NOT_TO_REVIEW,
    approve_version,
    ask_review,
    return_version,
    withdraw_review,
)
from .rows import NOT_YOURS, newest_version, rendered
from .writing import write_version

__all__ = [
    "LONGEST_LINK",
    "NOT_TO_REVIEW",
    "NOT_YOURS",
    "approve_version",
    "ask_review",
    "checked_link",
    "edit_output",
    "newest_version",
    "plan_output",
    "publish_output",
    "rendered",
    "return_version",
    "set_obsolete",
    "unpublish_output",
    "withdraw_review",
    "write_version",
]
