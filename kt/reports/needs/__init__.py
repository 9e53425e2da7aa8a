"""Needs you: the exceptions a supervisor acts on, each with its reason and one action."""

from .listing import first_of, needs_in, needs_of
from .need import Need, NeedsYou, thing_of
from .outputs import outputs_in, outputs_with_owners

__all__ = [
    "Need",
    "NeedsYou",
    "first_of",
    "needs_in",
    "needs_of",
    "outputs_in",
    "outputs_with_owners",
    "thing_of",
]
