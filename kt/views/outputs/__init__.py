"""Outputs: the documents one can read, what rollouts are to leave behind, writing them."""

from . import (
    images,
    importing,
    lists,
    owners,
    planning,
    reading,
    reviewing,
    titles,
    using,
    versions,
    writing,
)
from .blueprint import views

__all__ = [
    "images",
    "importing",
    "lists",
    "owners",
    "planning",
    "reading",
    "reviewing",
    "titles",
    "using",
    "versions",
    "views",
    "writing",
]
