"""Coaching sessions: planned, moved, cancelled, held, logged, put right."""

from .holding import edit_session, hold_session, log_kick_off, log_session, say_way, unhold_session
from .planning import cancel_session, move_session, plan_kick_off, plan_session, restore_session
from .words import note_of

__all__ = [
    "cancel_session",
    "edit_session",
    "hold_session",
    "log_kick_off",
    "log_session",
    "move_session",
    "note_of",
    "plan_kick_off",
    "plan_session",
    "restore_session",
    "say_way",
    "unhold_session",
]
