"""Answers about outputs: the documents one can read, what a rollout is to leave behind."""

from .comparing import Comparison, comparison_of
from .heirs import HeirlessLine, heirless_outputs
from .lists import (
    PAGE,
    OutputLine,
    documents,
    line_of,
    lines_of,
    outputs_of,
    published_in,
    topics_of,
    topics_with_documents,
)
from .reading import Document, Trust, document_of, published_words
from .reviewing import ReviewPage, newest_answer_of, review_page, waiting_review_of
from .uses import UseLine, Uses, failures_of, uses_of
from .versions import VersionLine, to_compare, versions_of

__all__ = [
    "PAGE",
    "Comparison",
    "Document",
    "HeirlessLine",
    "OutputLine",
    "ReviewPage",
    "Trust",
    "UseLine",
    "Uses",
    "VersionLine",
    "comparison_of",
    "document_of",
    "documents",
    "failures_of",
    "heirless_outputs",
    "line_of",
    "lines_of",
    "newest_answer_of",
    "outputs_of",
    "published_in",
    "published_words",
    "review_page",
    "to_compare",
    "topics_of",
    "topics_with_documents",
    "uses_of",
    "versions_of",
    "waiting_review_of",
]
