"""Rollouts: planning them, starting and closing them, copying them."""

from .closing import cancel_rollout, complete_rollout, reopen_rollout, start_rollout
from .copying import copy_rollout
from .overrides import override_point, withdraw_override
from .planning import (
    Edited,
    add_rollout,
    add_topic_to,
    edit_rollout,
    remove_topic_from,
    version_of_rollout,
)

__all__ = [
    "Edited",
    "add_rollout",
    "add_topic_to",
    "cancel_rollout",
    "complete_rollout",
    "copy_rollout",
    "edit_rollout",
    "override_point",
    "remove_topic_from",
    "reopen_rollout",
    "start_rollout",
    "version_of_rollout",
    "withdraw_override",
]
