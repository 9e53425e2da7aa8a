"""Who sits where in a rollout and who guides whom; the rules stand in `rules`."""

from .pairings import (
    WEEK,
    agree,
    change_guide,
    change_pairing,
    end_pairing,
    pair,
    put_guide,
    reopen_pairing,
    seat_on_topics,
    version_of_pairing,
)
from .rules import refuse_full_mentor, refuse_full_mentors, refuse_model
from .seats import end_seat, give_seat, reopen_seat
from .silence import ask_still_on, pause_pairing, resume_pairing, say_still_on
from .waves import promote_to_coach, take_promotion_back

__all__ = [
    "WEEK",
    "agree",
    "ask_still_on",
    "change_guide",
    "change_pairing",
    "end_pairing",
    "end_seat",
    "give_seat",
    "pair",
    "pause_pairing",
    "promote_to_coach",
    "put_guide",
    "refuse_full_mentor",
    "refuse_full_mentors",
    "refuse_model",
    "reopen_pairing",
    "reopen_seat",
    "resume_pairing",
    "say_still_on",
    "seat_on_topics",
    "version_of_pairing",
    "take_promotion_back",
]
