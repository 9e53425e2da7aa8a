"""Advice: which model fits a rollout, and why, in two sentences with the numbers."""

from .advising import Advice, advice_on
from .figures import TopicFigures, figures_of

__all__ = ["Advice", "TopicFigures", "advice_on", "figures_of"]
