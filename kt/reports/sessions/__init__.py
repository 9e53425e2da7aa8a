"""Answers about coaching sessions: what is planned, what was held, whom one can log with."""

from .heat import ON_ITS_PAGE, HeatLine, heat_lines
from .lines import (
    PAGE,
    SessionDetail,
    SessionLine,
    SessionLines,
    Upcoming,
    detail_of,
    held_words,
    last_sessions_of,
    left_open_of,
    line_of,
    next_planned_of,
    past_sessions,
    planned_sessions,
    sessions_of_pair,
)
from .narrowing import Narrowed, load_words
from .offers import (
    Offer,
    offers_for,
    offers_from,
    offers_to,
    pairings_chosen,
    pairings_meant,
    pairings_named,
)

__all__ = [
    "ON_ITS_PAGE",
    "PAGE",
    "HeatLine",
    "Narrowed",
    "Offer",
    "SessionDetail",
    "SessionLine",
    "SessionLines",
    "Upcoming",
    "detail_of",
    "heat_lines",
    "held_words",
    "last_sessions_of",
    "left_open_of",
    "line_of",
    "load_words",
    "next_planned_of",
    "offers_for",
    "offers_from",
    "offers_to",
    "pairings_chosen",
    "pairings_meant",
    "past_sessions",
    "pairings_named",
    "planned_sessions",
    "sessions_of_pair",
]
