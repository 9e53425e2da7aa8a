"""Who sits where in a rollout and who guides whom; the rules stand in `rules`."""

from .pairings import (
    agree,
    change_guide,
    change_pairing,
    end_pairing,
    pair,
    put_guide,
    reopen_pairing,
    seat_on_topics,
)
from .rules import refuse_full_mentor, refuse_full_mentors, refuse_model
from .seats import end_seat, give_seat, reopen_seat

__all__ = [
    "agree",
    "change_guide",
    "change_pairing",
    "end_pairing",
    "end_seat",
    "give_seat",
    "pair",
    "put_guide",
    "refuse_full_mentor",
    "refuse_full_mentors",
    "refuse_model",
    "reopen_pairing",
    "reopen_seat",
    "seat_on_topics",
]
