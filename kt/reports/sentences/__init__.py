"""The sentence of every deed; names in braces are the values that the deed recorded.

`by` is who did it. A value under a noun (person, topic, rollout …) is replaced by its name.
"""

from . import deeds, judging, personal, questions, written
from .words import Sentence, a_access, said_day

SENTENCES: dict[str, Sentence] = (
    deeds.NUDGES
    | deeds.SIGNING_IN
    | deeds.PEOPLE
    | deeds.KNOW_HOW
    | deeds.ROLLOUTS
    | deeds.AGREEMENTS
    | deeds.CHECKLISTS
    | deeds.SESSIONS
    | written.WRITTEN
    | deeds.MEASURED
    | personal.PAIRS
    | personal.DELEGATION
    | questions.QUESTIONS
    | judging.JUDGING
)

__all__ = ["SENTENCES", "a_access", "said_day"]
