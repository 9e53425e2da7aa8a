"""Pairs: asking a colleague or for a mentor, accepting, declining, ending; peer circles."""

from .answering import accept_pair, decline_pair, take_from_waiting
from .asking import ask_for_pair, withdraw_pair
from .circles import by_the_rules, set_up_circle
from .ending import end_pair, reopen_pair

__all__ = [
    "accept_pair",
    "ask_for_pair",
    "by_the_rules",
    "decline_pair",
    "end_pair",
    "reopen_pair",
    "set_up_circle",
    "take_from_waiting",
    "withdraw_pair",
]
