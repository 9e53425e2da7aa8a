"""Answers about targets: the dated rows behind each, and the figures counted from them."""

from .burn_up import BurnUp, burn_up_of
from .evidence import Evidence
from .figures import Figure, figures_of, reached_over_time
from .lines import FigureLine, lines_of
from .outlook import Outlook, Pace, outlook_of, verdict
from .pages import (
    PAGE,
    Part,
    Row,
    Rows,
    TargetPage,
    TargetsPage,
    all_lines,
    target_page,
    targets_page,
    targets_with_topics,
    topics_to_measure,
)
from .reasons import reasons_of
from .sparks import Going, Spark, goings_of, spark_of

__all__ = [
    "BurnUp",
    "PAGE",
    "Evidence",
    "Figure",
    "FigureLine",
    "Going",
    "Outlook",
    "Pace",
    "Part",
    "Row",
    "Rows",
    "Spark",
    "TargetPage",
    "TargetsPage",
    "all_lines",
    "burn_up_of",
    "figures_of",
    "goings_of",
    "lines_of",
    "outlook_of",
    "reached_over_time",
    "reasons_of",
    "spark_of",
    "target_page",
    "targets_page",
    "targets_with_topics",
    "topics_to_measure",
    "verdict",
]
