"""Search: what one may see about some words, at the very place where it is written."""

from .answering import MOST_RESULTS, PAGE, Answers, Result, headline, search, suggest
from .marking import Piece

__all__ = ["MOST_RESULTS", "PAGE", "Answers", "Piece", "Result", "headline", "search", "suggest"]
