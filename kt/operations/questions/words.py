"""What people write in questions and answers, read the same way by every deed."""

import unicodedata

from ...errors import Refused

LONGEST_QUESTION = 1_000
LONGEST_ANSWER = 20_000


def question_said(text: str, *, field: str = "words") -> str:
    """Take a question in one line; raises Refused for one that says nothing or too much."""
    said = " ".join(text.split())
    if not _says_something(said):
        raise Refused("Type what you want to know; one sentence is enough.", field=field)
    if len(said) > LONGEST_QUESTION:
        raise Refused(
            f"A question has at most {LONGEST_QUESTION:,} characters, this one has {len(said):,}. "
            "Ask in a sentence or two; whoever answers can ask back.",
            field=field,
        )
    return said


def answer_said(text: str, *, field: str = "answer") -> str:
    """Take an answer; raises Refused for one that says nothing or too much."""
    said = text.replace("\r\n", "\n").strip()
    if not _says_something(said):
        raise Refused("Type the answer first; one sentence is enough.", field=field)
    if len(said) > LONGEST_ANSWER:
        raise Refused(
            f"An answer has at most {LONGEST_ANSWER:,} characters, this one has {len(said):,}. "
            "Write what is longer as a document of the topic and answer with its title.",
            field=field,
        )
    return said


def _says_something(text: str) -> bool:
    """Tell whether a letter, a digit or a sign can be seen, and not only spaces of any width."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in text)
