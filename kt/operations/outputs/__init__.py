"""Outputs: planned, written in versions, published, taken back, obsolete."""

from .planning import LONGEST_LINK, checked_link, edit_output, plan_output
from .publishing import publish_output, set_obsolete, unpublish_output
from .rows import NOT_YOURS, newest_version, rendered
from .writing import write_version

__all__ = [
    "LONGEST_LINK",
    "NOT_YOURS",
    "checked_link",
    "edit_output",
    "newest_version",
    "plan_output",
    "publish_output",
    "rendered",
    "set_obsolete",
    "unpublish_output",
    "write_version",
]
