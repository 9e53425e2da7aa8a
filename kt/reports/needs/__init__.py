"""Needs you: the exceptions a supervisor acts on, each with its reason and one action."""

from .listing import needs_in, needs_of
from .need import Need, thing_of
from .outputs import outputs_with_owners

__all__ = ["Need", "needs_in", "needs_of", "outputs_with_owners", "thing_of"]
