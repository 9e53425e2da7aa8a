"""The sentences of sign-offs."""

from collections.abc import Callable, Mapping
from typing import Any

from ...models.knowhow import LEVEL_WORDS
from ..acting import and_acted_for
from .words import Sentence


def _said(words: str) -> Callable[[str, Mapping[str, Any]], str]:
    def say(by: str, values: Mapping[str, Any]) -> str:
        level = f"“{LEVEL_WORDS[values['level']]}” on {values['topic']}"
        said = f"{by} {words.format(person=values['person'], level=level)}"
        return said + and_acted_for(values["acts_for"])

    return say


JUDGING: dict[str, Sentence] = {
    "signoff.asked": lambda by, values: (
        _said("asked to be signed off at {level}")(by, values)
        if by == values["person"]
        else _said("asked that {person} be signed off at {level}")(by, values)
    ),
    "signoff.judged": _said("judged {person} ready for {level}; the SME is to confirm it"),
    "signoff.signed": _said("signed {person} off at {level}"),
    "signoff.declined": _said("does not sign {person} off at {level} yet"),
    "signoff.withdrawn": _said("took back that {person} be signed off at {level}"),
    "signoff.undone": _said("took back the sign-off of {person} at {level}"),
}
