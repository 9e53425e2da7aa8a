"""Questions: asked, passed on, answered, merged, put into a topic's FAQ."""

from .asking import (
    ask_question,
    hear_answer,
    note_questions,
    pass_question_on,
    withdraw_question,
)
from .rows import NOT_ASKED, NOT_YOURS

__all__ = [
    "NOT_ASKED",
    "NOT_YOURS",
    "ask_question",
    "hear_answer",
    "note_questions",
    "pass_question_on",
    "withdraw_question",
]
