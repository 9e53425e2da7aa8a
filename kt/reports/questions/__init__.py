"""Answers about questions: those of a home, of a list, of a topic and its FAQ."""

from .faq import FaqPage, faq_entry_titles, faq_groups, faq_of
from .homes import Asking, HomeQuestions, questions_for
from .lists import (
    PAGE,
    Which,
    how_many_wait,
    of_topic,
    others_of_topic,
    questions_page,
    topics_with_questions,
)
from .rows import QuestionRow, may_answer, may_put, row_of, rows_of
from .words import asked_words, next_words, way_words

__all__ = [
    "PAGE",
    "Asking",
    "FaqPage",
    "HomeQuestions",
    "QuestionRow",
    "Which",
    "asked_words",
    "faq_entry_titles",
    "faq_groups",
    "faq_of",
    "how_many_wait",
    "may_answer",
    "may_put",
    "next_words",
    "of_topic",
    "others_of_topic",
    "questions_for",
    "questions_page",
    "row_of",
    "rows_of",
    "topics_with_questions",
    "way_words",
]
