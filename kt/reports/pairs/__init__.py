"""Answers about pairs: one's own, who asked whom, who suits whom, mentor places, ranks."""

from .asks import Ask, asks_around, asks_to_answer
from .mine import PairRow, pair_of_rollout, pair_row, pairs_of
from .page import PairPage, PairsPage, development_topics, pair_page, pairs_page
from .suiting import Suggestion, fit_of, free_mentors, suggested_peers
from .titles import PAGE as TITLES
from .titles import TitleRow, TitleRows, titles_in_use

__all__ = [
    "Ask",
    "PairPage",
    "PairRow",
    "PairsPage",
    "Suggestion",
    "TITLES",
    "TitleRow",
    "TitleRows",
    "asks_around",
    "asks_to_answer",
    "development_topics",
    "fit_of",
    "free_mentors",
    "pair_of_rollout",
    "pair_page",
    "pair_row",
    "pairs_of",
    "pairs_page",
    "suggested_peers",
    "titles_in_use",
]
