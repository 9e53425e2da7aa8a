"""Undoing: which deeds can be taken back, whether one still can, and taking it back."""

from .doing import do_again, undo
from .inverses import INVERSES
from .states import DAYS, State, states_of
from .ways import Way

__all__ = ["DAYS", "INVERSES", "State", "Way", "do_again", "states_of", "undo"]
