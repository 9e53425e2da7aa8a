"""Questions: asked, passed on, answered, merged, put into a topic's FAQ."""

from .answering import answer_question, ask_back, take_answer_back, version_of_answer
from .asking import (
    ask_question,
    hear_answer,
    note_questions,
    pass_question_on,
    withdraw_question,
)
from .faq import (
    NOT_EDITOR,
    SameTitle,
    add_to_faq,
    move_faq_entry,
    put_into_faq,
    take_out_of_faq,
    write_faq_entry,
)
from .merging import merge_question, unmerge_question
from .rows import NOT_ASKED, NOT_YOURS
from .words import LONGEST_QUESTION

__all__ = [
    "LONGEST_QUESTION",
    "NOT_ASKED",
    "NOT_EDITOR",
    "NOT_YOURS",
    "SameTitle",
    "add_to_faq",
    "answer_question",
    "ask_back",
    "ask_question",
    "hear_answer",
    "merge_question",
    "move_faq_entry",
    "note_questions",
    "pass_question_on",
    "put_into_faq",
    "take_answer_back",
    "take_out_of_faq",
    "unmerge_question",
    "version_of_answer",
    "withdraw_question",
    "write_faq_entry",
]
