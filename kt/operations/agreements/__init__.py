"""Agreements: offering them, keeping their sheets true, signing and declining."""

from .keeping import refresh_agreement

__all__ = ["refresh_agreement"]
