"""The first screen of whoever is signed in: the parts of each of their roles, most urgent first."""

from .guiding import GuidePart
from .page import Home, home_of

__all__ = ["GuidePart", "Home", "home_of"]
