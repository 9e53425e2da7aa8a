"""The first screen of whoever is signed in: the parts of each of their roles, most urgent first."""

from .guiding import GuidePart
from .page import ITEMS_SHOWN, Home, home_of
from .supervising import SupervisorPart

__all__ = ["ITEMS_SHOWN", "GuidePart", "Home", "SupervisorPart", "home_of"]
