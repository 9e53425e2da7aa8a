"""Answers about targets: the dated rows behind each, and the figures counted from them."""

from .evidence import Evidence
from .figures import Figure, figures_of, reached_over_time, verdict

__all__ = ["Evidence", "Figure", "figures_of", "reached_over_time", "verdict"]
