"""The sentences of what two people settle between themselves: pairs, tasks handed over."""

from collections.abc import Mapping
from typing import Any

from ...dates import count_words
from ...models import PairKind
from ...rules.handovers import STEPS
from ..acting import and_acted_for
from .words import Sentence, quoted

PAIRS: dict[str, Sentence] = {
    "pair.asked": lambda by, values: (
        f"{by} waits in line for a mentor"
        if values["person"] == "nobody"
        else f"{by} asked {values['person']} {_for_what(values)}"
    ),
    "pair.withdrawn": lambda by, values: (
        f"{by} waits in line for a mentor no longer"
        if values["person"] == "nobody"
        else f"{by} took back asking {values['person']} {_for_what(values)}"
    ),
    "pair.accepted": lambda by, values: (
        f"{by} and {values['person']} agreed to coach each other"
        if values["kind"] == PairKind.PEERS
        else f"{by} agreed to be the mentor of {values['person']}"
    ),
    "pair.declined": "{by} declined what {person} asked",
    "pair.ended": "{by} ended the {kind} with {person}",
    "pair.reopened": "{by} took the {kind} with {person} up again",
    "circle.set-up": lambda by, values: (
        f"{by} set up {values['rollout']}, a circle of {count_words(values['pairs'], 'pair')}"
    ),
    "titles.ranked": lambda by, values: (
        f"{by} ranked titles: "
        + ", ".join(f"{title} {rank or 'not at all'}" for title, rank in values["ranks"].items())
    ),
}

DELEGATION: dict[str, Sentence] = {
    "handover.offered": "{by} handed {topic} over to {person}, to be accepted",
    "handover.accepted": "{by} accepted {topic} from {owner}",
    "handover.declined": "{by} declined {topic} from {owner}",
    "handover.signed": lambda by, values: (
        f"{by} signed {quoted(STEPS[values['step']])} for {values['person']} on "
        f"{values['topic']}{_for_whom(by, values)}"
    ),
    "handover.owned": lambda by, values: (
        f"{by} signed that {values['person']} owns {values['topic']} now{_for_whom(by, values)}"
    ),
    "handover.step-undone": lambda by, values: (
        f"{by} took back {quoted(STEPS[values['step']])} of {values['person']} on "
        f"{values['topic']}{_for_whom(by, values)}"
    ),
    "handover.taken-back": lambda by, values: (
        f"{by} took {values['topic']} back from {values['person']}{_for_whom(by, values)}"
    ),
}


def _for_what(values: Mapping[str, Any]) -> str:
    return "to coach each other" if values["kind"] == PairKind.PEERS else "to be their mentor"


def _for_whom(by: str, values: Mapping[str, Any]) -> str:
    """Name the delegator whom somebody else acted for (rule 17)."""
    return "" if values["owner"] == by else and_acted_for(values["owner"])
