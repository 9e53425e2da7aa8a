"""Outputs: the documents one can read, what rollouts are to leave behind, writing them."""

from . import images, lists, planning, reading, reviewing, using, versions, writing
from .blueprint import views

__all__ = [
    "images",
    "lists",
    "planning",
    "reading",
    "reviewing",
    "using",
    "versions",
    "views",
    "writing",
]
