"""What people ask: an answer found again in the FAQ, one that waits, one that climbed."""

from ..models import Question
from ..operations.questions import (
    answer_question,
    ask_question,
    hear_answer,
    merge_question,
    put_into_faq,
    version_of_answer,
)
from .stage import Stage

BACK_DATED = "Which cut-off counts for a back-dated trade?"

# What came up in sessions: the question, who answered it how many days ago, what they wrote, and
# whether they put it into the FAQ.
FROM_SESSIONS = (
    (
        BACK_DATED,
        "ben",
        20,
        "The cut-off of the day on which it **arrives**, not of the day it is dated.",
        False,
    ),
    (
        "Does the cut-off move when the clocks change?",
        "ines",
        21,
        "No. It is **18:00 in Frankfurt**, all year. Desks elsewhere see it move by an hour for "
        "two weeks in March and for one in autumn.",
        True,
    ),
    (
        "When do I skip step 7?",
        "ben",
        9,
        "When the run before it ended with `nothing to do`: then there is nothing to release.",
        True,
    ),
    (
        "Can a trade still be cancelled after the cut-off?",
        "ines",
        8,
        "Yes, until the run begins at 18:20:\n\n"
        "1. Press *Cancel* in the blotter.\n"
        "2. Tell the counterparty, in writing.\n\n"
        "After 18:20 it is settled and has to be reversed by two people the next morning.",
        True,
    ),
    (
        "What if one market is closed and the other is not?",
        "ines",
        5,
        "The **later** of the two next working days counts. The engine says so under *settles on*; "
        "when it does not, its calendar is out of date: `engine calendar read`.",
        True,
    ),
    (
        "Whom do I call at the bank in Lisbon?",
        "raj",
        4,
        "The night desk; the number is on the card beside the screens. Ask for *operations*.",
        False,
    ),
)


def build(stage: Stage) -> None:
    """Answer what came up, let the FAQ of the cut-off rules grow, leave some of it open."""
    people, topics = stage.people, stage.topics
    for text, who, days_ago, answer, is_for_all in FROM_SESSIONS:
        question = Question.get(Question.text == text)
        _answer(stage, question, who, answer, days_ago, in_faq=is_for_all)
    with stage.on(3, 14):
        same = ask_question(
            topics["Cut-off rules"],
            "Until when may I book a trade that is dated yesterday?",
            by=people["tomas"],
        )
    with stage.on(2, 9):
        merge_question(same, Question.get(Question.text == BACK_DATED), by=people["ines"])
    with stage.on(1, 8):
        ask_question(
            topics["Batch restart"],
            "Which log replaces the one that step 6 names?",
            by=people["finn"],
        )
        ask_question(
            topics["Reconciliation"],
            "Is it all right that I still need an hour for each break?",
            by=people["finn"],
            private=True,
        )
    with stage.on(0, 8):
        ask_question(
            topics["Batch restart"],
            "May I restart the batch while the morning report is still running?",
            by=people["greta"],
        )


def _answer(
    stage: Stage, question: Question, who: str, answer: str, days_ago: int, *, in_faq: bool
) -> None:
    """Answer a question on a day, maybe for everybody; its asker reads it the day after."""
    coach = stage.people[who]
    with stage.on(days_ago, 11) as day:
        answered = answer_question(
            question, answer, by=coach, opened_with=version_of_answer(question)
        )
        if in_faq:
            put_into_faq(answered, by=coach, today=day)
    with stage.on(max(days_ago - 1, 0), 9):
        hear_answer(question, by=question.asked_by)
