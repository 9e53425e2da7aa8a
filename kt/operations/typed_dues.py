"""Due rules as people type them."""

import re
from dataclasses import replace

from ..due import Anchor, DueRule
from ..importers.checklists.dues import cell_due

OF_THE_ROLLOUT = re.compile(r"\brollout\b", re.IGNORECASE)


def rule_said(words: str) -> DueRule | None:
    """Read "day 3", "two weeks before leaving" or "week 2 of the rollout"; else None.

    The words of a rule that counts from another item do not say which one.
    """
    said = cell_due(words, leaving=False)
    if said is None or said.rule is None or said.rule.anchor is Anchor.ITEM:
        return None
    if said.rule.anchor is Anchor.START and OF_THE_ROLLOUT.search(words):
        return replace(said.rule, anchor=Anchor.ROLLOUT)
    return said.rule
